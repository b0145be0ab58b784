// SPDX-License-Identifier: MIT
package blinka4j.drivers.bmp280;

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
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;

/**
 * Bosch BMP280 temperature (−40 to 85 °C) and pressure (300 to 1100 hPa) sensor, over I2C or SPI. Safe to share between threads.
 *
 * <p><a href="https://www.bosch-sensortec.com/media/boschsensortec/downloads/datasheets/bst-bmp280-ds001.pdf">Data
 * sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_BMP280">Adafruit_CircuitPython_BMP280</a>.
 *
 * <p>Except in {@link Mode#MODE_NORMAL}, each reading is a new measurement. It takes {@link #measurementTimeTypical()}, with the
 * bus locked. Values with {@link Overscan#OVERSCAN_DISABLE} are NaN. Pressure also needs temperature. Values that the chip cannot
 * measure raise a {@link BusException}, as do readings of a chip that has lost its settings, because its power failed: make a new
 * object.
 */
public final class BMP280 {
    /** With SDO high. With SDO low it is 0x76. */
    public static final int DEFAULT_ADDRESS = 0x77;

    private static final int STATUS = 0xF3;
    // More than the longest measurement, 76 ms.
    private static final Duration LONGEST = Duration.ofMillis(80);
    private static final Duration SAMPLE = Duration.ofMillis(2);

    private final Registers chip;
    private final Register control;
    private final Choice<Mode> mode;
    private final Choice<Overscan> overscanTemperature;
    private final Choice<Overscan> overscanPressure;
    private final Choice<StandbyPeriod> standbyPeriod;
    private final Choice<IIRFilter> iirFilter;
    private final Bits measuring;
    private final Bits adcTemperature;
    private final Bits adcPressure;
    // The calibration: names and numbers, from 1, are those of the data sheet.
    private final int[] t = new int[4];
    private final int[] p = new int[10];
    // Status, settings and the values of the last measurement; used with the bus locked.
    private final byte[] block = new byte[10];
    /** False if the settings are others than after power-on; used with the bus locked. */
    private boolean mayBeOff;

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

    /** The time between two measurements in {@link Mode#MODE_NORMAL}, 0.5 to 4000 ms. */
    public enum StandbyPeriod {
        STANDBY_TC_0_5,
        STANDBY_TC_62_5,
        STANDBY_TC_125,
        STANDBY_TC_250,
        STANDBY_TC_500,
        STANDBY_TC_1000,
        STANDBY_TC_2000,
        STANDBY_TC_4000
    }

    /** Temperature in °C and pressure in hPa, measured together. NaN if not measured. */
    public record Measurements(double temperature, double pressure) {}

    public BMP280(I2C i2c) {
        this(i2c, DEFAULT_ADDRESS);
    }

    /** @throws blinka4j.DeviceNotFoundException if nothing answers at {@code address}, or another chip does */
    public BMP280(I2C i2c, int address) {
        this(new Registers(i2c, address));
    }

    /** At 100 kHz. {@link #BMP280(Registers)} takes an {@link SPIDevice} with another speed, up to 10 MHz. */
    public BMP280(SPI spi, DigitalInOut chipSelect) {
        this(new Registers(new SPIDevice(spi, chipSelect)));
    }

    /** At 100 kHz, with a chip select that the controller drives. */
    public BMP280(SPI spi, Pin chipSelect) {
        this(new Registers(new SPIDevice(spi, chipSelect)));
    }

