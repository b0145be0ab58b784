// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.characterlcd.Character_LCD.TextDirection;
import blinka4j.drivers.characterlcd.Character_LCD_RGB_I2C;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimCharacterLCD;
import blinka4j.sim.chips.SimLCDBackpack;
import blinka4j.sim.chips.SimMCP230xx;

/**
 * Shows messages in several colors on Adafruit's RGB LCD Pi plate, and prints them.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_CharLCD/blob/main/examples/charlcd_i2c_rgb_simpletest.py">charlcd_i2c_rgb_simpletest.py</a>.
 *
 * <p>Wiring: put the plate on the Raspberry Pi; its address is 0x20.
 */
public final class CharlcdI2cRgbSimpleTest extends Sample {
    final SimCharacterLCD chip = new SimCharacterLCD(16);
    final SimMCP230xx expander = new SimMCP230xx("MCP23017", 0);

    public CharlcdI2cRgbSimpleTest() {
        super("charlcd-i2c-rgb", "messages on an RGB LCD Pi plate", CharlcdI2cRgbSimpleTest::main, 6);
    }

    public static void main(String[] args) {
        // Modify this if you have a different sized Character LCD
        int lcdColumns = 16;
        int lcdRows = 2;

        // Initialise I2C bus.
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA

        // Initialise the LCD class
        Character_LCD_RGB_I2C lcd = new Character_LCD_RGB_I2C(i2c, lcdColumns, lcdRows);

        lcd.clear();
        // Set LCD color to red
        lcd.color(100, 0, 0);
        sleep(1);
        // Print two line message
        show(lcd, "Hello\nCircuitPython");
        // Wait 5s
        sleep(5);
        // Set LCD color to green
        lcd.color(0, 100, 0);
        sleep(1);
        // Set LCD color to blue
        lcd.color(0, 0, 100);
        sleep(1);
        // Set LCD color to purple
        lcd.color(50, 0, 50);
        sleep(1);
        lcd.clear();
        // Print two line message right to left
        lcd.textDirection(TextDirection.RIGHT_TO_LEFT);
        show(lcd, "Hello\nCircuitPython");
        // Wait 5s
        sleep(5);
        // Return text direction to left to right
        lcd.textDirection(TextDirection.LEFT_TO_RIGHT);
        // Display cursor
        lcd.clear();
        lcd.cursor(true);
        show(lcd, "Cursor! ");
        // Wait 5s
        sleep(5);
        // Display blinking cursor
        lcd.clear();
        lcd.blink(true);
        show(lcd, "Blinky Cursor!");
        // Wait 5s
        sleep(5);
        lcd.blink(false);
        lcd.clear();
        // Create message to scroll
        String scrollMsg = "<-- Scroll";
        show(lcd, scrollMsg);
        // Scroll to the left
        for (int i = 0; i < scrollMsg.length(); i++) {
            sleep(0.5);
            lcd.moveLeft();
        }
        lcd.clear();
        sleep(1);
        show(lcd, "Going to sleep\nCya later!");
        sleep(5);
        // Turn off LCD backlights and clear text
        lcd.color(0, 0, 0);
        lcd.clear();
    }

    private static void show(Character_LCD_RGB_I2C lcd, String message) {
        System.out.println(message.replace('\n', '/'));
        lcd.message(message);
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c()
                .attach(
                        Character_LCD_RGB_I2C.DEFAULT_ADDRESS,
                        new SimLCDBackpack(expander, chip, 15, 13, 12, 11, 10, 9));
    }
}
