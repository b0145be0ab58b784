// SPDX-License-Identifier: MIT
package blinka4j.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import blinka4j.BusException;
import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.provider.AnalogPort;
import blinka4j.provider.BoardDefinition.AnalogInput;
import blinka4j.provider.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * On files as the kernel's {@code Documentation/ABI/testing/sysfs-bus-iio} describes them: (raw + offset) * scale is the voltage in mV,
 * and {@code scan_elements} has the sign and the bits of the raw value.
 */
class LinuxAnalogTest {
    private static final String DEVICES = "/sys/bus/iio/devices/";

    @TempDir
    private Path root;

    private Host host;

    @BeforeEach
    void twoConverters() throws IOException {
        host = new Host(root, "Linux", Map.of());
        converter("iio:device0", "1-0048", "ads1015");
        converter("iio:device1", "fe720000.saradc", "fe720000.saradc");
        write("iio:device0/in_voltage0_raw", "0\n");
        write("iio:device0/in_voltage3_raw", "0\n");
        write("iio:device0/in_voltage0_scale", "1.000000000\n");
        write("iio:device0/in_voltage3_scale", "2.000000000\n");
        write("iio:device0/scan_elements/in_voltage0_type", "le:s12/16>>4\n");
        write("iio:device0/scan_elements/in_voltage3_type", "le:s12/16>>4\n");
        write("iio:device1/in_voltage5_raw", "0\n");
        write("iio:device1/in_voltage_scale", "0.439453125\n");
    }

    private void converter(String number, String device, String name) throws IOException {
        Path folder = Files.createDirectories(root.resolve("sys/devices/platform/" + device + "/" + number));
        Files.createDirectories(root.resolve("sys/bus/iio/devices"));
        Files.createSymbolicLink(root.resolve("sys/bus/iio/devices/" + number), folder);
        Files.writeString(folder.resolve("name"), name + "\n");
    }

