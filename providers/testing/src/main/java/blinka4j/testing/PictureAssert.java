// SPDX-License-Identifier: MIT
package blinka4j.testing;

import blinka4j.sim.Picture;
import org.assertj.core.api.AbstractAssert;

/** Assertions about what a display shows. */
public final class PictureAssert extends AbstractAssert<PictureAssert, Picture> {
    PictureAssert(Picture actual) {
        super(actual, PictureAssert.class);
    }

    /**
     * Each pixel has the color that it has in a file.
     *
     * <p>If it does not, the expected picture, the actual one and the difference are written side by side to a file in
     * {@code target/snapshots}, which the message names. With {@code -Dblinka4j.snapshots=update} the file is written anew instead, below {@code src/test/resources}. Look at it
     * before you commit it. In continuous integration, where the environment variable {@code CI} is set, this is an error. A display that
     * is dark looks like no file: use {@link #isDark}.
     *
     * @param file a PNG below {@code src/test/resources}, such as {@code hello.png}; or a resource of this name on the class path
     * @throws IllegalArgumentException if the name is not that of a PNG below this folder, or the file cannot be read
     */
    public PictureAssert looksLike(String file) {
        isNotNull();
        String unlike = Snapshot.of(file).compare(Snapshot.image(actual));
        if (!unlike.isEmpty()) {
            failWithMessage("%s", unlike);
        }
        return this;
    }

    /** All pixels are black. */
    public PictureAssert isDark() {
        isNotNull();
        for (int y = 0; y < actual.height(); y++) {
            for (int x = 0; x < actual.width(); x++) {
                hasPixel(x, y, 0);
            }
        }
        return this;
    }

    /** A pixel has a color, 0xRRGGBB. */
    public PictureAssert hasPixel(int x, int y, int color) {
        isNotNull();
        int found = actual.color(x, y);
        if (found != color) {
            failWithMessage("%s", "expected pixel %s, %s to be 0x%06X, but it is 0x%06X".formatted(x, y, color, found));
        }
        return this;
    }
}
