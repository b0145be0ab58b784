// SPDX-License-Identifier: MIT
package blinka4j.python;

import static java.nio.charset.StandardCharsets.UTF_8;

import blinka4j.boards.Boards;
import blinka4j.samples.launcher.Launcher;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.SimI2CBus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.graalvm.polyglot.Engine;
import org.jspecify.annotations.Nullable;

/**
 * Adafruit's simpletests, unmodified, beside this library's ports of them, in one process. Each runs on a simulated board with the devices of
 * the port, and both must print the same. {@code samples/python/measure} calls it with the folder of clones, the folder for
 * the results, how many lines each prints, and the names of the tests to run, or none for all.
 */
final class Simpletests {
    /** Numbers that were rounded from equal values, by two ways to calculate, differ by this part of the last digit at most. */
    private static final double LAST_DIGIT = 1.01;

    private static final Duration UPTIME = Duration.ofMinutes(2);

    /** Of the launcher. */
    private static final int WRONG_ARGUMENTS = 2;

    private static final Pattern NUMBER = Pattern.compile("-?\\d+(?:\\.(\\d+))?");

    private final Path results;
    private final int lines;

    private Simpletests(Path results, int lines) {
        this.results = results;
        this.lines = lines;
    }

    public static void main(String[] args) throws IOException {
        Locale.setDefault(Locale.ROOT);
        Path clones = Path.of(args[0]);
        Map<String, Path> originals = originals(clones);
        List<String> wanted = List.of(args).subList(3, args.length);
        Simpletests tests = new Simpletests(Path.of(args[1]), Integer.parseInt(args[2]));
        int different = 0;
        int run = 0;
        try (Engine engine = PythonProgram.newEngine()) {
            for (ServiceLoader.Provider<Sample> sample : ServiceLoader.load(Sample.class).stream()
                    .sorted(Comparator.comparing(each -> each.type().getName()))
                    .toList()) {
                Path original = originals.get(bare(sample.type().getSimpleName()));
                if (original != null && (wanted.isEmpty() || wanted.contains(name(original)))) {
                    run++;
                    different += tests.isSame(engine, sample, original, clones) ? 0 : 1;
                }
            }
        }
        System.out.printf("%s simpletests, %s as ours, %s different%n", run, run - different, different);
        System.exit(different == 0 && run > 0 ? 0 : 1);
    }

