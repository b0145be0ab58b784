// SPDX-License-Identifier: MIT
package blinka4j.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostTest {
    @TempDir
    private Path root;

    private Host host(Map<String, String> environment) {
        return new Host(root, "Linux", environment);
    }

    private void file(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @AfterEach
    void clearSettings() {
        System.clearProperty("blinka.a.setting");
    }

    @Test
    void thisMachineHasItsOwnSettingsAndFiles() {
        Host local = Host.local();

        assertThat(local.path("/proc")).isEqualTo(Path.of("/proc"));
        assertThat(local.operatingSystem()).isEqualTo(System.getProperty("os.name"));
        assertThat(local.setting("PATH")).isEqualTo(Optional.ofNullable(System.getenv("PATH")));
    }

    @Test
    void linuxIsRecognisedByItsName() {
        assertThat(new Host(root, "Linux", Map.of()).isLinux()).isTrue();
        assertThat(new Host(root, "Mac OS X", Map.of()).isLinux()).isFalse();
        assertThat(new Host(root, "Windows 11", Map.of()).isLinux()).isFalse();
    }

    @Test
    void aSettingIsTakenFromTheEnvironment() {
        Host host = host(Map.of("BLINKA_A_SETTING", " sim "));

        assertThat(host.setting("BLINKA_A_SETTING")).contains("sim");
        assertThat(host.setting("BLINKA_OTHER")).isEmpty();
    }

    @Test
    void aSystemPropertyComesBeforeTheEnvironment() {
        System.setProperty("blinka.a.setting", "linux");

        assertThat(host(Map.of("BLINKA_A_SETTING", "sim")).setting("BLINKA_A_SETTING"))
                .contains("linux");
        assertThat(host(Map.of()).setting("BLINKA_A_SETTING")).contains("linux");
    }

    @Test
    void anEmptySettingCountsAsNotSet() {
        assertThat(host(Map.of("BLINKA_A_SETTING", "  ")).setting("BLINKA_A_SETTING"))
                .isEmpty();
        System.setProperty("blinka.a.setting", "");
        assertThat(host(Map.of()).setting("BLINKA_A_SETTING")).isEmpty();
    }

    @Test
    void theEnvironmentIsACopy() {
        Map<String, String> environment = new HashMap<>(Map.of("BLINKA_A_SETTING", "sim"));
        Host host = host(environment);
        environment.clear();

        assertThat(host.setting("BLINKA_A_SETTING")).contains("sim");
    }

    @Test
    void theDeviceTreesStringsEndWithZeros() throws IOException {
        file("proc/device-tree/compatible", "raspberrypi,4-model-b\0brcm,bcm2711\0");
        file("proc/device-tree/model", "Raspberry Pi 4 Model B Rev 1.4\0");
        Host host = host(Map.of());

        assertThat(host.compatible()).containsExactly("raspberrypi,4-model-b", "brcm,bcm2711");
        assertThat(host.model()).isEqualTo("Raspberry Pi 4 Model B Rev 1.4");
    }

    @Test
    void withoutADeviceTreeThereIsNothing() {
        Host host = host(Map.of());

        assertThat(host.compatible()).isEmpty();
        assertThat(host.model()).isEmpty();
        assertThat(host.strings("/proc/device-tree/aliases/serial0")).isEmpty();
    }

    @Test
    void filesAreReadBelowTheRoot() throws IOException {
        file("etc/group", "i2c:x:998:pi\n");
        Host host = host(Map.of());

        assertThat(host.text("/etc/group")).isEqualTo("i2c:x:998:pi\n");
        assertThat(host.text("etc/group")).isEqualTo("i2c:x:998:pi\n");
        assertThat(host.bytes("/etc/group")).hasSize(13).startsWith('i', '2', 'c');
        assertThat(host.exists("/etc/group")).isTrue();
        assertThat(host.path("/etc/group")).isEqualTo(root.resolve("etc/group"));
    }

    @Test
    void whatIsNotThereReadsAsEmpty() throws IOException {
        Files.createDirectories(root.resolve("sys/class"));
        Host host = host(Map.of());

        assertThat(host.text("/etc/group")).isEmpty();
        assertThat(host.bytes("/etc/group")).isNull();
        assertThat(host.exists("/etc/group")).isFalse();
        assertThat(host.list("/dev")).isEmpty();
        assertThat(host.text("/sys/class")).as("a folder is no file").isEmpty();
        assertThat(host.list("/sys/class")).isEmpty();
    }

    @Test
    void aFolderIsListedSorted() throws IOException {
        file("dev/i2c-1", "");
        file("dev/gpiochip0", "");
        file("dev/i2c-0", "");

        assertThat(host(Map.of()).list("/dev")).containsExactly("gpiochip0", "i2c-0", "i2c-1");
        assertThat(host(Map.of()).list("/dev/i2c-0")).as("a file is no folder").isEmpty();
    }

    @Test
    void aLongFileIsNotRead() throws IOException {
        file("etc/group", "x".repeat(1 << 20));
        file("etc/long", "x".repeat((1 << 20) + 1));
        Host host = host(Map.of());

        assertThat(host.text("/etc/group")).hasSize(1 << 20);
        assertThat(host.bytes("/etc/long")).isNull();
        assertThat(host.text("/etc/long")).isEmpty();
        assertThat(host.strings("/etc/long")).isEmpty();
    }

    @Test
    void aLongNameOfTheMachineIsNone() throws IOException {
        file("proc/device-tree/compatible", "acme,x\0".repeat(3_000_000));
        file("proc/device-tree/model", "x".repeat(4097));
        assertThat(host(Map.of()).compatible()).isEmpty();
        assertThat(host(Map.of()).model()).isEmpty();

        file("proc/device-tree/compatible", "acme,x\0".repeat(585));
        file("proc/device-tree/model", "x".repeat(4096));
        assertThat(host(Map.of()).compatible()).hasSize(585);
        assertThat(host(Map.of()).model()).hasSize(4096);
    }

    /** Reading from these does not end. */
    @ParameterizedTest
    @ValueSource(strings = {"fifo", "zero", "loop", "folder"})
    void onlyARegularFileIsRead(String kind) throws IOException, InterruptedException {
        Path file = root.resolve(kind);
        switch (kind) {
            case "fifo" ->
                assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor())
                        .isZero();
            case "zero" -> Files.createSymbolicLink(file, Path.of("/dev/zero"));
            case "loop" -> Files.createSymbolicLink(file, file);
            default -> Files.createDirectory(file);
        }

        assertTimeoutPreemptively(Duration.ofMinutes(2), () -> {
            assertThat(host(Map.of()).bytes("/" + kind)).isNull();
            assertThat(host(Map.of()).text("/" + kind)).isEmpty();
            assertThat(host(Map.of()).list("/" + kind)).isEmpty();
        });
        Files.delete(file);
    }

    @Test
    void aSymbolicLinkToAFileIsRead() throws IOException {
        file("proc/real", "acme,one\0");
        Files.createDirectories(root.resolve("proc/device-tree"));
        Files.createSymbolicLink(root.resolve("proc/device-tree/compatible"), root.resolve("proc/real"));

        assertThat(host(Map.of()).compatible()).containsExactly("acme,one");
    }

    @Test
    void aNameThatCannotBeAPathIsNoFile() {
        Host host = host(Map.of());

        assertThat(host.bytes("/sys/a\0b")).isNull();
        assertThat(host.text("/sys/a\0b")).isEmpty();
        assertThat(host.list("/sys/a\0b")).isEmpty();
        assertThat(host.exists("/sys/a\0b")).isFalse();
    }
}
