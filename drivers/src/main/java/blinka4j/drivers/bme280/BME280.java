// SPDX-License-Identifier: MIT
package blinka4j.drivers.bme280;

import blinka4j.BusException;
import blinka4j.busdevice.SPIDevice;
import blinka4j.busio.BusHold;
import blinka4j.busio.I2C;
import blinka4j.busio.SPI;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.microcontroller.Pin;
import blinka4j.register.Bits;
import blinka4j.register.Choice;
import blinka4j.register.Register;
import blinka4j.register.Registers;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/**
 * Bosch BME280 temperature (−40 to 85 °C), pressure (300 to 1100 hPa) and humidity sensor, over I2C or SPI.
 *
 * <p><a href="https://www.bosch-sensortec.com/media/boschsensortec/downloads/datasheets/bst-bme280-ds002.pdf">Data
 * sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_BME280">Adafruit_CircuitPython_BME280</a>, basic and advanced.
 *
 * <p>Except in {@link Mode#MODE_NORMAL}, each reading is a new measurement. It takes {@link #measurementTimeTypical()}, with the
 * bus locked. Values with {@link Overscan#OVERSCAN_DISABLE} are NaN. Pressure and humidity also need temperature. Values that the
 * chip cannot measure raise a {@link BusException}. If the chip loses its settings, because its supply failed, the next call sets
 * them again. Safe to share between threads.
 */
public final class BME280 {
    /** With SDO high. With SDO low it is 0x76. */
    public static final int DEFAULT_ADDRESS = 0x77;

    private static final int CTRL_HUM = 0xF2;
    private static final int CTRL_MEAS = 0xF4;
    private static final int CONFIG = 0xF5;
    private static final Duration LONGEST = Duration.ofMillis(120);

    private final Registers chip;
    private final Choice<Mode> mode;
    private final Choice<Overscan> overscanTemperature;
    private final Choice<Overscan> overscanPressure;
    private final Choice<Overscan> overscanHumidity;
    private final Choice<StandbyPeriod> standbyPeriod;
    private final Choice<IIRFilter> iirFilter;
    private final Register control;
    private final Bits measuring;
    private final Bits adcTemperature;
    private final Bits adcPressure;
    private final Bits adcHumidity;
    private final Calibration calibration;
    /** CTRL_HUM, status, CTRL_MEAS, CONFIG and the values, as they were last read; used with the bus locked. */
    private final byte[] block = new byte[13];
    /** CTRL_HUM, 0, CTRL_MEAS and CONFIG as they were last set. The array is replaced, never changed. */
    private volatile byte[] settings = {0x01, 0, 0x34, 0x40};
    /** The typical time of a measurement with {@link #settings}; used with the bus locked. */
    private Duration time = Duration.ZERO;

    private volatile double seaLevelPressure = 1013.25;

    /** When the chip measures: when a value is read, once now, or all the time with a {@link StandbyPeriod} in between. */
    public enum Mode {
        MODE_SLEEP,
        MODE_FORCE,
        MODE_NORMAL
    }

    /** Samples for each value. More samples mean less noise and more time. */
    public enum Overscan {
        OVERSCAN_DISABLE(0),
        OVERSCAN_X1(1),
        OVERSCAN_X2(2),
        OVERSCAN_X4(4),
        OVERSCAN_X8(8),
        OVERSCAN_X16(16);

        private final int samples;

        Overscan(int samples) {
            this.samples = samples;
        }
    }

    /** How much the chip smooths temperature and pressure. */
    public enum IIRFilter {
        IIR_FILTER_DISABLE,
        IIR_FILTER_X2,
        IIR_FILTER_X4,
        IIR_FILTER_X8,
        IIR_FILTER_X16
    }

    /** The time between two measurements in {@link Mode#MODE_NORMAL}, 0.5 to 1000 ms, in the order of the chip's codes. */
    public enum StandbyPeriod {
        STANDBY_TC_0_5,
        STANDBY_TC_62_5,
        STANDBY_TC_125,
        STANDBY_TC_250,
        STANDBY_TC_500,
        STANDBY_TC_1000,
        STANDBY_TC_10,
        STANDBY_TC_20
    }

    /** Temperature in °C, pressure in hPa and relative humidity in %, 0 to 100, measured together. NaN if not measured. */
    public record Measurements(double temperature, double pressure, double humidity) {}

    public BME280(I2C i2c) {
        this(i2c, DEFAULT_ADDRESS);
    }

    /** @throws blinka4j.DeviceNotFoundException if nothing answers at {@code address}, or another chip does */
    public BME280(I2C i2c, int address) {
        this(new Registers(i2c, address));
    }

    /** At 100 kHz. {@link #BME280(Registers)} takes an {@link SPIDevice} with another speed, up to 10 MHz. */
    public BME280(SPI spi, DigitalInOut chipSelect) {
        this(new Registers(new SPIDevice(spi, chipSelect)));
    }

