// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.BusException;
import blinka4j.HardwareException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * All that can be done with each driver, in any order, on buses that fail. Each result is right, an exception of the
 * family, or, where the chip has no checksum and the reply was changed, another value that the chip could have given. As
 * soon as the faults stop, the driver says what the chip has.
 *
 * <p>The long form, in {@code drivers}: {@code mvn test -pl drivers -am -Dtest=FaultsTest
 * -Dsurefire.failIfNoSpecifiedTests=false -Dfaults.operations=100000}.
 */
class FaultsTest {
    /** Of each rig. */
    private static final int OPERATIONS = Integer.getInteger("faults.operations", 2_000);

    private static final int SEEDS = Integer.getInteger("faults.seeds", 5);
    private static final double CHANCE = 0.08;

    private static final String RIGHT = "right";
    private static final String PLAUSIBLE = "plausible";
    private static final String ARGUMENT = "argument";

    static List<String> rigs() throws IOException {
        return Rigs.names();
    }

    /** The limit is for a driver that waits for ever; simulated time takes none. */
    @ParameterizedTest
    @MethodSource("rigs")
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void eachResultIsRightOrAnErrorOrWhatTheChipCouldHaveGiven(String name) throws ReflectiveOperationException {
        // How many operations came to an outcome.
        Map<String, Map<String, Integer>> counts = new TreeMap<>();
        Map<String, Integer> least = new TreeMap<>();
        for (int seed = 1; seed <= SEEDS; seed++) {
            for (Rig rig : Rigs.of(name, new Random(seed))) {
                least.put(rig.name, rig.leastOutcomes());
                for (int step = 0; step < OPERATIONS / SEEDS; step++) {
                    try {
                        counts.computeIfAbsent(rig.name, key -> new TreeMap<>()).merge(step(rig), 1, Integer::sum);
                    } catch (RuntimeException | Error e) {
                        throw new AssertionError(
                                "%s, seed %s, step %s: %s".formatted(rig.name, seed, step, e.getMessage()), e);
                    }
                }
            }
        }
        // For people.
        counts.forEach((rig, outcomes) -> System.out.printf("%-14s %s%n", rig, outcomes));
        assertThat(counts)
                .isNotEmpty()
                .allSatisfy((rig, outcomes) -> assertThat(outcomes).hasSizeGreaterThanOrEqualTo(least.get(rig)));
    }

    @Test
    void everyDriverHasARig() throws IOException {
        StringBuilder rigs = new StringBuilder();
        for (String name : Rigs.names()) {
            rigs.append(Files.readString(Rigs.FOLDER.resolve(name + ".java")));
        }
        try (Stream<Path> drivers = Files.list(Path.of("src/main/java/blinka4j/drivers"))) {
            assertThat(drivers.map(folder -> folder.getFileName().toString()))
                    .isNotEmpty()
                    .allSatisfy(driver -> assertThat(rigs).contains("import blinka4j.drivers." + driver + "."));
        }
    }

    /** Does something with the faults on (or, every fourth time, off), then looks whether all is right with them off. */
    private static String step(Rig rig) {
        rig.change();
        int injectedBefore = rig.faults.injected();
        int corruptedBefore = rig.faults.corrupted();
        rig.faults.chance(rig.random.nextInt(4) == 0 ? 0 : CHANCE);
        String outcome;
        try {
            outcome = rig.any().isRight() ? RIGHT : PLAUSIBLE;
        } catch (HardwareException e) {
            outcome = e instanceof BusException bus ? bus.kind().name() : "NOT_FOUND";
        } catch (IllegalArgumentException e) {
            if (!rig.isDocumented(e)) {
                throw e;
            }
            outcome = ARGUMENT;
        } finally {
            rig.faults.chance(0);
        }
        int faults = rig.faults.injected() - injectedBefore;
        int corrupted = rig.faults.corrupted() - corruptedBefore;
        if (!outcome.equals(RIGHT)) {
            rig.failed();
            boolean wrong = outcome.equals(PLAUSIBLE) || outcome.equals(ARGUMENT);
            if (wrong ? corrupted == 0 || rig.checksum : faults == 0) {
                throw new AssertionError(
                        "%s after %s faults, %s of them wrong replies".formatted(outcome, faults, corrupted));
            }
        }
        if (faults > 0) {
            rig.change();
            rig.requireRight();
        }
        return outcome;
    }
}
