// SPDX-License-Identifier: MIT
package blinka4j.lab;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.conformance.Soak;
import blinka4j.digitalio.Edge;
import blinka4j.lab.guest.Inputs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A counter on a real kernel, whose line is driven from outside. */
@ExtendWith(Lab.Extension.class)
class CounterIT {
    private static final String LABEL = "counter-lab";
    private static final int PULSES_PER_CALL = 100;

    private final Guest guest;
    private final Lab lab;
    private SimChip chip;
    private Dialogue program;

    CounterIT(@On("gpiosim") Lab lab) {
        this.lab = lab;
        guest = lab.guest();
    }

    @BeforeEach
    void start() {
        chip = SimChip.add(guest, LABEL, 2);
        program = lab.talk(Inputs.class);
    }

    @AfterEach
    void end() {
        program.close();
        chip.close();
    }

    private void does(String command) {
        assertThat(program.ask(command)).isEqualTo("ok");
    }

    private void pulses(int count) {
        for (int i = 0; i < count; i += PULSES_PER_CALL) {
            chip.drive("1=1 1=0 ".repeat(PULSES_PER_CALL).strip());
        }
    }

    /** Edges may be on their way to the program when the kernel has handled them. */
    private void awaitCount(long expected) {
        long end = System.nanoTime() + Lab.PATIENCE.toNanos();
        String count = program.ask("count");
        while (Long.parseLong(count) < expected && System.nanoTime() - end < 0) {
            count = program.ask("count");
        }
        assertThat(count).isEqualTo(String.valueOf(expected));
    }

    @ParameterizedTest
    @EnumSource
    void thousandsOfEdgesAreCountedExactly(Edge edge) {
        int pulses = Soak.count(1000, 10_000);
        int edges = edge == Edge.BOTH ? 2 : 1;
        does("counter %s:1 %s".formatted(LABEL, edge));
        pulses(pulses);
        awaitCount((long) edges * pulses);
        does("reset-counter");
        pulses(PULSES_PER_CALL);
        awaitCount((long) edges * PULSES_PER_CALL);
    }

    /** The kernel keeps 1024 edges for a program that does not read them. */
    @Test
    void edgesThatTheKernelLostAreCounted() {
        int pulses = 800;
        does("counter %s:1 BOTH".formatted(LABEL));
        program.job().signal("STOP");
        pulses(pulses);
        program.job().signal("CONT");
        // The first edge that the program reads tells how many came before it.
        awaitCount(2L * pulses);
        pulses(PULSES_PER_CALL);
        awaitCount(2L * (pulses + PULSES_PER_CALL));
    }

    @Test
    void atRestACounterWaitsAndAfterItsCloseNothingRemains() {
        does("counter %s:1 FALLING".formatted(LABEL));
        pulses(PULSES_PER_CALL);
        awaitCount(PULSES_PER_CALL);
        assertThat(program.ask("threads").lines()).isNotEmpty().allMatch(thread -> thread.startsWith("blinka4j-edges"));
        awaitRest();
        assertThat(guest.output("gpioinfo " + LABEL)).contains("\"blinka4j\"");

        does("close-counter");
        assertThat(guest.output("gpioinfo " + LABEL)).doesNotContain("blinka4j");
        awaitNoThreads();
        assertThat(program.ask("count")).startsWith("IllegalStateException");
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

    private void awaitNoThreads() {
        long end = System.nanoTime() + Lab.PATIENCE.toNanos();
        String threads = program.ask("threads");
        while (!threads.isEmpty() && System.nanoTime() - end < 0) {
            threads = program.ask("threads");
        }
        assertThat(threads).isEmpty();
    }
}
