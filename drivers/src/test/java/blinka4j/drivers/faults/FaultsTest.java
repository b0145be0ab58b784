// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.testing.FaultReport;
import blinka4j.testing.FaultRig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * All that can be done with each driver, in any order, on buses that fail; {@link FaultRig} says what must be true.
 *
 * <p>The long form, in {@code drivers}: {@code mvn test -pl drivers -am -Dtest=FaultsTest
 * -Dsurefire.failIfNoSpecifiedTests=false -Dfaults.operations=100000}.
 */
class FaultsTest {
    /** Of each rig. */
    private static final int OPERATIONS = Integer.getInteger("faults.operations", 2_000);

    /** Of each rig, each with its seed. */
    private static final int RUNS = Integer.getInteger("faults.runs", 1_000);

    /** These runs have all operations but one for each other run: they get further from the state at the beginning. */
    private static final int LONG_RUNS = 5;

    static List<String> rigs() throws IOException {
        return Rigs.names();
    }

    /** The limit is for a driver that waits for ever; simulated time takes none. */
    @ParameterizedTest
    @MethodSource("rigs")
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void eachResultIsRightOrAnErrorOrWhatTheChipCouldHaveGiven(String name) {
        int many = (OPERATIONS - RUNS + LONG_RUNS) / LONG_RUNS;
        List<FaultReport> reports =
                FaultRig.run(RUNS, seed -> seed <= LONG_RUNS ? many : 1, random -> Rigs.of(name, random));
        // For people.
        reports.forEach(System.out::println);
        assertThat(reports).isNotEmpty().allSatisfy(report -> {
            assertThat(report.runs()).isGreaterThanOrEqualTo(RUNS);
            assertThat(report.operations()).isGreaterThanOrEqualTo(OPERATIONS);
            assertThat(report.outcomes()).hasSizeGreaterThanOrEqualTo(report.leastOutcomes());
        });
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
}
