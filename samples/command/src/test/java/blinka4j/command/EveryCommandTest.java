// SPDX-License-Identifier: MIT
package blinka4j.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.sim.chips.SimBME680;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every command: wrong arguments, a reader that goes, no colours, no UTF-8. */
class EveryCommandTest {
    /** A call of each command that prints something. The commands run and repl start other programs: {@link ProcessTest} has them. */
    private static final Map<String, List<String>> CALLS = new TreeMap<>(Map.ofEntries(
            Map.entry("detect", List.of()),
            Map.entry("doctor", List.of()),
            Map.entry("pinout", List.of("--live")),
            Map.entry("i2c", List.of()),
            Map.entry("gpio", List.of("watch", "D4", "--count", "2")),
            Map.entry("pwm", List.of("D18", "50%", "--for", "1s")),
            Map.entry("uart", List.of("--for", "1s")),
            Map.entry("sensor", List.of("BME680", "--every", "1s", "--count", "3")),
            Map.entry("plot", List.of()),
            Map.entry("new", List.of("project")),
            Map.entry("completion", List.of("bash")),
            Map.entry("man", List.of()),
            Map.entry("help", List.of("sensor"))));

    /** Wrong arguments of each command: the words, separated by spaces. */
    private static final Map<String, List<String>> WRONG = new TreeMap<>(Map.ofEntries(
            Map.entry("detect", List.of("--nosuchoption", "more", "--json=1")),
            Map.entry("doctor", List.of("--nosuchoption", "more")),
            Map.entry(
                    "pinout",
                    List.of("--nosuchoption", "RASPBERRY_PI_4B more", "NO_SUCH_BOARD", "--live BEAGLEBONE_BLACK")),
            Map.entry("i2c", List.of("--nosuchoption", "1 more", "--ask", "--ask 0x99", "--ask x")),
            Map.entry(
                    "gpio",
                    List.of(
                            "--nosuchoption",
                            "get",
                            "toggle D4",
                            "get D4 --pull sideways",
                            "set D4",
                            "watch D4 --count x",
                            "watch D4 --count 0")),
            Map.entry(
                    "pwm",
                    List.of(
                            "--nosuchoption",
                            "D18",
                            "D18 50% more",
                            "D18 half",
                            "D18 50% --frequency 0",
                            "D18 50% --for never")),
            Map.entry("uart", List.of("--nosuchoption", "/dev/ttyUSB0 more", "--baud 0", "--for 0s")),
            Map.entry(
                    "sensor",
                    List.of(
                            "--nosuchoption",
                            "NOSUCHSENSOR",
                            "BME280 more",
                            "BME280 --every x",
                            "BME280 --reference x")),
            Map.entry("plot", List.of("--nosuchoption", "more", "--column 0", "--min x", "--min 2 --max 1")),
            Map.entry("run", List.of("--nosuchoption", "", "nosuchfile.java", "--watch nosuchfile.java")),
            Map.entry("repl", List.of("--nosuchoption", "more")),
            Map.entry("new", List.of("--nosuchoption", "", "one two", "Not-Good")),
            Map.entry("completion", List.of("--nosuchoption", "", "tcsh", "bash zsh")),
            Map.entry("man", List.of("--nosuchoption", "more")),
            Map.entry("help", List.of("--nosuchoption", "nosuchcommand", "sensor gpio"))));

    private final Trial trial = new Trial();

    @TempDir
    private Path folder;

    @BeforeEach
    void prepare() {
        trial.board.i2c().attach(0x77, new SimBME680());
        trial.board.clock().after(ofMillis(100), () -> trial.board.pin("D4").drive(true));
        trial.board.clock().after(ofMillis(200), () -> trial.board.pin("D4").drive(false));
        trial.board
                .clock()
                .after(ofMillis(300), () -> trial.board.uart().outside().write("hello\nworld\n"));
        trial.in = "20.5 °C\n21.5 °C\n";
    }

    @AfterEach
    void end() {
        assertThat(trial.board.blinka().stillOpen()).isEmpty();
        trial.close();
    }

    static List<String> commands() {
        return List.copyOf(CALLS.keySet());
    }

