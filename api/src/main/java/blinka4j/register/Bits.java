// SPDX-License-Identifier: MIT
package blinka4j.register;

import blinka4j.BusException;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A field of a {@link Register}, of at most 32 bits. No value is kept: each call goes to the device. No call allocates
 * memory. Safe to share between threads.
 *
 * <p>Setting a field reads the register once, changes the field and writes all of it back, with the bus locked. A wire
 * fault that changes another bit while it is read is then written too. Where that would do harm, take the field from a {@link
 * Register#steady} register: setting it then reads three times or more, and {@link #get} still once. A field that fills its register,
 * or is {@link #alone}, is written without reading.
 */
public final class Bits {
    private static final int POLLS = 20;

    private final Register register;
    private final int lowest;
    private final int count;
    private final boolean isSigned;
    private final boolean isAlone;
    private final @Nullable String property;

    Bits(Register register, int lowest, int count, boolean isSigned, boolean isAlone, @Nullable String property) {
        if (lowest < 0 || count < 1 || lowest + count > 8 * register.width) {
            throw new IllegalArgumentException("%s bits from bit %s of %s: expected bits 0 to %s"
                    .formatted(count, lowest, register, 8 * register.width - 1));
        }
        this.register = register;
        this.lowest = lowest;
        this.count = count;
        this.isSigned = isSigned;
        this.isAlone = isAlone;
        this.property = property;
    }

    /** The same bits, read and written as two's complement. */
    public Bits signed() {
        return new Bits(register, lowest, count, true, isAlone, property);
    }

    /** The same bits, where no other bit of the register matters: setting writes 0 to the others, without reading first. */
    public Bits alone() {
        return new Bits(register, lowest, count, isSigned, true, property);
    }

    /** The same bits, for a driver's property of this name: the message of a range error has it. */
    public Bits named(String property) {
        return new Bits(register, lowest, count, isSigned, isAlone, property);
    }

    /** A number that is only read: the field's value times {@code step}. */
    public Scaled scaled(double step) {
        return new Scaled(this, step, toString(), "");
    }

    /**
     * A number with a unit: the field's value times {@code step}.
     *
     * @param property the driver's name for it, such as {@code upperTemperature}, for the message of a range error
     * @param unit such as {@code °C}, for the same message
     */
    public Scaled scaled(double step, String property, String unit) {
        return new Scaled(this, step, property, unit);
    }

    /**
     * A constant of an enum.
     *
     * @param byCode the constant for each value of the field, from 0; null for a value that is not used. If a constant
     *     stands there twice, the first place is the value that is written.
     */
    public <E extends Enum<E>> Choice<E> choice(@Nullable E[] byCode) {
        return new Choice<>(this, byCode.clone());
    }

    /**
     * A constant of an enum whose codes are not 0, 1, 2 and so on.
     *
     * @param constants such as {@code Gain.values()}
     * @param code the value of the field for a constant, 0 or more. Other values are not used.
     */
    public <E extends Enum<E>> Choice<E> choice(E[] constants, ToIntFunction<E> code) {
        int greatest = Arrays.stream(constants).mapToInt(code).max().orElse(0);
        @Nullable E[] byCode = Arrays.copyOf(constants, greatest + 1);
        Arrays.fill(byCode, null);
        for (E constant : constants) {
            byCode[code.applyAsInt(constant)] = constant;
        }
        return new Choice<>(this, byCode);
    }

    /** Reads the value; that of 32 unsigned bits is read with {@link Register#get}. */
    public int get() {
        return in(register.getOnce());
    }

    /** Reads the value of a field of a {@link Register#steady} register, until three readings in a row are the same. */
    int readSteadily() {
        return in(register.get());
    }

    /**
     * The value in a block of registers, without reading it.
     *
     * @param block registers that {@link Registers#readInto} has read
     * @param first address of the first register in {@code block}
     */
    public int from(byte[] block, int first) {
        return in(register.from(block, first));
    }

    private int in(long register) {
        long value = register << (64 - lowest - count);
        return (int) (isSigned ? value >> (64 - count) : value >>> (64 - count));
    }

    /** True if the bit, or any bit of the field, is 1. */
    public boolean isSet() {
        return get() != 0;
    }

    /** @throws IllegalArgumentException if the value does not fit in the bits */
    public void set(int value) {
        Value.requireFits(value, count, isSigned, register, property);
        if (isAlone) {
            register.write(((long) value << lowest) & mask());
        } else {
            register.update(mask(), (long) value << lowest);
        }
    }

    /**
     * Puts a value into a block of registers, without writing it to the device. The register's other bits stay.
     *
     * @param block registers that {@link Registers#readInto} has read
     * @param first address of the first register in {@code block}
     * @throws IllegalArgumentException if the value does not fit in the bits
     */
    public void into(byte[] block, int first, int value) {
        Value.requireFits(value, count, isSigned, register, property);
        long changed = (register.from(block, first) & ~mask()) | (((long) value << lowest) & mask());
        Value.put(changed, block, register.address - first, register);
    }

    private long mask() {
        return ((1L << count) - 1) << lowest;
    }

    public void set(boolean value) {
        set(value ? (isSigned && count == 1 ? -1 : 1) : 0);
    }

    /**
     * Waits until all bits of the field are 0. Waits through the bus, so that a simulated device takes no real time.
     *
     * @param timeout the longest time that the device may need
     * @throws BusException of kind TIMEOUT if a bit is still 1 then
     */
    public void awaitClear(Duration timeout) {
        await(0, timeout);
    }

    /**
     * Waits until all bits of the field are 1, as {@link #awaitClear} waits until they are 0.
     *
     * @param timeout the longest time that the device may need
     * @throws BusException of kind TIMEOUT if a bit is still 0 then
     */
    public void awaitSet(Duration timeout) {
        await(mask(), timeout);
    }

    private void await(long wanted, Duration timeout) {
        for (int polls = 0; (register.get() & mask()) != wanted; polls++) {
            if (polls == POLLS) {
                throw new BusException(
                        BusException.Kind.TIMEOUT,
                        "%s is still busy after %s ms (%s is not %s). It did not finish, or was read wrong. Check its power and wiring, and try again."
                                .formatted(register.device, timeout.toMillis(), this, wanted >> lowest));
            }
            register.sleep(timeout.dividedBy(POLLS));
        }
    }

    long least() {
        return Value.least(count, isSigned);
    }

    long most() {
        return Value.most(count, isSigned);
    }

    @Override
    public String toString() {
        return count == 1
                ? "bit %s of %s".formatted(lowest, register)
                : "bits %s to %s of %s".formatted(lowest, lowest + count - 1, register);
    }
}
