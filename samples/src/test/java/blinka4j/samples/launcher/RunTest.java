// SPDX-License-Identifier: MIT
package blinka4j.samples.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import blinka4j.boards.Boards;
import blinka4j.provider.BoardDefinition;
import blinka4j.provider.BoardRegistry.Detected;
import blinka4j.provider.Host;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The script {@code samples/run}, as a user calls it. */
class RunTest {
    private static final Pattern READINGS = Pattern.compile(
            "\nTemperature: (?<t>\\d+\\.\\d) C\nHumidity: (?<h>\\d+\\.\\d) %\nPressure: (?<p>\\d+\\.\\d) hPa\n"
                    + "Altitude = (?<a>\\d+\\.\\d\\d) meters\n");

    private static final Map<String, String> SIMULATED = Map.of("BLINKA_PROVIDER", "sim");

    /** Many times what one takes. */
    private static final int LIMIT_SECONDS = 60;

    private @Nullable Process process;

    private record Result(int code, String out, String err) {}

    private void start(Map<String, String> environment, String... arguments) throws IOException {
        // A shell that runs these tests in the background has them, and all that they start, ignore Ctrl-C.
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
        command.add(Path.of("run").toAbsolutePath().toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("BLINKA_"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("JAVA17_HOME", System.getProperty("java.home"));
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().putAll(environment);
        process = builder.start();
        // Reading what it prints must not go on for ever.
        Process started = process;
        CompletableFuture.delayedExecutor(LIMIT_SECONDS, TimeUnit.SECONDS).execute(started::destroyForcibly);
    }

    private Result run(Map<String, String> environment, String... arguments) throws Exception {
        start(environment, arguments);
        // Each is little enough for a pipe to hold, so one can be read after the other.
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
        return new Result(process.waitFor(), out, err);
    }

    @AfterEach
    void leaveNothingRunning() {
        // Null after an assumption that failed.
        if (process != null) {
            process.destroyForcibly();
        }
    }

    @Test
    void theReadmesFirstCommandPrintsReadingsOfASimulatedBoard() throws Exception {
        Detected detected = Boards.detect(Host.local());
        assumeTrue(
                detected == null || detected.board().id().equals(BoardDefinition.GENERIC_LINUX),
                "this machine is a board: its own sensors would be read");
        assertThat(Files.readString(Path.of("../README.md"))).contains("\n```sh\nsamples/run bme280\n```\n");

        Result result = run(Map.of(), "bme280", "--lines", "5");

        assertThat(result.code()).isZero();
        Matcher readings = READINGS.matcher(result.out());
        assertThat(readings.matches()).as(result.out()).isTrue();
        // In the simulated room, which changes slowly.
        assertThat(Double.parseDouble(readings.group("t"))).isBetween(22.0, 23.2);
        assertThat(Double.parseDouble(readings.group("h"))).isBetween(42.8, 46.8);
        assertThat(Double.parseDouble(readings.group("p"))).isBetween(1001.8, 1002.8);
        assertThat(Double.parseDouble(readings.group("a"))).isBetween(87.0, 96.0);
        assertThat(result.err())
                .as("one line, and nothing of a build: the sources have not changed")
                .matches("No board found.*simulated Raspberry Pi 4 Model B.*BLINKA_PROVIDER=sim.*\n");
    }

    @Test
    void aRequestedSimulatedBoardIsNotReportedAsASubstitute() throws Exception {
        Result result =
                run(Map.of("BLINKA_PROVIDER", "sim", "BLINKA_FORCEBOARD", "RASPBERRY_PI_5"), "pct2075", "--lines", "1");

        assertThat(result.code()).isZero();
        assertThat(result.err()).isEqualTo("Running on a simulated Raspberry Pi 5.\n");
    }

    @Test
    void helpExplainsTheArguments() throws Exception {
        for (String option : new String[] {"-h", "--help"}) {
            Result result = run(Map.of(), option);

            assertThat(result.code()).isZero();
            assertThat(result.out())
                    .startsWith("Runs a sample")
                    .contains("--lines N", "--seconds N", "--verbose")
                    .containsPattern(
                            "0 if the sample ended or reached its limit,\\s1 if it failed,\\s2 for wrong arguments")
                    .containsPattern("130 after Ctrl-C,\\s143 after SIGTERM");
            assertThat(result.err()).isEmpty();
        }
    }

    @Test
    void withoutANameTheSamplesAreListed() throws Exception {
        Result result = run(Map.of());

        assertThat(result.code()).isZero();
        assertThat(result.out().lines().filter(line -> line.startsWith("  ")))
                .hasSize(Sample.all().size())
                .anyMatch(line -> line.matches(" {2}bme280 +temperature, .*"));
    }

    @Test
    void theErrorOfAnUnknownNameListsSimilarNames() throws Exception {
        Result result = run(SIMULATED, "bme820");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("'bme820'", "nearest are bme280");
    }

    @Test
    void theErrorOfAnUnknownOptionListsTheOptions() throws Exception {
        Result result = run(SIMULATED, "blink", "--fast");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("'--fast' is unknown", "--lines N", "--seconds N", "--verbose");
    }

    @Test
    void aFailurePrintsOnlyItsMessage() throws Exception {
        Result result = run(Map.of("BLINKA_FORCEBOARD", "NO_SUCH_BOARD"), "blink");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("NO_SUCH_BOARD").doesNotContain("\tat ");
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void ctrlCAndSigtermReleaseThePins(String signal, int code) throws Exception {
        start(SIMULATED, "blink");
        StringBuilder reported = new StringBuilder();
        try (BufferedReader err = process.errorReader(UTF_8)) {
            for (String line = err.readLine(); line != null; line = err.readLine()) {
                reported.append(line).append('\n');
                if (line.equals("LED on D18: on")) {
                    // The shell's own kill: a minimal system has no other.
                    new ProcessBuilder("sh", "-c", "kill -%s %s".formatted(signal, process.pid()))
                            .start()
                            .waitFor();
                }
            }
        }

        assertThat(process.waitFor()).isEqualTo(code);
        assertThat(reported.toString())
                .isEqualTo("Running on a simulated Raspberry Pi 4 Model B.\nLED on D18: on\nLED on D18: off\n");
    }

    @Test
    void aSampleEndsWhenItsOutputIsClosed() throws Exception {
        start(SIMULATED, "tca9548a-multisensor");
        try (BufferedReader out = process.inputReader(UTF_8)) {
            assertThat(out.readLine()).matches("21\\.\\d+ -3\\.\\d+");
        }

        assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }
}
