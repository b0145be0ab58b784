// SPDX-License-Identifier: MIT
package blinka4j.drivers.mcp9808;

import blinka4j.busio.I2C;
import blinka4j.register.Bits;
import blinka4j.register.Choice;
import blinka4j.register.Registers;
import blinka4j.register.Scaled;
import java.time.Duration;

/**
 * Microchip MCP9808 temperature sensor: −40 to 125 °C, ±0.25 °C typical, with three alert limits. Safe to share between
 * threads.
 *
 * <p><a href="https://ww1.microchip.com/downloads/en/DeviceDoc/25095A.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_MCP9808">Adafruit_CircuitPython_MCP9808</a>.
 */
public final class MCP9808 {
    /** With A0, A1 and A2 low. These pins select 0x18 to 0x1f. */
    public static final int DEFAULT_ADDRESS = 0x18;

    private final Registers chip;
    private final Scaled temperature;
    private final Bits belowLower;
    private final Bits aboveUpper;
    private final Bits aboveCritical;
    private final Scaled upper;
    private final Scaled lower;
    private final Scaled critical;
    private final Choice<Resolution> resolution;

    /** Steps of 0.5, 0.25, 0.125 or 0.0625 °C, measured in 30, 65, 130 or 250 ms; the last after power-on. */
    public enum Resolution {
        HALF_C,
        QUARTER_C,
        EIGHTH_C,
        SIXTEENTH_C
    }

    public MCP9808(I2C i2c) {
        this(i2c, DEFAULT_ADDRESS);
    }

    /** @throws blinka4j.DeviceNotFoundException if nothing answers at {@code address}, or another chip does */
    public MCP9808(I2C i2c, int address) {
        chip = new Registers(i2c, address);
        chip.u16be(0x06).require(0x0054, "MCP9808");
        // The lower byte is the revision.
        chip.u16be(0x07).require(0xff00, 0x0400, "MCP9808");
        temperature = chip.u16be(0x05).bits(0, 13).signed().scaled(1 / 16.0);
        belowLower = chip.u16be(0x05).bit(13);
        aboveUpper = chip.u16be(0x05).bit(14);
        aboveCritical = chip.u16be(0x05).bit(15);
        upper = chip.u16be(0x02).bits(2, 11).signed().alone().scaled(0.25, "upperTemperature", "°C");
        lower = chip.u16be(0x03).bits(2, 11).signed().alone().scaled(0.25, "lowerTemperature", "°C");
        critical = chip.u16be(0x04).bits(2, 11).signed().alone().scaled(0.25, "criticalTemperature", "°C");
        resolution = chip.u8(0x08).bits(0, 2).alone().choice(Resolution.values());
    }

    /** Temperature in °C. */
    public double temperature() {
        return temperature.get();
    }

    /** True if the temperature is at or above {@link #criticalTemperature()}. Updated with each measurement. */
    public boolean aboveCritical() {
        return aboveCritical.isSet();
    }

    /** True if the temperature is above {@link #upperTemperature()}. Updated with each measurement. */
    public boolean aboveUpper() {
        return aboveUpper.isSet();
    }

    /** True if the temperature is below {@link #lowerTemperature()}. Updated with each measurement. */
    public boolean belowLower() {
        return belowLower.isSet();
    }

    /** Upper limit, −256 to 255.75 °C in steps of 0.25 °C. */
    public double upperTemperature() {
        return upper.get();
    }

    public void upperTemperature(double celsius) {
        upper.set(celsius);
    }

    /** Lower limit, −256 to 255.75 °C in steps of 0.25 °C. */
    public double lowerTemperature() {
        return lower.get();
    }

    public void lowerTemperature(double celsius) {
        lower.set(celsius);
    }

    /** Critical limit, −256 to 255.75 °C in steps of 0.25 °C. */
    public double criticalTemperature() {
        return critical.get();
    }

    public void criticalTemperature(double celsius) {
        critical.set(celsius);
    }

    public Resolution resolution() {
        return resolution.get();
    }

    /** Returns after the first measurement with this resolution, 600 ms later. */
    public void resolution(Resolution resolution) {
        this.resolution.set(resolution);
        // Two of the longest measurements: the one that runs, and the first with the new resolution.
        chip.sleep(Duration.ofMillis(600));
    }
}
