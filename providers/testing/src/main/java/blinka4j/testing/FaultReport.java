// SPDX-License-Identifier: MIT
package blinka4j.testing;

import java.util.Map;
import java.util.TreeMap;

/** What has happened in the runs of a driver with faults. */
public final class FaultReport {
    private final String name;
    private final int leastOutcomes;
    private final Map<String, Integer> outcomes = new TreeMap<>();
    private int runs;
    private int operations;
    private int faults;

    FaultReport(String name, int leastOutcomes) {
        this.name = name;
        this.leastOutcomes = leastOutcomes;
    }

    void add(String outcome) {
        operations++;
        outcomes.merge(outcome, 1, Integer::sum);
    }

    void ended(int injected) {
        runs++;
        faults += injected;
    }

    /** The driver. */
    public String name() {
        return name;
    }

    /** How many runs there were, each with its seed. */
    public int runs() {
        return runs;
    }

    /** How many operations came to an outcome. */
    public int operations() {
        return operations;
    }

    /** How many transfers failed or were changed, how often the power was lost, and other disturbances. */
    public int faults() {
        return faults;
    }

    /**
     * How many operations had each outcome: {@code right}; {@code plausible} for another value that the chip could have given;
     * {@code argument}; or the kind of the error, such as {@code TIMEOUT}.
     */
    public Map<String, Integer> outcomes() {
        return Map.copyOf(outcomes);
    }

    /** How many outcomes a driver that is tested well has at least. */
    public int leastOutcomes() {
        return leastOutcomes;
    }

    @Override
    public String toString() {
        return "%s: %s runs, %s operations, %s faults, outcomes %s".formatted(name, runs, operations, faults, outcomes);
    }
}
