// SPDX-License-Identifier: MIT
package blinka4j.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.BusException;
import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.kernel.Errno;
import blinka4j.provider.BoardDefinition.PwmChannel;
import blinka4j.provider.Line;
import blinka4j.provider.PulseOutPort;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The numbers of the requests are those that a C compiler gives for the kernel's {@code linux/lirc.h}. */
class LinuxPulseOutTest {
    private static final long SET_CARRIER = 0x40046913L;
    private static final long SET_DUTY_CYCLE = 0x40046915L;
    private static final Line PIN = new Line("pinctrl-bcm2711", 18);
    private static final PwmChannel CHANNEL = new PwmChannel("fe20c000.pwm", 1, "D13", "");
    private static final String GPIO_DEVICE = "/sys/bus/platform/drivers/gpio-ir-tx/gpio-ir-transmitter@12";
    private static final String PWM_DEVICE = "/sys/bus/platform/drivers/pwm-ir-tx/pwm-ir-transmitter";

    @TempDir
    private Path root;

    private FakeKernel kernel;
    private final List<String> calls = new ArrayList<>();
    /** As {@code pwm-ir-tx} does it; {@code gpio-ir-tx} takes 0 for none. */
    private boolean needsCarrier;

    private int error;

    /** The checks of the kernel's {@code ir_lirc_ioctl} and {@code ir_lirc_transmit_ir}. */
    private final class Device implements FakeKernel.File {
        private final String name;

        Device(String name) {
            this.name = name;
        }

        @Override
        public int ioctl(long request, @Nullable Pointer argument) {
            if (error != 0) {
                return -error;
            }
            int value = argument.getInt(0);
            if (request == SET_CARRIER) {
                if (value > 500_000 || needsCarrier && value == 0) {
                    return -Errno.EINVAL;
                }
                calls.add("carrier " + value);
                return 0;
            }
            if (request == SET_DUTY_CYCLE) {
                if (value <= 0 || value >= 100) {
                    return -Errno.EINVAL;
                }
                calls.add("duty cycle " + value);
                return 0;
            }
            return -Errno.ENOTTY;
        }

        @Override
        public int write(Pointer from, int length) {
            if (error != 0) {
                return -error;
            }
            int[] pulses = from.getIntArray(0, length / 4);
            int sum = Arrays.stream(pulses).sum();
            if (length % 8 != 4
                    || pulses.length > 1024
                    || sum > 500_000
                    || Arrays.stream(pulses).anyMatch(p -> p == 0)) {
                return -Errno.EINVAL;
            }
            calls.add(pulses.length > 5 ? "%s pulses of %s us".formatted(pulses.length, sum) : Arrays.toString(pulses));
            return length;
        }

        @Override
        public void closed() {
            calls.add("close " + name);
        }
    }

    @BeforeEach
    void aTransmitterOnGpio18() {
        kernel = new FakeKernel(root);
        kernel.device(
                "/dev/gpiochip0",
                new FakeGpioChip(kernel, "gpiochip0", PIN.chip(), 58)
                        .held(18, "gpio-ir-transmitter@12")
                        .held(17, "ir-receiver@11"));
        kernel.file(GPIO_DEVICE + "/rc/rc1/lirc1/dev", "");
        kernel.file(GPIO_DEVICE + "/rc/rc1/uevent", "");
        kernel.file("/sys/bus/platform/drivers/gpio-ir-recv/ir-receiver@11/rc/rc0/lirc0/dev", "");
        device("lirc1");
    }

    private void device(String name) {
        kernel.device("/dev/" + name, () -> {
            calls.add("open " + name);
            return new Device(name);
        });
    }

    private PulseOutPort open(Line line, @Nullable PwmChannel channel, int frequency, int dutyCycle) {
        return LinuxPulseOut.open(
                kernel,
                kernel.host,
                new LinuxChips(kernel, kernel.host),
                line,
                channel,
                new LinuxPulseOut.Carrier(frequency, dutyCycle));
    }

    private PulseOutPort open() {
        return open(PIN, null, 38_000, 32_768);
    }

