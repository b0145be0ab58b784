// SPDX-License-Identifier: MIT
package blinka4j.drivers.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import com.google.gson.JsonElement;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;

/** Python's values as Java's parameters, and Java's results as the values that a vector expects. */
final class Values {
    /** A name that is no variable and no member: a constant. */
    record Symbol(String name) {}

    /** The result of {@link #convert} for a value that cannot be one of that type. */
    static final Object NONE_FITS = new Object();

    private final Names names;
    private final Constants constants;

    Values(Names names) {
        this.names = names;
        this.constants = names.python();
    }

    /**
     * The value as a parameter of type {@code type}, or {@link #NONE_FITS}. A number for an enum is that of the constant,
     * or its place.
     */
    Object convert(Object value, Class<?> type) throws ReflectiveOperationException {
        if (value == null) {
            return type.isPrimitive() ? NONE_FITS : null;
        }
        if (value instanceof Symbol symbol) {
            return constant(symbol.name, type);
        }
        if (type.isInstance(value) || value instanceof Boolean && type == boolean.class) {
            return value;
        }
        if (type.isEnum()) {
            // Python has one bit as False or True.
            Object number = value instanceof Boolean yes ? (Object) (yes ? 1 : 0) : value;
            Object constant = number instanceof Number place
                    ? constants.numbered(place.doubleValue(), type)
                    : number instanceof String text ? constants.named(text, type) : null;
            return constant == null ? NONE_FITS : constant;
        }
        if (value instanceof Number number) {
            return number(number, type);
        }
        return value instanceof List<?> items ? items(items, type) : NONE_FITS;
    }

    private static Object number(Number number, Class<?> type) {
        if (type == double.class) {
            return number.doubleValue();
        }
        if (type == float.class) {
            return number.floatValue();
        }
        if (type == Duration.class) {
            return Duration.ofNanos(Math.round(number.doubleValue() * 1e9));
        }
        if (number instanceof Long whole) {
            if (type == long.class) {
                return whole;
            }
            if (type == int.class && whole == whole.intValue()) {
                return whole.intValue();
            }
            // One bit, where Python does not tell 1 from True.
            if (type == boolean.class && (whole == 0 || whole == 1)) {
                return whole == 1;
            }
            if (type == byte.class && whole >= Byte.MIN_VALUE && whole <= 255) {
                return whole.byteValue();
            }
        }
        return NONE_FITS;
    }

    private Object items(List<?> items, Class<?> type) throws ReflectiveOperationException {
        if (type.isArray()) {
            Object array = Array.newInstance(type.getComponentType(), items.size());
            for (int i = 0; i < items.size(); i++) {
                Object item = convert(items.get(i), type.getComponentType());
                if (item == NONE_FITS) {
                    return NONE_FITS;
                }
                Array.set(array, i, item);
            }
            return array;
        }
        if (type == LocalDateTime.class && items.size() >= 5) {
            int[] parts = (int[]) items(items, int[].class);
            return LocalDateTime.of(parts[0], parts[1], parts[2], parts[3], parts[4], parts.length > 5 ? parts[5] : 0);
        }
        if (type.isRecord()) {
            Constructor<?> constructor = type.getConstructors()[0];
            Object[] values = new Object[constructor.getParameterCount()];
            if (values.length != items.size()) {
                return NONE_FITS;
            }
            for (int i = 0; i < values.length; i++) {
                values[i] = convert(items.get(i), constructor.getParameterTypes()[i]);
                if (values[i] == NONE_FITS) {
                    return NONE_FITS;
                }
            }
            return constructor.newInstance(values);
        }
        return NONE_FITS;
    }

    /** The constant of this name: of the enum itself, or a number that the driver's package or the original has. */
    private Object constant(String name, Class<?> type) {
        if (type.isEnum()) {
            Object constant = constants.named(name, type);
            return constant == null ? NONE_FITS : constant;
        }
        for (Object each : names.constants(name)) {
            Object converted = each instanceof Number number
                    ? number(number instanceof Integer ? (Number) number.longValue() : number, type)
                    : type.isInstance(each) ? each : NONE_FITS;
            if (converted != NONE_FITS) {
                return converted;
            }
        }
        Number python = constants.number(name);
        return python == null
                ? NONE_FITS
                : number(python.doubleValue() == python.longValue() ? (Number) python.longValue() : python, type);
    }

