// SPDX-License-Identifier: MIT
package blinka4j.sim;

import blinka4j.BusException;
import blinka4j.busio.UART;
import blinka4j.provider.UartPort;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/**
 * A simulated serial port. The other end of its wires is {@link #outside}, or another port after {@link #connect}. Bytes arrive at
 * once and unchanged, whatever the {@link #settings}.
 *
 * <p>A read that waits lets simulated time pass up to its timeout, from event to event, until a byte arrives. So a test with one
 * thread never hangs and takes no time. If another thread writes, call {@link #realTime}: reads then wait in real time.
 */
public final class SimUart {
    /** Called with what the program writes, without the board's lock. */
    public interface Receiver {
        void received(byte[] bytes);
    }

    private static final int EIO = 5;
    private static final long LONGEST_WAIT_NANOS = 20_000_000;

    private final String name;
    private final SimClock clock;
    private final Wiring wiring;
    private final Condition changed;
    private final Outside outside = new Outside();
    private final List<Receiver> receivers = new ArrayList<>();
    private ByteArrayOutputStream toOutside = new ByteArrayOutputStream();
    private byte[] incoming = new byte[64];
    private int first;
    private int count;
    private @Nullable SimUart peer;
    private @Nullable Port port;
    private volatile UartPort.@Nullable Settings settings;
    private boolean realTime;
    private boolean unplugged;

    /** @param name the name in messages */
    public SimUart(String name, SimClock clock) {
        this.name = name;
        this.clock = clock;
        this.wiring = new Wiring(clock);
        this.changed = clock.lock.newCondition();
    }

    /** The name in messages. */
    public String name() {
        return name;
    }

    /**
     * Opens the program's end, as {@code new UART(uart.open(settings), settings)} without a board.
     *
     * @throws IllegalStateException if it is open
     */
    public UartPort open(UartPort.Settings with) {
        clock.lock.lock();
        try {
            if (port != null) {
                throw new IllegalStateException("%s is already open. Close it first.".formatted(name));
            }
            settings = with;
            Port opened = new Port();
            port = opened;
            return opened;
        } finally {
            clock.lock.unlock();
        }
    }

    /** The program's latest speed and framing; null if the program has not opened the port yet. */
    public UartPort.@Nullable Settings settings() {
        return settings;
    }

    /** True while the program has the port open. */
    public boolean isOpen() {
        return clock.locked(() -> port != null);
    }

    /** The program's latest parity; null for none. */
    public UART.@Nullable Parity parity() {
        UartPort.Settings now = settings();
        return now == null || now.parity() == UartPort.Parity.NONE
                ? null
                : now.parity() == UartPort.Parity.EVEN ? UART.Parity.EVEN : UART.Parity.ODD;
    }

    /** The other end of the wires. */
    public Outside outside() {
        return outside;
    }

    /**
     * Connects two ports: each receives what the other sends. {@link #outside} is not connected then.
     *
     * @throws IllegalArgumentException if the ports have different clocks
     */
    public SimUart connect(SimUart other) {
        if (!other.clock.equals(clock)) {
            throw new IllegalArgumentException(
                    "%s and %s have different clocks. Create both with the same clock.".formatted(name, other.name));
        }
        clock.locked(() -> {
            peer = other;
            other.peer = this;
        });
        return this;
    }

    /**
     * Unplugs the port like a USB adapter. Bytes that have arrived can still be read. All other calls fail until {@link #plug}.
     */
    public SimUart unplug() {
        return unplugged(true);
    }

    /** Plugs the port in again. */
    public SimUart plug() {
        return unplugged(false);
    }

    private SimUart unplugged(boolean out) {
        clock.locked(() -> {
            unplugged = out;
            changed.signalAll();
        });
        return this;
    }

    /**
     * Makes timeouts real time, for a test in which another thread writes. With a running clock this does nothing: its timeouts follow the
     * clock and its speed.
     */
    public SimUart realTime(boolean real) {
        clock.locked(() -> realTime = real);
        return this;
    }

    @Override
    public String toString() {
        return name;
    }

    private void arrive(byte[] from, int start, int end) {
        int length = end - start;
        if (count + length > incoming.length) {
            byte[] larger = new byte[Math.max(2 * incoming.length, count + length)];
            for (int i = 0; i < count; i++) {
                larger[i] = incoming[(first + i) % incoming.length];
            }
            incoming = larger;
            first = 0;
        }
        for (int i = 0; i < length; i++) {
            incoming[(first + count + i) % incoming.length] = from[start + i];
        }
        count += length;
        changed.signalAll();
    }

    /** The other end of the wires, for a test or a simulated device. */
    public final class Outside {
        private Outside() {}

        /** Sends to the program. */
        public void write(byte[] bytes) {
            clock.locked(() -> arrive(bytes, 0, bytes.length));
        }