    /** The simpletests in the clones, by their names without underscores. */
    private static Map<String, Path> originals(Path clones) throws IOException {
        try (Stream<Path> files = Files.find(
                clones, 3, (file, attributes) -> file.toString().matches(".*/examples/\\w+_simpletest\\.py"))) {
            Map<String, Path> found = new TreeMap<>();
            files.forEach(file -> found.put(bare(name(file)), file));
            return found;
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString().replace(".py", "");
    }

    private static String bare(String name) {
        return name.toLowerCase(Locale.ROOT).replace("_", "");
    }

    private boolean isSame(Engine engine, ServiceLoader.Provider<Sample> sample, Path original, Path clones)
            throws IOException {
        Timed ours = new Timed();
        ours(sample.get(), ours);

        Timed theirs = new Timed();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Sample devices = sample.get();
        try (SimBoard board =
                SimBoard.open(Boards.board(devices.simulatedBoard())).lenient()) {
            board.i2c().record();
            freeze(board);
            devices.attachTo(board);
            new PythonProgram(
                            engine,
                            board.blinka(),
                            InputStream.nullInputStream(),
                            theirs,
                            err,
                            List.of(clones),
                            lines,
                            false)
                    .run(original, List.of());
            String result = err.size() > 0
                    ? "failed: " + err.toString(UTF_8).strip().lines().reduce("", (all, last) -> last)
                    : compared(ours.text(), theirs.text());
            System.out.printf("%-20s %s%n", name(original), result);
            write(original, result, ours, theirs, board.i2c());
            return result.startsWith("same");
        }
    }

    /** Stops the motion of the values, because the programs read at slightly other times. */
    private static void freeze(SimBoard board) {
        // Some drivers take a clock at 0 for one that has just been read.
        board.clock().advance(UPTIME);
        board.clock()
                .after(
                        1,
                        () -> board.parts()
                                .forEach(part -> part.quantities().forEach(each -> each.value(each.value()))));
    }

    private void ours(Sample sample, Timed output) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        SimBoard board = SimBoard.start(Boards.board(sample.simulatedBoard())).lenient();
        try (PrintStream to = new PrintStream(output, true, UTF_8)) {
            System.setOut(to);
            System.setErr(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8));
            freeze(board);
            if (Launcher.run(sample, "--lines", String.valueOf(lines)) == WRONG_ARGUMENTS) {
                // It ends by itself, after fewer lines.
                Launcher.run(sample, "--seconds", "10");
            }
        } finally {
            System.setOut(out);
            System.setErr(err);
            board.close();
            System.clearProperty("blinka.provider");
            System.clearProperty("blinka.forceboard");
        }
    }

    /** Whether both print the same, and the first lines that differ if not. */
    private String compared(List<String> ours, List<String> theirs) {
        if (ours.equals(theirs)) {
            return "same text";
        }
        int lines = Math.max(ours.size(), theirs.size());
        int first = -1;
        int last = -1;
        for (int i = 0; i < lines; i++) {
            if (!hasSameNumbers(line(ours, i), line(theirs, i))) {
                first = first < 0 ? i : first;
                last = i;
            }
        }
        if (first < 0) {
            return "same numbers";
        }
        String difference =
                "line %s: ours '%s', theirs '%s'".formatted(first + 1, line(ours, first), line(theirs, first));
        // A heading in other words, or a first reading before the chip has measured.
        return last < lines / 2
                ? "same numbers from line %s; %s".formatted(last + 2, difference)
                : "different, " + difference;
    }

    private static String line(List<String> lines, int number) {
        return number < lines.size() ? lines.get(number).strip() : "nothing";
    }

    private static boolean hasSameNumbers(String one, String other) {
        Matcher ours = NUMBER.matcher(one);
        Matcher theirs = NUMBER.matcher(other);
        while (ours.find()) {
            if (!theirs.find()) {
                return false;
            }
            int digits = Math.min(digits(ours), digits(theirs));
            double difference = Math.abs(Double.parseDouble(ours.group()) - Double.parseDouble(theirs.group()));
            if (difference > LAST_DIGIT * Math.pow(10, -Math.min(digits, 4)) && digits > 0
                    || digits == 0 && difference > 1) {
                return false;
            }
        }
        return !theirs.find();
    }

    private static int digits(Matcher number) {
        String fraction = number.group(1);
        return fraction == null ? 0 : fraction.length();
    }

    /** For the run with CPython, which gets the same replies of the chips. */
    private void write(Path original, String result, Timed ours, Timed theirs, SimI2CBus bus) throws IOException {
        List<String> transfers = new ArrayList<>();
        for (SimI2CBus.Transfer each : bus.transfers()) {
            transfers.add("[%s, \"%s\", \"%s\", %s]"
                    .formatted(each.address(), hex(each.written()), hex(each.read()), each.failure() == null));
        }
        Files.writeString(
                results.resolve(name(original) + ".json"),
                "{\"program\": \"%s\", \"result\": \"%s\", \"lines\": %s, \"java\": %s, \"graalpy\": %s, \"transfers\": [%s]}"
                        .formatted(
                                original,
                                result.replaceAll("[\"\\\\\t]", " "),
                                lines,
                                ours.micros(),
                                theirs.micros(),
                                String.join(", ", transfers)));
    }

    private static String hex(List<Integer> bytes) {
        StringBuilder text = new StringBuilder();
        bytes.forEach(each -> text.append(HexFormat.of().toHexDigits(each.byteValue())));
        return text.toString();
    }

    /** What a program prints, and when. */
    private static final class Timed extends OutputStream {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final List<Long> times = new ArrayList<>();

        @Override
        public void write(int b) {
            bytes.write(b);
            if (b == '\n') {
                times.add(System.nanoTime());
            }
        }

        List<String> text() {
            return bytes.toString(UTF_8).lines().toList();
        }

        /** The time of a line in the second half of the run, in µs; null if there were too few. */
        @Nullable Long micros() {
            int last = times.size() - 1;
            int half = last / 2;
            return last < 8 ? null : (times.get(last) - times.get(half)) / 1000 / (last - half);
        }
    }
}
