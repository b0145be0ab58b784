// SPDX-License-Identifier: MIT
package blinka4j.drivers.bmp3xx;

import blinka4j.busdevice.SPIDevice;
import blinka4j.busio.BusHold;
import blinka4j.busio.I2C;
import blinka4j.busio.SPI;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.microcontroller.Pin;
import blinka4j.register.Bits;
import blinka4j.register.Register;
import blinka4j.register.Registers;
import blinka4j.register.SPIRegisterAccessor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;

/**
 * Bosch BMP388 and BMP390 temperature (−40 to 85 °C) and pressure (300 to 1250 hPa) sensors, over I2C or SPI. Each reading is a new
 * measurement of 5 to 130 ms, with the bus locked. Values that the chip cannot measure raise a {@link blinka4j.BusException}. Safe to
 * share between threads.
 *
 * <p><a href="https://www.bosch-sensortec.com/media/boschsensortec/downloads/datasheets/bst-bmp390-ds002.pdf">Data sheet</a>; port of
 * <a href="https://github.com/adafruit/Adafruit_CircuitPython_BMP3XX">Adafruit_CircuitPython_BMP3XX</a>.
 */
public final class BMP3XX {
    /** With SDO high. With SDO low it is 0x76. */
    public static final int DEFAULT_ADDRESS = 0x77;

    private static final int DATA = 0x04;
    private static final int OVERSAMPLING = 0x1C;
    private static final Duration SAMPLE = Duration.ofNanos(2_020_000);
    private static final Duration LIMIT = Duration.ofMillis(100);

    private final Registers chip;
    private final Register oversampling;
    private final Register power;
    private final Bits pressureSamples;
    private final Bits temperatureSamples;
    private final Bits filter;
    private final Bits ready;
    private final Bits adcPressure;
    private final Bits adcTemperature;
    // The calibration: names and numbers, from 1, are those of the data sheet.
    private final double[] t;
    private final double[] p;
    // The last measurement; used with the bus locked.
    private final byte[] block = new byte[6];
    private volatile double seaLevelPressure = 1013.25;

    /** Temperature in °C and pressure in hPa, measured together. */
    public record Measurements(double temperature, double pressure) {}

    public BMP3XX(I2C i2c) {
        this(i2c, DEFAULT_ADDRESS);
    }

    /** @throws blinka4j.DeviceNotFoundException if nothing answers at {@code address}, or another chip does */
    public BMP3XX(I2C i2c, int address) {
        this(new Registers(i2c, address));
    }

    /** At 100 kHz. {@link #BMP3XX(SPIDevice)} may have another speed, up to 10 MHz, or a select of the controller. */
    public BMP3XX(SPI spi, DigitalInOut chipSelect) {
        this(new SPIDevice(spi, chipSelect));
    }

    /** At 100 kHz, with a chip select that the controller drives. */
    public BMP3XX(SPI spi, Pin chipSelect) {
        this(new SPIDevice(spi, chipSelect));
    }

    public BMP3XX(SPIDevice device) {
        this(overSpi(device));
    }

    private static Registers overSpi(SPIDevice device) {
        // The chip changes to SPI when it is selected for the first time.
        device.read(1);
        return new Registers(new SPIRegisterAccessor(device, 1, ByteOrder.BIG_ENDIAN, 1));
    }

    private BMP3XX(Registers chip) {
        this.chip = chip;
        oversampling = chip.u8(OVERSAMPLING);
        power = chip.u8(0x1B);
        pressureSamples = oversampling.steady().bits(0, 3);
        temperatureSamples = oversampling.steady().bits(3, 3);
        filter = chip.u8(0x1F).bits(1, 3).alone();
        ready = chip.u8(0x03).bits(5, 2);
        adcPressure = chip.u24le(DATA).bits(0, 24);
        adcTemperature = chip.u24le(DATA + 3).bits(0, 24);
        chip.u8(0x00).require(chip.u8(0x00).get() == 0x60 ? 0x60 : 0x50, "BMP388 (0x50) or BMP390 (0x60)");
        reset();
        ByteBuffer b = ByteBuffer.wrap(chip.u8(0x31).calibration(21)).order(ByteOrder.LITTLE_ENDIAN);
        t = new double[] {0, b.getChar() * 0x1p8, b.getChar() * 0x1p-30, b.get() * 0x1p-48};
        p = new double[] {
            0,
            (b.getShort() - 0x1p14) * 0x1p-20,
            (b.getShort() - 0x1p14) * 0x1p-29,
            b.get() * 0x1p-32,
            b.get() * 0x1p-37,
            b.getChar() * 0x1p3,
            b.getChar() * 0x1p-6,
            b.get() * 0x1p-8,
            b.get() * 0x1p-15,
            b.getShort() * 0x1p-48,
            b.get() * 0x1p-48,
            b.get() * 0x1p-65
        };
    }

