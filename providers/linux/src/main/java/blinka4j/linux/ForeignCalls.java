// SPDX-License-Identifier: MIT
package blinka4j.linux;

import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;

/** The system calls through Java's foreign functions: see {@link Libc}. */
final class ForeignCalls implements SystemCalls {
    // The compiler sees through a handle only if it is a constant.
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

    /** Few programs map memory, and its six arguments need an adapter. */
    private static final class Mapping {
        static final MethodHandle MMAP = ForeignFunctions.function("mmap", 6);
        static final MethodHandle MUNMAP = ForeignFunctions.function("munmap", 3);
        static final MethodHandle SYSCALL = ForeignFunctions.function("syscall", 3);
    }

    @Override
    public int open(String path, int flags) {
        Block name = Block.of(path);
        try {
            return call(OPEN, name.address, flags, 0);
        } finally {
            Reference.reachabilityFence(name);
        }
    }

    @Override
    public int close(int fd) {
        return call(CLOSE, fd, 0, 0);
    }

    @Override
    public int ioctl(int fd, long request, Block argument) {
        try {
            return call(IOCTL, fd, request, argument.address);
        } finally {
            Reference.reachabilityFence(argument);
        }
    }

    @Override
    public int ioctl(int fd, long request, int argument) {
        return call(IOCTL, fd, request, argument);
    }

    @Override
    public int read(int fd, Block into, int length) {
        try {
            return call(READ, fd, into.address, length);
        } finally {
            Reference.reachabilityFence(into);
        }
    }

    @Override
    public int write(int fd, Block from, int length) {
        try {
            return call(WRITE, fd, from.address, length);
        } finally {
            Reference.reachabilityFence(from);
        }
    }

    @Override
    public int poll(Block fds, int count, int timeoutMillis) {
        try {
            return call(POLL, fds.address, count, timeoutMillis);
        } finally {
            Reference.reachabilityFence(fds);
        }
    }

    @Override
    public int eventfd() {
        return call(EVENTFD, 0, EFD_NONBLOCK_CLOEXEC, 0);
    }

    @Override
    public int nonBlocking(int fd) {
        return call(FCNTL, fd, F_SETFL, O_RDWR | O_NONBLOCK);
    }

    @Override
    public int lock(int fd) {
        return call(FLOCK, fd, LOCK_EX_NB, 0);
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
        return call(Mapping.MUNMAP, address, length, 0);
    }

    @Override
    public int membarrier(int command) {
        return call(Mapping.SYSCALL, JnaCalls.membarrierNumber(), command, 0);
    }

    /** Calls a function that returns an {@code int}, or a number of bytes that is one. */
    private static int call(MethodHandle function, long first, long second, long third) {
        Object error = ERROR.get();
        try {
            int result = (int) (long) function.invokeExact(error, first, second, third);
            return result >= 0 ? result : -(int) ERROR_NUMBER.invokeExact(error);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static RuntimeException unexpected(Throwable e) {
        if (e instanceof Error error) {
            throw error;
        }
        throw new IllegalStateException("a C function threw a Java exception", e);
    }
}
