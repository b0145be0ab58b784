// SPDX-License-Identifier: MIT
package blinka4j.microcontroller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.NotAvailableException;
import blinka4j.provider.BoardProcessor;
import blinka4j.provider.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessorTest {
    private static final String TEMPERATURE = "sys/class/thermal/thermal_zone0/temp";
    private static final String FREQUENCY = "sys/devices/system/cpu/cpu0/cpufreq/scaling_cur_freq";
    private static final String SERIAL = "proc/device-tree/serial-number";

    @TempDir
    private Path root;

    private Processor with(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return processor();
    }

    private Processor processor() {
        return new Processor(BoardProcessor.of(new Host(root, "Linux", Map.of())));
    }

    /** The kernel reports thousandths of a degree. */
    @Test
    void theTemperatureIsInDegreesCelsius() throws IOException {
        assertThat(with(TEMPERATURE, "48312\n").temperature()).isEqualTo(48.312);
        assertThat(with(TEMPERATURE, "0\n").temperature()).isZero();
        assertThat(with(TEMPERATURE, "-5250\n").temperature()).isEqualTo(-5.25);
    }

    /** The kernel reports kHz. */
    @Test
    void theFrequencyIsInHertz() throws IOException {
        assertThat(with(FREQUENCY, "1800000\n").frequency()).isEqualTo(1_800_000_000L);
        assertThat(with(FREQUENCY, "2400000\n").frequency()).isEqualTo(2_400_000_000L);
    }

    @Test
    void aMissingValueIsAnErrorThatNamesTheFile() throws IOException {
        assertThatThrownBy(() -> processor().temperature())
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("/sys/class/thermal/thermal_zone0/temp", "does not exist");
        Processor odd = with(FREQUENCY, "<unknown>\n");
        assertThatThrownBy(odd::frequency)
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("scaling_cur_freq", "'<unknown>'");
    }

    @Test
    void theUidIsTheSerialNumberInTheDeviceTree() throws IOException {
        assertThat(with(SERIAL, "10000000abcdef01\0").uid()).containsExactly(0x10, 0, 0, 0, 0xab, 0xcd, 0xef, 0x01);
    }

    @Test
    void withoutADeviceTreeTheUidIsTheSerialNumberInCpuinfo() throws IOException {
        Processor pi = with(
                "proc/cpuinfo",
                "processor\t: 0\n\nHardware\t: BCM2835\nRevision\t: a02082\nSerial\t\t: 00000000C2FE0A1B\n");

        assertThat(pi.uid()).containsExactly(0, 0, 0, 0, 0xc2, 0xfe, 0x0a, 0x1b);
    }

    @Test
    void withoutASerialNumberTheUidIsAnError() throws IOException {
        assertThatThrownBy(() -> processor().uid())
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("/proc/device-tree/serial-number", "/proc/cpuinfo");
        Processor pc = with("proc/cpuinfo", "processor\t: 0\nmodel name\t: AMD EPYC\n");
        assertThatThrownBy(pc::uid).isInstanceOf(NotAvailableException.class);
        Processor odd = with(SERIAL, "ABC\0");
        assertThatThrownBy(odd::uid).isInstanceOf(NotAvailableException.class);
    }

    private void regulator(String name, int phandle, String microvolts) throws IOException {
        with("sys/class/regulator/" + name + "/microvolts", microvolts + "\n");
        phandle("sys/class/regulator/" + name + "/of_node/phandle", phandle);
    }

    private void phandle(String path, int phandle) throws IOException {
        Files.createDirectories(root.resolve(path).getParent());
        Files.write(root.resolve(path), new byte[] {0, 0, 0, (byte) phandle});
    }

    /** In a device tree, cpu-supply (arm-supply on i.MX6) is the phandle of the regulator. */
    @Test
    void theVoltageIsThatOfTheRegulatorOfTheFirstCore() throws IOException {
        assertThat(processor().voltage()).as("no device tree").isNaN();
        regulator("regulator.1", 7, "3300000");
        assertThat(processor().voltage()).as("no supply of the core").isNaN();
        phandle("sys/devices/system/cpu/cpu0/of_node/arm-supply", 9);
        assertThat(processor().voltage()).as("its regulator has no driver").isNaN();
        regulator("regulator.2", 9, "1150000");
        assertThat(processor().voltage()).isEqualTo(1.15);
        phandle("sys/devices/system/cpu/cpu0/of_node/cpu-supply", 7);
        assertThat(processor().voltage()).isEqualTo(3.3);
    }

    /** The bits of WDIOF_* in the kernel's include/uapi/linux/watchdog.h. */
    @Test
    void theWatchdogTellsWhyTheMachineStarted() throws IOException {
        String status = "sys/class/watchdog/watchdog0/bootstatus";
        assertThat(processor().resetReason()).isEqualTo(ResetReason.UNKNOWN);
        assertThat(with(status, "0\n").resetReason()).isEqualTo(ResetReason.UNKNOWN);
        assertThat(with(status, "32\n").resetReason()).isEqualTo(ResetReason.WATCHDOG);
        assertThat(with(status, "16\n").resetReason()).isEqualTo(ResetReason.BROWNOUT);
        assertThat(with(status, "1\n").resetReason()).as("too hot").isEqualTo(ResetReason.UNKNOWN);
        assertThat(with(status, "?\n").resetReason()).isEqualTo(ResetReason.UNKNOWN);
    }
}
