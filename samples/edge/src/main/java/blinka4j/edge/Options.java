// SPDX-License-Identifier: MIT
package blinka4j.edge;

import blinka4j.edge.Accelerometer.Sensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the user wrote.
 *
 * @param operands the arguments of the command
 * @param given the options that were given
 */
record Options(String command, List<String> operands, Map<String, String> given) {
    /** How many arguments each command has, and its options. */
    private static final Map<String, Syntax> COMMANDS = Map.of(
            "demo", new Syntax(0, "--seed --noise --sensor --engine"),
            "record", new Syntax(2, "--sensor --address --seconds --motion --seed --noise"),
            "train", new Syntax(2, "--seed"),
            "test", new Syntax(2, "--labels --engine"),
            "recognise", new Syntax(1, "--sensor --address --seconds --labels --engine --motion --seed --noise"),
            "generate", new Syntax(1, "--seconds --seed --noise"),
            "accuracy", new Syntax(0, ""));

    private record Syntax(int operands, String options) {}

    /** Wrong arguments. */
    static final class WrongException extends RuntimeException {
        private static final long serialVersionUID = 1;

        WrongException(String message) {
            super(message);
        }
    }

    static Options parse(List<String> words) {
        if (words.isEmpty()) {
            throw new WrongException("no command");
        }
        String command = words.get(0);
        Syntax syntax = COMMANDS.get(command);
        if (syntax == null) {
            throw new WrongException("there is no command '%s'".formatted(command));
        }
        List<String> operands = new ArrayList<>();
        Map<String, String> given = new HashMap<>();
        for (int i = 1; i < words.size(); i++) {
            String word = words.get(i);
            if (!word.startsWith("-")) {
                operands.add(word);
            } else if (!List.of(syntax.options.split(" ")).contains(word)) {
                throw new WrongException("%s has no option '%s'".formatted(command, word));
            } else if (++i == words.size()) {
                throw new WrongException("%s needs a value".formatted(word));
            } else {
                given.put(word, words.get(i));
            }
        }
        if (operands.size() != syntax.operands) {
            throw new WrongException(
                    "%s needs %s arguments, not %s".formatted(command, syntax.operands, operands.size()));
        }
        Options options = new Options(command, List.copyOf(operands), Map.copyOf(given));
        options.check();
        return options;
    }

    /** Wrong values are errors before anything is done. */
    private void check() {
        sensor();
        engine();
        address();
        seed();
        noise();
        seconds(1);
        labels();
    }

    Path path(int operand) {
        return Path.of(operands.get(operand));
    }

    Sensor sensor() {
        return choice("--sensor", Sensor.values(), Sensor.LIS3DH);
    }

    Model.Engine engine() {
        return choice("--engine", Model.Engine.values(), Model.Engine.ONNX);
    }

    private <E extends Enum<E>> E choice(String option, E[] values, E fallback) {
        String text = given.get(option);
        if (text == null) {
            return fallback;
        }
        for (E each : values) {
            if (each.name().equals(text.toUpperCase(Locale.ROOT))) {
                return each;
            }
        }
        throw new WrongException("%s cannot be '%s'".formatted(option, text));
    }

    /** 0 if it was not given. */
    int address() {
        String text = given.get("--address");
        if (text == null) {
            return 0;
        }
        try {
            int address = Integer.decode(text);
            if (address >= 0x08 && address <= 0x77) {
                return address;
            }
        } catch (NumberFormatException e) {
            // The error below says more.
        }
        throw new WrongException("--address '%s' is not an address of 0x08 to 0x77".formatted(text));
    }

    long seed() {
        String text = given.getOrDefault("--seed", "1");
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new WrongException("--seed '%s' is not a whole number".formatted(text));
        }
    }

    double noise() {
        return number("--noise", 0.3, 0, 100);
    }

    double seconds(double fallback) {
        return number("--seconds", fallback, 1, 1e6);
    }

    private double number(String option, double fallback, double least, double most) {
        String text = given.get(option);
        if (text == null) {
            return fallback;
        }
        try {
            double number = Double.parseDouble(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // The error below says more.
        }
        throw new WrongException("%s '%s' is not a number of %s to %s".formatted(option, text, least, most));
    }

    @Nullable List<String> labels() {
        String text = given.get("--labels");
        return text == null ? null : Labels.parse(text);
    }

    @Nullable Path motion() {
        String text = given.get("--motion");
        return text == null ? null : Path.of(text);
    }
}
