// SPDX-License-Identifier: MIT
package blinka4j.linux;

import blinka4j.NotAvailableException;
import blinka4j.kernel.Errno;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.io.File;
import java.lang.ref.Reference;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The system calls through JNA's direct mapping: see {@link Libc}. */
final class JnaCalls implements SystemCalls {
    private static final boolean WIDE = Block.POINTER_SIZE == Long.BYTES;

    /** The message of the first failure. Later failures only say that JNA's class is missing. */
    private static @Nullable String failure;

    private static boolean loaded;

    private JnaCalls() {}

    /**
     * Loads JNA.
     *
     * @throws NotAvailableException if JNA cannot load its own library
     */
    static synchronized JnaCalls load() {
        if (!loaded && failure == null) {
            // JNA rejects the library of the distribution, which has another version.
            if (System.getProperty("jna.nosys") == null) {
                System.setProperty("jna.nosys", "true");
            }
            try {
                Binding.enter();
                Binding.leave();
                loaded = true;
            } catch (LinkageError e) {
                failure = reason(e);
            }
        }
        if (failure != null) {
            throw new NotAvailableException(failure);
        }
        return new JnaCalls();
    }

    private static String reason(LinkageError failure) {
        if (failure.getCause() instanceof IllegalCallerException) {
            Module module = Libc.class.getModule();
            return "the provider 'linux' cannot call the C library. This Java denies native access. Start it with --enable-native-access=%s."
                    .formatted(module.isNamed() ? module.getName() : "ALL-UNNAMED");
        }
        return "JNA cannot load its native library: %s. It unpacks the library into %s. That folder must be writable and not mounted noexec. Set the system property jna.tmpdir to such a folder, or jna.boot.library.path to a folder with an unpacked libjnidispatch.so of the same version of JNA."
                .formatted(failure.getMessage(), unpackFolder(System.getenv("XDG_CACHE_HOME")));
    }

    /** Returns where JNA unpacks its library, as its {@code Native.getTempDir()} does on Linux. That method is not public. */
    static String unpackFolder(@Nullable String cacheHome) {
        String set = System.getProperty("jna.tmpdir");
        if (set != null) {
            return set + " (set by jna.tmpdir)";
        }
        File cache = cacheHome == null || cacheHome.isBlank()
                ? new File(System.getProperty("user.home"), ".cache")
                : new File(cacheHome);
        File folder = new File(cache, "JNA/temp");
        return folder.canWrite() ? folder.getPath() : System.getProperty("java.io.tmpdir");
    }

    @Override
    public int open(String path, int flags) {
        Block name = Block.of(path);
        Binding.enter();
        try {
            return leaveIfFailed(
                    orError(WIDE ? Wide.open(name.address, flags) : Narrow.open((int) name.address, flags)));
        } finally {
            Reference.reachabilityFence(name);
        }
    }

    private static int leaveIfFailed(int result) {
        if (result < 0) {
            Binding.leave();
        }
        return result;
    }

    @Override
    public int close(int fd) {
        int result = orError(WIDE ? Wide.close(fd) : Narrow.close(fd));
        Binding.leave();
        return result;
    }

    @Override
    public int ioctl(int fd, long request, Block argument) {
        try {
            int result = ioctl(fd, request, argument.address);
            if (request == Ioctl.GPIO_V2_GET_LINE && result >= 0) {
                // The request has opened a file.
                Binding.enter();
            }
            return result;
        } finally {
            Reference.reachabilityFence(argument);
        }
    }

    @Override
    public int ioctl(int fd, long request, int argument) {
        return ioctl(fd, request, (long) argument);
    }

    private static int ioctl(int fd, long request, long argument) {
        return orError(WIDE ? Wide.ioctl(fd, request, argument) : Narrow.ioctl(fd, (int) request, (int) argument));
    }

    @Override
    public int read(int fd, Block into, int length) {
        try {
            return orError(
                    WIDE ? (int) Wide.read(fd, into.address, length) : Narrow.read(fd, (int) into.address, length));
        } finally {
            Reference.reachabilityFence(into);
        }
    }

    @Override
    public int write(int fd, Block from, int length) {
        try {
            return orError(
                    WIDE ? (int) Wide.write(fd, from.address, length) : Narrow.write(fd, (int) from.address, length));
        } finally {
            Reference.reachabilityFence(from);
        }
    }

    @Override
    public int poll(Block fds, int count, int timeoutMillis) {
        try {
            return orError(
                    WIDE
                            ? Wide.poll(fds.address, count, timeoutMillis)
                            : Narrow.poll((int) fds.address, count, timeoutMillis));
        } finally {
            Reference.reachabilityFence(fds);
        }
    }

    @Override
    public int eventfd() {
        Binding.enter();
        return leaveIfFailed(
                orError(WIDE ? Wide.eventfd(0, EFD_NONBLOCK_CLOEXEC) : Narrow.eventfd(0, EFD_NONBLOCK_CLOEXEC)));
    }

    @Override
    public int connector() {
        Binding.enter();
        return leaveIfFailed(orError(
                WIDE
                        ? Wide.socket(AF_NETLINK, SOCK_DGRAM_CLOEXEC, NETLINK_CONNECTOR)
                        : Narrow.socket(AF_NETLINK, SOCK_DGRAM_CLOEXEC, NETLINK_CONNECTOR)));
    }

    @Override
    public int nonBlocking(int fd) {
        int flags = O_RDWR | O_NONBLOCK;
        return orError(WIDE ? Wide.fcntl(fd, F_SETFL, flags) : Narrow.fcntl(fd, F_SETFL, flags));
    }