    private void write(String file, String text) throws IOException {
        Path path = root.resolve("sys/bus/iio/devices/" + file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private AnalogPort open(String device, int channel) {
        return LinuxAnalog.open(host, new AnalogInput(device, channel, "A0"));
    }

    @ParameterizedTest
    @CsvSource({"ads1015, 0, 0", "1-0048, 3, 0", "/sys/bus/iio/devices/iio:device0, 0, 0", "fe720000.saradc, 5, 1"})
    void aConverterIsFoundByItsDeviceItsNameOrItsFolder(String device, int channel, int number) {
        try (AnalogPort port = open(device, channel)) {
            assertThat(port.name()).isEqualTo(DEVICES + "iio:device" + number + ":" + channel);
            assertThat(port).hasToString(port.name());
        }
    }

    /** 12 bits with sign: the highest of the 2048 positive codes is 2047. */
    @ParameterizedTest
    @CsvSource({"0, 0", "1, 32", "1024, 32784", "2047, 65535", "-1, 0", "-2048, 0", "2048, 65535"})
    void aRawValueIsScaledTo16Bits(String raw, int value) throws IOException {
        try (AnalogPort port = open("ads1015", 0)) {
            write("iio:device0/in_voltage0_raw", raw + "\n");
            assertThat(port.read()).isEqualTo(value);
            assertThat(port.referenceVoltage()).isCloseTo(2.048, within(1e-9));
        }
    }

    @Test
    void eachInputHasItsScale() {
        assertThat(open("ads1015", 3).referenceVoltage()).isCloseTo(4.096, within(1e-9));
    }

    /** Rockchip's: 12 bits at 1.8 V; the ABI's example of an offset: bipolar, 12 bits, ±2.5 V. */
    @ParameterizedTest
    @CsvSource({
        "le:u12/16>>0, 0.439453125, 0, 4095, 65535, 1.8",
        "le:u12/16>>0, 0.439453125, 0, 2048, 32776, 1.8",
        "be:u10/16>>0, 3.222656250, 0, 512, 32800, 3.3",
        "be:s16/16>>0, 0.062500000, 0, 16384, 32769, 2.048",
        "be:u12/16>>4, 1.220703125, -2048, 4095, 65535, 2.5",
        "be:u12/16>>4, 1.220703125, -2048, 2048, 0, 2.5",
        "be:u12/16>>4, 1.220703125, -2048, 3072, 32784, 2.5",
        "'', 0.439453125, 0, 4095, 65535, 1.8",
        "'', 0.439453125, 0, 1, 16, 1.8",
        "'', 3.222656250, 0, 1023, 65535, 3.3",
        "'', 0.076293945, 0, 65535, 65535, 5.0",
    })
    void bitsScaleAndOffsetMakeValueAndReference(
            String type, String scale, String offset, String raw, int value, double reference) throws IOException {
        if (!type.isEmpty()) {
            write("iio:device1/scan_elements/in_voltage5_type", type + "\n");
        }
        write("iio:device1/in_voltage_scale", scale + "\n");
        write("iio:device1/in_voltage5_offset", offset + "\n");
        write("iio:device1/in_voltage5_raw", raw + "\n");
        try (AnalogPort port = open("fe720000.saradc", 5)) {
            assertThat(port.read()).isEqualTo(value);
            assertThat(port.referenceVoltage()).isCloseTo(reference, within(1e-6));
        }
    }

    @Test
    void theRangeOfADriverIsTaken() throws IOException {
        write("iio:device1/in_voltage5_raw_available", "[0 1 1023]\n");
        write("iio:device1/in_voltage5_raw", "1023\n");
        try (AnalogPort port = open("fe720000.saradc", 5)) {
            assertThat(port.read()).isEqualTo(65535);
            assertThat(port.referenceVoltage()).isCloseTo(0.45, within(1e-9));
        }
    }

    @Test
    void withoutAScaleTheReferenceIsNotKnown() throws IOException {
        write("iio:device1/scan_elements/in_voltage5_type", "le:u12/16>>0\n");
        Files.delete(root.resolve("sys/bus/iio/devices/iio:device1/in_voltage_scale"));
        write("iio:device1/in_voltage5_raw", "4095\n");
        try (AnalogPort port = open("fe720000.saradc", 5)) {
            assertThat(port.read()).isEqualTo(65535);
            assertThat(port.referenceVoltage()).isNaN();
        }
    }

    @Test
    void withoutScaleAndBitsAnInputIsRefused() throws IOException {
        Files.delete(root.resolve("sys/bus/iio/devices/iio:device1/in_voltage_scale"));
        assertRefused("fe720000.saradc", 5, "neither the resolution nor the scale", "in_voltage5_raw");
    }

    private void assertRefused(String device, int channel, String... words) {
        assertThatThrownBy(() -> open(device, channel))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll(words);
    }

    @Test
    void anUnknownConverterIsRefusedWithThoseThatAreThere() {
        assertRefused("ads1115", 0, "ads1115", "driver", "iio:device0 (ads1015, 1-0048)", "iio:device1");
    }

    @Test
    void aKernelWithoutConvertersSaysSo() {
        host = new Host(root.resolve("none"), "Linux", Map.of());
        assertRefused("ads1015", 0, "ads1015", "driver", "The kernel has none");
    }

    @Test
    void aNameThatTwoConvertersHaveIsRefused() throws IOException {
        converter("iio:device2", "1-0049", "ads1015");
        assertRefused("ads1015", 0, "several", "1-0048", "1-0049");
        try (AnalogPort port = open("1-0048", 0)) {
            assertThat(port.name()).contains("device0");
        }
    }

    @Test
    void anUnknownInputIsRefusedWithThoseThatAreThere() {
        assertRefused("ads1015", 1, "no voltage input 1", "0, 3");
    }

    @Test
    void aMissingPermissionToReadIsReportedWithTheCure() throws IOException, InterruptedException {
        Path raw = root.resolve("sys/bus/iio/devices/iio:device0/in_voltage0_raw");
        Files.setPosixFilePermissions(raw, PosixFilePermissions.fromString("---------"));
        OrdinaryRights.run(() -> assertRefused("ads1015", 0, "no permission", "in_voltage0_raw", "sudo chmod a+r"));
    }

    @Test
    void aConverterThatVanishesSaysSo() throws IOException {
        try (AnalogPort port = open("ads1015", 0)) {
            write("iio:device0/in_voltage0_raw", "");
            Files.delete(root.resolve("sys/bus/iio/devices/iio:device0"));
            assertThatThrownBy(port::read)
                    .isInstanceOfSatisfying(
                            PinException.class, e -> assertThat(e.isGone()).isTrue())
                    .hasMessageContainingAll("in_voltage0_raw", "removed");
        }
    }

    @Test
    void aReadingThatIsNoNumberIsAnError() throws IOException {
        try (AnalogPort port = open("ads1015", 0)) {
            for (String text : new String[] {"", "-\n", "x\n"}) {
                write("iio:device0/in_voltage0_raw", text);
                assertThatThrownBy(port::read)
                        .isInstanceOf(BusException.class)
                        .hasMessageContainingAll("in_voltage0_raw", "wiring");
            }
        }
    }

    @Test
    void aClosedPortIsRefusedAndClosedAgain() {
        AnalogPort port = open("ads1015", 0);
        port.close();
        port.close();
        assertThatThrownBy(port::read).isInstanceOf(IllegalStateException.class).hasMessageContaining("is closed");
    }

    @Test
    void aReadingAllocatesNothing() throws IOException {
        write("iio:device0/in_voltage0_raw", "2047\n");
        try (AnalogPort port = open("ads1015", 0)) {
            assertThat(Allocations.inRound(1_000, () -> {
                        if (port.read() != 65535) {
                            throw new AssertionError("another reading");
                        }
                    }))
                    .isLessThan(1_000);
        }
    }
}
