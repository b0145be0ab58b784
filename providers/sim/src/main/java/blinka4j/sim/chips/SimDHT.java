// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.digitalio.Pull;
import blinka4j.sim.SimBoard;
import blinka4j.sim.SimChip;
import blinka4j.sim.SimClock;
import blinka4j.sim.SimPin;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A sensor with one line: a host that pulls it low for long enough gets 40 bits. Times in µs from the data sheet of the AM2302. */
abstract class SimDHT extends SimChip {
    private static final int ANSWER_AFTER = 30;
    private static final int ANSWER = 80;
    private static final int LOW = 50;
    private static final int ZERO = 26;
    private static final int ONE = 70;

    private final long leastTrigger;
    private final int more;
    private @Nullable SimClock clock;
    private @Nullable SimPin pin;
    private long fell;
    private boolean answers;

    /**
     * @param leastTrigger in µs
     * @param more bytes that follow the checksum
     */
    SimDHT(long leastTrigger, int more) {
        this.leastTrigger = leastTrigger;
        this.more = more;
    }

    /** Connects the sensor to a pin of a board, with a pull-up resistor. */
    public final void attachTo(SimBoard board, String pinName) {
        SimPin line = board.pin(pinName).resistor(Pull.UP);
        pin = line;
        connected(board, pinName);
        clock = board.clock();
        fell = Long.MAX_VALUE;
        line.onLevel(this::level);
    }

    private synchronized void level(boolean high) {
        if (answers || clock == null || pin == null) {
            return;
        }
        if (!high) {
            fell = clock.nanos();
        } else if (fell != Long.MAX_VALUE && clock.nanos() - fell >= leastTrigger * 1000) {
            answers = true;
            answer(clock, pin);
        }
    }

    private void answer(SimClock on, SimPin line) {
        int[] bytes = frame();
        Duration at = pulse(on, line, on.now().plus(micros(ANSWER_AFTER)), ANSWER, ANSWER);
        for (int bit = 0; bit < 8 * (bytes.length + more); bit++) {
            boolean one = ((bytes[bit / 8 % bytes.length] << (bit % 8)) & 0x80) != 0;
            at = pulse(on, line, at, LOW, one ? ONE : ZERO);
        }
        at = pulse(on, line, at, LOW, 0);
        on.at(at, this::rest);
    }

    /** @return its end */
    private static Duration pulse(SimClock on, SimPin line, Duration at, int low, int high) {
        on.at(at, () -> line.drive(false));
        on.at(at.plus(micros(low)), line::release);
        return at.plus(micros(low + high));
    }

    private synchronized void rest() {
        answers = false;
        fell = Long.MAX_VALUE;
    }

    private static Duration micros(int count) {
        return Duration.ofNanos(count * 1000L);
    }

    private int[] frame() {
        int rh = humidityWord();
        int t = temperatureWord();
        return new int[] {rh >> 8, rh & 0xFF, t >> 8, t & 0xFF, ((rh >> 8) + rh + (t >> 8) + t) & 0xFF};
    }

    /** The first two bytes. */
    abstract int humidityWord();

    /** The next two bytes. */
    abstract int temperatureWord();
}
