// SPDX-License-Identifier: MIT
package blinka4j.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.BusException;
import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.provider.BoardDefinition.Encoder;
import blinka4j.provider.EncoderPort;
import blinka4j.provider.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * On files as the kernel's {@code Documentation/ABI/testing/sysfs-bus-counter} describes them, with the values of its drivers {@code
 * ti-eqep} (after a reset), {@code stm32-timer-cnt}, {@code ftm-quaddec} and {@code interrupt-cnt}.
 */
class LinuxEncoderTest {
    private static final String DEVICES = "/sys/bus/counter/devices/";
    private static final String FUNCTIONS = "quadrature x4\npulse-direction\nincrease\ndecrease\n";

    @TempDir
    private Path root;

    private Host host;

    @BeforeEach
    void anEqepAfterAReset() throws IOException {
        host = new Host(root, "Linux", Map.of());
        counter("counter0", "48300180.counter");
        write("counter0/count0/count", "0\n");
        write("counter0/count0/function", "quadrature x4\n");
        write("counter0/count0/function_available", FUNCTIONS);
        write("counter0/count0/ceiling", "0\n");
        write("counter0/count0/enable", "0\n");
    }

    private void counter(String number, String device) throws IOException {
        Path folder = Files.createDirectories(root.resolve("sys/devices/platform/" + device + "/" + number));
        Files.createDirectories(root.resolve("sys/bus/counter/devices"));
        Files.createSymbolicLink(file(number), folder);
        write(number + "/name", device + "\n");
    }

    private Path file(String name) {
        return root.resolve("sys/bus/counter/devices/" + name);
    }

    private void write(String name, String text) throws IOException {
        Files.createDirectories(file(name).getParent());
        Files.writeString(file(name), text);
    }

    private void count(String count) throws IOException {
        write("counter0/count0/count", count + "\n");
    }

    private EncoderPort open() {
        return open("48300180.counter", 0);
    }

    private EncoderPort open(String device, int count) {
        return LinuxEncoder.open(host, new Encoder(device, count, null, null));
    }

    private void assertRefused(String device, int count, String... words) {
        assertThatThrownBy(() -> open(device, count))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll(words);
    }

    /** The eQEP counts nothing while its ceiling is 0: QPOSMAX in the AM335x Technical Reference Manual, 15.4. */
    @Test
    void anEqepIsSwitchedOnWithItsWholeRangeAndOffAtTheEnd() throws IOException {
        try (EncoderPort port = open()) {
            assertThat(file("counter0/count0/ceiling")).hasContent("4294967295");
            assertThat(file("counter0/count0/enable")).hasContent("1");
            assertThat(port.name()).isEqualTo(DEVICES + "counter0:0");
            assertThat(port).hasToString(port.name());
            assertThat(port.steps()).isZero();
            count("4");
            assertThat(port.steps()).isEqualTo(4);
        }
        assertThat(file("counter0/count0/enable")).hasContent("0");
        assertThat(file("counter0/count0/count")).as("it is not written").hasContent("4");
    }

    @Test
    void aCounterThatIsReadyIsReadAndNeverWritten() throws IOException {
        write("counter0/count0/ceiling", "65535\n");
        write("counter0/count0/enable", "1\n");
        count("1000");
        for (String each : List.of("count", "function", "ceiling", "enable")) {
            Files.setPosixFilePermissions(
                    file("counter0/count0/" + each), PosixFilePermissions.fromString("r--r--r--"));
        }
        try (EncoderPort port = open()) {
            assertThat(port.steps()).isZero();
            Files.setPosixFilePermissions(file("counter0/count0/count"), PosixFilePermissions.fromString("rw-r--r--"));
            count("997");
            assertThat(port.steps()).isEqualTo(-3);
        }
        assertThat(file("counter0/count0/ceiling")).hasContent("65535");
        assertThat(file("counter0/count0/enable")).as("it was on before").hasContent("1");
    }

    /** The counter goes from the ceiling to 0 and back. */
    @ParameterizedTest
    @CsvSource({
        "65535, 65534, 2, 4",
        "65535, 1, 65535, -2",
        "65535, 0, 32768, 32768",
        "65535, 0, 32769, -32767",
        "4294967295, 0, 4294967295, -1",
        "4294967295, 4294967290, 10, 16",
        "4294967295, 0, 100000, 100000",
        "9, 8, 1, 3",
        "9, 1, 8, -3",
        "33554431, 33554430, 1, 3",
        "18446744073709551615, 18446744073709551615, 1, 2",
        "18446744073709551615, 0, 18446744073709551615, -1"
    })
    void aCountThatWrapsGoesTheShorterWay(String ceiling, String before, String after, long steps) throws IOException {
        write("counter0/count0/ceiling", ceiling + "\n");
        count(before);
        try (EncoderPort port = open()) {
            count(after);
            assertThat(port.steps()).isEqualTo(steps);
            assertThat(port.steps()).isEqualTo(steps);
        }
    }

    @Test
    void theStepsAreMoreThanTheCounterHolds() throws IOException {
        write("counter0/count0/ceiling", "65535\n");
        try (EncoderPort port = open()) {
            for (int i = 1; i <= 100; i++) {
                count(String.valueOf(i * 30_000 % 65_536));
                assertThat(port.steps()).isEqualTo(i * 30_000);
            }
            for (int i = 99; i >= -100; i--) {
                count(String.valueOf(Math.floorMod(i * 30_000, 65_536)));
                assertThat(port.steps()).isEqualTo(i * 30_000);
            }
        }
    }

