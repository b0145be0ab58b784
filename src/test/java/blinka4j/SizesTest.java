// SPDX-License-Identifier: MIT
package blinka4j;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Limits the size of parts of which there will be many. A limit may be lowered, never raised. */
class SizesTest {
    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

    private static final double OF_ORIGINAL = 0.6;
    private static final int LONGEST_SOURCE = 250;

    /** The table in {@code drivers/README.md} shows the reason. Delete a reason that is no longer needed. */
    @Test
    void aDriverIsShorterThanItsOriginalOrHasAReason() throws IOException {
        assertThat(DriverTable.all(ROOT))
                .hasSizeGreaterThan(8)
                .allSatisfy(driver -> assertThat(driver.reason().isBlank())
                        .as(
                                "%s has %s lines, its original %s, its longest source %s: write the reason into drivers/originals.tsv if there are more than %s times as many, or more than %s in one source, and only then",
                                driver.pack(),
                                driver.lines(),
                                driver.original(),
                                driver.longest(),
                                OF_ORIGINAL,
                                LONGEST_SOURCE)
                        .isEqualTo(driver.ratio() <= OF_ORIGINAL && driver.longest() <= LONGEST_SOURCE));
    }

    /** Overloads of one name count once. Methods of {@code Object} do not count. */
    @Test
    void anApiTypeHasAtMostTwelveMethodNames() {
        int most = 12;
        Map<String, Set<String>> names = new ClassFileImporter()
                .withImportOption(new DoNotIncludeTests()).importPackages("blinka4j").stream()
                        .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                        .filter(type -> ArchitectureTest.module(type).equals("api"))
                        .filter(type -> !type.getPackageName().equals("blinka4j.hardware"))
                        .collect(toMap(JavaClass::getName, SizesTest::methodNames));

        assertThat(names).hasSizeGreaterThan(30);
        assertThat(names)
                .allSatisfy((type, methods) -> assertThat(methods).as(type).hasSizeLessThanOrEqualTo(most));
    }

    private static Set<String> methodNames(JavaClass type) {
        return type.getMethods().stream()
                .filter(method -> method.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(method -> !method.getModifiers().contains(JavaModifier.SYNTHETIC))
                .map(JavaMethod::getName)
                .filter(name -> !Set.of("toString", "equals", "hashCode").contains(name))
                .collect(toSet());
    }

    @Test
    void aSimulatedChipHasAtMostAHundredLines() throws IOException {
        int most = 100;
        Map<String, Integer> larger = Map.of("SimBME280.java", 149);
        Map<String, Long> lines = new TreeMap<>();
        try (Stream<Path> files = Files.list(ROOT.resolve("providers/sim/src/main/java/blinka4j/sim/chips"))) {
            for (Path file : files.toList()) {
                lines.put(
                        file.getFileName().toString(),
                        Files.readAllLines(file).stream().count());
            }
        }

        assertThat(lines).hasSizeGreaterThan(8).containsKeys(larger.keySet().toArray(String[]::new));
        assertThat(lines)
                .allSatisfy((file, count) ->
                        assertThat(count).as(file).isLessThanOrEqualTo(larger.getOrDefault(file, most)));
    }
}