    /**
     * Resets the chip. It then sleeps, with {@link Overscan#OVERSCAN_X16} for pressure and {@link Overscan#OVERSCAN_X2} for
     * temperature.
     */
    public BMP280(Registers chip) {
        this.chip = chip;
        control = chip.u8(0xF4).steady();
        mode = control.bits(0, 2)
                .choice(new Mode[] {Mode.MODE_SLEEP, Mode.MODE_FORCE, Mode.MODE_FORCE, Mode.MODE_NORMAL});
        overscanPressure = control.bits(2, 3).choice(Overscan.values());
        overscanTemperature = control.bits(5, 3).choice(Overscan.values());
        var config = chip.u8(0xF5).steady();
        iirFilter = config.bits(2, 3).choice(IIRFilter.values());
        standbyPeriod = config.bits(5, 3).choice(StandbyPeriod.values());
        measuring = chip.u8(STATUS).bit(3);
        adcPressure = chip.u24be(0xF7).bits(4, 20);
        adcTemperature = chip.u24be(0xFA).bits(4, 20);
        chip.exclusively(() -> {
            chip.u8(0xD0).require(0x58, "BMP280 (0x60 is a BME280, with humidity)");
            chip.u8(0xE0).set(0xB6);
            chip.sleep(SAMPLE);
            chip.u8(STATUS).bit(0).awaitClear(Duration.ofMillis(10));
            ByteBuffer words = ByteBuffer.wrap(chip.u8(0x88).calibration(24)).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 1; i < t.length; i++) {
                t[i] = words.getShort();
            }
            for (int i = 1; i < p.length; i++) {
                p[i] = words.getShort();
            }
            t[1] &= 0xffff;
            p[1] &= 0xffff;
            config.set(0);
            control.set(0x54);
        });
    }

    /** {@link Mode#MODE_FORCE} goes back to {@link Mode#MODE_SLEEP} by itself. */
    public Mode mode() {
        return mode.get();
    }

    /** Changes to {@link Mode#MODE_NORMAL} return after the first measurement, as do all settings in this mode. */
    public void mode(Mode mode) {
        set(this.mode, mode);
    }

    /** Temperature in °C. */
    public double temperature() {
        BusHold hold = chip.lock();
        try (hold) {
            measure();
            return celsius();
        }
    }

    /** Pressure in hPa. */
    public double pressure() {
        BusHold hold = chip.lock();
        try (hold) {
            measure();
            return hectopascals();
        }
    }

    /** Both values of one measurement, in half of the time that two readings take. */
    public Measurements measurements() {
        BusHold hold = chip.lock();
        try (hold) {
            measure();
            return new Measurements(celsius(), hectopascals());
        }
    }

    /** Altitude in m, from the pressure and {@link #seaLevelPressure()}. */
    public double altitude() {
        return 44330 * (1 - Math.pow(pressure() / seaLevelPressure, 0.1903));
    }

    /** Measures, and sets {@link #seaLevelPressure()} so that {@link #altitude()} is this: below 44,330 m. */
    public void altitude(double metres) {
        if (!(metres < 44330 && metres > Double.NEGATIVE_INFINITY)) {
            throw new IllegalArgumentException("altitude cannot be %s m: expected less than 44330".formatted(metres));
        }
        seaLevelPressure(pressure() / Math.pow(1 - metres / 44330, 5.255));
    }

    /** Pressure at sea level in hPa, for {@link #altitude()}; 1013.25 at first. */
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
        return standbyPeriod.get();
    }

    public void standbyPeriod(StandbyPeriod period) {
        set(standbyPeriod, period);
    }

    public Overscan overscanTemperature() {
        return overscanTemperature.get();
    }

    public void overscanTemperature(Overscan overscan) {
        set(overscanTemperature, overscan);
    }

    public Overscan overscanPressure() {
        return overscanPressure.get();
    }

    public void overscanPressure(Overscan overscan) {
        set(overscanPressure, overscan);
    }

    public IIRFilter iirFilter() {
        return iirFilter.get();
    }

    public void iirFilter(IIRFilter filter) {
        set(iirFilter, filter);
    }

    /** The typical time of a measurement in ms, with the overscans that are set. */
    public double measurementTimeTypical() {
        BusHold hold = chip.lock();
        try (hold) {
            chip.readInto(STATUS, block);
            int pressure = overscanPressure.from(block, STATUS).samples;
            int temperature = overscanTemperature.from(block, STATUS).samples;
            return 1 + 2 * (temperature + pressure) + 0.5 * Math.min(pressure, 1);
        }
    }

    /** The longest time of a measurement in ms, with the overscans that are set. */
    public double measurementTimeMax() {
        return measurementTimeTypical() * 1.15 + 0.1;
    }

    /** The chip sleeps meanwhile, because it may ignore settings in normal mode (data sheet, 4.3.5). */
    private <E extends Enum<E>> void set(Choice<E> setting, E value) {
        chip.exclusively(() -> {
            boolean normal = mode.readSteadily() == Mode.MODE_NORMAL;
            if (normal) {
                mode.set(Mode.MODE_SLEEP);
            }
            measuring.awaitClear(LONGEST);
            mayBeOff = true;
            setting.set(value);
            mayBeOff = ((int) control.get() & ~3) == 0;
            if (normal && setting != mode) {
                mode.set(Mode.MODE_NORMAL);
            }
            if (normal ? setting != mode : value == Mode.MODE_NORMAL) {
                chip.sleep(LONGEST);
            }
        });
    }

    /** Reads a measurement into {@link #block}; makes one first if the chip is not in normal mode. Hold the bus. */
    private void measure() {
        int settings = (int) control.get();
        if (settings == 0 && !mayBeOff) {
            throw BusException.settingsLost(chip, "BMP280");
        }
        block[1] = (byte) settings;
        Mode before = mode.from(block, STATUS);
        if (before == Mode.MODE_FORCE) {
            // It may have begun with other settings.
            measuring.awaitClear(LONGEST);
        }
        if (before != Mode.MODE_NORMAL) {
            control.set((settings & ~3) | 1);
            int samples =
                    overscanTemperature.from(block, STATUS).samples + overscanPressure.from(block, STATUS).samples;
            // One more for the start and the end.
            for (int i = 0; i <= samples; i++) {
                chip.sleep(SAMPLE);
            }
            measuring.awaitClear(LONGEST);
        }
        chip.readInto(STATUS, block);
        if (((block[1] ^ settings) & ~3 & 0xff) != 0) {
            throw chip.misread("other settings each time they are read");
        }
    }

    /** Appendix 8.1 of the data sheet. The limits here and below are wider than what the chip measures. */
    private double celsius() {
        int adc = adcTemperature.from(block, STATUS);
        double offset = adc / 131072.0 - t[1] / 8192.0;
        double celsius = ((adc / 16384.0 - t[1] / 1024.0) * t[2] + offset * offset * t[3]) / 5120;
        boolean measured = overscanTemperature.from(block, STATUS) != Overscan.OVERSCAN_DISABLE;
        return measured ? chip.plausible(celsius, -60, 105, "°C") : Double.NaN;
    }

    private double hectopascals() {
        if (overscanPressure.from(block, STATUS) == Overscan.OVERSCAN_DISABLE) {
            return Double.NaN;
        }
        double var1 = celsius() * 2560 - 64000;
        double var2 = (var1 * var1 * p[6] / 32768 + var1 * p[5] * 2) / 4 + p[4] * 65536.0;
        var1 = (1 + (p[3] * var1 * var1 / 524288 + p[2] * var1) / 524288 / 32768) * p[1];
        double pascals = (1048576 - adcPressure.from(block, STATUS) - var2 / 4096) * 6250 / var1;
        pascals += (p[9] * pascals * pascals / 2147483648.0 + pascals * p[8] / 32768 + p[7]) / 16;
        return chip.plausible(var1 == 0 ? Double.POSITIVE_INFINITY : pascals / 100, 100, 1300, "hPa");
    }
}
