// SPDX-License-Identifier: MIT
package blinka4j.drivers.vectors;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs the few lines of Python that a vector has, on the Java driver: {@code Adafruit_BME280_I2C(i2c, address=0x76)},
 * {@code temperature}, {@code mode = Mode.LOWHEAT_1S}, {@code channels[0].duty_cycle = 65535}, {@code eeprom[0:3]},
 * {@code len}. Names become Java's as the porting rule has it: {@code relative_humidity} is {@code relativeHumidity()},
 * an assignment calls the method of that name with the value, an index is {@code get}.
 */
final class PythonProgram {
    /** Names whose capitals the rule would not give. */
    private static final Map<String, String> FIXED = Map.ofEntries(
            Map.entry("CO2", "co2"),
            Map.entry("TVOC", "tvoc"),
            Map.entry("H2", "h2"),
            Map.entry("Ethanol", "ethanol"),
            Map.entry("baseline_TVOC", "baselineTvoc"),
            Map.entry("baseline_eCO2", "baselineECO2"),
            Map.entry("temperature_NIST", "temperatureNist"),
            Map.entry("len", "length"));

    private static final Pattern TOKEN =
            Pattern.compile("\\s*(0x[0-9A-Fa-f]+|-?\\d+(?:\\.\\d+)?|[A-Za-z_]\\w*|\"[^\"]*\"|[()\\[\\]=,.:])");

    private final String driverPackage;
    private final Map<String, Object> variables;

    private List<String> tokens = List.of();
    private int at;

    /** @param variables what the program finds, such as {@code i2c} */
    PythonProgram(String driverPackage, Map<String, Object> variables) {
        this.driverPackage = driverPackage;
        this.variables = new HashMap<>(variables);
    }

    /** Builds the driver; the names of later lines are its members. */
    Object construct(String line) throws Exception {
        start(line);
        String name = next();
        Object device = create(name, arguments());
        variables.put("self", device);
        return device;
    }

    /** An assignment, a call, or a value. */
    Object run(String line) throws Exception {
        start(line);
        Object target = variables.get("self");
        boolean first = true;
        while (true) {
            if (take("[")) {
                target = index(target);
            } else {
                if (!first && !take(".")) {
                    throw new IllegalArgumentException("cannot read \"%s\" from %s".formatted(line, rest()));
                }
                String name = next();
                if (peek("[") && first && method(target, camel(name), 0) == null) {
                    // The variable that holds the driver: eeprom[0].
                    first = false;
                    continue;
                }
                if (take("=")) {
                    return call(target, camel(name), List.of(value()));
                }
                target = peek("(") ? call(target, camel(name), arguments().positional) : read(target, camel(name));
            }
            first = false;
            if (at == tokens.size()) {
                return target;
            }
        }
    }

    private void start(String line) {
        List<String> found = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(line);
        int end = 0;
        while (matcher.find() && matcher.start() == end) {
            found.add(matcher.group(1));
            end = matcher.end();
        }
        if (!line.substring(end).isBlank()) {
            throw new IllegalArgumentException("cannot read \"%s\" from \"%s\"".formatted(line, line.substring(end)));
        }
        tokens = found;
        at = 0;
    }

    private String rest() {
        return String.join(" ", tokens.subList(at, tokens.size()));
    }

