// SPDX-License-Identifier: MIT
package blinka4j;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the project's scripts read of other programs does not depend on the user's language. */
class ScriptsTest {
    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

    @TempDir
    Path folder;

    /** As apt's answers in German and, with the locale C, in English. */
    @BeforeEach
    void anAptThatHasBeenTranslated() throws IOException {
        Path program = Files.writeString(folder.resolve("apt-cache"), """
                #!/bin/sh
                candidate=Installationskandidat depends='Hängt ab von'
                [ "$LC_ALL" != C ] || candidate=Candidate depends=Depends
                case "$*" in
                    *policy*gone) echo "  $candidate: (none)" ;;
                    *policy*) echo "  $candidate: 1.0" ;;
                    *depends*) echo "  $depends: linux-image-6.1.0-56-amd64" ;;
                esac
                """);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void aPackageThatAptOffersIsFoundInAnyLanguage() throws Exception {
        assertThat(bash("source samples/tools.sh; first_available gone here later")).isEqualTo("here\n");
    }

    @Test
    void theLabsKernelIsFoundInAnyLanguage() throws Exception {
        assertThat(bash("source src/test/lab/debian.sh; kernel_package amd64 linux-image-amd64"))
                .isEqualTo("linux-image-6.1.0-56-amd64\n");
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
