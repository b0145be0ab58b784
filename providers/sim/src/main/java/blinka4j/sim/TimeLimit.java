// SPDX-License-Identifier: MIT
package blinka4j.sim;

import blinka4j.provider.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** See {@link SimClock#limit}. */
final class TimeLimit implements Clock.Alarm {
    /** A program that catches the error and goes on gets the next one after this time. */
    static final Duration AGAIN = Duration.ofSeconds(1);

    private static final Pattern LIBRARY = Pattern.compile("(java|javax|jdk|sun)\\..*|blinka4j\\.(?!samples\\.).*");

    private final SimClock clock;
    private final Thread program = Thread.currentThread();
    private final Duration limit;
    private final Supplier<String> more;
    private final Clock.Alarm watchdog;
    private volatile Clock.Alarm simulated = () -> {};
    private boolean interrupted;

    TimeLimit(SimClock clock, Duration limit, Duration realLimit, Supplier<String> more) {
        this.clock = clock;
        this.limit = limit;
        this.more = more;
        if (!clock.isRunning()) {
            simulated = clock.after(limit, this::reached);
        }
        Duration real = clock.isRunning() && limit.compareTo(realLimit) < 0 ? limit : realLimit;
        watchdog = Clock.system().after(real.toNanos(), () -> overdue(real));
    }

    /** In the thread that lets time pass. */
    private void reached() {
        simulated = clock.after(AGAIN, this::reached);
        Thread here = Thread.currentThread();
        throw new TimeLimitError("the program has not ended within %s of simulated time. It was at %s.%s"
                .formatted(seconds(limit), place(here.getStackTrace()), more.get()));
    }

    /** In the thread of alarms. The program may be in a call that only an interrupt ends. */
    private synchronized void overdue(Duration real) {
        interrupted = true;
        clock.overdue(
                program,
                new TimeLimitError(
                        "the program has not ended within %s of real time; %s of simulated time have passed. It was at %s."
                                .formatted(seconds(real), seconds(clock.now()), place(program.getStackTrace()))));
        program.interrupt();
    }

    /** Nothing interrupts the program any more after this. */
    @Override
    public void cancel() {
        clock.forget(this);
        simulated.cancel();
        watchdog.cancel();
        synchronized (this) {
            if (interrupted && Thread.currentThread() == program) {
                // The test that comes next in this thread must not find the interrupt.
                Thread.interrupted();
                clock.overdue(program, null);
            }
        }
    }

    private static String seconds(Duration time) {
        return "%s s".formatted(time.toNanos() / 1e9);
    }

    /** The innermost line that belongs neither to this library nor to Java. */
    private static String place(StackTraceElement[] stack) {
        return Stream.of(stack)
                .filter(frame -> !LIBRARY.matcher(frame.getClassName()).matches())
                .findFirst()
                .or(() -> Stream.of(stack).findFirst())
                .map(StackTraceElement::toString)
                .orElse("its end");
    }
}
