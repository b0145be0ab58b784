// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import java.util.function.IntToDoubleFunction;

/** What a chip with a calibration measures: the formula of its data sheet, backwards. */
final class Inverse {
    private Inverse() {}

    /**
     * The raw value whose calculated value is nearest.
     *
     * @param rising the formula; its results rise with the raw value
     * @param bits of the raw value, which is not negative
     */
    static int nearest(IntToDoubleFunction rising, double wanted, int bits) {
        int low = 0;
        for (int step = 1 << (bits - 1); step > 0; step >>= 1) {
            low += rising.applyAsDouble(low + step) <= wanted ? step : 0;
        }
        int next = Math.min(low + 1, (1 << bits) - 1);
        return rising.applyAsDouble(next) - wanted < wanted - rising.applyAsDouble(low) ? next : low;
    }
}
