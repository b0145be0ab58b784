// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import java.util.function.BooleanSupplier;

/**
 * Solomon Systech SSD1306: an OLED display with up to 128 × 64 pixels; I2C, address 0x3C or 0x3D, or SPI with the pin D/C. Data sheet:
 * SSD1306 Rev. 1.5, sections 8.1.5, 9 and 10. Scrolling, fading and zooming are not simulated.
 */
public final class SimSSD1306 extends Oled {
    private static final int PAGE = 2;
    private static final int VERTICAL = 1;

    private final boolean externalVcc;
    private int mode;
    private int firstColumn;
    private int lastColumn;
    private int firstPage;
    private int lastPage;

    /** On I2C, with a display of this size, whose supply is the chip's charge pump. */
    public SimSSD1306(int width, int height) {
        this(width, height, false, () -> false);
    }

    /**
     * @param externalVcc true if the display has another supply
     * @param dc the level of the pin D/C on SPI: high for data
     */
    public SimSSD1306(int width, int height, boolean externalVcc, BooleanSupplier dc) {
        super(128, width, height, dc);
        this.externalVcc = externalVcc;
    }

    @Override
    public synchronized void reset() {
        super.reset();
        supplied = externalVcc;
        mode = PAGE;
        firstColumn = 0;
        lastColumn = 127;
        firstPage = 0;
        lastPage = 7;
    }

    @Override
    int arguments(int of) {
        return switch (of) {
            case 0x20, 0x81, 0x8D, 0xA8, 0xAD, 0xD3, 0xD5, 0xD9, 0xDA, 0xDB -> 1;
            case 0x21, 0x22, 0xA3 -> 2;
            case 0x29, 0x2A -> 5;
            case 0x26, 0x27 -> 6;
            default -> 0;
        };
    }

    @Override
    void run(int what) {
        super.run(what);
        switch (what) {
            case 0x20 -> mode = arguments[0] & 3;
            case 0x21 -> {
                column = firstColumn = arguments[0] & 127;
                lastColumn = arguments[1] & 127;
            }
            case 0x22 -> {
                page = firstPage = arguments[0] & 7;
                lastPage = arguments[1] & 7;
            }
            case 0x8D -> supplied = externalVcc || (arguments[0] & 4) != 0;
            default -> {
                if (mode == PAGE) {
                    inPageMode(what);
                }
            }
        }
    }

    private void inPageMode(int what) {
        switch (what >> 4) {
            case 0x0 -> column = (column & 0x70) | what;
            case 0x1 -> column = (what & 7) << 4 | (column & 15);
            case 0xB -> page = what & 7;
            default -> {}
        }
    }

    @Override
    void store(int value) {
        put(value);
        boolean lastOfPage = column == lastColumn;
        boolean lastOfColumn = page == lastPage;
        if (mode != VERTICAL || lastOfColumn) {
            column = lastOfPage ? firstColumn : (column + 1) % 128;
        }
        if (mode != PAGE && (mode == VERTICAL || lastOfPage)) {
            page = lastOfColumn ? firstPage : (page + 1) % 8;
        }
    }
}
