// SPDX-License-Identifier: MIT
package blinka4j.drivers.bme280;

import blinka4j.BusException;
import blinka4j.DeviceNotFoundException;
import blinka4j.busdevice.SPIDevice;
import blinka4j.busio.BusHold;
import blinka4j.busio.I2C;
import blinka4j.busio.SPI;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.microcontroller.Pin;
import blinka4j.register.Bits;
import blinka4j.register.Register;
import blinka4j.register.Registers;
import java.time.Duration;

/**
 * Bosch BME280, a sensor of temperature (−40 to 85 °C), pressure (300 to 1100 hPa) and humidity, over I2C or SPI.
 *
 * <p><a href="https://www.bosch-sensortec.com/media/boschsensortec/downloads/datasheets/bst-bme280-ds002.pdf">Data
 * sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_BME280">Adafruit_CircuitPython_BME280</a>, basic and advanced
 * in one.
 *
 * <p>Except in {@link Mode#MODE_NORMAL} each reading of a value is a measurement of its own, which takes
 * {@link #measurementTimeTypical()} and holds the bus so long; {@link #measurements()} reads all values of one. A value
 * whose overscan is {@link Overscan#OVERSCAN_DISABLE} is NaN; without temperature there is none of the others. Values that
 * the chip cannot measure end in a {@link BusException}: its calibration or the measurement was read wrong.
 *
 * <p>The settings are kept in the chip alone. Safe to share between threads.
 */
public final class BME280 {
    /** With SDO high; with SDO low it is 0x76. */
    public static final int DEFAULT_ADDRESS = 0x77;

    private static final int DEFAULT_BAUDRATE = 100_000;

    private static final int CHIP_ID = 0x60;
    private static final int BMP280_CHIP_ID = 0x58;
    private static final int RESET_COMMAND = 0xB6;

    private static final int RESET = 0xE0;
    private static final int ID = 0xD0;
    private static final int CTRL_HUM = 0xF2;
    private static final int STATUS = 0xF3;
    private static final int CTRL_MEAS = 0xF4;
    private static final int CONFIG = 0xF5;
    private static final int PRESSURE = 0xF7;
    private static final int TEMPERATURE = 0xFA;
    private static final int HUMIDITY = 0xFD;
    private static final int LAST = 0xFE;

    private static final int MEASURING = 0x08;
    private static final int COPYING = 0x01;
    private static final int MODE_MASK = 0x03;
    private static final int NORMAL = 0x03;
    private static final int OVERSCAN_MASK = 0x07;

    /** What the chip measures, −40 to 85 °C, 300 to 1100 hPa and 0 to 100 %, and so much more that no chip gives it. */
    private static final double LEAST_CELSIUS = -60;

    private static final double MOST_CELSIUS = 105;
    private static final double LEAST_HECTOPASCALS = 100;
    private static final double MOST_HECTOPASCALS = 1300;
    private static final double LEAST_PERCENT = -50;
    private static final double MOST_PERCENT = 200;

    private static final Duration START_UP = Duration.ofMillis(2);
    private static final Duration POLL = Duration.ofMillis(1);
    private static final int START_UP_POLLS = 10;

    private final Registers device;
    private final Register ctrlMeas;
    private final Bits mode;
    private final Bits overscanTemperature;
    private final Bits overscanPressure;
    private final Bits overscanHumidity;
    private final Bits standbyPeriod;
    private final Bits iirFilter;
    private final Calibration calibration;
    /** Registers {@link #CTRL_HUM} to {@link #LAST} as they were last read; used with the bus held. */
    private final byte[] registers;
    /** What {@link #settings()} gave when it was last written or read twice; used with the bus held. */
    private int confirmed;
    /** Whether the values may be of a measurement with other settings, in normal mode; used with the bus held. */
    private boolean stale;

    private volatile double seaLevelPressure = 1013.25;

    /** When it measures. Named as in CircuitPython. */
    public enum Mode {
        /** It does not, until a value is read. */
        MODE_SLEEP(0),
        /** Once, at once; then it sleeps again. */
        MODE_FORCE(1),
        /** All the time, with a {@link StandbyPeriod} between two measurements. */
        MODE_NORMAL(3);

        private final int code;

        Mode(int code) {
            this.code = code;
        }

