// SPDX-License-Identifier: MIT
package blinka4j.command;

import blinka4j.provider.Nearest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The arguments of a command.
 *
 * @param name the command's name
 * @param operands the other arguments as the usage line has them, such as {@code [BOARD]}
 * @param least the fewest operands
 * @param most the most operands
 * @param words what completion offers for an operand
 */
record Syntax(String name, String operands, int least, int most, Words words, List<Option> options) {
    /** What completion offers for an operand or the value of an option. */
    enum Words {
        NONE,
        /** Ids of boards, those in the user's files included. */
        BOARDS,
        /** Pins of the board of this machine. */
        PINS,
        /** What to do with pins, then pins. */
        GPIO,
        /** Device files of I2C buses. */
        BUSES,
        /** Device files of serial ports. */
        PORTS,
        SENSORS,
        FILES,
        COMMANDS,
        SHELLS
    }

    /**
     * An option.
     *
     * @param name such as {@code --json}
     * @param value the name of its value, such as {@code HZ}; empty if it has none
     * @param help what it does, in a few words
     */
    record Option(String name, String value, String help) {
        String usage() {
            return value.isEmpty() ? name : name + " " + value;
        }

        /** What completion offers for the value. */
        Words words() {
            return switch (value) {
                case "PIN[,PIN]" -> Words.PINS;
                case "BUS" -> Words.BUSES;
                case "PORT" -> Words.PORTS;
                default -> Words.NONE;
            };
        }

        /** The possible values where these are few and fixed, as in {@code up|down}. */
        List<String> fixedWords() {
            return value.contains("|") ? List.of(value.split("\\|", -1)) : List.of();
        }
    }

    Syntax {
        options = List.copyOf(options);
    }

    /** A command without options. */
    Syntax(String name, String operands, int least, int most, Words words) {
        this(name, operands, least, most, words, List.of());
    }

    Syntax with(String option, String value, String help) {
        List<Option> all = new ArrayList<>(options);
        all.add(new Option(option, value, help));
        return new Syntax(name, operands, least, most, words, all);
    }

    /** The line of the form {@code blinka i2c [BUS] [--json]}. */
    String usage() {
        StringBuilder given = new StringBuilder();
        for (Option option : options) {
            given.append(" [").append(option.usage()).append(']');
        }
        String rest = operands.isEmpty() ? "" : " " + operands;
        // After operands that are a rest there are no options.
        return "blinka " + name + (most == Integer.MAX_VALUE ? given + rest : rest + given);
    }

    /**
     * Parses what the user wrote. An argument after {@code --} is an operand. After {@code most} operands that are a rest (as in
     * {@code run FILE ARGUMENT...}), so is everything.
     *
     * @throws UsageException if an argument is unknown, missing or too many
     */
    Arguments parse(List<String> written) {
        List<String> found = new ArrayList<>();
        Map<String, String> values = new LinkedHashMap<>();
        boolean only = false;
        for (int i = 0; i < written.size(); i++) {
            String word = written.get(i);
            if (only || !word.startsWith("-") || word.equals("-") || isNumber(word)) {
                found.add(word);
                only |= most == Integer.MAX_VALUE && found.size() >= Math.max(1, least);
            } else if (word.equals("--")) {
                only = true;
            } else {
                int equals = word.indexOf('=');
                Option option = option(equals < 0 ? word : word.substring(0, equals));
                if (option.value.isEmpty() != equals < 0 && option.value.isEmpty()) {
                    throw new UsageException("the option %s has no value".formatted(option.name));
                }
                if (option.value.isEmpty()) {
                    values.put(option.name, "");
                } else if (equals >= 0) {
                    values.put(option.name, word.substring(equals + 1));
                } else if (i + 1 < written.size()) {
                    i++;
                    values.put(option.name, written.get(i));
                } else {
                    throw new UsageException("the option %s needs a value: %s".formatted(option.name, option.usage()));
                }
            }
        }
        if (values.containsKey("--help")) {
            return new Arguments(List.of(), values);
        }
        if (found.size() < least) {
            throw new UsageException("an argument is missing");
        }
        if (found.size() > most) {
            throw new UsageException("unexpected argument '%s'".formatted(found.get(most)));
        }
        return new Arguments(Collections.unmodifiableList(found), values);
    }

    private Option option(String written) {
        String wanted = written.equals("-h") ? "--help" : written;
        for (Option option : options) {
            if (option.name.equals(wanted)) {
                return option;
            }
        }
        if (wanted.equals("--help")) {
            return new Option("--help", "", "prints this help");
        }
        String likely =
                Nearest.likely(wanted, options.stream().map(Option::name).toList());
        throw new UsageException("unknown option '%s'%s"
                .formatted(written, likely.isEmpty() ? "" : ". Did you mean %s?".formatted(likely)));
    }

    private static boolean isNumber(String word) {
        return word.length() > 1 && Character.isDigit(word.charAt(1));
    }

    /** What completion offers for the first operand where these are few and fixed. */
    List<String> fixedWords() {
        return switch (words) {
            case SHELLS -> Arrays.asList("bash", "zsh", "fish");
            case GPIO -> Arrays.asList("get", "set", "watch");
            default -> List.of();
        };
    }
}
