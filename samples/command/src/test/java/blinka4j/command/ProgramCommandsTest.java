// SPDX-License-Identifier: MIT
package blinka4j.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import blinka4j.provider.Host;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands plot, run, new and man. */
class ProgramCommandsTest {
    @TempDir
    private Path folder;

    private final Trial trial = new Trial();

    @AfterEach
    void end() {
        trial.close();
    }

    @Test
    void aBarIsDrawnForEachNumber() {
        trial.environment.put("COLUMNS", "34");
        trial.in = "temperature 0 C\nno number\ntemperature 10 C\ntemperature -5e0 C\n";

        trial.run("plot", "--min", "-10", "--max", "10");

        assertThat(trial.exit).isZero();
        assertThat(trial.out.lines())
                .containsExactly(
                        "     0.00000 |" + "█".repeat(10),
                        "     10.0000 |" + "█".repeat(20),
                        "    -5.00000 |" + "█".repeat(5));
    }

    @Test
    void aColumnOfACsvFileIsDrawnInAscii() {
        trial.environment.put("COLUMNS", "24");
        trial.environment.put("LANG", "C");
        trial.in = "0,20.5,1\n1,20.5,2\n";

        trial.run("plot", "--column", "3", "--min", "0");

        assertThat(trial.out.lines()).containsExactly("     1.00000 |##########", "     2.00000 |##########");
        assertThat(trial.run("plot", "--column", "9").exit).isEqualTo(1);
        assertThat(trial.run("plot", "--min", "2", "--max", "1").exit).isEqualTo(2);
    }

    /** A sensor that has no value yet prints NaN. The columns behind it stay where they are. */
    @Test
    void whatIsNoFiniteNumberHasNoBarButAColumn() {
        trial.environment.put("COLUMNS", "24");
        trial.in = "0,NaN,1\n1,2,3\nInfinity\n1e999\n-1e308,1e308,x\n";

        trial.run("plot", "--column", "2");

        assertThat(trial.out.lines()).containsExactly("     2.00000 |█████", "1.00000e+308 |" + "█".repeat(10));
        assertThat(trial.run("plot").out.lines())
                .containsExactly("     0.00000 |█████", "     1.00000 |" + "█".repeat(10), "-1.00000e+308 |");
        assertThat(trial.run("plot", "--max", "1e999").exit).isEqualTo(2);
        assertThat(trial.run("plot", "--min", "NaN").exit).isEqualTo(2);
    }

    private Path source(String body) throws IOException {
        return Files.writeString(
                folder.resolve("Hello.java"),
                "import blinka4j.board.Board;\npublic class Hello {\n    public static void main(String[] args) {\n        %s\n    }\n}\n"
                        .formatted(body));
    }

    @Test
    void aFileIsCompiledInMemory() throws IOException {
        Path file = source("System.out.println(Board.D18 + args[0]);");

        Compilation compilation = Compilation.of(file, System.getProperty("java.class.path"));

        assertThat(compilation.errors()).isEmpty();
        assertThat(compilation.classes()).containsOnlyKeys("Hello");
        assertThat(compilation.mainClass(file)).isEqualTo("Hello");
        assertThat(folder.toFile().list()).containsExactly("Hello.java");
    }

    @Test
    void aFileThatDoesNotCompileIsReportedWithItsLine() throws IOException {
        trial.run("run", source("int x = \"text\";").toString());

        assertThat(trial.exit).isEqualTo(1);
        assertThat(trial.err.lines())
                .containsExactly(
                        folder.resolve("Hello.java")
                                + ":4: error: incompatible types: java.lang.String cannot be converted to int",
                        "        int x = \"text\";",
                        "                ^",
                        "1 error");
    }

