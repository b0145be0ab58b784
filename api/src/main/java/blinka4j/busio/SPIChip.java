// SPDX-License-Identifier: MIT
package blinka4j.busio;

import blinka4j.provider.SpiPort.Settings;
import java.time.Duration;

/**
 * One chip on an SPI bus: the settings for it, and its chip select if the controller drives that. Programs use {@code
 * SPIDevice}, which is built on this.
 */
public final class SPIChip {
    private final SPI spi;
    private final Settings settings;

    SPIChip(SPI spi, Settings settings) {
        this.spi = spi;
        this.settings = settings;
    }

    /**
     * Takes the bus, configures it, and selects the chip for all transfers until {@link #deselect}.
     *
     * @throws IllegalStateException if this thread already has a chip of this bus selected
     */
    public void select() {
        spi.select(settings);
    }

    /**
     * Deselects the chip and gives the bus back. Does nothing if no chip is selected.
     *
     * @throws IllegalStateException if another thread holds the bus
     */
    public void deselect() {
        spi.deselect();
    }

    /** Sends {@code out[outStart:outEnd]}, then reads {@code in[inStart:inEnd]}, with the chip selected throughout. */
    public void writeThenReadInto(byte[] out, int outStart, int outEnd, byte[] in, int inStart, int inEnd) {
        spi.writeThenReadInto(out, outStart, outEnd, in, inStart, inEnd);
    }

    /** Returns the most bytes that are sent without a pause, for chips that take a pause for an end. */
    public int longestTransfer() {
        return spi.longestTransfer();
    }

    /** Waits; on a simulated bus, only simulated time passes. */
    public void sleep(Duration time) {
        spi.sleep(time);
    }

    @Override
    public String toString() {
        return settings.chipSelect() == Settings.BY_HAND
                ? spi.toString()
                : "chip select %s of %s".formatted(settings.chipSelect(), spi);
    }
}
