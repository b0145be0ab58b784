// SPDX-License-Identifier: MIT
package blinka4j.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command as a process of its own: signals, and pipes that are closed. */
class ProcessTest {
    @TempDir
    private Path folder;

    /** A shell command line that calls the command on a simulated board. A test may run where Ctrl-C is ignored. */
    private ProcessBuilder shell(String line) {
        String blinka = String.join(
                " ",
                "env --default-signal=INT,PIPE",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1 -Djna.nosys=true -cp",
                System.getProperty("java.class.path"),
                "blinka4j.command.Main");
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", line.replace("blinka", blinka));
        builder.environment().put("BLINKA_PROVIDER", "sim");
        builder.environment().put("BLINKA_FORCEBOARD", "RASPBERRY_PI_4B");
        builder.environment().put("LANG", "C.UTF-8");
        return builder.redirectErrorStream(true);
    }

    /** As gpio and PWM are on real hardware: {@code CommandIT}. */
    @ParameterizedTest
    @CsvSource({
        "INT, 130, gpio set D18=1, D18 is high, D18 is low",
        "TERM, 143, gpio set D18=1, D18 is high, D18 is low",
        "INT, 130, pwm D18 50%, D18 pulses, D18 rests",
        "TERM, 143, pwm --fade 1s D18 50%, D18 pulses, D18 rests",
        "INT, 130, gpio watch D18 --pull up, D18 is high, D18 is low"
    })
    void aSignalEndsTheCommandAndLeavesThePinAtRest(String signal, int exit, String call, String began, String last)
            throws Exception {
        ProcessBuilder builder = shell("exec blinka " + call);
        builder.environment().put("BLINKA_PROVIDER", "witness");
        Process process = builder.start();
        List<String> lines = new ArrayList<>();
        List<String> after = new ArrayList<>();
        try (BufferedReader output = process.inputReader(UTF_8)) {
            for (String line = output.readLine(); line != null && !line.equals(began); line = output.readLine()) {
                lines.add(line);
            }
            assertThat(process.isAlive()).as(lines.toString()).isTrue();
            // The shell's own: a minimal Debian has no program of this name.
            new ProcessBuilder("sh", "-c", "kill -%s %s".formatted(signal, process.pid()))
                    .start()
                    .waitFor();
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                after.add(line);
            }
            assertThat(process.waitFor()).as(after.toString()).isEqualTo(exit);
        } finally {
            process.destroyForcibly();
        }
        assertThat(after).contains(last).noneMatch(line -> line.contains("Exception") || line.startsWith("\tat "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sensor BME280 --every 1ms", "gpio get D4 D17", "man", "help"})
    void aReaderThatHasGoneEndsTheProcessQuietly(String call) throws Exception {
        assertThat(outputOf("blinka " + call
                        + " 2>errors | head -1 >/dev/null; echo ${PIPESTATUS[0]}; grep -v '^Simulated: ' errors"))
                .matches("(0|141)\n");
    }

    /** A log on a full card must not look as if all went well. */
    @ParameterizedTest
    @ValueSource(strings = {"help", "sensor BME280 --every 1ms", "run Long.java"})
    void aFullDiskIsAnError(String call) throws Exception {
        Files.writeString(
                folder.resolve("Long.java"),
                "class Long {\n    public static void main(String[] args) {\n        System.out.println(1);\n    }\n}\n");

        assertThat(outputOf("blinka " + call + " 2>&1 >/dev/full; echo $?"))
                .contains("the output does not go to /dev/full any more: ")
                .endsWith("\n1\n");
    }

    /** The limit for files stands for the disk: pom.xml is longer. Nothing is in the way of the next attempt. */
    @Test
    void aProjectForWhichThereIsNoRoomIsNotLeftHalf() throws Exception {
        assertThat(outputOf("(ulimit -f 1; blinka new lamp 2>&1); echo $?; ls"))
                .containsPattern("blinka new: .*/lamp/pom\\.xml: .+\\.\n1\n$");
    }

    /** Java would take the next file that it opens, such as its own jar, for a closed standard input. */
    @ParameterizedTest
    @ValueSource(strings = {"../blinka", "src/package/blinka"})
    void theStartersGiveJavaAnInputAndAnOutput(String starter) throws Exception {
        List<String> lines = Files.readAllLines(Path.of(starter));
        List<String> guards =
                lines.stream().filter(line -> line.startsWith("{ true 3")).toList();
        String shell = lines.get(0).endsWith("/sh") ? "sh" : "bash";
        Path script = Files.writeString(
                folder.resolve("starter"),
                String.join("\n", guards)
                        + "\na=$(readlink /proc/$$/fd/0)\nb=$(readlink /proc/$$/fd/1)\nprintf '%s\\n' \"$a\" \"$b\" >&2\n");

        assertThat(outputOf(shell + " " + script + " <&- >&-")).isEqualTo("/dev/null\n/dev/null\n");
        assertThat(outputOf("echo | " + shell + " " + script)).startsWith("pipe:");
    }

    /** Java programs do not end by themselves when nobody reads them. */
    @Test
    void aReaderThatHasGoneEndsTheProgramThatRunStarted() throws Exception {
        Files.writeString(
                folder.resolve("Ever.java"),
                "public class Ever {\n    public static void main(String[] args) throws Exception {\n        while (true) { System.out.println(ProcessHandle.current().pid()); Thread.sleep(1); }\n    }\n}\n");

        List<String> lines = outputOf("blinka run Ever.java | head -1; echo ${PIPESTATUS[0]}")
                .lines()
                .filter(line -> !line.startsWith("Simulated: "))
                .toList();

        assertThat(lines).hasSize(2).last().isEqualTo("0");
        assertThat(ProcessHandle.of(Long.parseLong(lines.get(0)))).isEmpty();
    }

    /** A name that this locale cannot have. Java gives such a name letters of its own. */
    @Test
    void aFileWhoseNameTheLocaleLacksIsAnErrorThatNamesTheLocale() throws Exception {
        Files.writeString(folder.resolve("a.java"), "");
        assertThat(outputOf("cp a.java $'\\xc3\\xa9.java'; LC_ALL=C blinka run $'\\xc3\\xa9.java'; echo $?"))
                .contains("blinka run: ", "export LC_ALL=C.UTF-8")
                .endsWith("\n1\n");
    }

    /** jshell keeps its history in the home. */
    @Test
    void thePromptOfReplNeedsNoHome() throws Exception {
        assertThat(outputOf("export JAVA_TOOL_OPTIONS=-Duser.home=/proc/none; echo 'board.pin(\"D18\")' | blinka repl"))
                .contains("Simulated: Raspberry Pi 4 Model B", "==> D18")
                .doesNotContain("WARNING", "Exception");
    }

    @Test
    void thePromptOfReplHasTheBoard() throws Exception {
        assertThat(outputOf("echo 'board.pin(\"D18\")' | blinka repl"))
                .contains("RASPBERRY_PI_4B (Raspberry Pi 4 Model B)")
                .contains("==> D18");
    }

    private String outputOf(String line) throws IOException, InterruptedException {
        Process process = shell(line).directory(folder.toFile()).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        process.waitFor();
        return output;
    }
}
