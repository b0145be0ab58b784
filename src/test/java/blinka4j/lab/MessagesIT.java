// SPDX-License-Identifier: MIT
package blinka4j.lab;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.lab.guest.Messages;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Error messages on a real kernel: each names the device, the cause and the cure. */
@Order(8)
@ExtendWith(Lab.Extension.class)
@ResourceLock("/dev/i2c-0")
@ResourceLock("/dev/i2c-1")
@ResourceLock("/dev/spidev0.0")
@ResourceLock("/dev/ttymxc0")
class MessagesIT {
    private static final String I2C_DRIVER = "/sys/bus/platform/drivers/imx-i2c/";

    private static Map<String, String> said;
    private static Map<String, String> saidToMaker;
    private static boolean unboundBeforeTheEnd;

    @BeforeAll
    static void collect(Lab lab) {
        Guest guest = lab.guest();
        // The user is not in the group of this device file. The others belong to root only.
        guest.output("echo i2c:x:998: >>/etc/group; chgrp i2c /dev/i2c-0; chmod 660 /dev/i2c-0");
        saidToMaker = messages(
                lab.finish(guest.start("su maker -c \"" + lab.java(Messages.class, "maker") + "\""), Lab.PATIENCE));

        guest.output("spi-driver none; mv /dev/i2c-2 /dev/not-i2c-2; echo 21a4000.i2c >" + I2C_DRIVER + "unbind");
        try (Job set = guest.start("gpioset --mode=signal gpiochip4 21=1");
                Job monitor = guest.start("gpiomon gpiochip4 22")) {
            lab.awaitGpioinfo(4, 21, "gpioset");
            lab.awaitGpioinfo(4, 22, "gpiomon");
            assertThat(set.running() && monitor.running()).isTrue();
            Job program = lab.start(Messages.class, "root");
            program.awaitOut("put the file of I2C3 back\n", Lab.PATIENCE);
            guest.output("mv /dev/not-i2c-2 /dev/i2c-2; touch /tmp/messages-go");
            program.awaitOut("take the controller of I2C3 away\n", Lab.PATIENCE);
            try (Job unbind = guest.start("echo 21a8000.i2c >" + I2C_DRIVER + "unbind")) {
                guest.output("sleep 2; touch /tmp/messages-go");
                unboundBeforeTheEnd = !unbind.running();
                said = messages(lab.finish(program, Lab.PATIENCE));
                assertThat(unbind.await(Lab.PATIENCE).exit()).isZero();
            }
        }
        guest.output("for c in 21a4000 21a8000; do echo $c.i2c >" + I2C_DRIVER + "bind; done; spi-driver spidev");
    }

    private static Map<String, String> messages(String output) {
        return output.lines()
                .map(line -> line.split(" = ", 2))
                .filter(words -> words.length == 2)
                .collect(Collectors.toMap(words -> words[0], words -> words[1]));
    }

    private static void says(String attempt, String... words) {
        assertThat(said).containsKey(attempt);
        assertThat(said.get(attempt)).as(attempt).contains(words);
    }

    @Test
    void noDeviceAtTheAddress() {
        says("no device", "DeviceNotFoundException", "0x36", "I2C(/dev/i2c-0)", "Check its power, the wiring");
        says("no transfer", "BusException", "0x36", "I2C(/dev/i2c-0)", "heck the wiring");
    }

    @Test
    void theIdOfAnotherChip() {
        says("another chip", "no BME280", "at address 0x68 of I2C(/dev/i2c-0)", "expected 0x60", "heck the address");
    }

    @Test
    void aBusThatIsNotEnabled() {
        says("no such bus", "/dev/i2c-9 does not exist", "in the device tree");
        says(
                "no driver for the controller",
                "no driver runs the I2C controller",
                "alias 'i2c1'",
                "modprobe -a i2c-imx i2c-dev");
        says("no device file", "/dev/i2c-2 does not exist", "sudo modprobe i2c-dev");
        says("no spidev", "/dev/spidev0.0 does not exist", "echo spidev > driver_override");
    }

    @Test
    void noPermission() {
        assertThat(saidToMaker.get("gpio"))
                .contains("no permission to open /dev/gpiochip")
                .contains("only root may")
                .contains("sudo usermod -aG gpio maker")
                .contains("udev");
        assertThat(saidToMaker.get("i2c"))
                .contains("no permission to open /dev/i2c-0")
                .contains("user 'maker' is not in its group 'i2c'")
                .contains("sudo usermod -aG i2c maker");
        assertThat(saidToMaker.get("spi"))
                .contains("no permission to open /dev/spidev0.0")
                .contains("sudo usermod -aG spi maker");
        assertThat(saidToMaker.get("uart"))
                .contains("no permission to open /dev/ttymxc0")
                .contains("sudo usermod -aG dialout maker");
    }

    @Test
    void aLineThatAnotherProgramHolds() {
        says("held by gpioset", "PinException", "20ac000.gpio:21", "held by \"gpioset\"", "nd that program");
        says("held by gpiomon", "PinException", "20ac000.gpio:22", "held by \"gpiomon\"", "nd that program");
    }

    @Test
    void aLineThatADriverOfTheKernelHolds() {
        says("held by a driver", "209c000.gpio:2", "held by \"regulators:regulator@3\"", "device tree");
    }

    @Test
    void aPinThatTheBoardDoesNotHave() {
        says("unknown pin", "PinException", "SABRELITE", "no pin 'D99'", "GPIO5_IO1", "label:offset");
        says("spi bus on other pins", "no SPI bus on (clock=GPIO5_IO1", "clock=SCLK");
    }

    @Test
    void aPinThatIsAlreadyOpen() {
        says("open twice", "20ac000.gpio:23", "already open as DigitalInOut(GPIO5_IO23)", "Close that first");
        says("pins of a bus", "SCL", "already open as I2C", "Close that first");
    }

    @Test
    void useAfterClose() {
        says("pin after close", "DigitalInOut(GPIO5_IO23) is closed", "new DigitalInOut");
        says("bus after close", "I2C(/dev/i2c-0) is closed", "Board.i2c()");
        says("uart after close", "UART(/dev/ttymxc0) is closed", "new UART");
    }

    @Test
    void aWriteToAnInput() {
        says(
                "write to an input",
                "IllegalStateException",
                "DigitalInOut(GPIO5_IO23)",
                "it is an input",
                "switchToOutput");
    }

    @Test
    void aChipSelectByHandThatTheKernelDrives() {
        says(
                "chip select by hand",
                "PinException",
                "held by \"spi0 CS0\"",
                "CE0 is a chip select that the kernel drives",
                "new SPIDevice(spi, Board.CE0)");
    }

    @Test
    void aControllerThatGoesWhileItsBusIsOpenNeitherHangsTheProgramNorBreaksIt() {
        // The kernel does not unbind the controller before the last program has closed the bus.
        says("transfer without controller", "BusException", "0x50", "I2C(/dev/i2c-2)");
        assertThat(unboundBeforeTheEnd).isFalse();
    }
}
