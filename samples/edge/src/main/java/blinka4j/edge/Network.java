// SPDX-License-Identifier: MIT
package blinka4j.edge;

import ai.onnx.proto.OnnxMl;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A trained network: {@link Spectrum}, then layers of weights with a ReLU between them and a softmax at the end. */
record Network(List<Layer> layers, List<String> labels) {
    /** What ONNX Runtime 1.13 and PyTorch 1.13 know already. */
    private static final int OPSET = 13;

    private static final int IR_VERSION = 7;

    /** A layer. */
    static final class Layer {
        private final float[] weights;
        private final float[] bias;

        /** @param weights those of the first output, then those of the second */
        Layer(float[] weights, float[] bias) {
            this.weights = weights;
            this.bias = bias;
        }

        int inputs() {
            return weights.length / bias.length;
        }
    }

    /** Writes an ONNX file with the input {@code window} and the output {@code probabilities}. */
    void write(Path file) {
        OnnxMl.GraphProto.Builder graph = OnnxMl.GraphProto.newBuilder()
                .setName("gestures")
                .addInput(tensor("window", 3 * Spectrum.SAMPLES))
                .addOutput(tensor("probabilities", labels.size()));
        graph.addInitializer(values("spectrum.waves", Spectrum.waves(), Spectrum.outputs(), 3 * Spectrum.SAMPLES));
        graph.addInitializer(values("spectrum.bands", Spectrum.bands(), Spectrum.outputs(), Spectrum.BANDS));
        graph.addNode(
                node("Gemm", "spectrum.amplitudes", "window", "spectrum.waves").addAttribute(number("transB", 1)));
        graph.addNode(node("Mul", "spectrum.powers", "spectrum.amplitudes", "spectrum.amplitudes"));
        graph.addNode(node("MatMul", "spectrum.sums", "spectrum.powers", "spectrum.bands"));
        graph.addNode(node("Sqrt", "spectrum", "spectrum.sums"));
        String from = "spectrum";
        for (int i = 0; i < layers.size(); i++) {
            Layer layer = layers.get(i);
            String weights = "layer%s.weight".formatted(i);
            String bias = "layer%s.bias".formatted(i);
            graph.addInitializer(values(weights, layer.weights, layer.bias.length, layer.inputs()));
            graph.addInitializer(values(bias, layer.bias, layer.bias.length));
            String sums = "layer%s".formatted(i);
            graph.addNode(node("Gemm", sums, from, weights, bias).addAttribute(number("transB", 1)));
            boolean last = i == layers.size() - 1;
            from = last ? "probabilities" : "layer%s.relu".formatted(i);
            OnnxMl.NodeProto.Builder next = node(last ? "Softmax" : "Relu", from, sums);
            graph.addNode(last ? next.addAttribute(number("axis", 1)) : next);
        }
        OnnxMl.ModelProto.Builder model = OnnxMl.ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .addOpsetImport(OnnxMl.OperatorSetIdProto.newBuilder().setVersion(OPSET))
                .setProducerName("blinka4j")
                .setGraph(graph);
        model.addMetadataProps(
                OnnxMl.StringStringEntryProto.newBuilder().setKey(Labels.KEY).setValue(String.join(",", labels)));
        try {
            Files.write(file, model.build().toByteArray());
        } catch (IOException e) {
            throw EdgeException.file(file, "cannot be written", e);
        }
    }

    private static OnnxMl.NodeProto.Builder node(String type, String output, String... inputs) {
        return OnnxMl.NodeProto.newBuilder()
                .setOpType(type)
                .setName(output + "." + type)
                .addAllInput(List.of(inputs))
                .addOutput(output);
    }

    private static OnnxMl.AttributeProto number(String name, long value) {
        return OnnxMl.AttributeProto.newBuilder()
                .setName(name)
                .setType(OnnxMl.AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    private static OnnxMl.TensorProto values(String name, float[] values, long... dimensions) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        OnnxMl.TensorProto.Builder tensor = OnnxMl.TensorProto.newBuilder()
                .setName(name)
                .setDataType(OnnxMl.TensorProto.DataType.FLOAT_VALUE)
                .setRawData(ByteString.copyFrom(bytes));
        for (long each : dimensions) {
            tensor.addDims(each);
        }
        return tensor.build();
    }

    private static OnnxMl.ValueInfoProto tensor(String name, int size) {
        OnnxMl.TensorShapeProto.Builder shape = OnnxMl.TensorShapeProto.newBuilder();
        shape.addDimBuilder().setDimParam("batch");
        shape.addDimBuilder().setDimValue(size);
        return OnnxMl.ValueInfoProto.newBuilder()
                .setName(name)
                .setType(OnnxMl.TypeProto.newBuilder()
                        .setTensorType(OnnxMl.TypeProto.Tensor.newBuilder()
                                .setElemType(OnnxMl.TensorProto.DataType.FLOAT_VALUE)
                                .setShape(shape)))
                .build();
    }
}
