// SPDX-License-Identifier: MIT
package blinka4j.sim;

import blinka4j.provider.Clock;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** See {@link SimBoard#runUntil} and {@link SimBoard#runFor}. */
final class Run {
    private static final Duration LOOK = Duration.ofMillis(1);

    private final SimBoard board;
    private final SimClock clock;
    private final BooleanSupplier condition;
    private final TimeLimitError ended = new TimeLimitError("the program is to end here");
    private boolean done;

    Run(SimBoard board, BooleanSupplier condition) {
        this.board = board;
        this.clock = board.clock();
        this.condition = condition;
    }

    /** Lets time pass. */
    void advance(Duration limit) {
        long end = clock.nanos() + Math.min(SimClock.nanos(limit), Long.MAX_VALUE - clock.nanos());
        while (!condition.getAsBoolean()) {
            long left = end - clock.nanos();
            if (left <= 0) {
                throw new AssertionError("the condition did not hold within %s s of the board's time.%s"
                        .formatted(SimClock.nanos(limit) / 1e9, board.state()));
            }
            long next = clock.locked(() -> clock.nextEvent() - clock.nanos());
            clock.delay(Math.max(0, Math.min(Math.min(next, LOOK.toNanos()), left)));
        }
    }

    /** Runs a program until the condition holds. An event on the clock looks, and throws what ends the program. */
    void run(Runnable program, Duration limit) {
        run(program, limit, LOOK, "the condition did not hold");
    }

    /** Runs a program for this time, after which the condition holds. */
    void runFor(Runnable program, Duration time) {
        String tooEarly = "it was to run for %s s".formatted(time.toNanos() / 1e9);
        run(program, time.plus(TimeLimit.AGAIN), time, tooEarly);
    }

    private void run(Runnable program, Duration limit, Duration step, String tooEarly) {
        Clock.Alarm alarm = clock.limit(limit, SimClock.REAL_LIMIT, board::state);
        try {
            look(step);
            program.run();
            if (!condition.getAsBoolean()) {
                throw new AssertionError(
                        "the program ended at %s s, and %s.%s".formatted(clock.nanos() / 1e9, tooEarly, board.state()));
            }
        } catch (TimeLimitError e) {
            if (e != ended) {
                throw e;
            }
        } finally {
            done = true;
            alarm.cancel();
        }
    }

    private void look(Duration step) {
        if (!done) {
            boolean holds = condition.getAsBoolean();
            clock.after(holds ? TimeLimit.AGAIN : step, () -> look(step));
            if (holds) {
                throw ended;
            }
        }
    }
}
