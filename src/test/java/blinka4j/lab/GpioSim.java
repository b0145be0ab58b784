// SPDX-License-Identifier: MIT
package blinka4j.lab;

import java.util.Map;

/**
 * A PC with simulated GPIO chips and an SMBus-only adapter ({@link #i2c}, with registers at 0x48 and 0x77). Programs in it find the
 * host's files under the same paths. Files that they write are lost at the end of the guest. The commands {@code java17} and {@code
 * java25} run the host's Java, if it has that version.
 */
final class GpioSim {
    /** The label of the chip that is there from the start. Its lines are called {@code D0} to {@code D31}. */
    static final String CHIP = "sim-gpio";

    static final int LINES = 32;

    private GpioSim() {}

    static Machine machine() {
        return new Machine("gpiosim", Map.of(), true);
    }

    /** The same with one processor and exact times. */
    static Machine exact() {
        return new Machine("exact", Map.of(), true);
    }

    /** Returns the outside of the chip that is there from the start; all tests share it, so each has its own lines. */
    static SimChip chip(Guest guest) {
        return new SimChip(guest, CHIP);
    }

    /** Returns the device file of the adapter that speaks SMBus alone. */
    static String i2c(Guest guest) {
        return "/dev/"
                + guest.output("basename $(dirname $(grep -l 'SMBus stub driver' /sys/class/i2c-dev/i2c-*/name))")
                        .strip();
    }
}