        private static Mode of(int code) {
            return switch (code) {
                case 0 -> MODE_SLEEP;
                case 3 -> MODE_NORMAL;
                default -> MODE_FORCE;
            };
        }
    }

    /** How many samples make one value: the more, the less noise, and the more time. Named as in CircuitPython. */
    public enum Overscan {
        /** The value is not measured. */
        OVERSCAN_DISABLE(0, 0),
        OVERSCAN_X1(1, 1),
        OVERSCAN_X2(2, 2),
        OVERSCAN_X4(3, 4),
        OVERSCAN_X8(4, 8),
        OVERSCAN_X16(5, 16);

        private final int code;
        private final int samples;

        Overscan(int code, int samples) {
            this.code = code;
            this.samples = samples;
        }

        private static Overscan of(int code) {
            return switch (code) {
                case 0 -> OVERSCAN_DISABLE;
                case 1 -> OVERSCAN_X1;
                case 2 -> OVERSCAN_X2;
                case 3 -> OVERSCAN_X4;
                case 4 -> OVERSCAN_X8;
                default -> OVERSCAN_X16;
            };
        }
    }

    /** How much temperature and pressure are smoothed. Named as in CircuitPython. */
    public enum IIRFilter {
        IIR_FILTER_DISABLE(0),
        IIR_FILTER_X2(1),
        IIR_FILTER_X4(2),
        IIR_FILTER_X8(3),
        IIR_FILTER_X16(4);

        private final int code;

        IIRFilter(int code) {
            this.code = code;
        }

        private static IIRFilter of(int code) {
            return switch (code) {
                case 0 -> IIR_FILTER_DISABLE;
                case 1 -> IIR_FILTER_X2;
                case 2 -> IIR_FILTER_X4;
                case 3 -> IIR_FILTER_X8;
                default -> IIR_FILTER_X16;
            };
        }
    }

    /** The time between two measurements in {@link Mode#MODE_NORMAL}, in ms. Named as in CircuitPython. */
    public enum StandbyPeriod {
        /** 0.5 ms. */
        STANDBY_TC_0_5(0),
        /** 10 ms. */
        STANDBY_TC_10(6),
        /** 20 ms. */
        STANDBY_TC_20(7),
        /** 62.5 ms. */
        STANDBY_TC_62_5(1),
        /** 125 ms. */
        STANDBY_TC_125(2),
        /** 250 ms. */
        STANDBY_TC_250(3),
        /** 500 ms. */
        STANDBY_TC_500(4),
        /** 1000 ms. */
        STANDBY_TC_1000(5);

        private final int code;

        StandbyPeriod(int code) {
            this.code = code;
        }

        private static StandbyPeriod of(int code) {
            return switch (code) {
                case 0 -> STANDBY_TC_0_5;
                case 1 -> STANDBY_TC_62_5;
                case 2 -> STANDBY_TC_125;
                case 3 -> STANDBY_TC_250;
                case 4 -> STANDBY_TC_500;
                case 5 -> STANDBY_TC_1000;
                case 6 -> STANDBY_TC_10;
                default -> STANDBY_TC_20;
            };
        }
    }

    /**
     * The values of one measurement; NaN for one that is not measured.
     *
     * @param temperature in °C
     * @param pressure in hPa
     * @param humidity relative, in %, 0 to 100
     */
    public record Measurements(double temperature, double pressure, double humidity) {}

    /** The sensor at {@link #DEFAULT_ADDRESS}. */
    public BME280(I2C i2c) {
        this(i2c, DEFAULT_ADDRESS);
    }

    /**
     * @throws DeviceNotFoundException if nothing answers at {@code address}, or another chip
     * @throws BusException if the chip's calibration cannot be right
     */
    public BME280(I2C i2c, int address) {
        this(new Registers(i2c, address));
    }

    /** With a chip select driven by hand, and 100 kHz. */
    public BME280(SPI spi, DigitalInOut chipSelect) {
        this(spi, chipSelect, DEFAULT_BAUDRATE);
    }

    /** @param baudrate clock in Hz, at most 10 MHz */
    public BME280(SPI spi, DigitalInOut chipSelect, int baudrate) {
        this(new Registers(new SPIDevice(spi, chipSelect, baudrate, 0, 0)));
    }

