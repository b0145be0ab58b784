// SPDX-License-Identifier: MIT
package blinka4j.edge;

import blinka4j.boards.Boards;
import blinka4j.edge.Generator.Noise;
import blinka4j.runtime.Blinka;
import blinka4j.sim.SimBoard;
import blinka4j.sim.SimProvider;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What {@code samples/edge/run} does. */
final class Commands {
    /** Seconds of one gesture in generated motion. */
    private static final double PIECE = 4;

    private static final int EPOCHS = 20;
    /** The noises of generated motion for training, in m/s2. */
    private static final double[] TRAINED = {0.1, 0.3, 0.6};
    /** The noises of {@code accuracy}, of another kind than in training. */
    private static final double[] TESTED = {0.15, 0.3, 0.5, 0.7, 1};

    private static final int SEEDS = 5;

    private final PrintStream out;
    private final PrintStream err;
    private final Options options;

    Commands(PrintStream out, PrintStream err, Options options) {
        this.out = out;
        this.err = err;
        this.options = options;
    }

    void run() {
        switch (options.command()) {
            case "demo" -> demo();
            case "record" -> {
                Path file = options.path(1);
                String label = label(options.operands().get(0));
                record(open(List.of(label)), label, file);
            }
            case "train" -> train();
            case "test" -> test();
            case "recognise" -> {
                try (Model model = Model.load(options.engine(), options.path(0), options.labels())) {
                    recognise(open(model.labels()), model);
                }
            }
            case "generate" -> generate();
            case "accuracy" -> accuracy();
            default -> throw new IllegalStateException(options.command());
        }
    }

    /** Motion for training: the same pieces of each gesture with each noise. */
    static List<Motion> training(long seed, int each) {
        List<Motion> motions = new ArrayList<>();
        for (double level : TRAINED) {
            motions.addAll(new Generator(seed * 31 + Math.round(100 * level), Noise.WHITE, level).pieces(each, PIECE));
        }
        return motions;
    }

    /** Motion that no training had: other seeds, and noise of another kind. */
    static List<Motion> unseen(long seed, double level, int each) {
        return new Generator(-1 - seed * 31 - Math.round(100 * level), Noise.HAND, level).pieces(each, PIECE);
    }

    private void demo() {
        out.println(
                "SIMULATED: the motion is generated, and a simulated sensor moves accordingly. No hand, no hardware.");
        Path folder = temporary();
        Path model = folder.resolve("gestures.onnx");
        Path motion = folder.resolve("unseen.csv");
        long begin = System.nanoTime();
        List<Motion> training = training(options.seed(), 10);
        Network network = Training.train(training, Training.HIDDEN, EPOCHS, options.seed());
        network.write(model);
        out.printf(
                Locale.ROOT,
                "Trained with %s pieces of motion in %.1f s, and wrote %s.%n",
                training.size(),
                (System.nanoTime() - begin) / 1e9,
                model);
        List<Motion> unseen = unseen(options.seed(), options.noise(), 3);
        Motion.write(motion, unseen);
        out.printf(
                "Motion that the training never had, with other noise, is in %s.%n%s (simulated) moves as it says:%n%n",
                motion, options.sensor());
        try (SimBoard board = SimBoard.open(Boards.board("RASPBERRY_PI_4B"));
                Model loaded = Model.load(options.engine(), model, null)) {
            Simulation simulation = new Simulation(board, options.sensor(), 0);
            Accelerometer sensor =
                    Accelerometer.open(options.sensor(), board.blinka().i2c(), 0);
            simulation.follow(motion);
            out.println(show(board.blinka(), sensor, loaded, unseen));
        }
    }

