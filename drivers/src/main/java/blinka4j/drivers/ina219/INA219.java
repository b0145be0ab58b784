// SPDX-License-Identifier: MIT
package blinka4j.drivers.ina219;

import blinka4j.busio.BusHold;
import blinka4j.busio.I2C;
import blinka4j.register.Bits;
import blinka4j.register.Choice;
import blinka4j.register.Register;
import blinka4j.register.Registers;
import java.time.Duration;

/**
 * Texas Instruments INA219 monitor of voltage (0 to 26 V), current and power, with a shunt resistor: 0.1 Ω on Adafruit's board.
 * The chip may lose its calibration when the load changes sharply. So {@link #current()} and {@link #power()} set it again.
 * Safe to share between threads.
 *
 * <p><a href="https://www.ti.com/lit/ds/symlink/ina219.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_INA219">Adafruit_CircuitPython_INA219</a>.
 */
public final class INA219 {
    /** With A0 and A1 at ground. These pins select 0x40 to 0x4f. */
    public static final int DEFAULT_ADDRESS = 0x40;

    private final Registers chip;
    /** More than a measurement takes with the settings of power-on, or of the calibrations. */
    private static final Duration SETTLING = Duration.ofMillis(2);

    private final Register configuration;
    private final Bits reset;
    private final Choice<BusVoltageRange> range;
    private final Choice<Gain> gain;
    private final Choice<ADCResolution> busResolution;
    private final Choice<ADCResolution> shuntResolution;
    private final Choice<Mode> mode;
    private final Bits shunt;
    private final Bits bus;
    private final Bits ready;
    private final Bits overflow;
    private final Bits power;
    private final Bits current;
    private final Bits calibration;
    /** What the calibration register must hold, and the current in mA for each step of the current register. */
    private volatile Scale scale = new Scale(0, 0);

    private record Scale(int calibration, double currentStep) {}

    /** The greatest bus voltage; the chip itself stands 26 V. */
    public enum BusVoltageRange {
        RANGE_16V,
        RANGE_32V
    }

    /** The greatest voltage at the shunt, ±40 to ±320 mV. */
    public enum Gain {
        DIV_1_40MV,
        DIV_2_80MV,
        DIV_4_160MV,
        DIV_8_320MV
    }

    /** Bits of a conversion, or the number of conversions of 12 bits that are averaged: 84 µs to 68 ms. */
    public enum ADCResolution {
        ADCRES_9BIT_1S,
        ADCRES_10BIT_1S,
        ADCRES_11BIT_1S,
        ADCRES_12BIT_1S,
        ADCRES_12BIT_2S,
        ADCRES_12BIT_4S,
        ADCRES_12BIT_8S,
        ADCRES_12BIT_16S,
        ADCRES_12BIT_32S,
        ADCRES_12BIT_64S,
        ADCRES_12BIT_128S
    }

    /** What the chip measures: shunt voltage, bus voltage or both, once (triggered) or all the time. */
    public enum Mode {
        POWERDOWN,
        SVOLT_TRIGGERED,
        BVOLT_TRIGGERED,
        SANDBVOLT_TRIGGERED,
        ADCOFF,
        SVOLT_CONTINUOUS,
        BVOLT_CONTINUOUS,
        SANDBVOLT_CONTINUOUS
    }

    public INA219(I2C i2c) {
        this(i2c, DEFAULT_ADDRESS);
    }

    /**
     * Calls {@link #setCalibration32V2A()}. The chip has no id, so the driver cannot tell it from another device.
     *
     * @throws blinka4j.DeviceNotFoundException if nothing answers at {@code addr}
     */
    public INA219(I2C i2c, int addr) {
        chip = new Registers(i2c, addr);
        configuration = chip.u16be(0x00);
        reset = configuration.bit(15);
        range = configuration.bit(13).choice(BusVoltageRange.values());
        gain = configuration.bits(11, 2).choice(Gain.values());
        // Codes 4 to 7 are the same as 0 to 3, and 8 as 3.
        ADCResolution[] all = ADCResolution.values();
        ADCResolution[] resolutions = new ADCResolution[16];
        for (int code = 0; code < 16; code++) {
            resolutions[code] = all[code < 8 ? code % 4 : code - 5];
        }
        busResolution = configuration.bits(7, 4).choice(resolutions);
        shuntResolution = configuration.bits(3, 4).choice(resolutions);
        mode = configuration.bits(0, 3).choice(Mode.values());
        shunt = chip.u16be(0x01).bits(0, 16).signed();
        bus = chip.u16be(0x02).bits(3, 13);
        ready = chip.u16be(0x02).bit(1);
        overflow = chip.u16be(0x02).bit(0);
        power = chip.u16be(0x03).bits(0, 16);
        current = chip.u16be(0x04).bits(0, 16).signed();
        calibration = chip.u16be(0x05).bits(0, 16).named("calibration");
        setCalibration32V2A();
    }

    /** True while the chip resets itself. */
    public boolean reset() {
        return reset.isSet();
    }

