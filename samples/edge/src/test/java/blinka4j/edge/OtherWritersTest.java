// SPDX-License-Identifier: MIT
package blinka4j.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import blinka4j.edge.Model.Engine;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Models that other programs have exported, and files that are no models of gestures. */
class OtherWritersTest {
    private static final List<String> LABELS = Labels.parse(OtherWriters.LABELS);

    @TempDir
    Path folder;

    private Path file(OnnxWriter writer) throws IOException {
        return file(writer.toBytes());
    }

    private Path file(byte[] bytes) throws IOException {
        Path file = folder.resolve("model.onnx");
        return Files.write(file, bytes);
    }

    static Stream<Arguments> writersAndEngines() {
        return Stream.of(Engine.values())
                .flatMap(engine -> Stream.of(
                        Arguments.of("PyTorch", OtherWriters.pytorch(), engine),
                        Arguments.of("TensorFlow", OtherWriters.tensorflow(), engine)));
    }

    @ParameterizedTest(name = "{0}, {2}")
    @MethodSource("writersAndEngines")
    void aModelOfAnotherProgramGivesItsProbabilities(String name, OnnxWriter writer, Engine engine) throws IOException {
        Random random = new Random(1);
        try (Model model = Model.load(engine, file(writer), LABELS)) {
            assertThat(model.labels()).isEqualTo(LABELS);
            assertThat(model.shape()).isEqualTo(new InputShape(OtherWriters.SAMPLES, false));
            for (int i = 0; i < 20; i++) {
                float[] window = window(random);
                model.input().put(0, window);
                assertEquals(model.run(), OtherWriters.expected(window));
            }
        }
    }

    private static float[] window(Random random) {
        float[] window = new float[3 * OtherWriters.SAMPLES];
        for (int i = 0; i < window.length; i++) {
            window[i] = (float) (5 * random.nextGaussian() + (i % 3 == 2 ? 9.8 : 0));
        }
        return window;
    }

