// SPDX-License-Identifier: MIT
package blinka4j.drivers.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No setting of a driver takes null, a number that is none, or the least and the greatest integer. The message names the property. One
 * that is refused changes nothing, and nothing is written to the chip before the refusal.
 */
class BadArgumentsTest {
    private static final Map<Class<?>, Object[]> BAD = Map.of(
            double.class, new Object[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY},
            int.class, new Object[] {Integer.MIN_VALUE, Integer.MAX_VALUE},
            long.class, new Object[] {Long.MIN_VALUE, Long.MAX_VALUE});

    private static final Object[] NULL = {null};
    private static final int READINGS = 8;

    static List<ComparedDriver> drivers() throws IOException {
        return ComparedDriver.all();
    }

    @ParameterizedTest
    @MethodSource("drivers")
    void aBadArgumentIsRefusedAndChangesNothing(ComparedDriver driver) throws Exception {
        Twins twins = new Twins();
        for (String chip : driver.chips()) {
            twins.answer("chip " + chip);
        }
        twins.answer("construct %s %s".formatted(driver.pack(), driver.construct()));
        twins.answer("settle " + Math.round(driver.settleSeconds() * 1e9));
        List<String> wrong = new ArrayList<>();
        for (Method setter : methods(twins.device().getClass())) {
            if (isSetter(setter)) {
                for (Object bad : BAD.getOrDefault(setter.getParameterTypes()[0], NULL)) {
                    String found = attempt(twins, setter, bad);
                    if (!found.isEmpty()) {
                        wrong.add("%s(%s): %s".formatted(setter.getName(), bad, found));
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** In an order that is the same in each run. */
    static List<Method> methods(Class<?> type) {
        return Arrays.stream(type.getMethods())
                .sorted(Comparator.comparing(Method::toString))
                .toList();
    }

    private static boolean isSetter(Method method) {
        return method.getParameterCount() == 1
                && !Modifier.isStatic(method.getModifiers())
                && method.getDeclaringClass().getName().startsWith("blinka4j.drivers.")
                && (method.getParameterTypes()[0].isEnum()
                        || method.getParameterTypes()[0] == double.class
                        || isIntegerProperty(method));
    }

    private static boolean isIntegerProperty(Method method) {
        return BAD.containsKey(method.getParameterTypes()[0])
                && method.getReturnType() == void.class
                && getter(method) != null;
    }

    /** What is wrong; empty if nothing is. */
    private static String attempt(Twins twins, Method setter, Object bad) throws Exception {
        Object device = twins.device();
        Method getter = getter(setter);
        // The argument of a method that returns something has a name of its own.
        boolean isNoProperty = getter == null || setter.getReturnType() != void.class;
        Set<String> before = readings(device, getter);
        twins.answer("log");
        try {
            setter.invoke(device, bad);
            return "accepted";
        } catch (InvocationTargetException e) {
            if (bad != null
                    && !(e.getCause() instanceof IllegalArgumentException refused
                            && (isNoProperty || refused.getMessage().contains(setter.getName())))) {
                return String.valueOf(e.getCause());
            }
        }
        List<String> written = written(twins);
        if (!written.isEmpty()) {
            return "has written " + written;
        }
        Set<String> after = readings(device, getter);
        return before.stream().anyMatch(after::contains) ? "" : "was %s, is %s".formatted(before, after);
    }

    /** What our driver has sent on I2C since the last question, without reading after it. */
    private static List<String> written(Twins twins) throws Exception {
        List<?> both = (List<?>) twins.answer("log");
        return ((List<?>) both.get(0))
                .stream()
                        .map(String::valueOf)
                        .filter(message -> message.endsWith(" 0"))
                        .toList();
    }

    /** Several readings, as a flag of the chip is cleared by a reading, and set by each new measurement. */
    private static Set<String> readings(Object device, Method getter) throws IllegalAccessException {
        Set<String> readings = new LinkedHashSet<>();
        for (int i = 0; i < READINGS; i++) {
            readings.add(getter == null ? "" : Arrays.deepToString(new Object[] {read(device, getter)}));
        }
        return readings;
    }

    private static Method getter(Method setter) {
        return Arrays.stream(setter.getDeclaringClass().getMethods())
                .filter(method -> method.getName().equals(setter.getName())
                        && method.getParameterCount() == 0
                        && method.getReturnType() != void.class)
                .findFirst()
                .orElse(null);
    }

    private static Object read(Object device, Method getter) throws IllegalAccessException {
        try {
            return getter.invoke(device);
        } catch (InvocationTargetException e) {
            return e.getCause();
        }
    }
}
