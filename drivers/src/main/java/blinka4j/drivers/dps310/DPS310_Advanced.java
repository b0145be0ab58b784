// SPDX-License-Identifier: MIT
package blinka4j.drivers.dps310;

import blinka4j.busio.I2C;
import blinka4j.register.Choice;

/**
 * A {@link DPS310} with modes, rates and numbers of samples. All measurements of a second must take less than a second: one takes
 * 3.6 ms with one sample, 104.4 ms with 64 (data sheet, 4.9.3). After a change the driver waits for a new measurement.
 */
public final class DPS310_Advanced extends DPS310 {
    private final Choice<Mode> mode;
    private final Choice<Rate> pressureRate;
    private final Choice<Rate> temperatureRate;
    private final Choice<SampleCount> pressureSamples;
    private final Choice<SampleCount> temperatureSamples;

    /** What the chip measures: nothing, one value once, or values again and again. */
    public enum Mode {
        IDLE(0),
        ONE_PRESSURE(1),
        ONE_TEMPERATURE(2),
        CONT_PRESSURE(5),
        CONT_TEMP(6),
        CONT_PRESTEMP(7);

        private final int code;

        Mode(int code) {
            this.code = code;
        }
    }

    /** Measurements in a second. */
    public enum Rate {
        RATE_1_HZ,
        RATE_2_HZ,
        RATE_4_HZ,
        RATE_8_HZ,
        RATE_16_HZ,
        RATE_32_HZ,
        RATE_64_HZ,
        RATE_128_HZ
    }

    /** Samples for a measurement. More samples mean less noise and more time. */
    public enum SampleCount {
        COUNT_1,
        COUNT_2,
        COUNT_4,
        COUNT_8,
        COUNT_16,
        COUNT_32,
        COUNT_64,
        COUNT_128
    }

    public DPS310_Advanced(I2C i2c) {
        this(i2c, DEFAULT_ADDRESS);
    }

    /** @throws blinka4j.DeviceNotFoundException if nothing answers at {@code address}, or another chip does */
    public DPS310_Advanced(I2C i2c, int address) {
        super(i2c, address);
        mode = chip.u8(MEAS_CFG).bits(0, 3).choice(Mode.values(), each -> each.code);
        pressureRate = chip.u8(PRS_CFG).bits(4, 3).choice(Rate.values());
        temperatureRate = chip.u8(TMP_CFG).steady().bits(4, 3).choice(Rate.values());
        pressureSamples = chip.u8(PRS_CFG).bits(0, 4).choice(SampleCount.values());
        temperatureSamples = chip.u8(TMP_CFG).steady().bits(0, 4).choice(SampleCount.values());
    }

    /** True if a temperature has been measured that was not read yet. */
    public boolean temperatureReady() {
        return chip.u8(MEAS_CFG).bit(5).isSet();
    }

    /** True if a pressure has been measured that was not read yet. */
    public boolean pressureReady() {
        return chip.u8(MEAS_CFG).bit(4).isSet();
    }
}
