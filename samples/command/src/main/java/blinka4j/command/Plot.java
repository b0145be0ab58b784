// SPDX-License-Identifier: MIT
package blinka4j.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code blinka plot}: draws a bar for each number on the standard input. */
final class Plot implements Command {
    private static final Pattern NUMBER =
            Pattern.compile("(?<![\\w.])([-+]?\\d+(\\.\\d+)?([eE][-+]?\\d+)?|NaN|[-+]?Infinity)(?![\\w.]*\\w)");
    private static final int LABEL = 14;
    private static final String EIGHTHS = " ▏▎▍▌▋▊▉";

    @Override
    public Syntax syntax() {
        return new Syntax("plot", "", 0, 0, Syntax.Words.NONE)
                .with("--column", "N", "the number in each line that is drawn; 1, the first, if not given")
                .with("--min", "X", "the left edge; the smallest number so far if not given")
                .with("--max", "X", "the right edge; the largest number so far if not given");
    }

    @Override
    public String help() {
        return """
                Draws a bar for a number in each line of the standard input. Other words are ignored. NaN
                counts as a number for --column, and has no bar.

                blinka sensor MCP9808 --every 100ms | blinka plot --min 15 --max 30
                blinka sensor BME280 --every 1s --csv | blinka plot --column 3""";
    }

    @Override
    public int run(Arguments arguments, Console console) throws IOException {
        int column = arguments.number("--column", 1);
        if (column < 1) {
            throw new UsageException("--column '%s' is not possible: expected 1 or more".formatted(column));
        }
        boolean hasLeast = arguments.has("--min");
        boolean hasMost = arguments.has("--max");
        double least = hasLeast ? finite("--min", arguments) : Double.POSITIVE_INFINITY;
        double most = hasMost ? finite("--max", arguments) : Double.NEGATIVE_INFINITY;
        if (hasLeast && hasMost && !(least < most)) {
            throw new UsageException("--min must be less than --max");
        }
        int drawn = 0;
        BufferedReader lines = new BufferedReader(new InputStreamReader(console.in(), StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            Matcher number = NUMBER.matcher(line);
            boolean found = true;
            for (int i = 0; i < column && found; i++) {
                found = number.find();
            }
            if (!found) {
                continue;
            }
            double value = Double.parseDouble(number.group());
            if (!Double.isFinite(value)) {
                // A value that the sensor did not have yet. It has its column.
                continue;
            }
            least = hasLeast ? least : Math.min(least, value);
            most = hasMost ? most : Math.max(most, value);
            console.line(String.format(Locale.ROOT, "%" + (LABEL - 2) + ".6g |", value)
                    + bar(value, least, most, Math.max(10, console.width() - LABEL), console.utf8()));
            drawn++;
        }
        if (drawn == 0) {
            console.note("blinka plot: no number came. Each line of the standard input needs at least %s."
                    .formatted(column == 1 ? "one" : column));
            return FAILED;
        }
        return OK;
    }

    private static double finite(String option, Arguments arguments) {
        double value = Arguments.decimal(option, arguments.option(option, ""));
        if (!Double.isFinite(value)) {
            throw new UsageException("%s '%s' is not possible: expected a number that is finite"
                    .formatted(option, arguments.option(option, "")));
        }
        return value;
    }

    static String bar(double value, double least, double most, int width, boolean utf8) {
        // Halves, because the difference of two large numbers can be infinite.
        double part = most > least ? (value / 2 - least / 2) / (most / 2 - least / 2) : 0.5;
        int eighths = (int) Math.round(Math.max(0, Math.min(1, part)) * width * 8);
        String full = (utf8 ? "█" : "#").repeat(eighths / 8);
        return utf8 && eighths % 8 > 0 ? full + EIGHTHS.charAt(eighths % 8) : full;
    }
}
