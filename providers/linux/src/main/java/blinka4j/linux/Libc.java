// SPDX-License-Identifier: MIT
package blinka4j.linux;

import blinka4j.NotAvailableException;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The C library of this process. There are two ways to call it:
 *
 * <ul>
 *   <li>{@link ForeignCalls}, through Java's foreign functions. Java has them from version 22 on. They add about 60 ns to a
 *       system call and take as long to load as JNA. Used on a 64-bit Java that allows them.
 *   <li>{@link JnaCalls}, through JNA. It works on every Java, and adds about 190 ns. Used otherwise.
 * </ul>
 *
 * <p>Both print the same warning on Java 24 and newer if native access is not enabled, and neither is allowed there if it is denied.
 * Java 22 and 23 warn of foreign functions only. So without an option, Java 24 and newer use foreign functions on the class path, and JNA
 * is used on Java 22 and 23. On the module path, native access is enabled for each module by its name, so a program may have enabled it
 * for JNA alone.
 */
final class Libc {
    private static final Logger LOG = LoggerFactory.getLogger(Libc.class);

    private static final int FIRST_WITH_FOREIGN_FUNCTIONS = 22;
    private static final int FIRST_THAT_WARNS_OF_JNA = 24;

    private static @Nullable SystemCalls loaded;

    private Libc() {}

    /**
     * Loads the system calls.
     *
     * @throws NotAvailableException if a library is missing, Java denies native access, or JNA cannot load its library
     */
    static synchronized SystemCalls load() {
        SystemCalls calls = loaded;
        if (calls == null) {
            // Before a class that uses JNA is initialized: that would fail with an error that names only the class.
            Optional<String> missing = LinuxProvider.missing();
            if (missing.isPresent()) {
                throw new NotAvailableException("the provider 'linux' cannot be used: " + missing.get());
            }
            calls = foreignCalls();
            if (calls == null) {
                calls = JnaCalls.load();
            }
            loaded = calls;
        }
        return calls;
    }

    private static @Nullable SystemCalls foreignCalls() {
        int version = Runtime.version().feature();
        if (version < FIRST_WITH_FOREIGN_FUNCTIONS || !Platform.is64Bit()) {
            return null;
        }
        Module module = Libc.class.getModule();
        try {
            boolean warns = !ForeignFunctions.isEnabledFor(module);
            if (warns && (module.isNamed() || version < FIRST_THAT_WARNS_OF_JNA)) {
                LOG.debug("calls go through JNA: native access is not enabled for {}", module);
                return null;
            }
            return new ForeignCalls();
        } catch (LinkageError e) {
            LOG.debug("calls go through JNA: foreign functions are not available", e);
            return null;
        }
    }

    /** Returns the address of the first byte of a direct buffer. */
    static long address(ByteBuffer buffer) {
        return load() instanceof ForeignCalls
                ? ForeignFunctions.address(buffer)
                : Pointer.nativeValue(Native.getDirectBufferPointer(buffer));
    }

    /** Returns a view of native memory, in the processor's byte order. */
    static ByteBuffer memory(long address, int length) {
        ByteBuffer memory = load() instanceof ForeignCalls
                ? ForeignFunctions.memory(address, length)
                : new Pointer(address).getByteBuffer(0, length);
        return memory.order(ByteOrder.nativeOrder());
    }
}
