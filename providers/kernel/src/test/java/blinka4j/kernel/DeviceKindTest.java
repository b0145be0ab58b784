// SPDX-License-Identifier: MIT
package blinka4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import blinka4j.provider.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DeviceKindTest {
    private static final Host HERE = Host.local();

    @TempDir
    private Path folder;

    @BeforeEach
    void needDeviceFiles() {
        assumeThat(HERE.isLinux()).as("device files are those of Linux").isTrue();
    }

    @ParameterizedTest
    @EnumSource(DeviceKind.class)
    void aRegularFileAFolderAndAPipeAreNoDevices(DeviceKind kind) throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        assertThat(kind.mistaken(HERE, file.toString())).contains(file + " is a regular file", "xpected");
        assertThat(kind.mistaken(HERE, link.toString())).contains(link + " is a regular file", "xpected");
        assertThat(kind.mistaken(HERE, pipe.toString())).contains(pipe + " is a named pipe", "xpected");
        assertThat(kind.mistaken(HERE, folder.toString())).contains(folder + " is a folder", "xpected");
        assertThat(kind.mistaken(HERE, "/proc/self/mem")).contains("/proc/self/mem is a regular file", "xpected");
        assertThat(kind.mistaken(HERE, folder + "/none"))
                .as("what is missing, opening it will tell")
                .isNull();
    }

    /** Numbers of Documentation/admin-guide/devices.txt. */
    @ParameterizedTest
    @CsvSource({"/dev/null, 1:3", "/dev/zero, 1:5", "/dev/full, 1:7", "/dev/urandom, 1:9"})
    void anotherDeviceIsNamedByItsKindAndNumber(String device, String number) {
        assertThat(DeviceKind.UART.mistaken(HERE, device))
                .contains(device, "'mem' (" + number + ")", "serial port", "'tty'", "/dev/ttyS0");
    }

    @Test
    void aTerminalIsASerialPort() {
        assertThat(DeviceKind.UART.mistaken(HERE, "/dev/tty")).isNull();
        assertThat(DeviceKind.I2C.mistaken(HERE, "/dev/tty")).contains("'tty' (5:0)");
    }

    /** A container may lack /sys, but the numbers of these are assigned. */
    @Test
    void aWellKnownDeviceIsNamedWithoutSysToo() throws IOException {
        Files.createDirectories(folder.resolve("dev"));
        Files.createSymbolicLink(folder.resolve("dev/i2c-1"), Path.of("/dev/null"));
        Files.createSymbolicLink(folder.resolve("dev/ttyS0"), Path.of("/dev/tty"));
        Host bare = new Host(folder, "Linux", Map.of());
        assertThat(DeviceKind.I2C.mistaken(bare, "/dev/i2c-1")).contains("'mem' (1:3)");
        assertThat(DeviceKind.GPIOMEM.mistaken(bare, "/dev/i2c-1")).contains("'mem' (1:3)");
        assertThat(DeviceKind.UART.mistaken(bare, "/dev/ttyS0")).isNull();
        assertThat(DeviceKind.SPI.mistaken(bare, "/dev/ttyS0")).contains("'tty' (5:0)");
    }

    /** The first request tells; but mapped memory has none. */
    @Test
    void aDeviceOfUnknownKindMayBeAnythingButRegisters() throws Exception {
        Path device = Files.createDirectories(folder.resolve("dev")).resolve("i2c-1");
        // A number for local and experimental use.
        assumeThat(new ProcessBuilder("mknod", device.toString(), "c", "240", "7")
                        .redirectErrorStream(true)
                        .start()
                        .waitFor())
                .as("only root may make device files, and not in every container")
                .isZero();
        Host bare = new Host(folder, "Linux", Map.of());
        assertThat(DeviceKind.I2C.mistaken(bare, "/dev/i2c-1")).isNull();
        assertThat(DeviceKind.GPIOMEM.mistaken(bare, "/dev/i2c-1"))
                .startsWith("/dev/i2c-1 is a device of unknown kind (240:7)");
    }

    /** For tests: only below /dev of a machine that is laid out in a folder. */
    @Test
    void aRegularFileStandsInForADeviceOfALaidOutMachine() throws IOException {
        Files.createDirectories(folder.resolve("dev"));
        Files.createFile(folder.resolve("dev/i2c-1"));
        Files.createFile(folder.resolve("notes"));
        Host laidOut = new Host(folder, "Linux", Map.of());
        assertThat(DeviceKind.I2C.mistaken(laidOut, "/dev/i2c-1")).isNull();
        assertThat(DeviceKind.I2C.mistaken(laidOut, "/notes")).startsWith("/notes is a regular file");
    }
}
