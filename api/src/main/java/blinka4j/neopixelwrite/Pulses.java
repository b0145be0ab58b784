// SPDX-License-Identifier: MIT
package blinka4j.neopixelwrite;

import blinka4j.NotAvailableException;

/**
 * The bits of an SPI bus that make one bit of a pixel: first ones, then zeros.
 *
 * @param zero for a 0, in the lowest {@code length} bits
 * @param one for a 1
 * @param length how many bits
 */
record Pulses(long zero, long one, int length) {
    // The data sheet of the WS2812B, in ns: T0H, T1H, TH + TL, and the least TL.
    private static final int HIGH_OF_ZERO = 400;
    private static final int HIGH_OF_ONE = 800;
    private static final int HIGH_TOLERANCE = 150;
    private static final int PERIOD = 1250;
    private static final int PERIOD_TOLERANCE = 600;
    private static final int LEAST_LOW = 300;

    private static final long NANOS = 1_000_000_000;

    /**
     * The pulses that are nearest to those of the data sheet.
     *
     * @param frequency of the SPI clock in Hz
     * @throws NotAvailableException if the nearest are out of tolerance
     */
    static Pulses at(int frequency, Object bus) {
        int high0 = bits(HIGH_OF_ZERO, frequency);
        int high1 = bits(HIGH_OF_ONE, frequency);
        int low1 = (int) ((LEAST_LOW * (long) frequency + NANOS - 1) / NANOS);
        int length = Math.max(bits(PERIOD, frequency), high1 + low1);
        require(high0, HIGH_OF_ZERO, HIGH_TOLERANCE, frequency, bus);
        require(high1, HIGH_OF_ONE, HIGH_TOLERANCE, frequency, bus);
        require(length, PERIOD, PERIOD_TOLERANCE, frequency, bus);
        if (length > Long.SIZE) {
            throw new NotAvailableException(
                    "%s has a clock of %s Hz, too fast for a strip of NeoPixels. Choose a clock of 2,400,000 Hz."
                            .formatted(bus, frequency));
        }
        return new Pulses(pulse(high0, length), pulse(high1, length), length);
    }

    private static int bits(int nanos, int frequency) {
        return (int) ((nanos * (long) frequency + NANOS / 2) / NANOS);
    }

    private static void require(int bits, int nanos, int tolerance, int frequency, Object bus) {
        if (Math.abs(bits * NANOS - nanos * (long) frequency) > tolerance * (long) frequency) {
            throw new NotAvailableException(
                    "%s has a clock of %s Hz, of which no number of bits takes %s ns. A NeoPixel allows %s ns more or less. Choose another clock, such as 2,400,000 Hz; if the bus does not reach it, choose another bus."
                            .formatted(bus, frequency, nanos, tolerance));
        }
    }

    private static long pulse(int high, int length) {
        return ((1L << high) - 1) << (length - high);
    }

    /** The bytes to send for each byte of a pixel, its highest bit first. A byte takes {@code length} bytes. */
    byte[] table() {
        byte[] table = new byte[256 * length];
        for (int bit = 0; bit < table.length * 8; bit++) {
            int value = bit / length / 8;
            boolean isOne = (value >> (7 - (bit / length) % 8) & 1) != 0;
            long pulse = isOne ? one : zero;
            if ((pulse >> (length - 1 - bit % length) & 1) != 0) {
                table[bit / 8] |= (byte) (0x80 >> (bit % 8));
            }
        }
        return table;
    }
}
