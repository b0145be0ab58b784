// SPDX-License-Identifier: MIT
package blinka4j.lab;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.lab.guest.Inputs;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The program {@link Inputs} in the guest {@code gpiosim}, and a chip for its inputs. A test class has one for all its tests, as a
 * virtual machine takes ten seconds to start in a guest.
 */
final class InputsRig implements AutoCloseable {
    private final Guest guest;
    private final String label;
    private final SimChip chip;
    private final Dialogue program;

    InputsRig(Lab lab, String label, int lines) {
        guest = lab.guest();
        this.label = label;
        chip = SimChip.add(guest, label, lines);
        program = lab.talk(Inputs.class);
    }

    SimChip chip() {
        return chip;
    }

    Job job() {
        return program.job();
    }

    /** Asks the program. An {@code @} in front of a line stands for the chip: {@code @2}. */
    String ask(String command) {
        return program.ask(command.replace("@", label + ":"));
    }

    /** Sends a command whose answer {@link #answer} returns. */
    void say(String command) {
        program.say(command.replace("@", label + ":"));
    }

    /** Waits for the answer to the last command. */
    String answer() {
        return program.answer();
    }

    /** Executes a command that must succeed. */
    void does(String command) {
        assertThat(ask(command)).as(command).isEqualTo("ok");
    }

    /** Waits for an answer. Edges may be on their way to the program when the kernel has handled them. */
    void await(String command, String expected) {
        long end = System.nanoTime() + Lab.PATIENCE.toNanos();
        String answer = ask(command);
        while (!answer.equals(expected) && System.nanoTime() - end < 0) {
            answer = ask(command);
        }
        assertThat(answer).as(command).isEqualTo(expected);
    }

    /** Waits until no thread of the library has woken up for so many seconds. One that polls never rests. */
    void awaitRest(int seconds) {
        long end = System.nanoTime() + Lab.PATIENCE.toNanos();
        String before;
        String threads = ask("threads");
        do {
            before = threads;
            guest.output("sleep " + seconds);
            threads = ask("threads");
        } while (!threads.equals(before) && System.nanoTime() - end < 0);
        assertThat(threads).isEqualTo(before);
    }

    /** Waits until the threads of the library have just these names. */
    void awaitThreads(String... expected) {
        long end = System.nanoTime() + Lab.PATIENCE.toNanos();
        Set<String> names;
        do {
            names = ask("threads")
                    .lines()
                    .map(thread -> thread.replaceFirst("-?\\d* .*", ""))
                    .collect(Collectors.toSet());
        } while (!names.equals(Set.of(expected)) && System.nanoTime() - end < 0);
        assertThat(names).containsExactlyInAnyOrder(expected);
    }

    /** Closes what is open, after which nothing may remain: no thread, no line. */
    void end() {
        does("close");
        awaitThreads();
        assertThat(info()).doesNotContain("blinka4j", "output");
    }

    /** Returns what the kernel says of the chip. */
    String info() {
        return guest.output("gpioinfo " + label);
    }

    @Override
    public void close() {
        program.close();
        chip.close();
    }
}
