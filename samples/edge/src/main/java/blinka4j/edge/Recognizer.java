// SPDX-License-Identifier: MIT
package blinka4j.edge;

import java.nio.FloatBuffer;

/** Runs a model on a sliding window. Allocates nothing itself. For one thread. */
final class Recognizer {
    private final Model model;
    private final InputShape shape;
    private final int step;
    private final float[] ring;
    /** Where the next sample goes, which is the oldest one. */
    private int next;

    private int missing;
    private int best;
    private float probability;

    /** @param step the samples between two runs of the model */
    Recognizer(Model model, int step) {
        this.model = model;
        this.step = step;
        shape = model.shape();
        ring = new float[3 * shape.samples()];
        missing = shape.samples();
    }

    /**
     * Adds a sample in m/s2.
     *
     * @return true if the model has run, and there is a new result
     */
    boolean add(float x, float y, float z) {
        ring[3 * next] = x;
        ring[3 * next + 1] = y;
        ring[3 * next + 2] = z;
        next = next + 1 == shape.samples() ? 0 : next + 1;
        missing--;
        if (missing > 0) {
            return false;
        }
        missing = step;
        shape.put(ring, next, model.input());
        FloatBuffer output = model.run();
        best = 0;
        for (int i = 1; i < output.capacity(); i++) {
            if (output.get(i) > output.get(best)) {
                best = i;
            }
        }
        probability = output.get(best);
        return true;
    }

    /** The most probable label of the last window. */
    String label() {
        return model.labels().get(best);
    }

    /** Its probability, 0 to 1. */
    float probability() {
        return probability;
    }
}
