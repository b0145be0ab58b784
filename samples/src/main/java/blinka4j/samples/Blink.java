// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.digitalio.Direction;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;

/**
 * Blinks an LED on D18. Port of the blink program in Adafruit's guide "CircuitPython on Linux and Raspberry Pi", "Digital
 * I/O".
 *
 * <p>Wiring: D18 to a resistor of 330 Ω or more, on to the LED's long leg, from its short leg to ground.
 */
public final class Blink extends Sample {
    public Blink() {
        super("blink", "an LED on D18 blinks", Blink::main, 1);
    }

    public static void main(String[] args) {
        System.out.println("hello blinky!");

        try (DigitalInOut led = new DigitalInOut(Board.D18)) {
            led.direction(Direction.OUTPUT);

            while (true) {
                led.value(true);
                sleep(0.5);
                led.value(false);
                sleep(0.5);
            }
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        attachLed(board, "D18");
    }
}
