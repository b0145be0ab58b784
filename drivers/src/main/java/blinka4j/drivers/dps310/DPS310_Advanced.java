// SPDX-License-Identifier: MIT
package blinka4j.drivers.dps310;

import blinka4j.busio.BusHold;
import blinka4j.busio.I2C;
import blinka4j.register.Bits;
import blinka4j.register.Choice;
import blinka4j.register.Register;
import java.util.Objects;

/**
 * A {@link DPS310} with modes, rates and numbers of samples. All measurements of a second must fit in it: one takes 3.6 ms with one
 * sample, and 1.6 ms more with each other sample (data sheet, 4.9.3). Otherwise there are fewer.
 */
public final class DPS310_Advanced extends DPS310 {
    private final Bits temperatureReady;
    private final Bits pressureReady;
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

    /**
     * Resets the chip, and returns after its first measurement, with 4 measurements a second of 64 samples.
     *
     * @throws blinka4j.DeviceNotFoundException if nothing answers at {@code address}, or another chip does
     */
    public DPS310_Advanced(I2C i2c, int address) {
        // RATE_4_HZ: more do not fit in a second.
        super(i2c, address, 2);
        Register pressure = chip.u8(PRS_CFG).steady();
        Register temperature = chip.u8(TMP_CFG).steady();
        mode = status.bits(0, 3).choice(Mode.values(), each -> each.code);
        temperatureReady = chip.u8(0x08).bit(5);
        pressureReady = chip.u8(0x08).bit(4);
        pressureRate = pressure.bits(4, 3).choice(Rate.values());
        temperatureRate = temperature.bits(4, 3).choice(Rate.values());
        pressureSamples = pressure.bits(0, 4).choice(SampleCount.values());
        temperatureSamples = temperature.bits(0, 4).choice(SampleCount.values());
    }

    /** True if there is a temperature that was not read yet. */
    public boolean temperatureReady() {
        return temperatureReady.isSet();
    }

    /** True if there is a pressure that was not read yet. */
    public boolean pressureReady() {
        return pressureReady.isSet();
    }

    /** {@link Mode#CONT_PRESTEMP} at first; {@link Mode#IDLE} after a measurement that the chip makes once. */
    public Mode mode() {
        BusHold hold = chip.lock();
        try (hold) {
            settle();
            return mode.get();
        }
    }

    /**
     * Sets the mode, and waits for a new measurement of what it measures. Other values stay as they are. If this fails, the next call
     * sets the mode of before again.
     */
    public void mode(Mode mode) {
        BusHold hold = chip.lock();
        try (hold) {
            keepMode();
            measure(mode.code);
            keepNewMode();
        }
    }

    public Rate pressureRate() {
        return pressureRate.get();
    }

    public void pressureRate(Rate rate) {
        pressureRate.set(rate);
    }

    public SampleCount pressureOversampleCount() {
        return pressureSamples.get();
    }

    /** Also measures both values, with the new count. */
    public void pressureOversampleCount(SampleCount count) {
        set(pressureSamples, count);
    }

    public Rate temperatureRate() {
        return temperatureRate.get();
    }

    public void temperatureRate(Rate rate) {
        temperatureRate.set(rate);
    }

    public SampleCount temperatureOversampleCount() {
        return temperatureSamples.get();
    }

    /** Also measures both values, with the new count. */
    public void temperatureOversampleCount(SampleCount count) {
        set(temperatureSamples, count);
    }

    private void set(Choice<SampleCount> samples, SampleCount count) {
        Objects.requireNonNull(count, "count");
        BusHold hold = chip.lock();
        try (hold) {
            keepMode();
            samples.set(count);
            settle();
        }
    }
}
