// SPDX-License-Identifier: MIT
package blinka4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.NotAvailableException;
import blinka4j.provider.BoardDefinition.I2CBus;
import blinka4j.provider.BoardDefinition.PwmChannel;
import blinka4j.provider.BoardDefinition.SpiBus;
import blinka4j.provider.BoardDefinition.Uart;
import blinka4j.provider.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders and links are laid out as a Raspberry Pi 4 has them. */
class DeviceNodesTest {
    @TempDir
    private Path root;

    private Host host;

    @BeforeEach
    void layOutTheMachine() throws IOException {
        host = new Host(root, "Linux", Map.of());
        alias("i2c1", "/soc/i2c@7e804000");
        alias("i2c6", "/soc/i2c@7e205c00");
        alias("spi0", "/soc/spi@7e204000");
        alias("serial0", "/soc/serial@7e215040");
        alias("serial1", "/soc/serial@7e201000");
        device("platform/soc/fe804000.i2c/i2c-3", "/sys/bus/i2c/devices/i2c-3", "/soc/i2c@7e804000");
        device("platform/soc/fef04500.i2c/i2c-20", "/sys/bus/i2c/devices/i2c-20", "/soc/i2c@7ef04500");
        device("platform/soc/fe204000.spi/spi_master/spi5", "/sys/class/spi_master/spi5", "/soc/spi@7e204000");
        Files.createDirectories(root.resolve("sys/bus/i2c/devices/3-0068"));
    }

    private void alias(String name, String node) throws IOException {
        Path aliases = Files.createDirectories(root.resolve("proc/device-tree/aliases"));
        Files.writeString(aliases.resolve(name), node + "\0");
        Files.createDirectories(root.resolve("sys/firmware/devicetree/base" + node));
    }

    private Path device(String folder, String link, String node) throws IOException {
        Path device = Files.createDirectories(root.resolve("sys/devices").resolve(folder));
        Files.createDirectories(root.resolve("sys/firmware/devicetree/base" + node));
        Files.createSymbolicLink(device.resolve("of_node"), root.resolve("sys/firmware/devicetree/base" + node));
        link(device, link);
        return device;
    }

    private void link(Path device, String link) throws IOException {
        Path path = root.resolve(link.substring(1));
        Files.createDirectories(path.getParent());
        Files.createSymbolicLink(path, device);
    }

    private static I2CBus i2c(String device) {
        return new I2CBus(device, null, null, "add dtparam=i2c_arm=on");
    }

    private static SpiBus spi(String device) {
        return new SpiBus(device, null, null, null, List.of(), "");
    }

    private static Uart uart(String device) {
        return new Uart(device, null, null, "");
    }

    @Test
    void aDeviceFileIsUsedAsItIs() {
        assertThat(DeviceNodes.i2c(host, i2c("/dev/i2c-7"))).isEqualTo("/dev/i2c-7");
        assertThat(DeviceNodes.spi(host, spi("/dev/spidev1"))).isEqualTo("/dev/spidev1");
        assertThat(DeviceNodes.uart(host, uart("/dev/ttyUSB0"))).isEqualTo("/dev/ttyUSB0");
    }

    @Test
    void anAliasIsTheControllerOfItsNodeWithAnyNumber() {
        assertThat(DeviceNodes.i2c(host, i2c("alias:i2c1"))).isEqualTo("/dev/i2c-3");
        assertThat(DeviceNodes.spi(host, spi("alias:spi0"))).isEqualTo("/dev/spidev5");
    }

    @Test
    void aSerialPortIsFoundAboveItsTerminal() throws IOException {
        Path old = Files.createDirectories(root.resolve("sys/devices/platform/soc/fe215040.serial/tty/ttyS0"));
        Files.createSymbolicLink(
                old.getParent().getParent().resolve("of_node"),
                root.resolve("sys/firmware/devicetree/base/soc/serial@7e215040"));
        link(old, "/sys/class/tty/ttyS0");
        // From Linux 6.5 on two devices more are between.
        Path recent = Files.createDirectories(root.resolve(
                "sys/devices/platform/soc/fe201000.serial/fe201000.serial:0/fe201000.serial:0.0/tty/ttyAMA0"));
        Files.createSymbolicLink(
                root.resolve("sys/devices/platform/soc/fe201000.serial/of_node"),
                root.resolve("sys/firmware/devicetree/base/soc/serial@7e201000"));
        link(recent, "/sys/class/tty/ttyAMA0");
        assertThat(DeviceNodes.uart(host, uart("alias:serial0"))).isEqualTo("/dev/ttyS0");
        assertThat(DeviceNodes.uart(host, uart("alias:serial1"))).isEqualTo("/dev/ttyAMA0");
    }

