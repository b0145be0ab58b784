// SPDX-License-Identifier: MIT
package blinka4j.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.provider.AnalogOutPort;
import blinka4j.provider.BoardDefinition.AnalogOutput;
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

/**
 * On files as the kernel's {@code Documentation/ABI/testing/sysfs-bus-iio} describes them. The numbers are those of the drivers mcp4725
 * (12 bits at 3.3 V: {@code in drivers/iio/dac/mcp4725.c}, vdd / 2^12) and of a bipolar converter with an offset.
 */
class LinuxAnalogOutTest {
    @TempDir
    private Path root;

    private Host host;

    @BeforeEach
    void aConverter() throws IOException {
        host = new Host(root, "Linux", Map.of());
        Path folder = Files.createDirectories(root.resolve("sys/devices/platform/1-0062/iio:device0"));
        Files.createDirectories(root.resolve("sys/bus/iio/devices"));
        Files.createSymbolicLink(root.resolve("sys/bus/iio/devices/iio:device0"), folder);
        write("name", "mcp4725\n");
        write("out_voltage0_raw", "");
        write("out_voltage0_scale", "0.805664062\n");
        write("in_voltage5_raw", "0\n");
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(file(file), text);
    }

    private Path file(String name) {
        return root.resolve("sys/bus/iio/devices/iio:device0/" + name);
    }

    private AnalogOutPort open(int channel) {
        return LinuxAnalogOut.open(host, new AnalogOutput("mcp4725", channel, null));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "65535, 4095", "32768, 2048", "16, 1", "7, 0", "8, 0", "9, 1"})
    void theValueBecomesTheNearestCode(int value, String raw) throws IOException {
        try (AnalogOutPort port = open(0)) {
            assertThat(port.referenceVoltage()).isCloseTo(3.3, within(1e-6));
            assertThat(file("out_voltage0_raw")).as("as it was").isEmptyFile();
            port.write(value);
        }
        assertThat(file("out_voltage0_raw")).hasContent(raw);
    }

    /** (raw − 2048) * 1.220703125 mV: −2.5 to 2.5 V. */
    @ParameterizedTest
    @CsvSource({"0, 2048", "65535, 4095", "32768, 3072"})
    void anOffsetMakesZeroVoltsTheLeastValue(int value, String raw) throws IOException {
        write("out_voltage0_scale", "1.220703125\n");
        write("out_voltage0_offset", "-2048\n");
        write("out_voltage0_raw_available", "[0 1 4095]\n");
        try (AnalogOutPort port = open(0)) {
            assertThat(port.referenceVoltage()).isCloseTo(2.5, within(1e-6));
            port.write(value);
        }
        assertThat(file("out_voltage0_raw")).hasContent(raw);
    }

    /** The driver stm32-dac begins so; sysfs-bus-iio: "Clearing returns to normal operation". */
    @Test
    void anOutputInPowerDownModeIsSwitchedOnByItsFirstValue() throws IOException {
        write("out_voltage0_powerdown", "1\n");
        try (AnalogOutPort port = open(0)) {
            assertThat(file("out_voltage0_powerdown")).hasContent("1");
            port.write(65535);
            assertThat(file("out_voltage0_raw")).hasContent("4095");
            assertThat(file("out_voltage0_powerdown")).hasContent("0");
        }
    }

    @Test
    void anUnknownOutputOrConverterIsRefusedWithThoseThatAreThere() {
        assertThatThrownBy(() -> open(5))
                .as("5 is an input")
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("no voltage output 5", "It has 0");
        assertThatThrownBy(() -> LinuxAnalogOut.open(host, new AnalogOutput("dac", 0, null)))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("digital-to-analog converter dac", "iio:device0 (mcp4725, 1-0062)");
    }

    @Test
    void aConverterThatVanishesSaysSo() throws IOException {
        AnalogOutPort port = open(0);
        port.close();
        // A write to the closed descriptor of a device that is gone fails as this one does.
        assertThatThrownBy(() -> port.write(1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        Files.delete(root.resolve("sys/bus/iio/devices/iio:device0"));
        assertThatThrownBy(() -> open(0))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContaining("The kernel has none");
        assertThat(new IioVoltageGone(host).error()).isInstanceOf(PinException.class);
    }

    /** A converter whose folder is gone after it was found. */
    private record IioVoltageGone(Host host) {
        Throwable error() throws IOException {
            Path folder = Files.createDirectories(host.path("/sys/bus/iio/devices/iio:device1"));
            Files.writeString(folder.resolve("name"), "other\n");
            Files.writeString(folder.resolve("out_voltage0_raw"), "");
            Files.writeString(folder.resolve("out_voltage0_scale"), "1\n");
            IioVoltage voltage = new IioVoltage(host, IioVoltage.Direction.OUT, "other", 0);
            for (String each : new String[] {"name", "out_voltage0_raw", "out_voltage0_scale"}) {
                Files.delete(folder.resolve(each));
            }
            Files.delete(folder);
            return voltage.failure(new IOException("ENODEV"));
        }
    }
}
