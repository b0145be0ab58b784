// SPDX-License-Identifier: MIT
package blinka4j.drivers.characterlcd;

import blinka4j.digitalio.DigitalInOut;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A display of characters with a Hitachi HD44780 and a backlight of one color, on six pins. Connect its RW to ground: otherwise a display
 * with 5 V could drive the pins.
 *
 * <p><a href="https://cdn-shop.adafruit.com/datasheets/HD44780.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_CharLCD">Adafruit_CircuitPython_CharLCD</a>.
 */
public sealed class Character_LCD_Mono extends Character_LCD permits Character_LCD_I2C {
    private final @Nullable Consumer<Boolean> light;
    private final boolean inverted;
    private boolean backlight;

    /** Without a pin for the backlight. */
    public Character_LCD_Mono(
            DigitalInOut resetDio,
            DigitalInOut enableDio,
            DigitalInOut d4Dio,
            DigitalInOut d5Dio,
            DigitalInOut d6Dio,
            DigitalInOut d7Dio,
            int columns,
            int lines) {
        this(resetDio, enableDio, d4Dio, d5Dio, d6Dio, d7Dio, columns, lines, null, false);
    }

    /**
     * Makes the pins outputs, clears the display, and switches it and its backlight on. The caller closes the pins.
     *
     * @param resetDio RS of the display
     * @param columns 1 to 40; 1 to 20 with more than 2 lines
     * @param lines 1 to 4
     * @param backlightPin null for none
     * @param backlightInverted true if a low level switches the backlight on
     * @throws IllegalArgumentException for another size, or if a pin is passed twice
     */
    public Character_LCD_Mono(
            DigitalInOut resetDio,
            DigitalInOut enableDio,
            DigitalInOut d4Dio,
            DigitalInOut d5Dio,
            DigitalInOut d6Dio,
            DigitalInOut d7Dio,
            int columns,
            int lines,
            @Nullable DigitalInOut backlightPin,
            boolean backlightInverted) {
        this(
                new Size(columns, lines),
                new PinWires(null, resetDio, enableDio, d4Dio, d5Dio, d6Dio, d7Dio),
                backlightPin == null ? null : backlightPin::switchToOutput,
                backlightInverted);
    }

    Character_LCD_Mono(Size size, Wires wires, @Nullable Consumer<Boolean> light, boolean inverted) {
        super(size, wires);
        this.light = light;
        this.inverted = inverted;
        if (light != null) {
            backlight(true);
        }
    }

    /** True if the backlight is on; false if the display has no pin for it. */
    public synchronized boolean backlight() {
        return backlight;
    }

    /** @throws IllegalStateException if the display has no pin for it */
    public synchronized void backlight(boolean enable) {
        if (light == null) {
            throw new IllegalStateException("%s has no pin for its backlight. Pass backlightPin.".formatted(this));
        }
        light.accept(enable ^ inverted);
        backlight = enable;
    }
}