    private static void assertEquals(FloatBuffer output, double[] expected) {
        assertThat(output.capacity()).isEqualTo(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) output.get(i)).isCloseTo(expected[i], within(1e-5));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void theSlidingWindowRunsAModelOfAnotherProgram(Engine engine) throws IOException {
        Random random = new Random(2);
        float[] samples = Arrays.copyOf(window(random), 3 * (OtherWriters.SAMPLES + 10));
        try (Model model = Model.load(engine, file(OtherWriters.tensorflow()), LABELS)) {
            Recognizer recognizer = new Recognizer(model, 10);
            int runs = 0;
            for (int i = 0; i < samples.length / 3; i++) {
                runs += recognizer.add(samples[3 * i], samples[3 * i + 1], samples[3 * i + 2]) ? 1 : 0;
            }
            double[] expected = OtherWriters.expected(Arrays.copyOfRange(samples, 30, samples.length));
            int best = 0;
            for (int i = 1; i < expected.length; i++) {
                best = expected[i] > expected[best] ? i : best;
            }

            assertThat(runs).isEqualTo(2);
            assertThat(recognizer.label()).isEqualTo(LABELS.get(best));
            assertThat((double) recognizer.probability()).isCloseTo(expected[best], within(1e-5));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void theMetadataHasTheLabels(Engine engine) throws IOException {
        Path file = file(OtherWriters.pytorch().metadata(Labels.KEY, "a, b,c,d"));
        try (Model model = Model.load(engine, file, null)) {
            assertThat(model.labels()).containsExactly("a", "b", "c", "d");
        }
        try (Model model = Model.load(engine, file, LABELS)) {
            assertThat(model.labels()).as("the user's labels come first").isEqualTo(LABELS);
        }
    }

    /** A model without a layer: the softmax of the sum of each axis. */
    private static OnnxWriter small(int type, Object[] input, Object[] output) {
        return new OnnxWriter()
                .producer("test", "test", 8, 17)
                .input("in", type, input)
                .longs("shape", 1, 24)
                .node("Reshape", "flat", List.of("in", "shape"), "flat")
                .floats("weights", new float[24 * 2], 24, 2)
                .node("MatMul", "sums", List.of("flat", "weights"), "sums")
                .node("Softmax", "softmax", List.of("sums"), "out", "axis=1")
                .output("out", OnnxWriter.FLOAT, output);
    }

    private static final Object[] TWO = {"n", 2};

    static Stream<Arguments> shapes() {
        return Stream.of(
                Arguments.of(new Object[] {1, 24}, false),
                Arguments.of(new Object[] {"n", 8, 3}, false),
                Arguments.of(new Object[] {"n", 3, 8}, true),
                Arguments.of(new Object[] {1, 3, 1, 8}, true),
                Arguments.of(new Object[] {"n", 8, 3, 1}, false));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void theLayoutOfTheWindowIsThatOfTheModel(Object[] input, boolean axesFirst) throws IOException {
        Path file = file(small(OnnxWriter.FLOAT, input, TWO));
        for (Engine engine : Engine.values()) {
            try (Model model = Model.load(engine, file, List.of("a", "b"))) {
                assertThat(model.shape()).isEqualTo(new InputShape(8, axesFirst));
            }
        }
    }

    static Stream<Arguments> badFiles() {
        return Stream.of(
                bad("a batch of 7", small(OnnxWriter.FLOAT, new Object[] {7, 24}, TWO), "'in'", "[7, 24]", "batch"),
                bad("a picture", small(OnnxWriter.FLOAT, new Object[] {"n", 4, 6}, TWO), "'in'", "[-1, 4, 6]"),
                bad("two axes", small(OnnxWriter.FLOAT, new Object[] {"n", 12, 2}, TWO), "[-1, 12, 2]", "3"),
                bad("any number of samples", small(OnnxWriter.FLOAT, new Object[] {"n", "t", 3}, TWO), "[-1, -1, 3]"),
                bad(
                        "one output",
                        small(OnnxWriter.FLOAT, new Object[] {"n", 24}, new Object[] {"n", 1}),
                        "'out'",
                        "labels"),
                bad("two inputs", OtherWriters.pytorch().input("hidden_state", OnnxWriter.FLOAT, 1, 4), "one input"),
                bad(
                        "two outputs",
                        OtherWriters.pytorch().output("/2/Gemm_output_0", OnnxWriter.FLOAT, "b", 4),
                        "output"),
                bad(
                        "no softmax",
                        new OnnxWriter()
                                .producer("test", "test", 8, 17)
                                .input("in", OnnxWriter.FLOAT, 1, 12)
                                .floats("weights", filled(24), 12, 2)
                                .node("MatMul", "sums", List.of("in", "weights"), "out")
                                .output("out", OnnxWriter.FLOAT, 1, 2),
                        "probabilities",
                        "softmax"),
                bad(
                        "doubles",
                        new OnnxWriter()
                                .producer("test", "test", 8, 17)
                                .input("in", OnnxWriter.DOUBLE, 1, 12)
                                .node("Softmax", "softmax", List.of("in"), "out", "axis=1")
                                .output("out", OnnxWriter.DOUBLE, 1, 12),
                        "'in'",
                        "32-bit",
                        "float32"));
    }

    private static float[] filled(int size) {
        float[] values = new float[size];
        Arrays.fill(values, 0.1f);
        return values;
    }

    private static Arguments bad(String name, OnnxWriter writer, String... words) {
        return Arguments.of(name, writer, words);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badFiles")
    void aModelThatIsNotForGesturesIsAnError(String name, OnnxWriter writer, String[] words) throws IOException {
        Path file = file(writer);
        for (Engine engine : Engine.values()) {
            assertThatThrownBy(() -> Model.load(engine, file, List.of("a", "b")))
                    .as("%s", engine)
                    .isInstanceOf(EdgeException.class)
                    .hasMessageContaining("model.onnx")
                    .hasMessageContainingAll(words);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void missingOrWrongLabelsAreAnError(Engine engine) throws IOException {
        Path file = file(OtherWriters.pytorch());

        assertThatThrownBy(() -> Model.load(engine, file, null))
                .isInstanceOf(EdgeException.class)
                .hasMessageContainingAll("4 outputs", "--labels", "metadata");
        for (String labels : new String[] {"a,b,c", "a,b,c,c", "a,b,c,d,d", "a,b,c,"}) {
            assertThatThrownBy(() -> Model.load(engine, file, Labels.parse(labels)))
                    .isInstanceOf(EdgeException.class)
                    .hasMessageContainingAll("4 outputs", "--labels");
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aFileThatIsMissingOrNoModelIsAnError(Engine engine) throws IOException {
        byte[] whole = OtherWriters.pytorch().toBytes();
        for (byte[] bytes : List.of(
                "import torch\n".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                Arrays.copyOf(whole, whole.length / 2))) {
            Path file = file(bytes);
            assertThatThrownBy(() -> Model.load(engine, file, LABELS))
                    .isInstanceOf(EdgeException.class)
                    .hasMessageContainingAll("model.onnx", "Export the model again");
        }
        assertThatThrownBy(() -> Model.load(engine, folder.resolve("none.onnx"), LABELS))
                .isInstanceOf(EdgeException.class)
                .hasMessageContaining("none.onnx");
    }

    @Test
    void aNewerOpsetOrFormatIsAnErrorThatSaysWhich() throws IOException {
        Path opset = file(OtherWriters.pytorch().producer("pytorch", "main_graph", 8, 99));
        assertThatThrownBy(() -> Model.load(Engine.ONNX, opset, LABELS))
                .isInstanceOf(EdgeException.class)
                .hasMessageContainingAll("opset 99", "is 26", "older opset", "1.28");

        Path format = file(OtherWriters.pytorch().producer("pytorch", "main_graph", 99, 17));
        assertThatThrownBy(() -> Model.load(Engine.ONNX, format, LABELS))
                .isInstanceOf(EdgeException.class)
                .hasMessageContainingAll("format version 99", "is 13", "older opset");
    }

    @Test
    void plainJavaNamesWhatItDoesNotRun() throws IOException {
        OnnxWriter writer = new OnnxWriter()
                .producer("test", "test", 8, 17)
                .input("in", OnnxWriter.FLOAT, 1, 12)
                .node("Exp", "exp", List.of("in"), "exp")
                .node("Softmax", "softmax", List.of("exp"), "out", "axis=1")
                .output("out", OnnxWriter.FLOAT, 1, 12);
        List<String> labels = Labels.parse("a,b,c,d,e,f,g,h,i,j,k,l");
        Path file = file(writer);

        assertThatThrownBy(() -> Model.load(Engine.JAVA, file, labels))
                .isInstanceOf(EdgeException.class)
                .hasMessageContainingAll("Exp", "--engine onnx");
    }

    /** Otherwise the plain engine would give something else than ONNX Runtime. */
    @Test
    void plainJavaRunsNoBranches() throws IOException {
        OnnxWriter writer = new OnnxWriter()
                .producer("test", "test", 8, 17)
                .input("in", OnnxWriter.FLOAT, 1, 12)
                .node("Relu", "relu", List.of("in"), "relu")
                .node("Add", "add", List.of("relu", "in"), "add")
                .node("Softmax", "softmax", List.of("add"), "out", "axis=1")
                .output("out", OnnxWriter.FLOAT, 1, 12);
        List<String> labels = Labels.parse("a,b,c,d,e,f,g,h,i,j,k,l");
        Path file = file(writer);

        assertThatThrownBy(() -> Model.load(Engine.JAVA, file, labels))
                .isInstanceOf(EdgeException.class)
                .hasMessageContaining("--engine onnx");
        Model.load(Engine.ONNX, file, labels).close();
    }
}
