// SPDX-License-Identifier: MIT
package blinka4j.edge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One run of the network of {@code samples/edge}: a new sample, the window into the model's input, the model, the most probable label. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 10, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(2)
public class Inference {
    @Param({"ONNX", "JAVA"})
    String engine = "";

    private Model model;
    private Recognizer recognizer;
    private Motion motion;
    private int next;

    @Setup
    public void load() throws IOException {
        Path file = Files.createTempFile("gestures", ".onnx");
        Training.train(Commands.training(1, 1), Training.HIDDEN, 1, 1).write(file);
        model = Model.load(Model.Engine.valueOf(engine), file, null);
        Files.delete(file);
        recognizer = new Recognizer(model, 1);
        motion = Commands.unseen(1, 0.3, 1).get(0);
        for (int i = 0; i < motion.count(); i++) {
            sample();
        }
    }

    @TearDown
    public void close() {
        model.close();
    }

    private boolean sample() {
        next = next + 1 == motion.count() ? 0 : next + 1;
        return recognizer.add(motion.at(next, 0), motion.at(next, 1), motion.at(next, 2));
    }

    @Benchmark
    public boolean inference() {
        return sample();
    }
}
