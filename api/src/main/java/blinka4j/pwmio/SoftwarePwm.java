// SPDX-License-Identifier: MIT
package blinka4j.pwmio;

import blinka4j.hardware.EdgeInput;
import blinka4j.provider.Clock;
import blinka4j.provider.GpioPort;
import blinka4j.provider.PwmPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Pulses that a thread makes on any line. One daemon thread makes the edges of all outputs. It sleeps until the next edge, and ends
 * when the last output is closed.
 *
 * <p>Each period has a time that counts from the start of the output, so a late one does not delay those after it. A pulse that begins
 * late has its length nevertheless, if half of the gap to the next one is left. Otherwise the shorter part of the period, the pulse or
 * the gap, is left out.
 */
final class SoftwarePwm implements PwmPort {
    /** Half a period is as long as {@link #SHORT_NANOS}. With less, a thread that wakes up late would miss whole periods. */
    static final int HIGHEST_FREQUENCY = 5_000;

    /** A sleeping thread wakes up to 60 µs late if it cannot {@link #wakeOnTime}. So shorter parts of a period are made with a busy wait. */
    private static final long SHORT_NANOS = 100_000;

    /** The next edge of an output that does not pulse: in 36 years. */
    private static final long FAR_NANOS = 1L << 60;

    private static final long PATIENCE_MILLIS = 1_000;

    private static final SoftwarePwm[] NONE = {};

    private static final Object OUTPUTS = new Object();
    /** Replaced, with {@link #OUTPUTS} locked, when one is opened or closed. */
    private static volatile SoftwarePwm[] outputs = NONE;
    /** Null if there are no outputs. A thread that is no longer this one ends. */
    private static volatile @Nullable Thread thread;

    private final GpioPort port;
    private final String name;
    private final Clock clock;

    private final Object wish = new Object();
    // Guarded by "wish", which the thread never holds while it uses the port: it may have to wait for a bus then.
    private long periodNanos = 1;
    private long highNanos;

    private volatile @Nullable RuntimeException failure;
    private volatile boolean closed;

    // Guarded by this.
    private boolean running;
    private boolean level;
    /** When the present period began. */
    private long start;

    /** When the level became high; in the future if the gap before was left out. */
    private long rise;

    /** An output without a thread; {@link #step} makes its edges. */
    SoftwarePwm(GpioPort port, String name, Clock clock) {
        this.port = port;
        this.name = name;
        this.clock = clock;
        try {
            port.output(false, false);
        } catch (RuntimeException | Error e) {
            try (port) {
                throw e;
            }
        }
    }

    /** Makes the line an output, and lets the thread make its edges. Closes the port if that fails. */
    static SoftwarePwm open(GpioPort port, String pin) {
        SoftwarePwm opened = new SoftwarePwm(port, "software PWM on " + pin, Clock.system());
        synchronized (OUTPUTS) {
            SoftwarePwm[] more = Arrays.copyOf(outputs, outputs.length + 1);
            more[more.length - 1] = opened;
            outputs = more;
            if (thread == null) {
                Thread started = new Thread(null, SoftwarePwm::run, "blinka4j-pwm", 0, false);
                started.setDaemon(true);
                started.setContextClassLoader(null);
                thread = started;
                started.start();
            }
        }
        return opened;
    }

    private static void run() {
        wakeOnTime();
        Thread self = Thread.currentThread();
        while (self.equals(thread)) {
            long begin = System.nanoTime();
            long wait = FAR_NANOS;
            for (SoftwarePwm each : outputs) {
                wait = Math.min(wait, each.step() - begin);
            }
            wait -= System.nanoTime() - begin;
            if (wait > 0) {
                LockSupport.parkNanos(OUTPUTS, wait);
                // A thread with its interrupt status set cannot park.
                Thread.interrupted();
            }
        }
    }

