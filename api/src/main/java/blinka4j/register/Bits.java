// SPDX-License-Identifier: MIT
package blinka4j.register;

/**
 * A field of a {@link Register}, of at most 32 bits. Keeps no value: each call goes to the device, and nothing is
 * allocated by it. Setting reads, changes and writes the register with the bus held.
 */
public final class Bits {
    private final Register register;
    private final int lowest;
    private final int count;
    private final boolean isSigned;

    Bits(Register register, int lowest, int count, boolean isSigned) {
        if (lowest < 0 || count < 1 || lowest + count > 8 * register.width()) {
            throw new IllegalArgumentException("%s bits from bit %s of %s: expected bits 0 to %s"
                    .formatted(count, lowest, register, 8 * register.width() - 1));
        }
        this.register = register;
        this.lowest = lowest;
        this.count = count;
        this.isSigned = isSigned;
    }

    /** The same bits, read and written as two's complement. */
    public Bits signed() {
        return new Bits(register, lowest, count, true);
    }

    /** Reads the value; that of 32 unsigned bits is read with {@link Register#get}. */
    public int get() {
        long value = register.get() << (64 - lowest - count);
        return (int) (isSigned ? value >> (64 - count) : value >>> (64 - count));
    }

    /** Whether the bit, or any bit of the field, is 1. */
    public boolean isSet() {
        return get() != 0;
    }

    /** @throws IllegalArgumentException if the value does not fit in the bits */
    public void set(int value) {
        Value.requireFits(value, count, isSigned, register);
        register.update(((1L << count) - 1) << lowest, (long) value << lowest);
    }

    public void set(boolean value) {
        set(value ? (isSigned && count == 1 ? -1 : 1) : 0);
    }
}
