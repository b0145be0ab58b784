// SPDX-License-Identifier: MIT
package blinka4j.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.BusException;
import blinka4j.NotAvailableException;
import blinka4j.kernel.Errno;
import blinka4j.provider.BoardDefinition.SpiBus;
import blinka4j.provider.Host;
import blinka4j.provider.SpiPort;
import blinka4j.provider.SpiPort.Settings;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinuxSpiTest {
    private static final SpiBus BUS = new SpiBus("/dev/spidev0", null, null, null, List.of(), "add dtparam=spi=on");

    @TempDir
    private Path root;

    private FakeKernel kernel;
    private final Chip first = new Chip();
    private final Chip second = new Chip();

    @BeforeEach
    void layOutTheMachine() {
        kernel = new FakeKernel(root);
        kernel.device("/dev/spidev0.0", () -> first);
        kernel.device("/dev/spidev0.1", () -> second);
        kernel.file("/dev/spidev10.0", "");
    }

    /** A chip that answers each byte with its complement, and records the calls of the kernel. */
    private static final class Chip implements FakeKernel.File {
        private final List<String> told = new ArrayList<>();
        private int mode;
        private int refusedBits;
        private int ignoredBits;
        private int hiddenBits;
        private int error;
        private int bufsiz = 4096;

        @Override
        public int ioctl(long request, @Nullable Pointer argument) {
            if (request == 0x80046b05L) {
                argument.setInt(0, mode & ~hiddenBits);
                return 0;
            }
            if (request == 0x40046b05L) {
                told.add("mode 0x%02x".formatted(argument.getInt(0)));
                if (error != 0) {
                    return -error;
                }
                if ((argument.getInt(0) & refusedBits) != 0) {
                    return -Errno.EINVAL;
                }
                mode = argument.getInt(0) & ~ignoredBits;
                return 0;
            }
            if (request == 0x40016b03L) {
                told.add("bits " + argument.getByte(0));
                return argument.getByte(0) > 16 ? -Errno.EINVAL : 0;
            }
            if (request == 0x40046b04L) {
                told.add("clock " + argument.getInt(0));
                return 0;
            }
            return request == 0x40206b00L ? message(argument) : -Errno.ENOTTY;
        }

        private int message(Pointer transfer) {
            long out = transfer.getLong(0);
            long in = transfer.getLong(8);
            int length = transfer.getInt(16);
            told.add("%s%s%s %s%s"
                    .formatted(
                            out == 0 && in == 0 ? "nothing" : "",
                            out != 0 ? "out" : "",
                            in != 0 ? "in" : "",
                            length,
                            transfer.getByte(27) != 0 ? " held" : ""));
            for (int i = 20; i < 32; i++) {
                assertThat(i == 27 || transfer.getByte(i) == 0).isTrue();
            }
            if (error != 0 && length > 0) {
                return -error;
            }
            if (length > bufsiz) {
                return -Errno.EMSGSIZE;
            }
            for (int i = 0; i < length && in != 0; i++) {
                new Pointer(in).setByte(i, (byte) ~(out == 0 ? 0 : new Pointer(out).getByte(i)));
            }
            return length;
        }
    }

    private SpiPort open() {
        return LinuxSpi.open(kernel, kernel.host, BUS);
    }

    private static Settings settings(int baudrate, int polarity, int phase, int chipSelect) {
        return new Settings(baudrate, polarity, phase, 8, false, false, chipSelect);
    }

    @Test
    void onlyChangedSettingsAreSent() {
        SpiPort port = open();
        assertThat(port.configure(settings(1_000_000, 1, 1, 0))).isEqualTo(1_000_000);
        port.configure(settings(1_000_000, 1, 1, 0));
        port.configure(settings(2_000_000, 1, 1, 0));
        port.configure(settings(2_000_000, 0, 0, 0));
        port.configure(new Settings(2_000_000, 0, 1, 16, true, true, 0));
        assertThat(first.told)
                .containsExactly(
                        "mode 0x03", "bits 8", "clock 1000000", "clock 2000000", "mode 0x00", "mode 0x19", "bits 16");
    }

    @Test
    void eachChipSelectHasItsOwnFileAndSettings() {
        SpiPort port = open();
        byte[] in = new byte[1];
        for (int i = 0; i < 2; i++) {
            port.configure(settings(1_000_000, 0, 0, 0));
            port.transfer(new byte[] {1}, 0, in, 0, 1, false);
            port.configure(settings(5_000_000, 0, 1, 1));
            port.transfer(new byte[] {2}, 0, in, 0, 1, false);
        }
        assertThat(first.told).containsExactly("bits 8", "clock 1000000", "outin 1", "outin 1");
        assertThat(second.told).containsExactly("mode 0x01", "bits 8", "clock 5000000", "outin 1", "outin 1");
        port.close();
        port.close();
        assertThat(kernel.openFiles()).isZero();
    }

    @Test
    void bytesAreSentAndReceivedAtTheSameTime() {
        SpiPort port = open();
        port.configure(settings(1_000_000, 0, 0, 0));
        byte[] buffer = {9, 0x0F, (byte) 0xF0, 9};
        port.transfer(buffer, 1, buffer, 1, 2, false);
        assertThat(buffer).containsExactly(9, 0xF0, 0x0F, 9);
        byte[] in = new byte[2];
        port.transfer(null, 0, in, 0, 2, false);
        assertThat(in).as("what answers zeros").containsExactly(0xFF, 0xFF);
        port.transfer(buffer, 0, null, 0, 4, false);
        port.transfer(null, 0, null, 0, 3, false);
        assertThat(first.told).endsWith("outin 2", "outin 2", "out 4", "out 3");
    }

    @Test
    void aTransferThatIsTooLongIsSplitWithTheChipSelected() {
        SpiPort port = open();
        port.configure(settings(1_000_000, 0, 0, 0));
        byte[] out = new byte[10_000];
        new Random(1).nextBytes(out);
        byte[] in = new byte[10_000];
        port.transfer(out, 0, in, 0, 10_000, false);
        for (int i = 0; i < out.length; i++) {
            assertThat(in[i]).isEqualTo((byte) ~out[i]);
        }
        assertThat(first.told).endsWith("outin 4096 held", "outin 4096 held", "outin 1808");
        port.transfer(out, 0, in, 0, 4097, true);
        assertThat(first.told).endsWith("outin 4096 held", "outin 1 held");
    }

    @Test
    void aLargerBufferOfTheKernelIsUsed() {
        kernel.file("/sys/module/spidev/parameters/bufsiz", "65536\n");
        first.bufsiz = 65536;
        SpiPort port = open();
        port.configure(settings(1_000_000, 0, 0, 0));
        port.transfer(new byte[70_000], 0, null, 0, 70_000, false);
        assertThat(first.told).endsWith("out 65536 held", "out 4464");
    }

    /** A strip of pixels takes a pause for an end. */
    @Test
    void theLongestTransferWithoutAPauseIsTheBufferOfTheKernel() {
        assertThat(open().longestTransfer()).isEqualTo(4096);
        kernel.file("/sys/module/spidev/parameters/bufsiz", "65536\n");
        assertThat(open().longestTransfer()).isEqualTo(65536);
    }

    @Test
    void anEmptyTransferEndsTheSelectionAndOtherwiseCostsNothing() {
        SpiPort port = open();
        port.configure(settings(1_000_000, 0, 0, 0));
        port.transfer(null, 0, null, 0, 0, false);
        port.transfer(new byte[4], 0, null, 0, 4, true);
        port.transfer(null, 0, null, 0, 0, true);
        port.transfer(null, 0, null, 0, 0, false);
        port.transfer(null, 0, null, 0, 0, false);
        assertThat(first.told.subList(2, first.told.size())).containsExactly("out 4 held", "nothing 0");
        port.transfer(new byte[4], 0, null, 0, 4, true);
        port.close();
        assertThat(first.told).endsWith("out 4 held", "nothing 0");
    }

    @Test
    void aSelectionByHandLeavesTheControllersChipSelectAlone() {
        SpiPort port = open();
        port.configure(settings(1_000_000, 0, 0, Settings.BY_HAND));
        assertThat(first.told).startsWith("mode 0x40");
        port.configure(settings(1_000_000, 0, 0, 0));
        assertThat(first.told).endsWith("mode 0x00");
    }

    @Test
    void chipsThatAreSelectedByHandTakeTurnsWithoutALookAtTheDeviceFiles() {
        kernel.remove("/dev/spidev0.0");
        SpiPort port = open();
        kernel.remove("/dev/spidev0.1");
        port.configure(settings(1_000_000, 0, 0, Settings.BY_HAND));
        port.configure(settings(1_000_000, 0, 1, Settings.BY_HAND));
        assertThat(second.told).containsExactly("mode 0x40", "bits 8", "clock 1000000", "mode 0x41");
    }

    /** The kernel keeps the mode when the file is closed, and a program that expects to have its chip selected gets zeros. */
    @Test
    void theChipSelectIsTheKernelsAgainAfterwards() {
        SpiPort port = open();
        port.configure(settings(1_000_000, 0, 0, Settings.BY_HAND));

        port.close();

        assertThat(first.told).startsWith("mode 0x40").endsWith("mode 0x00");
    }

    @Test
    void aControllerThatMustDriveItsChipSelectDoesSoByHandToo() {
        first.refusedBits = 0x40;
        SpiPort port = open();
        port.configure(settings(1_000_000, 0, 1, Settings.BY_HAND));
        assertThat(first.told).startsWith("mode 0x41", "mode 0x01");
        port.transfer(new byte[1], 0, null, 0, 1, false);

        first.told.clear();
        port.configure(settings(1_000_000, 0, 0, Settings.BY_HAND));
        port.configure(settings(1_000_000, 0, 1, Settings.BY_HAND));
        assertThat(first.told).containsExactly("mode 0x00", "mode 0x01");
    }

    @Test
    void settingsForAChipThatIsGoneAreABusError() {
        SpiPort port = open();
        first.error = Errno.ESHUTDOWN;
        assertThatThrownBy(() -> port.configure(settings(1_000_000, 0, 1, 0)))
                .isInstanceOf(BusException.class)
                .hasMessageContainingAll("/dev/spidev0.0", "ESHUTDOWN 108")
                .hasMessageContainingAll("pen the bus again");
    }

    /** linux/spi/spi.h: SPI_CS_HIGH, SPI_LSB_FIRST, SPI_3WIRE, SPI_LOOP, SPI_READY, SPI_TX_DUAL, SPI_3WIRE_HIZ … */
    @ParameterizedTest
    @ValueSource(ints = {0x04, 0x08, 0x10, 0x20, 0x40, 0x80, 0x100, 0x200, 0x400, 0x800, 0x8000, 0x1_0000, 0x1_FFFF})
    void noBitOfTheModeThatAnotherProgramHasLeftIsKept(int left) {
        first.mode = left;
        SpiPort port = open();
        port.configure(settings(1_000_000, 1, 0, 0));
        assertThat(first.mode).isEqualTo(0x02);
    }

    @Test
    void aChipSelectIsActiveHighIfTheDeviceTreeSaysSo() {
        kernel.file("/sys/bus/spi/devices/spi0.0/of_node/spi-cs-high", "");
        SpiPort port = open();
        port.configure(settings(1_000_000, 1, 0, 0));
        assertThat(first.mode).isEqualTo(0x06);
        port.configure(settings(1_000_000, 0, 0, Settings.BY_HAND));
        port.close();
        assertThat(first.mode).isEqualTo(0x04);
    }

    /**
     * With cs-gpios the level is the GPIO's: the kernel sets SPI_CS_HIGH itself. From 5.11 on it hides that, before
     * it would take a cleared bit for the other level.
     */
    @Test
    void aChipSelectThatIsAGpioIsLeftToTheKernel() {
        kernel.file("/sys/class/spi_master/spi0/of_node/cs-gpios", "");
        first.mode = 0x04;
        SpiPort port = open();
        port.configure(settings(1_000_000, 1, 0, 0));
        assertThat(first.mode).isEqualTo(0x06);

        kernel.file("/sys/bus/spi/devices/spi0.1/of_node/spi-cs-high", "");
        second.hiddenBits = 0x04;
        port.configure(settings(1_000_000, 1, 0, 1));
        assertThat(second.mode & ~0x04).isEqualTo(0x02);
        port.transfer(new byte[1], 0, null, 0, 1, false);
    }

    @Test
    void aModeThatTheControllerDoesNotTakeIsRefused() {
        first.ignoredBits = 0x02;
        SpiPort port = open();
        assertThatThrownBy(() -> port.configure(settings(1_000_000, 1, 0, 0)))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("SPI(/dev/spidev0)", "/dev/spidev0.0", "mode 0x2", "0x0");
        assertThatThrownBy(() -> port.transfer(new byte[1], 0, null, 0, 1, false))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aControllerThatIgnoresToLeaveItsChipSelectAloneDrivesIt() {
        first.ignoredBits = 0x40;
        SpiPort port = open();
        port.configure(settings(1_000_000, 0, 1, Settings.BY_HAND));
        port.transfer(new byte[1], 0, null, 0, 1, false);
        assertThat(first.mode).isEqualTo(0x01);
    }

    @Test
    void theModeIsReadBackOnce() {
        SpiPort port = open();
        for (int i = 0; i < 2; i++) {
            port.configure(settings(1_000_000, 0, 0, Settings.BY_HAND));
            port.configure(settings(1_000_000, 0, 1, Settings.BY_HAND));
        }
        int before = kernel.calls();
        port.configure(settings(1_000_000, 0, 0, Settings.BY_HAND));
        assertThat(kernel.calls() - before).isEqualTo(1);
    }

    @Test
    void anotherKindOfDeviceIsRefused(@TempDir Path folder) throws IOException {
        Files.createSymbolicLink(folder.resolve("spidev0.0"), Path.of("/dev/null"));
        Files.writeString(folder.resolve("spidev1.0"), "");
        assertThatThrownBy(() -> LinuxSpi.open(
                        Libc.load(), Host.local(), new SpiBus(folder + "/spidev0", null, null, null, List.of(), "")))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll(
                        folder + "/spidev0.0 is a device of kind 'mem' (1:3)", "'spidev'", "/dev/spidev0.0");
        assertThatThrownBy(() -> LinuxSpi.open(
                        Libc.load(), Host.local(), new SpiBus(folder + "/spidev1", null, null, null, List.of(), "")))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll(folder + "/spidev1.0 is a regular file", "'spidev'", "/dev/spidev0.0");
    }

    @Test
    void unsupportedSettingsAreRefusedAndNothingIsTransferred() {
        first.refusedBits = 0x08;
        SpiPort port = open();
        port.configure(settings(1_000_000, 0, 0, 0));
        assertThatThrownBy(() -> port.configure(new Settings(1_000_000, 0, 0, 8, true, false, 0)))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("SPI(/dev/spidev0)", "mode", "Settings[");
        assertThatThrownBy(() -> port.configure(new Settings(1_000_000, 0, 0, 24, false, false, 0)))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("word", "Settings[");
        assertThatThrownBy(() -> port.transfer(new byte[1], 0, null, 0, 1, false))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("configure");
        port.configure(settings(1_000_000, 0, 0, 0));
        port.transfer(new byte[1], 0, null, 0, 1, false);
    }

    @Test
    void wordsAreNotSplit() {
        SpiPort port = open();
        port.configure(new Settings(1_000_000, 0, 0, 12, false, false, 0));
        assertThatThrownBy(() -> port.transfer(new byte[3], 0, null, 0, 3, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("SPI(/dev/spidev0)", "3 bytes", "12 bits", "2 bytes each");
    }

    @Test
    void aFailedTransferNamesTheChipAndLeavesItDeselected() {
        SpiPort port = open();
        port.configure(settings(1_000_000, 0, 0, 0));
        port.transfer(new byte[4], 0, null, 0, 4, true);
        first.error = Errno.ETIMEDOUT;
        assertThatThrownBy(() -> port.transfer(new byte[4], 0, null, 0, 4, true))
                .isInstanceOfSatisfying(BusException.class, e -> {
                    assertThat(e.kind()).isEqualTo(BusException.Kind.TIMEOUT);
                    assertThat(e.errno()).isEqualTo(110);
                })
                .hasMessageContainingAll("SPI(/dev/spidev0)", "4 bytes", "/dev/spidev0.0", "failed", "ETIMEDOUT 110");
        assertThat(first.told).endsWith("out 4 held", "out 4 held", "nothing 0");
        first.error = Errno.ESHUTDOWN;
        assertThatThrownBy(() -> port.transfer(new byte[4], 0, null, 0, 4, false))
                .hasMessageContainingAll("removed");
    }

    @Test
    void anInterruptedTransferIsMadeAgain() {
        SpiPort port = open();
        port.configure(settings(1_000_000, 0, 0, 0));
        kernel.interrupt(2);
        byte[] in = new byte[4];
        port.transfer(new byte[4], 0, in, 0, 4, false);
        assertThat(in).isEqualTo(filled(4));
    }

    private static byte[] filled(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) 0xFF);
        return bytes;
    }

    @Test
    void theErrorForAMissingBusOrChipSelectSaysHowToEnableIt() {
        assertThatThrownBy(() -> LinuxSpi.open(
                        kernel,
                        kernel.host,
                        new SpiBus("/dev/spidev7", null, null, null, List.of(), "add dtoverlay=spi7")))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("/dev/spidev7.0 does not exist", "not enabled", "dd dtoverlay=spi7");
        SpiPort port = open();
        kernel.file("/sys/class/spi_master/spi0/uevent", "");
        assertThatThrownBy(() -> port.configure(settings(1_000_000, 0, 0, 3)))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("/dev/spidev0.3 does not exist", "bus");
    }

    @Test
    void aClosedPortRefusesCalls() {
        SpiPort port = open();
        port.close();
        assertThatThrownBy(() -> port.configure(settings(1_000_000, 0, 0, 0)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("SPI(/dev/spidev0) is closed", "pen it again");
        assertThatThrownBy(() -> port.transfer(null, 0, null, 0, 0, false)).isInstanceOf(IllegalStateException.class);
    }
}
