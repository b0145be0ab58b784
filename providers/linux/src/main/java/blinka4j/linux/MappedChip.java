// SPDX-License-Identifier: MIT
package blinka4j.linux;

import java.util.Optional;

/**
 * The GPIO controllers whose registers for levels are known. The kernel handles direction, pull and function.
 *
 * <p>Sources: Broadcom, "BCM2835 ARM Peripherals", section 6.1 (GPSET0 0x1c, GPCLR0 0x28, GPLEV0 0x34, a word for 32 lines;
 * the BCM2836 and BCM2837 have the same); Raspberry Pi, "BCM2711 ARM Peripherals", section 5.2 (the same offsets);
 * Raspberry Pi, "RP1 Peripherals", section 3.3 (SYS_RIO: OUT 0x00, IN 0x08), section 2.4 (atomic access: the same registers
 * 0x2000 higher set bits, 0x3000 higher they clear bits) and section 3.1 (banks of 28, 6 and 20 lines). {@code /dev/gpiomem0}
 * has IO_BANK0 to 2 from 0x00000, SYS_RIO0 to 2 from 0x10000 and PADS_BANK0 to 2 from 0x20000, 0x4000 each.
 */
enum MappedChip {
    BCM2835("pinctrl-bcm2835", "brcm,bcm2835-gpio", 54, "/dev/gpiomem", 0x1000),
    BCM2711("pinctrl-bcm2711", "brcm,bcm2711-gpio", 58, "/dev/gpiomem", 0x1000),
    RP1("pinctrl-rp1", "raspberrypi,rp1-gpio", 54, "/dev/gpiomem0", 0x3_0000);

    private static final int GPSET0 = 0x1c;
    private static final int GPCLR0 = 0x28;
    private static final int GPLEV0 = 0x34;

    private static final int SYS_RIO0 = 0x1_0000;
    private static final int RIO_SIZE = 0x4000;
    private static final int RIO_OUT = 0x00;
    private static final int RIO_IN = 0x08;
    private static final int ATOMIC_SET = 0x2000;
    private static final int ATOMIC_CLEAR = 0x3000;
    private static final int RP1_BANK1 = 28;
    private static final int RP1_BANK2 = 34;

    private final String label;
    final String compatible;
    private final int lines;
    final String device;
    final int length;

    MappedChip(String label, String compatible, int lines, String device, int length) {
        this.label = label;
        this.compatible = compatible;
        this.lines = lines;
        this.device = device;
        this.length = length;
    }

    /** Returns the controller whose driver gives it this label. */
    static Optional<MappedChip> labelled(String label) {
        for (MappedChip chip : values()) {
            if (chip.label.equals(label)) {
                return Optional.of(chip);
            }
        }
        return Optional.empty();
    }

    /** Returns where a line of the controller is; empty if it has no such line. */
    Optional<MappedLine.Place> place(int line) {
        if (line < 0 || line >= lines) {
            return Optional.empty();
        }
        return Optional.of(this == RP1 ? placeInRp1(line) : placeInBcm(line));
    }

    private static MappedLine.Place placeInBcm(int line) {
        int word = line / Integer.SIZE * Integer.BYTES;
        return new MappedLine.Place(GPSET0 + word, GPCLR0 + word, GPLEV0 + word, 1 << line % Integer.SIZE);
    }

    private static MappedLine.Place placeInRp1(int line) {
        int bank = line < RP1_BANK1 ? 0 : line < RP1_BANK2 ? 1 : 2;
        int first = bank == 0 ? 0 : bank == 1 ? RP1_BANK1 : RP1_BANK2;
        int rio = SYS_RIO0 + bank * RIO_SIZE;
        int out = rio + RIO_OUT;
        return new MappedLine.Place(out + ATOMIC_SET, out + ATOMIC_CLEAR, rio + RIO_IN, 1 << (line - first));
    }
}
