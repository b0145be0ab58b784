// SPDX-License-Identifier: MIT
package blinka4j.edge;

import ai.onnx.proto.OnnxMl;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A model that Java runs, without a native library: one chain of dense layers and functions of single values. */
final class PlainModel implements Model {
    private final InputShape shape;
    private final List<String> labels;
    private final float[] window;
    private final FloatBuffer input;
    private final FloatBuffer output;
    private final Step[] steps;

    /** A layer. Its result is the same array each time. */
    @FunctionalInterface
    private interface Step {
        float[] apply(float[] values);
    }

    private PlainModel(InputShape shape, List<String> labels, List<Step> steps, float[] output) {
        this.shape = shape;
        this.labels = labels;
        this.steps = steps.toArray(new Step[0]);
        window = new float[3 * shape.samples()];
        input = FloatBuffer.wrap(window);
        this.output = FloatBuffer.wrap(output);
    }

    static PlainModel load(Path file, @Nullable List<String> given) {
        OnnxMl.ModelProto model;
        try {
            model = OnnxMl.ModelProto.parseFrom(Files.readAllBytes(file));
        } catch (InvalidProtocolBufferException e) {
            throw new EdgeException(
                    "%s is no ONNX file, or only a part of one (%s). Export the model again."
                            .formatted(file, e.getMessage()),
                    e);
        } catch (IOException e) {
            throw EdgeException.file(file, "cannot be read", e);
        }
        OnnxMl.GraphProto graph = model.getGraph();
        Map<String, OnnxMl.TensorProto> constants = new HashMap<>();
        graph.getInitializerList().forEach(each -> constants.put(each.getName(), each));
        List<OnnxMl.ValueInfoProto> inputs = graph.getInputList().stream()
                .filter(each -> !constants.containsKey(each.getName()))
                .toList();
        if (inputs.size() != 1 || graph.getOutputCount() != 1) {
            throw new EdgeException(
                    "%s has %s inputs and %s outputs. Expected are one input, the window, and one output, the probabilities. Export the model without the others."
                            .formatted(file, inputs.size(), graph.getOutputCount()));
        }
        OnnxMl.ValueInfoProto from = inputs.get(0);
        OnnxMl.ValueInfoProto to = graph.getOutput(0);
        InputShape shape = InputShape.of(file, from.getName(), dimensions(file, "input", from));
        int count = Outputs.count(file, to.getName(), dimensions(file, "output", to));
        String inFile = model.getMetadataPropsList().stream()
                .filter(each -> each.getKey().equals(Labels.KEY))
                .map(OnnxMl.StringStringEntryProto::getValue)
                .findFirst()
                .orElse(null);
        List<String> labels = Labels.of(file, given, inFile, count);
        Chain chain = new Chain(file, constants, from.getName(), 3 * shape.samples());
        graph.getNodeList().forEach(chain::add);
        if (!chain.name.equals(to.getName()) || chain.values.length != count) {
            throw chain.unsupported("the output '%s'".formatted(to.getName()));
        }
        PlainModel plain = new PlainModel(shape, labels, chain.steps, chain.values);
        plain.requireProbabilities(file);
        return plain;
    }

    private static long[] dimensions(Path file, String what, OnnxMl.ValueInfoProto value) {
        OnnxMl.TypeProto.Tensor tensor = value.getType().getTensorType();
        if (tensor.getElemType() != OnnxMl.TensorProto.DataType.FLOAT_VALUE) {
            throw new EdgeException(
                    "the %s '%s' of %s is a tensor of another type (%s). Expected is a tensor of 32-bit floats. Export the model with float32."
                            .formatted(what, value.getName(), file, tensor.getElemType()));
        }
        return tensor.getShape().getDimList().stream()
                .mapToLong(each -> each.hasDimValue() ? each.getDimValue() : -1)
                .toArray();
    }

    @Override
    public List<String> labels() {
        return labels;
    }

    @Override
    public InputShape shape() {
        return shape;
    }

    @Override
    public FloatBuffer input() {
        return input;
    }

    @Override
    public FloatBuffer run() {
        float[] values = window;
        for (Step step : steps) {
            values = step.apply(values);
        }
        return output;
    }