    /** Fails if the driver's value is not the expected one. */
    void compare(String what, Object value, JsonElement expected, double tolerance) throws Exception {
        if (expected.isJsonNull()) {
            assertThat(value == null || value.equals(Double.NaN))
                    .as("%s is None: %s", what, value)
                    .isTrue();
            return;
        }
        assertThat(value).as(what).isNotNull();
        if (value instanceof Symbol) {
            throw new CannotRun("nothing has the name " + what);
        }
        if (expected.isJsonArray()) {
            List<Object> parts = parts(value);
            if (parts.size() != expected.getAsJsonArray().size()) {
                parts = flat(parts);
            }
            assertThat(parts).as(what).hasSize(expected.getAsJsonArray().size());
            for (int i = 0; i < parts.size(); i++) {
                compare(
                        what + "[" + i + "]",
                        parts.get(i),
                        expected.getAsJsonArray().get(i),
                        tolerance);
            }
        } else if (expected.getAsJsonPrimitive().isBoolean() && !(value instanceof Enum<?>)) {
            assertThat(value).as(what).isEqualTo(expected.getAsBoolean());
        } else if (expected.getAsJsonPrimitive().isString()) {
            if (value instanceof Enum<?> constant) {
                assertThat(value)
                        .as(what)
                        .isEqualTo(constants.named(expected.getAsString(), constant.getDeclaringClass()));
            } else {
                assertThat(value).asString().as(what).isEqualTo(expected.getAsString());
            }
        } else {
            boolean isBit = expected.getAsJsonPrimitive().isBoolean();
            compare(what, value, isBit ? (expected.getAsBoolean() ? 1 : 0) : expected.getAsDouble(), tolerance);
        }
    }

    private void compare(String what, Object value, double expected, double tolerance)
            throws ReflectiveOperationException {
        if (value instanceof Enum<?> constant) {
            assertThat(constants.is(constant, expected))
                    .as("%s: %s is %s", what, constant, expected)
                    .isTrue();
            return;
        }
        assertThat(value).as(what).isInstanceOfAny(Number.class, Boolean.class);
        double number = value instanceof Boolean yes ? (yes ? 1 : 0) : ((Number) value).doubleValue();
        assertThat(number).as(what).isCloseTo(expected, offset(tolerance));
    }

    /** The component of a record that Python has as an entry of a dictionary: {@code "pm25 env"}. */
    static Object entry(Object value, String key) throws ReflectiveOperationException {
        String name = key.replaceAll("[ _]", "");
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            if (component.getName().equalsIgnoreCase(name)) {
                Method accessor = component.getAccessor();
                accessor.setAccessible(true);
                return accessor.invoke(value);
            }
        }
        throw new CannotRun("%s has no %s".formatted(value.getClass(), key));
    }

    /** What Python has as a tuple, or as bytes. */
    static List<Object> parts(Object value) throws ReflectiveOperationException {
        List<Object> parts = new ArrayList<>();
        if (value instanceof byte[] bytes) {
            for (byte b : bytes) {
                parts.add(b & 0xff);
            }
        } else if (value.getClass().isArray()) {
            for (int i = 0; i < Array.getLength(value); i++) {
                parts.add(Array.get(value, i));
            }
        } else if (value instanceof List<?> list) {
            parts.addAll(list);
        } else if (value instanceof LocalDateTime time) {
            parts.addAll(List.of(
                    time.getYear(),
                    time.getMonthValue(),
                    time.getDayOfMonth(),
                    time.getHour(),
                    time.getMinute(),
                    time.getSecond()));
        } else if (value instanceof Record) {
            for (RecordComponent component : value.getClass().getRecordComponents()) {
                Method accessor = component.getAccessor();
                accessor.setAccessible(true);
                parts.add(accessor.invoke(value));
            }
        } else {
            parts.add(value);
        }
        return parts;
    }

    /** The parts of records in records. */
    private static List<Object> flat(List<Object> parts) throws ReflectiveOperationException {
        List<Object> flat = new ArrayList<>();
        for (Object part : parts) {
            if (part instanceof Record || part.getClass().isArray()) {
                flat.addAll(flat(parts(part)));
            } else {
                flat.add(part);
            }
        }
        return flat;
    }
}
