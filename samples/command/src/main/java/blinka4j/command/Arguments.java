// SPDX-License-Identifier: MIT
package blinka4j.command;

import java.util.List;
import java.util.Map;

/**
 * What the user wrote after the name of a command, parsed by {@link Syntax#parse}.
 *
 * @param operands the arguments that are not options
 * @param options the values of the given options; empty text for one without a value
 */
record Arguments(List<String> operands, Map<String, String> options) {
    boolean has(String option) {
        return options.containsKey(option);
    }

    /** The operand at a position from 0; {@code fallback} if it is missing. */
    String operand(int position, String fallback) {
        return position < operands.size() ? operands.get(position) : fallback;
    }

    String operand(int position) {
        return operands.get(position);
    }

    String option(String name, String fallback) {
        return options.getOrDefault(name, fallback);
    }

    /** The whole number that an option has, also in hexadecimal with 0x. */
    int number(String option, int fallback) {
        String text = options.get(option);
        return text == null ? fallback : number(option, text);
    }

    /** A whole number of 1 or more. */
    int positive(String option, int fallback) {
        int number = number(option, fallback);
        if (number < 1) {
            throw new UsageException("%s '%s' is not possible: expected 1 or more".formatted(option, number));
        }
        return number;
    }

    /** @param what the name of the argument, for the message */
    static int number(String what, String text) {
        try {
            return Integer.decode(text);
        } catch (NumberFormatException e) {
            throw new UsageException("%s '%s' is not a whole number".formatted(what, text));
        }
    }

    /** A time in seconds: {@code 2}, {@code 0.5s}, {@code 100ms}, {@code 1m}; more than 0. */
    double seconds(String option, double fallback) {
        String text = options.get(option);
        if (text == null) {
            return fallback;
        }
        double unit = text.endsWith("ms") ? 0.001 : text.endsWith("m") ? 60 : text.endsWith("h") ? 3600 : 1;
        double seconds = decimal(option, text.replaceFirst("(ms|s|m|h)$", "")) * unit;
        if (!(seconds > 0 && seconds < 1e9)) {
            throw new UsageException(
                    "%s '%s' is not possible: expected a time such as 1s or 100ms".formatted(option, text));
        }
        return seconds;
    }

    /** @param what the name of the argument, for the message */
    static double decimal(String what, String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new UsageException("%s '%s' is not a number".formatted(what, text));
        }
    }
}
