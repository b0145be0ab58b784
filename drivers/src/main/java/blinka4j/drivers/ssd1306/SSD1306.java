// SPDX-License-Identifier: MIT
package blinka4j.drivers.ssd1306;

import blinka4j.busdevice.DisplayBus;
import blinka4j.busio.BusHold;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.framebuf.FrameBuffer;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An OLED display of 8 to 128 × 16 to 64 pixels: draw, then {@link #show()}. {@link SSD1306_I2C} and {@link SSD1306_SPI} are the two
 * kinds. The chip's settings cannot be read.
 */
public abstract sealed class SSD1306 extends FrameBuffer permits SSD1306_I2C, SSD1306_SPI {
    private static final int COLUMNS = 128;

    private final boolean externalVcc;
    private final boolean pageAddressing;
    private final @Nullable DigitalInOut reset;
    private final DisplayBus bus;
    private final byte[] place = new byte[3];
    private volatile boolean power;

    SSD1306(
            int width,
            int height,
            boolean externalVcc,
            @Nullable DigitalInOut reset,
            boolean pageAddressing,
            Supplier<DisplayBus> open) {
        super(new byte[bytes(width, height)], width, height);
        this.externalVcc = externalVcc;
        this.reset = reset;
        this.pageAddressing = pageAddressing;
        bus = open.get();
        if (reset != null) {
            reset.switchToOutput(false);
            reset(reset);
        }
        writeCmd(0xAF);
        initDisplay();
    }

    private static int bytes(int width, int height) {
        if (width < 8 || width > COLUMNS || height < 16 || height > 64 || height % 8 != 0) {
            throw new IllegalArgumentException(
                    "an SSD1306 has no %s x %s pixels: expected a width of 8 to 128, and a height of 16, 24, 32, 40, 48, 56 or 64"
                            .formatted(width, height));
        }
        return width * height / 8;
    }

    /** True if the display is on, as was set last without an error. */
    public boolean power() {
        return power;
    }

    /** Sets all of the chip's settings to those of the constructor, switches the display on, and clears it. */
    public void initDisplay() {
        configure();
        fill(0);
        show();
    }

    private void configure() {
        int[] commands = {
            0xAE, // off
            0x20, // horizontal or page addressing
            pageAddressing ? 2 : 0,
            0x40, // start line 0
            0xA1, // column 127 is SEG0
            0xA8,
            height() - 1,
            0xC8, // the last COM is the upper row
            0xD3, // no offset
            0,
            0xDA, // COM pins
            width() > 2 * height() ? 0x02 : 0x12,
            0xD5, // clock
            0x80,
            0xD9, // pre-charge
            externalVcc ? 0x22 : 0xF1,
            0xDB, // VCOMH 0.83 × VCC
            0x30,
            0x81, // contrast
            0xFF,
            0xA4, // the memory is shown
            0xA6, // not inverted
            0xAD, // current reference inside
            0x30,
            0x8D, // charge pump
            externalVcc ? 0x10 : 0x14,
            0xAF // on
        };
        BusHold hold = bus.lock();
        try (hold) {
            for (int command : commands) {
                writeCmd(command);
            }
            power = true;
        }
    }

    /** Switches the display on. With a reset pin, it is reset first, and has the settings of the constructor again. */
    public void poweron() {
        if (reset != null) {
            reset(reset);
            configure();
        } else {
            writeCmd(0xAF);
            power = true;
        }
    }

    private void reset(DigitalInOut pin) {
        pin.value(true);
        bus.sleep(Duration.ofMillis(1));
        pin.value(false);
        bus.sleep(Duration.ofMillis(10));
        pin.value(true);
        bus.sleep(Duration.ofMillis(10));
    }

    /** Switches the display off. The chip keeps the picture. */
    public void poweroff() {
        writeCmd(0xAE);
        power = false;
    }

    /** @param contrast 0 to 255; 255 at first */
    public void contrast(int contrast) {
        if (contrast < 0 || contrast > 255) {
            throw new IllegalArgumentException("contrast cannot be %s: expected 0 to 255".formatted(contrast));
        }
        BusHold hold = bus.lock();
        try (hold) {
            writeCmd(0x81);
            writeCmd(contrast);
        }
    }

    /** Makes dark pixels lit and lit ones dark, or ends this. */
    public void invert(boolean invert) {
        writeCmd(invert ? 0xA7 : 0xA6);
    }

    /**
     * Turns the display by 180°, or back: call {@link #show()} then. {@link #rotation(int)} turns what is drawn instead.
     *
     * @param rotate true as at first
     */
    public void rotate(boolean rotate) {
        BusHold hold = bus.lock();
        try (hold) {
            writeCmd(rotate ? 0xC8 : 0xC0);
            writeCmd(rotate ? 0xA1 : 0xA0);
        }
    }

    /** Shows what was drawn. Allocates nothing. */
    public void show() {
        BusHold hold = bus.lock();
        try (hold) {
            if (!pageAddressing) {
                writeCmd(0x21);
                writeCmd(firstColumn());
                writeCmd(firstColumn() + width() - 1);
                writeCmd(0x22);
                writeCmd(0);
                writeCmd(height() / 8 - 1);
            }
            writeFramebuf();
        }
    }

    /** Narrow displays use the columns in the middle. */
    private int firstColumn() {
        return (COLUMNS - width()) / 2;
    }

    /** Sends the pixels to the place where the chip is: a part of {@link #show()}. */
    public void writeFramebuf() {
        BusHold hold = bus.lock();
        try (hold) {
            if (!pageAddressing) {
                bus.pixels(buf(), 0, buf().length);
                return;
            }
            for (int page = 0; page < height() / 8; page++) {
                place[0] = (byte) (0xB0 | page);
                place[1] = (byte) (firstColumn() & 0x0F);
                place[2] = (byte) (0x10 | firstColumn() >> 4);
                bus.commands(place);
                bus.pixels(buf(), page * width(), (page + 1) * width());
            }
        }
    }

    /** Sends a command, or an argument of one, 0 to 255. */
    public void writeCmd(int cmd) {
        bus.command(cmd);
    }

    @Override
    public String toString() {
        return "SSD1306 at %s".formatted(bus);
    }
}
