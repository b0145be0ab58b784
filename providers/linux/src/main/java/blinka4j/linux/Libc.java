// SPDX-License-Identifier: MIT
package blinka4j.linux;

import blinka4j.NotAvailableException;
import blinka4j.kernel.Errno;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The system calls as the C library of this process has them, through JNA's direct mapping.
 *
 * <p>They are bound as long as a file is open. A bound class cannot be unloaded, and so neither can the class loader of an
 * application that is deployed again and again. It is safe to unbind them when no file is open, because all calls but those that
 * open a file, which are counted, are on a file that is open.
 */
final class Libc implements SystemCalls {
    private static final Logger LOG = LoggerFactory.getLogger(Libc.class);

    private static final int EFD_NONBLOCK_CLOEXEC = O_NONBLOCK | O_CLOEXEC;
    private static final int F_SETFL = 4;
    private static final int LOCK_EX_NB = 2 | 4;
    private static final int PROT_READ_WRITE = 1 | 2;
    private static final int MAP_SHARED = 1;

    /** Only the first failure of JNA says what was wrong; later ones say that its class is not there. */
    private static @Nullable String failure;

    private static @Nullable Libc loaded;

    /** About how often {@link #repeatedIoctl} was called: threads count at the same time. */
    private int repeated;

    private Libc() {}

    /**
     * Loads JNA and binds the calls.
     *
     * @throws NotAvailableException if JNA cannot load its own library
     */
    static synchronized Libc load() {
        if (loaded != null) {
            return loaded;
        }
        if (failure == null) {
            // A JNA library of the distribution is of another version and would be refused.
            if (System.getProperty("jna.nosys") == null) {
                System.setProperty("jna.nosys", "true");
            }
            try {
                Binding.enter();
                Binding.leave();
                loaded = new Libc();
                return loaded;
            } catch (LinkageError e) {
                failure = String.valueOf(e.getMessage());
            }
        }
        requireAllParts();
        throw new NotAvailableException(
                ("JNA cannot load its native library: %s. It unpacks it into %s, which must be writable and not mounted"
                                + " noexec; set the system property jna.tmpdir to such a folder, or set"
                                + " jna.boot.library.path to a folder that holds an unpacked libjnidispatch.so of JNA's"
                                + " own version")
                        .formatted(failure, unpackFolder(System.getenv("XDG_CACHE_HOME"))));
    }

    /** What is not there at all cannot be unpacked either. */
    private static void requireAllParts() {
        LinuxProvider.missing().ifPresent(missing -> {
            throw new NotAvailableException("the provider 'linux' cannot be used: " + missing);
        });
    }