    @Override
    public void close() {}

    /** Makes a step of each node of the graph. */
    private static final class Chain {
        private final Path file;
        private final Map<String, OnnxMl.TensorProto> constants;
        private final List<Step> steps = new ArrayList<>();
        /** Where the values come from, and an array of their size. After the first step it is the step's result. */
        private String name;

        private float[] values;

        Chain(Path file, Map<String, OnnxMl.TensorProto> constants, String name, int size) {
            this.file = file;
            this.constants = constants;
            this.name = name;
            values = new float[size];
        }

        void add(OnnxMl.NodeProto node) {
            switch (node.getOpType()) {
                case "Constant" ->
                    constants.put(node.getOutput(0), node.getAttribute(0).getT());
                case "Identity", "Reshape", "Flatten" -> pass(node);
                case "Gemm" -> gemm(node);
                case "MatMul" -> dense(node, constant(node, 1), false, null);
                case "Add" -> combine(node, (value, other) -> value + other);
                case "Mul" -> combine(node, (value, other) -> value * other);
                case "Relu" -> each(node, value -> Math.max(0, value));
                case "Sqrt" -> each(node, value -> (float) Math.sqrt(value));
                case "Sigmoid" -> each(node, value -> (float) (1 / (1 + Math.exp(-value))));
                case "Tanh" -> each(node, value -> (float) Math.tanh(value));
                case "Softmax" -> softmax(node);
                default -> throw unsupported("the operator " + node.getOpType());
            }
        }

        EdgeException unsupported(String what) {
            return new EdgeException("%s is not a chain of dense layers: plain Java does not run %s. Use --engine onnx."
                    .formatted(file, what));
        }

        /** A vector stays a vector. */
        private void pass(OnnxMl.NodeProto node) {
            if (!node.getInput(0).equals(name)) {
                // Of a constant.
                OnnxMl.TensorProto constant = constants.get(node.getInput(0));
                if (constant == null) {
                    throw unsupported("more than one chain");
                }
                constants.put(node.getOutput(0), constant);
                return;
            }
            name = node.getOutput(0);
        }

        private void add(OnnxMl.NodeProto node, Step step, float[] result) {
            steps.add(step);
            values = result;
            name = node.getOutput(0);
        }

        private void requireChain(OnnxMl.NodeProto node, int input) {
            if (!node.getInput(input).equals(name)) {
                throw unsupported("more than one chain");
            }
        }

        private float[] floats(OnnxMl.TensorProto tensor) {
            if (tensor.getDataType() != OnnxMl.TensorProto.DataType.FLOAT_VALUE) {
                throw unsupported("weights other than 32-bit floats");
            }
            if (tensor.getDataLocation() == OnnxMl.TensorProto.DataLocation.EXTERNAL) {
                throw unsupported("weights in another file (export with external_data=False)");
            }
            long size = 1;
            for (long each : tensor.getDimsList()) {
                size *= each;
            }
            float[] floats = new float[tensor.getFloatDataCount()];
            for (int i = 0; i < floats.length; i++) {
                floats[i] = tensor.getFloatData(i);
            }
            if (!tensor.getRawData().isEmpty()) {
                FloatBuffer raw = tensor.getRawData()
                        .asReadOnlyByteBuffer()
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asFloatBuffer();
                floats = new float[raw.remaining()];
                raw.get(floats);
            }
            if (floats.length != size) {
                throw new EdgeException("%s is damaged: '%s' has %s values instead of %s. Export the model again."
                        .formatted(file, tensor.getName(), floats.length, size));
            }
            return floats;
        }

        private OnnxMl.TensorProto constant(OnnxMl.NodeProto node, int input) {
            OnnxMl.TensorProto constant = constants.get(node.getInput(input));
            if (constant == null) {
                throw unsupported("%s of two results".formatted(node.getOpType()));
            }
            return constant;
        }

