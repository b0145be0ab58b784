// SPDX-License-Identifier: MIT
package blinka4j.python;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The arguments of {@code samples/python/run}. */
class MainTest {
    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... args) {
        return Main.run(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), args);
    }

    @Test
    void theHelpExplainsAllOptions() {
        assertThat(run("--lines", "2", "-h")).isZero();
        assertThat(out.toString(UTF_8)).contains("--lib FOLDER", "--lines N", "BLINKA_CHIPS", "130 after");
        assertThat(err.toString(UTF_8)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'', a program is missing",
        "--fast code.py, there is no option --fast",
        "--lib, --lib needs a value",
        "--lib missing code.py, '--lib names missing, which is no folder'",
        "--lines x code.py, 'a number of lines, 1 or more, not ''x'''",
        "--lines 0 code.py, 'a number of lines, 1 or more, not ''0'''",
        "missing.py, there is no file missing.py",
        "src, src is a folder. Name the program in it"
    })
    void aWrongArgumentIsExplained(String arguments, String message) {
        assertThat(run(arguments.isEmpty() ? new String[0] : arguments.split(" ")))
                .isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains(message, "Usage: samples/python/run");
    }

    /** As for the user of a service, who may have no home. */
    @Test
    void aFolderForPythonsLibraryIsNeeded() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatCode(() -> Main.requireCache(folder.resolve("not/yet/there"))).doesNotThrowAnyException();
        assertThatThrownBy(() -> Main.requireCache(file.resolve(".cache")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(file.toString(), "cannot be written to", "XDG_CACHE_HOME");
    }

    @Test
    void aProcessEndsWithPythonsExitCodeAfterCtrlC() throws Exception {
        Path program = Files.writeString(
                folder.resolve("code.py"), "import board, time\nprint(board.board_id)\ntime.sleep(1000)\n");
        ProcessBuilder builder = new ProcessBuilder(
                "env",
                // The test may run where Ctrl-C is ignored.
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Djna.nosys=true",
                "-cp",
                System.getProperty("java.class.path"),
                "blinka4j.python.Main",
                program.toString());
        builder.environment().put("BLINKA_PROVIDER", "sim");
        builder.environment().put("BLINKA_FORCEBOARD", "RASPBERRY_PI_ZERO");
        Process process =
                builder.redirectError(folder.resolve("errors").toFile()).start();
        try (var output = process.inputReader(UTF_8)) {
            assertThat(output.readLine()).isEqualTo("RASPBERRY_PI_ZERO");
            new ProcessBuilder("sh", "-c", "kill -INT %s".formatted(process.pid()))
                    .start()
                    .waitFor();
            assertThat(process.waitFor()).isEqualTo(130);
        } finally {
            process.destroyForcibly();
        }
        assertThat(folder.resolve("errors")).content().contains("code.py\", line 3, in <module>", "KeyboardInterrupt");
    }
}
