// SPDX-License-Identifier: MIT
package blinka4j.micropython;

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

/** The search for the board's serial port, on machines laid out in a folder. */
class MicroPythonProviderTest {
    @TempDir
    private Path root;

    private final Map<String, String> environment = new HashMap<>(Map.of("BLINKA_PROVIDER", "micropython"));
    private int devices;

    private Host host() {
        return new Host(root, "Linux", environment);
    }

    /** A USB device with serial ports, as the kernel's cdc_acm shows it in /sys. */
    private void usb(String vendor, String id, String maker, String product, String... ttys) throws IOException {
        Path device = root.resolve("sys/devices/usb1/1-" + ++devices);
        Files.createDirectories(device);
        Files.writeString(device.resolve("idVendor"), vendor + "\n");
        Files.writeString(device.resolve("idProduct"), id + "\n");
        if (!maker.isEmpty()) {
            Files.writeString(device.resolve("manufacturer"), maker + "\n");
        }
        Files.writeString(device.resolve("product"), product + "\n");
        for (int i = 0; i < ttys.length; i++) {
            Path function = device.resolve("1-%s:1.%s".formatted(devices, 2 * i));
            Files.createDirectories(function.resolve("tty").resolve(ttys[i]));
            Files.writeString(function.resolve("bInterfaceNumber"), "0" + 2 * i + "\n");
            tty(ttys[i], function);
        }
    }

    private void tty(String name, Path device) throws IOException {
        Path tty = root.resolve("sys/class/tty").resolve(name);
        Files.createDirectories(tty);
        Files.createSymbolicLink(tty.resolve("device"), device);
        Files.createDirectories(root.resolve("dev"));
        Files.writeString(root.resolve("dev").resolve(name), "");
    }

    private void pico(String tty) throws IOException {
        usb("2e8a", "0005", "MicroPython", "Board in FS mode", tty);
    }

    private String skipped() {
        Probe probe = new MicroPythonProvider().probe(host());
        assertThat(probe).isInstanceOf(Probe.Skipped.class);
        return ((Probe.Skipped) probe).reason();
    }

    @Test
    void itIsNeverSelectedUnlessItIsNamed() throws IOException {
        pico("ttyACM0");
        for (String name : new String[] {"", "linux"}) {
            environment.put("BLINKA_PROVIDER", name);
            assertThat(skipped()).contains("never selected automatically", "BLINKA_PROVIDER=micropython");
        }
        environment.put("BLINKA_PROVIDER", "MicroPython");
        assertThat(new MicroPythonProvider().probe(host())).isEqualTo(new Probe.Usable(1));
    }

    @Test
    void theOnlyBoardIsFoundAmongOtherSerialPorts() throws IOException {
        Files.createDirectories(root.resolve("sys/class/tty/tty0"));
        usb("1546", "01a8", "u-blox AG", "u-blox GNSS receiver", "ttyACM0");
        usb("2e8a", "000c", "Raspberry Pi", "Debug Probe (CMSIS-DAP)", "ttyACM1");
        pico("ttyACM2");
        assertThat(SerialPorts.find(host())).isEqualTo("/dev/ttyACM2");
    }

    @Test
    void aBoardWithAnotherNumberIsFoundByItsMaker() throws IOException {
        usb("303a", "4001", "MicroPython", "Feather ESP32-S2", "ttyACM0");
        assertThat(SerialPorts.find(host())).isEqualTo("/dev/ttyACM0");
    }

    /** boot.py may enable a second serial port for data. */
    @Test
    void ofTheTwoPortsOfCircuitPythonTheConsoleIsFound() throws IOException {
        usb("239a", "80f4", "Raspberry Pi", "Pico", "ttyACM5", "ttyACM4");
        assertThat(SerialPorts.find(host())).isEqualTo("/dev/ttyACM5");
    }

    @Test
    void withoutABoardTheErrorListsTheSerialPorts() throws IOException {
        assertThat(skipped()).contains("no board", "Connect one", "There is no serial port", "BLINKA_MICROPYTHON_PORT");
        usb("1546", "01a8", "u-blox AG", "u-blox GNSS receiver", "ttyACM0");
        // A USB-to-serial chip: its tty is one level below the function of the device.
        usb("1a86", "7523", "", "USB Serial");
        Path adapter = root.resolve("sys/devices/usb1/1-2/1-2:1.0/ttyUSB0");
        Files.createDirectories(adapter);
        tty("ttyUSB0", adapter);
        assertThat(skipped())
                .contains("no board", "/dev/ttyACM0 (u-blox AG u-blox GNSS receiver)", "/dev/ttyUSB0 (USB Serial)");
    }

    @Test
    void ofSeveralBoardsOneMustBeNamed() throws IOException {
        pico("ttyACM0");
        usb("239a", "80f4", "Raspberry Pi", "Pico", "ttyACM1");
        assertThat(skipped())
                .contains(
                        "several boards",
                        "/dev/ttyACM0 (MicroPython Board in FS mode), /dev/ttyACM1 (Raspberry Pi Pico)",
                        "BLINKA_MICROPYTHON_PORT");
        environment.put("BLINKA_MICROPYTHON_PORT", "/dev/ttyACM1");
        assertThat(SerialPorts.find(host())).isEqualTo("/dev/ttyACM1");
    }

    @Test
    void aNamedPortMustExist() throws IOException {
        pico("ttyACM0");
        environment.put("BLINKA_MICROPYTHON_PORT", "/dev/ttyACM7");
        assertThat(skipped()).contains("/dev/ttyACM7", "does not exist", "/dev/ttyACM0 (MicroPython");
    }

    @Test
    void anotherOperatingSystemIsNamed() {
        assertThat(new MicroPythonProvider("COM3").probe(new Host(root, "Windows 11", environment)))
                .isInstanceOfSatisfying(
                        Probe.Skipped.class, e -> assertThat(e.reason()).contains("Windows 11", "needs Linux"));
    }

    @Test
    void aPortThatIsNotThereIsAnErrorWithTheCure() {
        String path = root.resolve("ttyACM0").toString();
        assertThatThrownBy(() -> new MicroPythonProvider(path).openGpio(new Line("GPIO", 1), "test"))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContaining(path);
    }
}
