// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.gpiozero.Button;
import blinka4j.gpiozero.Led;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.parts.SimButton;

/**
 * Lights an LED on D18 while a button on D4 is pressed; held for 0.3 s, it blinks.
 * Port of <a href="https://gpiozero.readthedocs.io/en/stable/recipes.html#button-controlled-led">gpiozero's button controlled LED</a>; the
 * original does not blink.
 *
 * <p>Wiring: the LED of {@link Blink}; a button between D4 and ground.
 */
public final class ButtonControlledLed extends Sample {
    public ButtonControlledLed() {
        super(
                "gpiozero",
                "an LED on D18 is lit, and then blinks, while a button on D4 is pressed",
                ButtonControlledLed::main,
                1);
    }

    public static void main(String[] args) {
        try (Led led = new Led(Board.D18);
                Button button = new Button(Board.D4)) {
            button.whenPressed(led::on);
            button.whenReleased(led::off);
            button.holdTime(0.3);
            button.whenHeld(() -> led.blink(0.05, 0.05));
            System.out.println("press the button!");
            while (true) {
                sleep(60); // the listeners do the work
            }
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        attachLed(board, "D18");
        new SimButton(board, "D4");
        blinka4j.samples.Button.pressNowAndThen(board.pin("D4"), board.clock());
    }
}
