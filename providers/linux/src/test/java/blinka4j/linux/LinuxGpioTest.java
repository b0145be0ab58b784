// SPDX-License-Identifier: MIT
package blinka4j.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.kernel.Errno;
import blinka4j.linux.FakeGpioChip.Config;
import blinka4j.provider.GpioPort;
import blinka4j.provider.GpioPort.Bias;
import blinka4j.provider.Line;
import blinka4j.provider.LineState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinuxGpioTest {
    @TempDir
    private Path root;

    private FakeKernel kernel;
    private LinuxChips chips;
    private GpioMemory memory;
    private FakeGpioChip chip;

    @BeforeEach
    void layOutTheMachine() {
        kernel = new FakeKernel(root);
        chips = new LinuxChips(kernel, kernel.host);
        memory = new GpioMemory(kernel, kernel.host);
        chip = new FakeGpioChip(kernel, "gpiochip0", "pinctrl-test", 32);
        kernel.device("/dev/gpiochip0", chip);
    }

    private GpioPort open(int line) {
        return open(new Line("pinctrl-test", line));
    }

    private GpioPort open(Line line) {
        return LinuxGpio.open(kernel, chips, memory, new EdgeReader(kernel), line, "blinka4j");
    }

    @Test
    void anOpenedLineIsLeftAsItIs() {
        open(5);
        assertThat(chip.line(5).configs).isEmpty();
        assertThat(chip.line(5).consumer).isEqualTo("blinka4j");
        assertThat(kernel.openFiles()).as("the line's file alone").isEqualTo(1);
    }

    @Test
    void aLongConsumerIsCutToTheLengthThatTheKernelStores() {
        LinuxGpio.open(
                kernel,
                chips,
                memory,
                new EdgeReader(kernel),
                new Line("pinctrl-test", 1),
                "a consumer with much too long a name");
        assertThat(chip.line(1).consumer).isEqualTo("a consumer with much too long a");
    }

    @Test
    void theStateOfALineIsToldWithoutTakingIt() {
        open(5).output(true, false);
        chip.held(6, "fan");
        chip.held(8, "");
        assertThat(chips.state(new Line("pinctrl-test", 5))).contains(new LineState(true, null, "blinka4j"));
        assertThat(chips.state(new Line("pinctrl-test", 6))).contains(new LineState(false, null, "fan"));
        assertThat(chips.state(new Line("pinctrl-test", 7))).contains(new LineState(false, null, ""));
        assertThat(chips.state(new Line("pinctrl-test", 8))).contains(new LineState(false, null, "the kernel"));
        assertThat(chip.requests).containsOnlyKeys(5);
    }

    @Test
    void anOutputIsSetInTheCallThatMakesItAnOutput() {
        open(5).output(true, false);
        assertThat(chip.line(5).configs).containsExactly(new Config(FakeGpioChip.OUTPUT, 2, 1));
    }

    @Test
    void anOpenDrainOutputIsOneForTheKernel() {
        open(5).output(true, true);
        assertThat(chip.line(5).configs)
                .containsExactly(new Config(FakeGpioChip.OUTPUT | FakeGpioChip.OPEN_DRAIN, 2, 1));
    }

    @Test
    void anOutputBecomesAnInputAndAnOutputAgainOnTheSameRequest() {
        GpioPort port = open(5);
        port.output(true, false);
        port.input(Bias.DISABLED);
        port.output(true, false);
        assertThat(chip.line(5).configs)
                .containsExactly(
                        new Config(FakeGpioChip.OUTPUT, 2, 1),
                        new Config(FakeGpioChip.INPUT | FakeGpioChip.BIAS_DISABLED, 0, 0),
                        new Config(FakeGpioChip.OUTPUT, 2, 1));
    }

    @Test
    void anOutputBecomesAWatchedInputInOneCall() {
        GpioPort port = open(5);
        port.output(false, false);
        port.input(Bias.PULL_UP, (rising, timestamp, sequence) -> {});
        assertThat(chip.line(5).configs)
                .containsExactly(
                        new Config(FakeGpioChip.OUTPUT, 2, 0),
                        new Config(
                                FakeGpioChip.INPUT | FakeGpioChip.PULL_UP | FakeGpioChip.RISING | FakeGpioChip.FALLING,
                                0,
                                0));
        port.close();
    }

    @Test
    void anOutputBecomesAnInputAlsoIfTheKernelCannotWatchIt() {
        chip.refuses = flags -> (flags & FakeGpioChip.RISING) != 0 ? Errno.ENXIO : 0;
        GpioPort port = open(5);
        port.output(true, false);
        assertThatThrownBy(() -> port.input(Bias.DISABLED, (rising, timestamp, sequence) -> {}))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContaining("cannot be watched");
        assertThat(chip.line(5).configs).endsWith(new Config(FakeGpioChip.INPUT | FakeGpioChip.BIAS_DISABLED, 0, 0));
    }

    @Test
    void eachBiasReachesTheKernel() {
        GpioPort port = open(5);
        port.input(Bias.PULL_UP);
        port.input(Bias.PULL_DOWN);
        port.input(Bias.DISABLED);
        assertThat(chip.line(5).configs)
                .extracting(Config::flags)
                .containsExactly(
                        FakeGpioChip.INPUT | FakeGpioChip.PULL_UP,
                        FakeGpioChip.INPUT | FakeGpioChip.PULL_DOWN,
                        FakeGpioChip.INPUT | FakeGpioChip.BIAS_DISABLED);
    }

    @Test
    void aPullThatThePortSwitchedOnIsOffWhenTheLineBecomesAnOutput() {
        GpioPort port = open(5);
        port.input(Bias.PULL_UP);
        port.output(false, false);
        assertThat(chip.line(5).configs.get(1))
                .isEqualTo(new Config(FakeGpioChip.OUTPUT | FakeGpioChip.BIAS_DISABLED, 2, 0));
    }

    @Test
    void noPullWorksOnAControllerThatCannotSwitchPullsOff() {
        chip.refuses = flags -> (flags & FakeGpioChip.BIAS_DISABLED) != 0 ? Errno.ENOTSUPP : 0;
        open(5).input(Bias.DISABLED);
        assertThat(chip.line(5).configs).containsExactly(new Config(FakeGpioChip.INPUT, 0, 0));
    }

    @Test
    void aPullThatTheControllerLacksIsRefusedAndTheLineStaysAsItWas() {
        GpioPort port = open(5);
        port.output(true, false);
        port.write(false);
        chip.refuses = flags -> (flags & FakeGpioChip.PULL_UP) != 0 ? Errno.EOPNOTSUPP : 0;
        assertThatThrownBy(() -> port.input(Bias.PULL_UP))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("GPIO line pinctrl-test:5", "pull-up", "EOPNOTSUPP 95", "resistor of 10 kOhm");
        assertThat(chip.line(5).configs).endsWith(new Config(FakeGpioChip.OUTPUT, 2, 0));
        port.write(true);
        assertThat(port.read()).isTrue();
    }

    @Test
    void anOutputDrivesTheWrittenLevel() {
        GpioPort port = open(5);
        port.output(false, false);
        port.write(true);
        assertThat(chip.line(5).level()).isTrue();
        port.write(false);
        assertThat(chip.line(5).level()).isFalse();
        assertThat(port.read()).isFalse();
    }

    @Test
    void anInputReadsTheLevelOfTheWire() {
        GpioPort port = open(5);
        port.input(Bias.DISABLED);
        chip.line(5).drive(true);
        assertThat(port.read()).isTrue();
        chip.line(5).drive(false);
        assertThat(port.read()).isFalse();
    }

    @Test
    void anInputCannotBeWritten() {
        GpioPort port = open(5);
        port.input(Bias.DISABLED);
        int before = kernel.calls();
        assertThatThrownBy(() -> port.write(true))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("GPIO line pinctrl-test:5", "is not an output");
        assertThat(kernel.calls()).isEqualTo(before);
    }

    @Test
    void theErrorForALineInUseNamesItsUser() {
        chip.held(8, "spi0 CS0").held(9, "").held(10, "sysfs").held(11, "button");
        assertThatThrownBy(() -> open(8))
                .isInstanceOf(PinException.class)
                .hasMessageContainingAll(
                        "GPIO line pinctrl-test:8",
                        "EBUSY 16",
                        "\"spi0 CS0\"",
                        "chip select of SPI",
                        "SPIDevice",
                        "another pin",
                        "device tree");
        assertThatThrownBy(() -> open(9)).hasMessageContainingAll("the kernel");
        assertThatThrownBy(() -> open(10)).hasMessageContaining("/sys/class/gpio/unexport");
        assertThatThrownBy(() -> open(11)).hasMessageContainingAll("\"button\"", "that program");
        chip.held(12, "blinka4j");
        assertThatThrownBy(() -> open(12)).hasMessageContainingAll("\"blinka4j\"", "another name", "lose");
        assertThat(kernel.openFiles()).isZero();
    }

    @Test
    void anInterruptedCallIsRepeated() {
        kernel.interrupt(2);
        GpioPort port = open(5);
        kernel.interrupt(1);
        port.output(true, false);
        kernel.interrupt(2);
        port.write(true);
        kernel.interrupt(1);
        assertThat(port.read()).isTrue();
    }

    @Test
    void theErrorForAnUnpluggedControllerSaysSo() {
        GpioPort port = open(5);
        port.output(true, false);
        chip.removed = true;
        assertThatThrownBy(port::read)
                .isInstanceOf(PinException.class)
                .hasMessageContainingAll("GPIO line pinctrl-test:5", "ENODEV 19", "unplugged", "open the line again");
        assertThatThrownBy(() -> port.write(false)).isInstanceOf(PinException.class);
        assertThatThrownBy(() -> port.input(Bias.DISABLED)).isInstanceOf(PinException.class);
        port.close();
        assertThat(kernel.openFiles()).isZero();
    }

    @Test
    void theErrorForAnOldKernelSaysSo() {
        chip.oldKernel = true;
        assertThatThrownBy(() -> open(5))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("older than 5.10");
        assertThat(kernel.openFiles()).isZero();
    }

    @Test
    void aClosedPortRefusesCalls() {
        GpioPort port = open(5);
        port.close();
        port.close();
        assertThat(kernel.openFiles()).isZero();
        assertThatThrownBy(port::read)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("GPIO line pinctrl-test:5 is closed", "pen it again");
        assertThatThrownBy(() -> port.write(true)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> port.input(Bias.DISABLED)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> port.output(true, false)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> port.watch(true, true, 0, (r, t, s) -> {})).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aControllerIsFoundByLabelNameOrDeviceFile() {
        kernel.device("/dev/gpiochip12", new FakeGpioChip(kernel, "gpiochip12", "expander", 8));
        for (String name : new String[] {"expander", "gpiochip12", "/dev/gpiochip12"}) {
            try (GpioPort port = open(new Line(name, 7))) {
                assertThat(port.read()).isFalse();
            }
        }
        assertThatThrownBy(() -> open(new Line("expander", 8)))
                .isInstanceOf(PinException.class)
                .hasMessageContainingAll(
                        "GPIO line expander:8 does not exist", "/dev/gpiochip12 'expander' (8 lines)", "0 to 7");
        assertThat(kernel.openFiles()).isZero();
    }

    @Test
    void aControllerThatChangedItsNumberIsFoundAgain() {
        open(3).close();
        kernel.remove("/dev/gpiochip0");
        kernel.device("/dev/gpiochip0", new FakeGpioChip(kernel, "gpiochip0", "another", 4));
        FakeGpioChip moved = new FakeGpioChip(kernel, "gpiochip1", "pinctrl-test", 32);
        kernel.device("/dev/gpiochip1", moved);
        open(3);
        assertThat(moved.line(3)).isNotNull();
    }

    @Test
    void twoControllersWithOneLabelAreAnError() {
        kernel.device("/dev/gpiochip1", new FakeGpioChip(kernel, "gpiochip1", "pinctrl-test", 4));
        assertThatThrownBy(() -> open(3))
                .isInstanceOf(PinException.class)
                .hasMessageContainingAll(
                        "/dev/gpiochip0 'pinctrl-test' (32 lines), /dev/gpiochip1 'pinctrl-test' (4 lines)",
                        "same label",
                        "/dev/gpiochip0:0");
        assertThat(kernel.openFiles()).isZero();
    }

    @Test
    void aLinkToAControllerIsNotASecondController() {
        kernel.device("/dev/gpiochip4", chip);
        open(3);
        assertThat(chip.line(3)).isNotNull();
    }

    @Test
    void theErrorForAnUnknownControllerListsTheOthers() {
        assertThatThrownBy(() -> open(new Line("pinctrl-rp1", 3)))
                .isInstanceOf(PinException.class)
                .hasMessageContainingAll("'pinctrl-rp1'", "/dev/gpiochip0 'pinctrl-test' (32 lines)");
        kernel.remove("/dev/gpiochip0");
        assertThatThrownBy(() -> open(3))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("no /dev/gpiochip*");
    }

    @Test
    void aControllerThatTheUserMayNotOpenIsAPermissionError() throws IOException {
        kernel.remove("/dev/gpiochip0");
        kernel.refuse("/dev/gpiochip0", Errno.EACCES);
        assertThat(Files.exists(root.resolve("dev/gpiochip0"))).isTrue();
        assertThatThrownBy(() -> open(3))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("permission", "/dev/gpiochip0")
                .hasMessageContaining("usermod -aG");
    }

    @Test
    void aLineIsFoundByItsNameInTheKernel() {
        chip.named(17, "GPIO17");
        kernel.device("/dev/gpiochip1", new FakeGpioChip(kernel, "gpiochip1", "twin", 4).named(2, "LED"));
        kernel.device("/dev/gpiochip2", new FakeGpioChip(kernel, "gpiochip2", "twin", 4));
        assertThat(chips.line("GPIO17")).contains(new Line("pinctrl-test", 17));
        assertThat(chips.line("LED")).contains(new Line("/dev/gpiochip1", 2));
        assertThat(chips.line("GPIO18")).isEmpty();
        assertThat(kernel.openFiles()).isZero();
    }

    @Test
    void readingAndWritingAllocateNothing() {
        GpioPort port = LinuxGpio.open(
                new Quiet(kernel), chips, memory, new EdgeReader(kernel), new Line("pinctrl-test", 1), "x");
        port.output(true, false);
        assertThat(Allocations.inRound(10_000, () -> {
                    port.write(false);
                    port.write(true);
                    port.read();
                }))
                .isLessThan(10_000);
    }

    /** Answers at once, so that only the allocations of the port are measured. */
    private static final class Quiet implements SystemCalls {
        private final SystemCalls kernel;
        private boolean opened;

        Quiet(SystemCalls kernel) {
            this.kernel = kernel;
        }

        @Override
        public int open(String path, int flags) {
            return kernel.open(path, flags);
        }

        @Override
        public int close(int fd) {
            return kernel.close(fd);
        }

        @Override
        public int ioctl(int fd, long request, int argument) {
            return kernel.ioctl(fd, request, argument);
        }

        @Override
        public int ioctl(int fd, long request, Block argument) {
            int result = opened ? 0 : kernel.ioctl(fd, request, argument);
            opened |= request == Ioctl.GPIO_V2_LINE_SET_CONFIG;
            return result;
        }

        @Override
        public int read(int fd, Block into, int length) {
            return kernel.read(fd, into, length);
        }

        @Override
        public int write(int fd, Block from, int length) {
            return kernel.write(fd, from, length);
        }

        @Override
        public int poll(Block fds, int count, int timeoutMillis) {
            return kernel.poll(fds, count, timeoutMillis);
        }

        @Override
        public int eventfd() {
            return kernel.eventfd();
        }

        @Override
        public int connector() {
            return kernel.connector();
        }

        @Override
        public int nonBlocking(int fd) {
            return kernel.nonBlocking(fd);
        }

        @Override
        public int lock(int fd) {
            return kernel.lock(fd);
        }

        @Override
        public long map(int fd, long offset, int length) {
            return kernel.map(fd, offset, length);
        }

        @Override
        public int unmap(long address, int length) {
            return kernel.unmap(address, length);
        }
    }
}
