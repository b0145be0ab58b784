// SPDX-License-Identifier: MIT
package blinka4j.lab;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.conformance.Soak;
import blinka4j.digitalio.Edge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A counter on a real kernel, whose line is driven from outside. */
class CounterIT {
    private static final int PULSES_PER_CALL = 100;

    @RegisterExtension
    static final InputsRig RIG = new InputsRig("gpiosim", "counter-lab", 2);

    private static void pulses(int count) {
        for (int i = 0; i < count; i += PULSES_PER_CALL) {
            RIG.chip().drive("1=1 1=0 ".repeat(PULSES_PER_CALL).strip());
        }
    }

    private static void awaitCount(int expected) {
        RIG.await("count", String.valueOf(expected));
    }

    @ParameterizedTest
    @EnumSource
    void edgesAreCountedExactly(Edge edge) {
        int pulses = Soak.count(1000, 10_000);
        int edges = edge == Edge.BOTH ? 2 : 1;
        RIG.does("counter @1 " + edge);
        pulses(pulses);
        awaitCount(edges * pulses);
        RIG.does("reset-counter");
        pulses(PULSES_PER_CALL);
        awaitCount(edges * PULSES_PER_CALL);
    }

    /** The kernel keeps 1024 edges for a program that does not read them. */
    @Test
    void edgesThatTheKernelLostAreCounted() {
        int pulses = 800;
        RIG.does("counter @1 BOTH");
        RIG.job().signal("STOP");
        pulses(pulses);
        RIG.job().signal("CONT");
        // The first edge that the program reads tells how many came before it.
        awaitCount(2 * pulses);
        pulses(PULSES_PER_CALL);
        awaitCount(2 * (pulses + PULSES_PER_CALL));
    }

    @Test
    void atRestACounterWaitsAndAfterItsCloseItCountsNothing() {
        RIG.does("counter @1 FALLING");
        pulses(PULSES_PER_CALL);
        awaitCount(PULSES_PER_CALL);
        RIG.awaitThreads("blinka4j-edges");
        RIG.awaitRest(2);
        assertThat(RIG.info()).contains("\"blinka4j\"");
        RIG.end();
        assertThat(RIG.ask("count")).startsWith("IllegalStateException");
    }
}
