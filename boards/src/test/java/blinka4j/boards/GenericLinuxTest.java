// SPDX-License-Identifier: MIT
package blinka4j.boards;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.provider.BoardDefinition;
import blinka4j.provider.BoardDefinition.AnalogInput;
import blinka4j.provider.BoardDefinition.AnalogOutput;
import blinka4j.provider.BoardDefinition.I2CBus;
import blinka4j.provider.BoardDefinition.PwmChannel;
import blinka4j.provider.BoardDefinition.SpiBus;
import blinka4j.provider.BoardDefinition.Uart;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenericLinuxTest {
    @TempDir
    Path root;

    private TestMachine machine;

    @BeforeEach
    void layOut() {
        machine = new TestMachine(root);
    }

    private BoardDefinition board() {
        return GenericLinux.define(machine.host());
    }

    @Test
    void aMachineWithoutDevicesIsAnEmptyBoard() {
        assertThat(board())
                .isEqualTo(new BoardDefinition(
                        "GENERIC_LINUX",
                        "Generic Linux board",
                        Map.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        null));
    }

    @Test
    void theI2CBusOfTheLowestNumberIsTheDefault() {
        machine.file("/dev/i2c-10", "")
                .file("/dev/i2c-2", "")
                .file("/dev/i2c-stub", "")
                .file("/dev/i2c-3", "");

        assertThat(board().i2cBuses())
                .containsExactly(
                        new I2CBus("/dev/i2c-2", null, null, ""),
                        new I2CBus("/dev/i2c-3", null, null, ""),
                        new I2CBus("/dev/i2c-10", null, null, ""));
    }

    @Test
    void eachSpiControllerIsListedOnceWithItsChipSelects() {
        machine.file("/dev/spidev1.2", "").file("/dev/spidev0.0", "").file("/dev/spidev1.0", "");

        assertThat(board().spiBuses())
                .containsExactly(
                        new SpiBus("/dev/spidev0", null, null, null, List.of(""), ""),
                        new SpiBus("/dev/spidev1", null, null, null, List.of("", "", ""), ""));
    }

    private void port(String name, String type) {
        machine.file("/sys/class/tty/" + name + "/device/uevent", "")
                .file("/sys/class/tty/" + name + "/type", type)
                .file("/dev/" + name, "");
    }

    @Test
    void serialPortsWithHardwareAreListedWithTheConsoleLast() {
        port("ttyS0", "4\n");
        port("ttyS1", "0\n");
        port("ttyAMA10", "32\n");
        port("ttyAMA2", "32\n");
        port("ttymxc0", "62\n");
        machine.file("/sys/class/tty/ttyUSB0/device/uevent", "").file("/dev/ttyUSB0", "");
        machine.file("/sys/class/tty/tty1/dev", "4:1").file("/dev/tty1", "");
        machine.file("/sys/class/tty/console/active", "tty0 ttyAMA2\n");

        assertThat(board().uarts().stream().map(Uart::device))
                .containsExactly("/dev/ttyAMA10", "/dev/ttyS0", "/dev/ttyUSB0", "/dev/ttymxc0", "/dev/ttyAMA2");
    }

    @Test
    void everyOutputOfEveryPwmControllerIsListed() {
        machine.file("/sys/class/pwm/pwmchip10/npwm", "1\n")
                .file("/sys/class/pwm/pwmchip2/npwm", "2\n")
                .file("/sys/class/pwm/pwmchip3/export", "");

        assertThat(board().pwms())
                .containsExactly(
                        new PwmChannel("/sys/class/pwm/pwmchip2", 0, null, ""),
                        new PwmChannel("/sys/class/pwm/pwmchip2", 1, null, ""),
                        new PwmChannel("/sys/class/pwm/pwmchip10", 0, null, ""));
    }

    @Test
    void everyVoltageInputAndOutputOfEveryConverterIsListed() {
        machine.file("/sys/bus/iio/devices/iio:device1/in_voltage10_raw", "0")
                .file("/sys/bus/iio/devices/iio:device1/in_voltage2_raw", "0")
                .file("/sys/bus/iio/devices/iio:device1/in_temp_raw", "0")
                .file("/sys/bus/iio/devices/iio:device3/out_voltage0_raw", "0")
                .file("/sys/bus/iio/devices/iio:device3/out_voltage0_scale", "1")
                .file("/sys/bus/iio/devices/iio:device0/in_accel_x_raw", "0");

        assertThat(board().analogs())
                .containsExactly(
                        new AnalogInput("/sys/bus/iio/devices/iio:device1", 2, null),
                        new AnalogInput("/sys/bus/iio/devices/iio:device1", 10, null));
        assertThat(board().analogOuts()).containsExactly(new AnalogOutput("/sys/bus/iio/devices/iio:device3", 0, null));
    }

    @Test
    void namesThatTheKernelDoesNotGiveAreIgnored() {
        for (String name : List.of("i2c-01", "i2c-1x", "i2c-", "i2c-1234567", "spidev1", "spidev0.x", "spidev01.0")) {
            machine.file("/dev/" + name, "");
        }
        for (String name : List.of("ttyS", "tty_S0", "tty-S0", "ttyS-0", "ptyS0")) {
            port(name, "4\n");
        }

        assertThat(board().i2cBuses()).isEmpty();
        assertThat(board().spiBuses()).isEmpty();
        assertThat(board().uarts()).isEmpty();
    }
}
