// SPDX-License-Identifier: MIT
package blinka4j.linux;

import static java.util.Objects.requireNonNull;

import com.sun.jna.Native;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Array;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code ioctl(2)} through Java's own foreign functions, which Java has from 22 on: what it adds to the system call is a third of what
 * JNA's call adds. Only for calls that a program makes again and again: the first ones take long, and so does what comes before
 * them. So it is made ready on a thread of its own, once a program has made {@value #WORTH_IT} such calls through JNA.
 *
 * <p>It is reached by reflection, because this library is compiled for Java 17. Where it is not to be had, JNA's way stays.
 */
final class ForeignIoctl {
    /** Below, JNA's calls are faster in total: the first thousands of a method handle are interpreted. */
    static final int WORTH_IT = 10_000;

    /** So that the first call of a program is not the first one. */
    private static final int REHEARSALS = 1000;

    private static final int FIRST_WITH_FOREIGN_FUNCTIONS = 22;

    private static final Logger LOG = LoggerFactory.getLogger(ForeignIoctl.class);

    private static final AtomicBoolean begun = new AtomicBoolean();

    private static volatile boolean ready;

    private ForeignIoctl() {}

    /** Whether {@link #call} may be used. */
    static boolean ready() {
        return ready;
    }

    /** Begins to make the calls ready, unless that was begun before. Does not wait. */
    static void prepare() {
        if (Runtime.version().feature() < FIRST_WITH_FOREIGN_FUNCTIONS
                || Native.POINTER_SIZE != Long.BYTES
                || begun.getAndSet(true)) {
            return;
        }
        Thread thread = new Thread(ForeignIoctl::rehearse, "blinka4j-foreign-ioctl");
        thread.setDaemon(true);
        thread.start();
    }

    private static void rehearse() {
        if (Handle.IOCTL == null) {
            return;
        }
        for (int i = 0; i < REHEARSALS; i++) {
            call(-1, 0, 0);
        }
        ready = true;
    }

    /**
     * Calls C's function.
     *
     * @return what that returns: -1 if it failed. Why is not to be had: the virtual machine may have made other calls since
     */
    static int call(int fd, long request, long argument) {
        try {
            return (int) requireNonNull(Handle.IOCTL).invokeExact(fd, request, argument);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a call of C has thrown a Java exception", e);
        }
    }

    /** In a class of its own because its constant is made when it is first used. The compiler sees through a constant only. */
    private static final class Handle {
        static final @Nullable MethodHandle IOCTL = find();

        private static @Nullable MethodHandle find() {
            try {
                if (!(boolean) Module.class.getMethod("isNativeAccessEnabled").invoke(ForeignIoctl.class.getModule())) {
                    // It would work, but the virtual machine would print a warning.
                    LOG.debug(
                            "calls go through JNA: native access is not enabled for {}",
                            ForeignIoctl.class.getModule());
                    return null;
                }
                return link();
            } catch (ReflectiveOperationException | NoSuchElementException | LinkageError e) {
                LOG.debug("calls go through JNA: no foreign functions here", e);
                return null;
            }
        }

        /**
         * Does {@code Linker.nativeLinker().downcallHandle(ioctl, of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG), firstVariadicArg(2))}. A
         * pointer is passed as a {@code long}, of the same size.
         */
        private static MethodHandle link() throws ReflectiveOperationException {
            Class<?> linkerType = type("Linker");
            Class<?> layoutType = type("MemoryLayout");
            Class<?> optionType = type("Linker$Option");
            Class<?> functionType = type("FunctionDescriptor");
            Object linker = linkerType.getMethod("nativeLinker").invoke(null);
            Object lookup = linkerType.getMethod("defaultLookup").invoke(linker);
            Object ioctl = ((Optional<?>)
                            type("SymbolLookup").getMethod("find", String.class).invoke(lookup, "ioctl"))
                    .orElseThrow();
            Object wide = type("ValueLayout").getField("JAVA_LONG").get(null);
            Object narrow = type("ValueLayout").getField("JAVA_INT").get(null);
            Object arguments = array(layoutType, narrow, wide, wide);
            Object function = functionType
                    .getMethod("of", layoutType, arguments.getClass())
                    .invoke(null, narrow, arguments);
            Object options = array(
                    optionType,
                    optionType.getMethod("firstVariadicArg", int.class).invoke(null, 2));
            return (MethodHandle) linkerType
                    .getMethod("downcallHandle", type("MemorySegment"), functionType, options.getClass())
                    .invoke(linker, ioctl, function, options);
        }

        private static Class<?> type(String name) throws ClassNotFoundException {
            return Class.forName("java.lang.foreign." + name);
        }

        private static Object array(Class<?> type, Object... elements) {
            Object array = Array.newInstance(type, elements.length);
            for (int i = 0; i < elements.length; i++) {
                Array.set(array, i, elements[i]);
            }
            return array;
        }
    }
}