    /** Otherwise Linux may wake this thread 50 µs later than it should: {@code timerslack_ns} in proc(5). */
    private static void wakeOnTime() {
        try {
            String thread =
                    String.valueOf(Path.of("/proc/thread-self").toRealPath().getFileName());
            Files.writeString(Path.of("/proc", thread, "timerslack_ns"), "1");
        } catch (IOException e) {
            // Another system, or one that does not allow this.
        }
    }

    /** Makes the edges that are due. Returns the time of the next one. */
    synchronized long step() {
        long now = clock.nanos();
        if (closed || failure != null) {
            return now + FAR_NANOS;
        }
        try {
            return step(now);
        } catch (RuntimeException e) {
            failure = e;
            running = false;
            return now + FAR_NANOS;
        }
    }

    private long step(long now) {
        long period;
        long high;
        synchronized (wish) {
            period = periodNanos;
            high = highNanos;
        }
        if (high == 0 || high == period) {
            running = false;
            drive(high > 0);
            return now + FAR_NANOS;
        }
        boolean begins = !running || now - start >= period;
        if (begins) {
            // The latest period that has begun. Those that have passed meanwhile are left out.
            start = running ? start + (now - start) / period * period : now;
            running = true;
        }
        long shorter = Math.min(high, period - high);
        if (shorter <= SHORT_NANOS) {
            if (begins) {
                long from = clock.nanos();
                drive(high == shorter);
                clock.delay(Math.max(0, from + shorter - clock.nanos()));
            }
            drive(high != shorter);
            return start + period;
        }
        if (begins) {
            begin(now, period, high);
        }
        // A last part of the wait is a busy wait, for the length of the pulse: at most 1 % of the time.
        long early = Math.min(SHORT_NANOS, period / 100);
        if (level && now - rise >= high - early) {
            clock.delay(Math.max(0, rise + high - clock.nanos()));
            drive(false);
        }
        return level ? rise + high - early : start + period;
    }

    private void begin(long now, long period, long high) {
        boolean leavesGapsOut = high > period - high;
        if (level) {
            // The gap before is late. Either it is left out, or it is made now instead of this pulse.
            rise = leavesGapsOut ? start : rise;
        } else if (now - start <= (period - high) / 2) {
            // Not "now": the fall is timed from just before the line changes, too.
            rise = clock.nanos();
            drive(true);
        } else if (leavesGapsOut) {
            rise = start + period;
            drive(true);
        }
    }

    private void drive(boolean to) {
        if (level != to) {
            port.write(to);
            level = to;
        }
    }

    /**
     * Changes the pulses, from the next edge on.
     *
     * @throws RuntimeException what the line threw when the thread changed it last; the output then pulses as before, if it can
     */
    @Override
    public void set(long period, long high) {
        if (closed) {
            throw new IllegalStateException("%s is closed. Open it again.".formatted(name));
        }
        RuntimeException failed = failure;
        failure = null;
        if (failed == null) {
            synchronized (wish) {
                periodNanos = period;
                highNanos = high;
            }
        }
        LockSupport.unpark(thread);
        if (failed != null) {
            throw failed;
        }
    }

    @Override
    public String name() {
        return name;
    }

    /** Makes the line an input and releases it. After the last output, waits for the end of the thread. */
    @Override
    public void close() {
        Thread last = remove();
        LockSupport.unpark(last);
        try {
            release();
        } finally {
            if (last != null) {
                await(last);
            }
        }
    }

    /** Returns the thread, if this was its last output. */
    private @Nullable Thread remove() {
        synchronized (OUTPUTS) {
            Thread running = thread;
            outputs = Arrays.stream(outputs).filter(each -> each != this).toArray(SoftwarePwm[]::new);
            if (outputs.length > 0) {
                return null;
            }
            thread = null;
            return running;
        }
    }

    private synchronized void release() {
        if (!closed) {
            closed = true;
            try (port) {
                EdgeInput.rest(port);
            }
        }
    }

    private static void await(Thread ending) {
        try {
            TimeUnit.MILLISECONDS.timedJoin(ending, PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