    @Test
    void aChannelOfAMultiplexerIsNotTheBusItHangsOn() throws IOException {
        alias("i2c9", "/soc/i2c@9");
        Path controller = Files.createDirectories(root.resolve("sys/devices/platform/soc/9.i2c/i2c-9"));
        Files.createSymbolicLink(controller.resolve("of_node"), root.resolve("sys/firmware/devicetree/base/soc/i2c@9"));
        Path channel = Files.createDirectories(controller.resolve("9-0070/i2c-10"));
        link(channel, "/sys/bus/i2c/devices/i2c-10");
        link(controller, "/sys/bus/i2c/devices/i2c-9");
        assertThat(DeviceNodes.i2c(host, i2c("alias:i2c9"))).isEqualTo("/dev/i2c-9");
    }

    @Test
    void theErrorForAnAliasWithoutRunningControllerSaysHowToEnableIt() {
        assertThatThrownBy(() -> DeviceNodes.i2c(host, i2c("alias:i2c6")))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll(
                        "no driver", "I2C controller /soc/i2c@7e205c00", "'i2c6'", "dd dtparam=i2c_arm=on");
    }

    @Test
    void theErrorForAMissingAliasNamesIt() {
        assertThatThrownBy(() -> DeviceNodes.spi(host, spi("alias:spi7")))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("no alias 'spi7'", "SPI controller", "device tree");
    }

    @Test
    void aLinkOfTheDistributionReplacesAMissingAlias() throws IOException {
        Files.createDirectories(root.resolve("dev"));
        Files.createFile(root.resolve("dev/serial7"));
        assertThat(DeviceNodes.uart(host, uart("alias:serial7"))).isEqualTo("/dev/serial7");
    }

    @Test
    void aControllerWithoutDeviceFileNeedsADriver() throws IOException {
        assertThat(DeviceNodes.missing(host, "/dev/i2c-3", "add something")).contains("sudo modprobe i2c-dev");
        assertThat(DeviceNodes.missing(host, "/dev/i2c-4", "add something")).contains("not enabled", "dd something");
    }

    @Test
    void aControllerIsFoundByItsDevice() {
        assertThat(DeviceNodes.i2c(host, i2c("fef04500.i2c"))).isEqualTo("/dev/i2c-20");
        assertThat(DeviceNodes.spi(host, spi("fe204000.spi"))).isEqualTo("/dev/spidev5");
        assertThatThrownBy(() -> DeviceNodes.i2c(host, i2c("fe205000.i2c")))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("no driver", "I2C controller fe205000.i2c", "dd dtparam=i2c_arm=on");
    }

    @Test
    void aBusBehindTheControllerIsNotTheControllersBus() throws IOException {
        device(
                "platform/soc/fe804000.i2c/i2c-3/3-0070/channel-0/i2c-30",
                "/sys/bus/i2c/devices/i2c-30",
                "/soc/i2c@7e804000/mux@70/i2c@0");

        assertThat(DeviceNodes.i2c(host, i2c("fe804000.i2c"))).isEqualTo("/dev/i2c-3");
    }

    @Test
    void aGpioControllerIsFoundByItsDevice() throws IOException {
        device("platform/ocp/44e07000.gpio/gpiochip1", "/sys/bus/gpio/devices/gpiochip1", "/ocp/gpio@44e07000");
        device("platform/ocp/4804c000.gpio/gpiochip0", "/sys/bus/gpio/devices/gpiochip0", "/ocp/gpio@4804c000");
        device("platform/soc/two.gpio/gpiochip2", "/sys/bus/gpio/devices/gpiochip2", "/soc/two/a");
        device("platform/soc/two.gpio/gpiochip3", "/sys/bus/gpio/devices/gpiochip3", "/soc/two/b");

        assertThat(DeviceNodes.gpioChip(host, "44e07000.gpio")).isEqualTo("gpiochip1");
        assertThat(DeviceNodes.gpioChip(host, "4804c000.gpio")).isEqualTo("gpiochip0");
        assertThat(DeviceNodes.gpioChip(host, "gpio-0-31")).isNull();
        // Which of them is meant nobody knows.
        assertThat(DeviceNodes.gpioChip(host, "two.gpio")).isNull();
    }