    static List<String> wrong() {
        return WRONG.entrySet().stream()
                .flatMap(each -> each.getValue().stream().map(words -> (each.getKey() + " " + words).strip()))
                .toList();
    }

    private String[] call(String command) {
        List<String> words = new ArrayList<>(List.of(command));
        for (String word : CALLS.get(command)) {
            words.add(word.equals("project") ? folder.resolve("project").toString() : word);
        }
        return words.toArray(String[]::new);
    }

    @Test
    void theTablesHaveEveryCommand() {
        assertThat(WRONG.keySet()).containsExactlyInAnyOrderElementsOf(Commands.names());
        List<String> here = new ArrayList<>(commands());
        here.addAll(List.of("run", "repl"));
        assertThat(here).containsExactlyInAnyOrderElementsOf(Commands.names());
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void wrongArgumentsGetAReasonAndAUsageLineAndTheExitCodeIsTwo(String words) {
        trial.run(words.split(" ", -1));

        assertThat(trial.exit).as(trial.err).isEqualTo(2);
        assertThat(trial.out).isEmpty();
        String command = words.split(" ", -1)[0];
        assertThat(trial.err.lines().filter(line -> !line.startsWith("Simulated:")))
                .hasSize(2)
                .first()
                .asString()
                .startsWith("blinka " + command + ": ");
        assertThat(trial.err.lines().toList()).last().asString().startsWith("Usage: blinka " + command);
    }

    /** As {@code | head -1} does: the first line is read, then the pipe is closed. */
    @ParameterizedTest
    @MethodSource("commands")
    void aReaderThatGoesAfterTheFirstLineEndsTheCommandQuietly(String command) {
        ByteArrayOutputStream noted = new ByteArrayOutputStream();
        OutputStream head = new OutputStream() {
            private boolean closed;

            @Override
            public void write(int each) throws IOException {
                if (closed) {
                    throw new IOException("Broken pipe");
                }
                closed = each == '\n';
            }
        };

        int exit = Main.run(trial.console(head, noted), call(command));

        // Without the reader, "doctor" and "detect" do not come to their result.
        assertThat(exit).isIn(0, 1);
        assertThat(noted.toString(UTF_8).lines())
                .allMatch(line -> line.startsWith("Simulated:") || line.startsWith("D18: "));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void withNoColorATerminalGetsNoColours(String command) {
        trial.isTerminal = true;
        trial.environment.put("NO_COLOR", "1");

        trial.run(call(command));

        assertThat(trial.out + trial.err).isNotEmpty().doesNotContain("\033");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aTerminalWithoutUtf8GetsAsciiAndNoQuestionMarks(String command) {
        trial.environment.put("LC_ALL", "C");

        trial.run(call(command));

        assertThat(trial.out + trial.err).isNotEmpty().matches("(?s)\\p{ASCII}*");
        // What a letter becomes that nothing stands for. One sentence of the manual page is a question.
        assertThat((trial.out + trial.err).replace("may this user open it?", ""))
                .doesNotContain("?");
    }

    /** So that no unit or sign of a message gets lost. */
    @Test
    void eachLetterBeyondAsciiThatIsPrintedHasAReplacement() throws IOException {
        List<String> lost = new ArrayList<>();
        Console ascii = new Console(
                InputStream.nullInputStream(),
                OutputStream.nullOutputStream(),
                OutputStream.nullOutputStream(),
                false,
                Map.of("LC_ALL", "C"),
                trial.host);
        for (String folder : List.of("../../drivers/src/main/java", "../../api/src/main/java", "src/main/java")) {
            try (var files = Files.walk(Path.of(folder))) {
                for (Path file :
                        files.filter(each -> each.toString().endsWith(".java")).toList()) {
                    for (String line : Files.readAllLines(file)) {
                        String code = line.strip();
                        // Plot has other bars for a terminal without UTF-8.
                        if (!code.contains("EIGHTHS =")
                                && !code.startsWith("*")
                                && !code.startsWith("/")
                                && !code.matches("\\p{ASCII}*")
                                && code.contains("\"")
                                && !ascii.letters(code).matches("\\p{ASCII}*")) {
                            lost.add(file.getFileName() + ": " + code);
                        }
                    }
                }
            }
        }
        assertThat(lost).isEmpty();
    }
}
