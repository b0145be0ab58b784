// SPDX-License-Identifier: MIT
package blinka4j.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Offsets and bits from the documents that {@link MappedChip} names. */
class MappedChipTest {
    private final ByteBuffer memory = ByteBuffer.allocateDirect(0x3_0000).order(ByteOrder.LITTLE_ENDIAN);

    @ParameterizedTest
    @CsvSource({
        // GPSET0 0x1c, GPSET1 0x20, GPCLR0 0x28, GPCLR1 0x2c, GPLEV0 0x34, GPLEV1 0x38
        "BCM2835,  0, 0x1c, 0x28, 0x34, 0x00000001",
        "BCM2835, 17, 0x1c, 0x28, 0x34, 0x00020000",
        "BCM2835, 31, 0x1c, 0x28, 0x34, 0x80000000",
        "BCM2835, 32, 0x20, 0x2c, 0x38, 0x00000001",
        "BCM2835, 53, 0x20, 0x2c, 0x38, 0x00200000",
        "BCM2711, 31, 0x1c, 0x28, 0x34, 0x80000000",
        "BCM2711, 32, 0x20, 0x2c, 0x38, 0x00000001",
        "BCM2711, 57, 0x20, 0x2c, 0x38, 0x02000000",
        // Banks of 28, 6 and 20 lines; SYS_RIO0 0x10000, SYS_RIO1 0x14000, SYS_RIO2 0x18000
        "RP1,  0, 0x12000, 0x13000, 0x10008, 0x00000001",
        "RP1, 27, 0x12000, 0x13000, 0x10008, 0x08000000",
        "RP1, 28, 0x16000, 0x17000, 0x14008, 0x00000001",
        "RP1, 33, 0x16000, 0x17000, 0x14008, 0x00000020",
        "RP1, 34, 0x1a000, 0x1b000, 0x18008, 0x00000001",
        "RP1, 53, 0x1a000, 0x1b000, 0x18008, 0x00080000",
    })
    void aLineIsTheBitThatTheDocumentGives(
            MappedChip chip, int line, String set, String clear, String level, String mask) {
        MappedLine mapped =
                new MappedLine(new Registers(memory), chip.place(line).orElseThrow());
        int bit = Integer.parseUnsignedInt(mask.substring(2), 16);

        mapped.write(true);
        assertThat(memory.getInt(Integer.decode(set))).isEqualTo(bit);
        assertThat(written()).isEqualTo(1);
        memory.putInt(Integer.decode(set), 0);

        mapped.write(false);
        assertThat(memory.getInt(Integer.decode(clear))).isEqualTo(bit);
        assertThat(written()).isEqualTo(1);

        memory.putInt(Integer.decode(level), ~bit);
        assertThat(mapped.read()).isFalse();
        memory.putInt(Integer.decode(level), bit);
        assertThat(mapped.read()).isTrue();
    }

    private int written() {
        int words = 0;
        for (int i = 0; i < memory.capacity(); i += 4) {
            words += memory.getInt(i) != 0 ? 1 : 0;
        }
        return words;
    }

    @Test
    void aControllerHasNoMoreLinesThanItsDocumentSays() {
        assertThat(MappedChip.BCM2835.place(54)).isEmpty();
        assertThat(MappedChip.BCM2711.place(58)).isEmpty();
        assertThat(MappedChip.RP1.place(54)).isEmpty();
        assertThat(MappedChip.RP1.place(-1)).isEmpty();
    }

    @Test
    void aControllerIsKnownByTheLabelOfTheKernelsDriver() {
        assertThat(MappedChip.labelled("pinctrl-bcm2835")).contains(MappedChip.BCM2835);
        assertThat(MappedChip.labelled("pinctrl-bcm2711")).contains(MappedChip.BCM2711);
        assertThat(MappedChip.labelled("pinctrl-rp1")).contains(MappedChip.RP1);
        assertThat(MappedChip.labelled("raspberrypi-exp-gpio")).isEmpty();
    }
}
