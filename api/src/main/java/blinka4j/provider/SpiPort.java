// SPDX-License-Identifier: MIT
package blinka4j.provider;

import org.jspecify.annotations.Nullable;

/** One SPI controller with its chip selects. */
public interface SpiPort extends BusPort {
    /**
     * How to talk to one chip.
     *
     * @param baudrate clock in Hz; the controller uses the nearest lower clock if it cannot make this one
     * @param polarity level of the idle clock, 0 or 1
     * @param phase clock edge at which data is sampled: 0 the first, 1 the second
     * @param bits bits of one word; more than 8 take two bytes of the buffers, more than 16 four, in the host's order
     * @param lsbFirst true to send the lowest bit first
     * @param threeWire true for one data wire for both directions
     * @param chipSelect index of the chip select that the controller drives, or {@link #BY_HAND}
     */
    record Settings(
            int baudrate, int polarity, int phase, int bits, boolean lsbFirst, boolean threeWire, int chipSelect) {
        /** The controller drives no chip select. The program may drive one with a digital output. */
        public static final int BY_HAND = -1;

        public Settings {
            require(baudrate > 0, "baudrate", baudrate, "more than 0 Hz");
            require(polarity == 0 || polarity == 1, "polarity", polarity, "0 or 1");
            require(phase == 0 || phase == 1, "phase", phase, "0 or 1");
            require(bits >= 1 && bits <= 32, "bits", bits, "1 to 32");
            require(chipSelect >= BY_HAND, "chip select", chipSelect, "0 or more, or BY_HAND");
        }

        private static void require(boolean right, String what, int value, String expected) {
            if (!right) {
                throw new IllegalArgumentException(
                        "SPI %s %s is not possible. It must be %s.".formatted(what, value, expected));
            }
        }
    }

    /**
     * Sets the settings of the next transfers. Equal settings cost no system call.
     *
     * @return the actual clock in Hz if the system reports it, otherwise the requested clock
     * @throws blinka4j.NotAvailableException if the controller does not support the settings
     */
    int configure(Settings settings);

    /**
     * Sends {@code length} bytes of {@code out} and receives as many into {@code in}, at the same time. Without {@code out} zeros are
     * sent. Without {@code in} received bytes are dropped. Both may be the same array. {@code SPI} has checked that the slices are within
     * their arrays. The chip stays selected during the whole transfer.
     *
     * @param keepSelected true to keep the controller's chip select active after the transfer, so that the next transfer
     *     continues; a transfer of length 0 with false ends this
     * @throws blinka4j.BusException if the transfer failed
     */
    void transfer(
            byte @Nullable [] out, int outStart, byte @Nullable [] in, int inStart, int length, boolean keepSelected);

    /**
     * Returns the most bytes that one transfer sends without a pause. The system splits a longer one into parts, between which the clock
     * stands still.
     */
    default int longestTransfer() {
        return Integer.MAX_VALUE;
    }
}