    /** The driver ftm-quaddec has 16 bits, neither a ceiling nor a switch. The one of the test might as well have 32. */
    @ParameterizedTest
    @CsvSource({"65535, 1, 2", "0, 65535, -1", "65535, 65537, 2", "4294967295, 1, 2"})
    void aCounterWithoutCeilingAndSwitchCounts(String before, String after, long steps) throws IOException {
        Files.delete(file("counter0/count0/ceiling"));
        Files.delete(file("counter0/count0/enable"));
        count(before);
        try (EncoderPort port = open()) {
            count(after);
            assertThat(port.steps()).isEqualTo(steps);
        }
        assertThat(file("counter0/count0/enable")).doesNotExist();
    }

    @Test
    void theFunctionIsSetIfItIsAnother() throws IOException {
        write("counter0/count0/function", "increase\n");
        open().close();
        assertThat(file("counter0/count0/function")).hasContent("quadrature x4");
    }

    @Test
    void aCounterThatCannotCountAnEncoderIsRefusedWithItsFunctions() throws IOException {
        counter("counter1", "counter-0");
        write("counter1/count0/count", "0\n");
        write("counter1/count0/function", "increase\n");
        write("counter1/count0/function_available", "increase\n");
        write("counter1/count0/enable", "0\n");
        assertRefused("counter-0", 0, "quadrature x4", "increase", "Choose another counter");
        assertThat(file("counter1/count0/enable")).as("nothing was changed").hasContent("0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"48300180.counter", "/sys/bus/counter/devices/counter0"})
    void aCounterIsFoundByItsDeviceAndItsFolder(String device) throws IOException {
        counter("counter1", "48302180.counter");
        assertThat(LinuxEncoder.exists(host, new Encoder(device, 0, "A", "B"))).isTrue();
        try (EncoderPort port = open(device, 0)) {
            assertThat(port.name()).contains("counter0");
        }
    }

    @Test
    void aCounterThatIsNotThereIsRefusedWithThoseThatAre() throws IOException {
        counter("counter1", "48302180.counter");
        assertThat(LinuxEncoder.exists(host, new Encoder("48304180.counter", 0, "A", "B")))
                .isFalse();
        assertRefused(
                "48304180.counter",
                0,
                "no counter 48304180.counter",
                "device tree",
                DEVICES + "counter0 (48300180.counter, 48300180.counter)",
                "counter1");
        assertRefused("48300180.counter", 3, "no count3", "It has count0");
        host = new Host(root.resolve("none"), "Linux", Map.of());
        assertRefused("48300180.counter", 0, "The kernel has none");
    }

    @Test
    void aMissingPermissionIsReportedWithTheCureAndNothingIsChanged() throws IOException, InterruptedException {
        Path ceiling = file("counter0/count0/ceiling");
        Files.setPosixFilePermissions(ceiling, PosixFilePermissions.fromString("r--r--r--"));
        OrdinaryRights.run(() -> assertRefused(
                "48300180.counter",
                0,
                "no permission",
                "echo '4294967295' | sudo tee " + DEVICES + "counter0/count0/ceiling",
                "sudo chmod a+w"));
        assertThat(file("counter0/count0/enable")).hasContent("0");
    }

    /** The driver intel-qep answers EBUSY while another program counts. A folder stands for that: it cannot be written either. */
    @Test
    void aSettingThatTheKernelRefusesIsReported() throws IOException {
        write("counter0/count0/ceiling", "65535\n");
        write("counter0/count0/function", "increase\n");
        Files.delete(file("counter0/count0/function"));
        Files.createDirectories(file("counter0/count0/function"));
        assertRefused("48300180.counter", 0, "count0/function cannot be set to 'quadrature x4'", "another program");
        assertThat(file("counter0/count0/enable")).hasContent("0");
    }

    @Test
    void aCounterThatVanishesSaysSoAndIsClosedWithoutAComplaint() throws IOException {
        EncoderPort port = open();
        count("");
        assertThatThrownBy(port::steps)
                .isInstanceOf(BusException.class)
                .hasMessageContainingAll("count0/count", "dmesg");
        try (Stream<Path> files = Files.walk(file("counter0/count0"))) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
        assertThatThrownBy(port::steps)
                .isInstanceOfSatisfying(
                        PinException.class, e -> assertThat(e.isGone()).isTrue())
                .hasMessageContainingAll("count0/count", "removed");
        port.close();
        assertThat(file("counter0/count0")).doesNotExist();
    }

    @Test
    void aClosedPortIsRefusedAndClosedAgain() throws IOException {
        EncoderPort port = open();
        port.close();
        write("counter0/count0/enable", "1\n");
        port.close();
        assertThat(file("counter0/count0/enable")).as("of the next program").hasContent("1");
        assertThatThrownBy(port::steps)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is closed");
    }

    @Test
    void readingTheStepsAllocatesNothing() throws IOException {
        count("123456");
        try (EncoderPort port = open()) {
            assertThat(Allocations.inRound(1_000, () -> {
                        if (port.steps() != 0) {
                            throw new AssertionError("another count");
                        }
                    }))
                    .isLessThan(1_000);
        }
    }
}
