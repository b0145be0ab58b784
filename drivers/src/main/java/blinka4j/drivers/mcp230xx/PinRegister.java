// SPDX-License-Identifier: MIT
package blinka4j.drivers.mcp230xx;

import blinka4j.busio.BusHold;
import blinka4j.register.Register;
import blinka4j.register.Registers;

/**
 * A register with a bit for each pin. A change of one pin takes a reading and a write. A reading that is not what was written last may be
 * wrong, and would change other pins: then the register is read again until it is steady.
 */
final class PinRegister {
    private final Registers chip;
    private final Register register;
    private final Register steady;
    /** What the chip should have. Used with the bus locked. */
    private int expected;

    /** @param expected the value after power-on */
    PinRegister(Registers chip, Register register, int expected) {
        this.chip = chip;
        this.register = register;
        this.expected = expected;
        steady = register.steady();
    }

    int get() {
        return (int) register.get();
    }

    boolean get(int pin) {
        return (get() >> pin & 1) != 0;
    }

    void require(int value, String chip) {
        register.require(value, chip);
    }

    void set(int value) {
        BusHold hold = chip.lock();
        try (hold) {
            register.set(value);
            expected = value;
        }
    }

    void set(int pin, boolean to) {
        BusHold hold = chip.lock();
        try (hold) {
            int found = get();
            if (found != expected) {
                found = (int) steady.get();
            }
            set(to ? found | 1 << pin : found & ~(1 << pin));
        }
    }

    /** Writes the half of one port, whose lowest pin is {@code first}. */
    void set(Register port, int first, int value) {
        BusHold hold = chip.lock();
        try (hold) {
            port.set(value);
            expected = (expected & ~(0xFF << first)) | value << first;
        }
    }
}
