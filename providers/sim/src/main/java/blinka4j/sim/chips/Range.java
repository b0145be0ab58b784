// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

/** What a chip can measure. */
final class Range {
    private Range() {}

    static double check(String what, double value, double lowest, double highest, String unit) {
        if (!(value >= lowest && value <= highest)) {
            throw new IllegalArgumentException(
                    "%s %s %s: the chip measures %s to %s %s".formatted(what, value, unit, lowest, highest, unit));
        }
        return value;
    }
}
