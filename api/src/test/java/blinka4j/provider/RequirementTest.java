// SPDX-License-Identifier: MIT
package blinka4j.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RequirementTest {
    private static final String ARTIFACT = "org.example:provider";
    private static final Requirement THERE = new Requirement(() -> List.class, "java.base");
    private static final Requirement JNA = new Requirement(() -> lacking("com/sun/jna/Native"), "net.java.dev.jna:jna");
    private static final Requirement SLF4J = new Requirement(() -> lacking("org/slf4j/Logger"), "org.slf4j:slf4j-api");
    private static final Requirement LOGGING =
            new Requirement(() -> lacking("java/util/logging/Logger"), "java.logging");

    private static Class<?> lacking(String type) {
        throw new NoClassDefFoundError(type);
    }

    @Test
    void nothingIsMissingWhereAllAreThere() {
        assertThat(Requirement.missing(ARTIFACT, List.of(THERE, THERE))).isEmpty();
    }

    @Test
    void librariesAreNamedWithTheArtifactThatBringsThem() {
        assertThat(Requirement.missing(ARTIFACT, List.of(JNA, THERE, SLF4J)).orElseThrow())
                .contains("net.java.dev.jna:jna", "org.slf4j:slf4j-api", "class path", ARTIFACT);
        assertThat(Requirement.missing(ARTIFACT, List.of(JNA)).orElseThrow())
                .contains("net.java.dev.jna:jna", "class path", ARTIFACT)
                .doesNotContain("slf4j");
    }

    @Test
    void aModuleOfJavaIsNamedWithWhatAddsIt() {
        assertThat(Requirement.missing(ARTIFACT, List.of(LOGGING)).orElseThrow())
                .contains("no module java.logging", "jlink --add-modules java.logging");
    }

    /** Such as Pi4J 4 on Java 17: who uses it says what is wrong. */
    @Test
    void aLibraryForANewerJavaIsNotMissing() {
        Requirement newer = new Requirement(
                () -> {
                    throw new UnsupportedClassVersionError("com/pi4j/Pi4J");
                },
                "com.pi4j:pi4j-core");

        assertThat(Requirement.missing(ARTIFACT, List.of(newer))).isEmpty();
    }
}
