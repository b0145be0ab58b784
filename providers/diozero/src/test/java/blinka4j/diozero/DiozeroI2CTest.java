// SPDX-License-Identifier: MIT
package blinka4j.diozero;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyByte;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoMoreInteractions;
import static org.mockito.Mockito.when;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.NotAvailableException;
import blinka4j.provider.BoardDefinition.I2CBus;
import blinka4j.provider.Host;
import blinka4j.provider.I2CPort;
import com.diozero.api.DeviceBusyException;
import com.diozero.api.I2CDeviceInterface.I2CMessage;
import com.diozero.api.I2CException;
import com.diozero.internal.spi.InternalI2CDeviceInterface;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiozeroI2CTest {
    private static final I2CBus BUS = new I2CBus("/dev/i2c-1", null, null, "add dtparam=i2c_arm=on");

    /** The functionality, as i2cdetect -F shows it, of a controller with plain I2C and of the kernel's i2c-stub. */
    private static final int PLAIN = 0x0EFF_0009;

    private static final int SMBUS_ALONE = 0x0C7E_0000;

    @TempDir
    private Path root;

    private final Library library = mock(Library.class);
    private final InternalI2CDeviceInterface chip = mock(InternalI2CDeviceInterface.class);

    @BeforeEach
    void layOutTheMachine() throws IOException {
        Files.createDirectories(root.resolve("dev"));
        Files.createFile(root.resolve("dev/i2c-1"));
        when(library.i2c(eq(1), anyInt())).thenReturn(chip);
    }

    private Host host() {
        return new Host(root, "Linux", Map.of());
    }

    private I2CPort open(int functions) {
        when(library.i2cFunctions(1)).thenReturn(functions);
        return DiozeroI2C.open(library, host(), BUS, 100_000, 0);
    }

    private static byte[] transfer(I2CPort port, byte[] out, int read) {
        byte[] in = new byte[read + 2];
        port.transfer(0x48, out, 0, out.length, in, 1, 1 + read);
        assertThat(in[0]).isZero();
        assertThat(in[read + 1]).isZero();
        return Arrays.copyOfRange(in, 1, 1 + read);
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    /** Fills the array that diozero is given with 1, 2, 3, … */
    private static Object count(byte[] array, int from) {
        for (int i = from; i < array.length; i++) {
            array[i] = (byte) (i - from + 1);
        }
        return array.length;
    }

    @Test
    void writesAndReadsArePlain() {
        I2CPort port = open(PLAIN);
        when(chip.readBytes(any(byte[].class))).thenAnswer(call -> count(call.getArgument(0), 0));
        transfer(port, bytes(1, 2, 3), 0);
        verify(chip).writeBytes(bytes(1, 2, 3));
        assertThat(transfer(port, bytes(), 3)).isEqualTo(bytes(1, 2, 3));
        transfer(port, bytes(), 0);
        verify(chip).writeQuick((byte) 0);
    }

    @Test
    void aRegisterIsReadWithTheCallThatTellsItsErrors() {
        I2CPort port = open(PLAIN);
        when(chip.readI2CBlockData(eq(0xF7), any())).thenAnswer(call -> count(call.getArgument(1), 0));
        assertThat(transfer(port, bytes(0xF7), 32)).startsWith(1, 2, 3).endsWith(32);
        verify(chip).readI2CBlockData(anyInt(), any());
        verifyNoMoreInteractions(chip);
    }

    @Test
    void aLongerTransferIsOneListOfMessagesWithARepeatedStart() {
        I2CPort port = open(PLAIN);
        doAnswer(call -> {
                    I2CMessage[] messages = call.getArgument(0);
                    assertThat(messages).hasSize(2);
                    assertThat(messages[0].getLength()).isEqualTo(2);
                    assertThat(messages[0].isWrite()).isTrue();
                    assertThat(messages[1].getLength()).isEqualTo(40);
                    assertThat(messages[1].isRead()).isTrue();
                    assertThat(call.<byte[]>getArgument(1)).startsWith(0x12, 0x34);
                    return count(call.getArgument(1), 2);
                })
                .when(chip)
                .readWrite(any(I2CMessage[].class), any());
        assertThat(transfer(port, bytes(0x12, 0x34), 40)).startsWith(1, 2).endsWith(40);
        assertThat(transfer(port, bytes(0x12, 0x34), 40)).startsWith(1, 2).endsWith(40);
    }

    @ParameterizedTest
    @CsvSource({
        "121,NO_ACKNOWLEDGE",
        "6,NO_ACKNOWLEDGE",
        "19,OTHER",
        "110,TIMEOUT",
        "11,ARBITRATION_LOST",
        "16,BUSY",
        "5,OTHER"
    })
    void errorsHaveTheKindThatTheKernelMeans(int errno, Kind kind) {
        I2CPort port = open(PLAIN);
        doThrow(new I2CException("Error in SMBus.writeBytes: -" + errno, -errno))
                .when(chip)
                .writeBytes(any(byte[].class));
        assertThatThrownBy(() -> transfer(port, bytes(1), 0))
                .isInstanceOfSatisfying(BusException.class, e -> {
                    assertThat(e.kind()).isEqualTo(kind);
                    assertThat(e.errno()).isEqualTo(errno);
                })
                .hasMessageContainingAll("I2C(/dev/i2c-1)", "address 0x48");
    }

    @Test
    void ifDiozeroLosesTheErrorOfAListTheChipIsProbed() {
        I2CPort port = open(PLAIN);
        doThrow(new I2CException("Error in I2C readWrite: -22", -22)).when(chip).readWrite(any(), any());
        assertThatThrownBy(() -> transfer(port, bytes(1, 2), 1))
                .isInstanceOfSatisfying(
                        BusException.class, e -> assertThat(e.kind()).isEqualTo(Kind.OTHER))
                .hasMessageContainingAll("number");
        doThrow(new I2CException("Error in SMBus.writeQuick: -121", -121))
                .when(chip)
                .writeQuick(anyByte());
        assertThatThrownBy(() -> transfer(port, bytes(1, 2), 1))
                .isInstanceOfSatisfying(
                        BusException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NO_ACKNOWLEDGE));
    }

    @Test
    void aReadThatBringsLessIsAnError() {
        I2CPort port = open(PLAIN);
        when(chip.readBytes(any(byte[].class))).thenReturn(2);
        assertThatThrownBy(() -> transfer(port, bytes(), 3))
                .isInstanceOf(BusException.class)
                .hasMessageContainingAll("3 bytes", "0x48", "2");
    }

    @Test
    void moreThanTheKernelTakesIsRefused() {
        I2CPort port = open(PLAIN);
        transfer(port, new byte[8192], 0);
        assertThatThrownBy(() -> transfer(port, new byte[8193], 0))
                .isInstanceOf(BusException.class)
                .hasMessageContainingAll("8192");
        assertThatThrownBy(() -> transfer(port, bytes(), 8193)).isInstanceOf(BusException.class);
    }

    @Test
    void anSmbusControllerUsesTheEquivalentCommands() {
        I2CPort port = open(SMBUS_ALONE);
        when(chip.readByte()).thenReturn((byte) 0x81);
        when(chip.readI2CBlockData(eq(0xFE), any())).thenAnswer(call -> count(call.getArgument(1), 0));
        assertThat(transfer(port, bytes(), 1)).isEqualTo(bytes(0x81));
        transfer(port, bytes(0x81), 0);
        verify(chip).writeByte((byte) 0x81);
        transfer(port, bytes(0xFE, 0x82), 0);
        verify(chip).writeByteData(0xFE, (byte) 0x82);
        transfer(port, bytes(0xFE, 0x34, 0x92), 0);
        verify(chip).writeWordData(0xFE, (short) 0x9234);
        transfer(port, bytes(0xFE, 1, 2, 3), 0);
        verify(chip).writeI2CBlockData(0xFE, bytes(1, 2, 3));
        assertThat(transfer(port, bytes(0xFE), 3)).isEqualTo(bytes(1, 2, 3));
        // As they were written: an emulated controller keeps words and bytes apart.
        when(chip.readWordData(0xFE)).thenReturn((short) 0x9234);
        assertThat(transfer(port, bytes(0xFE), 2)).isEqualTo(bytes(0x34, 0x92));
        assertThatThrownBy(() -> transfer(port, bytes(0xFE), 33))
                .isInstanceOf(BusException.class)
                .hasMessageContainingAll("SMBus");
        assertThatThrownBy(() -> transfer(port, bytes(0xFE, 1), 1)).isInstanceOf(BusException.class);
        verify(chip, never()).readWrite(any(), any());
        verify(chip, never()).readBytes(any(byte[].class));
        verify(chip, never()).writeBytes(any(byte[].class));
    }

    @Test
    void withoutBlocksRegistersOfOneAndTwoBytesAreRead() {
        I2CPort port = open(SMBUS_ALONE & ~0x0C00_0000);
        when(chip.readByteData(0xFE)).thenReturn((byte) 0x81);
        when(chip.readWordData(0xFE)).thenReturn((short) 0x9234);
        assertThat(transfer(port, bytes(0xFE), 1)).isEqualTo(bytes(0x81));
        assertThat(transfer(port, bytes(0xFE), 2)).isEqualTo(bytes(0x34, 0x92));
    }

    @Test
    void anAddressThatADriverHoldsIsBusyAndPresentAndNotTouched() throws IOException {
        Path driver = Files.createDirectories(root.resolve("sys/bus/i2c/drivers/rtc-ds1307"));
        Path device = Files.createDirectories(root.resolve("sys/bus/i2c/devices/1-0048"));
        Files.createSymbolicLink(device.resolve("driver"), driver);
        I2CPort port = open(PLAIN);
        assertThatThrownBy(() -> transfer(port, bytes(1), 0))
                .isInstanceOfSatisfying(
                        BusException.class, e -> assertThat(e.kind()).isEqualTo(Kind.BUSY))
                .hasMessageContainingAll("\"rtc-ds1307\"", "echo 1-0048 | sudo tee");
        assertThat(port.probe(0x48)).isTrue();
        verify(library, never()).i2c(anyInt(), anyInt());

        when(library.i2c(1, 0x49)).thenThrow(new DeviceBusyException("busy"));
        assertThat(port.probe(0x49)).isTrue();
    }

    @Test
    void probeAsksAsI2cdetectDoesAndKeepsNoFileOfASilentAddress() {
        I2CPort port = open(PLAIN);
        assertThat(port.probe(0x48)).isTrue();
        verify(chip).writeQuick((byte) 0);
        verify(chip, never()).readByte();
        assertThat(port.probe(0x50)).isTrue();
        verify(chip).readByte();
        verify(chip, never()).close();

        InternalI2CDeviceInterface nobody = mock(InternalI2CDeviceInterface.class);
        doThrow(new I2CException("quick", -6)).when(nobody).writeQuick(anyByte());
        when(nobody.readByte()).thenThrow(new I2CException("byte", -6));
        when(library.i2c(1, 0x20)).thenReturn(nobody);
        assertThat(port.probe(0x20)).isFalse();
        verify(nobody).readByte();
        verify(nobody).close();

        InternalI2CDeviceInterface stuck = mock(InternalI2CDeviceInterface.class);
        doThrow(new I2CException("quick", -110)).when(stuck).writeQuick(anyByte());
        when(library.i2c(1, 0x21)).thenReturn(stuck);
        assertThatThrownBy(() -> port.probe(0x21))
                .isInstanceOfSatisfying(
                        BusException.class, e -> assertThat(e.kind()).isEqualTo(Kind.TIMEOUT));
        verify(stuck, never()).readByte();
        verify(stuck).close();
    }

    @ParameterizedTest
    @CsvSource({"11, ARBITRATION_LOST", "5, OTHER", "19, OTHER", "108, OTHER", "16, BUSY", "0, OTHER"})
    void aProbeReportsAFaultOfTheBus(int errno, Kind kind) {
        I2CPort port = open(PLAIN);
        doThrow(new I2CException("quick", -errno)).when(chip).writeQuick(anyByte());
        when(chip.readByte()).thenThrow(new I2CException("byte", -errno));
        for (int address : new int[] {0x48, 0x50}) {
            assertThatThrownBy(() -> port.probe(address)).isInstanceOfSatisfying(BusException.class, e -> {
                assertThat(e.kind()).isEqualTo(kind);
                assertThat(e.errno()).isEqualTo(errno);
            });
        }
    }

    @Test
    void anotherKindOfDeviceIsRefused() {
        assertThatThrownBy(() ->
                        DiozeroI2C.open(library, Host.local(), new I2CBus("/dev/null", null, null, ""), 100_000, 0))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("/dev/null", "'mem' (1:3)", "I2C bus");
        verify(library, never()).i2cFunctions(anyInt());
    }

    @Test
    void eachAddressHasOneDeviceAndCloseClosesAllDevices() {
        I2CPort port = open(PLAIN);
        transfer(port, bytes(1), 0);
        transfer(port, bytes(1), 0);
        verify(library).i2c(1, 0x48);
        port.close();
        port.close();
        verify(chip).close();
        assertThatThrownBy(() -> transfer(port, bytes(1), 0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("I2C(/dev/i2c-1) is closed");
        assertThatThrownBy(() -> port.probe(0x48)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void missingBusesAndUnsupportedTimeoutsAreRefused() {
        I2CBus other = new I2CBus("/dev/i2c-7", null, null, "add dtparam=i2c_arm=on");
        assertThatThrownBy(() -> DiozeroI2C.open(library, host(), other, 100_000, 0))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("/dev/i2c-7 does not exist", "dd dtparam=i2c_arm=on");
        assertThatThrownBy(() -> DiozeroI2C.open(library, host(), BUS, 100_000, 1000))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("timeout of 1000 us", "diozero", "BLINKA_PROVIDER=linux");
    }

    @Test
    void aLinkLeadsToTheBusWithItsNumber() throws IOException {
        Files.createSymbolicLink(root.resolve("dev/sensors"), Path.of("i2c-1"));
        when(library.i2cFunctions(1)).thenReturn(PLAIN);
        I2CPort port = DiozeroI2C.open(library, host(), new I2CBus("/dev/sensors", null, null, ""), 100_000, 0);
        assertThat(port.name()).isEqualTo("/dev/sensors");
        transfer(port, bytes(1), 0);
        verify(library).i2c(1, 0x48);
    }
}
