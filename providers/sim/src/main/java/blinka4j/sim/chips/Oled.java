// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import java.util.Arrays;
import java.util.function.BooleanSupplier;

/**
 * What SSD1306 and SH1106 have in common: the memory, and the way from it to the display. This is wired as on breakout boards: upright
 * with the segments and the COM lines reversed.
 */
abstract class Oled extends DisplayCommands {
    int page;
    int column;
    boolean isOn;
    /** True if the display has a supply: the chip's charge pump, or another one. */
    boolean supplied;
    /** Pages of 8 rows, by segment. */
    private final int[][] memory;

    private final int width;
    private final int height;
    private int contrast;
    private int rows;
    private int start;
    private int offset;
    private boolean sequential;
    private boolean reversed;
    private boolean upsideDown;
    private boolean allOn;
    private boolean inverted;

    Oled(int columns, int width, int height, BooleanSupplier dc) {
        super(dc);
        this.width = width;
        this.height = height;
        memory = new int[8][columns];
        shows(width, height, (x, y) -> isLit(x, y) ? 0xFFFFFF : 0);
    }

    /** The memory has any value then, here half of it ones. */
    @Override
    protected void powerOn() {
        Arrays.stream(memory).forEach(each -> Arrays.fill(each, 0xA5));
        reset();
    }

    /** What a pulse on the reset pin does. The memory stays. */
    @Override
    public synchronized void reset() {
        super.reset();
        page = column = start = offset = 0;
        rows = 64;
        contrast = 0x7F;
        isOn = sequential = reversed = upsideDown = allOn = inverted = false;
    }

    final void put(int value) {
        memory[page][reversed ? memory[page].length - 1 - column : column] = value;
    }

    @Override
    void run(int what) {
        start = what >> 6 == 1 ? what & 63 : start;
        switch (what) {
            case 0x81 -> contrast = arguments[0];
            case 0xA0, 0xA1 -> reversed = what == 0xA1;
            case 0xA4, 0xA5 -> allOn = what == 0xA5;
            case 0xA6, 0xA7 -> inverted = what == 0xA7;
            case 0xA8 -> rows = (arguments[0] & 63) + 1;
            case 0xAE, 0xAF -> isOn = what == 0xAF;
            case 0xC0, 0xC8 -> upsideDown = what == 0xC8;
            case 0xD3 -> offset = arguments[0] & 63;
            case 0xDA -> sequential = (arguments[0] & 0x10) == 0;
            default -> {}
        }
    }

    /** Bit 6 for off. */
    @Override
    int status() {
        return isOn ? 0 : 0x40;
    }

    /** The brightness of a lit pixel, 0 to 255. */
    public synchronized int contrast() {
        return contrast;
    }

    /** True if a pixel is lit. 0, 0 is the upper left one. A low display needs the COM pins in sequence. */
    public synchronized boolean isLit(int x, int y) {
        int com = height - 1 - y;
        int inOrder = upsideDown ? rows - 1 - com : com;
        int row = sequential == width > 2 * height ? inOrder : inOrder % 2 * rows / 2 + inOrder / 2;
        int at = (row + start + offset) & 63;
        int segment = (memory[0].length + width + 1) / 2 - 1 - x;
        boolean bit = (memory[at / 8][segment] >> at % 8 & 1) != 0;
        return isOn && supplied && com < rows && (allOn || inverted != bit);
    }
}
