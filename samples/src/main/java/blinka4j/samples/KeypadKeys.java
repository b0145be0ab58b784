// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.digitalio.Pull;
import blinka4j.keypad.Event;
import blinka4j.keypad.Keys;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.SimClock;
import blinka4j.sim.SimPin;
import java.time.Duration;
import java.util.List;

/**
 * Prints each press and release of a key on D5.
 * Port of <a href="https://learn.adafruit.com/key-pad-matrix-scanning-in-circuitpython/keys-one-key-per-pin">Keys: One Key per Pin</a>.
 *
 * <p>Wiring: a button between D5 and ground.
 */
public final class KeypadKeys extends Sample {
    public KeypadKeys() {
        super("keys", "the presses and releases of a key on D5", KeypadKeys::main);
    }

    public static void main(String[] args) {
        try (Keys keys = new Keys(List.of(Board.D5), false, true)) {
            while (true) {
                Event event = keys.events().get();
                // event will be null if nothing has happened.
                if (event != null) {
                    System.out.println(event);
                }
                sleep(0.01); // the original has no pause
            }
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        press(board.pin("D5"), board.clock(), 1000);
    }

    /** Presses and releases a key, a second each. It bounces: its level changes three times within 5 ms. */
    private static void press(SimPin key, SimClock clock, long millis) {
        clock.after(Duration.ofMillis(millis), () -> {
            key.resistor(key.level() ? Pull.DOWN : null);
            press(key, clock, millis == 1000 ? 2 : millis == 2 ? 3 : 1000);
        });
    }
}