    @Test
    void theFirstExistingDeviceOfSeveralIsUsed() throws IOException {
        assertThat(DeviceNodes.i2c(host, i2c("fe205000.i2c alias:i2c1 /dev/i2c-9")))
                .isEqualTo("/dev/i2c-3");
        assertThatThrownBy(() -> DeviceNodes.i2c(host, i2c("fe205000.i2c /dev/i2c-9")))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("/dev/i2c-9", "I2C controller", "not enabled", "dd dtparam=i2c_arm=on");

        Files.createDirectories(root.resolve("dev"));
        Files.createFile(root.resolve("dev/i2c-9"));
        Files.createFile(root.resolve("dev/spidev4.1"));
        assertThat(DeviceNodes.i2c(host, i2c("fe205000.i2c /dev/i2c-9"))).isEqualTo("/dev/i2c-9");
        assertThat(DeviceNodes.spi(host, spi("1.spi /dev/spidev4"))).isEqualTo("/dev/spidev4");
    }

    /** As the class of the kernel's PWM framework has it: {@code device} leads to the controller. */
    private void pwm(String device, String name) throws IOException {
        Path chip = Files.createDirectories(root.resolve("sys/devices/platform/soc")
                .resolve(device)
                .resolve("pwm")
                .resolve(name));
        Files.createSymbolicLink(chip.resolve("device"), chip.getParent().getParent());
        link(chip, "/sys/class/pwm/" + name);
    }

    private String pwmOf(String device, String enable) {
        return DeviceNodes.pwm(host, new PwmChannel(device, 0, null, enable));
    }

    @Test
    void aPwmControllerIsFoundByItsDeviceWithAnyNumber() throws IOException {
        pwm("fe20c800.pwm", "pwmchip0");
        pwm("fe20c000.pwm", "pwmchip4");

        assertThat(pwmOf("fe20c000.pwm", "")).isEqualTo("/sys/class/pwm/pwmchip4");
        assertThat(pwmOf("/sys/class/pwm/pwmchip0", "")).isEqualTo("/sys/class/pwm/pwmchip0");
    }

    @Test
    void theErrorForAMissingPwmControllerSaysHowToEnableItAndListsTheOthers() throws IOException {
        assertThatThrownBy(() -> pwmOf("fe20c000.pwm", "add dtoverlay=pwm"))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll(
                        "no PWM controller fe20c000.pwm", "not enabled", "dd dtoverlay=pwm", "PWMOut.software(pin");
        pwm("fe20c800.pwm", "pwmchip0");
        Files.createDirectories(root.resolve("sys/class/pwm/pwmchip7"));
        assertThatThrownBy(() -> pwmOf("/sys/class/pwm/pwmchip1", ""))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll(
                        "no PWM controller /sys/class/pwm/pwmchip1",
                        "device tree",
                        "/sys/class/pwm/pwmchip0 (fe20c800.pwm), /sys/class/pwm/pwmchip7 (of unknown device)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/dev/ttyUSB0", "/dev/ttyACM1", "/dev/rfcomm0", "/dev/pts/7"})
    void theErrorForAMissingAdapterSaysToPlugItIn(String path) {
        assertThat(DeviceNodes.missing(host, path, ""))
                .contains("lug it in", "`ls /dev/ttyUSB* /dev/ttyACM*`")
                .doesNotContain("device tree");
    }

    @Test
    void theErrorForAMissingPortOfTheBoardSaysHowToEnableIt() {
        assertThat(DeviceNodes.missing(host, "/dev/ttyS0", "")).contains("in the device tree");
        assertThat(DeviceNodes.missing(host, "/dev/ttyUSB0", "add something")).contains("not enabled", "dd something");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ttyUSB0", "ttyACM0", "rfcomm0", "pts/7", "ttyS0"})
    void theNameOfADeviceFileIsItsWholePath(String name) {
        assertThatThrownBy(() -> DeviceNodes.uart(host, uart(name)))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("/dev/" + name);
    }
}
