// SPDX-License-Identifier: MIT
package blinka4j.edge;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Motion without a gap and with one label. */
final class Motion {
    /** Samples a second. */
    static final double HERTZ = 50;

    static final String HEADER = "time,x,y,z,label";

    private final String label;
    private final float[] samples;

    /** @param samples x, y and z in m/s2, sample after sample, {@link #HERTZ} a second */
    Motion(String label, float[] samples) {
        this.label = label;
        this.samples = samples;
    }

    String label() {
        return label;
    }

    int count() {
        return samples.length / 3;
    }

    /** The acceleration of a sample in m/s2. */
    float at(int sample, int axis) {
        return samples[3 * sample + axis];
    }

    /** The windows of so many samples, each so many samples after the one before. */
    List<float[]> windows(int length, int step) {
        List<float[]> windows = new ArrayList<>();
        for (int first = 0; first + length <= count(); first += step) {
            windows.add(Arrays.copyOfRange(samples, 3 * first, 3 * (first + length)));
        }
        return windows;
    }

    /** Writes motion one after the other to a new file, in the form that {@code record} writes. */
    static void write(Path file, List<Motion> motions) {
        try (Writer writer = Files.newBufferedWriter(file)) {
            writer.write(HEADER + "\n");
            int row = 0;
            for (Motion motion : motions) {
                for (int i = 0; i < motion.count(); i++) {
                    writer.write(row(row++ / HERTZ, motion.at(i, 0), motion.at(i, 1), motion.at(i, 2), motion.label));
                }
            }
        } catch (IOException e) {
            throw EdgeException.file(file, "cannot be written", e);
        }
    }

    static String row(double seconds, float x, float y, float z, String label) {
        return String.format(Locale.ROOT, "%.4f,%.4f,%.4f,%.4f,%s\n", seconds, x, y, z, label);
    }

    /**
     * Reads a file. A new label, and a gap in the time, begin new motion.
     *
     * @throws EdgeException if the file is not as {@code record} writes it, or was recorded at another rate
     */
    static List<Motion> read(Path file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw EdgeException.file(file, "cannot be read", e);
        }
        if (lines.isEmpty() || !lines.get(0).strip().equals(HEADER)) {
            throw wrong(file, 1, "the first line is not '%s'".formatted(HEADER));
        }
        List<Motion> motions = new ArrayList<>();
        float[] samples = new float[3 * lines.size()];
        int used = 0;
        String label = "";
        double before = Double.NEGATIVE_INFINITY;
        double time = 0;
        int steps = 0;
        for (int i = 1; i < lines.size(); i++) {
            if (lines.get(i).isBlank()) {
                continue;
            }
            String[] cells = lines.get(i).split(",", -1);
            if (cells.length != 5 || cells[4].isBlank()) {
                throw wrong(file, i + 1, "there are not five values");
            }
            double now = number(file, i + 1, cells[0]);
            if (now <= before) {
                throw wrong(file, i + 1, "the time does not increase");
            }
            boolean gap = now - before > 2.5 / HERTZ;
            if (gap || !cells[4].strip().equals(label)) {
                add(motions, label, samples, used);
                used = 0;
                label = cells[4].strip();
            } else {
                time += now - before;
                steps++;
            }
            before = now;
            for (int axis = 0; axis < 3; axis++) {
                samples[used++] = (float) number(file, i + 1, cells[1 + axis]);
            }
        }
        add(motions, label, samples, used);
        if (steps == 0 || Math.abs(steps / time / HERTZ - 1) > 0.1) {
            throw new EdgeException(
                    "%s has %s samples a second, but expected are %s. Record it again with samples/edge/run record."
                            .formatted(file, steps == 0 ? "no" : Math.round(steps / time), Math.round(HERTZ)));
        }
        return motions;
    }

    /** The time of the last sample of a file that {@link #read} has read. */
    static double end(Path file) {
        try {
            List<String> lines = Files.readAllLines(file).stream()
                    .filter(line -> !line.isBlank())
                    .toList();
            return Double.parseDouble(lines.get(lines.size() - 1).split(",", 2)[0]);
        } catch (IOException e) {
            throw EdgeException.file(file, "cannot be read", e);
        }
    }

    private static void add(List<Motion> motions, String label, float[] samples, int used) {
        if (used > 0) {
            motions.add(new Motion(label, Arrays.copyOf(samples, used)));
        }
    }

    private static double number(Path file, int line, String text) {
        try {
            double number = Double.parseDouble(text);
            if (Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            // The error below says more.
        }
        throw wrong(file, line, "'%s' is not a number".formatted(text));
    }

    private static EdgeException wrong(Path file, int line, String what) {
        return new EdgeException(
                "%s, line %s: %s. Expected are lines as 'samples/edge/run record' writes them: %s, with the time in s and the acceleration in m/s2."
                        .formatted(file, line, what, HEADER));
    }
}
