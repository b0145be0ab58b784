// SPDX-License-Identifier: MIT
package blinka4j.linux;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.provider.Host;
import blinka4j.provider.Line;
import blinka4j.provider.Provider;
import blinka4j.provider.Provider.Probe;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinuxProviderTest {
    @TempDir
    private Path root;

    private Probe probe(String operatingSystem) {
        return new LinuxProvider().probe(new Host(root, operatingSystem, Map.of()));
    }

    @Test
    void itIsFoundAsAService() {
        assertThat(ServiceLoader.load(Provider.class))
                .anySatisfy(provider -> assertThat(provider.name()).isEqualTo("linux"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpiochip0", "i2c-11", "spidev0.1"})
    void aMachineWithOneOfItsDevicesIsUsable(String device) throws IOException {
        Files.createDirectories(root.resolve("dev"));
        Files.createFile(root.resolve("dev").resolve(device));
        assertThat(probe("Linux")).isEqualTo(new Probe.Usable(300));
    }

    @Test
    void aMachineWithAPwmControllerIsUsable() throws IOException {
        Files.createDirectories(root.resolve("dev"));
        Files.createDirectories(root.resolve("sys/class/pwm/pwmchip0"));
        assertThat(probe("Linux")).isEqualTo(new Probe.Usable(300));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ttyUSB0", "ttyACM1", "ttyS0", "ttyAMA10", "ttymxc2", "ttyTHS0", "rfcomm0", "pts/3"})
    void aMachineWithASerialPortAloneIsUsableForThat(String device) throws IOException {
        Path file = root.resolve("dev").resolve(device);
        Files.createDirectories(file.getParent());
        Files.createFile(file);
        assertThat(probe("Linux"))
                .isInstanceOfSatisfying(Probe.Usable.class, usable -> assertThat(usable.lacks())
                        .startsWith("there is no /dev/gpiochip*, /dev/i2c-* or /dev/spidev*; "));
    }

    @Test
    void aMachineWithoutDevicesIsSkippedWithTheCure() throws IOException {
        Files.createDirectories(root.resolve("dev/pts"));
        for (String name : new String[] {"tty", "tty1", "null", "pts/ptmx", "ptmx", "console"}) {
            Files.createFile(root.resolve("dev").resolve(name));
        }
        assertThat(probe("Linux"))
                .isInstanceOfSatisfying(
                        Probe.Skipped.class,
                        skipped -> assertThat(skipped.reason())
                                .startsWith("there is no /dev/gpiochip*, /dev/i2c-* or /dev/spidev*; "));
        assertThat(probe("Mac OS X"))
                .isInstanceOfSatisfying(
                        Probe.Skipped.class,
                        skipped -> assertThat(skipped.reason())
                                .startsWith("this is Mac OS X, and the provider 'linux' needs Linux"));
    }

    /** Asks the provider in a process of its own. */
    public static final class Ask {
        private Ask() {}

        public static void main(String[] arguments) {
            Provider provider = new LinuxProvider();
            System.out.println(provider.probe(Host.local()).getClass().getSimpleName());
            if (arguments.length > 0) {
                for (int i = 0; i < 2; i++) {
                    try {
                        provider.openGpio(new Line("none", 0), "test");
                    } catch (RuntimeException e) {
                        System.out.println(e);
                    }
                }
            }
        }
    }

    private static String ask(String without, String... options) throws Exception {
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> without.isEmpty() || !entry.matches(without))
                .collect(Collectors.joining(File.pathSeparator));
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", classPath));
        command.addAll(List.of(options).subList(0, Math.max(0, options.length - 1)));
        command.add(Ask.class.getName());
        if (options.length > 0) {
            command.add(options[options.length - 1]);
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    @Test
    void aProbeNeedsNeitherJnaNorALogger() throws Exception {
        assertThat(ask(".*(jna|slf4j)[^/]*\\.jar").strip()).isIn("Usable", "Skipped");
    }

    @Test
    void aFolderThatJnaCannotUseIsNamedEachTime() throws Exception {
        Path file = Files.createFile(root.resolve("file"));
        String said = ask("", "-Djna.tmpdir=" + file, "-Djna.nosys=true", "open");
        assertThat(said.lines().filter(line -> line.startsWith("blinka4j.NotAvailableException")))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line)
                        .contains("JNA cannot load its native library: ")
                        .contains("jna.tmpdir names (now " + file + ")")
                        .contains("jna.boot.library.path")
                        .contains(file.toString()));
    }
}
