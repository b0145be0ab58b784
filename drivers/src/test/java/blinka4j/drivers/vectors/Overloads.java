// SPDX-License-Identifier: MIT
package blinka4j.drivers.vectors;

import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Finds the overload for a call of Python. */
final class Overloads {
    /** Finds the object that a variable of the vector holds. */
    interface Holders {
        /** An object of this type, or {@link Values#NONE_FITS}. */
        Object holder(Class<?> type) throws Exception;
    }

    private final Names names;
    private final Values values;
    private final Holders holders;

    Overloads(Names names, Holders holders) {
        this.names = names;
        this.values = new Values(names);
        this.holders = holders;
    }

    /** What a call is given. */
    record Arguments(List<Object> positional, Map<String, Object> named) {
        static final Arguments NONE = new Arguments(List.of(), Map.of());

        int count() {
            return positional.size() + named.size();
        }

        /** True if there is a name that stands for nothing. */
        boolean hasUnknown(Names names) {
            return Stream.concat(positional.stream(), named.values().stream())
                    .anyMatch(each -> each instanceof Values.Symbol symbol && !names.isConstant(symbol.name()));
        }

        /** Without a last {@code None}, which stands for a shorter list in Java. */
        Arguments shorter() {
            int last = positional.size() - 1;
            Map<String, Object> given = new LinkedHashMap<>(named);
            given.values().removeIf(value -> value == null);
            return last >= 0 && positional.get(last) == null
                    ? new Arguments(positional.subList(0, last), given)
                    : new Arguments(positional, given);
        }
    }

    /** An overload with its arguments as Java has them. */
    record Fitting(Executable executable, Object[] values, int cost) {}

    /**
     * The overload that needs the least conversion; null if none fits. {@code None} at the end of several arguments is the
     * same as a shorter list.
     */
    Fitting best(Executable[] overloads, Arguments arguments) throws Exception {
        Arguments shorter = arguments.shorter();
        boolean isShorter = shorter.count() < arguments.count();
        Fitting best = isShorter && arguments.count() > 1 ? best(overloads, shorter) : null;
        if (best != null) {
            return best;
        }
        // Java gives them in another order in each run.
        Executable[] sorted = overloads.clone();
        Arrays.sort(sorted, Comparator.comparing(Executable::toString));
        for (Executable each : sorted) {
            Fitting fitting = fit(each, arguments);
            if (fitting != null && (best == null || fitting.cost < best.cost)) {
                best = fitting;
            }
        }
        return best == null && isShorter ? best(overloads, shorter) : best;
    }

    private Fitting fit(Executable executable, Arguments arguments) throws Exception {
        Parameter[] parameters = executable.getParameters();
        if (parameters.length != arguments.count()) {
            return null;
        }
        List<Object> given = new ArrayList<>(arguments.positional);
        Map<String, Object> named = new LinkedHashMap<>(arguments.named);
        for (int i = given.size(); i < parameters.length; i++) {
            String parameter = parameters[i].getName();
            // "addr" is "address"; a method's only argument may have any name.
            String name = named.size() == 1 && executable instanceof Method
                    ? named.keySet().iterator().next()
                    : named.keySet().stream()
                            .filter(parameter::startsWith)
                            .findFirst()
                            .orElse(null);
            if (name == null) {
                return null;
            }
            given.add(named.remove(name));
        }
        Object[] converted = new Object[parameters.length];
        int cost = 0;
        for (int i = 0; i < parameters.length; i++) {
            Class<?> type = parameters[i].getType();
            Object value = given.get(i);
            converted[i] = values.convert(value, type);
            if (converted[i] == Values.NONE_FITS && value instanceof Values.Symbol && names.isOfDriver(type)) {
                converted[i] = holders.holder(type);
            }
            if (converted[i] == Values.NONE_FITS) {
                return null;
            }
            cost += cost(value, type);
        }
        return new Fitting(executable, converted, cost);
    }

    private static int cost(Object value, Class<?> type) {
        boolean isSame = value instanceof Long
                ? type == int.class
                : value instanceof Double ? type == double.class : !type.isEnum() || value instanceof Values.Symbol;
        return isSame ? 0 : type == long.class || type == double.class ? 1 : 2;
    }
}
