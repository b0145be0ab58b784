// SPDX-License-Identifier: MIT
package blinka4j.sim;

import org.jspecify.annotations.Nullable;

/**
 * Something that can be set on a simulated chip or part: what a chip measures, such as a temperature, or the position of a knob. A test
 * or a program sets the value, or makes it {@link #follow} a motion. A chip shows the value in its registers when a real chip would.
 * Thread-safe.
 */
public final class Quantity {
    private final SimPart part;
    private final String name;
    private final String unit;
    private final double least;
    private final double most;
    private final @Nullable Runnable changed;
    private volatile double value;
    private volatile @Nullable Motion motion;

    Quantity(
            SimPart part,
            String name,
            double least,
            double most,
            String unit,
            double value,
            @Nullable Runnable changed) {
        this.part = part;
        this.name = name;
        this.least = least;
        this.most = most;
        this.unit = unit;
        this.value = inRange(value);
        this.changed = changed;
    }

    /** The name, such as {@code temperature}. A chip has one quantity of a name. */
    public String name() {
        return name;
    }

    /** The unit, such as °C. */
    public String unit() {
        return unit;
    }

    /** The least value that the chip measures. */
    public double least() {
        return least;
    }

    /** The greatest value that the chip measures. */
    public double most() {
        return most;
    }

    /**
     * The present value.
     *
     * @throws IllegalStateException if the quantity follows a motion that gives no number
     */
    public double value() {
        Motion follows = motion;
        if (follows == null) {
            return value;
        }
        double seconds = part.clock().nanos() / 1e9;
        double to = follows.at(seconds);
        if (Double.isNaN(to)) {
            throw new IllegalStateException("the motion of %s of %s gives no number at %s s. Correct the motion."
                    .formatted(name, part, seconds));
        }
        return Math.max(least, Math.min(most, to));
    }

    /**
     * Sets the value. The quantity follows no motion then.
     *
     * @throws IllegalArgumentException if the value is outside the range
     */
    public void value(double to) {
        value = inRange(to);
        motion = null;
        if (changed != null) {
            changed.run();
        }
    }

    /**
     * Makes the value move in the time of the board, until {@link #value(double)} sets another one. The motion is asked at each reading. A
     * value outside the range becomes the least or the greatest one.
     *
     * @throws IllegalStateException if the quantity is a contact, such as that of a button: it takes effect only when it is set
     */
    public void follow(Motion to) {
        if (changed != null) {
            throw new IllegalStateException(
                    "%s of %s cannot follow a motion. Set it at certain times with board.clock().after(…)."
                            .formatted(name, part));
        }
        motion = to;
    }

    private double inRange(double to) {
        if (!(to >= least && to <= most)) {
            throw new IllegalArgumentException(
                    "%s %s %s is out of range. Expected %s to %s %s.".formatted(name, to, unit, least, most, unit));
        }
        return to;
    }

    @Override
    public String toString() {
        return "%s %s %s".formatted(name, value(), unit);
    }
}
