// SPDX-License-Identifier: MIT
package blinka4j.provider;

/**
 * One serial port. One thread may read while another writes. {@link #close()} ends both with an {@link
 * IllegalStateException}.
 */
public interface UartPort extends BusPort {
    /** The parity bit. */
    enum Parity {
        NONE,
        EVEN,
        ODD
    }

    /**
     * @param baudrate bits per second, any rate that the hardware supports
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
                throw new IllegalArgumentException(
                        "UART %s %s is not possible. It must be %s.".formatted(what, value, expected));
            }
        }
    }

    /** Changes speed and framing, after all written bytes are sent. */
    void configure(Settings settings);

    /**
     * Reads the received bytes, up to {@code end - start}. If there are none, waits for the first byte.
     *
     * @param timeoutNanos the longest wait; 0 does not wait
     * @return the number of bytes read; 0 after a timeout
     * @throws blinka4j.BusException if the port was unplugged and all earlier bytes have been read, or if the thread is
     *     interrupted while it waits
     */
    int read(byte[] into, int start, int end, long timeoutNanos);

    /**
     * Writes all bytes of {@code from[start..end)}. Returns early if the port accepts no byte for the timeout.
     *
     * @param timeoutNanos the longest wait for the port to accept more; 0 does not wait
     * @return the number of bytes written
     * @throws blinka4j.BusException if the port was unplugged, or if the thread is interrupted while it waits
     */
    int write(byte[] from, int start, int end, long timeoutNanos);

    /** The number of received bytes that can be read without waiting. */
    int available();

    /** Drops all received bytes. */
    void resetInput();
}
