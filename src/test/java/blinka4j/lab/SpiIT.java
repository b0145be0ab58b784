// SPDX-License-Identifier: MIT
package blinka4j.lab;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.conformance.Soak;
import blinka4j.lab.guest.SpiFlash;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The flash memory on the SPI bus, an SST25VF016B, through the kernel's driver of the i.MX6's controller. */
@ExtendWith(Lab.Extension.class)
@ResourceLock("/dev/spidev0.0")
class SpiIT {
    private static final int ADDRESS = 0x012345;
    private static final int COUNT = 10_000;
    private static final int ONE_BY_ONE = Soak.count(1000, COUNT);

    private final Lab lab;

    SpiIT(Lab lab) {
        this.lab = lab;
    }

    @Test
    void theFlashIsReadWithTheChipSelectOfTheKernelAndAMessageSaysWhenItIsGone() {
        Job program =
                lab.start(SpiFlash.class, "kernel", "0x%x".formatted(ADDRESS), String.valueOf(COUNT / ONE_BY_ONE));
        program.awaitOut("take the chip away\n", Lab.PATIENCE);
        lab.guest().output("spi-driver none; touch /tmp/spi-done");
        String output = lab.finish(program, Lab.PATIENCE);
        lab.guest().output("spi-driver spidev");

        assertThat(output).startsWith("JEDEC id: bf 25 41\n");
        assertThat(output).contains(COUNT + " bytes at once equal " + ONE_BY_ONE + " read one by one: true\n");
        assertThat(Lab.base64(output, "base64:")).isEqualTo(content());
        assertThat(Lab.line(output, "gone:"))
                .contains("/dev/spidev0.0")
                .contains("ESHUTDOWN")
                .contains("he device was removed or its driver let it go")
                .contains("open the bus again");
    }

    /**
     * No chip of the board has a chip select that a program can drive. So the test connects one: it copies the level of the program's
     * pin to the flash. The kernel does not drive the line of the flash then (SPI_NO_CS).
     */
    @Test
    void theFlashIsReadWithAChipSelectDrivenByHand() {
        lab.guest().qtest().watch(Sabrelite.gpio(4));
        Job program = lab.start(SpiFlash.class, "GPIO5_IO12", "0x%x".formatted(ADDRESS));
        int read = 0;
        for (boolean level : List.of(false, true, false, true)) {
            read = program.awaitOut(read, level ? "released\n" : "selected\n", Lab.PATIENCE);
            List<Boolean> levels = lab.levels(12);
            assertThat(levels.get(levels.size() - 1)).isEqualTo(level);
            lab.guest().qtest().drive(Sabrelite.flashChip(), "ssi-gpio-cs", 0, level);
            lab.guest().output("touch /tmp/spi-done");
        }
        String output = lab.finish(program, Lab.PATIENCE);

        // High first: selected at no moment before the first transfer.
        assertThat(lab.levels(12)).containsExactly(true, false, true, false, true);
        assertThat(output).contains("JEDEC id: bf 25 41\n");
        assertThat(Lab.base64(output, "base64:")).isEqualTo(content());
        assertThat(Lab.line(output, "without the chip select:")).isEqualTo("00 00 00");
    }

    private static byte[] content() {
        return Arrays.copyOfRange(Sabrelite.flash(), ADDRESS, ADDRESS + COUNT);
    }
}
