// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.digitalio.Direction;
import blinka4j.digitalio.Pull;

/**
 * Lights an LED on D18 while a button on D4 is pressed. Port of the button program in Adafruit's guide "CircuitPython on
 * Linux and Raspberry Pi", "Digital I/O".
 *
 * <p>Wiring: the LED as for {@link Blink}; the button between D4 and ground.
 */
public final class Button {
    private Button() {}

    public static void main(String[] args) {
        System.out.println("press the button!");

        try (DigitalInOut led = new DigitalInOut(Board.D18);
                DigitalInOut button = new DigitalInOut(Board.D4)) {
            led.direction(Direction.OUTPUT);

            button.direction(Direction.INPUT);
            button.pull(Pull.UP);

            while (true) {
                led.value(!button.value()); // the pull-up reads true until the button connects to ground
                sleep(0.01); // the original has no pause; here other programs want the processor too
            }
        }
    }
}