    private String next() {
        return tokens.get(at++);
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
            throw new IllegalArgumentException("expected \"%s\" before \"%s\"".formatted(token, rest()));
        }
    }

    private record Arguments(List<Object> positional, Map<String, Object> named) {}

    private Arguments arguments() throws Exception {
        Arguments arguments = new Arguments(new ArrayList<>(), new LinkedHashMap<>());
        expect("(");
        while (!take(")")) {
            if (at + 1 < tokens.size() && tokens.get(at + 1).equals("=")) {
                String name = camel(next());
                expect("=");
                arguments.named.put(name, value());
            } else {
                arguments.positional.add(value());
            }
            take(",");
        }
        return arguments;
    }

    /** A number, a boolean, a variable, or the last part of a name with dots: that of an enum's constant. */
    private Object value() throws Exception {
        String token = next();
        if (token.matches("0x.*")) {
            return Long.decode(token);
        }
        if (token.matches("-?\\d+")) {
            return Long.valueOf(token);
        }
        if (token.matches("-?\\d.*")) {
            return Double.valueOf(token);
        }
        if (token.equals("True") || token.equals("False")) {
            return token.equals("True");
        }
        if (variables.containsKey(token)) {
            return variables.get(token);
        }
        if (peek("(")) {
            return create(token, arguments());
        }
        while (take(".")) {
            token = next();
        }
        return token;
    }

    private Object index(Object target) throws Exception {
        List<Object> bounds = new ArrayList<>(List.of(value()));
        if (take(":")) {
            bounds.add(value());
        }
        expect("]");
        return call(target, "get", bounds);
    }

    /** {@code Adafruit_BME280_I2C} is {@code BME280} unless there is a class of the longer name. */
    private Object create(String pythonName, Arguments arguments) throws Exception {
        String plain = pythonName.replaceFirst("^Adafruit_", "");
        for (String name : List.of(pythonName, plain, plain.replaceFirst("_(I2C|SPI|UART)$", ""))) {
            Class<?> type;
            try {
                type = Class.forName(driverPackage + "." + name);
            } catch (ClassNotFoundException e) {
                continue;
            }
            for (Constructor<?> constructor : type.getConstructors()) {
                Object[] values = fit(constructor, arguments);
                if (values != null) {
                    return unwrap(() -> constructor.newInstance(values));
                }
            }
            throw new IllegalStateException("%s has no constructor for %s".formatted(type, arguments));
        }
        throw new IllegalStateException("no class for %s in %s".formatted(pythonName, driverPackage));
    }

    private Object read(Object target, String name) throws Exception {
        return call(target, name, List.of());
    }

    private Object call(Object target, String name, List<Object> values) throws Exception {
        for (Method method : target.getClass().getMethods()) {
            if (method.getName().equals(name)) {
                Object[] fitting = fit(method, new Arguments(values, Map.of()));
                if (fitting != null) {
                    return unwrap(() -> method.invoke(target, fitting));
                }
            }
        }
        throw new IllegalStateException("%s has no %s for %s".formatted(target.getClass(), name, values));
    }

    private static Method method(Object target, String name, int count) {
        return Arrays.stream(target.getClass().getMethods())
                .filter(method -> method.getName().equals(name) && method.getParameterCount() == count)
                .findAny()
                .orElse(null);
    }

    private static Object[] fit(Executable executable, Arguments arguments) {
        Parameter[] parameters = executable.getParameters();
        if (parameters.length != arguments.positional.size() + arguments.named.size()) {
            return null;
        }
        Object[] values = new Object[parameters.length];
        for (int i = 0; i < parameters.length; i++) {
            Object given = i < arguments.positional.size()
                    ? arguments.positional.get(i)
                    : arguments.named.get(parameters[i].getName());
            values[i] = convert(given, parameters[i].getType());
            if (values[i] == null) {
                return null;
            }
        }
        return values;
    }

    /** Null if {@code value} cannot be one. A number for an enum is the place of its constant. */
    private static Object convert(Object value, Class<?> type) {
        if (type.isEnum()) {
            Object[] constants = type.getEnumConstants();
            return Arrays.stream(constants)
                    .filter(constant -> constant.toString().equals(value))
                    .findAny()
                    .orElse(
                            value instanceof Long place && place >= 0 && place < constants.length
                                    ? constants[place.intValue()]
                                    : null);
        }
        if (value instanceof Number number) {
            if (type == double.class) {
                return number.doubleValue();
            }
            if (value instanceof Long && type == int.class) {
                return number.intValue();
            }
            return value instanceof Long && type == long.class ? value : null;
        }
        return type.isInstance(value) || type == boolean.class && value instanceof Boolean ? value : null;
    }

    private interface Call {
        Object run() throws ReflectiveOperationException;
    }

    private static Object unwrap(Call call) throws Exception {
        try {
            return call.run();
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
    }

    private static String camel(String python) {
        if (FIXED.containsKey(python)) {
            return FIXED.get(python);
        }
        return Pattern.compile("_(\\w)")
                .matcher(python)
                .replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT));
    }
}
