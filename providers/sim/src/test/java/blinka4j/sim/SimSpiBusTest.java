// SPDX-License-Identifier: MIT
package blinka4j.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.NotAvailableException;
import blinka4j.busio.SPI;
import blinka4j.provider.SpiPort.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimSpiBusTest {
    private final SimSpiBus bus = new SimSpiBus("/dev/spidev0", new SimClock());

    /** Answers each byte with that byte plus one. */
    private static final class Echo implements SimSpiDevice {
        private final List<String> seen = new ArrayList<>();

        @Override
        public void selected() {
            seen.add("selected");
        }

        @Override
        public int exchange(int out) {
            seen.add("%02x".formatted(out));
            return out + 1;
        }

        @Override
        public void deselected() {
            seen.add("deselected");
        }

        @Override
        public String toString() {
            return "echo";
        }
    }

    private final Echo echo = new Echo();

    private void configure(int chipSelect) {
        bus.configure(new Settings(1_000_000, 0, 0, 8, false, false, chipSelect));
    }

    private byte[] exchange(int... out) {
        byte[] buffer = Bytes.of(out);
        bus.transfer(buffer, 0, buffer, 0, buffer.length, false);
        return buffer;
    }

    @Test
    void bytesGoBothWaysAtTheSameTime() {
        bus.attach(0, echo);
        configure(0);
        assertThat(exchange(0x10, 0xFE, 0xFF)).containsExactly(0x11, 0xFF, 0x00);
        assertThat(echo.seen).containsExactly("selected", "10", "fe", "ff", "deselected");
    }

    @Test
    void withoutBuffersZerosAreSentAndWhatComesIsDropped() {
        bus.attach(0, echo);
        configure(0);
        bus.transfer(null, 0, null, 0, 2, false);
        byte[] in = {9, 9, 9};
        bus.transfer(null, 0, in, 1, 1, false);
        assertThat(echo.seen).containsExactly("selected", "00", "00", "deselected", "selected", "00", "deselected");
        assertThat(in).containsExactly(9, 1, 9);
    }

    @Test
    void aKeptSelectGoesOnUntilItIsEnded() {
        bus.attach(0, echo);
        configure(0);
        bus.transfer(Bytes.of(1), 0, null, 0, 1, true);
        bus.transfer(Bytes.of(2), 0, null, 0, 1, true);
        assertThat(echo.seen).containsExactly("selected", "01", "02");
        bus.transfer(null, 0, null, 0, 0, false);
        assertThat(echo.seen).endsWith("deselected");
    }

    @Test
    void theChipSelectDecidesWhoIsSpokenTo() {
        Echo other = new Echo();
        bus.attach(0, echo).attach(1, other);
        configure(1);
        exchange(5);
        assertThat(echo.seen).isEmpty();
        assertThat(other.seen).contains("05");
    }

    @Test
    void whereNobodyIsSelectedTheWireIsIdle() {
        bus.attach(0, echo);
        configure(Settings.BY_HAND);
        assertThat(exchange(1, 2)).containsExactly(0xFF, 0xFF);
        configure(3);
        assertThat(exchange(1)).containsExactly(0xFF);
        assertThat(echo.seen).isEmpty();
    }

    @Test
    void aDeviceWithoutASelectIsAlwaysSelected() {
        bus.attach(echo);
        configure(Settings.BY_HAND);
        assertThat(exchange(1)).containsExactly(2);
        bus.detach(echo);
        assertThat(exchange(1)).containsExactly(0xFF);
    }

    @Test
    void twoSelectedAtOnceAreAnErrorThatNamesBoth() {
        bus.attach(echo).attach(0, new SpiReplies());
        configure(0);
        assertThatThrownBy(() -> exchange(1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("echo", "SpiReplies");
    }

    @Test
    void aChipSelectIsTakenOnce() {
        bus.attach(0, echo);
        assertThatThrownBy(() -> bus.attach(0, new SpiReplies()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("echo is there");
        assertThatThrownBy(() -> bus.attach(-1, echo)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void lowBitFirstReachesTheDeviceTurnedRound() {
        bus.attach(0, echo);
        bus.configure(new Settings(1_000_000, 0, 0, 8, true, false, 0));
        // 0x01 is seen as 0x80; the answer 0x81 comes back as 0x81.
        assertThat(exchange(0x01)).containsExactly(0x81);
        assertThat(echo.seen).contains("80");
    }

    @Test
    void wordsGoOverTheWireHighByteFirst() {
        bus.attach(0, echo);
        bus.configure(new Settings(1_000_000, 0, 0, 16, false, false, 0));
        assertThat(exchange(0x34, 0x12, 0x78, 0x56)).containsExactly(0x35, 0x13, 0x79, 0x57);
        assertThat(echo.seen).containsExactly("selected", "12", "34", "56", "78", "deselected");

        bus.configure(new Settings(1_000_000, 0, 0, 24, false, false, 0));
        echo.seen.clear();
        assertThat(exchange(0x03, 0x02, 0x01, 0x55)).containsExactly(0x04, 0x03, 0x02, 0x00);
        assertThat(echo.seen).containsExactly("selected", "01", "02", "03", "deselected");
        assertThatThrownBy(() -> exchange(1, 2, 3))
                .isInstanceOf(BusException.class)
                .hasMessageContaining("24 bits");
    }

    @Test
    void otherWordsAreNotAvailable() {
        assertThatThrownBy(() -> bus.configure(new Settings(1_000_000, 0, 0, 9, false, false, 0)))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContaining("9 bits");
    }

    @Test
    void modeAndSpeedCanBeLookedAt() {
        SPI spi = new SPI(bus);
        spi.configure(8_000_000, 1, 1);
        assertThat(bus.settings()).isEqualTo(new Settings(8_000_000, 1, 1, 8, false, false, Settings.BY_HAND));
    }

    @Test
    void aTransferTakesAsLongAsItsBits() {
        bus.attach(0, echo);
        configure(0);
        exchange(1, 2, 3);
        assertThat(bus.clock().now()).isEqualTo(Duration.ofNanos(24_000));
    }

    @Test
    void anOrderedFaultHitsTheNextTransferOnceAndDeselects() {
        bus.attach(0, echo);
        configure(0);
        bus.transfer(Bytes.of(1), 0, null, 0, 1, true);
        bus.failNext(Kind.OTHER);
        assertThatThrownBy(() -> exchange(2))
                .asInstanceOf(type(BusException.class))
                .extracting(BusException::kind)
                .isEqualTo(Kind.OTHER);
        assertThat(echo.seen).containsExactly("selected", "01", "deselected");
        assertThat(exchange(3)).containsExactly(4);
    }

    @Test
    void aTransferBeforeTheFirstSettingsIsAnError() {
        assertThatThrownBy(() -> exchange(1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void registersAreReadWithBit7AndCountUp() {
        Registers8 registers = new Registers8().register(0x0F, 0x33, 0x34);
        bus.attach(0, new SpiRegisters(registers));
        configure(0);
        assertThat(exchange(0x8F, 0, 0)).containsExactly(0xFF, 0x33, 0x34);
        exchange(0x20, 0x77, 0x78);
        assertThat(registers.registers(0x20, 2)).containsExactly(0x77, 0x78);
    }

    @Test
    void orAreWrittenWithBit7() {
        Registers8 registers = new Registers8().register(0x01, 0x0B);
        bus.attach(0, new SpiRegisters(registers, true, 0));
        configure(0);
        assertThat(exchange(0x01, 0)).containsExactly(0xFF, 0x0B);
        exchange(0x80, 0xC2);
        assertThat(registers.register(0)).isEqualTo(0xC2);
    }

    @Test
    void orHaveBit7AlwaysSet() {
        Registers8 registers = new Registers8().register(0xD0, 0x60).writesInPairs();
        bus.attach(0, new SpiRegisters(registers, false, 0x80));
        configure(0);
        assertThat(exchange(0xD0, 0)).containsExactly(0xFF, 0x60);
        exchange(0x72, 0x01, 0x74, 0x27);
        assertThat(registers.register(0xF2)).isEqualTo(0x01);
        assertThat(registers.register(0xF4)).isEqualTo(0x27);
        assertThatThrownBy(() -> new SpiRegisters(registers, false, 0x40)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void repliesFollowEachOtherSelectBySelect() {
        SpiReplies device = new SpiReplies().reply(0x3C, 0x00).reply(0x01);
        bus.attach(0, device);
        configure(0);
        assertThat(exchange(0, 0, 0)).containsExactly(0x3C, 0x00, 0xFF);
        assertThat(exchange(7)).containsExactly(0x01);
        assertThat(exchange(8)).containsExactly(0x01);
        assertThat(device.received()).containsExactly(Bytes.of(0, 0, 0), Bytes.of(7), Bytes.of(8));
    }

    /** A memory as flash chips are: a command, an address of three bytes, data. */
    private static final class Flash implements SimSpiDevice {
        private static final int[] JEDEC_ID = {0xBF, 0x25, 0x41};
        private final byte[] memory = new byte[65536];
        private int position;
        private int command;
        private int address;

        @Override
        public void selected() {
            position = 0;
            address = 0;
        }

        @Override
        public int exchange(int out) {
            int at = position++;
            if (at == 0) {
                command = out;
                return 0xFF;
            }
            if (command == 0x9F) {
                return at <= 3 ? JEDEC_ID[at - 1] : 0xFF;
            }
            if (at <= 3) {
                address = (address << 8 | out) & 0xFFFF;
                return 0xFF;
            }
            return memory[address++ & 0xFFFF];
        }
    }

    @Test
    void aFlashMemoryIsAFewLines() {
        Flash flash = new Flash();
        for (int i = 0; i < flash.memory.length; i++) {
            flash.memory[i] = (byte) (i * 31);
        }
        bus.attach(0, flash);
        configure(0);
        assertThat(exchange(0x9F, 0, 0, 0)).containsExactly(0xFF, 0xBF, 0x25, 0x41);
        byte[] in = new byte[10_000];
        bus.transfer(Bytes.of(0x03, 0x00, 0x01, 0x00), 0, null, 0, 4, true);
        bus.transfer(null, 0, in, 0, in.length, false);
        assertThat(in).isEqualTo(java.util.Arrays.copyOfRange(flash.memory, 256, 10_256));
    }

    /** Bosch's registers are 0x80 to 0xFF: the address that is sent has seven bits, and so has the counter. */
    @ParameterizedTest
    @CsvSource({"false, 0x00, 0x7F, 0x00", "true, 0x00, 0x7F, 0x00", "false, 0x80, 0xFF, 0x80", "true, 0x80, 0xFF, 0x80"
    })
    void afterTheLastRegisterTheFirstOneFollows(boolean bitMeansWrite, int base, int last, int first) {
        Registers8 registers = new Registers8().register(last, 0x11).register(first, 0x22, 0x33);
        bus.attach(0, new SpiRegisters(registers, bitMeansWrite, base));
        configure(0);
        int read = bitMeansWrite ? 0x7F : 0xFF;
        assertThat(exchange(read, 0, 0, 0)).endsWith(0x11, 0x22, 0x33);
        exchange(read ^ 0x80, 0x44, 0x55);
        assertThat(registers.register(last)).isEqualTo(0x44);
        assertThat(registers.register(first)).isEqualTo(0x55);
    }

    @Test
    void aBurstMayGoAroundMoreThanOnce() {
        bus.attach(0, new SpiRegisters(new Registers8(), false, 0x80));
        configure(0);
        assertThat(exchange(new int[1000])).hasSize(1000);
    }

    @Test
    void whatFailedFirstComesOutWhenDeselectingFailsToo() {
        bus.attach(0, new SimSpiDevice() {
            @Override
            public int exchange(int out) {
                throw new IllegalStateException("first");
            }

            @Override
            public void deselected() {
                throw new IllegalStateException("second");
            }
        });
        configure(0);
        assertThatThrownBy(() -> exchange(1))
                .hasMessage("first")
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
    }
}
