// SPDX-License-Identifier: MIT
package blinka4j.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Pulses whose length matters, in a guest whose clock does not depend on the host. */
class ExactTimeIT {
    private static final String LABEL = "exact-lab";

    private static Lab lab;
    private static InputsRig rig;

    @BeforeAll
    static void boot() {
        lab = new Lab("exact", new Overlay());
        rig = new InputsRig(lab, LABEL, 4);
    }

    @AfterEach
    void end() {
        rig.end();
    }

    @AfterAll
    static void close() {
        if (rig != null) {
            rig.close();
        }
        if (lab != null) {
            lab.close();
        }
    }

    /** Starts a program in C that changes the level of a line at the right times. Even pulses are low. */
    private static Job play(int line, List<Integer> microseconds) {
        StringBuilder pulses = new StringBuilder();
        for (int i = 0; i < microseconds.size(); i++) {
            pulses.append(i % 2).append(' ').append(microseconds.get(i)).append('\n');
        }
        return lab.guest()
                .start("printf '%s' | exec chrt -f 40 lab-pulses %s"
                        .formatted(pulses, rig.chip().folder(line)));
    }

    private static void finish(Job job) {
        Result result = job.await(Lab.PATIENCE);
        assertThat(result.exit()).as(job.toString()).isZero();
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
        rig.chip().drive(0, true);

        rig.say("pulses @0 true 67");
        rig.job().awaitOut("recording\n", Lab.PATIENCE);
        finish(play(0, sent));
        String[] answer = rig.answer().split("\n");

        List<Integer> recorded = Arrays.stream(
                        answer[answer.length - 2].replaceAll("[\\[\\] ]", "").split(","))
                .map(Integer::valueOf)
                .toList();
        assertThat(recorded).hasSize(67);
        for (int i = 0; i < 67; i++) {
            assertThat(recorded.get(i)).as("pulse " + i).isCloseTo(sent.get(i), within(20));
        }
        assertThat(answer[answer.length - 1]).isEqualTo("[32, 223, 16, 239]");
    }
}
