// SPDX-License-Identifier: MIT
package blinka4j.pulseio;

import blinka4j.hardware.EdgeInput;
import blinka4j.microcontroller.Pin;
import blinka4j.provider.Clock;
import blinka4j.provider.GpioPort;
import blinka4j.provider.GpioPort.Bias;
import java.lang.ref.Reference;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A pin that records the lengths of pulses: of a DHT sensor, an infrared receiver or an ultrasonic sensor. A queue holds them in µs, and
 * drops the oldest when it is full.
 *
 * <pre>{@code
 * try (PulseIn pulses = new PulseIn(Board.D4, 120, true)) {
 *     sleep(1);
 *     while (!pulses.isEmpty()) {
 *         System.out.println(pulses.popleft());
 *     }
 * }
 * }</pre>
 *
 * <p>Active and idle pulses alternate. The first one after the start or {@link #resume()} is active: it begins when the line leaves its
 * idle state. A pulse is recorded when it ends. The lengths come from the kernel's timestamps, so they are right even on a busy
 * machine. A pulse of 65,535 µs was that long or longer, or edges were lost while it lasted because they came too fast. So a
 * lost edge never gives a short pulse, and never exchanges active and idle pulses.
 *
 * <p>The pin has no pull. Threads may share a {@code PulseIn}. Source of the behaviour: CircuitPython's {@code pulseio}.
 */
public final class PulseIn implements AutoCloseable {
    private static final int DEFAULT_MAXLEN = 2;
    private static final int GREATEST_MAXLEN = 0xFFFF;
    /** In µs, as in CircuitPython. */
    private static final int LONGEST = 0xFFFF;

    private final Pulses pulses;
    private final EdgeInput input;
    /** For {@link #pause} and {@link #resume}. */
    private final ReentrantLock lock = new ReentrantLock();

    /** Records the last two pulses of a line that is low when it is idle. */
    public PulseIn(Pin pin) {
        this(pin, DEFAULT_MAXLEN);
    }

    /** Records the pulses of a line that is low when it is idle. */
    public PulseIn(Pin pin, int maxlen) {
        this(pin, maxlen, false);
    }

    /**
     * Takes the pin and starts to record.
     *
     * @param maxlen the number of pulses to hold, 1 to 65535
     * @param idleState the level between transmissions: true for high, as with DHT sensors and infrared receivers
     * @throws blinka4j.PinException if the board has no such pin, or if it is in use; the message names the user
     * @throws blinka4j.NotAvailableException if GPIO cannot be used, or the edges of this pin cannot be watched
     */
    public PulseIn(Pin pin, int maxlen, boolean idleState) {
        this(new Pulses(maxlen, idleState), open(pin));
    }

    /** For a line that is not on the board itself. It is low when it is idle. Records the last two pulses. */
    public PulseIn(GpioPort port) {
        this(port, DEFAULT_MAXLEN, false);
    }

    /** For a line that is not on the board itself. */
    public PulseIn(GpioPort port, int maxlen, boolean idleState) {
        this(new Pulses(maxlen, idleState), new EdgeInput("PulseIn", port, Bias.DISABLED));
    }

    private PulseIn(Pulses pulses, EdgeInput input) {
        this.pulses = pulses;
        this.input = input;
        input.watch(true, true, pulses.begin());
        input.guard(this);
    }

    private static EdgeInput open(Pin pin) {
        return new EdgeInput("PulseIn", Pin.required(pin, "PulseIn").hardware(), pin.name(), Bias.DISABLED);
    }

    /** Returns the greatest number of pulses that this holds. */
    public int maxlen() {
        input.requireOpen();
        return pulses.lengths.length;
    }

    /** True if this does not record, after {@link #pause}. */
    public boolean paused() {
        input.requireOpen();
        return pulses.isPaused();
    }

    /** Stops recording. The pulse that has not ended is dropped; the others stay. */
    public void pause() {
        lock.lock();
        try {
            stop();
        } finally {
            lock.unlock();
        }
    }

    private void stop() {
        GpioPort port = input.port();
        pulses.end();
        port.unwatch();
    }

    /** Starts to record again, when the line leaves its idle state. The pulses in the queue stay. */
    public void resume() {
        resume(0);
    }

    /**
     * Sends a pulse, then starts to record: drives the line away from its idle state for this time, and makes it an input again. Edges are
     * watched from then on. On Linux this is one step, so a device may answer at once.
     *
     * <p>The pulse drives the line in both directions while the wire should have only open-drain outputs and a pull resistor, as a DHT
     * sensor has. A device that drives the other level at the same time is a short circuit.
     *
     * @param triggerDuration in µs, 1 to 65535; 0 for no pulse
     */
    public void resume(int triggerDuration) {
        if (triggerDuration < 0 || triggerDuration > LONGEST) {
            throw new IllegalArgumentException("a triggerDuration of %s µs is not possible. It must be 0 to %s µs."
                    .formatted(triggerDuration, LONGEST));
        }
        lock.lock();
        try {
            stop();
            GpioPort port = input.port();
            if (triggerDuration > 0) {
                port.output(!pulses.idleState, false);
                try {
                    input.clock().delay(TimeUnit.MICROSECONDS.toNanos(triggerDuration));
                } finally {
                    port.input(Bias.DISABLED, pulses.begin());
                }
            } else {
                port.watch(true, true, 0, pulses.begin());
            }
        } catch (RuntimeException | Error e) {
            pulses.end();
            // Another thread may have closed this meanwhile.
            input.requireOpen();
            throw e;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Removes the oldest pulse.
     *
     * @return its length in µs, 0 to 65535
     * @throws IndexOutOfBoundsException if there is none
     */
    public int popleft() {
        input.requireOpen();
        return pulses.removeFirst();
    }

    /**
     * Returns the length of a pulse in µs, 0 to 65535: CircuitPython's {@code pulses[index]}.
     *
     * @param index 0 for the oldest; −1 for the newest
     * @throws IndexOutOfBoundsException if there are not so many
     */
    public int get(int index) {
        input.requireOpen();
        return pulses.get(index);
    }

    /** Returns the number of pulses in the queue: CircuitPython's {@code len(pulses)}. */
    public int length() {
        input.requireOpen();
        input.clock().polled();
        return pulses.count();
    }

    /** True if the queue has no pulse: CircuitPython's {@code not pulses}. */
    public boolean isEmpty() {
        return length() == 0;
    }

    /** Removes all pulses. Goes on recording, unless it is paused. */
    public void clear() {
        input.requireOpen();
        pulses.clear();
    }

    /** Returns the clock of the pin's board. For drivers that wait for pulses, on any board. */
    public Clock clock() {
        return input.clock();
    }

    /** True if this or its board was closed. */
    public boolean isClosed() {
        return input.isClosed();
    }

    /** Stops recording and frees the pin. Closing again does nothing. */
    @Override
    public void close() {
        try {
            input.close();
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** Returns the name in messages, such as {@code PulseIn(D4)}. */
    @Override
    public String toString() {
        return input.toString();
    }

    /** The queue. Has no reference to its {@code PulseIn}, which may become garbage while edges come. */
    private static final class Pulses {
        private final int[] lengths;
        private final boolean idleState;
        private int first;
        private int count;
        /** Null while paused. */
        private @Nullable Recording recording;

        Pulses(int maxlen, boolean idleState) {
            if (maxlen < 1 || maxlen > GREATEST_MAXLEN) {
                throw new IllegalArgumentException(
                        "a maxlen of %s is not possible. It must be 1 to %s.".formatted(maxlen, GREATEST_MAXLEN));
            }
            lengths = new int[maxlen];
            this.idleState = idleState;
        }

        synchronized Recording begin() {
            Recording begun = new Recording(this);
            recording = begun;
            return begun;
        }

        synchronized void end() {
            recording = null;
        }

        synchronized boolean isPaused() {
            return recording == null;
        }

        synchronized int count() {
            return count;
        }

        synchronized void clear() {
            count = 0;
        }

        private void add(int length) {
            lengths[(first + count) % lengths.length] = length;
            if (count < lengths.length) {
                count++;
            } else {
                first = (first + 1) % lengths.length;
            }
        }

        synchronized int removeFirst() {
            int length = get(0);
            first = (first + 1) % lengths.length;
            count--;
            return length;
        }

        synchronized int get(int index) {
            if (index < -count || index >= count) {
                throw new IndexOutOfBoundsException(
                        count == 0
                                ? "there is no pulse. Wait until length() is more than 0."
                                : "there is no pulse %s. The index must be %s to %s."
                                        .formatted(index, -count, count - 1));
            }
            return lengths[(first + (index < 0 ? count + index : index)) % lengths.length];
        }
    }

    /** What is recorded from a start or {@link #resume} to the next {@link #pause}. Its fields are guarded by the queue. */
    private static final class Recording implements GpioPort.EdgeListener {
        private final Pulses pulses;
        private boolean started;
        private boolean level;
        private long last;
        private long expected = 1;

        Recording(Pulses pulses) {
            this.pulses = pulses;
        }

        @Override
        public void edge(boolean rising, long timestampNanos, long sequence) {
            synchronized (pulses) {
                if (pulses.recording != this) {
                    return;
                }
                if (!started) {
                    // The first edge to see may be one back to the idle state.
                    started = rising != pulses.idleState;
                } else if (rising != level && sequence == expected) {
                    pulses.add((int) Math.min(LONGEST, (timestampNanos - last + 500) / 1000));
                } else {
                    pulses.add(LONGEST);
                    // Two edges of one direction have an odd number of lost ones between them. The kernel may miss one
                    // uncounted.
                    if (rising == level) {
                        pulses.add(LONGEST);
                    }
                }
                level = rising;
                last = timestampNanos;
                expected = sequence + 1;
            }
        }
    }
}