    /** With a chip select that the controller drives, and 100 kHz. */
    public BME280(SPI spi, Pin chipSelect) {
        this(spi, chipSelect, DEFAULT_BAUDRATE);
    }

    /** @param baudrate clock in Hz, at most 10 MHz */
    public BME280(SPI spi, Pin chipSelect, int baudrate) {
        this(new Registers(new SPIDevice(spi, chipSelect, baudrate, 0, 0)));
    }

    /**
     * The sensor wherever its registers are reached. It is reset, sleeps, and measures pressure with
     * {@link Overscan#OVERSCAN_X16}, the others with {@link Overscan#OVERSCAN_X1}, without filter.
     *
     * @throws DeviceNotFoundException if there is another chip, or none
     * @throws BusException if the chip's calibration cannot be right
     */
    public BME280(Registers device) {
        this.device = device;
        registers = new byte[LAST - CTRL_HUM + 1];
        ctrlMeas = device.u8(CTRL_MEAS);
        mode = ctrlMeas.bits(0, 2);
        overscanPressure = ctrlMeas.bits(2, 3);
        overscanTemperature = ctrlMeas.bits(5, 3);
        Register ctrlHum = device.u8(CTRL_HUM);
        overscanHumidity = ctrlHum.bits(0, 3);
        Register config = device.u8(CONFIG);
        iirFilter = config.bits(2, 3);
        standbyPeriod = config.bits(5, 3);

        BusHold hold = device.lock();
        try (hold) {
            requireChip();
            reset();
            calibration = Calibration.of(device);
            // What is measured takes effect when CTRL_MEAS is written, so that comes last.
            ctrlHum.set(Overscan.OVERSCAN_X1.code);
            config.set((StandbyPeriod.STANDBY_TC_125.code << 5) | (IIRFilter.IIR_FILTER_DISABLE.code << 2));
            int measured = (Overscan.OVERSCAN_X1.code << 5) | (Overscan.OVERSCAN_X16.code << 2);
            ctrlMeas.set(measured | Mode.MODE_SLEEP.code);
            confirmed = (Overscan.OVERSCAN_X1.code << 8) | measured;
        }
    }

    private void requireChip() {
        long id = device.u8(ID).get();
        if (id != CHIP_ID) {
            throw new DeviceNotFoundException(
                    "BME280",
                    device,
                    "chip id 0x%02x%s (expected 0x%02x)"
                            .formatted(
                                    id,
                                    id == BMP280_CHIP_ID ? ", that of a BMP280, which has no humidity sensor" : "",
                                    CHIP_ID));
        }
    }

    private void reset() {
        device.u8(RESET).set(RESET_COMMAND);
        device.sleep(START_UP);
        Register status = device.u8(STATUS);
        for (int polls = 0; (status.get() & COPYING) != 0; polls++) {
            if (polls == START_UP_POLLS) {
                throw tooLong("starting up", START_UP_POLLS + START_UP.toMillis(), START_UP.toMillis());
            }
            device.sleep(POLL);
        }
    }

    /** What was set last: {@link Mode#MODE_FORCE} goes back to {@link Mode#MODE_SLEEP} by itself. */
    public Mode mode() {
        return Mode.of(mode.get());
    }

    /** Changes to {@link Mode#MODE_NORMAL} return when the first values are there. */
    public void mode(Mode mode) {
        BusHold hold = device.lock();
        try (hold) {
            stale = true;
            this.mode.set(mode.code);
            boolean normal = mode == Mode.MODE_NORMAL;
            confirmed = (confirmed & ~MODE_MASK) | (normal ? NORMAL : 0);
            if (normal) {
                awaitFirst();
            }
        }
    }

    /** In °C. */
    public double temperature() {
        BusHold hold = device.lock();
        try (hold) {
            measure();
            return temperature(fine());
        }
    }

    /** In hPa. */
    public double pressure() {
        BusHold hold = device.lock();
        try (hold) {
            measure();
            return pressure(fine());
        }
    }

    /** The same as {@link #humidity()}. */
    public double relativeHumidity() {
        return humidity();
    }

    /** Relative humidity in %, 0 to 100. */
    public double humidity() {
        BusHold hold = device.lock();
        try (hold) {
            measure();
            return humidity(fine());
        }
    }

