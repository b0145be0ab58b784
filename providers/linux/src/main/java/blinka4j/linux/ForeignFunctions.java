// SPDX-License-Identifier: MIT
package blinka4j.linux;

import static java.util.Objects.requireNonNull;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The part of {@code java.lang.foreign} that this provider needs. Java has it from version 22 on, and this library is compiled for
 * Java 17, so it is reached by reflection. The handles are as fast as those of a program that is compiled for Java 22.
 *
 * <p>Each method throws a {@link LinkageError} if this Java has no foreign functions or does not allow them.
 */
final class ForeignFunctions {
    private ForeignFunctions() {}

    /** Returns whether a module may use them without a warning. */
    static boolean isEnabledFor(Module module) {
        return (boolean) invoke(method(Module.class, "isNativeAccessEnabled"), module);
    }

    /**
     * Links a function of the C library.
     *
     * <p>Every argument and the result are a {@code long}: on 64-bit Linux, integers and pointers are passed in registers of 64 bits. So
     * functions with the same number of arguments share one adapter, of which each takes Java 10 ms and more. The third argument and all
     * after it are passed as variadic ones, as {@code ioctl} needs it; for other functions that makes no difference.
     *
     * @param arguments how many
     * @return a handle that also takes, as its first argument, the {@linkplain #errorMemory memory for errno}
     */
    static MethodHandle function(String name, int arguments) {
        Class<?> linkerType = type("Linker");
        Class<?> layoutType = type("MemoryLayout");
        Class<?> optionType = type("Linker$Option");
        Class<?> descriptorType = type("FunctionDescriptor");
        Object linker = invoke(method(linkerType, "nativeLinker"), null);
        Object symbols = invoke(method(linkerType, "defaultLookup"), linker);
        Object symbol = ((Optional<?>) invoke(method(type("SymbolLookup"), "find", String.class), symbols, name))
                .orElseThrow(() -> new LinkageError("the C library has no function " + name));
        Object word = constant("JAVA_LONG");
        Object words = Array.newInstance(layoutType, arguments);
        for (int i = 0; i < arguments; i++) {
            Array.set(words, i, word);
        }
        Object descriptor = invoke(method(descriptorType, "of", layoutType, words.getClass()), null, word, words);
        Object options = Array.newInstance(optionType, 2);
        Array.set(options, 0, invoke(method(optionType, "firstVariadicArg", int.class), null, 2));
        Array.set(options, 1, invoke(method(optionType, "captureCallState", String[].class), null, (Object)
                new String[] {"errno"}));
        MethodHandle handle = (MethodHandle) invoke(
                method(linkerType, "downcallHandle", type("MemorySegment"), descriptorType, options.getClass()),
                linker,
                symbol,
                descriptor,
                options);
        // Code for Java 17 cannot name the type of the first argument.
        return handle.asType(handle.type().changeParameterType(0, Object.class));
    }

    /** Returns memory into which a function puts {@code errno}. One thread may use it at a time. */
    static Object errorMemory() {
        return segment(ByteBuffer.allocateDirect(Integer.BYTES));
    }

    /** Returns a handle that reads {@code errno} from such memory. */
    static MethodHandle errorNumber() {
        try {
            Class<?> layout = type("ValueLayout$OfInt");
            MethodHandle get = MethodHandles.publicLookup()
                    .findVirtual(type("MemorySegment"), "get", MethodType.methodType(int.class, layout, long.class));
            return MethodHandles.insertArguments(get, 1, constant("JAVA_INT"), 0L)
                    .asType(MethodType.methodType(int.class, Object.class));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("java.lang.foreign has changed", e);
        }
    }

    /** Returns the address of the first byte of a direct buffer. */
    static long address(ByteBuffer buffer) {
        return (long) invoke(method(type("MemorySegment"), "address"), segment(buffer));
    }

    /** Returns a view of native memory. */
    static ByteBuffer memory(long address, int length) {
        Class<?> segmentType = type("MemorySegment");
        Object start = invoke(method(segmentType, "ofAddress", long.class), null, address);
        Object memory = invoke(method(segmentType, "reinterpret", long.class), start, (long) length);
        return (ByteBuffer) invoke(method(segmentType, "asByteBuffer"), memory);
    }

    private static Object segment(ByteBuffer buffer) {
        return invoke(method(type("MemorySegment"), "ofBuffer", Buffer.class), null, buffer);
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName("java.lang.foreign." + name);
        } catch (ClassNotFoundException e) {
            throw new LinkageError("this Java has no foreign functions", e);
        }
    }

    private static Object constant(String name) {
        try {
            return requireNonNull(type("ValueLayout").getField(name).get(null));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("java.lang.foreign has changed", e);
        }
    }

    private static Method method(Class<?> type, String name, Class<?>... parameters) {
        try {
            return type.getMethod(name, parameters);
        } catch (NoSuchMethodException e) {
            throw new LinkageError("java.lang.foreign has changed", e);
        }
    }

    private static Object invoke(Method method, @Nullable Object target, Object... arguments) {
        try {
            return requireNonNull(method.invoke(target, arguments));
        } catch (InvocationTargetException e) {
            throw new LinkageError("foreign functions are not allowed", e.getCause());
        } catch (IllegalAccessException e) {
            throw new LinkageError("java.lang.foreign has changed", e);
        }
    }
}
