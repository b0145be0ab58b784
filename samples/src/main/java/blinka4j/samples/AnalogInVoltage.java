// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.analogio.AnalogIn;
import blinka4j.board.Board;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import java.time.Duration;

/**
 * Prints the voltage on A1.
 * Port of <a href="https://github.com/adafruit/Adafruit_Learning_System_Guides/tree/main/CircuitPython_Essentials/CircuitPython_AnalogIn">CircuitPython_AnalogIn</a>.
 *
 * <p>Wiring: a potentiometer: one end to the reference voltage of the board's converter, the other end to ground, the wiper to A1. A
 * higher voltage damages the board. The original takes 3.3 V for the reference; here the board tells it.
 */
public final class AnalogInVoltage extends Sample {
    public AnalogInVoltage() {
        super("analog-in", "the voltage on A1", AnalogInVoltage::main);
    }

    public static void main(String[] args) {
        try (AnalogIn analogIn = new AnalogIn(Board.A1)) {
            while (true) {
                System.out.printf("%.3f V%n", voltage(analogIn));
                sleep(0.1);
            }
        }
    }

    private static double voltage(AnalogIn pin) {
        return pin.value() * pin.referenceVoltage() / 65535;
    }

    @Override
    public String simulatedBoard() {
        return "ODROID_C2";
    }

    /** The potentiometer is turned up within ten seconds, again and again. */
    @Override
    public void attachTo(SimBoard board) {
        turn(board, 0);
    }

    /** Until somebody else sets the voltage, as on the bench. */
    private static void turn(SimBoard board, int percent) {
        double volts = percent * 3.3 / 100;
        board.pin("A1").voltage(volts);
        board.clock().after(Duration.ofMillis(100), () -> {
            if (board.pin("A1").voltage() == volts) {
                turn(board, (percent + 1) % 101);
            }
        });
    }
}
