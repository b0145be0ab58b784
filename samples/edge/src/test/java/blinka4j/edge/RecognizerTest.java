// SPDX-License-Identifier: MIT
package blinka4j.edge;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.edge.Model.Engine;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecognizerTest {
    @TempDir
    Path folder;

    /** Keeps the windows that it gets. Says "b" if the last sample is even. */
    private static final class Keeper implements Model {
        private final InputShape shape;
        private final FloatBuffer input;
        private final FloatBuffer output = FloatBuffer.allocate(2);
        private final List<String> windows = new ArrayList<>();

        Keeper(boolean axesFirst) {
            shape = new InputShape(4, axesFirst);
            input = FloatBuffer.allocate(12);
        }

        @Override
        public List<String> labels() {
            return List.of("a", "b");
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
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < input.capacity(); i++) {
                text.append((int) input.get(i)).append(' ');
            }
            windows.add(text.toString().strip());
            float even = input.get(shape.axesFirst() ? 3 : 9) % 2 == 0 ? 0.75f : 0.25f;
            return output.put(0, 1 - even).put(1, even);
        }

        @Override
        public void close() {}
    }

    private static List<String> windows(boolean axesFirst, int step, int samples) {
        Keeper model = new Keeper(axesFirst);
        Recognizer recognizer = new Recognizer(model, step);
        int runs = 0;
        for (int i = 1; i <= samples; i++) {
            if (recognizer.add(i, 10 * i, 100 * i)) {
                runs++;
                assertThat(recognizer.label()).isEqualTo(i % 2 == 0 ? "b" : "a");
                assertThat(recognizer.probability()).isEqualTo(0.75f);
            }
        }
        assertThat(model.windows).hasSize(runs);
        return model.windows;
    }

    @Test
    void aWindowHasTheLatestSamplesInTheirOrder() {
        assertThat(windows(false, 3, 11))
                .containsExactly(
                        "1 10 100 2 20 200 3 30 300 4 40 400",
                        "4 40 400 5 50 500 6 60 600 7 70 700",
                        "7 70 700 8 80 800 9 90 900 10 100 1000");
    }

    @Test
    void aModelMayWantOneAxisAfterTheOther() {
        assertThat(windows(true, 1, 5))
                .containsExactly("1 2 3 4 10 20 30 40 100 200 300 400", "2 3 4 5 20 30 40 50 200 300 400 500");
    }

    /** What ONNX Runtime's Java classes allocate is theirs: the result, and arrays for the native call. */
    @Test
    void aRunAllocatesNothingOfOurs() throws IOException {
        Path file = Files.write(
                folder.resolve("model.onnx"),
                OtherWriters.pytorch().metadata(Labels.KEY, OtherWriters.LABELS).toBytes());
        try (Model plain = Model.load(Engine.JAVA, file, null);
                Model onnx = Model.load(Engine.ONNX, file, null)) {
            // Some bytes for the measurement itself, spread over the runs.
            assertThat(bytesPerRun(new Recognizer(plain, 1))).isLessThan(1);
            assertThat(bytesPerRun(new Recognizer(onnx, 1))).isLessThan(1024);
        }
    }

    private static double bytesPerRun(Recognizer recognizer) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        int runs = 5000;
        add(recognizer, runs);
        long before = threads.getThreadAllocatedBytes(thread);
        add(recognizer, runs);
        return (double) (threads.getThreadAllocatedBytes(thread) - before) / runs;
    }

    private static void add(Recognizer recognizer, int samples) {
        for (int i = 0; i < samples; i++) {
            recognizer.add(i % 7, i % 5, i % 3);
        }
    }
}
