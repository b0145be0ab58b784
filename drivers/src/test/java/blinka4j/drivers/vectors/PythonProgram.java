// SPDX-License-Identifier: MIT
package blinka4j.drivers.vectors;

import blinka4j.drivers.vectors.Overloads.Arguments;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs a vector's lines of Python on the Java driver. A bare name is a variable such as {@code i2c}, a member of what was
 * constructed last, a member of what was constructed before, or a constant. An assignment calls the method of that name
 * with the value, an index is {@code get}, an assignment to one is {@code set}.
 */
final class PythonProgram {
    /** Constructs the driver for lines that do not. */
    interface Standard {
        Object construct(PythonProgram program) throws Exception;
    }

    private final Names names;
    private final Overloads overloads;
    private final Map<String, Object> variables;
    private final Standard standard;
    /** The objects that the lines so far have constructed, the latest first. */
    private final List<Object> objects = new ArrayList<>();
    /** While a constructor's arguments are evaluated, names are no members. */
    private boolean constructing;

    /** @param variables what the program finds, such as {@code i2c} */
    PythonProgram(Names names, Map<String, Object> variables, Standard standard) {
        this.names = names;
        this.overloads = new Overloads(names, this::holder);
        this.variables = variables;
        this.standard = standard;
    }

    /** Runs a line and returns its value; null for an assignment. */
    Object run(Python line) throws Exception {
        if (!(line instanceof Python.Assignment assignment)) {
            return evaluate(line);
        }
        Object value = evaluate(assignment.value());
        if (assignment.to() instanceof Python.Name name) {
            assign(holder(name.name()), name.name(), value);
        } else if (assignment.to() instanceof Python.Attribute attribute) {
            Object target = evaluate(attribute.of());
            assign(target instanceof Values.Symbol ? holder(attribute.name()) : target, attribute.name(), value);
        } else if (assignment.to() instanceof Python.Index index) {
            List<Object> arguments = evaluate(index.keys());
            arguments.add(value);
            Object holder = withoutProperty(index);
            call(
                    holder == null ? object(index.of()) : holder,
                    holder == null ? "set" : Names.member(((Python.Name) index.of()).name()),
                    new Arguments(arguments, Map.of()));
        } else if (assignment.to() instanceof Python.Slice slice) {
            Object from = evaluate(slice.from());
            call(
                    object(slice.of()),
                    "set",
                    new Arguments(Arrays.asList(from == null ? (Object) 0L : from, value), Map.of()));
        } else {
            throw new CannotRun("cannot assign to " + assignment.to());
        }
        return null;
    }

    /** Makes this the object whose members bare names are first. */
    void self(Object object) {
        objects.remove(object);
        objects.add(0, object);
    }

    /** The driver, constructed now if it was not yet. */
    Object device() throws Exception {
        if (objects.isEmpty()) {
            Object device = standard.construct(this);
            if (!objects.contains(device)) {
                objects.add(device);
            }
        }
        return objects.get(0);
    }

    private void assign(Object target, String python, Object value) throws Exception {
        String name = Names.member(python);
        try {
            call(target, name, new Arguments(Arrays.asList(value), Map.of()));
        } catch (CannotRun e) {
            if (!(value instanceof List<?> items)) {
                throw e;
            }
            call(target, name, new Arguments(new ArrayList<>(items), Map.of()));
        }
    }

    private List<Object> evaluate(List<Python> expressions) throws Exception {
        List<Object> results = new ArrayList<>();
        for (Python each : expressions) {
            results.add(evaluate(each));
        }
        return results;
    }