        /** Sends text to the program, in UTF-8. */
        public void write(String text) {
            write(text.getBytes(StandardCharsets.UTF_8));
        }

        /** Returns the bytes that the program has written since the last call. */
        public byte[] read() {
            clock.lock.lock();
            try {
                byte[] bytes = toOutside.toByteArray();
                toOutside = new ByteArrayOutputStream();
                return bytes;
            } finally {
                clock.lock.unlock();
            }
        }

        /** Returns the same as text in UTF-8. */
        public String readText() {
            return new String(read(), StandardCharsets.UTF_8);
        }

        /** Calls {@code receiver} with the bytes that the program writes from now on. {@link #read} returns nothing then. */
        public void onReceive(Receiver receiver) {
            clock.locked(() -> receivers.add(receiver));
        }
    }

    private final class Port implements UartPort {
        private boolean closed;

        @Override
        public SimClock clock() {
            return clock;
        }

        @Override
        public void configure(Settings to) {
            clock.locked(() -> {
                requireOpen();
                settings = to;
            });
        }

        @Override
        public int read(byte[] into, int start, int end, long timeoutNanos) {
            clock.polled();
            clock.lock.lock();
            try {
                requireOpen();
                if (start < end && clock.isRunning()) {
                    awaitRunning(timeoutNanos);
                } else if (start < end && realTime) {
                    awaitReally(timeoutNanos);
                } else if (start < end) {
                    awaitSimulated(timeoutNanos);
                }
                requireOpen();
                int taken = Math.min(count, end - start);
                if (taken == 0) {
                    requirePlugged();
                }
                for (int i = 0; i < taken; i++) {
                    into[start + i] = incoming[(first + i) % incoming.length];
                }
                first = (first + taken) % incoming.length;
                count -= taken;
                return taken;
            } finally {
                clock.lock.unlock();
            }
        }

        private void awaitSimulated(long timeoutNanos) {
            long deadline = clock.nanos() + timeoutNanos;
            while (count == 0 && !closed && !unplugged && clock.nanos() < deadline) {
                if (Thread.currentThread().isInterrupted()) {
                    throw interrupted(null);
                }
                clock.spend(Math.max(0, Math.min(clock.nextEvent(), deadline) - clock.nanos()));
            }
        }

        /** The timeout is of the clock, which may be paused, or be faster than real time. */
        private void awaitRunning(long timeoutNanos) {
            long deadline = clock.nanos() + timeoutNanos;
            try {
                for (long left = timeoutNanos;
                        count == 0 && !closed && !unplugged && left > 0;
                        left = deadline - clock.nanos()) {
                    // The clock's speed may change meanwhile.
                    long ignored = changed.awaitNanos(Math.min(clock.real(left), LONGEST_WAIT_NANOS));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw interrupted(e);
            }
        }

        private void awaitReally(long timeoutNanos) {
            long left = timeoutNanos;
            try {
                while (count == 0 && !closed && !unplugged && left > 0) {
                    left = changed.awaitNanos(left);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw interrupted(e);
            }
        }

        private BusException interrupted(@Nullable Throwable cause) {
            return new BusException(
                    BusException.Kind.INTERRUPTED, 0, "interrupted while reading from %s".formatted(name), cause);
        }

        @Override
        public int write(byte[] from, int start, int end, long timeoutNanos) {
            clock.lock.lock();
            try {
                requireOpen();
                requirePlugged();
                if (peer != null) {
                    peer.arrive(from, start, end);
                } else if (receivers.isEmpty()) {
                    toOutside.write(from, start, end - start);
                } else {
                    for (Receiver receiver : receivers) {
                        byte[] bytes = Bytes.slice(from, start, end);
                        wiring.tellWorldLater(() -> receiver.received(bytes));
                    }
                    wiring.tell();
                }
                return end - start;
            } finally {
                clock.lock.unlock();
            }
        }

        @Override
        public int available() {
            clock.polled();
            clock.lock.lock();
            try {
                requireOpen();
                requirePlugged();
                return count;
            } finally {
                clock.lock.unlock();
            }
        }

        @Override
        public void resetInput() {
            clock.locked(() -> {
                requireOpen();
                count = 0;
            });
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void close() {
            clock.lock.lock();
            try {
                if (!closed) {
                    closed = true;
                    port = null;
                    changed.signalAll();
                }
            } finally {
                clock.lock.unlock();
            }
        }

        private void requirePlugged() {
            if (unplugged) {
                throw new BusException(
                        BusException.Kind.OTHER,
                        EIO,
                        "%s was unplugged. Plug it in and open it again.".formatted(name));
            }
        }

        private void requireOpen() {
            if (closed) {
                throw new IllegalStateException("%s is closed".formatted(name));
            }
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
