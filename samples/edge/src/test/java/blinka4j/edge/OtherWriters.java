// SPDX-License-Identifier: MIT
package blinka4j.edge;

import java.util.List;
import java.util.Random;

/** Models as other programs export them, with the same random weights, and what they must give. */
final class OtherWriters {
    static final int SAMPLES = 64;
    static final String LABELS = "circle,rest,shake,tap";

    private static final int INPUTS = 3 * SAMPLES;
    private static final int HIDDEN = 16;
    private static final int OUTPUTS = 4;
    private static final Random RANDOM = new Random(14);

    /** A row for each output. */
    private static final float[] FIRST = weights(HIDDEN, INPUTS);

    private static final float[] FIRST_BIAS = weights(HIDDEN, 1);
    private static final float[] SECOND = weights(OUTPUTS, HIDDEN);
    private static final float[] SECOND_BIAS = weights(OUTPUTS, 1);

    private OtherWriters() {}

    private static float[] weights(int outputs, int inputs) {
        float[] weights = new float[outputs * inputs];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (RANDOM.nextGaussian() / Math.sqrt(inputs) / (inputs == INPUTS ? 5 : 1));
        }
        return weights;
    }

    /**
     * As {@code torch.onnx.export} writes {@code Sequential(Linear(192, 16), ReLU(), Linear(16, 4), Softmax(dim=1))} with a dynamic batch:
     * a row for each output, and the bias in the Gemm.
     */
    static OnnxWriter pytorch() {
        return new OnnxWriter()
                .producer("pytorch", "main_graph", 8, 17)
                .input("window", OnnxWriter.FLOAT, "batch", INPUTS)
                .floats("0.weight", FIRST, HIDDEN, INPUTS)
                .floats("0.bias", FIRST_BIAS, HIDDEN)
                .floats("2.weight", SECOND, OUTPUTS, HIDDEN)
                .floats("2.bias", SECOND_BIAS, OUTPUTS)
                .node(
                        "Gemm",
                        "/0/Gemm",
                        List.of("window", "0.weight", "0.bias"),
                        "/0/Gemm_output_0",
                        "alpha=1.0",
                        "beta=1.0",
                        "transB=1")
                .node("Relu", "/1/Relu", List.of("/0/Gemm_output_0"), "/1/Relu_output_0")
                .node(
                        "Gemm",
                        "/2/Gemm",
                        List.of("/1/Relu_output_0", "2.weight", "2.bias"),
                        "/2/Gemm_output_0",
                        "alpha=1.0",
                        "beta=1.0",
                        "transB=1")
                .node("Softmax", "/3/Softmax", List.of("/2/Gemm_output_0"), "probabilities", "axis=1")
                .output("probabilities", OnnxWriter.FLOAT, "batch", OUTPUTS);
    }

    /**
     * As {@code tf2onnx} writes a Keras model of {@code Flatten}, {@code Dense(16, "relu")} and {@code Dense(4, "softmax")} whose input is
     * that of a picture, NHWC: one row of 64 samples with three channels. A column for each output, and the bias is added.
     */
    static OnnxWriter tensorflow() {
        return new OnnxWriter()
                .producer("tf2onnx", "tf2onnx", 7, 13)
                .input("window", OnnxWriter.FLOAT, "unk__6", 1, SAMPLES, 3)
                .packedFloats("sequential/dense/MatMul/ReadVariableOp:0", turned(FIRST, HIDDEN, INPUTS), INPUTS, HIDDEN)
                .floats("sequential/dense/BiasAdd/ReadVariableOp:0", FIRST_BIAS, HIDDEN)
                .packedFloats(
                        "sequential/dense_1/MatMul/ReadVariableOp:0", turned(SECOND, OUTPUTS, HIDDEN), HIDDEN, OUTPUTS)
                .floats("sequential/dense_1/BiasAdd/ReadVariableOp:0", SECOND_BIAS, OUTPUTS)
                .longs("sequential/flatten/Const:0", -1, INPUTS)
                .node(
                        "Reshape",
                        "sequential/flatten/Reshape",
                        List.of("window", "sequential/flatten/Const:0"),
                        "sequential/flatten/Reshape:0")
                .node(
                        "MatMul",
                        "sequential/dense/MatMul",
                        List.of("sequential/flatten/Reshape:0", "sequential/dense/MatMul/ReadVariableOp:0"),
                        "sequential/dense/MatMul:0")
                .node(
                        "Add",
                        "sequential/dense/BiasAdd",
                        List.of("sequential/dense/MatMul:0", "sequential/dense/BiasAdd/ReadVariableOp:0"),
                        "sequential/dense/BiasAdd:0")
                .node("Relu", "sequential/dense/Relu", List.of("sequential/dense/BiasAdd:0"), "sequential/dense/Relu:0")
                .node(
                        "MatMul",
                        "sequential/dense_1/MatMul",
                        List.of("sequential/dense/Relu:0", "sequential/dense_1/MatMul/ReadVariableOp:0"),
                        "sequential/dense_1/MatMul:0")
                .node(
                        "Add",
                        "sequential/dense_1/BiasAdd",
                        List.of("sequential/dense_1/MatMul:0", "sequential/dense_1/BiasAdd/ReadVariableOp:0"),
                        "sequential/dense_1/BiasAdd:0")
                .node(
                        "Softmax",
                        "sequential/dense_1/Softmax",
                        List.of("sequential/dense_1/BiasAdd:0"),
                        "dense_1",
                        "axis=-1")
                .output("dense_1", OnnxWriter.FLOAT, "unk__7", OUTPUTS);
    }

    static float[] turned(float[] matrix, int rows, int columns) {
        float[] turned = new float[matrix.length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                turned[column * rows + row] = matrix[row * columns + column];
            }
        }
        return turned;
    }

    /** What both models give, in double precision. */
    static double[] expected(float[] window) {
        double[] hidden = layer(FIRST, FIRST_BIAS, i -> window[i]);
        double[] sums = layer(SECOND, SECOND_BIAS, i -> Math.max(0, hidden[i]));
        double all = 0;
        for (int i = 0; i < sums.length; i++) {
            sums[i] = Math.exp(sums[i]);
            all += sums[i];
        }
        for (int i = 0; i < sums.length; i++) {
            sums[i] /= all;
        }
        return sums;
    }

    private static double[] layer(float[] weights, float[] bias, java.util.function.IntToDoubleFunction values) {
        double[] sums = new double[bias.length];
        int inputs = weights.length / bias.length;
        for (int row = 0; row < sums.length; row++) {
            sums[row] = bias[row];
            for (int i = 0; i < inputs; i++) {
                sums[row] += weights[row * inputs + i] * values.applyAsDouble(i);
            }
        }
        return sums;
    }
}
