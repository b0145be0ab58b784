// SPDX-License-Identifier: MIT
package blinka4j.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MainTest {
    private final Trial trial = new Trial();

    @AfterEach
    void end() {
        trial.close();
    }

    static List<String> commands() {
        return Commands.names();
    }

    @Test
    void withoutArgumentsTheCommandsAreListedAndTheExitCodeIsTwo() {
        trial.run();

        assertThat(trial.exit).isEqualTo(2);
        assertThat(trial.out).contains("detect", "doctor", "pinout", "completion");
    }

    @Test
    void anUnknownCommandGetsTheNearestNameAndTheExitCodeIsTwo() {
        trial.run("detekt");

        assertThat(trial.exit).isEqualTo(2);
        assertThat(trial.err).contains("'detekt'").contains("'detect'").contains("Usage: blinka");
        assertThat(trial.out).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void eachCommandExplainsItselfInLinesThatFitATerminal(String command) {
        trial.run("help", command);

        assertThat(trial.exit).isZero();
        assertThat(trial.out).startsWith("Usage: blinka " + command);
        assertThat(trial.out.lines().skip(1)).allMatch(line -> line.length() <= 100 && line.matches("\\p{ASCII}*"));
        String help = trial.out;
        assertThat(trial.run(command, "--help").out).isEqualTo(help);
    }

    @Test
    void aMisspeltOptionGetsTheNearestOne() {
        assertThat(trial.run("sensor", "BME280", "--jsn").err).contains("Did you mean --json?\n");
    }

    @Test
    void tooManyAndMissingArgumentsAndValuesAreWrong() {
        assertThat(trial.run("detect", "more").exit).isEqualTo(2);
        assertThat(trial.run("pwm", "D18").exit).isEqualTo(2);
        assertThat(trial.run("pwm", "D18", "50%", "--frequency").exit).isEqualTo(2);
        assertThat(trial.run("detect", "--json=1").exit).isEqualTo(2);
    }

    /** What follows the operands of {@code run} is for the program. */
    @Test
    void theUsageLineHasTheOptionsWhereTheyAreTaken() {
        assertThat(trial.run("run").err).contains("Usage: blinka run [--watch] FILE.java [ARGUMENT]...\n");
        assertThat(trial.run("pwm").err).contains("Usage: blinka pwm PIN DUTY% [--frequency HZ]");
    }

    /** An option and its value stay together. */
    @Test
    void onATerminalAUsageLineIsBroken() {
        trial.isTerminal = true;
        trial.run("sensor", "--no");
        assertThat(trial.err.lines().skip(1))
                .hasSizeGreaterThan(2)
                .allMatch(line -> line.length() <= 80 && line.matches("(Usage: blinka sensor| {7}\\[--).*\\]"));
        assertThat(trial.run("sensor").out.lines()).allMatch(line -> line.length() <= 80);
        trial.isTerminal = false;
        assertThat(trial.run("sensor", "--no").err.lines()).hasSize(2);
    }

    @Test
    void theVersionIsPrinted() {
        assertThat(trial.run("--version").out).startsWith("blinka 0.1.0");
    }

    @Test
    void aReaderThatHasGoneEndsTheCommandQuietly() {
        ByteArrayOutputStream noted = new ByteArrayOutputStream();
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int each) throws IOException {
                throw new IOException("Broken pipe");
            }
        };

        assertThat(Main.run(trial.console(closed, noted), "sensor", "BME280", "--every", "1s"))
                .isZero();
        assertThat(noted.toString(UTF_8)).doesNotContain("pipe").doesNotContain("Exception");
        assertThat(trial.board.blinka().stillOpen()).isEmpty();
    }

    @Test
    void thereAreColoursOnATerminalOnlyAndNotWithNoColorOrADumbOne() {
        assertThat(trial.run("pinout").out).doesNotContain("\033");
        trial.isTerminal = true;
        assertThat(trial.run("pinout").out).contains("\033[31m5V\033[0m");
        trial.environment.put("NO_COLOR", "1");
        assertThat(trial.run("pinout").out).doesNotContain("\033");
        trial.environment.remove("NO_COLOR");
        trial.environment.put("TERM", "dumb");
        assertThat(trial.run("pinout").out).doesNotContain("\033");
    }

    @Test
    void withoutUtf8TheOutputIsAscii() {
        assertThat(trial.run("sensor", "BME680").out).contains("°C", "Ω");
        trial.environment.put("LC_ALL", "C");
        assertThat(trial.run("sensor", "BME680").out).matches("(?s)\\p{ASCII}+").contains(" C,", "Ohm");
    }

    @Test
    void aPinThatTheBoardLacksIsAnErrorWithItsPins() {
        trial.run("gpio", "get", "D99");

        assertThat(trial.exit).isEqualTo(1);
        assertThat(trial.err).contains("D99").contains("D18");
    }

    /** As for any user; root may read every file. */
    @Test
    void aFileThatMayNotBeReadIsNamedWithTheReason() {
        assertThat(Main.cause(new AccessDeniedException("Secret.java"))).isEqualTo("Secret.java: no permission.");
    }
}
