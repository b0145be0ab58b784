// SPDX-License-Identifier: MIT
package blinka4j.diozero;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.HardwareException;
import blinka4j.provider.BoardDefinition.I2CBus;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiozeroProviderTest {
    @TempDir
    private Path root;

    private Host host(String operatingSystem) {
        return new Host(root, operatingSystem, Map.of());
    }

    @Test
    void itIsFoundAsAService() {
        assertThat(ServiceLoader.load(Provider.class))
                .anySatisfy(provider -> assertThat(provider.name()).isEqualTo("diozero"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpiochip0", "i2c-11", "spidev0.1"})
    void aMachineWithOneOfItsDevicesIsUsableBehindTheLinuxProvider(String device) throws IOException {
        Files.createDirectories(root.resolve("dev"));
        Files.createFile(root.resolve("dev").resolve(device));
        assertThat(new DiozeroProvider().probe(host("Linux"))).isEqualTo(new Probe.Usable(200));
    }

    @Test
    void aMachineWithASerialPortAloneIsUsableForThat() throws IOException {
        Files.createDirectories(root.resolve("dev"));
        Files.createFile(root.resolve("dev/ttyAMA0"));
        assertThat(new DiozeroProvider().probe(host("Linux")))
                .isInstanceOfSatisfying(
                        Probe.Usable.class, usable -> assertThat(usable.lacks()).contains("no /dev/gpiochip*"));
    }

    @Test
    void aMachineWithoutDevicesIsSkippedWithTheCure() throws IOException {
        Files.createDirectories(root.resolve("dev"));
        Files.createFile(root.resolve("dev/tty1"));
        assertThat(new DiozeroProvider().probe(host("Linux")))
                .isInstanceOfSatisfying(
                        Probe.Skipped.class,
                        skipped -> assertThat(skipped.reason())
                                .contains("no /dev/gpiochip*")
                                .contains("device tree"));
        assertThat(new DiozeroProvider().probe(host("Mac OS X")))
                .isInstanceOfSatisfying(
                        Probe.Skipped.class,
                        skipped -> assertThat(skipped.reason()).contains("Mac OS X", "'diozero'", "needs Linux"));
    }

    @ParameterizedTest
    @CsvSource({"amd64,linux-x86_64", "x86_64,linux-x86_64", "aarch64,linux-aarch64", "arm,linux-armv7"})
    void aProcessorHasItsFolderInTheJarUnderAnyNameOfLscpu(String processor, String folder) {
        assertThat(DiozeroProvider.nativeFolder(processor, host("Linux"))).hasValue(folder);
        assertThat(getClass().getResource("/lib/" + folder + "/libdiozero-system-utils.so"))
                .isNotNull();
    }

    @Test
    void aProcessorWithoutNativeCodeIsSkipped() throws IOException {
        Files.createDirectories(root.resolve("proc"));
        Files.writeString(root.resolve("proc/cpuinfo"), "model name\t: ARMv6-compatible processor rev 7 (v6l)\n");
        assertThat(DiozeroProvider.nativeFolder("arm", host("Linux"))).hasValue("linux-armv6");
        assertThat(getClass().getResource("/lib/linux-armv6/libdiozero-system-utils.so"))
                .isNotNull();

        String before = System.setProperty("os.arch", "riscv64");
        try {
            assertThat(new DiozeroProvider().probe(host("Linux")))
                    .isInstanceOfSatisfying(
                            Probe.Skipped.class,
                            skipped -> assertThat(skipped.reason())
                                    .contains("no native code for riscv64")
                                    .contains("provider 'linux'"));
        } finally {
            System.setProperty("os.arch", before);
        }
    }

    /** Uses the provider in a separate process. Only objects that it leaves open could keep the process alive. */
    public static final class Ask {
        private Ask() {}

        public static void main(String[] arguments) {
            Provider provider = new DiozeroProvider();
            System.out.println(provider.probe(Host.local()).getClass().getSimpleName());
            if (arguments.length == 0) {
                return;
            }
            attempt(() -> provider.openGpio(new Line("none", 0), "test"));
            attempt(() -> provider.openI2c(new I2CBus("/dev/i2c-77", null, null, ""), 100_000, 0));
        }

        private static void attempt(Runnable open) {
            try {
                open.run();
            } catch (HardwareException e) {
                System.out.println(e.getClass().getSimpleName());
            }
        }
    }

    private static List<String> ask(String without, String... options) throws Exception {
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> without.isEmpty() || !entry.matches(without))
                .collect(Collectors.joining(File.pathSeparator));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=off",
                "-cp",
                classPath));
        command.addAll(List.of(options).subList(0, Math.max(0, options.length - 1)));
        command.add(Ask.class.getName());
        if (options.length > 0) {
            command.add(options[options.length - 1]);
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said.lines().filter(line -> !line.startsWith("SLF4J")).toList();
    }

    @Test
    void aProbeNeedsNeitherDiozeroNorALogger() throws Exception {
        assertThat(ask(".*(diozero-core|tinylog|slf4j)[^/]*\\.jar"))
                .singleElement()
                .isIn("Usable", "Skipped");
    }

    @Test
    void diozeroPrintsNothingUnlessAskedTo() throws Exception {
        assertThat(ask("", "open")).hasSize(3).allMatch(line -> line.matches("Usable|Skipped|\\w+Exception"));
        assertThat(ask("", "-Dblinka.diozero.log=debug", "open"))
                .anyMatch(line -> line.matches(".*DEBUG com\\.diozero.*Loaded library 'diozero-system-utils'.*"));
    }

    @Test
    void aLogThatTheUserHasConfiguredStaysSo() throws Exception {
        assertThat(ask("", "-Dtinylog.level@com.diozero=debug", "open"))
                .anyMatch(line -> line.contains("DEBUG com.diozero"));
        Path file = Files.writeString(
                root.resolve("my.properties"),
                "writer = console\nwriter.format = mine {level} {message}\nlevel = debug\n");
        assertThat(ask("", "-Dtinylog.configuration=" + file, "open"))
                .anyMatch(line -> line.startsWith("mine DEBUG Loaded library"));
    }

    @Test
    void aFolderFromWhichNativeCodeCannotBeLoadedIsNamed() throws Exception {
        Path file = Files.createFile(root.resolve("file"));
        assertThat(ask("", "-Djava.io.tmpdir=" + file, "open"))
                .containsSubsequence("NotAvailableException", "NotAvailableException");
    }
}
