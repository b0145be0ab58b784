// SPDX-License-Identifier: MIT
package blinka4j.drivers.fram;

import static blinka4j.drivers.BusAssert.assertFree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.DeviceNotFoundException;
import blinka4j.boards.Boards;
import blinka4j.busdevice.SPIDevice;
import blinka4j.busio.SPI;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.microcontroller.Pin;
import blinka4j.provider.GpioPort;
import blinka4j.sim.SPIPlayback;
import blinka4j.sim.SimBoard;
import blinka4j.sim.SpiReplies;
import blinka4j.sim.chips.SimMB85RS64V;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The commands are those that the Ramtron FM25CL64 (data sheet rev. 2.1, pages 5 to 8) and Fujitsu's chips have in common. The ids
 * and sizes are those that Adafruit_FRAM_SPI lists.
 */
class FRAM_SPITest {
    private static final int[] ID = {0xFF, 0x04, 0x7F, 0x03, 0x02};

    private final SimBoard board = SimBoard.open(Boards.board("RASPBERRY_PI_4B"));
    private final SPI spi = board.blinka().spi();
    private final Pin select = board.blinka().pin("CE0");
    private final SimMB85RS64V chip = new SimMB85RS64V();
    private final FRAM_SPI fram = of(chip);

    @AfterEach
    void close() {
        board.close();
    }

    private FRAM_SPI of(SimMB85RS64V chip) {
        board.spi().attach(0, chip);
        return new FRAM_SPI(spi, select);
    }

