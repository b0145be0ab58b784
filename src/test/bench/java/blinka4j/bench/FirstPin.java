// SPDX-License-Identifier: MIT
package blinka4j.bench;

import blinka4j.board.Board;
import blinka4j.digitalio.DigitalInOut;

/** Drives one pin and reads it back. Its start is what {@code src/test/bench/first-pin} measures. */
public final class FirstPin {
    private FirstPin() {}

    /** @param args the name of a pin; without one it only prints, which is the time of Java itself */
    public static void main(String[] args) {
        System.out.println(args.length == 0 || Driven.reads(args[0]));
    }

    /** A class that Java does not load unless there is a pin. */
    private static final class Driven {
        static boolean reads(String pin) {
            try (var led = new DigitalInOut(Board.pin(pin))) {
                led.switchToOutput(true);
                return led.value();
            }
        }
    }
}
