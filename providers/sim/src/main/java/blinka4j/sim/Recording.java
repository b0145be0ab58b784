// SPDX-License-Identifier: MIT
package blinka4j.sim;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** See {@link Motion#csv}. */
final class Recording implements Motion {
    private final double[] times;
    private final double[] values;

    private Recording(double[] times, double[] values) {
        this.times = times;
        this.values = values;
    }

    static Recording read(Path file, String column) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be read. It must be a text file in UTF-8.".formatted(file), e);
        }
        List<String> names = lines.isEmpty() ? List.of() : cells(lines.get(0).replace("\uFEFF", ""));
        int at = names.lastIndexOf(column);
        if (at < 1) {
            throw wrong(file, 1, "there is no column '%s' after the time. Columns: %s".formatted(column, names));
        }
        double[] times = new double[lines.size()];
        double[] values = new double[lines.size()];
        int count = 0;
        for (int i = 1; i < lines.size(); i++) {
            if (lines.get(i).isBlank()) {
                continue;
            }
            List<String> cells = cells(lines.get(i));
            if (cells.size() <= at) {
                throw wrong(file, i + 1, "there are %s columns instead of %s".formatted(cells.size(), names.size()));
            }
            times[count] = number(file, i + 1, cells.get(0));
            values[count] = number(file, i + 1, cells.get(at));
            if (count > 0 && times[count] <= times[count - 1]) {
                throw wrong(file, i + 1, "the time %s s is not after %s s".formatted(times[count], times[count - 1]));
            }
            count++;
        }
        if (count == 0) {
            throw wrong(file, lines.size(), "the file has no values");
        }
        return new Recording(Arrays.copyOf(times, count), Arrays.copyOf(values, count));
    }

    private static List<String> cells(String line) {
        return Stream.of(line.split(",", -1))
                .map(cell -> cell.strip().replaceFirst("^\"(.*)\"$", "$1"))
                .toList();
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

    private static IllegalArgumentException wrong(Path file, int line, String what) {
        return new IllegalArgumentException(
                "%s, line %s: %s. Expected a line with names, then lines with the time in seconds and numbers, separated by commas."
                        .formatted(file, line, what));
    }

    @Override
    public double at(double seconds) {
        int found = Arrays.binarySearch(times, seconds);
        int after = found >= 0 ? found : -found - 1;
        if (after == 0 || after == times.length || found >= 0) {
            return values[Math.min(after, times.length - 1)];
        }
        double part = (seconds - times[after - 1]) / (times[after] - times[after - 1]);
        return values[after - 1] + part * (values[after] - values[after - 1]);
    }
}