    /** In m, from the pressure and {@link #seaLevelPressure()}. */
    public double altitude() {
        return 44330 * (1 - Math.pow(pressure() / seaLevelPressure, 0.1903));
    }

    /** All values of one measurement: a third of the time that reading them one by one takes. */
    public Measurements measurements() {
        BusHold hold = device.lock();
        try (hold) {
            measure();
            double fine = fine();
            return new Measurements(temperature(fine), pressure(fine), humidity(fine));
        }
    }

    /** The pressure at sea level in hPa, from which {@link #altitude()} counts; 1013.25 unless changed. */
    public double seaLevelPressure() {
        return seaLevelPressure;
    }

    /** @param hectopascals as the weather service reports it for the place and the time */
    public void seaLevelPressure(double hectopascals) {
        if (!(hectopascals > 0 && hectopascals < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "sea level pressure %s hPa: expected more than 0, as 1013.25".formatted(hectopascals));
        }
        seaLevelPressure = hectopascals;
    }

    public StandbyPeriod standbyPeriod() {
        return StandbyPeriod.of(standbyPeriod.get());
    }

    public void standbyPeriod(StandbyPeriod period) {
        configure(standbyPeriod, period.code);
    }

    public Overscan overscanHumidity() {
        return Overscan.of(overscanHumidity.get());
    }

    public void overscanHumidity(Overscan overscan) {
        // It takes effect when CTRL_MEAS is written, as it is before each measurement and for normal mode.
        configure(overscanHumidity, overscan.code);
    }

    public Overscan overscanTemperature() {
        return Overscan.of(overscanTemperature.get());
    }

    public void overscanTemperature(Overscan overscan) {
        configure(overscanTemperature, overscan.code);
    }

    public Overscan overscanPressure() {
        return Overscan.of(overscanPressure.get());
    }

    public void overscanPressure(Overscan overscan) {
        configure(overscanPressure, overscan.code);
    }

    public IIRFilter iirFilter() {
        return IIRFilter.of(iirFilter.get());
    }

    public void iirFilter(IIRFilter filter) {
        configure(iirFilter, filter.code);
    }

    /** How long a measurement takes typically, in ms, with the overscans that are set. */
    public double measurementTimeTypical() {
        BusHold hold = device.lock();
        try (hold) {
            read();
            return timeTypical();
        }
    }

    /** How long a measurement takes at most, in ms, with the overscans that are set. */
    public double measurementTimeMax() {
        BusHold hold = device.lock();
        try (hold) {
            read();
            return timeMax();
        }
    }

    /** While the chip measures it takes no settings (data sheet, 3.3.1 and 5.4.6), so in normal mode it sleeps meanwhile. */
    private void configure(Bits field, int code) {
        BusHold hold = device.lock();
        try (hold) {
            read();
            BusHold normal = isNormal() ? () -> mode(Mode.MODE_NORMAL) : null;
            try (normal) {
                if (isNormal()) {
                    mode(Mode.MODE_SLEEP);
                    read();
                }
                awaitIdle(0);
                field.set(code);
            }
        }
    }

    /** Settings, status and values, in one transfer so that they belong together. Unexpected settings are read again. */
    private void read() {
        device.readInto(CTRL_HUM, registers);
        int settings = settings();
        if (settings != confirmed) {
            device.readInto(CTRL_HUM, registers);
            if (settings() != settings) {
                throw misread("other settings each time it is read");
            }
            confirmed = settings;
            stale = true;
        }
    }

    /** What is measured, and whether all the time; forced mode ends by itself. */
    private int settings() {
        int measured = register(CTRL_MEAS);
        return ((register(CTRL_HUM) & OVERSCAN_MASK) << 8) | (isNormal() ? measured : measured & ~MODE_MASK);
    }

    private boolean isNormal() {
        return (register(CTRL_MEAS) & MODE_MASK) == NORMAL;
    }

    private int register(int address) {
        return registers[address - CTRL_HUM] & 0xff;
    }

