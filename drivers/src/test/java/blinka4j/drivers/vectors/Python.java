// SPDX-License-Identifier: MIT
package blinka4j.drivers.vectors;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A line of Python, as far as vectors use the language: an expression, or an assignment. */
sealed interface Python {
    /** A number, a string, {@code True}, {@code False} or {@code None}, as Java has it. */
    record Literal(Object value) implements Python {}

    record Name(String name) implements Python {}

    /** A tuple or a list. */
    record Items(List<Python> items) implements Python {}

    record Attribute(Python of, String name) implements Python {}

    record Call(Python function, List<Python> arguments, Map<String, Python> named) implements Python {}

    /** {@code of[0]}, {@code of[0, 1]}. */
    record Index(Python of, List<Python> keys) implements Python {}

    /** {@code of[0:3]}; a bound that is left out is {@code None}. */
    record Slice(Python of, Python from, Python to) implements Python {}

    record Assignment(Python to, Python value) implements Python {}

    /** The driver, where a line begins with {@code [0]}. */
    record Device() implements Python {}

    /** @throws CannotRun if the line is not Python, or uses more of it than vectors do */
    static Python parse(String line) {
        return new Parser(line).line();
    }

    /**
     * The same for the driver that {@code root} makes: {@code SEESAW(i2c).read(0)} is {@code read(0)}. Returns null for
     * an expression that does not begin with {@code root}.
     */
    static Python without(Python root, Python line) {
        if (line.equals(root)) {
            return new Device();
        }
        Python of = of(line);
        Python rest = of == null ? null : without(root, of);
        if (rest == null) {
            return null;
        }
        if (line instanceof Call call) {
            return new Call(rest, call.arguments, call.named);
        }
        if (line instanceof Index index) {
            return new Index(rest, index.keys);
        }
        if (line instanceof Slice slice) {
            return new Slice(rest, slice.from, slice.to);
        }
        String name = ((Attribute) line).name;
        return rest instanceof Device ? new Name(name) : new Attribute(rest, name);
    }

    /** What the last step of an expression is applied to; null if it has one step. */
    static Python of(Python line) {
        if (line instanceof Attribute attribute) {
            return attribute.of;
        }
        if (line instanceof Index index) {
            return index.of;
        }
        if (line instanceof Slice slice) {
            return slice.of;
        }
        return line instanceof Call call ? call.function : null;
    }

    /** Reads one line. */
    final class Parser {
        private static final Pattern TOKEN = Pattern.compile("\\s*("
                + "0[xX][0-9A-Fa-f]+|0[bB][01]+|\\d+(?:\\.\\d*)?(?:[eE][-+]?\\d+)?|\\.\\d+"
                + "|[bB]?\"[^\"]*\"|[bB]?'[^']*'|[A-Za-z_]\\w*|[-/()\\[\\]{}=,.:])");
        private static final Literal NONE = new Literal(null);

        private final String line;
        private final List<String> tokens = new ArrayList<>();
        private int at;

        Parser(String line) {
            this.line = line;
            Matcher matcher = TOKEN.matcher(line);
            int end = 0;
            while (matcher.find() && matcher.start() == end) {
                tokens.add(matcher.group(1));
                end = matcher.end();
            }
            if (!line.substring(end).isBlank() || tokens.isEmpty()) {
                throw unreadable();
            }
        }

        private CannotRun unreadable() {
            return new CannotRun("cannot read \"%s\" from \"%s\"".formatted(line, rest()));
        }

        private String rest() {
            return String.join(" ", tokens.subList(Math.min(at, tokens.size()), tokens.size()));
        }

        private boolean peek(String token) {
            return at < tokens.size() && tokens.get(at).equals(token);
        }

        private boolean take(String token) {
            if (!peek(token)) {
                return false;
            }
            at++;
            return true;
        }

        private void expect(String token) {
            if (!take(token)) {
                throw unreadable();
            }
        }

        private String next() {
            if (at == tokens.size()) {
                throw unreadable();
            }
            return tokens.get(at++);
        }

        Python line() {
            Python left = peek("[") ? steps(new Device()) : value();
            Python all = take("=") ? new Assignment(left, values()) : left;
            if (at < tokens.size()) {
                throw unreadable();
            }
            return all;
        }

