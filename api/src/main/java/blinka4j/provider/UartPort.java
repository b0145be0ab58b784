// SPDX-License-Identifier: MIT
package blinka4j.provider;

/**
 * One serial port. One thread may read while another writes. {@link #close()} ends both with an {@link
 * IllegalStateException}.
 */
public interface UartPort extends Port {
    /** The parity bit. */
    enum Parity {
        NONE,
        EVEN,
        ODD
    }

    /**
     * @param baudrate bits per second, any number that the hardware can divide its clock to
     * @param bits data bits, 5 to 8
     * @param stop stop bits, 1 or 2
     */
    record Settings(int baudrate, int bits, Parity parity, int stop) {
        /** 9600 baud, 8 data bits, no parity, 1 stop bit. */
        public static final Settings DEFAULT = new Settings(9600, 8, Parity.NONE, 1);

        public Settings {
            require(baudrate > 0, "baudrate", baudrate, "more than 0");
            require(bits >= 5 && bits <= 8, "data bits", bits, "5 to 8");
            require(stop == 1 || stop == 2, "stop bits", stop, "1 or 2");
        }

        private static void require(boolean right, String what, int value, String expected) {
            if (!right) {
                throw new IllegalArgumentException("UART %s %s: expected %s".formatted(what, value, expected));
            }
        }
    }

    /** Changes speed and framing. Bytes that were written before are sent first, at the old speed. */
    void configure(Settings settings);

    /**
     * Reads the bytes that have arrived, up to {@code end - start}. If there are none, waits for the first one.
     *
     * @param timeoutNanos how long to wait; 0 for not to wait
     * @return the number of bytes; 0 if none came in time
     * @throws blinka4j.BusException if the port was unplugged and all earlier bytes have been read, or if the thread is
     *     interrupted while it waits
     */
    int read(byte[] into, int start, int end, long timeoutNanos);

    /**
     * Writes {@code from[start..end)}. Stops early if the port accepts no byte for {@code timeoutNanos}.
     *
     * @param timeoutNanos how long to wait until the port accepts more; 0 for not to wait
     * @return the number of bytes that the port accepted
     * @throws blinka4j.BusException if the port was unplugged, or if the thread is interrupted while it waits
     */
    int write(byte[] from, int start, int end, long timeoutNanos);

    /** Returns the number of bytes that have arrived and were not read. */
    int available();

    /** Drops the bytes that have arrived and were not read. */
    void resetInput();
}
