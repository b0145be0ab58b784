// SPDX-License-Identifier: MIT
package blinka4j.edge;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Counts what was recognised as what. */
final class Confusion {
    private final List<String> labels;
    private final int[][] counts;

    Confusion(List<String> labels) {
        this.labels = labels;
        counts = new int[labels.size()][labels.size()];
    }

    /** Runs a model on the windows of motion, each a quarter of a window after the one before. */
    static Confusion of(Model model, List<Motion> motions, Path file) {
        Confusion confusion = new Confusion(model.labels());
        int windows = 0;
        for (Motion motion : motions) {
            if (!model.labels().contains(motion.label())) {
                throw new EdgeException(
                        "%s has the label '%s', but the model knows only %s. Train it with this label too."
                                .formatted(file, motion.label(), model.labels()));
            }
            Recognizer recognizer =
                    new Recognizer(model, Math.max(1, model.shape().samples() / 4));
            for (int i = 0; i < motion.count(); i++) {
                if (recognizer.add(motion.at(i, 0), motion.at(i, 1), motion.at(i, 2))) {
                    confusion.add(motion.label(), recognizer.label());
                    windows++;
                }
            }
        }
        if (windows == 0) {
            throw new EdgeException("%s has no motion of %s samples without a gap. Record for several seconds."
                    .formatted(file, model.shape().samples()));
        }
        return confusion;
    }

    void add(String truth, String recognised) {
        counts[labels.indexOf(truth)][labels.indexOf(recognised)]++;
    }

    /** Adds the counts of another one with the same labels. */
    void add(Confusion other) {
        for (int i = 0; i < counts.length; i++) {
            for (int k = 0; k < counts.length; k++) {
                counts[i][k] += other.counts[i][k];
            }
        }
    }

    int windows() {
        int windows = 0;
        for (int[] row : counts) {
            for (int count : row) {
                windows += count;
            }
        }
        return windows;
    }

    /** The part that was recognised rightly, 0 to 1. */
    double accuracy() {
        int right = 0;
        for (int i = 0; i < counts.length; i++) {
            right += counts[i][i];
        }
        return (double) right / windows();
    }

    /** The part of the windows of a label that was recognised, 0 to 1. NaN if there is none. */
    double recall(String label) {
        int row = labels.indexOf(label);
        int all = 0;
        for (int count : counts[row]) {
            all += count;
        }
        return (double) counts[row][row] / all;
    }

    /** The part of what was recognised as a label that was right, 0 to 1. NaN if there is none. */
    double precision(String label) {
        int column = labels.indexOf(label);
        int all = 0;
        for (int[] row : counts) {
            all += row[column];
        }
        return (double) counts[column][column] / all;
    }

    /** A table: a row for each label of the motion, a column for each label that was recognised. */
    @Override
    public String toString() {
        int width = Math.max(7, labels.stream().mapToInt(String::length).max().orElse(0));
        StringBuilder table = new StringBuilder(padded("", width));
        labels.forEach(label -> table.append("  ").append(padded(label, width)));
        table.append("   recall  precision\n");
        for (int i = 0; i < counts.length; i++) {
            table.append(padded(labels.get(i), width));
            for (int count : counts[i]) {
                table.append("  ").append(padded(String.valueOf(count), width));
            }
            table.append("  ").append(percent(recall(labels.get(i))));
            table.append("    ").append(percent(precision(labels.get(i)))).append('\n');
        }
        return table.append(percent(accuracy()).strip())
                .append(" of ")
                .append(windows())
                .append(" windows are right")
                .toString();
    }

    private static String padded(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }

    static String percent(double part) {
        return Double.isNaN(part) ? "      -" : String.format(Locale.ROOT, "%5.1f %%", 100 * part);
    }
}
