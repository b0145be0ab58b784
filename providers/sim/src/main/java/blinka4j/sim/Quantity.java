// SPDX-License-Identifier: MIT
package blinka4j.sim;

/**
 * Something that a simulated chip measures, such as a temperature. A test or a program sets the value; the chip then shows it
 * in its registers, when a real chip would. Thread-safe.
 */
public final class Quantity {
    private final String name;
    private final String unit;
    private final double least;
    private final double most;
    private volatile double value;

    Quantity(String name, double least, double most, String unit, double value) {
        this.name = name;
        this.unit = unit;
        this.least = least;
        this.most = most;
        value(value);
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

    /** The present value. */
    public double value() {
        return value;
    }

    /**
     * Sets the value.
     *
     * @throws IllegalArgumentException if the value is outside the range
     */
    public void value(double to) {
        if (!(to >= least && to <= most)) {
            throw new IllegalArgumentException(
                    "%s %s %s is out of range. Expected %s to %s %s.".formatted(name, to, unit, least, most, unit));
        }
        value = to;
    }

    @Override
    public String toString() {
        return "%s %s %s".formatted(name, value, unit);
    }
}