    /** At 100 kHz, with a chip select that the controller drives. */
    public BME280(SPI spi, Pin chipSelect) {
        this(new Registers(new SPIDevice(spi, chipSelect)));
    }

    /**
     * Resets the chip. It then sleeps, with {@link Overscan#OVERSCAN_X16} for pressure and {@link Overscan#OVERSCAN_X1} for
     * temperature and humidity.
     */
    public BME280(Registers chip) {
        this.chip = chip;
        control = chip.u8(CTRL_MEAS);
        mode = control.bits(0, 2)
                .choice(new Mode[] {Mode.MODE_SLEEP, Mode.MODE_FORCE, Mode.MODE_FORCE, Mode.MODE_NORMAL});
        overscanPressure = control.bits(2, 3).choice(Overscan.values());
        overscanTemperature = control.bits(5, 3).choice(Overscan.values());
        overscanHumidity = chip.u8(CTRL_HUM).bits(0, 3).choice(Overscan.values());
        iirFilter = chip.u8(CONFIG).bits(2, 3).choice(IIRFilter.values());
        standbyPeriod = chip.u8(CONFIG).bits(5, 3).choice(StandbyPeriod.values());
        measuring = chip.u8(0xF3).bit(3);
        adcPressure = chip.u24be(0xF7).bits(4, 20);
        adcTemperature = chip.u24be(0xFA).bits(4, 20);
        adcHumidity = chip.u16be(0xFD).bits(0, 16);
        calibration = chip.exclusively(() -> {
            chip.u8(0xD0).require(0x60, "BME280 (0x58 is a BMP280, without humidity)");
            chip.u8(0xE0).set(0xB6);
            chip.sleep(Duration.ofMillis(2));
            chip.u8(0xF3).bit(0).awaitClear(Duration.ofMillis(10));
            Calibration read =
                    new Calibration(chip.u8(0x88).calibration(26), chip.u8(0xE1).calibration(7));
            apply(settings);
            return read;
        });
    }

    /** {@link Mode#MODE_FORCE} goes back to {@link Mode#MODE_SLEEP} by itself. */
    public Mode mode() {
        return get(mode);
    }

    /** Changes to {@link Mode#MODE_NORMAL} return after the first measurement, as do all settings in this mode. */
    public void mode(Mode mode) {
        set(this.mode, mode);
    }

    /** Temperature in °C. */
    public double temperature() {
        return measured(BME280::celsius);
    }

    /** Pressure in hPa. */
    public double pressure() {
        return measured(BME280::hectopascals);
    }

    /** The same as {@link #humidity()}. */
    public double relativeHumidity() {
        return humidity();
    }

    /** Relative humidity in %, 0 to 100. */
    public double humidity() {
        return measured(BME280::percent);
    }

    /** Altitude in m, from the pressure and {@link #seaLevelPressure()}. */
    public double altitude() {
        return 44330 * (1 - Math.pow(pressure() / seaLevelPressure, 0.1903));
    }

    /** All values of one measurement, in a third of the time that three readings take. */
    public Measurements measurements() {
        return chip.exclusively(() -> {
            measure();
            return new Measurements(celsius(), hectopascals(), percent());
        });
    }

    /** The pressure at sea level in hPa, for {@link #altitude()}; 1013.25 at first. */
    public double seaLevelPressure() {
        return seaLevelPressure;
    }

    public void seaLevelPressure(double hectopascals) {
        if (!(hectopascals > 0 && hectopascals < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "seaLevelPressure cannot be %s hPa: expected more than 0, such as 1013.25".formatted(hectopascals));
        }
        seaLevelPressure = hectopascals;
    }

    public StandbyPeriod standbyPeriod() {
        return get(standbyPeriod);
    }

    public void standbyPeriod(StandbyPeriod period) {
        set(standbyPeriod, period);
    }

    public Overscan overscanHumidity() {
        return get(overscanHumidity);
    }

    public void overscanHumidity(Overscan overscan) {
        set(overscanHumidity, overscan);
    }

    public Overscan overscanTemperature() {
        return get(overscanTemperature);
    }

    public void overscanTemperature(Overscan overscan) {
        set(overscanTemperature, overscan);
    }

    public Overscan overscanPressure() {
        return get(overscanPressure);
    }

    public void overscanPressure(Overscan overscan) {
        set(overscanPressure, overscan);
    }

    public IIRFilter iirFilter() {
        return get(iirFilter);
    }

    public void iirFilter(IIRFilter filter) {
        set(iirFilter, filter);
    }

    /** The typical time of a measurement in ms, with the overscans that are set. */
    public double measurementTimeTypical() {
        return micros(settings) / 1000.0;
    }

    /** The longest time of a measurement in ms, with the overscans that are set. */
    public double measurementTimeMax() {
        return measurementTimeTypical() * 1.15 + 0.1;
    }

