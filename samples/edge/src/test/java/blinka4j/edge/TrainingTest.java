// SPDX-License-Identifier: MIT
package blinka4j.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import blinka4j.edge.Model.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingTest {
    private static final int EPOCHS = 20;

    @TempDir
    static Path folder;

    private static Path file;

    @BeforeAll
    static void train() {
        file = folder.resolve("gestures.onnx");
        Training.train(Commands.training(1, 10), Training.HIDDEN, EPOCHS, 1).write(file);
    }

    /** {@code samples/edge/run accuracy} does it with more seeds and noises. */
    @Test
    void mostOfTheMotionIsRecognisedThatTrainingNeverSaw() {
        List<Motion> unseen = Commands.unseen(1, 0.3, 10);
        try (Model model = Model.load(Engine.ONNX, file, null)) {
            Confusion confusion = Confusion.of(model, unseen, file);

            assertThat(confusion.windows()).isEqualTo(10 * 4 * 9);
            assertThat(confusion.accuracy()).as("%s", confusion).isBetween(0.9, 0.999);
            assertThat(model.labels())
                    .containsExactly("circle", "rest", "shake", "tap")
                    .allSatisfy(label -> assertThat(confusion.recall(label))
                            .as("%s of%n%s", label, confusion)
                            .isGreaterThan(0.7));
        }
    }

    @Test
    void plainJavaGivesTheSameProbabilities() {
        List<Motion> unseen = Commands.unseen(2, 0.5, 3);
        double greatest = 0;
        try (Model onnx = Model.load(Engine.ONNX, file, null);
                Model plain = Model.load(Engine.JAVA, file, null)) {
            assertThat(plain.labels()).isEqualTo(onnx.labels());
            assertThat(plain.shape()).isEqualTo(onnx.shape());
            for (Motion motion : unseen) {
                for (float[] window : motion.windows(Spectrum.SAMPLES, 16)) {
                    onnx.input().put(0, window);
                    plain.input().put(0, window);
                    onnx.run();
                    plain.run();
                    for (int i = 0; i < onnx.labels().size(); i++) {
                        greatest = Math.max(
                                greatest,
                                Math.abs(onnx.run().get(i) - plain.run().get(i)));
                    }
                }
            }
        }
        assertThat(greatest).isLessThan(1e-5);
    }

    /** The reason for the network. */
    @Test
    void aHiddenLayerRecognisesMoreThanALinearModel() {
        Path linear = folder.resolve("linear.onnx");
        Training.train(Commands.training(1, 10), 0, EPOCHS, 1).write(linear);
        List<Motion> unseen = Commands.unseen(1, 0.7, 10);

        try (Model without = Model.load(Engine.JAVA, linear, null);
                Model with = Model.load(Engine.JAVA, file, null)) {
            assertThat(Confusion.of(with, unseen, file).accuracy())
                    .isGreaterThan(Confusion.of(without, unseen, file).accuracy() + 0.05);
        }
    }

    @Test
    void theSameSeedGivesTheSameFile() throws IOException {
        List<Motion> motions = Commands.training(3, 1);
        byte[][] files = new byte[3][];
        for (int i = 0; i < files.length; i++) {
            Path to = folder.resolve("seed%s.onnx".formatted(i));
            Training.train(motions, 4, 1, i == 2 ? 8 : 7).write(to);
            files[i] = Files.readAllBytes(to);
        }

        assertThat(files[0]).isEqualTo(files[1]).isNotEqualTo(files[2]);
    }

    @Test
    void motionOfOneLabelOrOfASecondIsAnError() {
        Generator generator = new Generator(1, Generator.Noise.WHITE, 0.1);
        List<Motion> one = List.of(generator.piece(Gesture.TAP, 4));
        List<Motion> brief = List.of(generator.piece(Gesture.TAP, 1), generator.piece(Gesture.REST, 1));

        assertThatThrownBy(() -> Training.train(one, 4, 1, 1))
                .isInstanceOf(EdgeException.class)
                .hasMessageContainingAll("1 labels", "at least two");
        assertThatThrownBy(() -> Training.train(brief, 4, 1, 1))
                .isInstanceOf(EdgeException.class)
                .hasMessageContainingAll("0 windows", "seconds");
    }

    /** A sine of 2 m/s2 along y at the fifth frequency, 3.9 Hz: its amplitude is 2 m/s2 / g in the fifth band. */
    @Test
    void aBandHasTheAmplitudeOfASineInG() {
        float[] window = new float[3 * Spectrum.SAMPLES];
        for (int i = 0; i < Spectrum.SAMPLES; i++) {
            window[3 * i + 1] = (float) (2 * Math.sin(2 * Math.PI * 5 * i / Spectrum.SAMPLES + 0.6));
            window[3 * i + 2] = 9.80665f;
        }
        double[] bands = Spectrum.of(window, Spectrum.waves());

        for (int i = 0; i < bands.length; i++) {
            assertThat(bands[i]).as("band %s", i).isCloseTo(i == 4 ? 2 / 9.80665 : 0, within(1e-5));
        }
    }
}
