// SPDX-License-Identifier: MIT
package blinka4j.packaging;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;

/**
 * Does what reflection does, and keeps what it was asked for. Instrumented classes call it. One line for each thing: {@code type T},
 * {@code method T.name(P,Q)}, {@code field T.name}, {@code jni T}, {@code downcall (long long )long }.
 */
public final class Used {
    static final Set<String> SEEN = new ConcurrentSkipListSet<>();

    private Used() {}

    public static Class<?> forName(String name) throws ClassNotFoundException {
        Class<?> type = Class.forName(name);
        SEEN.add("type " + name);
        return type;
    }

    public static Method method(Class<?> type, String name, Class<?>... parameters) throws NoSuchMethodException {
        Method method = type.getMethod(name, parameters);
        SEEN.add("method %s.%s(%s)".formatted(type.getName(), name, names(Arrays.asList(parameters))));
        return method;
    }

    public static Field field(Class<?> type, String name) throws NoSuchFieldException {
        SEEN.add("field %s.%s".formatted(type.getName(), name));
        return type.getField(name);
    }

    public static MethodHandle virtual(MethodHandles.Lookup lookup, Class<?> type, String name, MethodType method)
            throws ReflectiveOperationException {
        SEEN.add("method %s.%s(%s)".formatted(type.getName(), name, names(method.parameterList())));
        return lookup.findVirtual(type, name, method);
    }

    public static Object invoke(Method method, Object target, Object[] arguments)
            throws IllegalAccessException, InvocationTargetException {
        if (method.getName().equals("downcallHandle")) {
            // A function descriptor prints its layouts: (j8j8j8)j8, of which each is a long.
            SEEN.add("downcall " + arguments[1].toString().replace("j8", "long "));
        }
        return method.invoke(target, arguments);
    }

    public static void register(Class<?> type, NativeLibrary library) {
        SEEN.add("jni " + type.getName());
        Native.register(type, library);
    }

    private static String names(List<Class<?>> types) {
        return types.stream().map(Class::getTypeName).collect(Collectors.joining(","));
    }
}
