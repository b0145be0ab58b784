// SPDX-License-Identifier: MIT
package blinka4j.lab;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.lab.guest.Inputs;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The program {@link Inputs}, or another one, in a guest with the GPIO simulator, and a chip for its inputs. A test class has one for all its tests, as a
 * virtual machine takes ten seconds to start in a guest: {@code @RegisterExtension static final InputsRig RIG}. Closes what each test has
 * opened.
 */
final class InputsRig implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
    private final String on;
    private final String label;
    private final int lines;
    private final Class<?> type;
    private Guest guest;
    private SimChip chip;
    private Dialogue program;

    InputsRig(String on, String label, int lines) {
        this(on, label, lines, Inputs.class);
    }

    /**
     * @param on the guest, {@code gpiosim} or {@code exact}
     * @param type the program; it has the commands {@code close} and {@code threads}
     */
    InputsRig(String on, String label, int lines, Class<?> type) {
        this.on = on;
        this.label = label;
        this.lines = lines;
        this.type = type;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        Lab lab = Lab.of(on, context);
        guest = lab.guest();
        chip = SimChip.add(guest, label, lines);
        program = lab.talk(type);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        end();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        // Null if the start failed.
        if (program != null) {
            program.close();
        }
        if (chip != null) {
            chip.close();
        }
    }

    Guest guest() {
        return guest;
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
}
