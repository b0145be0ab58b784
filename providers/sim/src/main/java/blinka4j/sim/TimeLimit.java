// SPDX-License-Identifier: MIT
package blinka4j.sim;

import blinka4j.provider.Clock;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** See {@link SimClock#limit}. */
final class TimeLimit implements Clock.Alarm {
    /** A program that catches the error and goes on gets the next one after this time. */
    static final Duration AGAIN = Duration.ofSeconds(1);

    private static final long LONGEST_NANOS = Duration.ofDays(365).toNanos();

    private static final Pattern LIBRARY =
            Pattern.compile("(java|javax|jdk|sun|org\\.junit)\\..*|blinka4j\\.(?!samples\\.).*");

    private static final Logger LOG = System.getLogger("blinka4j.sim");

    /** For a program that is part of the library, such as a driver in its test. */
    private static final Pattern OWN = Pattern.compile("(java|javax|jdk|sun)\\..*|blinka4j\\.(sim|hardware|time)\\..*");

    private final SimClock clock;
    private final Thread program = Thread.currentThread();
    private final Duration limit;
    private final Supplier<String> more;
    private final Duration real;
    private final long deadline;
    private volatile Clock.Alarm simulated = () -> {};
    private boolean interrupted;
    private boolean ended;

    TimeLimit(SimClock clock, Duration limit, Duration realLimit, Supplier<String> more) {
        this.clock = clock;
        this.limit = limit;
        this.more = more;
        if (!clock.isRunning()) {
            simulated = clock.after(limit, this::reached);
        }
        real = clock.isRunning() && limit.compareTo(realLimit) < 0 ? limit : realLimit;
        deadline = Clock.system().nanos() + Math.min(SimClock.nanos(real), LONGEST_NANOS);
        Watchdog.add(this);
    }

    /** One alarm for all limits of real time. A thread for each would take longer than a short test. */
    private static final class Watchdog {
        private static final Set<TimeLimit> LIMITS = new HashSet<>();
        private static Clock.@Nullable Alarm alarm;
        private static long due;

        static synchronized void add(TimeLimit limit) {
            LIMITS.add(limit);
            if (alarm == null || limit.deadline - due < 0) {
                if (alarm != null) {
                    alarm.cancel();
                }
                due = limit.deadline;
                alarm = Clock.system().after(Math.max(0, due - Clock.system().nanos()), Watchdog::rings);
            }
        }

        /** The alarm stays. It rings for the limits that there are then. */
        static synchronized void remove(TimeLimit limit) {
            LIMITS.remove(limit);
        }

        private static void rings() {
            reached().forEach(TimeLimit::overdue);
        }

        private static synchronized List<TimeLimit> reached() {
            long now = Clock.system().nanos();
            List<TimeLimit> reached =
                    LIMITS.stream().filter(each -> each.deadline - now <= 0).toList();
            List<TimeLimit> others = List.copyOf(LIMITS);
            LIMITS.clear();
            alarm = null;
            others.stream().filter(each -> !reached.contains(each)).forEach(Watchdog::add);
            return reached;
        }
    }

    /** In the thread that lets time pass. */
    private void reached() {
        simulated = clock.after(AGAIN, this::reached);
        Thread here = Thread.currentThread();
        throw new TimeLimitError("the program has not ended within %s of simulated time. It was at %s.%s"
                .formatted(seconds(limit), place(here.getStackTrace()), more.get()));
    }

    /** In the thread of alarms. The program may be in a call that only an interrupt ends. */
    private synchronized void overdue() {
        if (ended) {
            return;
        }
        interrupted = true;
        String message =
                "the program has not ended within %s of real time; %s of simulated time have passed. It was at %s."
                        .formatted(seconds(real), seconds(clock.now()), place(program.getStackTrace()));
        LOG.log(
                Level.WARNING,
                "In the thread ''{0}'' {1} It is interrupted. If it does not end, it waits for something that no interrupt ends.",
                program.getName(),
                message);
        clock.overdue(new Overdue(program, message, more));
        program.interrupt();
    }

    /**
     * A program that has reached its limit of real time.
     *
     * @param more asked in the thread of the program, because it may need the lock of the board
     */
    record Overdue(Thread program, String message, Supplier<String> more) {
        TimeLimitError error() {
            return new TimeLimitError(message + more.get());
        }
    }

    /** Nothing interrupts the program any more after this. */
    @Override
    public void cancel() {
        clock.forget(this);
        simulated.cancel();
        Watchdog.remove(this);
        synchronized (this) {
            ended = true;
            if (interrupted && Thread.currentThread() == program) {
                // The test that comes next in this thread must not find the interrupt.
                Thread.interrupted();
                clock.overdue(null);
            }
        }
    }

    private static String seconds(Duration time) {
        return "%s s".formatted(SimClock.nanos(time) / 1e9);
    }

    /** The innermost line that belongs neither to this library nor to Java. */
    private static String place(StackTraceElement[] stack) {
        return Stream.of(stack)
                .filter(frame -> !LIBRARY.matcher(frame.getClassName()).matches())
                .findFirst()
                .or(() -> Stream.of(stack)
                        .filter(frame -> !OWN.matcher(frame.getClassName()).matches())
                        .findFirst())
                .map(StackTraceElement::toString)
                .orElse("its end");
    }
}
