// SPDX-License-Identifier: MIT
package blinka4j.drivers.bme680;

import blinka4j.BusException;
import blinka4j.busdevice.SPIDevice;
import blinka4j.busio.BusClock;
import blinka4j.busio.BusHold;
import blinka4j.busio.I2C;
import blinka4j.busio.SPI;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.microcontroller.Pin;
import blinka4j.register.Register;
import blinka4j.register.Registers;
import java.time.Duration;

/**
 * Bosch BME680 and BME688 temperature (−40 to 85 °C), pressure (300 to 1100 hPa), humidity and gas sensor, over I2C or SPI.
 *
 * <p><a href="https://www.bosch-sensortec.com/media/boschsensortec/downloads/datasheets/bst-bme680-ds001.pdf">Data sheet</a>; port of
 * <a href="https://github.com/adafruit/Adafruit_CircuitPython_BME680">Adafruit_CircuitPython_BME680</a>.
 *
 * <p>Each reading is a new measurement, with the bus locked, unless a refresh rate is given. Only {@link #gas()} and {@link #measurements()} heat the sensor.
 * Values with 0 samples are NaN; pressure and humidity also need temperature. Settings are sent with each measurement. Safe to share
 * between threads.
 */
public final class BME680 {
    /** With SDO high. With SDO low it is 0x76. */
    public static final int DEFAULT_ADDRESS = 0x77;

    private static final int STATUS = 0x1D;
    private static final Duration POLL = Duration.ofMillis(5);
    /** Bosch's API: 1963 µs for a sample, 477 µs for each of 9 steps, 1 ms to wake up. */
    private static final Duration SAMPLE = Duration.ofNanos(1_963_000);

    private static final Duration STEPS = Duration.ofNanos(9 * 477_000 + 1_000_000);
    /** A step of the heater's time, by its code. */
    private static final Duration[] HEATING = {
        Duration.ofMillis(1), Duration.ofMillis(4), Duration.ofMillis(16), Duration.ofMillis(64)
    };

    private static final int POLLS = 100;

    private final Registers chip;
    private final BusClock clock;
    private final Register resistance;
    private final Register heatingTime;
    private final Register heaterOff;
    private final Register gasControl;
    private final Register humidityControl;
    private final Register control;
    private final Register filterControl;
    private final Calibration calibration;
    private final boolean isBme688;
    /** How long a measurement counts for further readings. */
    private final long sharedNanos;
    /** Status and raw values as they were last read; used with the bus locked. */
    private final byte[] block = new byte[17];
    /** Whether there is a last measurement, when it ended, its heater, and its values; used with the bus locked. */
    private boolean measured;

    private long measuredAt;
    private int heat;
    private double celsius;
    private double hectopascals;
    private double percent;
    private double ohms;

    // The codes in the registers.
    private volatile int temperatureSamples = 4;
    private volatile int pressureSamples = 3;
    private volatile int humiditySamples = 2;
    private volatile int filter = 2;
    private volatile int heater;
    private volatile double seaLevelPressure = 1013.25;

    /** Temperature in °C, pressure in hPa, relative humidity in %, gas resistance in Ω, measured together. NaN if not measured. */
    public record Measurements(double temperature, double pressure, double humidity, double gas) {}

    public BME680(I2C i2c) {
        this(i2c, DEFAULT_ADDRESS);
    }

    /** @throws blinka4j.DeviceNotFoundException if nothing answers at {@code address}, or another chip does */
    public BME680(I2C i2c, int address) {
        this(new Registers(i2c, address), new BusClock(i2c), 0);
    }

    /**
     * Readings may share a measurement.
     *
     * @param refreshRate the most measurements per second, more than 0; CircuitPython's driver has 10. A reading that follows sooner
     *     returns values of the last measurement, also if a setting was changed; {@link #gas()} only if that measured the gas.
     */
    public BME680(I2C i2c, int address, double refreshRate) {
        this(new Registers(i2c, address), new BusClock(i2c), sharedNanos(refreshRate));
    }

    /** At 100 kHz. {@link #BME680(SPIDevice)} may have another speed, up to 10 MHz. */
    public BME680(SPI spi, DigitalInOut chipSelect) {
        this(new SPIDevice(spi, chipSelect));
    }

    /** At 100 kHz, with a chip select that the controller drives. */
    public BME680(SPI spi, Pin chipSelect) {
        this(new SPIDevice(spi, chipSelect));
    }

    public BME680(SPIDevice device) {
        this(new Registers(new PagedRegisters(device)), new BusClock(device.spi()), 0);
    }

