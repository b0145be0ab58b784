// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.digitalio.Direction;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;

/**
 * Blinks an LED on D18.
 * Port of <a href="https://learn.adafruit.com/circuitpython-on-raspberrypi-linux/digital-i-o">CircuitPython on Linux, blink</a>.
 *
 * <p>Wiring: an LED: D18 to a resistor of 330 Ω or more, from there to the LED's long leg, the short leg to ground.
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
