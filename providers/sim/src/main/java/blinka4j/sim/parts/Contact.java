// SPDX-License-Identifier: MIT
package blinka4j.sim.parts;

import blinka4j.sim.SimBoard;
import blinka4j.sim.SimClock;
import blinka4j.sim.SimPart;
import blinka4j.sim.SimPin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A contact between a pin and a rail, which may bounce. The times are those of Jack Ganssle, "A Guide to Debouncing", who measured 18
 * switches: they bounced for 1.6 ms on average, and at most for 6.2 ms.
 */
final class Contact {
    private static final double MEAN_NANOS = 1_557_000;
    private static final double MOST_NANOS = 6_200_000;
    private static final int MOST_BOUNCES = 8;

    private final SimPin pin;
    private final SimClock clock;
    private final boolean high;
    private final List<SimClock.Event> bounces = new ArrayList<>();
    private @Nullable Random random;
    private boolean closed;

    Contact(SimBoard board, String pin, Rail rail) {
        this.pin = board.pin(pin);
        requireFree(board, pin);
        this.clock = board.clock();
        this.high = rail == Rail.POWER;
    }

    /** Two contacts would undo each other's changes. */
    private void requireFree(SimBoard board, String name) {
        for (SimPart part : board.parts()) {
            boolean isContact = part instanceof SimButton || part instanceof SimSwitch;
            if (isContact
                    && part.pinNames().stream().anyMatch(each -> board.pin(each).equals(pin))) {
                throw new IllegalStateException(
                        "cannot connect another contact to %s: %s is there. Use another pin, and board.wire(...) to connect both."
                                .formatted(name, part));
            }
        }
    }

    synchronized void bouncing(long seed) {
        random = new Random(seed);
    }

    void close(boolean to) {
        synchronized (this) {
            if (to == closed) {
                return;
            }
            closed = to;
            bounces.forEach(SimClock.Event::cancel);
            bounces.clear();
            if (random != null) {
                bounce(random, to);
            }
        }
        // Without the monitor, because listeners of the pin run in this call.
        touch(to);
    }

    /** The contact changes twice for each bounce. The last change gives the new state. */
    private void bounce(Random from, boolean to) {
        double total = Math.min(MOST_NANOS, -MEAN_NANOS * Math.log(1 - from.nextDouble()));
        double[] times = from.doubles(2L * (1 + from.nextInt(MOST_BOUNCES)), 0, 1)
                .sorted()
                .toArray();
        for (int i = 0; i < times.length; i++) {
            boolean touches = to == (i % 2 == 1);
            bounces.add(clock.after(Duration.ofNanos(Math.round(total * times[i])), () -> touch(touches)));
        }
    }

    private void touch(boolean touches) {
        if (touches) {
            pin.drive(high);
        } else {
            pin.release();
        }
    }
}
