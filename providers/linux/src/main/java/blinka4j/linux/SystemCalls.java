// SPDX-License-Identifier: MIT
package blinka4j.linux;

/**
 * The system calls that this provider makes. Each returns what the kernel returned, or the negated error number:
 * {@code -Errno.EBUSY}. None throws. None allocates, but for {@link #open}.
 */
interface SystemCalls {
    int O_RDONLY = 0x0;
    int O_WRONLY = 0x1;
    int O_RDWR = 0x2;
    int O_NOCTTY = 0x100;
    int O_NONBLOCK = 0x800;
    int O_CLOEXEC = 0x8_0000;
    int O_SYNC = 0x10_1000;

    int EFD_NONBLOCK_CLOEXEC = O_NONBLOCK | O_CLOEXEC;
    int AF_NETLINK = 16;
    int SOCK_DGRAM_CLOEXEC = 2 | O_CLOEXEC;
    int NETLINK_CONNECTOR = 11;
    int F_SETFL = 4;
    int LOCK_EX_NB = 2 | 4;
    int PROT_READ_WRITE = 1 | 2;
    int MAP_SHARED = 1;
    long MAP_FAILED = -1;

    int POLLIN = 0x1;
    int POLLOUT = 0x4;
    int POLLERR = 0x8;
    int POLLHUP = 0x10;
    int POLLNVAL = 0x20;

    int open(String path, int flags);

    int close(int fd);

    /** @param request one of {@link Ioctl} */
    int ioctl(int fd, long request, Block argument);

    /** Makes a request whose argument is a number, or 0 if it has none. */
    int ioctl(int fd, long request, int argument);

    int read(int fd, Block into, int length);

    int write(int fd, Block from, int length);

    /** @param fds {@code count} times {@code struct pollfd}, of 8 bytes each */
    int poll(Block fds, int count, int timeoutMillis);

    /** Returns a counter that wakes a poll: it starts at 0, is closed on exec and never blocks. */
    int eventfd();

    /** Returns a socket of the kernel's connector. A write sends a message to the kernel, a read receives one. It is closed on exec. */
    int connector();

    /** Makes reads and writes return {@code EAGAIN} instead of waiting. */
    int nonBlocking(int fd);

    /** Locks the file for this process, or returns {@code -EAGAIN} if another process has locked it. */
    int lock(int fd);

    /**
     * Maps a file into memory, shared, for reading and writing.
     *
     * @param offset a multiple of the page size
     * @return the address, or the negated error number
     */
    long map(int fd, long offset, int length);

    int unmap(long address, int length);
}
