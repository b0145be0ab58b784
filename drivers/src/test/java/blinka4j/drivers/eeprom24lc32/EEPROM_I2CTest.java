// SPDX-License-Identifier: MIT
package blinka4j.drivers.eeprom24lc32;

import static blinka4j.drivers.BusAssert.assertFree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.atLeastOnce;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoMoreInteractions;
import static org.mockito.Mockito.when;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.DeviceNotFoundException;
import blinka4j.busio.I2C;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.drivers.DuringTransfer;
import blinka4j.provider.GpioPort;
import blinka4j.provider.GpioPort.Bias;
import blinka4j.sim.I2CPlayback;
import blinka4j.sim.I2CRecorder;
import blinka4j.sim.Registers8;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.SimI2CDevice;
import blinka4j.sim.chips.Sim24LC32;
import blinka4j.testing.FaultyI2C;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EEPROM_I2CTest {
    private final Sim24LC32 chip = new Sim24LC32();
    private final SimI2CBus bus = new SimI2CBus().attach(0x50, chip);
    private final I2C i2c = new I2C(bus);
    private final EEPROM_I2C eeprom = new EEPROM_I2C(i2c);

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        new Random(24).nextBytes(bytes);
        return bytes;
    }

    @Test
    void allOfItComesBackAsItWasWritten() {
        byte[] all = random(4096);
        eeprom.set(0, all);
        assertThat(chip.bytes(0, 4096)).isEqualTo(all);
        assertThat(eeprom.get(0, eeprom.length())).isEqualTo(all);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1",
        "0, 32",
        "0, 33",
        "1, 31",
        "1, 32",
        "31, 1",
        "31, 2",
        "31, 66",
        "100, 300",
        "4095, 1",
        "4000, 96"
    })
    void aWriteAcrossPagesChangesItsBytesAlone(int address, int count) {
        byte[] expected = chip.bytes(0, 4096);
        byte[] values = random(count);
        System.arraycopy(values, 0, expected, address, count);
        eeprom.set(address, values);
        assertThat(chip.bytes(0, 4096)).isEqualTo(expected);
        assertThat(eeprom.get(address, address + count)).isEqualTo(values);
    }

    @Test
    void pagesAreWrittenEachInOneTransfer() {
        byte[] values = new byte[36];
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) i;
        }
        int[] page = new int[34];
        page[0] = 0x0F;
        page[1] = 0x20;
        Arrays.setAll(page, i -> i == 0 ? 0x0F : i == 1 ? 0x20 : i);
        try (I2CPlayback played =
                I2CPlayback.at(0x57).writes(0x0F, 0x1E, 0, 1).writes(page).writes(0x0F, 0x40, 34, 35)) {
            new EEPROM_I2C(new I2C(played), 0x57).set(0x0F1E, values);
        }
    }

    @Test
    void aReadIsOneTransferWithARepeatedStart() {
        try (I2CPlayback played = I2CPlayback.at(0x50)
                .writes(0x0F, 0x34)
                .thenReads(0xAB)
                .writes(0x00, 0x1E)
                .thenReads(1, 2, 3, 4)) {
            EEPROM_I2C memory = new EEPROM_I2C(new I2C(played));
            assertThat(memory.get(0x0F34)).isEqualTo(0xAB);
            assertThat(memory.get(30, 34)).containsExactly(1, 2, 3, 4);
            assertThat(memory.get(34, 34)).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "127, 127", "128, 128", "255, 255", "-1, 255", "-128, 128"})
    void aByteIsUnsigned(int written, int read) {
        eeprom.set(77, written);
        assertThat(eeprom.get(77)).isEqualTo(read);
    }

    /** The chip writes for 5 ms, in which it does not answer; longer than necessary is not waited. */
    @Test
    void aWriteReturnsWhenTheChipAnswersAgain() {
        Duration before = bus.clock().now();
        eeprom.set(5, 1);
        assertThat(bus.clock().now().minus(before)).isBetween(Duration.ofMillis(5), Duration.ofMillis(7));
        assertThat(eeprom.get(5)).isEqualTo(1);
    }

    /** The write arrives, and the driver is told that it did not: the chip writes all the same. */
    @Test
    void afterAFailedWriteTheChipIsWaitedFor() {
        FaultyI2C faulty = new FaultyI2C(bus);
        EEPROM_I2C memory = new EEPROM_I2C(new I2C(faulty));
        faulty.next(0, FaultyI2C.Fault.TIMEOUT_AFTERWARDS);
        assertThatThrownBy(() -> memory.set(5, 1)).isInstanceOf(BusException.class);
        assertThat(memory.get(5)).isEqualTo(1);
        faulty.next(0, FaultyI2C.Fault.TIMEOUT_AFTERWARDS);
        assertThatThrownBy(() -> memory.set(5, 2)).isInstanceOf(BusException.class);
        memory.set(6, 3);
        assertThat(memory.get(5, 7)).containsExactly(2, 3);
    }

    @Test
    void aChipThatNeverAnswersAgainIsATimeout() {
        SimI2CDevice dies = new SimI2CDevice() {
            private boolean dead;

            @Override
            public boolean start(boolean read) {
                return !dead;
            }

            @Override
            public boolean write(int value) {
                dead = true;
                return true;
            }

            @Override
            public int read() {
                return 0;
            }
        };
        bus.attach(0x51, dies);
        EEPROM_I2C memory = new EEPROM_I2C(i2c, 0x51);
        assertThatThrownBy(() -> memory.set(0, 1))
                .hasMessageContainingAll("0x51", "20 ms", "5 ms", "Check its power")
                .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                .returns(Kind.TIMEOUT, BusException::kind);
        assertFree(i2c);
    }

    @Test
    void protectionWaitsForTheEndOfAWrite() throws InterruptedException {
        DuringTransfer port = new DuringTransfer(bus);
        EEPROM_I2C memory = new EEPROM_I2C(new I2C(port));
        port.next(() -> memory.writeProtected(true));
        memory.set(0, new byte[] {1, 2, 3});
        port.assertWaited();
        assertThat(memory.writeProtected()).isTrue();
        assertThat(chip.bytes(0, 3)).containsExactly(1, 2, 3);
    }

    @Test
    void aWriteBeyondTheEndIsRefusedAndWritesNothing() {
        assertThatThrownBy(() -> eeprom.set(4094, new byte[] {1, 2, 3}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("3 bytes at address 4094", "0x50", "0 to 4093", "writeWraparound(true)");
        assertThat(chip.bytes(4090, 4096)).containsOnly(0xFF);
    }

    @Test
    void withWraparoundAWriteGoesOnAtTheBeginning() {
        assertThat(eeprom.writeWraparound()).isFalse();
        eeprom.writeWraparound(true);
        assertThat(eeprom.writeWraparound()).isTrue();
        eeprom.set(4094, new byte[] {1, 2, 3, 4, 5});
        assertThat(chip.bytes(4093, 4096)).containsExactly(0xFF, 1, 2);
        assertThat(chip.bytes(0, 4)).containsExactly(3, 4, 5, 0xFF);
    }

    /** A larger chip would take 0x1000 for another address. */
    @Test
    void aWriteThatWrapsHasAddressesOfTheChip() {
        try (I2CPlayback played = I2CPlayback.at(0x50).writes(0x0F, 0xFF, 1).writes(0x00, 0x00, 2, 3)) {
            EEPROM_I2C memory = new EEPROM_I2C(new I2C(played));
            memory.writeWraparound(true);
            memory.set(4095, new byte[] {1, 2, 3});
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 4096, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void anAddressOutsideIsRefused(int address) {
        assertThatThrownBy(() -> eeprom.set(address, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("address %s of the EEPROM", address)
                .hasMessageContaining("0 to 4095");
        assertThatThrownBy(() -> eeprom.get(address)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"-1, 3", "0, 4097", "3, 2"})
    void aRangeOutsideIsRefused(int from, int to) {
        assertThatThrownBy(() -> eeprom.get(from, to))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "bytes %s to before %s of the EEPROM at address 0x50 of I2C(simulated I2C): expected within 0 to 4096",
                        from, to);
    }

    @ParameterizedTest
    @ValueSource(ints = {256, -129})
    void whatIsNoByteIsRefused(int value) {
        assertThatThrownBy(() -> eeprom.set(0, value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("%s to write", value);
    }

    @Test
    void protectionWithoutAPinIsKeptHere() {
        EEPROM_I2C memory = new EEPROM_I2C(i2c, 0x50, true, null, 4096);
        assertThat(memory.writeProtected()).isTrue();
        assertThatThrownBy(() -> memory.set(0, 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("0x50", "write-protected", "Call writeProtected(false)");
        assertThat(chip.bytes(0, 1)).containsExactly(0xFF);
        memory.writeProtected(false);
        memory.set(0, 1);
        assertThat(chip.bytes(0, 1)).containsExactly(1);
    }

    @Test
    void theWriteProtectPinIsDriven() {
        GpioPort port = mock(GpioPort.class);
        EEPROM_I2C memory = new EEPROM_I2C(i2c, 0x50, true, new DigitalInOut(port), 4096);
        verify(port).input(Bias.DISABLED);
        verify(port).output(true, false);

        when(port.read()).thenReturn(true);
        assertThat(memory.writeProtected()).isTrue();
        assertThatThrownBy(() -> memory.set(0, 1)).isInstanceOf(IllegalStateException.class);

        memory.writeProtected(false);
        verify(port).write(false);
        when(port.read()).thenReturn(false);
        assertThat(memory.writeProtected()).isFalse();
        memory.set(0, 1);
        verify(port, atLeastOnce()).read();
        verifyNoMoreInteractions(port);
    }

    @Test
    void aLargerChipIsReadInPieces() {
        Registers8 large = new Registers8(2);
        byte[] values = random(32_768);
        for (int i = 0; i < values.length; i++) {
            large.register(i, values[i] & 0xff);
        }
        I2CRecorder recorder = new I2CRecorder(new SimI2CBus().attach(0x50, large));
        EEPROM_I2C memory = new EEPROM_I2C(new I2C(recorder), 0x50, false, null, 32_768);
        assertThat(memory.length()).isEqualTo(32_768);
        assertThat(memory.get(0, 32_768)).isEqualTo(values);
        assertThat(memory.get(100, 10_000)).isEqualTo(Arrays.copyOfRange(values, 100, 10_000));
        memory.set(32_767, 0x5A);
        assertThat(large.register(32_767)).isEqualTo(0x5A);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 31, 33, 65_568, -32})
    void aSizeThatNoChipHasIsRefused(int size) {
        assertThatThrownBy(() -> new EEPROM_I2C(i2c, 0x50, false, null, size))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("maxSize", size + " bytes", "32 to 65536", "multiple of 32");
    }

    @Test
    void anAbsentChipIsNotFound() {
        assertThatThrownBy(() -> new EEPROM_I2C(i2c, 0x51))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageStartingWith("no I2C device at address 0x51");
    }

    @Test
    void aTransferThatFailsInTheMiddleLeavesTheBusFree() {
        try (I2CPlayback played = I2CPlayback.at(0x50)
                .writes(0x00, 0x1F, 1)
                .fails(Kind.NO_ACKNOWLEDGE)
                .writes(0x00, 0x1F)
                .thenReads(1, 0xFF)) {
            I2C other = new I2C(played);
            EEPROM_I2C memory = new EEPROM_I2C(other);
            assertThatThrownBy(() -> memory.set(31, new byte[] {1, 2})).isInstanceOf(BusException.class);
            assertFree(other);
            assertThat(memory.get(31, 33)).containsExactly(1, 0xFF);
        }
    }
}