    /**
     * Resets the chip, if true, and returns after its first measurement: it has the configuration of {@link #setCalibration32V2A()}. The
     * calibration stays.
     */
    public void reset(boolean reset) {
        chip.exclusively(() -> {
            this.reset.set(reset);
            calibration.set(scale.calibration);
            if (reset) {
                chip.sleep(SETTLING);
            }
        });
    }

    public BusVoltageRange busVoltageRange() {
        return range.get();
    }

    public void busVoltageRange(BusVoltageRange range) {
        this.range.set(range);
    }

    public Gain gain() {
        return gain.get();
    }

    public void gain(Gain gain) {
        this.gain.set(gain);
    }

    public ADCResolution busAdcResolution() {
        return busResolution.get();
    }

    public void busAdcResolution(ADCResolution resolution) {
        busResolution.set(resolution);
    }

    public ADCResolution shuntAdcResolution() {
        return shuntResolution.get();
    }

    public void shuntAdcResolution(ADCResolution resolution) {
        shuntResolution.set(resolution);
    }

    public Mode mode() {
        return mode.get();
    }

    /** Starts a measurement, if this is a triggered mode. {@link #conversionReady()} tells when it is done. */
    public void mode(Mode mode) {
        this.mode.set(mode);
    }

    /** The shunt voltage in steps of 10 µV, −32,768 to 32,767. */
    public int rawShuntVoltage() {
        return shunt.get();
    }

    /** The bus voltage in steps of 4 mV, 0 to 8191. */
    public int rawBusVoltage() {
        return bus.get();
    }

    /** True after a measurement, until {@link #power()} or {@link #rawPower()}, or the next change of the mode. */
    public boolean conversionReady() {
        return ready.isSet();
    }

    /** True if current and power are too large for their registers: their values are wrong. */
    public boolean overflow() {
        return overflow.isSet();
    }

    /** The power register, 0 to 65,535. */
    public int rawPower() {
        return power.get();
    }

    /** The current register, −32,768 to 32,767. */
    public int rawCurrent() {
        return current.get();
    }

    /** The calibration that this driver has set, 0 to 65,535. */
    public int calibration() {
        return scale.calibration;
    }

    /** Changes current and power in proportion, from the next measurement on: to correct them for this board. */
    public void calibration(int value) {
        chip.exclusively(() -> {
            calibration.set(value);
            scale = new Scale(value, scale.currentStep);
        });
    }

    /** The voltage at the shunt in V, −0.32 to 0.32, in steps of 10 µV. */
    public double shuntVoltage() {
        return shunt.get() * 0.00001;
    }

    /** The voltage from the load side of the shunt to ground in V, in steps of 4 mV. */
    public double busVoltage() {
        return bus.get() * 0.004;
    }

    /** The current in mA. */
    public double current() {
        return calibrated(current, 1);
    }

    /** The power of the load in W. */
    public double power() {
        // A step is that of 20 steps of current, in A: data sheet, 8.5.1.
        return calibrated(power, 0.02);
    }

    private double calibrated(Bits value, double factor) {
        BusHold hold = chip.lock();
        try (hold) {
            Scale now = scale;
            // The chip forgets it when its power fails. Its lowest bit is always 0.
            if (calibration.get() != (now.calibration & ~1)) {
                calibration.set(now.calibration);
                chip.sleep(SETTLING);
            }
            return value.get() * now.currentStep * factor;
        }
    }

    /** For a shunt of 0.1 Ω: up to 32 V and 3.2 A. */
    public void setCalibration32V2A() {
        configure(0x399F, 0.1);
    }

    /** For a shunt of 0.1 Ω: up to 32 V and 1.6 A. */
    public void setCalibration32V1A() {
        configure(0x319F, 0.1);
    }

    /** For a shunt of 0.1 Ω: up to 16 V and 400 mA. */
    public void setCalibration16V400mA() {
        configure(0x019F, 0.1);
    }

    /** For a shunt of 0.02 Ω: up to 16 V and 8 A. */
    public void setCalibration16V5A() {
        configure(0x119F, 0.02);
    }

    /** For a shunt of 1 Ω: up to 16 V and 80 mA. */
    public void setCalibration16V80mA() {
        configure(0x099F, 1);
    }

    /** For a shunt of 10 Ω: up to 16 V and 4 mA. */
    public void setCalibration16V4mA() {
        configure(0x019F, 10);
    }

    /** Measures all the time, with 12 bits; returns after the first measurement. It takes 1.2 ms at most. */
    private void configure(int settings, double shuntOhms) {
        chip.exclusively(() -> {
            int calibrated = 4096;
            calibration.set(calibrated);
            // Data sheet, 8.5.1: the step of the current is 0.04096 / (calibration * ohms) in A.
            scale = new Scale(calibrated, 1000 * 0.04096 / (calibrated * shuntOhms));
            configuration.set(settings);
            chip.sleep(SETTLING);
        });
    }
}