    private double measured(ToDoubleFunction<BME280> value) {
        BusHold hold = chip.lock();
        try (hold) {
            measure();
            return value.applyAsDouble(this);
        }
    }

    private <E extends Enum<E>> E get(Choice<E> setting) {
        BusHold hold = chip.lock();
        try (hold) {
            read();
            return setting.from(block, CTRL_HUM);
        }
    }

    private <E extends Enum<E>> void set(Choice<E> setting, E value) {
        chip.exclusively(() -> {
            read();
            byte[] changed = settings.clone();
            setting.into(changed, CTRL_HUM, value);
            apply(changed);
        });
    }

    /**
     * The chip sleeps first, because it ignores settings while it measures (data sheet, 3.3.1 and 5.4.6). CTRL_HUM takes effect
     * when CTRL_MEAS is written. If a write fails, {@link #read()} finds other settings and applies the old ones again.
     */
    private void apply(byte[] changed) {
        control.set(0);
        measuring.awaitClear(LONGEST);
        chip.u8(CTRL_HUM).set(changed[0]);
        chip.u8(CONFIG).set(changed[3] & 0xff);
        control.set(changed[2] & 0xff);
        if (isNormal(changed)) {
            chip.sleep(Duration.ofNanos(1150L * micros(changed) + 100_000));
        }
        settings = withoutForce(changed);
        time = Duration.ofNanos(1000L * micros(settings));
    }

    /**
     * Reads settings, status and values in one transfer, so that they belong together. Returns false if the chip had lost its
     * settings. It has them again.
     */
    private boolean read() {
        chip.readInto(CTRL_HUM, block);
        if (hasSettings()) {
            return true;
        }
        byte[] found = withoutForce(block);
        chip.readInto(CTRL_HUM, block);
        boolean lost = Arrays.equals(found, withoutForce(block));
        if (lost) {
            apply(settings);
            chip.readInto(CTRL_HUM, block);
        }
        if (!hasSettings()) {
            throw chip.misread("other settings each time they are read");
        }
        return !lost;
    }

    private boolean hasSettings() {
        return humidity(block) == settings[0] && control(block) == settings[2] && block[3] == settings[3];
    }

    /** The settings in registers that begin with CTRL_HUM. */
    private byte[] withoutForce(byte[] from) {
        return new byte[] {humidity(from), 0, control(from), from[3]};
    }

    private static byte humidity(byte[] from) {
        return (byte) (from[0] & 7);
    }

    /** Forced mode is no setting, because it ends by itself. */
    private byte control(byte[] from) {
        return isNormal(from) ? from[2] : (byte) (from[2] & ~3);
    }

    private boolean isNormal(byte[] from) {
        return mode.from(from, CTRL_HUM) == Mode.MODE_NORMAL;
    }

    /** Reads a measurement into {@link #block}; makes one first if the chip is not in normal mode. Hold the bus. */
    private void measure() {
        read();
        if (!isNormal(settings)) {
            // A measurement that runs may have begun with other settings. The longest takes 113 ms.
            measuring.awaitClear(LONGEST);
            control.set((settings[2] & 0xff) | 1);
            chip.sleep(time);
            measuring.awaitClear(LONGEST);
            if (!read()) {
                throw chip.misread("a measurement with other settings, because its supply failed");
            }
        }
    }

    /** The typical time of a measurement: data sheet, 9.1. */
    private int micros(byte[] from) {
        int pressure = samples(overscanPressure, from);
        int humidity = samples(overscanHumidity, from);
        int samples = samples(overscanTemperature, from) + pressure + humidity;
        return 1000 + 2000 * samples + 500 * (Math.min(pressure, 1) + Math.min(humidity, 1));
    }

    private static int samples(Choice<Overscan> overscan, byte[] from) {
        return overscan.from(from, CTRL_HUM).samples;
    }

    /** The temperature as the formulas need it; NaN if it was not measured. */
    private double fine() {
        boolean none = samples(overscanTemperature, block) == 0;
        return none ? Double.NaN : calibration.fine(adcTemperature.from(block, CTRL_HUM));
    }

    /** The limits here and below are wider than what the chip measures. */
    private double celsius() {
        return chip.plausible(fine() / 5120, -60, 105, "°C");
    }

    private double hectopascals() {
        double pascals = calibration.pressure(adcPressure.from(block, CTRL_HUM), fine());
        return samples(overscanPressure, block) == 0 ? Double.NaN : chip.plausible(pascals / 100, 100, 1300, "hPa");
    }

    private double percent() {
        double percent = calibration.humidity(adcHumidity.from(block, CTRL_HUM), fine());
        boolean none = samples(overscanHumidity, block) == 0;
        return none ? Double.NaN : Math.max(0, Math.min(100, chip.plausible(percent, -50, 200, "%")));
    }
}
