// SPDX-License-Identifier: MIT
package blinka4j;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The project's scripts, on machines that this one is not. */
class ScriptsTest {
    private static final String NO_JAVA_25 = "run: no Java 25 here and apt offers none: set JAVA25_HOME\n";

    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

    @TempDir
    Path folder;

    private void program(String name, String content) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Answers in German and, with the locale C, in English. */
    private void anAptThatHasBeenTranslated() throws IOException {
        program("apt-cache", """
                candidate=Installationskandidat depends='Hängt ab von'
                [ "$LC_ALL" != C ] || candidate=Candidate depends=Depends
                case "$*" in
                    *policy*gone) echo "  $candidate: (none)" ;;
                    *policy*) echo "  $candidate: 1.0" ;;
                    *depends*) echo "  $depends: linux-image-6.1.0-56-amd64" ;;
                esac
                """);
    }

    @Test
    void aPackageThatAptOffersIsFoundInAnyLanguage() throws Exception {
        anAptThatHasBeenTranslated();

        assertThat(bash("source samples/tools.sh; first_available gone here later"))
                .isEqualTo("here\n");
    }

    @Test
    void theLabsKernelIsFoundInAnyLanguage() throws Exception {
        anAptThatHasBeenTranslated();

        assertThat(bash("source src/test/lab/debian.sh; kernel_package amd64 linux-image-amd64"))
                .isEqualTo("linux-image-6.1.0-56-amd64\n");
    }

    @Test
    void withoutAJava25ContinuousIntegrationEndsBeforeAnythingRuns() throws Exception {
        String machine = aMachineWithoutJavaAndApt();

        assertThat(bash(machine + "export CI=true; bash src/test/run")).isEqualTo(NO_JAVA_25);
    }

    @Test
    void withoutAJava25OtherRunsGoOn() throws Exception {
        String machine = aMachineWithoutJavaAndApt();

        assertThat(bash(machine + "bash src/test/run"))
                .startsWith("run: needs a JDK 17: ")
                .doesNotContain("Java 25");
    }

    /** Returns the script that makes it. */
    private String aMachineWithoutJavaAndApt() throws IOException {
        program("find", "");
        return "unset CI ${!JAVA*}; ln -s $(command -v bash dirname sort) %1$s; PATH=%1$s; ".formatted(folder);
    }

    private String bash(String script) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", script)
                .directory(ROOT.toFile())
                .redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("LC_"));
        builder.environment().put("LANG", "de_DE.UTF-8");
        builder.environment().put("BLINKA4J_CACHE", folder.toString());
        builder.environment().merge("PATH", folder.toString(), (path, first) -> first + ":" + path);
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
        process.waitFor();
        return printed;
    }
}
