// SPDX-License-Identifier: MIT
package blinka4j.command;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.provider.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
    @TempDir
    private Path root;

    private final Trial trial = new Trial();
    private final Map<String, String> settings = new HashMap<>();
    private String forbidden = "";

    @BeforeEach
    void aRaspberryPi() throws IOException {
        Path tree = Files.createDirectories(root.resolve("proc/device-tree"));
        Files.writeString(tree.resolve("compatible"), "raspberrypi,4-model-b\0brcm,bcm2711\0");
        Files.createDirectories(root.resolve("dev"));
        Files.createFile(root.resolve("dev/gpiochip0"));
    }

    @AfterEach
    void end() {
        trial.close();
    }

    private void examine(String... arguments) {
        trial.host = new Host(root, "Linux", settings);
        trial.run(new Doctor(settings, (host, path) -> !path.equals(forbidden)), arguments);
    }

    private void device(String... names) throws IOException {
        for (String name : names) {
            Files.createFile(root.resolve("dev/" + name));
        }
    }

    /** The default buses of the board file, by their links in /dev. */
    private void allDevices() throws IOException {
        device("i2c-1", "spidev0.0", "serial0", "ttyS0", "ttyAMA0");
    }

    @Test
    void aBusThatIsNotEnabledGetsTheLineForConfigTxt() {
        examine();

        assertThat(trial.exit).isEqualTo(1);
        assertThat(trial.out)
                .containsPattern("PROBLEM i2c .*dtparam=i2c_arm=on.*/boot/firmware/config.txt")
                .containsPattern("PROBLEM spi .*dtparam=spi=on")
                .contains("to cure");
    }

    /** A PC, on which "All is well" would be no help. */
    @Test
    void aMachineThatIsNoKnownBoardIsToldHowToSimulateOne() throws IOException {
        Path pc = root.resolve("pc");
        Files.createFile(Files.createDirectories(pc.resolve("dev")).resolve("gpiochip0"));
        trial.host = new Host(pc, "Linux", Map.of());

        trial.run(new Doctor(Map.of(), (host, file) -> true));

        assertThat(trial.out).contains("note    board    GENERIC_LINUX").doesNotContain("All is well");
        assertThat(trial.out.lines().toList())
                .last()
                .asString()
                .contains("no known board")
                .contains("BLINKA_PROVIDER=sim");
    }

    @Test
    void aBoardWithItsDevicesIsWell() throws IOException {
        allDevices();

        examine();

        assertThat(trial.out).doesNotContain("PROBLEM").contains("All is well.");
        assertThat(trial.exit).isZero();
    }

    @Test
    void aDeviceThatTheUserMayNotOpenGetsTheCommandThatCuresIt() throws IOException {
        allDevices();
        forbidden = "/dev/i2c-1";

        examine();

        assertThat(trial.exit).isEqualTo(1);
        assertThat(trial.out).containsPattern("PROBLEM i2c .*no permission.*sudo .*usermod -aG");
    }

    @Test
    void aMisspeltSettingIsFound() throws IOException {
        allDevices();
        settings.put("BLINKA_FORCE_BOARD", "RASPBERRY_PI_4B");

        examine();

        assertThat(trial.exit).isEqualTo(1);
        assertThat(trial.out).contains("Did you mean BLINKA_FORCEBOARD?").contains("unset BLINKA_FORCE_BOARD");
    }

    @Test
    void aProviderThatCannotBeUsedIsAProblemIfASettingNamesIt() throws IOException {
        allDevices();
        settings.put("BLINKA_PROVIDER", "pi4k");

        examine();

        assertThat(trial.exit).isEqualTo(1);
        assertThat(trial.out).containsPattern("PROBLEM provider pi4k");
    }

    @Test
    void aSimulatedBoardIsSaidToBeOne() {
        settings.put("BLINKA_PROVIDER", "sim");

        examine();

        assertThat(trial.exit).isZero();
        assertThat(trial.out).contains("simulates the board").doesNotContain("dtparam");
        assertThat(trial.out).containsPattern("ok +board +RASPBERRY_PI_4B: .*; simulated");
    }

    @Test
    void onAPcTheBoardThatIsSimulatedIsNamed() {
        settings.put("BLINKA_PROVIDER", "sim");
        trial.host = new Host(root.resolve("pc"), "Linux", settings);
        trial.run(new Doctor(settings, (host, file) -> true));
        assertThat(trial.out)
                .containsPattern("ok +board +RASPBERRY_PI_4B: simulated")
                .doesNotContain("GENERIC_LINUX");

        settings.put("BLINKA_FORCEBOARD", "beaglebone_black");
        trial.host = new Host(root.resolve("pc"), "Linux", settings);
        trial.run(new Doctor(settings, (host, file) -> true));
        assertThat(trial.out).containsPattern("ok +board +BEAGLEBONE_BLACK: BLINKA_FORCEBOARD.*; simulated");

        settings.put("BLINKA_FORCEBOARD", "generic_linux");
        trial.host = new Host(root.resolve("pc"), "Linux", settings);
        trial.run(new Doctor(settings, (host, file) -> true));
        assertThat(trial.exit).as("a program ends with an error, too").isEqualTo(1);
        assertThat(trial.out).containsPattern("PROBLEM board +GENERIC_LINUX: .*unset BLINKA_FORCEBOARD");
    }

    /** Each setting that a program of this project reads, so that none is called a misspelling. */
    @Test
    void allSettingsOfTheProjectAreKnown() throws IOException {
        Pattern name = Pattern.compile("\"(BLINKA_[A-Z_]+)\"|\\$\\{(BLINKA_[A-Z_]+)");
        Set<String> found = new TreeSet<>();
        for (String module : List.of("api", "boards", "providers", "samples")) {
            try (Stream<Path> files = Files.walk(Path.of("../..").resolve(module))) {
                for (Path file : files.filter(
                                each -> each.toString().matches(".*/src/(main/java|package)/.*(java|blinka)"))
                        .toList()) {
                    Matcher matcher = name.matcher(Files.readString(file));
                    while (matcher.find()) {
                        found.add(matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
                    }
                }
            }
        }
        assertThat(Doctor.SETTINGS).containsExactlyInAnyOrderElementsOf(found);
    }

    /** At the width of the terminal, below the things that were checked. What is to be copied stays in one line. */
    @Test
    void onATerminalLongLinesAreBrokenAndElsewhereTheyStayWhole() throws IOException {
        examine();
        assertThat(trial.out.lines()).anyMatch(line -> line.length() > 120);
        trial.isTerminal = true;
        trial.environment.putAll(Map.of("COLUMNS", "60", "NO_COLOR", "1"));

        forbidden = "/dev/gpiochip0";
        examine();

        List<String> lines = trial.out.lines().toList();
        assertThat(lines).anyMatch(line -> line.startsWith(" ".repeat(17) + "dtparam=i2c_arm=on"));
        assertThat(lines.stream().filter(line -> line.length() > 60))
                .isNotEmpty()
                .allMatch(line -> line.contains("sudo ") || !line.strip().contains(" "));
        assertThat(lines).anyMatch(line -> line.matches(" {17}sudo .* -aG \\S+ .*rules, then reboot\\."));
    }

    @Test
    void machinesGetTheSame() throws IOException {
        allDevices();

        examine("--json");

        assertThat(trial.out)
                .startsWith("{\"ok\":true,\"checks\":[{\"status\":\"ok\",\"area\":\"java\"")
                .contains("{\"status\":\"ok\",\"area\":\"gpio\",\"what\":\"/dev/gpiochip0\"");
    }
}
