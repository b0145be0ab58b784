// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import java.util.function.BooleanSupplier;

/**
 * Sino Wealth SH1106: an OLED display with up to 132 × 64 pixels, in the middle of the memory; I2C, address 0x3C or 0x3D, or SPI with
 * the pin A0. Data sheet: SH1106 V2.3. Reading the memory is not simulated.
 */
public final class SimSH1106 extends Oled {
    private static final int COLUMNS = 132;

    private final boolean externalVcc;

    /** On I2C, with a display of this size, whose supply is the chip's charge pump. */
    public SimSH1106(int width, int height) {
        this(width, height, false, () -> false);
    }

    /**
     * @param externalVcc true if the display has another supply
     * @param dc the level of the pin A0 on SPI: high for data
     */
    public SimSH1106(int width, int height, boolean externalVcc, BooleanSupplier dc) {
        super(COLUMNS, width, height, dc);
        this.externalVcc = externalVcc;
    }

    /** The charge pump is on. */
    @Override
    public synchronized void reset() {
        super.reset();
        supplied = true;
    }

    @Override
    int arguments(int of) {
        return switch (of) {
            case 0x81, 0xA8, 0xAD, 0xD3, 0xD5, 0xD9, 0xDA, 0xDB -> 1;
            default -> 0;
        };
    }

    @Override
    void run(int what) {
        super.run(what);
        switch (what >> 4) {
            case 0x0 -> column = (column & 0xF0) | what;
            case 0x1 -> column = (what & 15) << 4 | (column & 15);
            case 0xB -> page = what & 7;
            default -> {
                // While the display is on, the pump stays as it is.
                if (what == 0xAD && !isOn) {
                    supplied = externalVcc || (arguments[0] & 1) != 0;
                }
            }
        }
    }

    /** After the last column, nothing more is stored. The page never changes. */
    @Override
    void store(int value) {
        if (column < COLUMNS) {
            put(value);
            column++;
        }
    }
}
