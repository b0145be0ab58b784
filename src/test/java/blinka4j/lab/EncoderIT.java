// SPDX-License-Identifier: MIT
package blinka4j.lab;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.conformance.Soak;
import blinka4j.lab.guest.Encoder;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** An incremental encoder on lines of the kernel's GPIO simulator, which the test turns. Its lines are 21 to 25. */
@ExtendWith(Lab.Extension.class)
@ResourceLock(value = "gpiosim:0x48", mode = ResourceAccessMode.READ)
class EncoderIT {
    /** The levels of A and B of a turn that counts up: A changes first. */
    private static final List<String> UP = List.of("11", "01", "00", "10");

    private static final int STEPS = Soak.count(2_000, 10_000);
    private static final int STEPS_AT_ONCE = 500;
    private static final int LONGEST_RUN = 40;
    private static final int OTHER_CHIP_STEPS = 200;

    private final Lab lab;
    private final SimChip chip;

    EncoderIT(@On("gpiosim") Lab lab) {
        this.lab = lab;
        chip = GpioSim.chip(lab.guest());
    }

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

    private void turn(int[] steps, int lineA, int lineB) {
        StringBuilder sequence = new StringBuilder();
        int phase = 0;
        for (int i = 0; i < steps.length; i++) {
            String before = UP.get(Math.floorMod(phase, UP.size()));
            phase += steps[i];
            String after = UP.get(Math.floorMod(phase, UP.size()));
            boolean isA = before.charAt(0) != after.charAt(0);
            sequence.append(isA ? lineA : lineB)
                    .append('=')
                    .append(after.charAt(isA ? 0 : 1))
                    .append(' ');
            if ((i + 1) % STEPS_AT_ONCE == 0 || i == steps.length - 1) {
                chip.drive(sequence.toString().strip());
                sequence.setLength(0);
            }
        }
    }

    private static void await(Dialogue program, String command, String expected) {
        long end = System.nanoTime() + Lab.PATIENCE.toNanos();
        String answer = program.ask(command);
        while (!answer.equals(expected) && System.nanoTime() - end < 0) {
            answer = program.ask(command);
        }
        assertThat(answer).as(command).isEqualTo(expected);
    }

    @Test
    void thousandsOfStepsWithReversalsEndAtTheExactPosition() {
        int[] steps = steps(STEPS, 1);
        try (Dialogue program = lab.talk(Encoder.class)) {
            assertThat(program.ask("open D21 D22 1")).isEqualTo("IncrementalEncoder(D21, D22)");
            assertThat(chip.pull(21)).isEqualTo("pull-up");
            assertThat(program.ask("position")).isEqualTo("0");
            turn(steps, 21, 22);
            await(program, "position", String.valueOf(position(steps, 1)));
            assertThat(program.ask("illegal")).isEqualTo("0");

            long before = Long.parseLong(program.ask("cpu"));
            lab.guest().output("sleep 2");
            assertThat(Long.parseLong(program.ask("cpu")) - before)
                    .as("ms of processor time in 2 s at rest, with two questions")
                    .isLessThan(500);

            assertThat(program.ask("close")).isEqualTo("ok");
            await(program, "threads", "0");
            assertThat(lab.guest().output("gpioinfo " + GpioSim.CHIP))
                    .containsPattern("line +21: +\"D21\" +unused +input")
                    .containsPattern("line +22: +\"D22\" +unused +input");
        }
    }

    @Test
    void theDetentsOfAKnobAreCounted() {
        int[] steps = steps(STEPS_AT_ONCE, 2);
        try (Dialogue program = lab.talk(Encoder.class)) {
            program.ask("open D23 D24 4");
            turn(steps, 23, 24);
            await(program, "position", String.valueOf(position(steps, 4)));
            assertThat(program.ask("illegal")).isEqualTo("0");
        }
    }

    @Test
    void pinsOfTwoChipsAreCountedByTheTimesOfTheirEdges() {
        try (SimChip other = SimChip.add(lab.guest(), "encoder", 4);
                Dialogue program = lab.talk(Encoder.class)) {
            program.ask("open sim-gpio:25 encoder:1 1");
            int[] steps = steps(OTHER_CHIP_STEPS, 3);
            int phase = 0;
            for (int step : steps) {
                String before = UP.get(Math.floorMod(phase, UP.size()));
                phase += step;
                String after = UP.get(Math.floorMod(phase, UP.size()));
                if (before.charAt(0) != after.charAt(0)) {
                    chip.drive(25, after.charAt(0) == '1');
                } else {
                    other.drive(1, after.charAt(1) == '1');
                }
            }
            await(program, "position", String.valueOf(position(steps, 1)));
            assertThat(program.ask("illegal")).isEqualTo("0");
        }
    }
}
