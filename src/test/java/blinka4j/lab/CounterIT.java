// SPDX-License-Identifier: MIT
package blinka4j.lab;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.conformance.Soak;
import blinka4j.digitalio.Edge;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A counter on a real kernel, whose line is driven from outside. */
@ExtendWith(Lab.Extension.class)
class CounterIT {
    private static final int PULSES_PER_CALL = 100;

    private static InputsRig rig;

    @BeforeAll
    static void start(@On("gpiosim") Lab lab) {
        rig = new InputsRig(lab, "counter-lab", 2);
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
    }

    private static void pulses(int count) {
        for (int i = 0; i < count; i += PULSES_PER_CALL) {
            rig.chip().drive("1=1 1=0 ".repeat(PULSES_PER_CALL).strip());
        }
    }

    private static void awaitCount(int expected) {
        rig.await("count", String.valueOf(expected));
    }

    @ParameterizedTest
    @EnumSource
    void edgesAreCountedExactly(Edge edge) {
        int pulses = Soak.count(500, 10_000);
        int edges = edge == Edge.BOTH ? 2 : 1;
        rig.does("counter @1 " + edge);
        pulses(pulses);
        awaitCount(edges * pulses);
        rig.does("reset-counter");
        pulses(PULSES_PER_CALL);
        awaitCount(edges * PULSES_PER_CALL);
    }

    /** The kernel keeps 1024 edges for a program that does not read them. */
    @Test
    void edgesThatTheKernelLostAreCounted() {
        int pulses = 600;
        rig.does("counter @1 BOTH");
        rig.job().signal("STOP");
        pulses(pulses);
        rig.job().signal("CONT");
        // The first edge that the program reads tells how many came before it.
        awaitCount(2 * pulses);
        pulses(PULSES_PER_CALL);
        awaitCount(2 * (pulses + PULSES_PER_CALL));
    }

    @Test
    void atRestACounterWaitsAndAfterItsCloseItCountsNothing() {
        rig.does("counter @1 FALLING");
        pulses(PULSES_PER_CALL);
        awaitCount(PULSES_PER_CALL);
        rig.awaitThreads("blinka4j-edges");
        rig.awaitRest(2);
        assertThat(rig.info()).contains("\"blinka4j\"");
        rig.end();
        assertThat(rig.ask("count")).startsWith("IllegalStateException");
    }
}
