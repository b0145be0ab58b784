// SPDX-License-Identifier: MIT
package blinka4j.linux;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.provider.BoardDefinition.AnalogInput;
import blinka4j.provider.Host;
import blinka4j.provider.Provider;
import blinka4j.provider.Provider.Probe;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
                .isInstanceOfSatisfying(
                        Probe.Usable.class,
                        usable -> assertThat(usable.lacks()).contains("no /dev/gpiochip*, /dev/i2c-* or /dev/spidev*"));
    }

    /** {@code iio:device0} is an accelerometer, {@code iio:device1} a converter. */
    @Test
    void aMachineWithAnAnalogInputAloneIsUsableForThat() throws IOException {
        Path devices = root.resolve("sys/bus/iio/devices");
        Files.createDirectories(devices.resolve("iio:device0"));
        Files.createFile(devices.resolve("iio:device0/in_accel_x_raw"));
        assertThat(probe("Linux")).isInstanceOf(Probe.Skipped.class);

        Files.createDirectories(devices.resolve("iio:device1"));
        Files.createFile(devices.resolve("iio:device1/in_voltage3_raw"));
        assertThat(probe("Linux"))
                .isInstanceOfSatisfying(
                        Probe.Usable.class,
                        usable -> assertThat(usable.lacks()).contains("no /dev/gpiochip*, /dev/i2c-* or /dev/spidev*"));
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
                        skipped ->
                                assertThat(skipped.reason()).contains("no /dev/gpiochip*, /dev/i2c-* or /dev/spidev*"));
        assertThat(probe("Mac OS X"))
                .isInstanceOfSatisfying(
                        Probe.Skipped.class,
                        skipped -> assertThat(skipped.reason()).contains("Mac OS X", "'linux'", "needs Linux"));
    }

    /** Asks the provider in a separate process. */
    public static final class Ask {
        private Ask() {}

        public static void main(String[] arguments) {
            Provider provider = new LinuxProvider();
            System.out.println(provider.probe(Host.local()).getClass().getSimpleName());
            if (arguments.length > 0 && arguments[0].equals("analog")) {
                try {
                    provider.openAnalog(new AnalogInput("no-such-converter", 0, null))
                            .close();
                } catch (RuntimeException e) {
                    System.out.println(e);
                }
            } else if (arguments.length > 0) {
                for (int i = 0; i < 2; i++) {
                    try {
                        JnaCalls.load();
                    } catch (RuntimeException e) {
                        System.out.println(e);
                    }
                }
            }
        }
    }

    private static String ask(String without, String... options) throws Exception {
        return ask(Map.of(), without, options);
    }

    private static String ask(Map<String, String> environment, String without, String... options) throws Exception {
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
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().remove("XDG_CACHE_HOME");
        builder.environment().putAll(environment);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    @Test
    void aProbeNeedsNeitherJnaNorALogger() throws Exception {
        assertThat(ask(".*(jna|slf4j)[^/]*\\.jar").strip()).isIn("Usable", "Skipped");
    }

    @Test
    void anAnalogInputNeedsNoNativeCode() throws Exception {
        assertThat(ask(".*(jna|slf4j)[^/]*\\.jar", "analog"))
                .contains("NotAvailableException: there is no analog-to-digital converter no-such-converter");
    }

    @Test
    void aFolderThatJnaCannotUseIsNamedEachTime() throws Exception {
        Path file = Files.createFile(root.resolve("file"));
        String said = ask("", "-Djna.tmpdir=" + file, "-Djna.nosys=true", "open");
        assertThat(said.lines().filter(line -> line.startsWith("blinka4j.NotAvailableException")))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line)
                        .contains("JNA cannot load its native library: ")
                        .contains("It unpacks the library into " + file
                                + " (set by jna.tmpdir). That folder must be writable")
                        .contains("jna.boot.library.path")
                        .contains(file.toString()));
    }

    /** The option simulates a noexec mount: JNA unpacks its library, but cannot load it. */
    private String failureOf(Map<String, String> environment, String... options) throws Exception {
        Path jna = Path.of(
                Native.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Path broken = root.resolve("broken/com/sun/jna/" + Platform.RESOURCE_PREFIX + "/libjnidispatch.so");
        Files.createDirectories(broken.getParent());
        Files.writeString(broken, "not a library");
        Path jar = root.resolve("broken.jar");
        Files.copy(jna, jar, StandardCopyOption.REPLACE_EXISTING);
        try (FileSystem zip = FileSystems.newFileSystem(jar)) {
            Files.copy(
                    broken,
                    zip.getPath(root.resolve("broken").relativize(broken).toString()),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        List<String> arguments = new ArrayList<>(List.of("-Xbootclasspath/a:" + jar));
        arguments.addAll(List.of(options));
        arguments.add("open");
        return ask(environment, "", arguments.toArray(String[]::new));
    }

    @Test
    void theFolderThatJnaUsedIsNamed() throws Exception {
        Path home = Files.createDirectory(root.resolve("home"));
        Path cache = Files.createDirectory(root.resolve("cache"));
        Path file = Files.createFile(root.resolve("file"));
        Path temporary = Files.createDirectory(root.resolve("temporary"));
        String homeOption = "-Duser.home=" + home;

        assertThat(failureOf(Map.of(), homeOption))
                .contains("It unpacks the library into " + home + "/.cache/JNA/temp. That folder must")
                // The message of JNA.
                .contains(home + "/.cache/JNA/temp/jna");
        assertThat(failureOf(Map.of("XDG_CACHE_HOME", cache.toString()), homeOption))
                .contains("It unpacks the library into " + cache + "/JNA/temp. That folder must")
                .contains(cache + "/JNA/temp/jna");
        assertThat(failureOf(Map.of("XDG_CACHE_HOME", " "), homeOption))
                .contains("It unpacks the library into " + home + "/.cache/JNA/temp. That folder must");
        // The cache cannot be created, as in a read-only home.
        assertThat(failureOf(Map.of("XDG_CACHE_HOME", file.toString()), homeOption, "-Djava.io.tmpdir=" + temporary))
                .contains("It unpacks the library into " + temporary + ". That folder must")
                .contains(temporary + "/jna");
    }
}
