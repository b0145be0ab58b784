// SPDX-License-Identifier: MIT
package blinka4j.register;

import blinka4j.BusException;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A constant of an enum in a field of a register, from {@link Bits#choice}. No value is kept. No call allocates memory. */
public final class Choice<E extends Enum<E>> {
    private final Bits bits;
    private final @Nullable E[] byCode;

    Choice(Bits bits, @Nullable E[] byCode) {
        this.bits = bits;
        this.byCode = byCode;
    }

    /** @throws BusException if the field has a value that stands for nothing: it was read wrong */
    public E get() {
        return of(bits.get());
    }

    /**
     * Reads a field of a {@link Register#steady} register until three readings in a row are the same. Use it where a decision or a
     * wait depends on it.
     *
     * @throws BusException if the field has a value that stands for nothing, or another value at each reading
     */
    public E readSteadily() {
        return of(bits.readSteadily());
    }

    /**
     * The constant in a block of registers, without reading it.
     *
     * @param block registers that {@link Registers#readInto} has read
     * @param first address of the first register in {@code block}
     * @throws BusException if the field has a value that stands for nothing: it was read wrong
     */
    public E from(byte[] block, int first) {
        return of(bits.from(block, first));
    }

    private E of(int code) {
        E value = code >= 0 && code < byCode.length ? byCode[code] : null;
        if (value == null) {
            throw new BusException(
                    BusException.Kind.OTHER,
                    "%s has the value %s, which stands for nothing. It was read wrong. Check the wiring and the supply, and try again."
                            .formatted(bits, code));
        }
        return value;
    }

    /** @throws IllegalArgumentException if the device does not have this choice */
    public void set(E value) {
        bits.set(code(value));
    }

    /**
     * Puts a constant into a block of registers, without writing it to the device. The register's other bits stay.
     *
     * @param block registers that {@link Registers#readInto} has read
     * @param first address of the first register in {@code block}
     * @throws IllegalArgumentException if the device does not have this choice
     */
    public void into(byte[] block, int first, E value) {
        bits.into(block, first, code(value));
    }

    private int code(@Nullable E value) {
        for (int code = 0; code < byCode.length; code++) {
            if (value != null && byCode[code] == value) {
                return code;
            }
        }
        throw new IllegalArgumentException("%s cannot be set to %s. Expected one of %s."
                .formatted(
                        bits,
                        value,
                        Stream.of(byCode).filter(Objects::nonNull).distinct().toList()));
    }
}
