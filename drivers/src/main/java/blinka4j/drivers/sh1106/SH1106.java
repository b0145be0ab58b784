// SPDX-License-Identifier: MIT
package blinka4j.drivers.sh1106;

import blinka4j.busdevice.DisplayBus;
import blinka4j.busio.BusHold;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.framebuf.FrameBuffer;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An OLED display of 8 to 132 × 16 to 64 pixels: draw, then {@link #show()}. {@link SH1106_I2C} and {@link SH1106_SPI} are the two
 * kinds. The chip's settings cannot be read.
 */
public abstract sealed class SH1106 extends FrameBuffer permits SH1106_I2C, SH1106_SPI {
    private static final int COLUMNS = 132;
    private static final int PAGES = 8;

    private final boolean externalVcc;
    private final int columnOffset;
    private final @Nullable DigitalInOut reset;
    private final DisplayBus bus;
    private final byte[] place = new byte[3];
    private volatile boolean awake;

    SH1106(
            int width,
            int height,
            boolean externalVcc,
            @Nullable DigitalInOut reset,
            int columnOffset,
            Supplier<DisplayBus> open) {
        super(new byte[bytes(width, height, columnOffset)], width, height);
        this.externalVcc = externalVcc;
        this.reset = reset;
        this.columnOffset = columnOffset;
        bus = open.get();
        if (reset != null) {
            reset.switchToOutput(true);
        }
        BusHold hold = bus.lock();
        try (hold) {
            configure();
            // After power-on the memory has any value, beside the display too.
            byte[] dark = new byte[COLUMNS];
            for (int page = 0; page < PAGES; page++) {
                write(page, 0, dark, 0, COLUMNS);
            }
            wake();
        }
    }

    private static int bytes(int width, int height, int columnOffset) {
        if (width < 8 || width > COLUMNS || height < 16 || height > 64 || height % 8 != 0) {
            throw new IllegalArgumentException(
                    "an SH1106 has no %s x %s pixels: expected a width of 8 to 132, and a height of 16, 24, 32, 40, 48, 56 or 64"
                            .formatted(width, height));
        }
        if (columnOffset < 0 || columnOffset > COLUMNS - width) {
            throw new IllegalArgumentException("columnOffset cannot be %s for a width of %s pixels: expected 0 to %s"
                    .formatted(columnOffset, width, COLUMNS - width));
        }
        return width * height / 8;
    }

    /** Displays are usually in the middle of the memory. */
    static int middle(int width) {
        return Math.max(0, (COLUMNS - width) / 2);
    }

    /** Resets the chip if there is a pin for it, and sets all but on and off. */
    private void configure() {
        if (reset != null) {
            bus.sleep(Duration.ofMillis(1));
            reset.value(false);
            bus.sleep(Duration.ofMillis(20));
            reset.value(true);
            bus.sleep(Duration.ofMillis(20));
        }
        int[] commands = {
            0xAE, // off
            0xD5, // clock
            0x80,
            0xA8,
            height() - 1,
            0xD3, // no offset
            0,
            0x40, // start line 0
            0xAD, // charge pump, which can be switched while the display is off
            externalVcc ? 0x8A : 0x8B,
            0xA1, // the last column is SEG0
            0xC8, // the last COM is the upper row
            0xDA, // COM pins
            width() > 2 * height() ? 0x02 : 0x12,
            0x81, // contrast
            0xFF,
            0xD9, // pre-charge
            0x1F,
            0xDB, // VCOM 0.77 × VREF
            0x40,
            0x33, // 9 V
            0xA6, // not inverted
            0xA4 // the memory is shown
        };
        for (int command : commands) {
            bus.command(command);
        }
    }

    /** True if the display is on, as was set last without an error. */
    public boolean isAwake() {
        return awake;
    }

    /** Switches the display off. The chip keeps the picture. */
    public void sleep() {
        bus.command(0xAE);
        awake = false;
    }

    /** Switches the display on. */
    public void wake() {
        bus.command(0xAF);
        awake = true;
    }

    /** The same as {@link #isAwake()}. */
    public boolean power() {
        return awake;
    }

    /** The same as {@link #sleep()}. */
    public void poweroff() {
        sleep();
    }

    /** Switches the display on. With a reset pin, it is reset first, and has the settings of the constructor again. */
    public void poweron() {
        BusHold hold = bus.lock();
        try (hold) {
            if (reset != null) {
                configure();
            }
            wake();
        }
    }

    /** @param contrast 0 to 255; 255 at first */
    public void contrast(int contrast) {
        if (contrast < 0 || contrast > 255) {
            throw new IllegalArgumentException("contrast cannot be %s: expected 0 to 255".formatted(contrast));
        }
        BusHold hold = bus.lock();
        try (hold) {
            bus.command(0x81);
            bus.command(contrast);
        }
    }

    /** Makes dark pixels lit and lit ones dark, or ends this. */
    public void invert(boolean invert) {
        bus.command(invert ? 0xA7 : 0xA6);
    }

    /**
     * Turns the display by 180°, or back: call {@link #show()} then. {@link #rotation(int)} turns what is drawn instead.
     *
     * @param rotate true as at first
     */
    public void rotate(boolean rotate) {
        BusHold hold = bus.lock();
        try (hold) {
            bus.command(rotate ? 0xC8 : 0xC0);
            bus.command(rotate ? 0xA1 : 0xA0);
        }
    }

    /** Shows what was drawn. Allocates nothing. */
    public void show() {
        BusHold hold = bus.lock();
        try (hold) {
            for (int page = 0; page < height() / 8; page++) {
                write(page, columnOffset, buf(), page * width(), (page + 1) * width());
            }
        }
    }

    private void write(int page, int column, byte[] pixels, int start, int end) {
        place[0] = (byte) (0xB0 | page);
        place[1] = (byte) (column & 0x0F);
        place[2] = (byte) (0x10 | column >> 4);
        bus.commands(place);
        bus.pixels(pixels, start, end);
    }

    @Override
    public String toString() {
        return "SH1106 at %s".formatted(bus);
    }
}