    /** Prints what is recognised beside what the sensor does, and counts the windows that are in one piece. */
    private Confusion show(Blinka blinka, Accelerometer sensor, Model model, List<Motion> motions) {
        Recognizer recognizer = recognizer(model);
        Confusion confusion = new Confusion(model.labels());
        double window = model.shape().samples() / Motion.HERTZ;
        double end = motions.size() * PIECE;
        String[] shown = {"", ""};
        new Sampler(blinka, sensor, Motion.HERTZ).run((seconds, x, y, z) -> {
            if (seconds >= end) {
                return false;
            }
            if (recognizer.add(x, y, z)) {
                String truth = motions.get((int) (seconds / PIECE)).label();
                String label = recognizer.label();
                boolean mixed = seconds % PIECE < window;
                if (!shown[0].equals(truth) || !shown[1].equals(label)) {
                    out.printf(
                            Locale.ROOT,
                            "%6.1f s  does %-6s  recognised %-6s %3.0f %%%s%n",
                            seconds,
                            truth,
                            label,
                            100 * recognizer.probability(),
                            truth.equals(label)
                                    ? ""
                                    : mixed ? "  (the gesture before is in the window too)" : "  <- wrong");
                    shown[0] = truth;
                    shown[1] = label;
                }
                if (!mixed) {
                    confusion.add(truth, label);
                }
            }
            return true;
        });
        out.printf(
                "%nRows: what the sensor did. Columns: what was recognised. Windows with two gestures do not count.%n");
        return confusion;
    }

    private static Recognizer recognizer(Model model) {
        return new Recognizer(model, Math.max(1, model.shape().samples() / 4));
    }

    /** A board with a sensor. */
    private record Stage(Blinka blinka, Accelerometer sensor, double seconds) {}

    /**
     * Opens the sensor on the current board, or a simulated one.
     *
     * @param gestures what a simulated sensor does one after the other
     */
    private Stage open(List<String> gestures) {
        Blinka blinka = Blinka.current();
        if (!(blinka.provider() instanceof SimProvider simulator)) {
            return new Stage(
                    blinka, Accelerometer.open(options.sensor(), blinka.i2c(), options.address()), Double.MAX_VALUE);
        }
        Path motion = options.motion();
        boolean generated = motion == null;
        double seconds = Double.MAX_VALUE;
        if (motion == null) {
            List<Motion> pieces = simulated(gestures, options.seconds(60));
            seconds = PIECE * pieces.size();
            motion = temporary().resolve("motion.csv");
            Motion.write(motion, pieces);
        }
        Simulation simulation = new Simulation(simulator.board(), options.sensor(), options.address());
        Accelerometer sensor = Accelerometer.open(options.sensor(), blinka.i2c(), options.address());
        simulation.follow(motion);
        err.printf(
                "SIMULATED: %s with %s. Its motion is %s.%n",
                blinka.board().name(), options.sensor(), generated ? "generated" : "that of " + motion);
        if (generated) {
            delete(motion);
        }
        return new Stage(blinka, sensor, seconds);
    }

    private List<Motion> simulated(List<String> labels, double seconds) {
        List<Gesture> gestures = new ArrayList<>();
        for (Gesture each : Gesture.values()) {
            if (labels.contains(each.label())) {
                gestures.add(each);
            }
        }
        if (gestures.size() != labels.size()) {
            throw new EdgeException(
                    "the motion of the simulated sensor cannot be generated for %s, only for circle, rest, shake and tap. Give it with --motion FILE."
                            .formatted(labels));
        }
        Generator generator = new Generator(options.seed(), Noise.HAND, options.noise());
        List<Motion> pieces = new ArrayList<>();
        for (int i = 0; i * PIECE < seconds; i++) {
            pieces.add(generator.piece(gestures.get(i % gestures.size()), PIECE));
        }
        return pieces;
    }

    private static String label(String label) {
        if (label.isBlank() || label.matches("(?s).*[,\n\r].*")) {
            throw new Options.WrongException(
                    "the label '%s' is empty, or has a comma or a line break".formatted(label));
        }
        return label.strip();
    }

    private void record(Stage stage, String label, Path file) {
        double begin = 0;
        boolean exists = Files.exists(file);
        if (exists) {
            // A file of another kind is not touched. A second is a gap.
            Motion.read(file);
            begin = Motion.end(file) + 1;
        }
        double seconds = options.seconds(20);
        out.printf(Locale.ROOT, "Recording '%s' for %.0f s.%n", label, seconds);
        double first = begin;
        int[] count = {0};
        try (Writer writer = Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            if (!exists) {
                writer.write(Motion.HEADER + "\n");
            }
            new Sampler(stage.blinka, stage.sensor, Motion.HERTZ).run((now, x, y, z) -> {
                try {
                    writer.write(Motion.row(first + now, x, y, z, label));
                    // Ctrl-C loses nothing.
                    writer.flush();
                } catch (IOException e) {
                    throw EdgeException.file(file, "cannot be written", e);
                }
                count[0]++;
                return now < seconds;
            });
        } catch (IOException e) {
            throw EdgeException.file(file, "cannot be written", e);
        }
        out.printf("Wrote %s samples to %s.%n", count[0], file);
    }

