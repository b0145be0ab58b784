// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.testing.Assertions.assertThat;
import static blinka4j.testing.Assertions.within;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import blinka4j.sim.SimBoard;
import blinka4j.sim.SimPin;
import blinka4j.sim.parts.Rail;
import blinka4j.sim.parts.SimButton;
import blinka4j.testing.On;
import blinka4j.testing.Printed;
import blinka4j.testing.Simulated;
import blinka4j.trace.Replay;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

@Simulated
class ReactionGameTest {
    @Test
    void printsTheTimeFromTheLedToTheButton(SimBoard board, @On("D18") SimPin led, Printed printed) {
        SimButton button = new SimButton(board, "D4", Rail.POWER).bouncing(1);
        led.onLevel(lit -> {
            if (!lit) {
                board.clock().after(ofMillis(180), button::press);
            }
        });

        ReactionGame.main(new String[0]);

        assertThat(led).pulsed(1).isFree();
        assertThat(led.history().get(1).time()).isBetween(ofSeconds(5), ofSeconds(10));
        assertThat(printed.text()).matches("Your reaction time was \\S+ milliseconds!\\R");
        assertThat(Double.parseDouble(printed.text().split(" ")[4])).isCloseTo(180, within(0.1));
    }

    @Test
    void waitsForASlowPlayer(SimBoard board) {
        SimButton button = new SimButton(board, "D4", Rail.POWER);
        board.clock().after(ofSeconds(11), button::press);

        ReactionGame.main(new String[0]);

        assertThat(board.clock().now()).isBetween(ofSeconds(11), ofMillis(11_001));
    }

    @Test
    void measuresThePlayerOfTheTrace(Printed printed) {
        Replay replay = Replay.tolerant(Path.of("src/test/resources/reaction-game.trace"))
                .use();
        try (replay) {
            ReactionGame.main(new String[0]);
        }

        assertThat(Double.parseDouble(printed.text().split(" ")[4])).isCloseTo(213, within(0.1));
    }
}
