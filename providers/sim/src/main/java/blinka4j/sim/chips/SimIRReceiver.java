// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.SimBoard;
import blinka4j.sim.SimClock;
import blinka4j.sim.SimPart;
import blinka4j.sim.SimPin;
import blinka4j.sim.SimPwm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * An infrared receiver, such as a TSOP38238, that sees a remote control of NEC's protocol. Its output is high without light. Data sheet:
 * Vishay, Data Formats for IR Remote Control.
 */
public final class SimIRReceiver extends SimPart {
    private static final int HEADER = 9000;
    private static final int HEADER_SPACE = 4500;
    private static final int REPEAT_SPACE = 2250;
    private static final int MARK = 562;
    private static final int ZERO = 562;
    private static final int ONE = 1687;

    /** The carriers that it sees: 10 % around 38 kHz. */
    private static final double LOWEST = 34_200;

    private static final double HIGHEST = 41_800;

    private final SimPin output;
    private final SimClock clock;

    /** A receiver whose output is connected to a pin. */
    public SimIRReceiver(SimBoard board, String pin) {
        output = board.pin(pin).drive(true);
        clock = board.clock();
        connected(board, pin);
    }

    /**
     * Sees the code of a key now.
     *
     * @param address 0 to 255
     * @param command 0 to 255
     */
    public void press(int address, int command) {
        List<Integer> pulses = new ArrayList<>(List.of(HEADER, HEADER_SPACE));
        for (int each : new int[] {address, ~address, command, ~command}) {
            for (int bit = 0; bit < 8; bit++) {
                pulses.add(MARK);
                pulses.add((each >> bit & 1) != 0 ? ONE : ZERO);
            }
        }
        pulses.add(MARK);
        see(pulses);
    }

    /** Sees the code that says that the key is still pressed. */
    public void repeat() {
        see(List.of(HEADER, REPEAT_SPACE, MARK));
    }

    /** Sees the pulses of an LED on this output of the board, if their carrier is about 38 kHz. */
    public SimIRReceiver sees(SimPwm led) {
        led.onChange(change -> output.drive(change.dutyCycle() == 0
                || change.dutyCycle() == 1
                || led.frequency() < LOWEST
                || led.frequency() > HIGHEST));
        return this;
    }

    /**
     * Sees any pulses now.
     *
     * @param pulses in µs; the first one is of light
     */
    public void see(List<Integer> pulses) {
        Duration at = clock.now();
        for (int i = 0; i <= pulses.size(); i++) {
            boolean light = i % 2 == 0 && i < pulses.size();
            clock.at(at, () -> output.drive(!light));
            at = at.plusNanos(i < pulses.size() ? pulses.get(i) * 1000L : 0);
        }
    }
}
