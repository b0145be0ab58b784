// SPDX-License-Identifier: MIT
package blinka4j.edge;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A model that ONNX Runtime runs, in the calling thread. The tensors of the input and the output share the memory of direct buffers, so nothing
 * is copied.
 */
final class OnnxModel implements Model {
    private static final Pattern NEWER = Pattern.compile(
            "Opset (\\d+) is under development.* till opset (\\d+)|Unsupported model IR version: (\\d+), max supported IR version: (\\d+)");

    private final OrtSession session;
    private final OnnxTensor inputTensor;
    private final OnnxTensor outputTensor;
    private final Map<String, OnnxTensor> inputs;
    private final Map<String, OnnxTensor> outputs;
    private final FloatBuffer input;
    private final FloatBuffer output;
    private final InputShape shape;
    private final List<String> labels;

    private OnnxModel(OrtEnvironment environment, OrtSession session, Path file, @Nullable List<String> given)
            throws OrtException {
        this.session = session;
        if (session.getNumInputs() != 1 || session.getNumOutputs() != 1) {
            throw new EdgeException(
                    "%s has the inputs %s and the outputs %s. Expected are one input, the window, and one output, the probabilities. Export the model without the others."
                            .formatted(file, session.getInputNames(), session.getOutputNames()));
        }
        NodeInfo from = session.getInputInfo().values().iterator().next();
        NodeInfo to = session.getOutputInfo().values().iterator().next();
        long[] inputShape = floats(file, "input", from).clone();
        shape = InputShape.of(file, from.getName(), inputShape);
        long[] outputShape = floats(file, "output", to).clone();
        int count = Outputs.count(file, to.getName(), outputShape);
        labels = Labels.of(
                file,
                given,
                session.getMetadata().getCustomMetadataValue(Labels.KEY).orElse(null),
                count);
        inputShape[0] = 1;
        Arrays.setAll(outputShape, i -> Math.max(1, outputShape[i]));
        input = direct(3 * shape.samples());
        output = direct(count);
        inputTensor = OnnxTensor.createTensor(environment, input, inputShape);
        outputTensor = OnnxTensor.createTensor(environment, output, outputShape);
        inputs = Map.of(from.getName(), inputTensor);
        outputs = Map.of(to.getName(), outputTensor);
    }

    static OnnxModel load(Path file, @Nullable List<String> labels) {
        if (!Files.isReadable(file)) {
            throw EdgeException.file(file, "cannot be read", new NoSuchFileException(file.toString()));
        }
        try {
            // Errors are thrown. The log has warnings for developers of models.
            OrtEnvironment environment =
                    OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "blinka4j");
            try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
                // The network is small: more threads would only wait for each other.
                options.setIntraOpNumThreads(1);
                options.setInterOpNumThreads(1);
                OrtSession session = environment.createSession(file.toString(), options);
                try {
                    OnnxModel model = new OnnxModel(environment, session, file, labels);
                    model.requireProbabilities(file);
                    return model;
                } catch (EdgeException | OrtException e) {
                    session.close();
                    throw e;
                }
            }
        } catch (OrtException e) {
            throw new EdgeException("%s cannot be used with ONNX Runtime %s: %s".formatted(file, version(), why(e)), e);
        } catch (LinkageError e) {
            throw new EdgeException(
                    "ONNX Runtime does not run on this machine (%s %s): %s. Use --engine java, which runs models of dense layers."
                            .formatted(System.getProperty("os.name"), System.getProperty("os.arch"), e),
                    e);
        }
    }

    private static String version() {
        return OrtEnvironment.getEnvironment().getVersion();
    }

    /** The message without the places in the sources of ONNX Runtime. */
    private static String message(OrtException e) {
        return String.valueOf(e.getMessage())
                .strip()
                .replaceFirst("^Error code - \\w+ - message: ", "")
                .replaceFirst("^Load model from .* failed:", "")
                .replaceFirst("\\.$", "");
    }

    private static String why(OrtException e) {
        String message = message(e);
        Matcher newer = NEWER.matcher(message);
        if (newer.find()) {
            return "it has the %s %s, and the newest possible is %s. Export it with an older opset, such as opset_version=18."
                    .formatted(
                            newer.group(1) != null ? "opset" : "format version",
                            newer.group(1) != null ? newer.group(1) : newer.group(3),
                            newer.group(1) != null ? newer.group(2) : newer.group(4));
        }
        if (message.contains("Protobuf parsing failed") || message.contains("ModelProto does not have a graph")) {
            return "it is no ONNX file, or only a part of one. Export the model again.";
        }
        return "%s. Export the model again, and check it with Python's onnx.checker.check_model.".formatted(message);
    }

    private static long[] floats(Path file, String what, NodeInfo node) {
        if (node.getInfo() instanceof TensorInfo tensor && tensor.type == OnnxJavaType.FLOAT) {
            return tensor.getShape();
        }
        throw new EdgeException(
                "the %s '%s' of %s is %s. Expected is a tensor of 32-bit floats. Export the model with float32."
                        .formatted(what, node.getName(), file, node.getInfo()));
    }

    private static FloatBuffer direct(int count) {
        return ByteBuffer.allocateDirect(4 * count)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
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
        try {
            session.run(inputs, outputs).close();
            return output;
        } catch (OrtException e) {
            throw new EdgeException(
                    "ONNX Runtime cannot run the model: %s. Check it with Python's onnx.checker.check_model."
                            .formatted(message(e)),
                    e);
        }
    }

    @Override
    public void close() {
        inputTensor.close();
        outputTensor.close();
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }
}
