// SPDX-License-Identifier: MIT
package blinka4j.lab;

import java.util.Map;

/**
 * A Raspberry Pi 3 Model B with a 64-bit ARM. QEMU models no input signals of its GPIO controller. A test writes to the controller's
 * registers instead, which also changes the level of inputs.
 */
final class Raspi3b {
    /** QEMU's path of the controller that the guest knows as {@code pinctrl-bcm2835}; its lines are the board's GPIO numbers. */
    static final String GPIO = "/machine/soc/peripherals/gpio";

    /** The controller's registers as the processor sees them; BCM2835 ARM Peripherals, chapter 6. */
    static final long REGISTERS = 0x3f20_0000L;

    private static final int GPSET0 = 0x1c;
    private static final int GPCLR0 = 0x28;
    private static final int GPLEV0 = 0x34;
    private static final int LINES = 54;

    private Raspi3b() {}

    static Machine machine() {
        return new Machine("raspi3b", Map.of());
    }

    /**
     * Drives an input from outside. There must be no output on the line: the model has one level for both.
     */
    static void drive(Guest guest, int line, boolean high) {
        guest.qtest().write32(register(high ? GPSET0 : GPCLR0, line), bit(line));
    }

    /** Returns the level of a line. */
    static boolean level(Guest guest, int line) {
        return (guest.qtest().read32(register(GPLEV0, line)) & bit(line)) != 0;
    }

    /** Returns whether the controller drives a line. */
    static boolean isOutput(Guest guest, int line) {
        return function(guest, line) == 1;
    }

    /** Returns the function of a line, as in GPFSELn: 0 is an input, 1 an output, the others are alternate functions. */
    static int function(Guest guest, int line) {
        return (int) (guest.qtest().read32(REGISTERS + 4L * (line / 10)) >> 3 * (line % 10)) & 7;
    }

    private static long register(int first, int line) {
        if (line < 0 || line >= LINES) {
            throw new IllegalArgumentException("no line " + line + ": there are 0 to " + (LINES - 1));
        }
        return REGISTERS + first + 4L * (line / 32);
    }

    private static long bit(int line) {
        return 1L << line % 32;
    }
}
