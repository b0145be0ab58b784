// SPDX-License-Identifier: MIT
package blinka4j.linux;

import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;

/**
 * The system calls through Java's foreign functions: see {@link Libc}.
 *
 * <p>A call allocates nothing once Java has compiled it. Java makes a slice of the memory for {@code errno} in each call and its compiler
 * removes it, if it inlines {@code MemorySegment.asSlice}. Where it does not, a call allocates 40 bytes.
 */
final class ForeignCalls implements SystemCalls {
    // The compiler inlines a handle only if it is a constant where it is called.
    private static final MethodHandle OPEN = ForeignFunctions.function("open", 3);
    private static final MethodHandle CLOSE = ForeignFunctions.function("close", 3);
    private static final MethodHandle IOCTL = ForeignFunctions.function("ioctl", 3);
    private static final MethodHandle READ = ForeignFunctions.function("read", 3);
    private static final MethodHandle WRITE = ForeignFunctions.function("write", 3);
    private static final MethodHandle POLL = ForeignFunctions.function("poll", 3);
    private static final MethodHandle EVENTFD = ForeignFunctions.function("eventfd", 3);
    private static final MethodHandle FCNTL = ForeignFunctions.function("fcntl", 3);
    private static final MethodHandle FLOCK = ForeignFunctions.function("flock", 3);
    private static final MethodHandle ERROR_NUMBER = ForeignFunctions.errorNumber();

    /** Each thread has its own memory for {@code errno}. It holds no class of this library, which could then not be unloaded. */
    private static final ThreadLocal<Object> ERROR = ThreadLocal.withInitial(ForeignFunctions::errorMemory);

    /** Few programs need it. */
    private static final class Sockets {
        static final MethodHandle SOCKET = ForeignFunctions.function("socket", 3);
    }

    /** Few programs map memory, and its six arguments need an adapter. */
    private static final class Mapping {
        static final MethodHandle MMAP = ForeignFunctions.function("mmap", 6);
        static final MethodHandle MUNMAP = ForeignFunctions.function("munmap", 3);
    }

    @Override
    public int open(String path, int flags) {
        Block name = Block.of(path);
        Object error = ERROR.get();
        try {
            return result((long) OPEN.invokeExact(error, name.address, (long) flags, 0L), error);
        } catch (Throwable e) {
            throw unexpected(e);
        } finally {
            Reference.reachabilityFence(name);
        }
    }

    @Override
    public int close(int fd) {
        Object error = ERROR.get();
        try {
            return result((long) CLOSE.invokeExact(error, (long) fd, 0L, 0L), error);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int ioctl(int fd, long request, Block argument) {
        Object error = ERROR.get();
        try {
            return result((long) IOCTL.invokeExact(error, (long) fd, request, argument.address), error);
        } catch (Throwable e) {
            throw unexpected(e);
        } finally {
            Reference.reachabilityFence(argument);
        }
    }

    @Override
    public int ioctl(int fd, long request, int argument) {
        Object error = ERROR.get();
        try {
            return result((long) IOCTL.invokeExact(error, (long) fd, request, (long) argument), error);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int read(int fd, Block into, int length) {
        Object error = ERROR.get();
        try {
            return result((long) READ.invokeExact(error, (long) fd, into.address, (long) length), error);
        } catch (Throwable e) {
            throw unexpected(e);
        } finally {
            Reference.reachabilityFence(into);
        }
    }

    @Override
    public int write(int fd, Block from, int length) {
        Object error = ERROR.get();
        try {
            return result((long) WRITE.invokeExact(error, (long) fd, from.address, (long) length), error);
        } catch (Throwable e) {
            throw unexpected(e);
        } finally {
            Reference.reachabilityFence(from);
        }
    }

    @Override
    public int poll(Block fds, int count, int timeoutMillis) {
        Object error = ERROR.get();
        try {
            return result((long) POLL.invokeExact(error, fds.address, (long) count, (long) timeoutMillis), error);
        } catch (Throwable e) {
            throw unexpected(e);
        } finally {
            Reference.reachabilityFence(fds);
        }
    }

    @Override
    public int eventfd() {
        Object error = ERROR.get();
        try {
            return result((long) EVENTFD.invokeExact(error, 0L, (long) EFD_NONBLOCK_CLOEXEC, 0L), error);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int connector() {
        Object error = ERROR.get();
        try {
            return result(
                    (long) Sockets.SOCKET.invokeExact(
                            error, (long) AF_NETLINK, (long) SOCK_DGRAM_CLOEXEC, (long) NETLINK_CONNECTOR),
                    error);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int nonBlocking(int fd) {
        Object error = ERROR.get();
        try {
            return result(
                    (long) FCNTL.invokeExact(error, (long) fd, (long) F_SETFL, (long) (O_RDWR | O_NONBLOCK)), error);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int lock(int fd) {
        Object error = ERROR.get();
        try {
            return result((long) FLOCK.invokeExact(error, (long) fd, (long) LOCK_EX_NB, 0L), error);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public long map(int fd, long offset, int length) {
        Object error = ERROR.get();
        try {
            long address = (long) Mapping.MMAP.invokeExact(
                    error, 0L, (long) length, (long) PROT_READ_WRITE, (long) MAP_SHARED, (long) fd, offset);
            return address == MAP_FAILED ? -(int) ERROR_NUMBER.invokeExact(error) : address;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int unmap(long address, int length) {
        Object error = ERROR.get();
        try {
            return result((long) Mapping.MUNMAP.invokeExact(error, address, (long) length, 0L), error);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Returns the result of a function that returns an {@code int}, or a number of bytes that fits into one. */
    private static int result(long returned, Object error) throws Throwable {
        int result = (int) returned;
        return result >= 0 ? result : -(int) ERROR_NUMBER.invokeExact(error);
    }

    private static RuntimeException unexpected(Throwable e) {
        if (e instanceof Error error) {
            throw error;
        }
        throw new IllegalStateException("a C function threw a Java exception", e);
    }
}
