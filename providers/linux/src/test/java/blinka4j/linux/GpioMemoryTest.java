// SPDX-License-Identifier: MIT
package blinka4j.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.NotAvailableException;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.kernel.DeviceKind;
import blinka4j.kernel.Errno;
import blinka4j.provider.GpioPort;
import blinka4j.provider.GpioPort.Bias;
import blinka4j.provider.Host;
import blinka4j.provider.Line;
import com.sun.jna.Memory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class GpioMemoryTest {
    private static final String TREE = "/sys/firmware/devicetree/base";
    private static final int GPSET0 = 0x1c;
    private static final int GPCLR0 = 0x28;
    private static final int GPLEV0 = 0x34;

    @TempDir
    private Path root;

    private FakeKernel kernel;
    private FakeGpioChip chip;
    private final Map<String, Device> devices = new HashMap<>();

    /** A device with registers. Records the requests to map them. */
    private static final class Device implements FakeKernel.Device {
        private @Nullable Memory memory;
        private long offset;

        @Override
        public FakeKernel.File open() {
            return new FakeKernel.File() {
                @Override
                public Memory memory(long from, int length) {
                    offset = from;
                    Memory made = new Memory(length);
                    made.clear();
                    memory = made;
                    return made;
                }
            };
        }

        int word(int register) {
            return memory.getInt(register);
        }

        void word(int register, int value) {
            memory.setInt(register, value);
        }
    }

    @BeforeEach
    void layOutARaspberryPi() {
        kernel = new FakeKernel(root);
        controller("pinctrl-bcm2835", "brcm,bcm2835-gpio", "soc/gpio@7e200000");
        // bcm283x.dtsi and bcm2837.dtsi
        property("#address-cells", "00000001");
        property("#size-cells", "00000001");
        property("soc/#address-cells", "00000001");
        property("soc/#size-cells", "00000001");
        property("soc/ranges", "7e0000003f00000001000000400000004000000000001000");
        property("soc/gpio@7e200000/reg", "7e200000000000b4");
        device("/dev/gpiomem");
    }

    private void controller(String label, String compatible, String node) {
        chip = new FakeGpioChip(kernel, "gpiochip0", label, 58);
        kernel.device("/dev/gpiochip0", chip);
        kernel.file(TREE + "/" + node + "/compatible", compatible + "\0");
        link("/proc/device-tree", TREE);
        link("/sys/bus/gpio/devices/gpiochip0/of_node", TREE + "/" + node);
    }

    private void link(String from, String to) {
        try {
            Path link = root.resolve(from.substring(1));
            Files.createDirectories(link.getParent());
            Files.deleteIfExists(link);
            Files.createSymbolicLink(link, link.getParent().relativize(root.resolve(to.substring(1))));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void property(String path, String hex) {
        try {
            Path file = root.resolve(TREE.substring(1)).resolve(path);
            Files.createDirectories(file.getParent());
            Files.write(file, HexFormat.of().parseHex(hex));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Device device(String path) {
        Device device = new Device();
        devices.put(path, device);
        kernel.device(path, device);
        return device;
    }

    private Device gpiomem() {
        return devices.get("/dev/gpiomem");
    }

    private GpioMemory memory(String setting) {
        return new GpioMemory(kernel, host(setting));
    }

    private Host host(String setting) {
        return new Host(root, "Linux", Map.of("BLINKA_GPIOMEM", setting));
    }

    private LinuxGpio open(GpioMemory memory, int line) {
        LinuxChips chips = new LinuxChips(kernel, kernel.host);
        return LinuxGpio.open(
                kernel, chips, memory, new EdgeReader(kernel), new Line("/dev/gpiochip0", line), "blinka4j");
    }

    /** Whether the levels of a line go through the kernel. */
    private boolean asksTheKernel(String setting) {
        try (GpioPort port = open(memory(setting), 17)) {
            port.output(false, false);
            int before = kernel.calls();
            port.write(true);
            return kernel.calls() > before;
        }
    }

    @Test
    void aRegularFileIsNotMapped() {
        device("/home/pi/notes");
        assertThatThrownBy(() -> open(memory("/home/pi/notes"), 17))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll(
                        "BLINKA_GPIOMEM",
                        "/home/pi/notes is a regular file",
                        "'gpiomem'",
                        "'off'",
                        "/dev/gpiomem",
                        "/dev/mem");
        assertThat(kernel.mappings()).isZero();
        assertThat(kernel.openFiles()).isZero();
    }

    /** Pins would be silently dead. */
    @Test
    void anotherKindOfDeviceIsNotMapped() throws IOException {
        device("/dev/zero");
        Files.delete(root.resolve("dev/zero"));
        Files.createSymbolicLink(root.resolve("dev/zero"), Path.of("/dev/zero"));
        assertThatThrownBy(() -> open(memory("/dev/zero"), 17))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("/dev/zero", "'mem' (1:5)");
        // Not asked for, it only makes the pins slower.
        Files.delete(root.resolve("dev/gpiomem"));
        Files.createSymbolicLink(root.resolve("dev/gpiomem"), Path.of("/dev/zero"));
        assertThat(asksTheKernel("")).isTrue();
        assertThat(kernel.mappings()).isZero();
    }

    @Test
    void theDriversOfTheRegistersAndAllMemoryAreKnown() throws IOException {
        device("/dev/zero");
        Files.delete(root.resolve("dev/zero"));
        Files.createSymbolicLink(root.resolve("dev/zero"), Path.of("/dev/zero"));
        for (String subsystem : new String[] {"bcm2835-gpiomem", "rpi-gpiomem"}) {
            Files.createDirectories(root.resolve("sys/class").resolve(subsystem));
            link("/sys/dev/char/1:5/subsystem", "/sys/class/" + subsystem);
            assertThat(asksTheKernel("/dev/zero")).isFalse();
        }
        assertThat(DeviceKind.GPIOMEM.mistaken(Host.local(), "/dev/null")).contains("(1:3)");
        if (Files.exists(Path.of("/dev/mem"))) {
            assertThat(DeviceKind.GPIOMEM.mistaken(Host.local(), "/dev/mem")).isNull();
        }
    }

    @Test
    void anOutputIsDrivenThroughItsRegistersWithoutASystemCall() {
        GpioPort port = open(memory(""), 17);
        port.output(true, false);
        assertThat(gpiomem().word(GPSET0)).as("the kernel has set the level").isZero();
        int before = kernel.calls();
        port.write(true);
        assertThat(gpiomem().word(GPSET0)).isEqualTo(0x0002_0000);
        assertThat(gpiomem().word(GPCLR0)).isZero();
        port.write(false);
        assertThat(gpiomem().word(GPCLR0)).isEqualTo(0x0002_0000);
        assertThat(kernel.calls()).isEqualTo(before);
    }

    @Test
    void theLevelOfTheWireIsReadForInputsAndForOutputs() {
        GpioPort port = open(memory(""), 17);
        for (int i = 0; i < 2; i++) {
            if (i == 0) {
                port.input(Bias.PULL_UP);
            } else {
                port.output(false, false);
            }
            int before = kernel.calls();
            gpiomem().word(GPLEV0, 0x0002_0000);
            assertThat(port.read()).isTrue();
            gpiomem().word(GPLEV0, ~0x0002_0000);
            assertThat(port.read()).isFalse();
            assertThat(kernel.calls()).isEqualTo(before);
        }
    }

    @Test
    void directionAndPullStayTheKernels() {
        GpioPort port = open(memory(""), 17);
        port.output(true, false);
        port.write(false);
        port.input(Bias.PULL_UP);
        assertThat(chip.line(17).configs)
                .containsExactly(
                        new FakeGpioChip.Config(FakeGpioChip.OUTPUT, 2, 1),
                        new FakeGpioChip.Config(FakeGpioChip.INPUT | FakeGpioChip.PULL_UP, 0, 0));
    }

    @Test
    void aLineThatIsNotAnOutputIsNotWritten() {
        GpioPort port = open(memory(""), 17);
        assertThatThrownBy(() -> port.write(true))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is not an output");
        port.output(false, false);
        port.input(Bias.DISABLED);
        assertThatThrownBy(() -> port.write(true)).isInstanceOf(IllegalStateException.class);
        assertThat(gpiomem().word(GPSET0)).isZero();
    }

    @Test
    void aLineThatHasNoDirectionYetIsReadThroughTheKernel() {
        GpioPort port = open(memory(""), 17);
        chip.line(17).drive(true);
        assertThat(port.read()).isTrue();
    }

    @Test
    void openDrainIsTheKernelsAffair() {
        GpioPort port = open(memory(""), 17);
        port.output(true, false);
        port.output(true, true);
        int before = kernel.calls();
        port.write(false);
        assertThat(port.read()).isFalse();
        assertThat(kernel.calls()).isEqualTo(before + 2);
        assertThat(gpiomem().word(GPCLR0)).isZero();
    }

    @Test
    void aLevelThatTheKernelDebouncesIsAskedOfTheKernel() {
        GpioPort port = open(memory(""), 17);
        port.input(Bias.DISABLED);
        gpiomem().word(GPLEV0, 0x0002_0000);
        assertThat(port.read()).isTrue();
        port.watch(true, true, 5_000_000, (rising, time, sequence) -> {});
        assertThat(port.read()).isFalse();
        port.unwatch();
        assertThat(port.read()).isTrue();
        port.close();
    }

    @Test
    void aFailedSwitchLeavesTheLineDrivenAsLastWritten() {
        GpioPort port = open(memory(""), 17);
        port.output(false, false);
        port.write(true);
        chip.refuses = flags -> (flags & FakeGpioChip.PULL_UP) != 0 ? Errno.EOPNOTSUPP : 0;
        assertThatThrownBy(() -> port.input(Bias.PULL_UP)).isInstanceOf(NotAvailableException.class);
        assertThat(chip.line(17).configs).endsWith(new FakeGpioChip.Config(FakeGpioChip.OUTPUT, 2, 1));
    }

    @Test
    void aControllerIsMappedOnceForAsLongAsTheProcessLives() {
        GpioMemory memory = memory("");
        GpioPort first = open(memory, 4);
        GpioPort second = open(memory, 17);
        assertThat(kernel.mappings()).isEqualTo(1);
        assertThat(kernel.openFiles()).as("the two lines' files alone").isEqualTo(2);
        first.close();
        first.close();
        second.output(false, false);
        second.write(true);
        second.close();
        assertThat(kernel.mappings()).as("another thread may be about to write").isEqualTo(1);
        open(memory, 4).close();
        assertThat(kernel.mappings()).isEqualTo(1);
    }

    @Test
    void aClosedPortRefusesCalls() {
        GpioPort port = open(memory(""), 17);
        port.output(false, false);
        port.close();
        assertThatThrownBy(() -> port.write(true)).hasMessageContaining("is closed");
        assertThatThrownBy(port::read).hasMessageContaining("is closed");
    }

    @Test
    void eachControllerHasItsDevice() {
        assertThat(asksTheKernel("")).isFalse();
        controller("pinctrl-bcm2711", "brcm,bcm2711-gpio", "soc/gpio@7e200000");
        assertThat(asksTheKernel("")).isFalse();
        controller("pinctrl-rp1", "raspberrypi,rp1-gpio", "axi/pcie@1000120000/rp1/gpio@d0000");
        assertThat(asksTheKernel("")).as("there is no /dev/gpiomem0").isTrue();
        Device rp1 = device("/dev/gpiomem0");
        assertThat(asksTheKernel("")).isFalse();
        assertThat(rp1.word(0x1_2000)).isEqualTo(0x0002_0000);
    }

    @Test
    void theKernelIsUsedIfTheSettingSaysSo() {
        assertThat(asksTheKernel("off")).isTrue();
        assertThat(kernel.mappings()).isZero();
    }

    @Test
    void theKernelIsAskedIfTheDeviceIsMissingOrForbidden() {
        kernel.refuse("/dev/gpiomem", Errno.EACCES);
        assertThat(asksTheKernel("")).isTrue();
        kernel.remove("/dev/gpiomem");
        assertThat(asksTheKernel("/dev/gpiomem9")).isTrue();
        assertThat(kernel.openFiles()).isZero();
    }

    @Test
    void theKernelIsAskedIfADeviceCannotBeMapped() {
        kernel.device("/dev/gpiomem", () -> new FakeKernel.File() {});
        assertThat(asksTheKernel("")).isTrue();
        assertThat(kernel.openFiles()).isZero();
    }

    @Test
    void theKernelIsAskedOfControllersThatAreNotKnown() {
        controller("pinctrl-test", "brcm,bcm2835-gpio", "soc/gpio@7e200000");
        assertThat(asksTheKernel("")).isTrue();
    }

    @Test
    void aControllerThatHasTheLabelButNotTheHardwareIsNotMapped() {
        // gpio-sim accepts any label. It has no node in the device tree, or one for itself.
        controller("pinctrl-bcm2835", "gpio-simulator", "soc/gpio@7e200000");
        assertThat(asksTheKernel("")).isTrue();
    }

    @Test
    void anotherDeviceIsUsedIfTheSettingNamesIt() {
        Device other = device("/dev/gpiomem9");
        assertThat(asksTheKernel("/dev/gpiomem9")).isFalse();
        assertThat(other.word(GPSET0)).isEqualTo(0x0002_0000);
    }

    @Test
    void aSettingThatNamesNoDeviceIsAnError() {
        assertThatThrownBy(() -> open(memory("on"), 17))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("BLINKA_GPIOMEM=on", "'off'", "/dev/gpiomem", "/dev/mem");
        assertThat(kernel.openFiles()).isZero();
    }

    @Test
    void inDevMemTheDeviceTreeTellsTheRegistersAddress() {
        Device mem = device("/dev/mem");
        assertThat(asksTheKernel("/dev/mem")).isFalse();
        assertThat(mem.offset).isEqualTo(0x3f20_0000L);
        assertThat(mem.word(GPSET0)).isEqualTo(0x0002_0000);
    }

    @Test
    void addressesOfTwoCellsAreTranslatedToo() {
        controller("pinctrl-bcm2711", "brcm,bcm2711-gpio", "soc/gpio@7e200000");
        // bcm2711.dtsi
        property("#address-cells", "00000002");
        property(
                "soc/ranges",
                "7e00000000000000fe00000001800000" + "7c00000000000000fc00000002000000"
                        + "4000000000000000ff80000000800000");
        Device mem = device("/dev/mem");
        assertThat(asksTheKernel("/dev/mem")).isFalse();
        assertThat(mem.offset).isEqualTo(0xfe20_0000L);
    }

    @Test
    void aBusWithoutRangesHasNoAddress() throws IOException {
        Files.delete(root.resolve("sys/firmware/devicetree/base/soc/ranges"));
        device("/dev/mem");
        assertThat(asksTheKernel("/dev/mem")).isTrue();
        property("soc/ranges", "700000003f00000001000000");
        assertThat(asksTheKernel("/dev/mem")).as("not in any range").isTrue();
        property("soc/ranges", "");
        assertThat(asksTheKernel("/dev/mem")).as("the same addresses").isFalse();
        assertThat(devices.get("/dev/mem").offset).isEqualTo(0x7e20_0000L);
    }

    @Test
    void registersThatDoNotBeginAPageAreFoundWithinIt() {
        property("soc/gpio@7e200000/reg", "7e215040000000b4");
        Device mem = device("/dev/mem");
        assertThat(asksTheKernel("/dev/mem")).isFalse();
        assertThat(mem.offset).isEqualTo(0x3f21_0000L);
        assertThat(mem.word(0x5040 + GPSET0)).isEqualTo(0x0002_0000);
    }

    @Test
    void theRp1IsNotMappedThroughDevMem() {
        controller("pinctrl-rp1", "raspberrypi,rp1-gpio", "axi/pcie@1000120000/rp1/gpio@d0000");
        device("/dev/mem");
        assertThat(asksTheKernel("/dev/mem")).isTrue();
    }

    @Test
    void readingAndWritingAllocateNothing() {
        DigitalInOut pin = new DigitalInOut(open(memory(""), 17));
        pin.switchToOutput();
        int calls = kernel.calls();
        assertThat(Allocations.inRound(10_000, () -> {
                    pin.value(false);
                    pin.value(true);
                    pin.value();
                }))
                .isLessThan(10_000);
        assertThat(kernel.calls()).as("system calls").isEqualTo(calls);
    }

    @Test
    void aThreadThatDrivesAMappedLineLearnsThatAnotherOneHasClosedIt() throws Exception {
        GpioMemory memory = memory("");
        for (int round = 0; round < 300; round++) {
            GpioPort port = open(memory, 17);
            port.output(false, false);
            CountDownLatch busy = new CountDownLatch(1);
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            Thread user = new Thread(() -> {
                try {
                    for (int i = 0; ; i++) {
                        port.write(i % 2 == 0);
                        port.read();
                        if (i == 20) {
                            busy.countDown();
                        }
                    }
                } catch (IllegalStateException e) {
                    thrown.set(e);
                }
            });
            user.start();
            assertThat(busy.await(10, TimeUnit.SECONDS)).isTrue();
            port.close();
            user.join(10_000);
            assertThat(thrown.get()).hasMessageContaining("is closed");
        }
    }
}
