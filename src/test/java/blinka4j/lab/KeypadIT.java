// SPDX-License-Identifier: MIT
package blinka4j.lab;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.lab.guest.Inputs;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Keys on a real kernel, whose lines are driven from outside. The debounce times are long, because a bounce must be shorter on the
 * slowest machine too.
 */
@ExtendWith(Lab.Extension.class)
class KeypadIT {
    private static final String LABEL = "keypad-lab";
    private static final String BOUNCE_TO_LOW = "%1$s=0 %1$s=1 ".repeat(8) + "%1$s=0";
    private static final String BOUNCE_TO_HIGH = "%1$s=1 %1$s=0 ".repeat(8) + "%1$s=1";

    private final Guest guest;
    private final Lab lab;
    private SimChip chip;
    private Dialogue program;

    KeypadIT(@On("gpiosim") Lab lab) {
        this.lab = lab;
        guest = lab.guest();
    }

    @BeforeEach
    void start() {
        chip = SimChip.add(guest, LABEL, 6);
        program = lab.talk(Inputs.class);
    }

    @AfterEach
    void end() {
        program.close();
        chip.close();
    }

    private void does(String command) {
        assertThat(program.ask(command.replace("@", LABEL + ":"))).isEqualTo("ok");
    }

    private void await(String command, String expected) {
        long end = System.nanoTime() + Lab.PATIENCE.toNanos();
        String answer = program.ask(command);
        while (!answer.equals(expected) && System.nanoTime() - end < 0) {
            answer = program.ask(command);
        }
        assertThat(answer).isEqualTo(expected);
    }

    @Test
    void aBouncingKeyIsPressedAndReleasedOnce() {
        does("keys @0,@1 true 3");
        assertThat(chip.pull(0)).isEqualTo("pull-up");
        chip.drive(BOUNCE_TO_LOW.formatted(1));
        await("events", "+1");
        chip.drive(BOUNCE_TO_LOW.formatted(0));
        await("events", "+1 +0");
        chip.drive(BOUNCE_TO_HIGH.formatted(1));
        await("events", "+1 +0 -1");
        does("reset-keys");
        await("events", "+1 +0 -1 +0");
        chip.drive(BOUNCE_TO_HIGH.formatted(0));
        await("events", "+1 +0 -1 +0 -0");
        // Nothing more comes later.
        guest.output("sleep 4");
        await("events", "+1 +0 -1 +0 -0");
    }

    @Test
    void aKeyThatIsHeldFromTheStartIsPressed() {
        chip.drive(0, true);
        chip.drive(1, false);
        does("keys @0,@1 false 0.05");
        await("events", "+1");
        chip.drive(1, true);
        await("events", "+1 -1");
    }

    @Test
    void atRestKeysWaitAndAfterTheirCloseNothingRemains() {
        does("keys @0,@1 true 0.05");
        chip.drive(0, false);
        await("events", "+0");
        // The thread for the first look at the keys has ended.
        awaitThreads("blinka4j-edges");
        awaitRest();
        assertThat(guest.output("gpioinfo " + LABEL)).containsPattern("(?s)\"blinka4j\".*\"blinka4j\"");

        does("close-keys");
        awaitThreads("");
        assertThat(guest.output("gpioinfo " + LABEL)).doesNotContain("blinka4j");
    }

    /** Waits until no thread of the library has woken up for two seconds. One that polls never rests. */
    private void awaitRest() {
        long end = System.nanoTime() + Lab.PATIENCE.toNanos();
        String before;
        String threads = program.ask("threads");
        do {
            before = threads;
            guest.output("sleep 2");
            threads = program.ask("threads");
        } while (!threads.equals(before) && System.nanoTime() - end < 0);
        assertThat(threads).isEqualTo(before);
    }

    /** Waits until all threads have this name; with an empty name, until there is none. */
    private void awaitThreads(String name) {
        long end = System.nanoTime() + Lab.PATIENCE.toNanos();
        Set<String> names;
        do {
            names = program.ask("threads")
                    .lines()
                    .map(thread -> thread.replaceFirst("-?\\d* .*", ""))
                    .collect(Collectors.toSet());
        } while (!names.equals(name.isEmpty() ? Set.of() : Set.of(name)) && System.nanoTime() - end < 0);
        assertThat(names).isEqualTo(name.isEmpty() ? Set.of() : Set.of(name));
    }

    /** The simulator does not connect a row with a column. A column that is held low is low in each row. */
    @Test
    void aMatrixIsScannedByOneThreadThatEndsWithIt() {
        does("matrix @2,@3 @4,@5 0.02");
        chip.drive(5, false);
        await("events", "+1 +3");
        chip.drive(4, false);
        await("events", "+1 +3 +0 +2");
        assertThat(program.ask("threads").lines()).singleElement().asString().startsWith("blinka4j-alarms");
        chip.drive(5, true);
        await("events", "+1 +3 +0 +2 -1 -3");

        does("close-matrix");
        awaitThreads("");
        assertThat(guest.output("gpioinfo " + LABEL)).doesNotContain("blinka4j", "output");
    }
}
