// SPDX-License-Identifier: MIT
package blinka4j.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Pulses whose length matters, in a guest whose clock does not depend on the host. */
class ExactTimeIT {
    @RegisterExtension
    static final InputsRig RIG = new InputsRig("exact", "exact-lab", 1);

    /** Starts a program in C that changes the level of a line at the right times. Even pulses are low. */
    private static Job play(int line, List<Integer> microseconds) {
        StringBuilder pulses = new StringBuilder();
        for (int i = 0; i < microseconds.size(); i++) {
            pulses.append(i % 2).append(' ').append(microseconds.get(i)).append('\n');
        }
        return RIG.guest()
                .start("printf '%s' | exec chrt -f 40 lab-pulses %s"
                        .formatted(pulses, RIG.chip().folder(line)));
    }

    /** Returns how long each pulse has really lasted, in µs. */
    private static List<Integer> finish(Job job) {
        Result result = job.await(Lab.PATIENCE);
        assertThat(result.exit()).as(job.toString()).isZero();
        return result.out().lines().map(Integer::valueOf).toList();
    }

    /** NEC's protocol for remote controls: address 04, command 08. Each byte is sent with its lowest bit first. */
    @Test
    void aFrameOfARemoteControlIsRecordedToTheMicrosecondAndDecoded() {
        List<Integer> sent = new ArrayList<>(List.of(9000, 4500));
        for (int octet : new int[] {0x04, 0xFB, 0x08, 0xF7}) {
            for (int bit = 0; bit < 8; bit++) {
                sent.add(560);
                sent.add((octet >> bit & 1) == 1 ? 1690 : 560);
            }
        }
        sent.add(560);
        // The line is high again: the end of the last pulse.
        sent.add(100);
        RIG.chip().drive(0, true);

        RIG.say("pulses @0 true 67");
        RIG.job().awaitOut("recording\n", Lab.PATIENCE);
        List<Integer> played = finish(play(0, sent));
        String[] answer = RIG.answer().split("\n");

        List<Integer> recorded = Arrays.stream(
                        answer[answer.length - 2].replaceAll("[\\[\\] ]", "").split(","))
                .map(Integer::valueOf)
                .toList();
        assertThat(recorded).hasSize(67);
        assertThat(played).hasSize(67);
        for (int i = 0; i < 67; i++) {
            assertThat(recorded.get(i)).as("pulse " + i).isCloseTo(played.get(i), within(20));
        }
        assertThat(answer[answer.length - 1]).isEqualTo("[32, 223, 16, 239]");
    }
}