    /** Readings may share a measurement, as with {@link #BME680(I2C, int, double)}. */
    public BME680(SPIDevice device, double refreshRate) {
        this(new Registers(new PagedRegisters(device)), new BusClock(device.spi()), sharedNanos(refreshRate));
    }

    private static long sharedNanos(double refreshRate) {
        if (!(refreshRate > 0)) {
            throw new IllegalArgumentException(
                    "refreshRate cannot be %s: expected more than 0, such as 10".formatted(refreshRate));
        }
        return (long) (1e9 / refreshRate);
    }

    private BME680(Registers chip, BusClock clock, long sharedNanos) {
        this.chip = chip;
        this.clock = clock;
        this.sharedNanos = sharedNanos;
        resistance = chip.u8(0x5A);
        heatingTime = chip.u8(0x64);
        heaterOff = chip.u8(0x70);
        gasControl = chip.u8(0x71);
        humidityControl = chip.u8(0x72);
        control = chip.u8(0x74);
        filterControl = chip.u8(0x75);
        chip.u8(0xD0).require(0x61, "BME680 or BME688");
        chip.u8(0xE0).set(0xB6);
        chip.sleep(POLL);
        isBme688 = chip.u8(0xF0).steady().get() == 1;
        calibration = new Calibration(
                chip.u8(0x8A).calibration(23),
                chip.u8(0xE1).calibration(14),
                (int) chip.u8(0x02).steady().get() >> 4 & 3,
                (int) chip.u8(0x00).signed().steady().get(),
                (int) chip.u8(0x04).signed().steady().get() >> 4);
        setGasHeater(320, 150);
    }

    /** Samples of pressure for a value: 0 (not measured), 1, 2, 4, 8 or 16; 4 at first. */
    public int pressureOversample() {
        return samples(pressureSamples);
    }

    public void pressureOversample(int samples) {
        pressureSamples = code("pressureOversample", samples);
    }

    /** Samples of humidity for a value: 0 (not measured), 1, 2, 4, 8 or 16; 2 at first. */
    public int humidityOversample() {
        return samples(humiditySamples);
    }

    public void humidityOversample(int samples) {
        humiditySamples = code("humidityOversample", samples);
    }

    /** Samples of temperature for a value: 0 (not measured), 1, 2, 4, 8 or 16; 8 at first. */
    public int temperatureOversample() {
        return samples(temperatureSamples);
    }

    public void temperatureOversample(int samples) {
        temperatureSamples = code("temperatureOversample", samples);
    }

    /** How much the chip smooths temperature and pressure: 0, 1, 3, 7, 15, 31, 63 or 127; 3 at first. */
    public int filterSize() {
        return (1 << filter) - 1;
    }

    public void filterSize(int size) {
        if (size < 0 || size > 127 || Integer.bitCount(size + 1) != 1) {
            throw new IllegalArgumentException(
                    "filterSize cannot be %s: expected 0, 1, 3, 7, 15, 31, 63 or 127".formatted(size));
        }
        filter = Integer.bitCount(size);
    }

    /**
     * Sets the heater for the measurement of gas: 320 °C for 150 ms at first.
     *
     * @param heaterTemp °C; more than 400 is 400; 0 switches the heater and the measurement of gas off
     * @param heaterTime ms; more than 4032 is 4032; 0 switches the heater and the measurement of gas off
     */
    public void setGasHeater(int heaterTemp, int heaterTime) {
        if (heaterTemp < 0 || heaterTime < 0) {
            throw new IllegalArgumentException(
                    "the heater cannot have %s °C for %s ms: expected 0 or more".formatted(heaterTemp, heaterTime));
        }
        int multiplier = 0;
        int rest = Math.min(heaterTime, 4032);
        for (; rest > 63; rest /= 4) {
            multiplier++;
        }
        boolean on = heaterTemp > 0 && heaterTime > 0;
        int target = calibration.heaterResistance(Math.min(heaterTemp, 400));
        heater = on ? target << 8 | multiplier << 6 | rest : 0;
        chip.exclusively(() -> writeHeater(heater));
    }

    private void writeHeater(int code) {
        resistance.set(code >> 8);
        heatingTime.set(code & 0xff);
        heaterOff.set(code == 0 ? 0x08 : 0);
    }

    /** Temperature in °C. */
    public double temperature() {
        return measured(Value.TEMPERATURE);
    }

    /** Pressure in hPa. */
    public double pressure() {
        return measured(Value.PRESSURE);
    }

    /** The same as {@link #humidity()}. */
    public double relativeHumidity() {
        return humidity();
    }

