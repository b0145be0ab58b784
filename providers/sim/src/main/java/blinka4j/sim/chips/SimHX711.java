// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.Quantity;
import blinka4j.sim.SimBoard;
import blinka4j.sim.SimChip;
import blinka4j.sim.SimClock;
import blinka4j.sim.SimPin;
import java.time.Duration;

/**
 * Avia Semiconductor HX711 at 5 V: a converter with 24 bits for load cells, with 10 conversions per second. Data sheet: HX711.
 *
 * <p>Its filter settles with the fourth conversion. The three before have a part of the value.
 */
public final class SimHX711 extends SimChip {
    private static final long PERIOD_NANOS = 100_000_000;
    private static final long POWER_DOWN_NANOS = 60_000;
    private static final double STEPS_PER_MILLIVOLT = (1 << 24) / 5000.0;
    private static final int MOST = (1 << 23) - 1;
    private static final int BITS = 24;
    private static final int SETTLED = 4;
    /** By the pulses after the bits. */
    private static final int[] GAINS = {128, 32, 64};

    private final Quantity a = measures("channel A", -100, 100, "mV", 1);
    private final Quantity b = measures("channel B", -100, 100, "mV", 0);
    private int setting;
    private int conversions;
    private int pulses;
    private int resets;
    private int value;
    private long rose;

    /** Sets the voltage of channel A in mV. */
    public SimHX711 channelA(double millivolts) {
        a.value(millivolts);
        return this;
    }

    /** Sets the voltage of channel B in mV. */
    public SimHX711 channelB(double millivolts) {
        b.value(millivolts);
        return this;
    }

    /** Connects the converter to two pins of a board. */
    public void attachTo(SimBoard board, String dataPin, String clockPin) {
        connected(board, dataPin, clockPin);
        SimPin data = board.pin(dataPin);
        board.pin(clockPin).onLevel(high -> clocked(high, board.clock(), data));
        reset(board.clock(), data);
    }

    private synchronized void reset(SimClock on, SimPin data) {
        setting = 0;
        conversions = 0;
        pulses = 0;
        int mine = ++resets;
        data.drive(true);
        on.after(Duration.ofNanos(PERIOD_NANOS), () -> convert(on, data, mine));
    }

    private synchronized void convert(SimClock on, SimPin data, int since) {
        if (since != resets) {
            return;
        }
        on.after(Duration.ofNanos(PERIOD_NANOS), () -> convert(on, data, since));
        if (pulses == 0 || pulses > BITS) {
            int next = pulses == 0 ? setting : (pulses - BITS - 1) % GAINS.length;
            conversions = next == setting ? Math.min(SETTLED, conversions + 1) : 1;
            setting = next;
            pulses = 0;
            double steps = (setting == 1 ? b : a).value() * GAINS[setting] * STEPS_PER_MILLIVOLT;
            value = (int) Math.max(-MOST - 1, Math.min(MOST, Math.round(steps * conversions / SETTLED)));
            data.drive(false);
        }
    }

    private synchronized void clocked(boolean high, SimClock on, SimPin data) {
        if (high) {
            rose = on.nanos();
            pulses++;
            data.drive(pulses > BITS || (value >> (BITS - pulses) & 1) != 0);
        } else if (on.nanos() - rose > POWER_DOWN_NANOS) {
            reset(on, data);
        }
    }
}
