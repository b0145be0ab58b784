// SPDX-License-Identifier: MIT
package blinka4j.drivers.ads1x15;

import blinka4j.busio.I2C;
import blinka4j.register.Registers;
import java.util.List;

/**
 * Texas Instruments ADS1015: analog-to-digital converter of 12 bits, with 4 inputs, up to 6.144 V and not above the supply.
 *
 * <p><a href="https://www.ti.com/lit/ds/symlink/ads1015.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_ADS1x15">Adafruit_CircuitPython_ADS1x15</a>.
 */
public final class ADS1015 extends ADS1x15 {
    private static final List<Integer> RATES = List.of(128, 250, 490, 920, 1600, 2400, 3300);

    /** Gain 1, 1600 conversions per second. */
    public ADS1015(I2C i2c) {
        this(i2c, DEFAULT_ADDRESS);
    }

    /** Gain 1, 1600 conversions per second. */
    public ADS1015(I2C i2c, int address) {
        this(i2c, 1, 1600, address);
    }

    /** 1600 conversions per second. */
    public ADS1015(I2C i2c, double gain) {
        this(i2c, gain, 1600);
    }

    public ADS1015(I2C i2c, double gain, int dataRate) {
        this(i2c, gain, dataRate, DEFAULT_ADDRESS);
    }

    public ADS1015(I2C i2c, double gain, int dataRate, int address) {
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
    public ADS1015(
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
                12,
                RATES);
    }
}
