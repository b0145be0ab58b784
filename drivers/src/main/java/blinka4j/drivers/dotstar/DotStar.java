// SPDX-License-Identifier: MIT
package blinka4j.drivers.dotstar;

import blinka4j.busio.BusHold;
import blinka4j.busio.SPI;
import blinka4j.busio.SPIChip;
import blinka4j.microcontroller.Pin;
import blinka4j.pixelbuf.PixelBuf;

/**
 * A strip of DotStars: APA102, SK9822 and others, on the clock and MOSI of an SPI bus. Colors and indexes are those of {@link
 * PixelBuf}; the fourth part of a color is the brightness of the pixel, in 32 steps. A strip of SK9822 shows a change with the next
 * frame: call {@code show()} twice.
 *
 * <p><a href="https://cdn-shop.adafruit.com/datasheets/APA102.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_DotStar">Adafruit_CircuitPython_DotStar</a>.
 */
public final class DotStar extends PixelBuf implements AutoCloseable {
    public static final String RBG = "PRBG";
    public static final String RGB = "PRGB";
    public static final String GRB = "PGRB";
    public static final String GBR = "PGBR";
    public static final String BRG = "PBRG";
    public static final String BGR = "PBGR";

    /** Zero bytes that begin a frame. */
    public static final int START_HEADER_SIZE = 4;

    private static final int BAUDRATE = 4_000_000;

    private final SPI spi;
    private final boolean closesBus;
    private final SPIChip chip;
    private final BusHold selection;

    /** Pixels in the order {@link #BGR}, at 4 MHz. Each change is shown at once. */
    public DotStar(Pin clock, Pin data, int n) {
        this(clock, data, n, 1, true, BGR, BAUDRATE);
    }

    /**
     * @param clock the clock pin of an SPI bus
     * @param data the MOSI pin of that bus
     * @param n number of pixels
     * @param brightness 0 to 1, beside the brightness that each pixel has
     * @param autoWrite true to show each change at once, false to show changes with {@code show()}
     * @param pixelOrder {@link #BGR} or another order
     * @param baudrate clock in Hz; the controller uses the nearest one that is not higher
     * @throws blinka4j.PinException if the board has no SPI bus on these pins, or they are in use
     * @throws blinka4j.NotAvailableException if the bus is not switched on; the message says what to do
     */
    public DotStar(Pin clock, Pin data, int n, double brightness, boolean autoWrite, String pixelOrder, int baudrate) {
        super(n, checked(pixelOrder, baudrate), brightness, autoWrite, new byte[START_HEADER_SIZE], trailer(n));
        spi = new SPI(clock, data);
        closesBus = true;
        chip = spi.chip(baudrate, 0, 0);
        selection = chip::deselect;
    }

    /** On a bus that is open: pixels in the order {@link #BGR}, at 4 MHz. Each change is shown at once. */
    public DotStar(SPI spi, int n) {
        this(spi, n, 1, true, BGR, BAUDRATE);
    }

    /** On a bus that is open. With other devices on the bus, the strip would show their data for a moment. */
    public DotStar(SPI spi, int n, double brightness, boolean autoWrite, String pixelOrder, int baudrate) {
        super(n, checked(pixelOrder, baudrate), brightness, autoWrite, new byte[START_HEADER_SIZE], trailer(n));
        this.spi = spi;
        closesBus = false;
        chip = spi.chip(baudrate, 0, 0);
        selection = chip::deselect;
    }

    private static String checked(String pixelOrder, int baudrate) {
        if (!parseByteorder(pixelOrder).dotstarMode()) {
            throw new IllegalArgumentException(
                    "'%s' is not an order of a DotStar. It must begin with P, such as PBGR.".formatted(pixelOrder));
        }
        if (baudrate <= 0) {
            throw new IllegalArgumentException(
                    "a DotStar cannot have a clock of %s Hz. It must be more than 0.".formatted(baudrate));
        }
        return pixelOrder;
    }

    /** Each pixel delays the data by half a clock. Zeros light up no pixels beyond the strip. */
    private static byte[] trailer(int n) {
        return new byte[Math.max(0, n / 16 + (n % 16 == 0 ? 0 : 1))];
    }

    /** Returns the number of pixels. */
    public int n() {
        return length();
    }

    @Override
    protected void transmit(byte[] buffer) {
        chip.select();
        try (selection) {
            spi.write(buffer);
        }
    }

    /** Switches all pixels off, and frees the pins. Closing again does nothing. */
    @Override
    public void close() {
        if (!spi.isClosed()) {
            autoWrite(false);
            fill(0);
            try {
                show();
            } finally {
                if (closesBus) {
                    spi.close();
                }
            }
        }
    }
}
