// SPDX-License-Identifier: MIT
package blinka4j.drivers.characterlcd;

import blinka4j.busio.I2C;
import blinka4j.drivers.mcp230xx.MCP23008;

/**
 * A display of characters with a Hitachi HD44780 on Adafruit's I2C backpack, which has an MCP23008. Backpacks with a PCF8574 are wired
 * differently.
 *
 * <p><a href="https://cdn-shop.adafruit.com/datasheets/HD44780.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_CharLCD">Adafruit_CircuitPython_CharLCD</a>.
 */
public final class Character_LCD_I2C extends Character_LCD_Mono {
    /** The jumpers A0, A1 and A2 select 0x20 to 0x27. */
    public static final int DEFAULT_ADDRESS = 0x20;

    private static final int UNUSED = 1;
    private static final int BACKLIGHT = 7;

    /** At address 0x20, with a backlight that is on with a high level. */
    public Character_LCD_I2C(I2C i2c, int columns, int lines) {
        this(i2c, columns, lines, DEFAULT_ADDRESS, false);
    }

    /**
     * Clears the display, and switches it and its backlight on.
     *
     * @param columns 1 to 40; 1 to 20 with more than 2 lines
     * @param lines 1 to 4
     * @param backlightInverted true if a low level switches the backlight on
     * @throws blinka4j.DeviceNotFoundException if nothing answers at {@code address}, or another chip does
     */
    public Character_LCD_I2C(I2C i2c, int columns, int lines, int address, boolean backlightInverted) {
        this(
                new Size(columns, lines),
                new PortWires(i2c, new MCP23008(i2c, address), UNUSED, 1, 2, 3, 4, 5, 6),
                backlightInverted);
    }

    private Character_LCD_I2C(Size size, PortWires wires, boolean inverted) {
        super(size, wires, high -> wires.level(BACKLIGHT, high), inverted);
    }
}
