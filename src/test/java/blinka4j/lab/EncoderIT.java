// SPDX-License-Identifier: MIT
package blinka4j.lab;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.conformance.Soak;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An incremental encoder on a real kernel, which the test turns. */
class EncoderIT {
    /** The levels of A and B of a turn that counts up: A changes first. */
    private static final List<String> UP = List.of("11", "01", "00", "10");

    private static final int STEPS = Soak.count(2_000, 10_000);
    private static final int STEPS_AT_ONCE = 500;
    private static final int LONGEST_RUN = 40;
    private static final int OTHER_CHIP_STEPS = 200;

    @RegisterExtension
    static final InputsRig RIG = new InputsRig("gpiosim", "encoder-lab", 2);

    /** The steps of a hand: runs of up to 40 in one direction, then in the other. */
    private static int[] steps(int count, long seed) {
        Random random = new Random(seed);
        int[] steps = new int[count];
        int direction = 1;
        int left = 0;
        for (int i = 0; i < count; i++) {
            if (left == 0) {
                direction = -direction;
                left = 1 + random.nextInt(LONGEST_RUN);
            }
            left--;
            steps[i] = direction;
        }
        return steps;
    }

    /** The position by CircuitPython's rule: one for each whole number of {@code divisor} steps in one direction. */
    private static int position(int[] steps, int divisor) {
        int position = 0;
        int rest = 0;
        for (int step : steps) {
            rest += step;
            if (Math.abs(rest) == divisor) {
                position += rest / divisor;
                rest = 0;
            }
        }
        return position;
    }

    /** Turns the encoder. Pin A is line 0 of the chip, pin B line 1 of {@code chipB}. */
    private static void turn(int[] steps, SimChip chipB) {
        StringBuilder sequence = new StringBuilder();
        int phase = 0;
        for (int i = 0; i < steps.length; i++) {
            String before = UP.get(Math.floorMod(phase, UP.size()));
            phase += steps[i];
            String after = UP.get(Math.floorMod(phase, UP.size()));
            boolean isA = before.charAt(0) != after.charAt(0);
            if (chipB != RIG.chip()) {
                (isA ? RIG.chip() : chipB).drive(isA ? 0 : 1, after.charAt(isA ? 0 : 1) == '1');
                continue;
            }
            sequence.append(isA ? "0=" : "1=").append(after.charAt(isA ? 0 : 1)).append(' ');
            if ((i + 1) % STEPS_AT_ONCE == 0 || i == steps.length - 1) {
                chipB.drive(sequence.toString().strip());
                sequence.setLength(0);
            }
        }
    }

    private static void await(int position) {
        RIG.await("position", String.valueOf(position));
        assertThat(RIG.ask("illegal")).isEqualTo("0");
    }

    @Test
    void stepsWithReversalsEndAtTheExactPosition() {
        int[] steps = steps(STEPS, 1);
        RIG.does("encoder @0 @1 1");
        assertThat(RIG.chip().pull(0)).isEqualTo("pull-up");
        await(0);
        turn(steps, RIG.chip());
        await(position(steps, 1));
        RIG.awaitRest(2);
    }

    @Test
    void theDetentsOfAKnobAreCounted() {
        int[] steps = steps(STEPS_AT_ONCE, 2);
        RIG.does("encoder @0 @1 4");
        turn(steps, RIG.chip());
        await(position(steps, 4));
    }

    @Test
    void pinsOfTwoChipsAreCountedByTheTimesOfTheirEdges() {
        try (SimChip other = SimChip.add(RIG.guest(), "encoder-other", 4)) {
            RIG.does("encoder @0 encoder-other:1 1");
            int[] steps = steps(OTHER_CHIP_STEPS, 3);
            turn(steps, other);
            await(position(steps, 1));
            RIG.end();
        }
    }

    /** The lab's module counter-sim counts the edges, in the kernel's counter subsystem. The first ones lead below 0. */
    @Test
    void aCounterOfTheKernelCountsForTheProgram() {
        // The pull-ups of the encoder's board.
        RIG.chip().drive("0=1 1=1");
        RIG.guest().output("set -e; modprobe counter-sim chip=" + RIG.chip());
        try {
            assertThat(counter("function")).isEqualTo("increase");
            int[] steps = steps(STEPS, 4);
            RIG.does("counter-encoder counter-sim 0 1");
            assertThat(counter("function")).isEqualTo("quadrature x4");
            assertThat(counter("enable")).isEqualTo("1");
            assertThat(RIG.ask("hardware")).isEqualTo("true");
            turn(steps, RIG.chip());
            await(position(steps, 1));
            RIG.awaitThreads();
            assertThat(RIG.ask("counter-encoder counter-sim 0 1"))
                    .startsWith("PinException")
                    .contains("counter-sim:0");
            RIG.does("close");
            assertThat(counter("enable")).isEqualTo("0");
        } finally {
            RIG.guest().output("rmmod counter_sim");
        }
        assertThat(RIG.ask("counter-encoder counter-sim 0 1"))
                .startsWith("NotAvailableException")
                .contains("counter-sim");
    }

    private static String counter(String attribute) {
        return RIG.guest()
                .output("cat /sys/bus/counter/devices/counter0/count0/" + attribute)
                .strip();
    }
}
