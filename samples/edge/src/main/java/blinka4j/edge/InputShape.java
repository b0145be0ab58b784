// SPDX-License-Identifier: MIT
package blinka4j.edge;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * How a model takes a window.
 *
 * @param samples the samples of a window
 * @param axesFirst true for all of x, then all of y, then all of z; false for x, y and z of each sample
 */
record InputShape(int samples, boolean axesFirst) {
    private static final int MOST = 10_000;

    /**
     * The shape by the dimensions of a model's input. Dimensions of 1 do not count, so the layouts of images work too.
     *
     * @param dimensions the batch first; -1 for one that is not fixed
     */
    static InputShape of(Path file, String input, long[] dimensions) {
        long[] inner = dimensions.length == 0
                ? dimensions
                : LongStream.of(dimensions).skip(1).filter(each -> each != 1).toArray();
        boolean oneAtATime = dimensions.length > 0 && (dimensions[0] == 1 || dimensions[0] == -1);
        if (oneAtATime && inner.length == 1 && inner[0] % 3 == 0 && fits(inner[0] / 3)) {
            return new InputShape((int) inner[0] / 3, false);
        }
        if (oneAtATime && inner.length == 2 && inner[1] == 3 && fits(inner[0])) {
            return new InputShape((int) inner[0], false);
        }
        if (oneAtATime && inner.length == 2 && inner[0] == 3 && fits(inner[1])) {
            return new InputShape((int) inner[1], true);
        }
        throw new EdgeException(
                "the input '%s' of %s has the shape %s, which is no window of three axes. Export the model with [batch, 3 * samples], [batch, samples, 3] or [batch, 3, samples]; the batch may be free or 1, and there may be more dimensions of 1."
                        .formatted(input, file, Arrays.toString(dimensions)));
    }

    private static boolean fits(long samples) {
        return samples > 3 && samples <= MOST;
    }

    /** Puts a ring of samples into a buffer, the oldest sample first. */
    void put(float[] ring, int oldest, FloatBuffer to) {
        if (axesFirst) {
            for (int i = 0; i < samples; i++) {
                int from = 3 * ((oldest + i) % samples);
                to.put(i, ring[from]).put(samples + i, ring[from + 1]).put(2 * samples + i, ring[from + 2]);
            }
        } else {
            int end = ring.length - 3 * oldest;
            to.put(0, ring, 3 * oldest, end).put(end, ring, 0, 3 * oldest);
        }
    }
}