    private Object evaluate(Python expression) throws Exception {
        if (expression instanceof Python.Literal literal) {
            return literal.value();
        }
        if (expression instanceof Python.Items items) {
            return evaluate(items.items());
        }
        if (expression instanceof Python.Name name) {
            return name(name.name());
        }
        if (expression instanceof Python.Attribute attribute) {
            Object of = evaluate(attribute.of());
            // A module or an enum; or the variable that holds the driver.
            return of instanceof Values.Symbol || of instanceof Class
                    ? name(attribute.name())
                    : call(of, Names.member(attribute.name()), Arguments.NONE);
        }
        if (expression instanceof Python.Index index) {
            return index(index);
        }
        if (expression instanceof Python.Slice slice) {
            return slice(object(slice.of()), evaluate(slice.from()), evaluate(slice.to()));
        }
        return expression instanceof Python.Call call ? call(call) : device();
    }

    private Object name(String name) throws Exception {
        if (variables.containsKey(name)) {
            return variables.get(name);
        }
        Class<?> type = names.type(name);
        if (type != null) {
            return type;
        }
        Object holder = holder(name);
        return holder == null ? new Values.Symbol(name) : call(holder, Names.member(name), Arguments.NONE);
    }

    /** The object that has a member of this name; null if none has. */
    private Object holder(String python) throws Exception {
        if (!constructing) {
            device();
        }
        for (Object each : objects) {
            if (has(each, Names.member(python))) {
                return each;
            }
        }
        return null;
    }

    /** The object of this type that a variable of the vector holds. */
    private Object holder(Class<?> type) throws Exception {
        device();
        return objects.stream().filter(type::isInstance).findFirst().orElse(Values.NONE_FITS);
    }

    private static boolean has(Object object, String name) {
        return Arrays.stream(object.getClass().getMethods())
                .anyMatch(method -> method.getName().equals(name) && method.getDeclaringClass() != Object.class);
    }

    /** An expression that stands for an object: an unknown variable is the one that holds the driver. */
    private Object object(Python expression) throws Exception {
        Object value = evaluate(expression);
        return value instanceof Values.Symbol ? device() : value;
    }

    private Object index(Python.Index index) throws Exception {
        List<Object> keys = evaluate(index.keys());
        Object holder = withoutProperty(index);
        if (holder != null) {
            return call(holder, Names.member(((Python.Name) index.of()).name()), new Arguments(keys, Map.of()));
        }
        Object of = object(index.of());
        if (of instanceof List<?> || of.getClass().isArray()) {
            List<Object> parts = Values.parts(of);
            int at = ((Long) keys.get(0)).intValue();
            return parts.get(at < 0 ? parts.size() + at : at);
        }
        return of instanceof Record && keys.get(0) instanceof String key
                ? Values.entry(of, key)
                : call(of, "get", new Arguments(keys, Map.of()));
    }

    /** The object of which {@code servo[0]} is {@code servo(0)}; null for {@code servo().get(0)}. */
    private Object withoutProperty(Python.Index index) throws Exception {
        if (index.of() instanceof Python.Name name && !variables.containsKey(name.name())) {
            Object holder = holder(name.name());
            return holder == null || hasProperty(holder, Names.member(name.name())) ? null : holder;
        }
        return null;
    }

    private static boolean hasProperty(Object object, String name) {
        return Arrays.stream(object.getClass().getMethods())
                .anyMatch(method -> method.getName().equals(name) && method.getParameterCount() == 0);
    }

    private Object slice(Object of, Object from, Object to) throws Exception {
        int start = from == null ? 0 : ((Long) from).intValue();
        if (of instanceof List<?> || of.getClass().isArray()) {
            List<Object> parts = Values.parts(of);
            return parts.subList(start, to == null ? parts.size() : ((Long) to).intValue());
        }
        Object end = to == null ? Long.valueOf((Integer) call(of, "length", Arguments.NONE)) : to;
        return call(of, "get", new Arguments(List.of((long) start, end), Map.of()));
    }

    private Arguments arguments(Python.Call call) throws Exception {
        Map<String, Object> named = new LinkedHashMap<>();
        for (Map.Entry<String, Python> each : call.named().entrySet()) {
            named.put(Names.member(each.getKey()), evaluate(each.getValue()));
        }
        return new Arguments(evaluate(call.arguments()), named);
    }

