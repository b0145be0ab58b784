// SPDX-License-Identifier: MIT
package blinka4j.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import blinka4j.boards.Boards;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The completion, in the shells. The command itself is a script there, which counts its calls. */
class CompletionTest {
    private static final List<String> SHELLS = List.of("bash", "zsh", "fish");

    @TempDir
    private Path folder;

    private final Trial trial = new Trial();

    @BeforeEach
    void makeTheCommand() throws IOException {
        Path blinka = Files.writeString(
                folder.resolve("blinka"),
                "#!/bin/sh\necho \"$*\" >>%s/calls\ncase $2 in\npins) printf 'D18\\nKEY1\\nP9_12\\n' ;;\nboards) printf 'ACME_ONE\\nACME_TWO\\nZULU\\n' ;;\nesac\n"
                        .formatted(folder));
        Files.setPosixFilePermissions(blinka, PosixFilePermissions.fromString("rwxr-xr-x"));
        for (String shell : SHELLS) {
            Files.writeString(folder.resolve("completion." + shell), trial.run("completion", shell).out);
        }
    }

    @AfterEach
    void end() {
        trial.close();
    }

    private List<String> calls() throws IOException {
        Path calls = folder.resolve("calls");
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }

    private String run(String... command) throws IOException, InterruptedException {
        boolean isThere = Stream.of(System.getenv("PATH").split(":", -1))
                .anyMatch(each -> Files.isExecutable(Path.of(each, command[0])));
        String reason = command[0] + " is not installed: apt-get install " + command[0];
        if ("true".equals(System.getenv("CI")) && System.getenv("BLINKA4J_WITHOUT_LAB") == null) {
            assertThat(isThere).as(reason).isTrue();
        }
        assumeTrue(isThere, reason);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).directory(folder.toFile());
        builder.environment().put("PATH", folder + ":" + System.getenv("PATH"));
        builder.environment().put("HOME", folder.toString());
        builder.environment().put("XDG_CONFIG_HOME", folder.toString());
        builder.environment().put("XDG_DATA_HOME", folder.toString());
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        process.waitFor();
        return output;
    }

    /** What bash offers for each line, on a line. */
    private List<String> bash(String... lines) throws Exception {
        StringBuilder script = new StringBuilder("source completion.bash\ncompopt() { :; }\n");
        for (String line : lines) {
            // Bash takes "=" for a word, as COMP_WORDBREAKS says.
            String words = line.replace("=", " = ");
            script.append("COMP_WORDS=(%s %s); COMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n"
                    .formatted(words, line.endsWith(" ") || line.endsWith("=") ? "''" : ""));
            script.append(
                    "_blinka blinka \"${COMP_WORDS[COMP_CWORD]}\" \"${COMP_WORDS[COMP_CWORD - 1]}\"; echo ${COMPREPLY[*]}; COMPREPLY=()\n");
        }
        return run("bash", "--norc", "-c", script.toString()).lines().toList();
    }

    @Test
    void bashCompletesCommandsOptionsSensorsAndValues() throws Exception {
        assertThat(bash(
                        "blinka pi",
                        "blinka sensor BME2",
                        "blinka sensor --cs",
                        "blinka gpio ",
                        "blinka gpio get D4 --pull ",
                        "blinka gpio set D18=",
                        "blinka sensor BME280 --every ",
                        "blinka completion z"))
                .containsExactly("pinout", "BME280", "--csv", "get set watch", "up down", "0 1", "", "zsh");
        assertThat(calls()).isEmpty();
    }

    @Test
    void bashAsksForPinsAndBoardsOnceAndOnlyWhenTheyAreNeeded() throws Exception {
        assertThat(bash(
                        "blinka pinout ACME",
                        "blinka pinout Z",
                        "blinka gpio watch K",
                        "blinka pwm P",
                        "blinka sensor DHT22 --pin D"))
                .containsExactly("ACME_ONE ACME_TWO", "ZULU", "KEY1", "P9_12", "D18");
        assertThat(calls()).containsExactly("completion boards", "completion pins");
    }

    @Test
    void bashFindsBusesInTheDevices() throws Exception {
        String list = run("bash", "-c", "compgen -G '/dev/tty*' | grep '^/dev/ttyS' | sort | tr '\\n' ' '")
                .strip();

        assertThat(bash("blinka uart /dev/ttyS", "blinka i2c /dev/nosuch")).hasSize(2);
        assertThat(List.of(bash("blinka uart /dev/ttyS").get(0).split(" ", -1)))
                .containsExactlyInAnyOrder(list.split(" ", -1));
    }

    /** What fish offers for a line. */
    private List<String> fish(String line) throws Exception {
        return run("fish", "-c", "source completion.fish; complete -C '%s'".formatted(line))
                .lines()
                .map(each -> each.replaceFirst("\t.*", ""))
                .toList();
    }

    @Test
    void fishCompletes() throws Exception {
        assertThat(fish("blinka pi")).containsExactly("pinout");
        assertThat(fish("blinka sensor BME2")).containsExactly("BME280");
        assertThat(fish("blinka sensor --cs")).containsExactly("--csv");
        assertThat(fish("blinka gpio ")).containsExactlyInAnyOrder("get", "set", "watch");
        assertThat(fish("blinka gpio get D4 --pull ")).containsExactlyInAnyOrder("up", "down");
        assertThat(calls()).isEmpty();
        assertThat(fish("blinka pinout ACME")).containsExactlyInAnyOrder("ACME_ONE", "ACME_TWO");
        assertThat(fish("blinka gpio watch K")).containsExactly("KEY1");
        assertThat(fish("blinka pwm P")).containsExactly("P9_12");
        assertThat(fish("blinka sensor DHT22 --pin D")).containsExactly("D18");
        assertThat(calls()).startsWith("completion boards", "completion pins");
    }

    /** What zsh makes of each line when the tabulator is pressed, in a terminal of its own. */
    private List<String> zsh(String... lines) throws Exception {
        StringBuilder script = new StringBuilder("""
                zmodload zsh/zpty
                zpty -b shell zsh -f -i
                say() { zpty -w shell "$1" }
                say "PS1= RPS1=; unset zle_bracketed_paste; bindkey -e; autoload -U compinit; compinit -u -D"
                say "source $PWD/completion.zsh"
                say 'keep() { print -r -- "$BUFFER" >>'$PWD'/zsh.lines; zle kill-whole-line; }; zle -N keep; bindkey "^B" keep'
                say 'print ready >'$PWD/ready
                until [[ -e ready ]]; do sleep 0.05; done
                count=0
                complete() {
                    zpty -w -n shell "$1"$'\\t'$'\\x02'
                    ((count++))
                    until [[ -e zsh.lines && $(wc -l <zsh.lines) -ge $count ]]; do zpty -r -t shell ignored; sleep 0.05; done
                }
                """);
        for (String line : lines) {
            script.append("complete '").append(line).append("'\n");
        }
        String output = run("zsh", "-f", "-c", script + "zpty -d shell; cat zsh.lines");
        return output.lines().map(String::strip).toList();
    }

    @Test
    void zshCompletesAndAsksOnce() throws Exception {
        assertThat(zsh(
                        "blinka pi",
                        "blinka sensor BME2",
                        "blinka sensor --cs",
                        "blinka gpio w",
                        "blinka gpio get D4 --pull u",
                        "blinka pinout Z",
                        "blinka gpio watch K",
                        "blinka pwm P",
                        "blinka sensor DHT22 --pin D"))
                .containsExactly(
                        "blinka pinout",
                        "blinka sensor BME280",
                        "blinka sensor --csv",
                        "blinka gpio watch",
                        "blinka gpio get D4 --pull up",
                        "blinka pinout ZULU",
                        "blinka gpio watch KEY1",
                        "blinka pwm P9_12",
                        "blinka sensor DHT22 --pin D18");
        assertThat(calls()).containsExactly("completion boards", "completion pins");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void theCompletionOfEachShellHasAllCommandsOptionsAndSensors(String shell) throws IOException {
        String script = Files.readString(folder.resolve("completion." + shell));

        assertThat(script).contains(Commands.names()).contains(Sensors.names());
        for (Commands.Row row : Commands.ALL) {
            for (Syntax.Option option : row.command().syntax().options()) {
                assertThat(script)
                        .contains(shell.equals("fish") ? "-l " + option.name().substring(2) : option.name());
            }
        }
    }

    @Test
    void pinsAndBoardsAreThoseOfThisMachine() {
        assertThat(trial.run("completion", "pins").out.lines())
                .contains("D18", "SCL")
                .doesNotContain("GND");
        assertThat(trial.run("completion", "boards").out.lines()).containsExactlyElementsOf(Boards.ids());
        assertThat(trial.run("completion", "tcsh").exit).isEqualTo(2);
    }
}
