// SPDX-License-Identifier: MIT
package blinka4j.drivers.mcp9808;

import blinka4j.DeviceNotFoundException;
import blinka4j.busdevice.I2CDevice;
import blinka4j.busio.I2C;
import blinka4j.register.Bits;
import blinka4j.register.I2CRegisterAccessor;
import blinka4j.register.Register;
import java.time.Duration;

/**
 * Microchip MCP9808, a temperature sensor: ±0.25 °C typical, −40 to 125 °C, with three limits that it watches.
 *
 * <p><a href="https://ww1.microchip.com/downloads/en/DeviceDoc/25095A.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_MCP9808">Adafruit_CircuitPython_MCP9808</a>.
 *
 * <p>Safe to share between threads.
 */
public final class MCP9808 {
    /** With A0, A1 and A2 low; the pins make it 0x18 to 0x1f. */
    public static final int DEFAULT_ADDRESS = 0x18;

    private static final int MANUFACTURER = 0x0054;
    private static final int DEVICE = 0x04;
    private static final int LIMIT_MASK = 0x1fff;
    private static final double LEAST_LIMIT = -256;
    private static final double MOST_LIMIT = 255.75;

    /** Two of the longest: the measurement under way, and the first with another resolution. */
    private static final Duration TWO_MEASUREMENTS = Duration.ofMillis(600);

    private final I2CRegisterAccessor device;
    private final Bits temperature;
    private final Bits belowLower;
    private final Bits aboveUpper;
    private final Bits aboveCritical;
    private final Register upper;
    private final Register lower;
    private final Register critical;
    private final Bits resolution;

    /** Steps of {@link #temperature()}, and how long the sensor takes for one. */
    public enum Resolution {
        /** 0.5 °C in 30 ms. */
        HALF_C(0),
        /** 0.25 °C in 65 ms. */
        QUARTER_C(1),
        /** 0.125 °C in 130 ms. */
        EIGHTH_C(2),
        /** 0.0625 °C in 250 ms: that of a sensor just switched on. */
        SIXTEENTH_C(3);

        private final int code;

        Resolution(int code) {
            this.code = code;
        }

        private static Resolution of(int code) {
            return switch (code) {
                case 0 -> HALF_C;
                case 1 -> QUARTER_C;
                case 2 -> EIGHTH_C;
                default -> SIXTEENTH_C;
            };
        }
    }

    /** The sensor at {@link #DEFAULT_ADDRESS}. */
    public MCP9808(I2C i2c) {
        this(i2c, DEFAULT_ADDRESS);
    }

    /** @throws DeviceNotFoundException if nothing answers at {@code address}, or another chip */
    public MCP9808(I2C i2c, int address) {
        device = new I2CRegisterAccessor(new I2CDevice(i2c, address));
        Register ambient = Register.u16be(device, 0x05);
        temperature = ambient.bits(0, 13).signed();
        belowLower = ambient.bit(13);
        aboveUpper = ambient.bit(14);
        aboveCritical = ambient.bit(15);
        upper = Register.u16be(device, 0x02);
        lower = Register.u16be(device, 0x03);
        critical = Register.u16be(device, 0x04);
        resolution = Register.u8(device, 0x08).bits(0, 2);

        long manufacturer = Register.u16be(device, 0x06).get();
        long id = Register.u16be(device, 0x07).get() >> 8;
        if (manufacturer != MANUFACTURER || id != DEVICE) {
            throw new DeviceNotFoundException(
                    "MCP9808",
                    device,
                    "manufacturer id 0x%04x and device id 0x%02x (expected 0x%04x and 0x%02x)"
                            .formatted(manufacturer, id, MANUFACTURER, DEVICE));
        }
    }

    /** In °C. */
    public double temperature() {
        return temperature.get() / 16.0;
    }

    /** Whether the temperature is at or above {@link #criticalTemperature()}; updated with each measurement. */
    public boolean aboveCritical() {
        return aboveCritical.isSet();
    }

    /** Whether the temperature is above {@link #upperTemperature()}; updated with each measurement. */
    public boolean aboveUpper() {
        return aboveUpper.isSet();
    }

    /** Whether the temperature is below {@link #lowerTemperature()}; updated with each measurement. */
    public boolean belowLower() {
        return belowLower.isSet();
    }

    /** The upper limit in °C. */
    public double upperTemperature() {
        return limit(upper);
    }

    /** @param celsius −256 to 255.75 °C, rounded to steps of 0.25 °C */
    public void upperTemperature(double celsius) {
        limit(upper, "upper", celsius);
    }

    /** The lower limit in °C. */
    public double lowerTemperature() {
        return limit(lower);
    }

    /** @param celsius −256 to 255.75 °C, rounded to steps of 0.25 °C */
    public void lowerTemperature(double celsius) {
        limit(lower, "lower", celsius);
    }

    /** The critical limit in °C. */
    public double criticalTemperature() {
        return limit(critical);
    }

    /** @param celsius −256 to 255.75 °C, rounded to steps of 0.25 °C */
    public void criticalTemperature(double celsius) {
        limit(critical, "critical", celsius);
    }

    public Resolution resolution() {
        return Resolution.of(resolution.get());
    }

    /** Returns when a temperature with this resolution is there. */
    public void resolution(Resolution resolution) {
        this.resolution.set(resolution.code);
        device.sleep(TWO_MEASUREMENTS);
    }

    /** Thirteen bits in two's complement, of which the lowest is 1/16 °C. */
    private static double limit(Register register) {
        return ((int) register.get() << 19 >> 19) / 16.0;
    }

    private static void limit(Register register, String which, double celsius) {
        if (!(celsius >= LEAST_LIMIT && celsius <= MOST_LIMIT)) {
            throw new IllegalArgumentException("%s temperature %s °C of the MCP9808: expected %s to %s"
                    .formatted(which, celsius, LEAST_LIMIT, MOST_LIMIT));
        }
        register.set((Math.round(celsius * 4) * 4) & LIMIT_MASK);
    }
}
