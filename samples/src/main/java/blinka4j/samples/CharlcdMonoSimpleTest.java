// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.drivers.characterlcd.Character_LCD.TextDirection;
import blinka4j.drivers.characterlcd.Character_LCD_Mono;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimCharacterLCD;
import java.util.List;

/**
 * Shows messages on a display of 16x2 characters, and prints them.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_CharLCD/blob/main/examples/charlcd_mono_simpletest.py">charlcd_mono_simpletest.py</a>.
 *
 * <p>Wiring: a display with an HD44780: VSS and RW to ground, VDD to 5 V, VO to a potentiometer, RS to D26, E to D19, D4 to D25, D5 to
 * D24, D6 to D22, D7 to D27; the backlight to 5 V, and through a transistor with its base at D4 to ground.
 */
public final class CharlcdMonoSimpleTest extends Sample {
    final SimCharacterLCD chip = new SimCharacterLCD(16);

    public CharlcdMonoSimpleTest() {
        super("charlcd-mono", "messages on a 16x2 display", CharlcdMonoSimpleTest::main, 6);
    }

    public static void main(String[] args) {
        // Modify this if you have a different sized character LCD
        int lcdColumns = 16;
        int lcdRows = 2;

        try (DigitalInOut lcdRs = new DigitalInOut(Board.D26);
                DigitalInOut lcdEn = new DigitalInOut(Board.D19);
                DigitalInOut lcdD7 = new DigitalInOut(Board.D27);
                DigitalInOut lcdD6 = new DigitalInOut(Board.D22);
                DigitalInOut lcdD5 = new DigitalInOut(Board.D24);
                DigitalInOut lcdD4 = new DigitalInOut(Board.D25);
                DigitalInOut lcdBacklight = new DigitalInOut(Board.D4)) {
            Character_LCD_Mono lcd = new Character_LCD_Mono(
                    lcdRs, lcdEn, lcdD4, lcdD5, lcdD6, lcdD7, lcdColumns, lcdRows, lcdBacklight, false);

            // Turn backlight on
            lcd.backlight(true);
            // Print a two line message
            show(lcd, "Hello\nCircuitPython");
            // Wait 5s
            sleep(5);
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
            // Scroll message to the left
            for (int i = 0; i < scrollMsg.length(); i++) {
                sleep(0.5);
                lcd.moveLeft();
            }
            lcd.clear();
            show(lcd, "Going to sleep\nCya later!");
            sleep(3);
            // Turn backlight off
            lcd.backlight(false);
            sleep(2);
        }
    }

    private static void show(Character_LCD_Mono lcd, String message) {
        System.out.println(message.replace('\n', '/'));
        lcd.message(message);
    }

    @Override
    public void attachTo(SimBoard board) {
        chip.attachTo(board, List.of("D26", "D19", "D25", "D24", "D22", "D27"));
        attachLed(board, "D4");
    }
}
