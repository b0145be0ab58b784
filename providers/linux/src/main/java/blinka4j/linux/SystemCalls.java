// SPDX-License-Identifier: MIT
package blinka4j.linux;

import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * The system calls that this provider makes. Each returns what the kernel returned, or the negated error number:
 * {@code -Errno.EBUSY}. None throws.
 */
interface SystemCalls {
    int O_RDONLY = 0x0;
    int O_WRONLY = 0x1;
    int O_RDWR = 0x2;
    int O_NOCTTY = 0x100;
    int O_NONBLOCK = 0x800;
    int O_CLOEXEC = 0x8_0000;
    int O_SYNC = 0x10_1000;

    int POLLIN = 0x1;
    int POLLOUT = 0x4;
    int POLLERR = 0x8;
    int POLLHUP = 0x10;
    int POLLNVAL = 0x20;

    int open(String path, int flags);

    int close(int fd);

    int ioctl(int fd, NativeLong request, @Nullable Pointer argument);

    /** The same, for a request that opens a file. */
    default int openingIoctl(int fd, NativeLong request, Pointer argument) {
        return ioctl(fd, request, argument);
    }

    /**
     * The same, for a call that a program may make a million times, and that may be made twice instead of once: it is
     * {@linkplain ForeignIoctl made in the fastest way} then.
     */
    default int repeatedIoctl(int fd, NativeLong request, Block argument) {
        return ioctl(fd, request, argument.pointer);
    }

    int read(int fd, Pointer into, int length);

    int write(int fd, Pointer from, int length);

    /** @param fds {@code count} times {@code struct pollfd}, of 8 bytes each */
    int poll(Pointer fds, int count, int timeoutMillis);

    /** A counter to wake a poll with: 0, closed on exec, never blocking. */
    int eventfd();

    /** Makes reads and writes return {@code EAGAIN} where they would wait. */
    int nonBlocking(int fd);

    /** Takes the file for this process alone, or returns {@code -EAGAIN} where another has it. */
    int lock(int fd);

    /**
     * Maps a file into memory, shared, to be read and written.
     *
     * @param offset a multiple of the page's size
     * @return the address, or the negated error number
     */
    long map(int fd, long offset, int length);

    int unmap(long address, int length);
}
