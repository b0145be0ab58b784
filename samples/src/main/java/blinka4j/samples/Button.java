// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.digitalio.Direction;
import blinka4j.digitalio.Pull;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.SimClock;
import blinka4j.sim.SimPin;
import blinka4j.sim.parts.SimButton;
import java.time.Duration;

/**
 * Lights an LED on D18 while a button on D4 is pressed.
 * Port of <a href="https://learn.adafruit.com/circuitpython-on-raspberrypi-linux/digital-i-o">CircuitPython on Linux, button</a>.
 *
 * <p>Wiring: the LED of {@link Blink}; a button between D4 and ground.
 */
public final class Button extends Sample {
    public Button() {
        super("button", "an LED on D18 is lit while a button on D4 is pressed", Button::main, 1);
    }

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

    @Override
    public void attachTo(SimBoard board) {
        attachLed(board, "D18");
        new SimButton(board, "D4");
        pressNowAndThen(board.pin("D4"), board.clock());
    }

    /** Presses after 1.5 s for half a second, and so on. A pull to ground does not harm a program that drives the pin. */
    static void pressNowAndThen(SimPin button, SimClock clock) {
        clock.after(Duration.ofMillis(1500), () -> {
            button.resistor(Pull.DOWN);
            clock.after(Duration.ofMillis(500), () -> {
                button.resistor(null);
                pressNowAndThen(button, clock);
            });
        });
    }
}
