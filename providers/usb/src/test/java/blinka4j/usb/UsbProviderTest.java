// SPDX-License-Identifier: MIT
package blinka4j.usb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.NotAvailableException;
import blinka4j.provider.Host;
import blinka4j.provider.Line;
import blinka4j.provider.Provider.Probe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The search for the bridge, on machines laid out in a folder as the kernel's HID bus shows them. */
class UsbProviderTest {
    @TempDir
    private Path root;

    private final Map<String, String> environment = new HashMap<>(Map.of("BLINKA_PROVIDER", "usb"));

    private Host host() {
        return new Host(root, "Linux", environment);
    }

    /** @param node the number of the device file; -1 for none */
    private void device(String id, String serial, int node, String driver) throws IOException {
        Path device =
                Files.createDirectories(root.resolve("sys/bus/hid/devices").resolve(id));
        Files.writeString(
                device.resolve("uevent"),
                "DRIVER=%s\nHID_ID=0003:000004D8:000000DD\nHID_NAME=MCP2221 USB-I2C/UART Combo\nHID_PHYS=usb-1/input2\nHID_UNIQ=%s\n"
                        .formatted(driver, serial));
        if (!driver.isEmpty()) {
            Path drivers =
                    Files.createDirectories(root.resolve("sys/bus/hid/drivers").resolve(driver));
            Files.createSymbolicLink(device.resolve("driver"), drivers);
        }
        if (node >= 0) {
            Files.createDirectories(device.resolve("hidraw/hidraw" + node));
            Files.createDirectories(root.resolve("dev"));
            Files.writeString(root.resolve("dev/hidraw" + node), "");
        }
    }

    private String skipped() {
        Probe probe = new UsbProvider().probe(host());
        assertThat(probe).isInstanceOf(Probe.Skipped.class);
        return ((Probe.Skipped) probe).reason();
    }

    @Test
    void itIsNeverSelectedUnlessItIsNamed() throws IOException {
        device("0003:04D8:00DD.0002", "", 1, "hid-generic");
        for (String name : new String[] {"", "linux"}) {
            environment.put("BLINKA_PROVIDER", name);
            assertThat(skipped()).contains("never selected automatically", "BLINKA_PROVIDER=usb");
        }
        environment.put("BLINKA_PROVIDER", "USB");
        assertThat(new UsbProvider().probe(host())).isEqualTo(new Probe.Usable(1));
    }

    @Test
    void theOnlyBridgeIsFoundAmongKeyboardsAndMice() throws IOException {
        device("0003:046D:C52B.0001", "", 0, "hid-generic");
        device("0005:04D8:00DD.0003", "", 2, "hid-generic");
        device("0003:04D8:00DE.0004", "", 3, "hid-generic");
        assertThat(skipped()).contains("no USB bridge", "04d8:00dd", "Connect one", "BLINKA_USB_DEVICE");
        device("0003:04D8:00DD.000A", "", 4, "hid-generic");
        assertThat(Bridges.find(host())).isEqualTo("/dev/hidraw4");
    }

    @Test
    void ofSeveralBridgesOneIsNamedBySerialNumberOrFile() throws IOException {
        device("0003:04D8:00DD.0001", "0001234567", 0, "hid-generic");
        device("0003:04D8:00DD.0002", "", 1, "hid-generic");
        assertThat(skipped())
                .contains(
                        "several bridges",
                        "/dev/hidraw0 (0001234567), /dev/hidraw1 (no serial number)",
                        "BLINKA_USB_DEVICE");
        for (String name : new String[] {"0001234567", "hidraw0", "/dev/hidraw0", "0003:04D8:00DD.0001"}) {
            environment.put("BLINKA_USB_DEVICE", name);
            assertThat(Bridges.find(host())).isEqualTo("/dev/hidraw0");
        }
        environment.put("BLINKA_USB_DEVICE", "0007");
        assertThat(skipped()).contains("BLINKA_USB_DEVICE", "'0007'", "/dev/hidraw0 (0001234567)");
    }

    @Test
    void aBridgeWithAnotherNumberIsNamedByItsFile() throws IOException {
        device("0003:1234:0001.0001", "", 5, "hid-generic");
        environment.put("BLINKA_USB_DEVICE", "/dev/hidraw5");
        assertThat(Bridges.find(host())).isEqualTo("/dev/hidraw5");
        environment.put("BLINKA_USB_DEVICE", "/dev/hidraw6");
        assertThat(skipped()).contains("BLINKA_USB_DEVICE", "'/dev/hidraw6'", "does not exist");
    }

    /** Newer kernels have no device file then, older ones do. */
    @Test
    void aBridgeThatTheKernelsDriverHasIsRefusedWithTheCure() throws IOException {
        device("0003:04D8:00DD.0001", "", -1, "mcp2221");
        assertThat(skipped())
                .contains("hid-mcp2221", "0003:04D8:00DD.0001", "'linux'", "modprobe -r hid_mcp2221", "blacklist");
        device("0003:04D8:00DD.0002", "77", 2, "mcp2221");
        for (String name : new String[] {"77", "/dev/hidraw2"}) {
            environment.put("BLINKA_USB_DEVICE", name);
            assertThat(skipped()).contains("0003:04D8:00DD.0002", "modprobe -r hid_mcp2221");
        }
        assertThatThrownBy(() -> Bridges.free(host(), "/dev/hidraw2"))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContaining("modprobe -r hid_mcp2221");
    }

    @Test
    void aBridgeWithoutADriverHasNoFile() throws IOException {
        device("0003:04D8:00DD.0001", "", -1, "");
        assertThat(skipped()).contains("0003:04D8:00DD.0001", "no device file", "modprobe hid-generic");
    }

    @Test
    void anotherOperatingSystemNeedsAnotherWayToTheReports() {
        Host windows = new Host(root, "Windows 11", environment);
        assertThat(new UsbProvider().probe(windows))
                .isInstanceOfSatisfying(
                        Probe.Skipped.class, e -> assertThat(e.reason()).contains("Windows 11", "needs Linux"));
        assertThat(new UsbProvider(ScriptedDevice::factory).probe(windows)).isEqualTo(new Probe.Usable(1));
    }

    @Test
    void aFileThatIsNotThereIsAnErrorWithTheCure() {
        assertThatThrownBy(() -> new UsbProvider("/dev/hidraw999").openGpio(new Line("MCP2221", 1), "test"))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("/dev/hidraw999", "does not exist", "Connect the bridge");
    }

    @Test
    void aFileOfAnotherKindIsRefused() {
        assertThatThrownBy(() -> new UsbProvider("/dev/null").openGpio(new Line("MCP2221", 1), "test"))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("/dev/null", "Expected a HID device");
    }
}