    /** Where JNA unpacks its library: what its {@code Native.getTempDir()} does on Linux, which is not public. */
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
        Binding.enter();
        return leaveIfFailed(orError(Calls.open(path, flags)));
    }

    private static int leaveIfFailed(int result) {
        if (result < 0) {
            Binding.leave();
        }
        return result;
    }

    @Override
    public int close(int fd) {
        int result = orError(Calls.close(fd));
        Binding.leave();
        return result;
    }

    @Override
    public int ioctl(int fd, NativeLong request, @Nullable Pointer argument) {
        return orError(Calls.ioctl(fd, request, argument));
    }

    @Override
    public int openingIoctl(int fd, NativeLong request, Pointer argument) {
        int result = ioctl(fd, request, argument);
        if (result >= 0) {
            Binding.enter();
        }
        return result;
    }

    @Override
    public int repeatedIoctl(int fd, NativeLong request, Block argument) {
        if (ForeignIoctl.ready()) {
            int result = ForeignIoctl.call(fd, request.longValue(), argument.address);
            if (result >= 0) {
                return result;
            }
            // Once more, for the reason.
        } else if (repeated < ForeignIoctl.WORTH_IT && ++repeated == ForeignIoctl.WORTH_IT) {
            ForeignIoctl.prepare();
        }
        return ioctl(fd, request, argument.pointer);
    }

    @Override
    public int read(int fd, Pointer into, int length) {
        return orError(Binding.WIDE ? (int) Calls64.read(fd, into, length) : Calls32.read(fd, into, length));
    }

    @Override
    public int write(int fd, Pointer from, int length) {
        return orError(Binding.WIDE ? (int) Calls64.write(fd, from, length) : Calls32.write(fd, from, length));
    }

    @Override
    public int poll(Pointer fds, int count, int timeoutMillis) {
        return orError(
                Binding.WIDE ? Calls64.poll(fds, count, timeoutMillis) : Calls32.poll(fds, count, timeoutMillis));
    }

    @Override
    public int eventfd() {
        Binding.enter();
        return leaveIfFailed(orError(Calls.eventfd(0, EFD_NONBLOCK_CLOEXEC)));
    }

    @Override
    public int nonBlocking(int fd) {
        return orError(Calls.fcntl(fd, F_SETFL, O_RDWR | O_NONBLOCK));
    }

    @Override
    public int lock(int fd) {
        return orError(Calls.flock(fd, LOCK_EX_NB));
    }

    @Override
    public long map(int fd, long offset, int length) {
        Pointer address;
        if (Binding.WIDE) {
            address = Calls64.mmap(null, length, PROT_READ_WRITE, MAP_SHARED, fd, offset);
        } else {
            try {
                Binding.bindMap32();
            } catch (LinkageError e) {
                return -Errno.ENOSYS;
            }
            address = Map32.mmap64(null, length, PROT_READ_WRITE, MAP_SHARED, fd, offset);
        }
        long value = Pointer.nativeValue(address);
        // MAP_FAILED is -1, in as many bits as a pointer has.
        return value == (Binding.WIDE ? -1 : 0xFFFF_FFFFL) || value == -1 ? -Native.getLastError() : value;
    }

    @Override
    public int unmap(long address, int length) {
        Pointer start = new Pointer(address);
        return orError(Binding.WIDE ? Calls64.munmap(start, length) : Calls32.munmap(start, length));
    }

    private static int orError(int result) {
        return result >= 0 ? result : -Native.getLastError();
    }

    /** Outside {@link Libc}, so that loading that class does not yet load JNA's library. */
    private static final class Binding {
        /** Whether C's {@code size_t} and {@code long} are of 64 bits. */
        static final boolean WIDE = Native.LONG_SIZE == 8;

        /** Binding takes some milliseconds, and a program may open a file soon after it has closed another one. */
        private static final long DELAY_MILLIS = 1_000;

        // All that follows is guarded by the class's monitor.
        private static final List<Class<?>> bound = new ArrayList<>();

        private static @Nullable NativeLibrary process;
        private static int users;
        private static boolean isUnbinding;

        private Binding() {}

        /** Binds the calls until {@link #leave}. */
        static synchronized void enter() {
            if (bound.isEmpty()) {
                bind(Calls.class);
                bind(WIDE ? Calls64.class : Calls32.class);
            }
            users++;
        }

        static synchronized void bindMap32() {
            if (!bound.contains(Map32.class)) {
                bind(Map32.class);
            }
        }

        static synchronized void leave() {
            users--;
            if (users == 0 && !isUnbinding) {
                Thread thread = new Thread(Binding::unbindLater, "blinka4j-unbind");
                thread.setDaemon(true);
                try {
                    thread.start();
                    isUnbinding = true;
                } catch (OutOfMemoryError e) {
                    // The next time, then.
                    LOG.debug("the system starts no more threads", e);
                }
            }
        }

        private static void unbindLater() {
            try {
                Thread.sleep(DELAY_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            synchronized (Binding.class) {
                isUnbinding = false;
                NativeLibrary library = process;
                if (users == 0 && library != null) {
                    bound.forEach(Native::unregister);
                    bound.clear();
                    library.close();
                    process = null;
                }
            }
        }

        /** On a thread of its own, which ends: JNA leaves an object of its own with the thread. */
        private static void bind(Class<?> calls) {
            Throwable[] failure = new Throwable[1];
            Thread thread = new Thread(
                    () -> {
                        try {
                            NativeLibrary library = process;
                            if (library == null) {
                                // With an option, so that it is not the one that other users of JNA have, and can be
                                // closed.
                                library = NativeLibrary.getInstance(
                                        null, Map.of(Library.OPTION_CLASSLOADER, Libc.class.getClassLoader()));
                                process = library;
                            }
                            Native.register(calls, library);
                        } catch (RuntimeException | Error e) {
                            failure[0] = e;
                        }
                    },
                    "blinka4j-bind");
            thread.start();
            boolean interrupted = false;
            while (true) {
                try {
                    thread.join();
                    break;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            if (failure[0] instanceof RuntimeException e) {
                throw e;
            }
            if (failure[0] instanceof Error e) {
                throw e;
            }
            bound.add(calls);
        }
    }

    private static final class Calls {
        static native int open(String path, int flags);

        static native int close(int fd);

        static native int ioctl(int fd, NativeLong request, @Nullable Pointer argument);

        static native int eventfd(int initial, int flags);

        static native int fcntl(int fd, int command, int argument);

        static native int flock(int fd, int operation);
    }

    /** The calls that take a {@code size_t} or an {@code unsigned long}, where these have 64 bits. */
    private static final class Calls64 {
        static native long read(int fd, Pointer into, long length);

        static native long write(int fd, Pointer from, long length);

        static native int poll(Pointer fds, long count, int timeoutMillis);

        static native Pointer mmap(
                @Nullable Pointer wanted, long length, int protection, int flags, int fd, long offset);

        static native int munmap(Pointer start, long length);
    }

    /** The same, where they have 32 bits. */
    private static final class Calls32 {
        static native int read(int fd, Pointer into, int length);

        static native int write(int fd, Pointer from, int length);

        static native int poll(Pointer fds, int count, int timeoutMillis);

        static native int munmap(Pointer start, int length);
    }

    /**
     * There {@code mmap} has an offset of 32 bits or of 64, depending on the library; this one has 64. Bound when it is first
     * used, because not every library has it.
     */
    private static final class Map32 {
        static native Pointer mmap64(
                @Nullable Pointer wanted, int length, int protection, int flags, int fd, long offset);
    }
}
