// SPDX-License-Identifier: MIT
package blinka4j.lab;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The far end of the guest's UART. */
final class Uart implements Consumer<byte[]> {
    private @Nullable Wire wire;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();

    void wire(Wire wire) {
        this.wire = wire;
    }

    @Override
    public void accept(byte[] bytes) {
        synchronized (received) {
            received.writeBytes(bytes);
            received.notifyAll();
        }
    }

    /** Sends bytes to the guest; waits while the guest does not take them. */
    void write(byte... bytes) {
        requireNonNull(wire).write(bytes);
    }

    /**
     * Waits for so many bytes and takes them; those that follow stay for the next call.
     *
     * @param patience how long no byte may come
     */
    byte[] read(int count, Duration patience) {
        synchronized (received) {
            int before = received.size();
            long heard = System.nanoTime();
            while (received.size() < count) {
                if (received.size() != before) {
                    before = received.size();
                    heard = System.nanoTime();
                }
                long left = TimeUnit.NANOSECONDS.toMillis(patience.toNanos() - (System.nanoTime() - heard));
                if (left <= 0) {
                    throw new LabException("only " + before + " of " + count
                            + " bytes came from the guest's UART, and no more in " + patience);
                }
                try {
                    received.wait(left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new LabException("interrupted while reading from the guest's UART", e);
                }
            }
            byte[] all = drain();
            received.write(all, count, all.length - count);
            return Arrays.copyOf(all, count);
        }
    }

    /** Returns and removes the bytes that have arrived; they may be none. */
    byte[] drain() {
        synchronized (received) {
            byte[] all = received.toByteArray();
            received.reset();
            return all;
        }
    }
}
