// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.rotaryio.IncrementalEncoder;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.SimPin;
import java.time.Duration;

/**
 * Prints the position of a rotary encoder when it changes.
 * Port of <a href="https://learn.adafruit.com/rotary-encoder/circuitpython">Rotary Encoder, CircuitPython</a>.
 *
 * <p>Wiring: A of the encoder to D17, B to D18, the pin between them to ground.
 */
public final class RotaryEncoder extends Sample {
    /** The levels of A and B during a turn that counts up. */
    private static final boolean[][] TURN = {{false, true}, {false, false}, {true, false}, {true, true}};

    public RotaryEncoder() {
        super("rotary-encoder", "the position of a rotary encoder on D17 and D18", RotaryEncoder::main);
    }

    public static void main(String[] args) {
        try (IncrementalEncoder encoder = new IncrementalEncoder(Board.D17, Board.D18)) {
            Integer lastPosition = null;
            while (true) {
                int position = encoder.position();
                if (lastPosition == null || position != lastPosition) {
                    System.out.println(position);
                }
                lastPosition = position;
                sleep(0.01); // the original has no pause; here other programs want the processor too
            }
        }
    }

    /** Someone turns the encoder: a detent each second. */
    @Override
    public void attachTo(SimBoard board) {
        turn(board, 0);
    }

    private static void turn(SimBoard board, int step) {
        board.clock().after(Duration.ofMillis(250), () -> {
            boolean[] contacts = TURN[step % TURN.length];
            set(board.pin("D17"), contacts[0]);
            set(board.pin("D18"), contacts[1]);
            turn(board, step + 1);
        });
    }

    /** A contact is open, or connects the pin to ground. */
    private static void set(SimPin pin, boolean open) {
        if (open) {
            pin.release();
        } else {
            pin.drive(false);
        }
    }
}
