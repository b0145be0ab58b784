// SPDX-License-Identifier: MIT
package blinka4j.drivers.ads1x15;

import blinka4j.busio.I2C;
import blinka4j.register.Registers;
import java.util.List;

/**
 * Texas Instruments ADS1115: analog-to-digital converter of 16 bits, with 4 inputs, up to 6.144 V and not above the supply.
 *
 * <p><a href="https://www.ti.com/lit/ds/symlink/ads1115.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_ADS1x15">Adafruit_CircuitPython_ADS1x15</a>.
 */
public final class ADS1115 extends ADS1x15 {
    private static final List<Integer> RATES = List.of(8, 16, 32, 64, 128, 250, 475, 860);

    /** Gain 1, 128 conversions per second. */
    public ADS1115(I2C i2c) {
        this(i2c, DEFAULT_ADDRESS);
    }

    /** Gain 1, 128 conversions per second. */
    public ADS1115(I2C i2c, int address) {
        this(i2c, 1, 128, address);
    }

    /** 128 conversions per second. */
    public ADS1115(I2C i2c, double gain) {
        this(i2c, gain, 128);
    }

    public ADS1115(I2C i2c, double gain, int dataRate) {
        this(i2c, gain, dataRate, DEFAULT_ADDRESS);
    }

    public ADS1115(I2C i2c, double gain, int dataRate, int address) {
        this(
                i2c,
                gain,
                dataRate,
                Mode.SINGLE,
                0,
                Short.MIN_VALUE,
                Short.MAX_VALUE,
                Comp_Mode.TRADITIONAL,
                Comp_Polarity.ACTIVE_LOW,
                Comp_Latch.NONLATCHING,
                address);
    }

    /**
     * With all settings. Each has a property of its name, which says what it means.
     *
     * @throws blinka4j.DeviceNotFoundException if nothing answers at {@code address}, or another chip does
     */
    public ADS1115(
            I2C i2c,
            double gain,
            int dataRate,
            Mode mode,
            int comparatorQueueLength,
            int comparatorLowThreshold,
            int comparatorHighThreshold,
            Comp_Mode comparatorMode,
            Comp_Polarity comparatorPolarity,
            Comp_Latch comparatorLatch,
            int address) {
        super(
                new Registers(i2c, address),
                code("gain", GAINS, gain) << GAIN
                        | code("dataRate", RATES, dataRate) << RATE
                        | code(mode, comparatorMode, comparatorPolarity, comparatorLatch)
                        | code("comparatorQueueLength", QUEUE_LENGTHS, comparatorQueueLength),
                comparatorLowThreshold,
                comparatorHighThreshold,
                16,
                RATES);
    }
}
