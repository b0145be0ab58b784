// SPDX-License-Identifier: MIT
package blinka4j.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.NotAvailableException;
import blinka4j.busio.I2C;
import blinka4j.kernel.Errno;
import blinka4j.provider.BoardDefinition.I2CBus;
import blinka4j.provider.Host;
import blinka4j.provider.I2CPort;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinuxI2CTest {
    private static final long PLAIN = 0x0eff0001L;
    private static final long SMBUS_ONLY = 0x0eff0000L;
    private static final I2CBus BUS = new I2CBus("/dev/i2c-1", null, null, "add dtparam=i2c_arm=on and reboot");

    @TempDir
    private Path root;

    private FakeKernel kernel;
    private final Adapter adapter = new Adapter();

    @BeforeEach
    void layOutTheMachine() {
        kernel = new FakeKernel(root);
        kernel.device("/dev/i2c-1", () -> adapter);
    }

    /** An adapter whose devices have 256 registers of 8 bits. Records all transfers. */
    private static final class Adapter implements FakeKernel.File {
        private final Map<Integer, byte[]> devices = new HashMap<>();
        private final Set<Integer> heldByKernel = new HashSet<>();
        private final List<String> wire = new ArrayList<>();
        private long functions = PLAIN;
        private int error;
        private int functionsError;
        private int selectError;
        private int selected;
        private int register;
        private long timeout = -1;

        @Override
        public int ioctl(long request, @Nullable Pointer argument) {
            if (request == 0x705) {
                if (functionsError != 0) {
                    return -functionsError;
                }
                argument.setLong(0, functions);
                return 0;
            }
            if (request == 0x702) {
                timeout = Pointer.nativeValue(argument);
                return 0;
            }
            if (request == 0x703) {
                int address = (int) Pointer.nativeValue(argument);
                if (selectError != 0) {
                    return -selectError;
                }
                if (heldByKernel.contains(address)) {
                    return -Errno.EBUSY;
                }
                selected = address;
                return 0;
            }
            if (error != 0) {
                return -error;
            }
            return request == 0x707 ? messages(argument) : request == 0x720 ? smbus(argument) : -Errno.ENOTTY;
        }

        private int messages(Pointer argument) {
            if ((functions & 1) == 0) {
                return -Errno.EOPNOTSUPP;
            }
            Pointer message = argument.getPointer(0);
            int count = argument.getInt(Native.POINTER_SIZE);
            StringBuilder seen = new StringBuilder();
            for (int i = 0; i < count; i++) {
                int address = message.getShort(0);
                boolean read = (message.getShort(2) & 1) != 0;
                int length = message.getShort(4) & 0xFFFF;
                Pointer data = message.getPointer(8);
                byte[] registers = devices.get(address);
                seen.append(i > 0 ? " repeated " : "").append("%02x %s".formatted(address, read ? "read" : "write"));
                if (registers == null) {
                    wire.add(seen + " nack");
                    return -Errno.EREMOTEIO;
                }
                for (int k = 0; k < length; k++) {
                    if (read) {
                        data.setByte(k, registers[register++ & 0xFF]);
                    } else if (k == 0) {
                        register = data.getByte(0) & 0xFF;
                    } else {
                        registers[register++ & 0xFF] = data.getByte(k);
                    }
                }
                seen.append(' ').append(length);
                message = message.share(Native.POINTER_SIZE == 8 ? 16 : 12);
            }
            wire.add(seen.toString());
            return count;
        }

        private int smbus(Pointer argument) {
            boolean read = argument.getByte(0) == 1;
            int command = argument.getByte(1) & 0xFF;
            int transaction = argument.getInt(4);
            Pointer data = argument.getPointer(8);
            byte[] registers = devices.get(selected);
            wire.add("%02x %s %s".formatted(selected, read ? "read" : "write", transaction));
            if (registers == null) {
                return -Errno.ENXIO;
            }
            switch (transaction) {
                case 0 -> {}
                case 1 -> {
                    if (read) {
                        data.setByte(0, registers[register++ & 0xFF]);
                    } else {
                        register = command;
                    }
                }
                case 2, 3 -> {
                    for (int i = 0; i < transaction - 1; i++) {
                        if (read) {
                            int word = data.getShort(0) & ~(0xFF << 8 * i) | (registers[command + i] & 0xFF) << 8 * i;
                            data.setShort(0, (short) word);
                        } else {
                            registers[command + i] = (byte) (data.getShort(0) >> 8 * i);
                        }
                    }
                }
                case 8 -> {
                    int length = data.getByte(0) & 0xFF;
                    if (length > 32) {
                        return -Errno.EINVAL;
                    }
                    for (int i = 0; i < length; i++) {
                        if (read) {
                            data.setByte(1 + i, registers[command + i]);
                        } else {
                            registers[command + i] = data.getByte(1 + i);
                        }
                    }
                }
                default -> {
                    return -Errno.EINVAL;
                }
            }
            return 0;
        }
    }

    private byte[] device(int address) {
        byte[] registers = new byte[256];
        for (int i = 0; i < 256; i++) {
            registers[i] = (byte) (i ^ 0x5A);
        }
        adapter.devices.put(address, registers);
        return registers;
    }

    private I2CPort open() {
        return LinuxI2C.open(kernel, kernel.host, BUS, 100_000, 0);
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    @Test
    void aRegisterIsReadInOneTransactionWithARepeatedStart() {
        device(0x76);
        byte[] buffer = bytes(0x10, 0, 0, 0, 0x77);
        open().transfer(0x76, buffer, 0, 1, buffer, 1, 4);
        assertThat(buffer).isEqualTo(bytes(0x10, 0x4A, 0x4B, 0x48, 0x77));
        assertThat(adapter.wire).containsExactly("76 write 1 repeated 76 read 3");
    }

    @Test
    void writesAndReadsAloneAreOneMessageEach() {
        byte[] registers = device(0x76);
        I2CPort port = open();
        port.transfer(0x76, bytes(9, 0x20, 1, 2, 9), 1, 4, new byte[0], 0, 0);
        port.transfer(0x76, new byte[0], 0, 0, new byte[3], 1, 3);
        port.transfer(0x76, new byte[0], 0, 0, new byte[0], 0, 0);
        assertThat(registers[0x20]).isEqualTo((byte) 1);
        assertThat(registers[0x21]).isEqualTo((byte) 2);
        assertThat(adapter.wire).containsExactly("76 write 3", "76 read 2", "76 write 0");
    }

    @Test
    void aTransactionThatIsTooLongIsRefusedNotCut() {
        device(0x50);
        I2CPort port = open();
        port.transfer(0x50, new byte[8192], 0, 8192, new byte[0], 0, 0);
        assertThatThrownBy(() -> port.transfer(0x50, new byte[8193], 0, 8193, new byte[0], 0, 0))
                .isInstanceOf(BusException.class)
                .hasMessageContainingAll("I2C(/dev/i2c-1)", "8193 bytes", "0x50", "8192");
        assertThatThrownBy(() -> port.transfer(0x50, new byte[1], 0, 1, new byte[9000], 0, 9000))
                .isInstanceOf(BusException.class);
        assertThat(adapter.wire).containsExactly("50 write 8192");
    }

    @ParameterizedTest
    @CsvSource({
        "6, NO_ACKNOWLEDGE, ENXIO 6; no acknowledge",
        "121, NO_ACKNOWLEDGE, EREMOTEIO 121; no acknowledge",
        "19, OTHER, ENODEV 19; failed",
        "108, OTHER, ESHUTDOWN 108; failed",
        "110, TIMEOUT, ETIMEDOUT 110; timeout",
        "11, ARBITRATION_LOST, EAGAIN 11; another controller",
        "16, BUSY, EBUSY 16; busy",
        "5, OTHER, EIO 5; failed",
        "95, OTHER, EOPNOTSUPP 95; failed",
        "71, OTHER, EPROTO 71; failed",
        "77, OTHER, errno 77; failed"
    })
    void eachErrorOfTheKernelIsOneOfOurs(int errno, Kind kind, String words) {
        adapter.error = errno;
        I2CPort port = open();
        assertThatThrownBy(() -> port.transfer(0x76, bytes(1), 0, 1, new byte[1], 0, 1))
                .isInstanceOfSatisfying(BusException.class, e -> {
                    assertThat(e.kind()).isEqualTo(kind);
                    assertThat(e.errno()).isEqualTo(errno);
                })
                .hasMessageContainingAll("I2C(/dev/i2c-1)", "0x76")
                .hasMessageContainingAll(words.split("; "));
    }

    @Test
    void anInterruptedTransferIsMadeAgain() {
        device(0x76);
        I2CPort port = open();
        port.transfer(0x76, bytes(0x10), 0, 1, new byte[0], 0, 0);
        kernel.interrupt(2);
        byte[] in = new byte[1];
        port.transfer(0x76, bytes(0x10), 0, 1, in, 0, 1);
        assertThat(in[0]).isEqualTo((byte) 0x4A);
    }

    @Test
    void anAddressThatAKernelDriverHoldsNamesTheDriverAndHowToFreeIt() throws IOException {
        adapter.heldByKernel.add(0x68);
        device(0x68);
        Path drivers = Files.createDirectories(root.resolve("sys/bus/i2c/drivers/rtc-ds1307"));
        Path device = Files.createDirectories(root.resolve("sys/bus/i2c/devices/1-0068"));
        Files.createSymbolicLink(device.resolve("driver"), drivers);
        I2CPort port = open();
        assertThatThrownBy(() -> port.transfer(0x68, bytes(1), 0, 1, new byte[1], 0, 1))
                .isInstanceOfSatisfying(
                        BusException.class, e -> assertThat(e.kind()).isEqualTo(Kind.BUSY))
                .hasMessageContainingAll(
                        "I2C(/dev/i2c-1)",
                        "0x68",
                        "driver \"rtc-ds1307\"",
                        "EBUSY 16",
                        "echo 1-0068 | sudo tee /sys/bus/i2c/drivers/rtc-ds1307/unbind");
        assertThat(port.probe(0x68)).as("it is there").isTrue();
        assertThat(adapter.wire).isEmpty();
    }

    @Test
    void anAddressIsCheckedForADriverOnce() {
        device(0x76);
        I2CPort port = open();
        port.transfer(0x76, bytes(1), 0, 1, new byte[1], 0, 1);
        int before = kernel.calls();
        for (int i = 0; i < 10; i++) {
            port.transfer(0x76, bytes(1), 0, 1, new byte[1], 0, 1);
        }
        assertThat(kernel.calls() - before).isEqualTo(10);
    }

    @Test
    void aProbeWritesNothingAndReadsAtTheAddressesOfEeproms() {
        device(0x48);
        device(0x50);
        device(0x31);
        I2CPort port = open();
        assertThat(port.probe(0x48)).isTrue();
        assertThat(port.probe(0x50)).isTrue();
        assertThat(port.probe(0x31)).isTrue();
        assertThat(port.probe(0x49)).isFalse();
        assertThat(adapter.wire)
                .containsExactly("48 write 0", "50 read 1", "31 read 1", "49 write nack", "49 read nack");
    }

    /** Documentation/i2c/fault-codes.rst lists the errors that mean "no device". Many controllers report EREMOTEIO. */
    @ParameterizedTest
    @ValueSource(ints = {Errno.ENXIO, Errno.EREMOTEIO})
    void onlyAMissingAcknowledgeMeansThatNoDeviceIsThere(int errno) {
        adapter.error = errno;
        assertThat(open().probe(0x48)).isFalse();
        adapter.functions = SMBUS_ONLY;
        assertThat(open().probe(0x48)).isFalse();
        assertThat(new I2C(open()).scan()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "11, ARBITRATION_LOST",
        "110, TIMEOUT",
        "5, OTHER",
        "19, OTHER",
        "108, OTHER",
        "16, BUSY",
        "71, OTHER",
        "77, OTHER"
    })
    void aProbeReportsAFaultOfTheBus(int errno, Kind kind) {
        adapter.error = errno;
        for (long functions : new long[] {PLAIN, SMBUS_ONLY}) {
            adapter.functions = functions;
            I2CPort port = open();
            int before = kernel.calls();
            assertThatThrownBy(() -> port.probe(0x48))
                    .isInstanceOfSatisfying(BusException.class, e -> {
                        assertThat(e.kind()).isEqualTo(kind);
                        assertThat(e.errno()).isEqualTo(errno);
                    })
                    .hasMessageContaining("0x48");
            assertThat(kernel.calls() - before)
                    .as("the address is selected, and one transfer made: a controller that hangs, hangs long")
                    .isLessThanOrEqualTo(3);
            assertThatThrownBy(() -> new I2C(port).scan())
                    .isInstanceOfSatisfying(
                            BusException.class, e -> assertThat(e.errno()).isEqualTo(errno));
        }
    }

    /** drivers/i2c/busses: i2c-xiic.c, i2c-ocores.c, i2c-imx-lpi2c.c. */
    @ParameterizedTest
    @ValueSource(strings = {"xiic-i2c", "ocores-i2c", "imx-lpi2c"})
    void aDriverThatReportsAMissingAcknowledgeAsEioIsKnown(String driver) throws IOException {
        adapter.error = Errno.EIO;
        Path controller = root.resolve("sys/devices/platform/40800000.i2c");
        Files.createDirectories(controller.resolve("i2c-1"));
        Files.createDirectories(root.resolve("sys/bus/i2c/devices"));
        Files.createSymbolicLink(root.resolve("sys/bus/i2c/devices/i2c-1"), controller.resolve("i2c-1"));
        Files.createDirectories(root.resolve("sys/bus/platform/drivers").resolve(driver));
        Files.createSymbolicLink(
                controller.resolve("driver"),
                root.resolve("sys/bus/platform/drivers").resolve(driver));
        assertThat(open().probe(0x48)).isFalse();
        Files.delete(controller.resolve("driver"));
        assertThatThrownBy(() -> open().probe(0x48)).isInstanceOf(BusException.class);
    }

    /** drivers/i2c/i2c-stub.c */
    @Test
    void theStubAdapterReportsAMissingAcknowledgeAsEnodev() throws IOException {
        adapter.error = Errno.ENODEV;
        assertThatThrownBy(() -> open().probe(0x48)).hasMessageContaining("unplugged");
        Path name = root.resolve("sys/bus/i2c/devices/i2c-1/name");
        Files.createDirectories(name.getParent());
        Files.writeString(name, "SMBus stub driver\n");
        assertThat(open().probe(0x48)).isFalse();
        assertThatThrownBy(() -> open().transfer(0x48, new byte[1], 0, 1, new byte[0], 0, 0))
                .isInstanceOfSatisfying(
                        BusException.class, e -> assertThat(e.kind()).isEqualTo(BusException.Kind.NO_ACKNOWLEDGE));
    }

    @Test
    void anAddressThatTheKernelRefusesToSelectIsAFault() {
        adapter.selectError = Errno.ENODEV;
        assertThatThrownBy(() -> open().probe(0x48))
                .isInstanceOf(BusException.class)
                .hasMessageContaining("ENODEV 19");
    }

    @Test
    void anAdapterThatCannotProbeIsReported() {
        adapter.functions = 0;
        assertThatThrownBy(() -> open().probe(0x48))
                .isInstanceOf(BusException.class)
                .hasMessageContaining("EOPNOTSUPP 95");
    }

    @Test
    void anUnpluggedAdapterIsNotAMissingAcknowledge() {
        adapter.error = Errno.ENODEV;
        assertThatThrownBy(() -> open().transfer(0x48, bytes(1), 0, 1, new byte[1], 0, 1))
                .hasMessageContainingAll("ENODEV 19", "unplugged")
                .hasMessageContaining("open the bus again");
    }

    /** A write to /proc/self/mem would change the memory of this program. */
    @ParameterizedTest
    @CsvSource({
        "/dev/null, a device of kind 'mem' (1:3)",
        "/dev/zero, a device of kind 'mem' (1:5)",
        "/proc/self/mem, a regular file",
        "/dev, a folder"
    })
    void anotherKindOfDeviceIsRefused(String file, String what) {
        assertThatThrownBy(() -> LinuxI2C.open(Libc.load(), Host.local(), new I2CBus(file, null, null, ""), 100_000, 0))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll(file + " is " + what, "I2C bus", "'i2c-dev'", "/dev/i2c-1");
    }

    @Test
    void aDeviceThatDoesNotAnswerAsAnI2cBusIsRefused() {
        adapter.functionsError = Errno.ENOTTY;
        assertThatThrownBy(this::open)
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("/dev/i2c-1", "ENOTTY 25", "I2C bus");
        assertThat(kernel.openFiles()).isZero();
    }

    @Test
    void anAdapterThatCannotWriteNothingIsProbedByReading() {
        adapter.functions = PLAIN & ~0x10000L;
        device(0x48);
        assertThat(open().probe(0x48)).isTrue();
        assertThat(adapter.wire).containsExactly("48 read 1");
    }

    @Test
    void anSmbusAdapterUsesTheEquivalentCommand() {
        adapter.functions = SMBUS_ONLY;
        byte[] registers = device(0x20);
        I2CPort port = open();
        byte[] in = new byte[40];
        port.transfer(0x20, new byte[0], 0, 0, in, 0, 0);
        port.transfer(0x20, bytes(7), 0, 1, in, 0, 0);
        port.transfer(0x20, new byte[0], 0, 0, in, 0, 1);
        assertThat(in[0]).isEqualTo(registers[7]);
        port.transfer(0x20, bytes(9), 0, 1, in, 1, 2);
        assertThat(in[1]).isEqualTo(registers[9]);
        port.transfer(0x20, bytes(0x10), 0, 1, in, 2, 4);
        assertThat(in[2]).isEqualTo(registers[0x10]);
        assertThat(in[3]).isEqualTo(registers[0x11]);
        port.transfer(0x20, bytes(0x40), 0, 1, in, 4, 36);
        for (int i = 0; i < 32; i++) {
            assertThat(in[4 + i]).isEqualTo(registers[0x40 + i]);
        }
        port.transfer(0x20, bytes(0x80, 0x11), 0, 2, in, 0, 0);
        port.transfer(0x20, bytes(0x90, 0x22, 0x83), 0, 3, in, 0, 0);
        port.transfer(0x20, bytes(0xA0, 1, 2, 3, 4), 0, 5, in, 0, 0);
        assertThat(new byte[] {registers[0x80], registers[0x90], registers[0x91], registers[0xA0], registers[0xA3]})
                .isEqualTo(bytes(0x11, 0x22, 0x83, 1, 4));
        assertThat(adapter.wire)
                .containsExactly(
                        "20 write 0",
                        "20 write 1",
                        "20 read 1",
                        "20 read 2",
                        "20 read 3",
                        "20 read 8",
                        "20 write 2",
                        "20 write 3",
                        "20 write 8");
    }

    @Test
    void anSmbusAdapterRefusesATransferWithoutCommand() {
        adapter.functions = SMBUS_ONLY;
        device(0x50);
        I2CPort port = open();
        byte[] in = new byte[64];
        assertThatThrownBy(() -> port.transfer(0x50, bytes(0, 0), 0, 2, in, 0, 1))
                .isInstanceOf(BusException.class)
                .hasMessageContainingAll("writes 2 bytes and then reads 1");
        assertThatThrownBy(() -> port.transfer(0x50, bytes(0), 0, 1, in, 0, 33)).isInstanceOf(BusException.class);
        assertThatThrownBy(() -> port.transfer(0x50, new byte[34], 0, 34, in, 0, 0))
                .isInstanceOf(BusException.class);
        assertThatThrownBy(() -> port.transfer(0x50, in, 0, 0, in, 0, 2)).isInstanceOf(BusException.class);
        assertThat(adapter.wire).isEmpty();
    }

    @Test
    void anSmbusAdapterSpeaksToTheDeviceItIsAskedFor() {
        adapter.functions = SMBUS_ONLY;
        device(0x20)[1] = 1;
        device(0x21)[1] = 2;
        I2CPort port = open();
        byte[] in = new byte[1];
        for (int address : new int[] {0x20, 0x21, 0x20}) {
            port.transfer(address, bytes(1), 0, 1, in, 0, 1);
            assertThat(in[0]).isEqualTo((byte) (address - 0x1F));
        }
        assertThat(port.probe(0x22)).isFalse();
        assertThatThrownBy(() -> port.transfer(0x22, bytes(1), 0, 1, in, 0, 1))
                .isInstanceOfSatisfying(
                        BusException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NO_ACKNOWLEDGE));
    }

    @Test
    void aTimeoutIsRoundedUpToTheKernelsUnit() {
        LinuxI2C.open(kernel, kernel.host, BUS, 100_000, 25_001);
        assertThat(adapter.timeout).isEqualTo(3);
        adapter.timeout = -1;
        open();
        assertThat(adapter.timeout).as("left alone").isEqualTo(-1);
    }

    @Test
    void theErrorForAMissingBusSaysHowToEnableIt() throws IOException {
        kernel.remove("/dev/i2c-1");
        assertThatThrownBy(this::open)
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll(
                        "/dev/i2c-1 does not exist", "not enabled", "dd dtparam=i2c_arm=on and reboot");
        Files.createDirectories(root.resolve("sys/bus/i2c/devices/i2c-1"));
        assertThatThrownBy(this::open).hasMessageContaining("sudo modprobe i2c-dev");
    }

    @Test
    void aClosedPortRefusesCalls() {
        I2CPort port = open();
        port.close();
        port.close();
        assertThat(kernel.openFiles()).isZero();
        assertThatThrownBy(() -> port.transfer(0x76, bytes(1), 0, 1, new byte[1], 0, 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("I2C(/dev/i2c-1) is closed", "pen it again");
        assertThatThrownBy(() -> port.probe(1)).isInstanceOf(IllegalStateException.class);
    }
}
