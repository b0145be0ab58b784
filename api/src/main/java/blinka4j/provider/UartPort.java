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

    /** Changes speed and framing; what has been written before goes out first. */
    void configure(Settings settings);

    /**
     * Reads what has arrived, up to {@code end - start} bytes. If that is nothing, waits for the first byte.
     *
     * @param timeoutNanos how long to wait; 0 takes only what is there
     * @return how many bytes came; 0 if the time was over before one did
     * @throws blinka4j.BusException if the port was unplugged and what came before has been read, or if the thread is
     *     interrupted while it waits
     */
    int read(byte[] into, int start, int end, long timeoutNanos);

    /**
     * Writes all bytes of {@code from[start..end)}, unless the port takes none of them for so long.
     *
     * @param timeoutNanos how long to wait for the port to take more; 0 gives it only what it has room for
     * @return how many bytes were taken
     * @throws blinka4j.BusException if the port was unplugged, or if the thread is interrupted while it waits
     */
    int write(byte[] from, int start, int end, long timeoutNanos);

    /** Bytes that have arrived and wait to be read. */
    int available();

    /** Drops what has arrived and was not read. */
    void resetInput();
}