        /** A value, or a tuple without its parentheses. */
        private Python values() {
            Python first = value();
            if (!peek(",")) {
                return first;
            }
            List<Python> all = new ArrayList<>(List.of(first));
            while (take(",") && at < tokens.size()) {
                all.add(value());
            }
            return new Items(all);
        }

        private Python value() {
            return steps(atom());
        }

        private Python steps(Python first) {
            Python all = first;
            while (true) {
                if (take(".")) {
                    all = new Attribute(all, name());
                } else if (take("[")) {
                    all = index(all);
                } else if (take("(")) {
                    all = call(all);
                } else {
                    return all;
                }
            }
        }

        private String name() {
            String name = next();
            if (!isName(name)) {
                throw unreadable();
            }
            return name;
        }

        private static boolean isName(String token) {
            return Character.isJavaIdentifierStart(token.charAt(0));
        }

        private Python index(Python of) {
            Python first = peek(":") ? NONE : value();
            if (take(":")) {
                Python to = peek("]") ? NONE : value();
                expect("]");
                return new Slice(of, first, to);
            }
            List<Python> keys = new ArrayList<>(List.of(first));
            while (take(",")) {
                keys.add(value());
            }
            expect("]");
            return new Index(of, keys);
        }

        private Python call(Python function) {
            List<Python> arguments = new ArrayList<>();
            Map<String, Python> named = new LinkedHashMap<>();
            while (!take(")")) {
                if (at + 1 < tokens.size() && tokens.get(at + 1).equals("=")) {
                    String name = name();
                    expect("=");
                    named.put(name, value());
                } else {
                    arguments.add(value());
                }
                if (!peek(")")) {
                    expect(",");
                }
            }
            return new Call(function, arguments, named);
        }

        private Python atom() {
            String token = next();
            if (token.equals("-")) {
                return atom() instanceof Literal literal && literal.value instanceof Number number
                        ? new Literal(number instanceof Long ? (Object) (-number.longValue()) : -number.doubleValue())
                        : fail();
            }
            if (token.equals("(") || token.equals("[")) {
                return items(token.equals("(") ? ")" : "]");
            }
            char first = token.charAt(0);
            if (Character.isDigit(first) || first == '.' && token.length() > 1) {
                Number number = number(token);
                return new Literal(
                        take("/")
                                ? (Object)
                                        (number.doubleValue() / number(next()).doubleValue())
                                : number);
            }
            if (token.endsWith("\"") || token.endsWith("'")) {
                String text = token.substring(token.indexOf(token.charAt(token.length() - 1)) + 1, token.length() - 1);
                return Character.isLetter(first) ? bytes(text) : new Literal(text);
            }
            if (!isName(token)) {
                at--;
                return fail();
            }
            return switch (token) {
                case "True" -> new Literal(true);
                case "False" -> new Literal(false);
                case "None" -> NONE;
                default -> new Name(token);
            };
        }

        private Python fail() {
            throw unreadable();
        }

        private static Number number(String token) {
            if (token.matches("0[xX].*")) {
                return Long.decode(token);
            }
            if (token.matches("0[bB].*")) {
                return Long.parseLong(token.substring(2), 2);
            }
            return token.matches("\\d+") ? (Number) Long.valueOf(token) : Double.valueOf(token);
        }

        /** The inside of {@code b"a\x00"}. */
        private static Python bytes(String text) {
            List<Python> bytes = new ArrayList<>();
            Matcher each = Pattern.compile("\\\\x([0-9A-Fa-f]{2})|(.)").matcher(text);
            while (each.find()) {
                bytes.add(new Literal(
                        each.group(1) != null
                                ? Long.parseLong(each.group(1), 16)
                                : (long) each.group(2).charAt(0)));
            }
            return new Items(bytes);
        }

        private Python items(String end) {
            List<Python> items = new ArrayList<>();
            boolean tuple = end.equals("]");
            while (!take(end)) {
                items.add(value());
                if (!peek(end)) {
                    expect(",");
                    tuple = true;
                }
            }
            return tuple || items.isEmpty() ? new Items(items) : items.get(0);
        }
    }
}
