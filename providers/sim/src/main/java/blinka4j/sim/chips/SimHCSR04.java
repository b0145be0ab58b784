// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.Quantity;
import blinka4j.sim.SimBoard;
import blinka4j.sim.SimChip;
import blinka4j.sim.SimClock;
import blinka4j.sim.SimPin;
import java.time.Duration;

/** HC-SR04: distance by ultrasound. A pulse of 10 µs starts it. The echo pulse is as long as the sound travels. Data sheet: HC-SR04. */
public final class SimHCSR04 extends SimChip {
    private static final long TRIGGER_NANOS = 10_000;
    /** The eight periods of ultrasound that it sends, and what its processor needs. */
    private static final long SENDS_NANOS = 450_000;
    /** There and back at 340 m/s. */
    private static final double NANOS_PER_CM = 1e9 / 17_000;

    private static final double FARTHEST = 400;
    private static final long NO_ECHO_NANOS = 38_000_000;

    private final Quantity distance = measures("distance", 2, 1000, "cm", 100);
    private long rose;
    private boolean measures;

    /** The distance in cm. */
    public double distance() {
        return distance.value();
    }

    /** Sets the distance, 2 to 1000 cm. There is no echo from more than 400 cm. */
    public SimHCSR04 distance(double cm) {
        distance.value(cm);
        return this;
    }

    /** Connects the sensor to two pins of a board. */
    public void attachTo(SimBoard board, String trigger, String echo) {
        connected(board, trigger, echo);
        SimPin out = board.pin(echo).drive(false);
        board.pin(trigger).onLevel(high -> triggered(high, board.clock(), out));
    }

    private synchronized void triggered(boolean high, SimClock clock, SimPin echo) {
        if (measures) {
            return;
        }
        if (high) {
            rose = clock.nanos();
        } else if (clock.nanos() - rose >= TRIGGER_NANOS) {
            measures = true;
            long length = distance() > FARTHEST ? NO_ECHO_NANOS : Math.round(distance() * NANOS_PER_CM);
            Duration sent = clock.now().plusNanos(SENDS_NANOS);
            clock.at(sent, () -> echo.drive(true));
            clock.at(sent.plusNanos(length), () -> end(echo));
        }
    }

    private void end(SimPin echo) {
        echo.drive(false);
        synchronized (this) {
            measures = false;
        }
    }
}
