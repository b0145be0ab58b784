// SPDX-License-Identifier: MIT
package blinka4j.boards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import blinka4j.provider.BoardRegistry.Detected;
import blinka4j.provider.Host;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Detection returns, whatever the files and folders of the machine contain. */
class HostileMachineTest {
    /** Long enough for the slowest machine. Only a read that never ends takes longer. */
    private static final Duration FOREVER = Duration.ofMinutes(2);

    private static final String NVMEM = "/sys/bus/nvmem/devices/0-00500/nvmem";

    /** The files whose content is read. */
    private static final List<String> FILES = List.of(
            "/proc/device-tree/compatible",
            "/proc/device-tree/model",
            "/proc/device-tree/system/linux,revision",
            "/proc/device-tree/chosen/pynq_board",
            "/proc/cpuinfo",
            "/etc/armbian-release",
            "/etc/orangepi-release",
            "/sys/devices/virtual/dmi/id/board_name",
            "/sys/devices/virtual/dmi/id/board_asset_tag",
            NVMEM,
            "/sys/class/tty/console/active",
            "/sys/class/tty/ttyS0/type",
            "/sys/class/pwm/pwmchip0/npwm");

    /** The folders whose names are read. */
    private static final List<String> FOLDERS = List.of(
            "/dev",
            "/sys/bus/nvmem/devices",
            "/sys/class/tty",
            "/sys/class/pwm",
            "/sys/bus/iio/devices",
            "/sys/bus/iio/devices/iio:device0",
            "/home/ada/.config/blinka4j/boards");

    /** Names that look like names of the kernel. */
    private static final List<String> NAMES = List.of(
            "i2c-99999999999",
            "i2c-2147483648",
            "i2c-2147483647",
            "i2c-007",
            "i2c--1",
            "i2c-",
            "i2c-\u0663",
            "spidev0.2147483647",
            "spidev0.999999999",
            "spidev0.99999999999",
            "spidev2147483648.0",
            "spidev99999999999999.1",
            "spidev.",
            "pwmchip99999999999",
            "pwmchip2147483648",
            "pwmchip",
            "iio:device99999999999",
            "iio:device2147483648",
            "in_voltage99999999999_raw",
            "in_voltage2147483648_raw",
            "in_voltage_raw",
            "ttyS99999999999",
            "tty" + "S1".repeat(100),
            "0-0050" + "9".repeat(200),
            "99999999999-0050",
            "a\tb\nc",
            "\u00e9\ud83d\ude00",
            " ",
            "%s%n%d",
            "$(reboot)");

    @TempDir
    private Path root;

    private Path path(String file) {
        return root.resolve(file.substring(1));
    }

    private Host host() {
        return new Host(root, "Linux", Map.of("HOME", "/home/ada"));
    }

    private Detected detected() {
        Detected[] detected = new Detected[1];
        assertTimeoutPreemptively(FOREVER, () -> {
            detected[0] = Boards.detect(host());
        });
        assertThat(detected[0]).isNotNull();
        return detected[0];
    }

    private void write(String file, byte[] content) throws IOException {
        Files.createDirectories(path(file).getParent());
        Files.write(path(file), content);
    }