    /** Most errors follow from the first ones. The mark is below its place however wide a tab is. */
    @Test
    void ofManyErrorsTheFirstAreShown() throws IOException {
        trial.run(
                "run",
                source("int a = no1;\n\tint b = no2; int c, d = no3, e = no4, f = no5, g = no6;")
                        .toString());

        assertThat(trial.err.lines())
                .containsSubsequence(
                        folder.resolve("Hello.java") + ":5: error: cannot find symbol",
                        "\tint b = no2; int c, d = no3, e = no4, f = no5, g = no6;",
                        "\t        ^",
                        "  symbol:   variable no2")
                .last()
                .isEqualTo("6 errors, of which these are the first 5");
        assertThat(trial.err).contains("variable no5").doesNotContain("variable no6");
    }

    @Test
    void theClassWithTheMainMethodIsFoundAlsoInAPackageAndBehindOthers() throws IOException {
        Path file = Files.writeString(
                folder.resolve("Two.java"),
                "package org.example;\ninterface First {}\nclass Second {\n    class Inner {}\n    public static void main(String[] args) {\n        System.out.println(\"second \" + args.length);\n    }\n}\nclass Third {\n    public static void main(String[] args) {}\n}\n");

        assertThat(trial.run("run", file.toString(), "a b", "").out).isEqualTo("second 2\n");
        assertThat(Compilation.of(file, "").mains()).containsExactly("org.example.Second", "org.example.Third");
        assertThat(Compilation.of(file, "").mainClass(Path.of("Third.java"))).isEqualTo("org.example.Third");
    }

    @Test
    void aFileWithoutAMainMethodIsAnErrorThatSaysWhatToWrite() throws IOException {
        for (String text : new String[] {"", "// nothing\n", "class Main { static int main; }\n"}) {
            Path file = Files.writeString(folder.resolve("Main.java"), text);

            assertThat(trial.run("run", file.toString()).exit).isEqualTo(1);
            assertThat(trial.err)
                    .isEqualTo(file
                            + ": error: no class has a main method. Add one: public static void main(String[] args)\n");
        }
    }

    @Test
    void aFolderIsNoFile() throws IOException {
        Path sources = Files.createDirectory(folder.resolve("Sources.java"));

        assertThat(trial.run("run", sources.toString()).exit).isEqualTo(2);
        assertThat(trial.err).contains("Sources.java is a folder");
    }

    @Test
    void aFileThatMayNotBeReadIsNamedWithTheReason() throws IOException {
        Path secret = Files.createFile(
                folder.resolve("Secret.java"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("---------")));
        assumeThat(Files.isReadable(secret)).as("root may read every file").isFalse();

        assertThat(trial.run("run", secret.toString()).exit).isEqualTo(1);
        assertThat(trial.err).isEqualTo("blinka run: %s: no permission.\n".formatted(secret));
    }

    /** On the standard error: the output of the program can still be piped. */
    @Test
    void runSaysThatTheBoardIsSimulated() throws IOException {
        Path file = source("System.out.println(1);");
        assertThat(trial.run("run", file.toString()).err).as("a real board").isEmpty();
        trial.host = new Host(Path.of("/nonexistent"), "Linux", Map.of("BLINKA_PROVIDER", "Sim"));

        trial.run("run", file.toString());

        assertThat(trial.err).isEqualTo("Simulated: Raspberry Pi 4 Model B (provider Sim).\n");
        assertThat(trial.out).isEqualTo("1\n");
        trial.host = new Host(
                Path.of("/nonexistent"),
                "Linux",
                Map.of("BLINKA_PROVIDER", "bench", "BLINKA_FORCEBOARD", "BEAGLEBONE_BLACK"));
        assertThat(trial.run("run", file.toString()).err).contains("Simulated: BeagleBone Black (provider bench).");
    }

    @Test
    void whatTheProgramPrintsComesBeforeTheEnd() throws IOException {
        assertThat(trial.run("run", source("System.out.print(\"no line end\");").toString()).out)
                .isEqualTo("no line end");
    }

    @Test
    void theExitCodeIsThatOfTheProgram() throws IOException {
        assertThat(trial.run("run", source("System.exit(7);").toString()).exit).isEqualTo(7);
        assertThat(trial.run("run", folder.resolve("None.java").toString()).exit)
                .isEqualTo(2);
        assertThat(trial.err).contains("None.java");
        assertThat(trial.run("run", "pom.xml").exit).isEqualTo(2);
        assertThat(trial.err).contains("'pom.xml' is no Java file");
        assertThat(trial.run("run", "code.py").exit).isEqualTo(2);
        assertThat(trial.err).contains("'code.py' is a Python program. Run it with samples/python/run");
    }