    private FRAM_SPI of(SimMB85RS64V other, int size, DigitalInOut wp) {
        board.spi().detach(chip).attach(0, other);
        return new FRAM_SPI(new SPIDevice(spi, select, 1_000_000, 0, 0), false, wp, size);
    }

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        new Random(85).nextBytes(bytes);
        return bytes;
    }

    @Test
    void allOfItComesBackAsItWasWritten() {
        byte[] all = random(8192);
        assertThat(fram.length()).isEqualTo(8192);
        fram.set(0, all);
        assertThat(chip.bytes(0, 8192)).isEqualTo(all);
        assertThat(fram.get(0, fram.length())).isEqualTo(all);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "0, 4080", "0, 4081", "100, 8000", "8191, 1", "5, 0"})
    void aWriteChangesItsBytesAlone(int address, int count) {
        byte[] expected = chip.bytes(0, 8192);
        byte[] values = random(count);
        System.arraycopy(values, 0, expected, address, count);
        fram.set(address, values);
        assertThat(chip.bytes(0, 8192)).isEqualTo(expected);
        assertThat(fram.get(address, address + count)).isEqualTo(values);
    }

    /** With one byte more, as the original sends it, each write would change the cell before. */
    @Test
    void anAddressHasTwoBytes() {
        fram.set(5, 0x11);
        fram.set(6, 0x22);
        assertThat(chip.bytes(4, 8)).containsExactly(0, 0x11, 0x22, 0);
        assertThat(fram.get(5)).isEqualTo(0x11);
    }

    @Test
    void eachCommandIsOneTransfer() {
        SPIPlayback played = SPIPlayback.script()
                .exchanges(new int[] {0x9F, 0, 0, 0, 0}, ID)
                .deselects()
                .exchanges(new int[] {0x05, 0}, new int[] {0xFF, 0x00})
                .deselects()
                .exchanges(new int[] {0x05, 0}, new int[] {0xFF, 0x00})
                .deselects()
                .exchanges(new int[] {0x05, 0}, new int[] {0xFF, 0x00})
                .deselects()
                .writes(0x06)
                .deselects()
                .writes(0x02, 0x12, 0x34, 0xAB, 0xCD)
                .deselects()
                .exchanges(new int[] {0x03, 0x1F, 0xFF, 0}, new int[] {0xFF, 0xFF, 0xFF, 0x80})
                .deselects();
        try (played) {
            SPI other = new SPI(played);
            FRAM_SPI memory = new FRAM_SPI(new SPIDevice(other), false, null, 8192);
            memory.set(0x1234, new byte[] {(byte) 0xAB, (byte) 0xCD});
            assertThat(memory.get(0x1FFF)).isEqualTo(0x80);
            assertFree(other);
        }
    }

    /** Sizes and ids: 0101, 2503, 2703, 2803 and 4903. Beyond 65,536 bytes an address has three. */
    @ParameterizedTest
    @ValueSource(ints = {2048, 32_768, 65_536, 131_072, 262_144, 524_288})
    void otherSizesHaveTheirAddresses(int size) {
        SimMB85RS64V other = new SimMB85RS64V(size);
        FRAM_SPI memory = of(other, size, null);
        assertThat(memory.length()).isEqualTo(size);
        memory.set(size - 2, new byte[] {1, 2});
        memory.set(0, 3);
        assertThat(other.bytes(size - 3, size)).containsExactly(0, 1, 2);
        assertThat(memory.get(size - 1)).isEqualTo(2);
        assertThat(memory.get(0)).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 4096, 8191, 16_384, 131_072})
    void aSizeThatTheChipDoesNotHaveIsRefused(int size) {
        assertThatThrownBy(() -> new FRAM_SPI(new SPIDevice(spi, select), false, null, size))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageContainingAll("FRAM of Fujitsu with %s bytes".formatted(size), "047f0302");
        assertFree(spi);
    }

    /** The original accepts the first two: it wants one of manufacturer and product only. No chip gives 00 or FF. */
    @ParameterizedTest
    @CsvSource({
        "0x04, 0x7F, 0x05, 0x03",
        "0x04, 0xFF, 0xFF, 0xFF",
        "0xC2, 0x7F, 0x03, 0x02",
        "0x00, 0x00, 0x00, 0x00",
        "0xFF, 0xFF, 0xFF, 0xFF"
    })
    void anotherChipOrNoneIsNotFound(String first, String second, String third, String fourth) {
        board.spi()
                .detach(chip)
                .attach(
                        0,
                        new SpiReplies()
                                .reply(
                                        0xFF,
                                        Integer.decode(first),
                                        Integer.decode(second),
                                        Integer.decode(third),
                                        Integer.decode(fourth)));
        assertThatThrownBy(() -> new FRAM_SPI(spi, select))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageContainingAll("no FRAM of Fujitsu with 8192 bytes", "expected 047f");
        assertFree(spi);
    }

    @Test
    void aWriteBeyondTheEndIsRefusedAndWritesNothing() {
        assertThatThrownBy(() -> fram.set(8190, new byte[] {1, 2, 3}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("3 bytes at address 8190", "0 to 8189", "writeWraparound(true)");
        assertThat(chip.bytes(8180, 8192)).containsOnly(0);
        assertThatThrownBy(() -> fram.get(0, 8193)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> fram.set(0, 256)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void withWraparoundAWriteGoesOnAtTheBeginning() {
        fram.writeWraparound(true);
        fram.set(8190, new byte[] {1, 2, 3, 4, 5});
        assertThat(chip.bytes(8189, 8192)).containsExactly(0, 1, 2);
        assertThat(chip.bytes(0, 4)).containsExactly(3, 4, 5, 0);
    }

    /** The original's command is ignored, as it does not enable writing. */
    @Test
    void theChipProtectsItselfAndRemembersIt() {
        assertThat(fram.writeProtected()).isFalse();
        fram.writeProtected(true);
        assertThat(chip.status()).isEqualTo(0x8C);
        assertThat(fram.writeProtected()).isTrue();
        FRAM_SPI again = new FRAM_SPI(spi, select);
        assertThat(again.writeProtected()).isTrue();
        assertThatThrownBy(() -> again.set(0, 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("write-protected", "Call writeProtected(false)");
        assertThat(chip.bytes(0, 1)).containsExactly(0);
        assertFree(spi);
        again.writeProtected(false);
        assertThat(chip.status()).isZero();
        again.set(0, 1);
        assertThat(chip.bytes(0, 1)).containsExactly(1);
    }

    @Test
    void theConstructorCanProtect() {
        assertThat(new FRAM_SPI(new SPIDevice(spi, select), true, null, 8192).writeProtected())
                .isTrue();
        assertThat(chip.status()).isEqualTo(0x8C);
    }

    @Test
    void aProtectionOfAPartIsAProtection() {
        SPIPlayback played = SPIPlayback.script()
                .exchanges(new int[] {0x9F, 0, 0, 0, 0}, ID)
                .exchanges(new int[] {0x05, 0}, new int[] {0, 0x04})
                .exchanges(new int[] {0x05, 0}, new int[] {0, 0x04})
                .exchanges(new int[] {0x05, 0}, new int[] {0, 0x04});
        try (played) {
            assertThat(new FRAM_SPI(new SPIDevice(new SPI(played)), false, null, 8192).writeProtected())
                    .isTrue();
        }
    }

    /** Data sheet, table 4: with WPEN and a low WP the status is protected. */
    @Test
    void aLowPinKeepsTheProtection() {
        fram.writeProtected(true);
        chip.wpLow(true);
        assertThatThrownBy(() -> fram.writeProtected(false))
                .isInstanceOf(BusException.class)
                .hasMessageContainingAll("status 0x8c after 0x00", "WP may be low", "3.3 V");
        assertFree(spi);
        chip.wpLow(false);
        fram.writeProtected(false);
        assertThat(fram.writeProtected()).isFalse();
    }

    @Test
    void theWriteProtectPinIsLowWhileTheChipIsProtected() {
        GpioPort port = mock(GpioPort.class);
        SimMB85RS64V other = new SimMB85RS64V();
        doAnswer(call -> other.wpLow(!call.getArgument(0, Boolean.class)))
                .when(port)
                .write(anyBoolean());
        FRAM_SPI memory = of(other, 8192, new DigitalInOut(port));
        verify(port).output(true, false);
        memory.writeProtected(true);
        verify(port).write(false);
        assertThat(memory.writeProtected()).isTrue();
        memory.writeProtected(false);
        assertThat(memory.writeProtected()).isFalse();
        memory.set(0, 1);
        assertThat(memory.get(0)).isEqualTo(1);
    }

    @Test
    void aStatusThatIsReadWrongIsReadAgain() {
        SPIPlayback played = SPIPlayback.script()
                .exchanges(new int[] {0x9F, 0, 0, 0, 0}, ID)
                .exchanges(new int[] {0x05, 0}, new int[] {0, 0x0C})
                .exchanges(new int[] {0x05, 0}, new int[] {0, 0x00})
                .exchanges(new int[] {0x05, 0}, new int[] {0, 0x00})
                .exchanges(new int[] {0x05, 0}, new int[] {0, 0x00});
        try (played) {
            assertThat(new FRAM_SPI(new SPIDevice(new SPI(played)), false, null, 8192).writeProtected())
                    .isFalse();
        }
    }

    /** Bit 0 is always 0; a chip that is gone gives 0xFF. */
    @ParameterizedTest
    @ValueSource(ints = {2, 0})
    void aStatusThatIsNeverTheSameOrThatNoChipGivesIsAnError(int step) {
        SPIPlayback played = SPIPlayback.script().exchanges(new int[] {0x9F, 0, 0, 0, 0}, ID);
        for (int i = 0; i < 9; i++) {
            played.exchanges(new int[] {0x05, 0}, new int[] {0, step == 0 ? 0xFF : step * i});
        }
        try (played) {
            SPI other = new SPI(played);
            FRAM_SPI memory = new FRAM_SPI(new SPIDevice(other), false, null, 8192);
            assertThatThrownBy(memory::writeProtected)
                    .isInstanceOf(BusException.class)
                    .hasMessageContainingAll("another value at each reading", "Check them");
            assertFree(other);
        }
    }

    @Test
    void afterAFailedTransferTheNextOneWorks() {
        byte[] values = random(5000);
        board.spi().failNext(Kind.TIMEOUT);
        assertThatThrownBy(() -> fram.set(7, values)).isInstanceOf(BusException.class);
        assertFree(spi);
        fram.set(7, values);
        board.spi().failNext(Kind.TIMEOUT);
        assertThatThrownBy(() -> fram.get(7, 5007)).isInstanceOf(BusException.class);
        assertFree(spi);
        assertThat(fram.get(7, 5007)).isEqualTo(values);
        board.spi().failNext(Kind.TIMEOUT);
        assertThatThrownBy(() -> new FRAM_SPI(spi, select)).isInstanceOf(BusException.class);
        assertFree(spi);
    }
}