    @Override
    public int lock(int fd) {
        return orError(WIDE ? Wide.flock(fd, LOCK_EX_NB) : Narrow.flock(fd, LOCK_EX_NB));
    }

    @Override
    public long map(int fd, long offset, int length) {
        long address;
        if (WIDE) {
            address = Wide.mmap(0, length, PROT_READ_WRITE, MAP_SHARED, fd, offset);
        } else {
            try {
                Binding.bindMap();
            } catch (LinkageError e) {
                return -Errno.ENOSYS;
            }
            address = NarrowMap.mmap64(0, length, PROT_READ_WRITE, MAP_SHARED, fd, offset);
        }
        if (address == MAP_FAILED) {
            return -Native.getLastError();
        }
        return WIDE ? address : address & 0xFFFF_FFFFL;
    }

    @Override
    public int unmap(long address, int length) {
        return orError(WIDE ? Wide.munmap(address, length) : Narrow.munmap((int) address, length));
    }

    private static int orError(int result) {
        return result >= 0 ? result : -Native.getLastError();
    }

    /**
     * Binds the calls while a file is open. A bound class cannot be unloaded, nor can the class loader of the application that it
     * belongs to. All calls but those that open a file are made on an open file.
     *
     * <p>The thread that binds the calls also unbinds them, and ends: JNA leaves an object with the thread that binds.
     */
    private static final class Binding implements Runnable {
        /** Binding takes some milliseconds. A program often opens a file soon after it has closed another one. */
        private static final long DELAY_MILLIS = 1_000;

        // The following fields are guarded by the monitor of the class.
        private static @Nullable Binding current;
        /** The number of open files. */
        private static int users;
        /** The number of files that were opened since the start. */
        private static int entered;

        /** An instance that other users of JNA do not share, so that it can be closed. Passing an option creates one. */
        private @Nullable NativeLibrary library;

        private boolean mapBound;
        private @Nullable Throwable failure;

        /** Binds the calls until {@link #leave}. */
        static synchronized void enter() {
            Binding binding = current;
            if (binding == null) {
                binding = new Binding();
                current = binding;
                Thread thread = new Thread(binding, "blinka4j-jna");
                thread.setDaemon(true);
                thread.start();
            }
            boolean interrupted = false;
            while (binding.library == null && binding.failure == null) {
                interrupted |= pause(0);
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            if (binding.failure instanceof RuntimeException e) {
                throw e;
            }
            if (binding.failure instanceof Error e) {
                throw e;
            }
            users++;
            entered++;
        }

        static synchronized void leave() {
            users--;
            if (users == 0) {
                Binding.class.notifyAll();
            }
        }

        /** Binds {@code mmap64}. The caller has an open file. */
        static synchronized void bindMap() {
            Binding binding = current;
            if (binding != null && !binding.mapBound) {
                Native.register(NarrowMap.class, binding.library);
                binding.mapBound = true;
            }
        }

        /** Waits for another thread, and returns true if it was interrupted. */
        private static boolean pause(long millis) {
            try {
                Binding.class.wait(millis);
                return false;
            } catch (InterruptedException e) {
                return true;
            }
        }

        @Override
        public void run() {
            synchronized (Binding.class) {
                try {
                    NativeLibrary own = NativeLibrary.getInstance(
                            null, Map.of(Library.OPTION_CLASSLOADER, JnaCalls.class.getClassLoader()));
                    Native.register(WIDE ? Wide.class : Narrow.class, own);
                    library = own;
                } catch (RuntimeException | Error e) {
                    failure = e;
                    current = null;
                    return;
                } finally {
                    Binding.class.notifyAll();
                }
                int before;
                do {
                    while (users > 0) {
                        pause(0);
                    }
                    before = entered;
                    pause(DELAY_MILLIS);
                } while (users > 0 || entered != before);
                current = null;
                unbind();
            }
        }

        private void unbind() {
            Native.unregister(WIDE ? Wide.class : Narrow.class);
            if (mapBound) {
                Native.unregister(NarrowMap.class);
            }
            if (library != null) {
                library.close();
            }
        }
    }

    /** The calls on systems where C's pointers, {@code long} and {@code size_t} have 64 bits. */
    private static final class Wide {
        static native int open(long path, int flags);

        static native int close(int fd);

        static native int ioctl(int fd, long request, long argument);

        static native long read(int fd, long into, long length);

        static native long write(int fd, long from, long length);

        static native int poll(long fds, long count, int timeoutMillis);

        static native int eventfd(int initial, int flags);

        static native int socket(int domain, int type, int protocol);

        static native int fcntl(int fd, int command, int argument);

        static native int flock(int fd, int operation);

        static native long mmap(long wanted, long length, int protection, int flags, int fd, long offset);

        static native int munmap(long start, long length);
    }

    /** The calls on systems where these have 32 bits. */
    private static final class Narrow {
        static native int open(int path, int flags);

        static native int close(int fd);

        static native int ioctl(int fd, int request, int argument);

        static native int read(int fd, int into, int length);

        static native int write(int fd, int from, int length);

        static native int poll(int fds, int count, int timeoutMillis);

        static native int eventfd(int initial, int flags);

        static native int socket(int domain, int type, int protocol);

        static native int fcntl(int fd, int command, int argument);

        static native int flock(int fd, int operation);

        static native int munmap(int start, int length);
    }

    /**
     * On a 32-bit system the offset of {@code mmap} has 32 or 64 bits, depending on the C library. The offset of {@code mmap64} has 64
     * bits. Not every C library has it, so it is bound at its first use.
     */
    private static final class NarrowMap {
        static native int mmap64(int wanted, int length, int protection, int flags, int fd, long offset);
    }
}
