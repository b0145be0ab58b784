// SPDX-License-Identifier: MIT
package blinka4j.testing;

import blinka4j.sim.Picture;
import blinka4j.sim.Quantity;
import blinka4j.sim.SimChip;
import org.assertj.core.api.AbstractAssert;

/** Assertions about a simulated chip. */
public final class ChipAssert extends AbstractAssert<ChipAssert, SimChip> {
    ChipAssert(SimChip actual) {
        super(actual, ChipAssert.class);
    }

    /**
     * A quantity has a value, such as the position of a motor.
     *
     * @throws IllegalArgumentException if the chip has no such quantity; the message lists those it has
     */
    public ChipAssert has(String quantity, double value, double tolerance) {
        Quantity found = actual.quantity(quantity);
        if (!(Math.abs(found.value() - value) <= tolerance)) {
            failWithMessage(
                    "%s",
                    "expected %s of %s to be %s %s, but it is %s"
                            .formatted(quantity, actual, value, found.unit(), found.value()));
        }
        return this;
    }

    /**
     * The display or strip looks like the picture of this file; see {@link PictureAssert#looksLike}.
     *
     * @throws IllegalArgumentException if the chip is no display
     */
    public ChipAssert looksLike(String file) {
        new PictureAssert(picture()).looksLike(file);
        return this;
    }

    /**
     * The display or strip is dark.
     *
     * @throws IllegalArgumentException if the chip is no display
     */
    public ChipAssert isDark() {
        new PictureAssert(picture()).isDark();
        return this;
    }

    private Picture picture() {
        return actual.picture()
                .orElseThrow(() -> new IllegalArgumentException(
                        "%s shows no picture. Use a display, such as SimSSD1306.".formatted(actual)));
    }
}
