// SPDX-License-Identifier: MIT
package blinka4j.drivers.pca9685;

import blinka4j.busio.BusHold;
import blinka4j.register.RegisterArray;

/** When each output of a {@link PCA9685} goes high and low. {@link PWMChannel#dutyCycle(int)} is easier. */
public final class PWMRegisters {
    /** Bit 12 of each half: always on in the lower one, always off in the upper one. */
    static final int FULL = 0x1000;

    private final PCA9685 pca;
    private final RegisterArray registers;

    PWMRegisters(PCA9685 pca, RegisterArray registers) {
        this.pca = pca;
        this.registers = registers;
    }

    /**
     * A part of each period.
     *
     * @param on the step at which the output goes high, 0 to 4095; and 4096 more if it is always high
     * @param off the step at which it goes low, 0 to 4095; and 4096 more if it is always low, which counts more
     */
    public record Pulse(int on, int off) {}

    public int length() {
        return registers.length();
    }

    /** @param index 0 to 15 */
    public Pulse get(int index) {
        long word = word(index);
        return new Pulse((int) word & 0xffff, (int) (word >> 16));
    }

    /** @param index 0 to 15 */
    public void set(int index, Pulse pulse) {
        if (((pulse.on | pulse.off) & -2 * FULL) != 0) {
            throw new IllegalArgumentException(
                    "%s is out of range: expected 0 to 4095, and 4096 more for always".formatted(pulse));
        }
        word(index, pulse.on, pulse.off);
    }

    /** The lower half is when it goes high, the upper one when it goes low. */
    long word(int index) {
        BusHold hold = pca.lock();
        try (hold) {
            pca.autoIncrement();
            long word = registers.get(index);
            pca.requireAutoIncrement(word);
            if ((word & 0xe000_e000L) != 0) {
                throw pca.misread("0x%08x for output %s".formatted(word, index));
            }
            return word;
        }
    }

    void word(int index, int on, int off) {
        BusHold hold = pca.lock();
        try (hold) {
            pca.autoIncrement();
            registers.set(index, (long) off << 16 | on);
        }
    }
}
