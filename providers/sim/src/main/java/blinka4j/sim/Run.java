// SPDX-License-Identifier: MIT
package blinka4j.sim;

import blinka4j.provider.Clock;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** See {@link SimBoard#runUntil}. */
final class Run {
    private static final long LOOK_NANOS = 1_000_000;

    private final SimBoard board;
    private final SimClock clock;
    private final BooleanSupplier condition;
    private final TimeLimitError ended = new TimeLimitError("the condition of runUntil holds");
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
            clock.delay(Math.max(0, Math.min(Math.min(next, LOOK_NANOS), left)));
        }
    }

    /** Runs a program until the condition holds. An event on the clock looks, and throws what ends the program. */
    void run(Runnable program, Duration limit) {
        Clock.Alarm alarm = clock.limit(limit, SimClock.REAL_LIMIT, board::state);
        try {
            look();
            program.run();
            if (!condition.getAsBoolean()) {
                throw new AssertionError("the program ended at %s s, and the condition did not hold.%s"
                        .formatted(clock.nanos() / 1e9, board.state()));
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

    private void look() {
        if (!done) {
            boolean holds = condition.getAsBoolean();
            clock.after(holds ? TimeLimit.AGAIN : Duration.ofNanos(LOOK_NANOS), this::look);
            if (holds) {
                throw ended;
            }
        }
    }
}
