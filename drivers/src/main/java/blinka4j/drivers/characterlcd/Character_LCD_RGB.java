// SPDX-License-Identifier: MIT
package blinka4j.drivers.characterlcd;

import blinka4j.digitalio.DigitalInOut;
import blinka4j.pwmio.DutyCycleOutput;
import java.util.List;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A display of characters with a Hitachi HD44780 and a backlight of any color, on nine pins. A low level switches a color on. Connect RW of
 * the display to ground, or to a pin.
 *
 * <p><a href="https://cdn-shop.adafruit.com/datasheets/HD44780.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_CharLCD">Adafruit_CircuitPython_CharLCD</a>.
 */
public sealed class Character_LCD_RGB extends Character_LCD permits Character_LCD_RGB_I2C {
    private static final List<String> NAMES = List.of("red", "green", "blue");
    private static final int ALWAYS_HIGH = 0xFFFF;

    private final DoubleConsumer[] lights;
    private double[] color = {};

    /**
     * With colors that can be dimmed.
     *
     * @param red a {@link blinka4j.pwmio.PWMOut}, or an output of a chip
     * @param readWrite RW of the display; null if it is connected to ground
     * @throws IllegalArgumentException for a size that is not possible, or if a pin is passed twice
     */
    public Character_LCD_RGB(
            DigitalInOut resetDio,
            DigitalInOut enableDio,
            DigitalInOut d4Dio,
            DigitalInOut d5Dio,
            DigitalInOut d6Dio,
            DigitalInOut d7Dio,
            int columns,
            int lines,
            DutyCycleOutput red,
            DutyCycleOutput green,
            DutyCycleOutput blue,
            @Nullable DigitalInOut readWrite) {
        this(
                new Size(columns, lines),
                new PinWires(readWrite, resetDio, enableDio, d4Dio, d5Dio, d6Dio, d7Dio),
                dimmed(red),
                dimmed(green),
                dimmed(blue));
    }

    /**
     * With colors that are on or off. Makes the pins outputs, clears the display, and switches it on, with a white backlight. The caller
     * closes the pins.
     *
     * @param resetDio RS of the display
     * @param columns 1 to 40; 1 to 20 with more than 2 lines
     * @param lines 1 to 4
     * @param readWrite RW of the display; null if it is connected to ground
     * @throws IllegalArgumentException for another size, or if a pin is passed twice
     */
    public Character_LCD_RGB(
            DigitalInOut resetDio,
            DigitalInOut enableDio,
            DigitalInOut d4Dio,
            DigitalInOut d5Dio,
            DigitalInOut d6Dio,
            DigitalInOut d7Dio,
            int columns,
            int lines,
            DigitalInOut red,
            DigitalInOut green,
            DigitalInOut blue,
            @Nullable DigitalInOut readWrite) {
        this(
                new Size(columns, lines),
                new PinWires(readWrite, resetDio, enableDio, d4Dio, d5Dio, d6Dio, d7Dio),
                switched(red),
                switched(green),
                switched(blue));
    }

    Character_LCD_RGB(Size size, Wires wires, DoubleConsumer... lights) {
        super(size, wires);
        this.lights = lights;
        color(100, 100, 100);
    }

    private static DoubleConsumer dimmed(DutyCycleOutput pin) {
        return percent -> pin.dutyCycle((int) Math.round(ALWAYS_HIGH * (1 - percent / 100)));
    }

    private static DoubleConsumer switched(DigitalInOut pin) {
        return percent -> pin.switchToOutput(percent == 0);
    }

    /** Red, green and blue of the backlight in %; white at first. */
    public synchronized double[] color() {
        return color.clone();
    }

    /** @param color 0xRRGGBB */
    public void color(int color) {
        if (color < 0 || color > 0xFFFFFF) {
            throw new IllegalArgumentException("color 0x%x: expected 0 to 0xffffff".formatted(color));
        }
        color((color >> 16) * 100 / 255.0, (color >> 8 & 0xFF) * 100 / 255.0, (color & 0xFF) * 100 / 255.0);
    }

    /** Sets the color, each part in %, 0 to 100. If the pins cannot dim, each part that is not 0 is on. */
    public synchronized void color(double red, double green, double blue) {
        double[] to = {red, green, blue};
        for (int i = 0; i < to.length; i++) {
            if (!(to[i] >= 0 && to[i] <= 100)) {
                throw new IllegalArgumentException(
                        "%s of the color is %s %%: expected 0 to 100 %%".formatted(NAMES.get(i), to[i]));
            }
        }
        for (int i = 0; i < to.length; i++) {
            lights[i].accept(to[i]);
        }
        color = to;
    }
}
