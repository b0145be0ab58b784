// SPDX-License-Identifier: MIT
package blinka4j.drivers.vectors;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the constants of a driver are in Python, where most are numbers: {@code python-constants.json} has them. */
final class Constants {
    private static final Path FILE = Path.of("src/test/resources/python-constants.json");
    private static final double CLOSE = 1e-6;

    private final JsonObject ofDriver;

    /** @param driverPackage the last part of the package's name */
    Constants(String driverPackage) throws IOException {
        JsonElement found =
                JsonParser.parseString(Files.readString(FILE)).getAsJsonObject().get(driverPackage);
        ofDriver = found == null ? new JsonObject() : found.getAsJsonObject();
    }

    /** The number of this name; null if there is none, or if classes have different ones. */
    Number number(String name) {
        List<JsonPrimitive> found = ofDriver.entrySet().stream()
                .filter(each -> each.getKey().equals(name) || each.getKey().endsWith("." + name))
                .map(each -> each.getValue().getAsJsonPrimitive())
                .distinct()
                .toList();
        return found.size() == 1 && found.get(0).isNumber() ? found.get(0).getAsDouble() : null;
    }

    boolean has(String name) {
        return ofDriver.keySet().stream().anyMatch(each -> each.equals(name) || each.endsWith("." + name));
    }

    /** What Python has for a constant of Java; null if that is not known. */
    private JsonPrimitive python(Enum<?> constant) {
        String type = constant.getDeclaringClass().getSimpleName();
        for (String key : List.of(type + "." + constant.name(), constant.name())) {
            if (ofDriver.has(key)) {
                return ofDriver.getAsJsonPrimitive(key);
            }
        }
        return ofDriver.entrySet().stream()
                .filter(each -> each.getKey().endsWith("." + constant.name()))
                .map(Map.Entry::getValue)
                .findFirst()
                .map(JsonElement::getAsJsonPrimitive)
                .orElse(null);
    }

    /**
     * True if Python has this number for the constant. Without an entry in the table it is one that the constant's
     * methods give, or its place.
     */
    boolean is(Enum<?> constant, double number) throws ReflectiveOperationException {
        JsonPrimitive python = python(constant);
        List<Double> numbers = new ArrayList<>();
        if (python != null && python.isNumber()) {
            numbers.add(python.getAsDouble());
        } else {
            for (Method method : constant.getDeclaringClass().getDeclaredMethods()) {
                Class<?> type = method.getReturnType();
                if (method.getParameterCount() == 0 && (type == int.class || type == double.class)) {
                    method.setAccessible(true);
                    numbers.add(((Number) method.invoke(constant)).doubleValue());
                }
            }
        }
        if (numbers.isEmpty()) {
            numbers.add((double) constant.ordinal());
        }
        return numbers.stream().anyMatch(each -> Math.abs(each - number) < CLOSE);
    }

    /** The constant of this number; null if there is none. */
    Object numbered(double number, Class<?> type) throws ReflectiveOperationException {
        for (Object constant : type.getEnumConstants()) {
            if (is((Enum<?>) constant, number)) {
                return constant;
            }
        }
        return null;
    }

    /** The constant of this name, or with this text in Python, or whose name ends in the same way; null if there is none. */
    Object named(String name, Class<?> type) {
        List<?> all = Arrays.asList(type.getEnumConstants());
        String wanted = "_" + name.toUpperCase(Locale.ROOT);
        for (int rule = 0; rule < 3; rule++) {
            for (Object each : all) {
                Enum<?> constant = (Enum<?>) each;
                JsonPrimitive python = python(constant);
                String java = "_" + constant.name().toUpperCase(Locale.ROOT);
                boolean fits = rule == 0
                        ? constant.name().equals(name)
                        : rule == 1
                                ? python != null && python.getAsString().equals(name)
                                : java.endsWith(wanted) || wanted.endsWith(java);
                if (fits) {
                    return each;
                }
            }
        }
        return null;
    }
}