    /** Relative humidity in %, 0 to 100. */
    public double humidity() {
        return measured(Value.HUMIDITY);
    }

    /** Gas resistance in Ω: cleaner air has more. NaN if the heater is off. */
    public double gas() {
        return measured(Value.GAS);
    }

    /** All values of one measurement. */
    public Measurements measurements() {
        BusHold hold = chip.lock();
        try (hold) {
            measure(true);
            return new Measurements(celsius, hectopascals, percent, ohms);
        }
    }

    /** Altitude in m, from the pressure and {@link #seaLevelPressure()}. */
    public double altitude() {
        return 44330 * (1 - Math.pow(pressure() / seaLevelPressure, 0.1903));
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

    private enum Value {
        TEMPERATURE,
        PRESSURE,
        HUMIDITY,
        GAS
    }

    private double measured(Value value) {
        BusHold hold = chip.lock();
        try (hold) {
            measure(value == Value.GAS);
            return switch (value) {
                case TEMPERATURE -> celsius;
                case PRESSURE -> hectopascals;
                case HUMIDITY -> percent;
                case GAS -> ohms;
            };
        }
    }

    /** Measures into {@link #block}, unless the last measurement is new enough and has the gas. Hold the bus. */
    private void measure(boolean withGas) {
        int wanted = withGas ? heater : 0;
        if (measured && clock.nanos() - measuredAt < sharedNanos && (wanted == 0 || wanted == heat)) {
            return;
        }
        measured = false;
        heat = wanted;
        int t = temperatureSamples;
        int p = pressureSamples;
        int h = humiditySamples;
        // The chip ignores settings while it measures: another call may have failed in the middle.
        awaitStatus(0x60, 0);
        if (heat != 0) {
            writeHeater(heat);
        }
        filterControl.set(filter << 2);
        humidityControl.set(h);
        gasControl.set(heat == 0 ? 0 : isBme688 ? 0x20 : 0x10);
        control.set(t << 5 | p << 2 | 1);
        chip.sleep(STEPS);
        for (int i = samples(t) + samples(p) + samples(h); i > 0; i--) {
            chip.sleep(SAMPLE);
        }
        for (int i = heat & 0x3f; i > 0; i--) {
            chip.sleep(HEATING[heat >> 6 & 3]);
        }
        awaitStatus(0xE0, 0x80);
        double fine = t == 0 ? Double.NaN : calibration.fine(number(5) >> 4);
        double pascals = calibration.pressure(number(2) >> 4, fine);
        double humidity = calibration.humidity(number(8) >> 8, fine / 5120);
        int gas = number(isBme688 ? 15 : 13) >> 8;
        // The limits are wider than what the chip measures.
        celsius = chip.plausible(fine / 5120, -60, 105, "°C");
        hectopascals = p == 0 ? Double.NaN : chip.plausible(pascals / 100, 100, 1300, "hPa");
        percent = h == 0 ? Double.NaN : Math.max(0, Math.min(100, chip.plausible(humidity, -50, 200, "%")));
        ohms = heat == 0 ? Double.NaN : calibration.gas(isBme688, gas >> 6, gas & 0xf);
        measured = true;
        measuredAt = clock.nanos();
    }

    /** Reads status and values until the bits of {@code mask} are {@code wanted}. */
    private void awaitStatus(int mask, int wanted) {
        for (int polls = 0; polls <= POLLS; polls++) {
            chip.readInto(STATUS, block);
            if ((block[0] & mask) == wanted) {
                return;
            }
            chip.sleep(POLL);
        }
        throw new BusException(
                BusException.Kind.TIMEOUT,
                "%s has no measurement %s ms after its usual time. It lost its supply, or was read wrong. Check them, and try again."
                        .formatted(chip, POLLS * POLL.toMillis()));
    }

    /** Three bytes of the block, the highest first. */
    private int number(int at) {
        int last = at + 2 < block.length ? block[at + 2] & 0xff : 0;
        return (block[at] & 0xff) << 16 | (block[at + 1] & 0xff) << 8 | last;
    }

    private static int samples(int code) {
        return 1 << code >> 1;
    }

    private static int code(String property, int samples) {
        if (samples < 0 || samples > 16 || Integer.bitCount(samples) > 1) {
            throw new IllegalArgumentException(
                    "%s cannot be %s: expected 0, 1, 2, 4, 8 or 16".formatted(property, samples));
        }
        return samples == 0 ? 0 : Integer.numberOfTrailingZeros(samples) + 1;
    }
}