    private void train() {
        List<Motion> motions = Motion.read(options.path(0));
        Network network = Training.train(motions, Training.HIDDEN, EPOCHS, options.seed());
        network.write(options.path(1));
        out.printf("Wrote %s, which recognises %s.%n", options.path(1), String.join(", ", network.labels()));
    }

    private void test() {
        List<Motion> motions = Motion.read(options.path(1));
        try (Model model = Model.load(options.engine(), options.path(0), options.labels())) {
            out.println("Rows: the label in the file. Columns: what was recognised.");
            out.println(Confusion.of(model, motions, options.path(1)));
            out.println(Memory.used());
        }
    }

    private void recognise(Stage stage, Model model) {
        Recognizer recognizer = recognizer(model);
        double end = options.seconds(stage.seconds);
        String[] shown = {""};
        new Sampler(stage.blinka, stage.sensor, Motion.HERTZ).run((seconds, x, y, z) -> {
            if (recognizer.add(x, y, z) && !recognizer.label().equals(shown[0])) {
                shown[0] = recognizer.label();
                out.printf(Locale.ROOT, "%6.1f s  %s %3.0f %%%n", seconds, shown[0], 100 * recognizer.probability());
            }
            return seconds < end;
        });
    }

    private void generate() {
        int each = (int) Math.max(1, Math.round(options.seconds(240) / PIECE / Gesture.values().length));
        List<Motion> pieces = new Generator(options.seed(), Noise.WHITE, options.noise()).pieces(each, PIECE);
        Motion.write(options.path(0), pieces);
        out.printf("Wrote %s pieces of generated motion to %s.%n", pieces.size(), options.path(0));
    }

    private void accuracy() {
        out.printf(
                "%s networks, each trained with another seed and the noises %s m/s2 (normally distributed), tested with other seeds and noise of another kind.%n",
                SEEDS, Arrays.toString(TRAINED));
        Path file = temporary().resolve("model.onnx");
        Confusion[] all = new Confusion[TESTED.length];
        for (int hidden : new int[] {0, Training.HIDDEN}) {
            double[][] found = new double[TESTED.length][SEEDS];
            for (int seed = 0; seed < SEEDS; seed++) {
                Training.train(training(seed, 10), hidden, EPOCHS, seed).write(file);
                try (Model model = Model.load(Model.Engine.ONNX, file, null)) {
                    for (int i = 0; i < TESTED.length; i++) {
                        Confusion now = Confusion.of(model, unseen(seed, TESTED[i], 30), file);
                        found[i][seed] = now.accuracy();
                        if (hidden > 0 && all[i] == null) {
                            all[i] = now;
                        } else if (hidden > 0) {
                            all[i].add(now);
                        }
                    }
                }
            }
            out.println(
                    hidden == 0 ? "Linear, without a hidden layer:" : "With a hidden layer of %s:".formatted(hidden));
            for (int i = 0; i < TESTED.length; i++) {
                Arrays.sort(found[i]);
                out.printf(
                        Locale.ROOT,
                        "  noise %.2f m/s2: %s right, the worst network %s, the best %s%n",
                        TESTED[i],
                        Confusion.percent(Arrays.stream(found[i]).average().orElseThrow()),
                        Confusion.percent(found[i][0]),
                        Confusion.percent(found[i][SEEDS - 1]));
            }
        }
        for (int i = 0; i < TESTED.length; i++) {
            out.printf(Locale.ROOT, "%nNoise %.2f m/s2, all networks with the hidden layer:%n%s%n", TESTED[i], all[i]);
        }
        delete(file);
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("blinka4j-edge");
        } catch (IOException e) {
            throw EdgeException.file(Path.of(System.getProperty("java.io.tmpdir")), "has no place for files", e);
        }
    }

    /** Deletes a file in a {@link #temporary} folder, and the folder. */
    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
            Path folder = file.getParent();
            if (folder != null) {
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            throw EdgeException.file(file, "cannot be deleted", e);
        }
    }
}
