// SPDX-License-Identifier: MIT
package blinka4j.drivers.fram;

import static blinka4j.drivers.BusAssert.assertFree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.DeviceNotFoundException;
import blinka4j.busio.I2C;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.drivers.DuringTransfer;
import blinka4j.provider.GpioPort;
import blinka4j.sim.I2CRecorder;
import blinka4j.sim.Registers8;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.chips.SimMB85RC256V;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The id is that of the data sheet, DS501-00017, page 10. */
class FRAM_I2CTest {
    private final SimI2CBus bus = new SimI2CBus();
    private final SimMB85RC256V chip = new SimMB85RC256V().attachTo(bus, 0x50);
    private final I2C i2c = new I2C(bus);
    private final FRAM_I2C fram = new FRAM_I2C(i2c);

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        new Random(85).nextBytes(bytes);
        return bytes;
    }

    @Test
    void protectionWaitsForTheEndOfAWrite() throws InterruptedException {
        DuringTransfer port = new DuringTransfer(bus);
        FRAM_I2C memory = new FRAM_I2C(new I2C(port));
        port.next(() -> memory.writeProtected(true));
        memory.set(0, new byte[] {1, 2, 3});
        port.assertWaited();
        assertThat(memory.writeProtected()).isTrue();
        assertThat(chip.bytes(0, 3)).containsExactly(1, 2, 3);
    }

    @Test
    void allOfItComesBackAsItWasWritten() {
        byte[] all = random(32_768);
        assertThat(fram.length()).isEqualTo(32_768);
        fram.set(0, all);
        assertThat(chip.bytes(0, 32_768)).isEqualTo(all);
        assertThat(fram.get(0, fram.length())).isEqualTo(all);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "0, 4080", "0, 4081", "100, 8160", "32767, 1", "28000, 4768"})
    void aWriteChangesItsBytesAlone(int address, int count) {
        byte[] expected = chip.bytes(0, 32_768);
        byte[] values = random(count);
        System.arraycopy(values, 0, expected, address, count);
        fram.set(address, values);
        assertThat(chip.bytes(0, 32_768)).isEqualTo(expected);
        assertThat(fram.get(address, address + count)).isEqualTo(values);
    }

    @Test
    void aReadOrAWriteIsOneTransfer() {
        I2CRecorder recorder = new I2CRecorder(bus);
        FRAM_I2C memory = new FRAM_I2C(new I2C(recorder));
        assertThat(recorder.writes(0x7C)).containsExactly(new byte[] {(byte) 0xA0});
        memory.set(0x1234, new byte[] {1, 2, 3});
        memory.set(0x7FFF, 0xAB);
        assertThat(memory.get(0x7FFF)).isEqualTo(0xAB);
        assertThat(memory.get(0x1234, 0x1237)).containsExactly(1, 2, 3);
        assertThat(memory.get(5, 5)).isEmpty();
        assertThat(recorder.writes(0x50).stream().filter(bytes -> bytes.length > 0))
                .containsExactly(
                        new byte[] {0x12, 0x34, 1, 2, 3},
                        new byte[] {0x7F, (byte) 0xFF, (byte) 0xAB},
                        new byte[] {0x7F, (byte) 0xFF},
                        new byte[] {0x12, 0x34});
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "127, 127", "128, 128", "255, 255", "-1, 255", "-128, 128"})
    void aByteIsUnsigned(int written, int read) {
        fram.set(77, written);
        assertThat(fram.get(77)).isEqualTo(read);
    }

    @ParameterizedTest
    @ValueSource(ints = {256, -129})
    void whatIsNoByteIsRefused(int value) {
        assertThatThrownBy(() -> fram.set(0, value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("%s to write", value);
    }

    @Test
    void aWriteBeyondTheEndIsRefusedAndWritesNothing() {
        assertThatThrownBy(() -> fram.set(32_766, new byte[] {1, 2, 3}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("3 bytes at address 32766", "0x50", "0 to 32765", "writeWraparound(true)");
        assertThat(chip.bytes(32_760, 32_768)).containsOnly(0);
    }

    /** The original goes on at 1. */
    @Test
    void withWraparoundAWriteGoesOnAtTheBeginning() {
        assertThat(fram.writeWraparound()).isFalse();
        fram.writeWraparound(true);
        assertThat(fram.writeWraparound()).isTrue();
        fram.set(32_766, new byte[] {1, 2, 3, 4, 5});
        assertThat(chip.bytes(32_765, 32_768)).containsExactly(0, 1, 2);
        assertThat(chip.bytes(0, 4)).containsExactly(3, 4, 5, 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 32_768, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void anAddressOutsideIsRefused(int address) {
        assertThatThrownBy(() -> fram.set(address, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("address %s of the FRAM", address);
        assertThatThrownBy(() -> fram.set(address, new byte[0])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> fram.get(address)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"-1, 3", "0, 32769", "3, 2"})
    void aRangeOutsideIsRefused(int from, int to) {
        assertThatThrownBy(() -> fram.get(from, to))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("bytes %s to before %s".formatted(from, to), "0 to 32768");
    }

    @Test
    void protectionWithoutAPinIsKeptHere() {
        FRAM_I2C memory = new FRAM_I2C(i2c, 0x50, true, null);
        assertThat(memory.writeProtected()).isTrue();
        assertThatThrownBy(() -> memory.set(0, 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("0x50", "write-protected", "Call writeProtected(false)");
        assertThat(chip.bytes(0, 1)).containsExactly(0);
        assertFree(i2c);
        memory.writeProtected(false);
        memory.set(0, 1);
        assertThat(chip.bytes(0, 1)).containsExactly(1);
    }

    @Test
    void theWriteProtectPinIsDriven() {
        GpioPort port = mock(GpioPort.class);
        FRAM_I2C memory = new FRAM_I2C(i2c, 0x50, true, new DigitalInOut(port));
        verify(port).output(true, false);

        when(port.read()).thenReturn(false);
        assertThat(memory.writeProtected()).as("the pin decides").isFalse();
        when(port.read()).thenReturn(true);
        assertThat(memory.writeProtected()).isTrue();
        assertThatThrownBy(() -> memory.set(0, 1)).isInstanceOf(IllegalStateException.class);

        memory.writeProtected(false);
        verify(port).write(false);
        when(port.read()).thenReturn(false);
        assertThat(memory.writeProtected()).isFalse();
        memory.set(0, 1);
        assertThat(memory.get(0)).isEqualTo(1);
    }

    @Test
    void eachAddressHasItsId() {
        SimMB85RC256V other = new SimMB85RC256V();
        SimI2CBus empty = new SimI2CBus();
        other.attachTo(empty, 0x57);
        FRAM_I2C memory = new FRAM_I2C(new I2C(empty), 0x57);
        memory.set(3, 4);
        assertThat(other.bytes(3, 4)).containsExactly(4);
    }

    @Test
    void aMemoryWithoutAnIdIsRefused() {
        I2C other = new I2C(new SimI2CBus().attach(0x50, new Registers8(2)));
        assertThatThrownBy(() -> new FRAM_I2C(other))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageContainingAll("no MB85RC256V", "0x50", "no id");
        assertFree(other);
    }

    /** The original accepts the first two: it wants one of manufacturer and product only. */
    @ParameterizedTest
    @CsvSource({"0x00, 0xA5, 0x11", "0xFF, 0x05, 0x10", "0x00, 0x42, 0x00", "0xFF, 0xFF, 0xFF"})
    void anotherChipIsRefused(String first, String second, String third) {
        // A device whose register 0xA0 is the id.
        Registers8 id =
                new Registers8().register(0xA0, Integer.decode(first), Integer.decode(second), Integer.decode(third));
        I2C other = new I2C(new SimI2CBus().attach(0x50, new Registers8(2)).attach(0x7C, id));
        assertThatThrownBy(() -> new FRAM_I2C(other))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageContainingAll("no MB85RC256V at address 0x50", "expected 0x00a510");
    }

    @Test
    void anAbsentChipIsNotFound() {
        assertThatThrownBy(() -> new FRAM_I2C(i2c, 0x51))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageStartingWith("no I2C device at address 0x51");
    }

    @Test
    void afterAFailedTransferTheNextOneWorks() {
        byte[] values = random(9000);
        bus.failNext(0x50, Kind.NO_ACKNOWLEDGE);
        assertThatThrownBy(() -> fram.set(7, values)).isInstanceOf(BusException.class);
        assertFree(i2c);
        fram.set(7, values);
        bus.failNext(0x50, Kind.TIMEOUT);
        assertThatThrownBy(() -> fram.get(7, 9007)).isInstanceOf(BusException.class);
        assertFree(i2c);
        assertThat(fram.get(7, 9007)).isEqualTo(values);
        bus.failNext(0x7C, Kind.TIMEOUT);
        assertThatThrownBy(() -> new FRAM_I2C(i2c)).isInstanceOf(BusException.class);
        assertFree(i2c);
        assertThat(new FRAM_I2C(i2c).get(7, 9007)).isEqualTo(values);
    }
}