    @Test
    void aWatchedProgramStartsAgainWhenItIsSavedAndEndsWithTheCommand() throws Exception {
        Path file = source("int x = \"text\";");
        Process blinka = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "blinka4j.command.Main",
                        "run",
                        "--watch",
                        file.toString())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader output = blinka.inputReader(UTF_8)) {
            // The compiler's message has several lines.
            List<String> before = new ArrayList<>();
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                before.add(line);
                if (line.equals("Mend Hello.java and save it again.")) {
                    break;
                }
            }
            assertThat(before)
                    .as("what comes for a file that does not compile")
                    .last()
                    .asString()
                    .startsWith("Mend ");
            watched("one");
            assertThat(Stream.of(output.readLine(), output.readLine()).sorted())
                    .element(1)
                    .asString()
                    .startsWith("one ");
            watched("two");
            // The program and the command may print their first lines in either order.
            List<String> lines =
                    Stream.of(output.readLine(), output.readLine()).sorted().toList();
            assertThat(lines.get(0)).matches("Hello.java has changed. Started again \\d+ ms after it was saved.");
            String second = lines.get(1);
            assertThat(second).startsWith("two ");
            blinka.destroy();
            blinka.waitFor();
            assertThat(ProcessHandle.of(Long.parseLong(second.substring(4)))).isEmpty();
        } finally {
            blinka.destroyForcibly();
        }
    }

    private Path watched(String word) throws IOException {
        return source(
                "System.out.println(\"%s \" + ProcessHandle.current().pid());\n        while (true) { try { Thread.sleep(10000); } catch (InterruptedException e) { return; } }"
                        .formatted(word));
    }

    @Test
    void theManualPageHasEveryCommandAndOption() {
        trial.run("man");

        assertThat(trial.out).startsWith(".\\\"").contains(".TH BLINKA 1").contains("EXIT STATUS");
        for (Commands.Row row : Commands.ALL) {
            assertThat(trial.out).contains(".SS blinka " + row.name());
        }
        assertThat(trial.out.lines().filter(line -> line.startsWith(".")))
                .allMatch(line -> line.matches("\\.(\\\\\"|TH|SH|SS|TP|B|I|RI|nf|fi)( .*)?"));
    }

    /** The page beside the module is what the package installs. */
    @Test
    void theManualPageOfTheModuleIsCurrent() throws IOException {
        Path file = Path.of("blinka.1");
        String page = String.join("\n", ManPage.lines()) + "\n";
        if (Boolean.getBoolean("blinka4j.update")) {
            Files.writeString(file, page);
        }
        assertThat(Files.readString(file))
                .as("write it with: samples/blinka man > samples/command/blinka.1")
                .isEqualTo(page);
    }

    /** {@code README.md} lists the commands. */
    @Test
    void theReadmeOfTheModuleHasARowForEachCommand() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        for (Commands.Row row : Commands.ALL) {
            assertThat(readme).contains("| `%s` | %s |".formatted(row.name(), row.summary()));
        }
    }

    @Test
    void aNewProjectHasAProgramAndATestThatCompile() throws IOException {
        Path project = folder.resolve("lamp");

        trial.run("new", project.toString());

        assertThat(trial.exit).isZero();
        assertThat(Files.readString(project.resolve("pom.xml")))
                .contains("<artifactId>lamp</artifactId>")
                .doesNotContain("@NAME@")
                .doesNotContain("SPDX");
        Path both = Files.writeString(
                folder.resolve("Both.java"),
                Files.readString(project.resolve("src/main/java/Blink.java")).replace("public class", "class")
                        + Files.readString(project.resolve("src/test/java/BlinkTest.java"))
                                .replaceAll("(?m)^import.*$", ""));
        String imports = Files.readString(project.resolve("src/test/java/BlinkTest.java"))
                .lines()
                .filter(line -> line.startsWith("import"))
                .reduce("", (all, line) -> all + line + "\n");
        Files.writeString(both, imports + Files.readString(both));
        Compilation compilation = Compilation.of(both, System.getProperty("java.class.path"));
        assertThat(compilation.errors()).isEmpty();
        assertThat(compilation.classes()).containsOnlyKeys("Blink", "BlinkTest");
    }

    @Test
    void theNextStepCanBePasted() {
        Path project = folder.resolve("it's here/lamp");

        trial.run("new", project.toString());

        assertThat(trial.out).contains("Next: cd '" + project.toString().replace("'", "'\\''") + "' && mvn package");
    }

    @Test
    void aFolderThatIsThereIsNotOverwritten() throws IOException {
        Files.createDirectories(folder.resolve("there")).resolve("file");
        Files.writeString(folder.resolve("there/file"), "mine");

        assertThat(trial.run("new", folder.resolve("there").toString()).exit).isEqualTo(1);
        assertThat(trial.err).contains("exists already");
        assertThat(trial.run("new", folder.resolve("Not Good").toString()).exit).isEqualTo(2);
    }

    @Test
    void aFolderThatCannotBeMadeIsNamedWithTheReason() {
        assertThat(trial.run("new", "/proc/here").exit).isEqualTo(1);
        assertThat(trial.err).isEqualTo("blinka new: /proc/here: no such file or folder.\n");
    }

    @Test
    void aChipThatIsNotSimulatedGetsTheNearestName() {
        assertThatThrownBy(() -> Wired.attach(trial.board, "BME28"))
                .hasMessageContaining("'BME28'")
                .hasMessageContaining("Did you mean BME280?");
    }

    /** As the message says it. */
    @Test
    void twoChipsAtOneAddressGetAnotherOneThatIsFree() {
        assertThatThrownBy(() -> Wired.attach(trial.board, "BME280 BMP280"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("BMP280", "0x77", "BMP280@0x76");
        try (Trial other = new Trial()) {
            Wired.attach(other.board, "BME280 BMP280@0x76");
            assertThat(other.board.i2c().attached()).containsOnlyKeys(0x76, 0x77);
            assertThatThrownBy(() -> Wired.attach(other.board, "DS1307 DS3231"))
                    .hasMessageContainingAll("DS3231", "0x68", "Leave one of the two out");
            assertThatThrownBy(() -> Wired.attach(other.board, "BME280@0x99"))
                    .hasMessageContainingAll("BME280@0x99", "0x08 to 0x77");
        }
    }

    @Test
    void sensorsAreConnectedToPinsByTheirNamesToo() {
        Wired.attach(trial.board, "DHT22, AM2301@D17 HCSR04@D5,D6, DS18B20@D27 MCP3008@CE0 SHT45");

        assertThat(trial.board.parts().stream().map(Object::toString))
                .contains("SimDHT22(D4)", "SimDHT22(D17)", "SimHCSR04(D5, D6)");
        assertThat(trial.board.oneWire("D27").attached()).hasSize(1);
        assertThat(trial.board.spi().attached()).hasSize(1);
        assertThat(trial.board.i2c().attached()).containsOnlyKeys(0x44);
        assertThatThrownBy(() -> Wired.attach(trial.board, "DHT11"))
                .hasMessageContainingAll("DHT11", "D4", "DHT11@PIN");
        assertThatThrownBy(() -> Wired.attach(trial.board, "HCSR04@D20"))
                .hasMessageContainingAll("'D20'", "trigger,echo", "HCSR04@D5,D6");
        assertThatThrownBy(() -> Wired.attach(trial.board, "GPS")).hasMessageContainingAll("serial port", "PA1010D");
    }

    @Test
    void chipsAreAttachedToASimulatedBoardByTheirNames() {
        Wired.attach(trial.board, "BME280, mcp9808@0x19");

        assertThat(trial.board.i2c().attached()).containsOnlyKeys(0x77, 0x19);
    }
}
