// SPDX-License-Identifier: MIT
package blinka4j.drivers.max31865;

import blinka4j.busio.I2C;
import blinka4j.register.Registers;
import blinka4j.register.Scaled;

/**
 * Maker MAX31865: what it measures, range and accuracy.
 *
 * <p><a href="https://example.org/max31865.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_MAX31865">Adafruit_CircuitPython_MAX31865</a>.
 */
public final class MAX31865 {
    public static final int DEFAULT_ADDRESS = 0x38;

    private final Scaled temperature;

    public MAX31865(I2C i2c) {
        this(i2c, DEFAULT_ADDRESS);
    }

    /** @throws blinka4j.DeviceNotFoundException if nothing answers at {@code address}, or another chip does */
    public MAX31865(I2C i2c, int address) {
        // For a chip with commands: I2CDevice, and device.query(wait, count, command...).
        Registers chip = new Registers(i2c, address);
        chip.u8(0x00).require(0x5A, "MAX31865");
        temperature = chip.u16be(0x05).bits(0, 13).signed().scaled(1 / 16.0);
        throw new UnsupportedOperationException("The driver of %s is not written yet. Write it.".formatted(chip));
    }

    /** Temperature in °C. */
    public double temperature() {
        return temperature.get();
    }
}
