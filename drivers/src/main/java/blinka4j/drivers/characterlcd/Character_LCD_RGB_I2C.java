// SPDX-License-Identifier: MIT
package blinka4j.drivers.characterlcd;

import blinka4j.busio.I2C;
import blinka4j.drivers.mcp230xx.MCP23017;
import java.util.function.DoubleConsumer;

/**
 * Adafruit's RGB LCD shield and RGB LCD Pi plate: a display of characters with a Hitachi HD44780, a backlight of eight colors, and five
 * buttons, on an MCP23017.
 *
 * <p><a href="https://cdn-shop.adafruit.com/datasheets/HD44780.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_CharLCD">Adafruit_CircuitPython_CharLCD</a>.
 */
public final class Character_LCD_RGB_I2C extends Character_LCD_RGB {
    public static final int DEFAULT_ADDRESS = 0x20;

    private static final int SELECT = 0;
    private static final int RIGHT = 1;
    private static final int DOWN = 2;
    private static final int UP = 3;
    private static final int LEFT = 4;
    /** The buttons, and pin 5, which is not connected. Pin 14 is RW. */
    private static final int INPUTS = 0x3F;

    private final MCP23017 mcp;

    /** At address 0x20. */
    public Character_LCD_RGB_I2C(I2C i2c, int columns, int lines) {
        this(i2c, columns, lines, DEFAULT_ADDRESS);
    }

    /**
     * Clears the display, and switches it on, with a white backlight.
     *
     * @param columns 1 to 40; 1 to 20 with more than 2 lines
     * @param lines 1 to 4
     * @throws blinka4j.DeviceNotFoundException if nothing answers at {@code address}, or another chip does
     */
    public Character_LCD_RGB_I2C(I2C i2c, int columns, int lines, int address) {
        this(new Size(columns, lines), i2c, new MCP23017(i2c, address));
    }

    private Character_LCD_RGB_I2C(Size size, I2C i2c, MCP23017 mcp) {
        this(size, mcp, new PortWires(i2c, mcp, INPUTS, 15, 13, 12, 11, 10, 9));
    }

    private Character_LCD_RGB_I2C(Size size, MCP23017 mcp, PortWires wires) {
        super(size, wires, light(wires, 6), light(wires, 7), light(wires, 8));
        this.mcp = mcp;
    }

    private static DoubleConsumer light(PortWires wires, int pin) {
        return percent -> wires.level(pin, percent == 0);
    }

    /** True if the button is pressed. */
    public boolean leftButton() {
        return isPressed(LEFT);
    }

    /** True if the button is pressed. */
    public boolean upButton() {
        return isPressed(UP);
    }

    /** True if the button is pressed. */
    public boolean downButton() {
        return isPressed(DOWN);
    }

    /** True if the button is pressed. */
    public boolean rightButton() {
        return isPressed(RIGHT);
    }

    /** True if the button is pressed. */
    public boolean selectButton() {
        return isPressed(SELECT);
    }

    private boolean isPressed(int pin) {
        return (mcp.gpioa() >> pin & 1) == 0;
    }
}
