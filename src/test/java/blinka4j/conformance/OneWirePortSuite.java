// SPDX-License-Identifier: MIT
package blinka4j.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.NotAvailableException;
import blinka4j.onewire.OneWireBus;
import blinka4j.provider.OneWirePort;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is expected of each {@link OneWirePort}, on a bus with some DS18B20 after power-on. Expected values: data sheet of the DS18B20. */
public abstract class OneWirePortSuite {
    private static final byte[] NOTHING = {};
    private static final byte MATCH_ROM = 0x55;
    private static final byte READ_SCRATCHPAD = (byte) 0xBE;

    /** Opens the bus. */
    protected abstract OneWirePort open();

    /** The codes of all devices, in any order. */
    protected abstract List<byte[]> roms();

    private static byte[] readScratchpadOf(byte[] rom) {
        return ByteBuffer.allocate(10)
                .put(MATCH_ROM)
                .put(rom)
                .put(READ_SCRATCHPAD)
                .array();
    }

    private static boolean transfer(OneWirePort port, boolean reset, byte[] out, byte[] in) {
        return port.transfer(reset, out, 0, out.length, in, 0, in.length);
    }

    private static void assertScratchpad(byte[] in) {
        assertThat(OneWireBus.crc8(in)).as("checksum of all nine bytes").isZero();
        assertThat(in[4]).as("12 bits").isEqualTo((byte) 0x7F);
        assertThat(in[5]).as("reserved").isEqualTo((byte) 0xFF);
        assertThat(in[7]).as("reserved").isEqualTo((byte) 0x10);
    }

    @Test
    void aSearchFindsEachDeviceOnce() {
        try (OneWirePort port = open()) {
            for (int i = 0; i < 3; i++) {
                assertThat(port.search()).containsExactlyInAnyOrderElementsOf(roms());
            }
            assertThat(port.search())
                    .allSatisfy(rom -> assertThat(OneWireBus.crc8(rom)).isZero());
        }
    }

    @Test
    void aResetTellsThatThereAreDevices() {
        try (OneWirePort port = open()) {
            assertThat(transfer(port, true, NOTHING, NOTHING)).isTrue();
        }
    }

    @Test
    void eachDeviceAnswersAtItsAddress() {
        try (OneWirePort port = open()) {
            for (byte[] rom : roms()) {
                byte[] in = new byte[9];
                assertThat(transfer(port, true, readScratchpadOf(rom), in)).isTrue();
                assertScratchpad(in);
            }
        }
    }

    @Test
    void atAnotherAddressNobodyAnswers() {
        byte[] absent = roms().get(0).clone();
        absent[1] = (byte) (absent[1] ^ 0x55);
        byte[] in = new byte[9];
        try (OneWirePort port = open()) {
            assertThat(transfer(port, true, readScratchpadOf(absent), in))
                    .as("the others answer the reset")
                    .isTrue();
        }
        assertThat(in).containsOnly(0xFF);
    }

    @Test
    void onlyTheSlicesAreWrittenAndRead() {
        byte[] out = new byte[14];
        System.arraycopy(readScratchpadOf(roms().get(0)), 0, out, 3, 10);
        byte[] in = new byte[12];
        try (OneWirePort port = open()) {
            port.transfer(true, out, 3, 13, in, 2, 11);
        }
        assertScratchpad(Arrays.copyOfRange(in, 2, 11));
        assertThat(new byte[] {in[0], in[1], in[11]}).containsOnly(0);
    }

    @Test
    void aTransferWithoutResetGoesOnWhereTheLastOneEnded() {
        byte[] in = new byte[9];
        try (OneWirePort port = open()) {
            assertThat(transfer(port, true, readScratchpadOf(roms().get(0)), NOTHING))
                    .isTrue();
            for (int i = 0; i < in.length; i += 3) {
                port.transfer(false, NOTHING, 0, 0, in, i, i + 3);
            }
        }
        assertScratchpad(in);
    }

    /** READ ROM, which one device alone would answer: the bits of several are those that are 1 in all. */
    @Test
    void aPortHasSingleBitsOrSaysWhatToUseInstead() {
        try (OneWirePort port = open()) {
            if (port.hasBits()) {
                transfer(port, true, new byte[] {0x33}, NOTHING);
                int all = 0xFF;
                for (byte[] rom : roms()) {
                    all &= rom[0];
                }
                int read = 0;
                for (int bit = 0; bit < Byte.SIZE; bit++) {
                    read |= port.slot(true) ? 1 << bit : 0;
                }
                assertThat(read).isEqualTo(all);
                assertThat(port.slot(false)).isFalse();
            } else {
                assertThatThrownBy(() -> port.slot(true))
                        .isInstanceOf(NotAvailableException.class)
                        .hasMessageContainingAll(port.name(), "OneWireBus");
            }
        }
    }

    @Test
    void closingTwiceIsHarmlessAndTheBusCanBeOpenedAgain() {
        OneWirePort port = open();
        port.close();
        port.close();
        assertThat(port.name()).isNotEmpty();
        try (OneWirePort again = open()) {
            assertThat(again.search()).hasSameSizeAs(roms());
        }
    }
}