    /** Leaves a complete measurement with the settings of now in {@link #registers}. The bus is held. */
    private void measure() {
        read();
        if (isNormal()) {
            if (stale) {
                awaitFirst();
                read();
            }
            return;
        }
        // What is still being measured was begun with other settings.
        awaitIdle(0);
        ctrlMeas.set((register(CTRL_MEAS) & ~MODE_MASK) | Mode.MODE_FORCE.code);
        double typical = timeTypical();
        device.sleep(millis(typical));
        read();
        awaitIdle(typical);
    }

    /** Waits until the first measurement in normal mode must be there. */
    private void awaitFirst() {
        read();
        device.sleep(millis(timeMax()));
        stale = false;
    }

    /**
     * Reads until no measurement is under way.
     *
     * @param since how long it has been, in ms
     */
    private void awaitIdle(double since) {
        double limit = 2 * timeMax();
        for (double waited = since; (register(STATUS) & MEASURING) != 0; waited += POLL.toMillis()) {
            if (waited > limit) {
                throw tooLong("measuring", Math.round(waited), Math.round(limit / 2));
            }
            device.sleep(POLL);
            read();
        }
    }

    private BusException misread(String found) {
        return new BusException(
                BusException.Kind.OTHER,
                "the BME280 at %s gave %s: it was read wrong; check the wiring and the supply, and create it anew"
                        .formatted(device, found));
    }

    private BusException tooLong(String doing, long waited, long most) {
        return new BusException(
                BusException.Kind.TIMEOUT,
                "the BME280 at %s has been %s for %s ms, where %s ms are the most; check its power, and create it anew"
                        .formatted(device, doing, waited, most));
    }

    private double timeTypical() {
        int pressure = overscan(CTRL_MEAS, 2).samples;
        int humidity = overscan(CTRL_HUM, 0).samples;
        return 1
                + 2 * overscan(CTRL_MEAS, 5).samples
                + (pressure == 0 ? 0 : 2 * pressure + 0.5)
                + (humidity == 0 ? 0 : 2 * humidity + 0.5);
    }

    private double timeMax() {
        int pressure = overscan(CTRL_MEAS, 2).samples;
        int humidity = overscan(CTRL_HUM, 0).samples;
        return 1.25
                + 2.3 * overscan(CTRL_MEAS, 5).samples
                + (pressure == 0 ? 0 : 2.3 * pressure + 0.575)
                + (humidity == 0 ? 0 : 2.3 * humidity + 0.575);
    }

    private Overscan overscan(int address, int lowest) {
        return Overscan.of((register(address) >> lowest) & OVERSCAN_MASK);
    }

    private static Duration millis(double millis) {
        return Duration.ofNanos((long) (millis * 1_000_000));
    }

    private double fine() {
        return overscan(CTRL_MEAS, 5) == Overscan.OVERSCAN_DISABLE
                ? Double.NaN
                : calibration.fine(twentyBits(TEMPERATURE));
    }

    private double temperature(double fine) {
        return plausible(Calibration.temperature(fine), LEAST_CELSIUS, MOST_CELSIUS, "°C");
    }

    private double pressure(double fine) {
        if (Double.isNaN(fine) || overscan(CTRL_MEAS, 2) == Overscan.OVERSCAN_DISABLE) {
            return Double.NaN;
        }
        double pascals = calibration.pressure(twentyBits(PRESSURE), fine);
        if (!Double.isFinite(pascals)) {
            throw misread(
                    "a calibration with which no pressure can be calculated (dig_P1 is %s)".formatted(calibration.p1));
        }
        return plausible(pascals / 100, LEAST_HECTOPASCALS, MOST_HECTOPASCALS, "hPa");
    }

    private double humidity(double fine) {
        if (Double.isNaN(fine) || overscan(CTRL_HUM, 0) == Overscan.OVERSCAN_DISABLE) {
            return Double.NaN;
        }
        int adcH = (register(HUMIDITY) << 8) | register(HUMIDITY + 1);
        plausible(calibration.percent(adcH, fine), LEAST_PERCENT, MOST_PERCENT, "%");
        return calibration.humidity(adcH, fine);
    }

    private double plausible(double value, double least, double most, String unit) {
        if (value < least || value > most) {
            throw misread("%s %s, which it cannot measure".formatted(value, unit));
        }
        return value;
    }

    private int twentyBits(int address) {
        return (register(address) << 12) | (register(address + 1) << 4) | (register(address + 2) >> 4);
    }
}