        private void gemm(OnnxMl.NodeProto node) {
            boolean turned = false;
            for (OnnxMl.AttributeProto each : node.getAttributeList()) {
                switch (each.getName()) {
                    case "transB" -> turned = each.getI() != 0;
                    case "alpha", "beta" -> {
                        if (each.getF() != 1) {
                            throw unsupported("Gemm with %s %s".formatted(each.getName(), each.getF()));
                        }
                    }
                    default -> {
                        if (each.getI() != 0) {
                            throw unsupported("Gemm with " + each.getName());
                        }
                    }
                }
            }
            float[] bias = node.getInputCount() > 2 ? floats(constant(node, 2)) : null;
            dense(node, constant(node, 1), turned, bias);
        }

        /** @param turned true if the matrix has a row for each output */
        private void dense(OnnxMl.NodeProto node, OnnxMl.TensorProto matrix, boolean turned, float @Nullable [] bias) {
            requireChain(node, 0);
            int from = values.length;
            if (matrix.getDimsCount() != 2 || matrix.getDims(turned ? 1 : 0) != from) {
                throw unsupported(
                        "%s of %s values with a matrix %s".formatted(node.getOpType(), from, matrix.getDimsList()));
            }
            int to = (int) matrix.getDims(turned ? 0 : 1);
            float[] given = floats(matrix);
            // A row for each output, so that the memory is read in its order.
            float[] weights = new float[from * to];
            for (int i = 0; i < weights.length; i++) {
                weights[i] = turned ? given[i] : given[i % from * to + i / from];
            }
            float[] start = bias == null ? new float[to] : bias.length == 1 ? filled(to, bias[0]) : bias;
            if (start.length != to) {
                throw unsupported("a bias of %s values for %s outputs".formatted(start.length, to));
            }
            float[] result = new float[to];
            add(
                    node,
                    in -> {
                        for (int row = 0; row < to; row++) {
                            float sum = start[row];
                            for (int i = 0; i < from; i++) {
                                sum += weights[row * from + i] * in[i];
                            }
                            result[row] = sum;
                        }
                        return result;
                    },
                    result);
        }

        private static float[] filled(int size, float value) {
            float[] values = new float[size];
            Arrays.fill(values, value);
            return values;
        }

        @FunctionalInterface
        private interface Function {
            float of(float value);
        }

        @FunctionalInterface
        private interface Pair {
            float of(float value, float other);
        }

        private void each(OnnxMl.NodeProto node, Function function) {
            requireChain(node, 0);
            float[] result = new float[values.length];
            add(
                    node,
                    in -> {
                        for (int i = 0; i < result.length; i++) {
                            result[i] = function.of(in[i]);
                        }
                        return result;
                    },
                    result);
        }

        /** With a constant, or with the values themselves. */
        private void combine(OnnxMl.NodeProto node, Pair pair) {
            int chain = node.getInput(0).equals(name) ? 0 : 1;
            requireChain(node, chain);
            float[] result = new float[values.length];
            if (node.getInput(1 - chain).equals(name)) {
                each(node, value -> pair.of(value, value));
                return;
            }
            float[] given = floats(constant(node, 1 - chain));
            float[] others = given.length == 1 ? filled(result.length, given[0]) : given;
            if (others.length != result.length) {
                throw unsupported("%s of %s and %s values".formatted(node.getOpType(), result.length, others.length));
            }
            add(
                    node,
                    in -> {
                        for (int i = 0; i < result.length; i++) {
                            result[i] = pair.of(in[i], others[i]);
                        }
                        return result;
                    },
                    result);
        }

        private void softmax(OnnxMl.NodeProto node) {
            requireChain(node, 0);
            for (OnnxMl.AttributeProto each : node.getAttributeList()) {
                if (each.getName().equals("axis") && each.getI() != 1 && each.getI() != -1) {
                    throw unsupported("Softmax along the axis " + each.getI());
                }
            }
            float[] result = new float[values.length];
            add(
                    node,
                    in -> {
                        float most = in[0];
                        for (float value : in) {
                            most = Math.max(most, value);
                        }
                        float sum = 0;
                        for (int i = 0; i < result.length; i++) {
                            result[i] = (float) Math.exp(in[i] - most);
                            sum += result[i];
                        }
                        for (int i = 0; i < result.length; i++) {
                            result[i] /= sum;
                        }
                        return result;
                    },
                    result);
        }
    }
}
