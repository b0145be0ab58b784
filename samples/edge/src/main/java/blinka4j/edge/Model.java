// SPDX-License-Identifier: MIT
package blinka4j.edge;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A model from an ONNX file, ready to run. Its buffers are used again in each run. For one thread. */
interface Model extends AutoCloseable {
    /** The labels in the order of the outputs. */
    List<String> labels();

    /** How {@link #input} is filled. */
    InputShape shape();

    /** One window: the acceleration in m/s2. Fill it, then call {@link #run}. */
    FloatBuffer input();

    /** Runs the model, and returns the probability of each label: the same buffer each time. */
    FloatBuffer run();

    @Override
    void close();

    /** What runs a model. */
    enum Engine {
        /** ONNX Runtime: any model, on Linux for x86-64 and 64-bit ARM. */
        ONNX,
        /** Plain Java: models of dense layers, on any machine. */
        JAVA
    }

    /**
     * Loads a model.
     *
     * @param labels the labels in the order of the outputs; null if the file has them
     * @throws EdgeException if the file is no ONNX file, or its model does not take a window and give probabilities
     */
    static Model load(Engine engine, Path file, @Nullable List<String> labels) {
        return engine == Engine.ONNX ? OnnxModel.load(file, labels) : PlainModel.load(file, labels);
    }

    /** Fails if the model gives no probabilities for a sensor at rest. */
    default void requireProbabilities(Path file) {
        for (int i = 0; i < input().capacity(); i++) {
            boolean z = shape().axesFirst() ? i >= 2 * shape().samples() : i % 3 == 2;
            input().put(i, z ? 9.80665f : 0);
        }
        FloatBuffer output = run();
        double sum = 0;
        boolean positive = true;
        for (int i = 0; i < output.capacity(); i++) {
            sum += output.get(i);
            positive &= output.get(i) >= 0;
        }
        if (!positive || !(Math.abs(sum - 1) < 1e-3)) {
            throw new EdgeException(
                    "the output of %s is no list of probabilities: for a sensor at rest the sum is %s. Export the model with a softmax as its last layer."
                            .formatted(file, sum));
        }
    }
}
