// SPDX-License-Identifier: MIT
package blinka4j.micropython;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.provider.UartPort;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The bytes to and from a board, until a time limit. An interrupt does not end a call: half a message would leave the board and the
 * program at different places. {@link #restoreInterrupt} sets the thread's interrupt status afterwards. Not thread-safe.
 */
final class Wire {
    private static final int BUFFER = 4096;

    private final UartPort port;
    private final byte[] received = new byte[BUFFER];
    private int at;
    private int end;
    private long started;
    private long limit;
    private boolean interrupted;

    Wire(UartPort port) {
        this.port = port;
    }

    String name() {
        return port.name();
    }

    /** From now on, the calls may take this long in total. */
    void within(long nanos) {
        started = System.nanoTime();
        limit = nanos;
    }

    private long left() {
        return Math.max(0, limit - (System.nanoTime() - started));
    }

    /**
     * Sends all bytes.
     *
     * @throws BusException if the port was unplugged, or takes no bytes for too long
     */
    void send(byte[] bytes, int from, int to) {
        int sent = from;
        while (sent < to) {
            long left = left();
            try {
                sent += port.write(bytes, sent, to, left);
            } catch (BusException e) {
                keep(e);
            }
            interrupted |= Thread.interrupted();
            if (sent < to && left == 0) {
                throw late();
            }
        }
    }

    void send(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        send(bytes, 0, bytes.length);
    }

    /**
     * Returns the next byte, 0 to 255.
     *
     * @throws BusException if the port was unplugged, or no byte comes in time
     */
    int next() {
        while (at == end) {
            long left = left();
            at = 0;
            end = 0;
            try {
                end = port.read(received, 0, BUFFER, left);
            } catch (BusException e) {
                keep(e);
            }
            interrupted |= Thread.interrupted();
            if (end == 0 && left == 0) {
                throw late();
            }
        }
        return received[at++] & 0xFF;
    }

    /** Returns whether {@link #next} would not wait. */
    boolean isWaiting() {
        return at < end || port.available() > 0;
    }

    /** Drops what the board has sent so far. */
    void drop() {
        at = 0;
        end = 0;
        port.resetInput();
    }

    /** Returns the text before the next byte that is {@code last}, without that byte. Bytes that are not ASCII become {@code ?}. */
    String until(int last) {
        byte[] text = new byte[64];
        int length = 0;
        for (int each = next(); each != last; each = next()) {
            if (length == text.length) {
                text = Arrays.copyOf(text, 2 * length);
            }
            text[length++] = (byte) (each < 0x80 ? each : '?');
        }
        return new String(text, 0, length, StandardCharsets.US_ASCII);
    }

    /** Drops everything up to the end of the next occurrence of a text, in which no beginning occurs again. */
    void skip(String text) {
        for (int matched = 0; matched < text.length(); ) {
            int each = next();
            matched = each == text.charAt(matched) ? matched + 1 : each == text.charAt(0) ? 1 : 0;
        }
    }

    private void keep(BusException e) {
        if (e.kind() != Kind.INTERRUPTED) {
            throw e;
        }
        Thread.interrupted();
        interrupted = true;
    }

    /** Sets the thread's interrupt status if an interrupt came during a call. */
    void restoreInterrupt() {
        if (interrupted) {
            interrupted = false;
            Thread.currentThread().interrupt();
        }
    }

    private BusException late() {
        return new BusException(
                Kind.TIMEOUT,
                "the board at %s did not answer within %s s. It may run a program that cannot be interrupted, or it may not run MicroPython. Press its reset button, and retry."
                        .formatted(name(), limit / 1e9));
    }

    void close() {
        port.close();
    }
}