    @Test
    void pulsesAreOneWriteToTheDeviceOfTheLine() {
        PulseOutPort port = open();
        assertThat(port.name()).isEqualTo("/dev/lirc1");
        assertThat(port).hasToString("/dev/lirc1");
        port.send(new int[] {9000, 4500, 560});
        port.close();
        port.close();
        assertThatThrownBy(() -> port.send(new int[] {1}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("/dev/lirc1", "closed");
        assertThat(calls)
                .containsExactly(
                        "open lirc1",
                        "carrier 38000",
                        "duty cycle 50",
                        "carrier 38000",
                        "duty cycle 50",
                        "[9000, 4500, 560]",
                        "close lirc1");
        assertThat(kernel.openFiles()).isZero();
    }

    @Test
    void theMostThatTheKernelTakesIsSent() {
        int[] pulses = new int[PulseOutPort.MOST_PULSES];
        Arrays.fill(pulses, 488);
        pulses[0] += PulseOutPort.LONGEST_MICROS - 488 * 1023;
        try (PulseOutPort port = open()) {
            port.send(pulses);
            port.send(new int[] {1});
        }
        assertThat(calls).contains("1023 pulses of 500000 us", "[1]");
    }

    /** The kernel takes 1 to 99 %, and 0 Hz for no carrier. */
    @ParameterizedTest
    @CsvSource({
        "1, 38000, 1",
        "655, 38000, 1",
        "983, 38000, 1",
        "984, 38000, 2",
        "21845, 38000, 33",
        "65534, 38000, 99",
        "65535, 0, 99",
    })
    void theDutyCycleIsRoundedToPercent(int dutyCycle, int carrier, int percent) {
        open(PIN, null, 38_000, dutyCycle).close();
        assertThat(calls).contains("carrier " + carrier, "duty cycle " + percent);
    }

    private void pwmTransmitter(String device, int phandle, int output) throws IOException {
        Path node = Files.createDirectories(root.resolve(device.substring(1)).resolve("of_node"));
        Files.write(node.resolve("pwms"), new byte[] {0, 0, 0, (byte) phandle, 0, 0, 0, (byte) output, 0, 0, 0, 100});
    }

    private void pwmController() throws IOException {
        new FakePwmChip(kernel, root, "pwmchip0", "fe20c000.pwm", 2);
        Path node = Files.createDirectories(root.resolve("sys/devices/platform/soc/fe20c000.pwm/of_node"));
        Files.write(node.resolve("phandle"), new byte[] {0, 0, 0, 7});
    }

    @Test
    void theTransmitterOfAPwmOutputIsFoundByItsDeviceTreeNode() throws IOException {
        pwmController();
        pwmTransmitter(PWM_DEVICE, 7, 0);
        pwmTransmitter(PWM_DEVICE + "2", 8, 1);
        pwmTransmitter(PWM_DEVICE + "3", 7, 1);
        kernel.file(PWM_DEVICE + "3/rc/rc4/lirc4/dev", "");
        device("lirc4");
        needsCarrier = true;
        open(new Line(PIN.chip(), 13), CHANNEL, 38_000, 32_768).close();
        assertThat(calls).containsExactly("open lirc4", "carrier 38000", "duty cycle 50", "close lirc4");
        assertThatThrownBy(() -> open(new Line(PIN.chip(), 13), CHANNEL, 38_000, 65_535))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("/dev/lirc4", "without a carrier", "EINVAL 22", "gpio-ir-tx");
        assertThat(kernel.openFiles()).isZero();
    }

    @Test
    void aPinWithAPwmOutputMayHaveTheOtherDriver() throws IOException {
        open(PIN, CHANNEL, 38_000, 32_768).close();
        pwmController();
        pwmTransmitter(PWM_DEVICE, 7, 0);
        kernel.file(PWM_DEVICE + "/rc/rc4/lirc4/dev", "");
        open(PIN, CHANNEL, 38_000, 32_768).close();
        assertThat(calls).filteredOn(call -> call.startsWith("open")).containsExactly("open lirc1", "open lirc1");
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 17})
    void aPinWithoutATransmitterHasTheCure(int offset) {
        Line line = new Line(PIN.chip(), offset);
        assertThatThrownBy(() -> open(line, null, 38_000, 32_768))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll(
                        "pinctrl-bcm2711:" + offset, "compatible = \"gpio-ir-tx\"", "modprobe gpio-ir-tx");
        kernel.file("/boot/firmware/config.txt", "");
        assertThatThrownBy(() -> open(line, null, 38_000, 32_768))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll(
                        "dtoverlay=gpio-ir-tx,gpio_pin=" + offset, "/boot/firmware/config.txt", "reboot");
        assertThat(calls).isEmpty();
        assertThat(kernel.openFiles()).isZero();
    }

    @Test
    void aDeviceThatCannotBeOpenedHasTheCure() throws IOException {
        kernel.refuse("/dev/lirc1", Errno.EACCES);
        assertThatThrownBy(this::open)
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("no permission to open /dev/lirc1", "usermod");
        kernel.permit("/dev/lirc1");
        kernel.remove("/dev/lirc1");
        assertThatThrownBy(this::open)
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("/dev/lirc1 does not exist", "udev");
        Files.delete(root.resolve(GPIO_DEVICE.substring(1) + "/rc/rc1/lirc1/dev"));
        Files.delete(root.resolve(GPIO_DEVICE.substring(1) + "/rc/rc1/lirc1"));
        assertThatThrownBy(this::open)
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("gpio-ir-transmitter@12", "CONFIG_LIRC");
        assertThat(kernel.openFiles()).isZero();
    }

    @Test
    void aFailureIsReportedAndTheNextTryMaySucceed() {
        try (PulseOutPort port = open()) {
            error = Errno.EIO;
            assertThatThrownBy(() -> port.send(new int[] {1}))
                    .isInstanceOf(BusException.class)
                    .hasMessageContainingAll("/dev/lirc1", "EIO 5");
            error = Errno.ENODEV;
            assertThatThrownBy(() -> port.send(new int[] {1}))
                    .isInstanceOf(PinException.class)
                    .hasMessageContainingAll("/dev/lirc1 is gone", "ENODEV 19");
            error = 0;
            kernel.interrupt(3);
            port.send(new int[] {2});
        }
        assertThat(calls).contains("[2]").doesNotContain("[1]");
        error = Errno.ENOTTY;
        assertThatThrownBy(this::open)
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("/dev/lirc1", "38000 Hz at 50 %", "ENOTTY 25");
        assertThat(kernel.openFiles()).isZero();
    }
}