    /** Temperature in °C. */
    public double temperature() {
        return measured(false);
    }

    /** Pressure in hPa. */
    public double pressure() {
        return measured(true);
    }

    /** Both values of one measurement, in half of the time that two readings take. */
    public Measurements measurements() {
        BusHold hold = chip.lock();
        try (hold) {
            double celsius = measure();
            return new Measurements(celsius, hectopascals(celsius));
        }
    }

    private double measured(boolean isPressure) {
        BusHold hold = chip.lock();
        try (hold) {
            double celsius = measure();
            return isPressure ? hectopascals(celsius) : celsius;
        }
    }

    /** Measures into {@link #block} and returns the temperature: data sheet, 8.5. Hold the bus. */
    private double measure() {
        block[0] = (byte) oversampling.get();
        int samples = samples(temperatureSamples.from(block, OVERSAMPLING))
                + samples(pressureSamples.from(block, OVERSAMPLING));
        power.set(0x13);
        // The flags may still be set by a measurement that was not read. One more for the start and the end.
        for (int i = 0; i <= samples; i++) {
            chip.sleep(SAMPLE);
        }
        ready.awaitSet(LIMIT);
        chip.readInto(DATA, block);
        double adcT = adcTemperature.from(block, DATA) - t[1];
        // The limits here and below are wider than what the chip measures.
        return chip.plausible(adcT * t[2] + adcT * adcT * t[3], -60, 105, "°C");
    }

    /** Data sheet, 8.6. */
    private double hectopascals(double celsius) {
        double adcP = adcPressure.from(block, DATA);
        double squared = celsius * celsius;
        double cubed = squared * celsius;
        double pascals = p[5] + p[6] * celsius + p[7] * squared + p[8] * cubed;
        pascals += adcP * (p[1] + p[2] * celsius + p[3] * squared + p[4] * cubed);
        pascals += adcP * adcP * (p[9] + p[10] * celsius + p[11] * adcP);
        return chip.plausible(pascals / 100, 100, 1400, "hPa");
    }

    /** Altitude in m, from the pressure and {@link #seaLevelPressure()}. */
    public double altitude() {
        return 44307.7 * (1 - Math.pow(pressure() / seaLevelPressure, 0.190284));
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

    /** Samples of pressure for a value: 1, 2, 4, 8, 16 or 32; 4 at first. More samples mean less noise and more time. */
    public int pressureOversampling() {
        return samples(pressureSamples.get());
    }

    public void pressureOversampling(int samples) {
        pressureSamples.set(code("pressureOversampling", samples, 1, 32));
    }

    /** Samples of temperature for a value: 1, 2, 4, 8, 16 or 32; 1 at first. */
    public int temperatureOversampling() {
        return samples(temperatureSamples.get());
    }

    public void temperatureOversampling(int samples) {
        temperatureSamples.set(code("temperatureOversampling", samples, 1, 32));
    }

    /** How much the chip smooths both values: 0 (not at all, at first), 2, 4, 8, 16, 32, 64 or 128. */
    public int filterCoefficient() {
        return (1 << filter.get()) & ~1;
    }

    public void filterCoefficient(int coefficient) {
        filter.set(coefficient == 0 ? 0 : code("filterCoefficient", coefficient, 2, 128));
    }

    private int samples(int code) {
        return (int) chip.plausible(1 << code, 1, 32, "samples");
    }

    private static int code(String property, int value, int least, int most) {
        if (value < least || value > most || Integer.bitCount(value) != 1) {
            throw new IllegalArgumentException(
                    "%s cannot be %s: expected a power of two from %s to %s".formatted(property, value, least, most));
        }
        return Integer.numberOfTrailingZeros(value);
    }

    /** Resets the chip. All settings are as at first. */
    public void reset() {
        chip.u8(0x7E).set(0xB6);
        chip.sleep(SAMPLE);
    }
}
