// SPDX-License-Identifier: MIT
package blinka4j.drivers.mcp230xx;

import blinka4j.busio.I2C;
import blinka4j.register.Registers;

/**
 * Microchip MCP23008: 8 digital inputs and outputs.
 *
 * <p><a href="https://ww1.microchip.com/downloads/en/DeviceDoc/MCP23008-MCP23S08-Data-Sheet-20001919F.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_MCP230xx">Adafruit_CircuitPython_MCP230xx</a>.
 */
public final class MCP23008 extends MCP23xxx {
    /** With A0, A1 and A2 low. These pins select 0x20 to 0x27. */
    public static final int DEFAULT_ADDRESS = 0x20;

    /** With a reset. */
    public MCP23008(I2C i2c) {
        this(i2c, DEFAULT_ADDRESS);
    }

    /** With a reset. */
    public MCP23008(I2C i2c, int address) {
        this(i2c, address, true);
    }

    /**
     * @param reset true to make all pins inputs without pull-up and with normal polarity; false to leave them as they are
     * @throws blinka4j.DeviceNotFoundException if nothing answers at {@code address}, or with a reset another chip does
     */
    public MCP23008(I2C i2c, int address, boolean reset) {
        super(new Registers(i2c, address), reset, 8, 0);
    }
}
