// SPDX-License-Identifier: MIT
package blinka4j.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import blinka4j.boards.Boards;
import blinka4j.edge.Accelerometer.Sensor;
import blinka4j.edge.Generator.Noise;
import blinka4j.sim.SimBoard;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The commands, on a simulated board whose time does not wait. */
class MainTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    private int run(String... args) {
        out.reset();
        err.reset();
        return Main.run(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                args);
    }

    /** Runs on a simulated board. */
    private int onBoard(String... args) {
        SimBoard board = SimBoard.start(Boards.board("RASPBERRY_PI_4B"));
        try {
            return run(args);
        } finally {
            board.close();
        }
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private String in(String name) {
        return folder.resolve(name).toString();
    }

    @ParameterizedTest
    @EnumSource(Sensor.class)
    void aSensorMeasuresTheMotionOfTheFile(Sensor sensor) {
        // Up to 6 g.
        float[] samples = new float[3 * 200];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (i % 3 == 1 ? -1 : 1) * (float) (i % 3 == 2 ? 9.8 + Math.sin(i / 20.0) : i / 10.0);
        }
        Motion motion = new Motion("any", samples);
        Path file = folder.resolve("motion.csv");
        Motion.write(file, List.of(motion));
        try (SimBoard board = SimBoard.open(Boards.board("RASPBERRY_PI_4B"))) {
            Simulation simulation = new Simulation(board, sensor, 0x19 + (sensor == Sensor.MPU6050 ? 0x50 : 0));
            Accelerometer accelerometer =
                    Accelerometer.open(sensor, board.blinka().i2c(), 0x19 + (sensor == Sensor.MPU6050 ? 0x50 : 0));
            simulation.follow(file);
            double begin = board.clock().nanos() / 1e9;
            int[] count = {0};
            new Sampler(board.blinka(), accelerometer, Motion.HERTZ).run((seconds, x, y, z) -> {
                assertThat(seconds).isCloseTo(count[0] / Motion.HERTZ, within(0.003));
                // The LIS3DH has measured up to 10 ms before, half of a sample.
                int near = Math.min(198, (int) (board.clock().nanos() / 1e9 * Motion.HERTZ - begin * Motion.HERTZ));
                float[] axes = {x, y, z};
                for (int axis = 0; axis < 3; axis++) {
                    float least = Math.min(
                            Math.min(motion.at(near, axis), motion.at(near + 1, axis)),
                            motion.at(Math.max(0, near - 1), axis));
                    float most = Math.max(
                            Math.max(motion.at(near, axis), motion.at(near + 1, axis)),
                            motion.at(Math.max(0, near - 1), axis));
                    // Steps of 4 mg.
                    assertThat(axes[axis]).isBetween(least - 0.05f, most + 0.05f);
                }
                return ++count[0] < 190;
            });
        }
    }

    @Test
    void motionIsRecordedTrainedTestedAndRecognised() throws IOException {
        for (String label : new String[] {"shake", "rest", "shake", "circle"}) {
            assertThat(onBoard("record", label, in("recorded.csv"), "--seconds", "24", "--seed", "2"))
                    .as("%s", err)
                    .isEqualTo(Main.OK);
            assertThat(err()).contains("SIMULATED", "LIS3DH");
            assertThat(out()).contains("Recording '" + label + "' for 24 s", "Wrote 1201 samples");
        }
        List<Motion> recorded = Motion.read(folder.resolve("recorded.csv"));
        assertThat(recorded).extracting(Motion::label).containsExactly("shake", "rest", "shake", "circle");
        assertThat(recorded).extracting(Motion::count).containsOnly(1201);

        assertThat(run("train", in("recorded.csv"), in("model.onnx")))
                .as("%s", err)
                .isEqualTo(Main.OK);
        assertThat(out()).contains("circle, rest, shake");
        for (String engine : new String[] {"onnx", "java"}) {
            assertThat(run("test", in("model.onnx"), in("recorded.csv"), "--engine", engine))
                    .as("%s", err)
                    .isEqualTo(Main.OK);
            assertThat(out()).contains("recall", "of 288 windows are right", "MB in the heap");
        }
        assertThat(onBoard("recognise", in("model.onnx"), "--sensor", "mpu6050", "--seed", "7", "--seconds", "12"))
                .as("%s", err)
                .isEqualTo(Main.OK);
        assertThat(err()).contains("SIMULATED", "MPU6050", "generated");
        assertThat(out()).containsSubsequence("circle", "rest", "shake");
    }

    @Test
    void theDemoSaysThatItIsSimulatedAndRecognisesMost() throws IOException {
        assertThat(run("demo", "--seed", "3", "--engine", "java")).as("%s", err).isEqualTo(Main.OK);

        assertThat(out())
                .startsWith("SIMULATED")
                .contains("LIS3DH (simulated)", "does shake   recognised shake", "recall");
        double right =
                Double.parseDouble(out().replaceFirst("(?s).*\n *([0-9.]+) % of \\d+ windows are right\\s*$", "$1"));
        assertThat(right).isBetween(80.0, 100.0);
        for (String name : new String[] {"gestures.onnx", "unseen.csv"}) {
            Path file = Path.of(out().replaceFirst("(?s).* (/\\S*" + name + ")\\.?\\s.*", "$1"));
            Files.delete(file);
            Files.deleteIfExists(name.equals("unseen.csv") ? file.getParent() : file);
        }
    }

    @Test
    void generatedMotionCanBeTrainedWith() {
        assertThat(run("generate", in("made.csv"), "--seconds", "32")).isEqualTo(Main.OK);
        assertThat(out()).contains("Wrote 8 pieces of generated motion");
        assertThat(run("train", in("made.csv"), in("model.onnx"), "--seed", "4"))
                .isEqualTo(Main.OK);
        assertThat(out()).contains("circle, rest, shake, tap");
    }

    @Test
    void recordTouchesNoOtherFile() throws IOException {
        Files.writeString(folder.resolve("notes.csv"), "milk,bread\n");
        assertThat(onBoard("record", "rest", in("notes.csv"))).isEqualTo(Main.FAILED);
        assertThat(err()).contains("notes.csv, line 1: ");
        assertThat(folder.resolve("notes.csv")).hasContent("milk,bread\n");
    }

    @Test
    void aSimulatedSensorMakesOnlyKnownGestures() {
        assertThat(onBoard("record", "wave", in("new.csv"))).isEqualTo(Main.FAILED);
        assertThat(err()).contains("wave", "--motion");
        assertThat(folder.resolve("new.csv")).doesNotExist();
    }

    @Test
    void aMissingModelIsNamed() {
        assertThat(onBoard("recognise", in("none.onnx"))).isEqualTo(Main.FAILED);
        assertThat(err()).contains("none.onnx");
    }

    @Test
    void aLabelThatTheModelLacksIsAnError() {
        Motion.write(
                folder.resolve("two.csv"),
                List.of(
                        new Generator(1, Noise.WHITE, 0.1).piece(Gesture.REST, 4),
                        new Generator(1, Noise.WHITE, 0.1).piece(Gesture.TAP, 4)));
        Motion.write(folder.resolve("other.csv"), List.of(new Generator(1, Noise.WHITE, 0.1).piece(Gesture.SHAKE, 4)));
        assertThat(run("train", in("two.csv"), in("model.onnx"))).isEqualTo(Main.OK);

        assertThat(run("test", in("model.onnx"), in("other.csv"))).isEqualTo(Main.FAILED);
        assertThat(err()).contains("'shake'", "[rest, tap]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "-|no command",
                "dance|'dance'",
                "record rest|2 arguments",
                "demo --labels a,b|'--labels'",
                "test a b --engine fast|'fast'",
                "demo --sensor bme280|'bme280'",
                "record rest f --address 0x80|'0x80'",
                "record rest f --address 0|'0'",
                "record rest f --seconds 0|'0'",
                "record rest f --seconds NaN|'NaN'",
                "record rest f --seed 1.5|'1.5'",
                "record rest,tap f|comma",
                "demo --noise|needs a value"
            })
    void wrongArgumentsPrintTheUsageLine(String arguments, String word) {
        assertThat(run(arguments == null ? new String[0] : arguments.split(" ")))
                .isEqualTo(Main.USAGE);
        assertThat(err()).contains(word, "Usage: samples/edge/run");
        assertThat(out()).isEmpty();
    }

    @Test
    void helpListsCommandsAndOptions() {
        assertThat(run("record", "-h")).isEqualTo(Main.OK);
        assertThat(out()).contains("demo", "record LABEL FILE", "--sensor", "Exits with 0");
    }
}
