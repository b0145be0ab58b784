// SPDX-License-Identifier: MIT
package blinka4j.register;

import java.math.BigDecimal;
import java.math.MathContext;

/** A number with a unit in a field of a register, from {@link Bits#scaled}. No value is kept. No call allocates memory. */
public final class Scaled {
    private static final MathContext DIGITS = new MathContext(10);

    private final Bits bits;
    private final double step;
    private final String property;
    private final String unit;

    Scaled(Bits bits, double step, String property, String unit) {
        this.bits = bits;
        this.step = step;
        this.property = property;
        this.unit = unit;
    }

    public double get() {
        return bits.get() * step;
    }

    /**
     * Rounds to the nearest step, and writes it.
     *
     * @throws IllegalArgumentException if the value is NaN or does not fit in the field; the message has the property, the
     *     range and the unit
     */
    public void set(double value) {
        bits.set(code(value));
    }

    /** What {@link #set} would leave in the device: {@code value}, rounded to the nearest step. */
    public double rounded(double value) {
        return code(value) * step;
    }

    private int code(double value) {
        double least = bits.least() * step;
        double most = bits.most() * step;
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException("%s cannot be %s: expected %s to %s"
                    .formatted(property, withUnit(value), plain(least), withUnit(most)));
        }
        return (int) Math.round(value / step);
    }

    private String withUnit(double value) {
        return unit.isEmpty() ? plain(value) : plain(value) + " " + unit;
    }

    /** Without ".0", which tells nothing about a whole number, and without the noise of binary fractions. */
    private static String plain(double value) {
        return Double.isFinite(value)
                ? new BigDecimal(value).round(DIGITS).stripTrailingZeros().toPlainString()
                : Double.toString(value);
    }
}
