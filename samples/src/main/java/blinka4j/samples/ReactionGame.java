// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.digitalio.Direction;
import blinka4j.digitalio.Pull;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.parts.Rail;
import blinka4j.sim.parts.SimButton;
import blinka4j.time.Time;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Measures how fast you press a button on D4 after the LED on D18 has gone out.
 * Port of <a href="https://github.com/adafruit/Adafruit_Learning_System_Guides/tree/main/Getting_Started_With_Raspberry_Pi_Pico/reaction_game">reaction_game</a>.
 *
 * <p>Wiring: the LED of {@link Blink}; a button between D4 and 3.3 V.
 */
public final class ReactionGame extends Sample {
    public ReactionGame() {
        super(
                "reaction-game",
                "how fast a button on D4 is pressed after an LED on D18 has gone out",
                ReactionGame::main,
                1);
    }

    public static void main(String[] args) {
        try (DigitalInOut led = new DigitalInOut(Board.D18);
                DigitalInOut button = new DigitalInOut(Board.D4)) {
            led.direction(Direction.OUTPUT);
            button.switchToInput(Pull.DOWN);

            led.value(true);
            sleep(ThreadLocalRandom.current().nextInt(5, 11));
            led.value(false);
            double timerStart = Time.monotonic();
            while (true) {
                if (button.value()) {
                    double reactionTime = (Time.monotonic() - timerStart) * 1000; // convert to ms
                    System.out.println("Your reaction time was " + reactionTime + " milliseconds!");
                    break;
                }
            }
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        attachLed(board, "D18");
        SimButton button = new SimButton(board, "D4", Rail.POWER);
        board.pin("D18").onLevel(lit -> {
            if (!lit) {
                board.clock().after(Duration.ofMillis(230), () -> button.press(Duration.ofMillis(100)));
            }
        });
    }
}