    private Object call(Python.Call call) throws Exception {
        String name;
        if (call.function() instanceof Python.Attribute attribute) {
            Object of = evaluate(attribute.of());
            name = attribute.name();
            if (!(of instanceof Values.Symbol) && !(of instanceof Class)) {
                return call(of, Names.member(name), arguments(call));
            }
        } else if (call.function() instanceof Python.Name bare) {
            name = bare.name();
        } else {
            throw new CannotRun("cannot call " + call.function());
        }
        Class<?> type = names.type(name);
        if (type != null) {
            return create(type, call);
        }
        Arguments arguments = arguments(call);
        switch (name) {
            case "len":
                Object of = arguments.positional().get(0);
                return of instanceof List<?> || of.getClass().isArray()
                        ? Values.parts(of).size()
                        : call(of instanceof Values.Symbol ? device() : of, "length", Arguments.NONE);
            case "bytes", "bytearray", "list", "tuple", "struct_time":
                Object only = arguments.positional().get(0);
                return only instanceof Values.Symbol ? device() : only;
            case "datetime":
                return arguments.positional();
            default:
                Object holder = holder(name);
                if (holder == null) {
                    throw new CannotRun("nothing has the name " + name);
                }
                return call(holder, Names.member(name), arguments);
        }
    }

    private Object create(Class<?> type, Python.Call call) throws Exception {
        boolean before = constructing;
        constructing = true;
        Arguments arguments = arguments(call);
        constructing = before;
        return create(type, arguments);
    }

    /** A new object of the driver's package, with what is given in this order. */
    Object create(Class<?> type, List<Object> given) throws Exception {
        return create(type, new Arguments(given, Map.of()));
    }

    /** What Python gives with names but no constructor takes becomes an assignment. */
    private Object create(Class<?> type, Arguments arguments) throws Exception {
        Map<String, Object> later = new LinkedHashMap<>();
        Map<String, Object> named = new LinkedHashMap<>(arguments.named());
        while (true) {
            Arguments left = new Arguments(arguments.positional(), named);
            Overloads.Fitting best = overloads.best(type.getConstructors(), left);
            if (best != null) {
                Object created = unwrap(() -> ((Constructor<?>) best.executable()).newInstance(best.values()));
                self(created);
                for (Map.Entry<String, Object> each : later.entrySet()) {
                    call(created, each.getKey(), new Arguments(Arrays.asList(each.getValue()), Map.of()));
                }
                return created;
            }
            String last = named.keySet().stream()
                    .filter(name -> Arrays.stream(type.getMethods())
                            .anyMatch(method -> method.getName().equals(name) && method.getParameterCount() == 1))
                    .reduce((one, other) -> other)
                    .orElseThrow(() -> new CannotRun("%s has no constructor for %s".formatted(type, arguments)));
            later.put(last, named.remove(last));
        }
    }

    private Object call(Object target, String name, Arguments arguments) throws Exception {
        if (target == null) {
            throw new CannotRun("nothing has the name %s".formatted(name));
        }
        Executable[] methods = Arrays.stream(target.getClass().getMethods())
                .filter(method -> method.getName().equals(name))
                .toArray(Executable[]::new);
        Overloads.Fitting best = overloads.best(methods, arguments);
        if (best != null) {
            Method method = (Method) best.executable();
            method.setAccessible(true);
            return unwrap(() -> method.invoke(target, best.values()));
        }
        boolean isCount = Arrays.stream(methods).anyMatch(method -> method.getParameterCount() == arguments.count());
        if (isCount && arguments.count() > 0 && !arguments.hasUnknown(names)) {
            throw new IllegalArgumentException(
                    "Java's compiler does not accept %s for %s of %s".formatted(arguments, name, target.getClass()));
        }
        throw new CannotRun("%s has no %s for %s".formatted(target.getClass(), name, arguments));
    }

    private interface Invocation {
        Object run() throws ReflectiveOperationException;
    }

    private static Object unwrap(Invocation invocation) throws Exception {
        try {
            return invocation.run();
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
    }
}