    private void write(String file, String content) throws IOException {
        write(file, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Creates every file that detection reads. */
    private void layOut(String compatible) throws IOException {
        for (String folder : FOLDERS) {
            Files.createDirectories(path(folder));
        }
        for (String file : FILES) {
            write(file, "1\n");
        }
        Files.createDirectories(path("/sys/class/tty/ttyS0/device"));
        write("/dev/ttyS0", "");
        write("/proc/device-tree/compatible", compatible);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "i2c-99999999999",
                "spidev0.2147483647",
                "spidev0.99999999999",
                "spidev99999999999.0",
                "spidev0.999999999"
            })
    void anAbsurdNumberInDevIsIgnored(String name) throws IOException {
        write("/dev/" + name, "");
        write("/dev/i2c-1", "");

        Detected detected = detected();
        assertThat(detected.board().id()).isEqualTo(GenericLinux.ID);
        assertThat(detected.board().i2cBuses())
                .singleElement()
                .matches(bus -> bus.device().equals("/dev/i2c-1"));
        assertThat(detected.board().spiBuses()).isEmpty();
    }

    @Test
    void anAbsurdPwmControllerOrConverterIsIgnored() throws IOException {
        write("/sys/class/pwm/pwmchip99999999999/npwm", "1\n");
        write("/sys/class/pwm/pwmchip0/npwm", "99999999999\n");
        write("/sys/class/pwm/pwmchip1/npwm", "-1\n");
        write("/sys/bus/iio/devices/iio:device99999999999/in_voltage0_raw", "1\n");
        write("/sys/bus/iio/devices/iio:device0/in_voltage99999999999_raw", "1\n");

        assertThat(detected().board().pwms()).isEmpty();
        assertThat(detected().board().analogs()).isEmpty();
    }

    private static boolean isUtf8() {
        return System.getProperty("sun.jnu.encoding", "").equals("UTF-8");
    }

    @Test
    void anyNameInAnyFolderIsAccepted() throws IOException {
        layOut("acme,one\0ti,am33xx\0");
        for (String folder : FOLDERS) {
            for (String name : NAMES) {
                // The locale POSIX has no other letters.
                if (!StandardCharsets.US_ASCII.newEncoder().canEncode(name) && !isUtf8()) {
                    continue;
                }
                try {
                    Files.createFile(path(folder).resolve(name));
                } catch (FileAlreadyExistsException e) {
                    throw new AssertionError("twice: " + name, e);
                }
            }
        }

        assertThat(detected().board().id()).isEqualTo(GenericLinux.ID);
        assertThat(detected().board().i2cBuses()).isEmpty();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<byte[]> contents() {
        byte[] notUtf8 = {(byte) 0xff, (byte) 0xfe, (byte) 0xc0, (byte) 0x80, 0, (byte) 0xed, (byte) 0xa0, (byte) 0x80};
        byte[] zeros = new byte[5000];
        byte[] large = new byte[3 << 20];
        Arrays.fill(large, (byte) 'a');
        byte[] manyNames = bytes("acme,x\0".repeat(500_000));
        List<byte[]> contents = new ArrayList<>();
        for (String text : List.of(
                "",
                "\0",
                "\n",
                "\t",
                "a\0b\0\0c",
                "ROCK Pi X\tROCK_PI_X\nmodel",
                "BOARD=\n",
                "BOARD=x\n".repeat(100_000),
                "BOARD=a\tb\0c\n",
                "Revision : ffffffff\nModel : Raspberry Pi\nHardware : BCM2835\n",
                "Revision\t: fffffffff\nModel\t: Raspberry Pi 9 Rev\nHardware\t: BCM2835\n",
                "Revision : \u0661\u0662\nModel : Raspberry Pi Zero\nHardware : BCM2708\n",
                "Revision\nModel\nHardware",
                ":::::\n:\n",
                "Revision".repeat(100_000),
                "Revision\n".repeat(100_000),
                "Model ".repeat(100_000),
                "99999999999999999999",
                "%s%d%n\\u0000\\",
                "raspberrypi,4-model-b\0brcm,bcm2711\0",
                "ti,am335x-bone\0ti,am33xx\0",
                "\ud83d\ude00 ".repeat(1000))) {
            contents.add(bytes(text));
        }
        contents.addAll(List.of(notUtf8, zeros, large, manyNames));
        return contents;
    }

    @Test
    void anyContentOfAnyFileIsAccepted() throws IOException {
        for (String compatible : List.of("acme,one\0ti,am33xx\0", "raspberrypi,9\0brcm,bcm2711\0")) {
            for (String file : FILES) {
                layOut(compatible);
                for (byte[] content : contents()) {
                    write(file, content);
                    assertThatCode(this::detected)
                            .as("%s with %s bytes, beginning %s", file, content.length, start(content))
                            .doesNotThrowAnyException();
                }
            }
        }
    }

    private static String start(byte[] content) {
        return new String(content, 0, Math.min(content.length, 40), StandardCharsets.ISO_8859_1);
    }

    @Test
    void anyFileMayBeAFolderALoopOrADevice() throws IOException, InterruptedException {
        for (String file : FILES) {
            for (String kind : List.of("folder", "loop", "dangling", "zero", "null", "fifo", "unreadable")) {
                layOut("acme,one\0ti,am33xx\0");
                Files.delete(path(file));
                replace(path(file), kind);
                assertThatCode(this::detected).as("%s is %s", file, kind).doesNotThrowAnyException();
                Files.delete(path(file));
            }
        }
    }

    private void replace(Path file, String kind) throws IOException, InterruptedException {
        switch (kind) {
            case "folder" -> Files.createDirectory(file);
            case "loop" -> Files.createSymbolicLink(file, file);
            case "dangling" -> Files.createSymbolicLink(file, root.resolve("nowhere"));
            case "zero" -> Files.createSymbolicLink(file, Path.of("/dev/zero"));
            case "null" -> Files.createSymbolicLink(file, Path.of("/dev/null"));
            case "fifo" ->
                assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor())
                        .isZero();
            default ->
                assertThat(Files.createFile(file).toFile().setReadable(false)).isTrue();
        }
    }

    @Test
    void anyFolderMayBeAFileALoopOrADevice() throws IOException, InterruptedException {
        for (String folder : FOLDERS) {
            for (String kind : List.of("file", "loop", "dangling", "zero", "fifo")) {
                Path other = Files.createTempDirectory(root, "machine");
                Path place = other.resolve(folder.substring(1));
                Files.createDirectories(place.getParent());
                if (kind.equals("file")) {
                    Files.createFile(place);
                } else {
                    replace(place, kind);
                }
                assertThatCode(() -> assertTimeoutPreemptively(
                                FOREVER, () -> Boards.detect(new Host(other, "Linux", Map.of("HOME", "/home/ada")))))
                        .as("%s is %s", folder, kind)
                        .doesNotThrowAnyException();
                Files.delete(place);
            }
        }
    }

    /** A path of Linux cannot contain a NUL, but an environment that a caller passes can. */
    @Test
    void aNulInAPathIsAccepted() {
        for (String variable : List.of("HOME", "XDG_CONFIG_HOME")) {
            Host host = new Host(root, "Linux", new HashMap<>(Map.of(variable, "/home/a\0b")));

            assertThatCode(() -> Boards.detect(host)).as(variable).doesNotThrowAnyException();
        }
    }

    /** Random machines, the same in each run. */
    @Test
    void randomMachinesRaiseNoException() throws IOException {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            layOut(random.nextBoolean() ? "raspberrypi,x\0brcm,bcm2711\0" : "beagle,x\0ti,am33xx\0");
            for (String file : FILES) {
                if (random.nextInt(3) == 0) {
                    byte[] content = new byte[random.nextInt(300)];
                    random.nextBytes(content);
                    if (random.nextBoolean()) {
                        for (int i = 0; i < content.length; i++) {
                            content[i] = (byte) "\0\n\t:, =0123456789abcdefBOARDRevisionModelHardware"
                                    .charAt(Math.floorMod(content[i], 48));
                        }
                    }
                    write(file, content);
                }
            }
            assertThatCode(this::detected).as("seed %s", seed).doesNotThrowAnyException();
        }
    }
}
