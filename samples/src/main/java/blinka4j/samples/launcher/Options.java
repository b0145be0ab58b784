// SPDX-License-Identifier: MIT
package blinka4j.samples.launcher;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The options of {@code samples/run}. They may stand before or after the sample's name. Arguments after {@code --} are the
 * sample's.
 *
 * @param name the sample, as the user wrote it; empty to list all samples
 * @param arguments the sample's arguments
 * @param lines the number of lines of output after which to end the sample; {@link Long#MAX_VALUE} for no limit
 * @param time the time after which to end the sample; null for no limit
 * @param bench true to show a simulated board in the browser
 * @param verbose true to show the stack trace of a failure, and the log at debug
 */
record Options(
        String name,
        List<String> arguments,
        long lines,
        @Nullable Duration time,
        boolean bench,
        boolean verbose) {
    private static final double MOST_SECONDS = 1e9;

    Options {
        arguments = List.copyOf(arguments);
    }

    /** @throws IllegalArgumentException if an option is unknown or its value is not a number above 0 */
    static Options parse(String... arguments) {
        List<String> words = new ArrayList<>();
        long lines = Long.MAX_VALUE;
        Duration time = null;
        boolean bench = false;
        boolean verbose = false;
        for (Iterator<String> each = Arrays.asList(arguments).iterator(); each.hasNext(); ) {
            String argument = each.next();
            switch (argument) {
                case "--lines" -> lines = lines(value(argument, each));
                case "--seconds" -> time = seconds(value(argument, each));
                case "--bench" -> bench = true;
                case "--verbose" -> verbose = true;
                case "--" -> each.forEachRemaining(words::add);
                default -> {
                    if (argument.startsWith("--")) {
                        throw new IllegalArgumentException(
                                "The option '%s' is unknown. Expected --lines N, --seconds N, --bench or --verbose. Put -- before arguments of the sample."
                                        .formatted(argument));
                    }
                    words.add(argument);
                }
            }
        }
        return words.isEmpty()
                ? new Options("", List.of(), lines, time, bench, verbose)
                : new Options(words.get(0), words.subList(1, words.size()), lines, time, bench, verbose);
    }

    private static String value(String option, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new IllegalArgumentException(
                    "%s has no number. Write one after it, such as %s 5.".formatted(option, option));
        }
        return rest.next();
    }

    private static long lines(String value) {
        try {
            long lines = Long.parseLong(value);
            if (lines > 0) {
                return lines;
            }
        } catch (NumberFormatException e) {
            // The same error as for a number that is too small.
        }
        throw new IllegalArgumentException(
                "--lines '%s' is not possible. Expected a whole number above 0.".formatted(value));
    }

    private static Duration seconds(String value) {
        try {
            double seconds = Double.parseDouble(value);
            if (seconds > 0 && seconds <= MOST_SECONDS) {
                return Duration.ofNanos((long) (seconds * 1e9));
            }
        } catch (NumberFormatException e) {
            // The same error as for a number that is too small.
        }
        throw new IllegalArgumentException(
                "--seconds '%s' is not possible. Expected a number above 0.".formatted(value));
    }
}
