// SPDX-License-Identifier: MIT
package blinka4j.drivers.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No setting of a driver takes null or a number that is none, and one that is refused changes nothing. */
class BadArgumentsTest {
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
        for (Method setter : twins.device().getClass().getMethods()) {
            if (isSetter(setter)) {
                boolean isNumber = setter.getParameterTypes()[0] == double.class;
                for (Object bad : isNumber
                        ? new Object[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}
                        : new Object[] {null}) {
                    String found = attempt(twins.device(), setter, bad);
                    if (!found.isEmpty()) {
                        wrong.add("%s(%s): %s".formatted(setter.getName(), bad, found));
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static boolean isSetter(Method method) {
        return method.getParameterCount() == 1
                && !Modifier.isStatic(method.getModifiers())
                && method.getDeclaringClass().getName().startsWith("blinka4j.drivers.")
                && (method.getParameterTypes()[0].isEnum() || method.getParameterTypes()[0] == double.class);
    }

    /** What is wrong; empty if nothing is. */
    private static String attempt(Object device, Method setter, Object bad) throws IllegalAccessException {
        Method getter = Arrays.stream(device.getClass().getMethods())
                .filter(method -> method.getName().equals(setter.getName()) && method.getParameterCount() == 0)
                .findFirst()
                .orElse(null);
        Object before = getter == null ? null : read(device, getter);
        try {
            setter.invoke(device, bad);
            return "accepted";
        } catch (InvocationTargetException e) {
            if (bad != null && !(e.getCause() instanceof IllegalArgumentException)) {
                return String.valueOf(e.getCause());
            }
        }
        Object after = getter == null ? null : read(device, getter);
        return String.valueOf(after).equals(String.valueOf(before)) ? "" : "was %s, is %s".formatted(before, after);
    }

    private static Object read(Object device, Method getter) throws IllegalAccessException {
        try {
            return getter.invoke(device);
        } catch (InvocationTargetException e) {
            return e.getCause();
        }
    }
}
