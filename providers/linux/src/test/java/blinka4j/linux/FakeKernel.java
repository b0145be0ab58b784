// SPDX-License-Identifier: MIT
package blinka4j.linux;

import blinka4j.kernel.Errno;
import blinka4j.provider.Host;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A kernel that plays the devices a test gives it, and the failures of its system calls. Offsets and numbers are those
 * that a C compiler gives for the kernel's headers, written here once more.
 */
final class FakeKernel implements SystemCalls {
    /** An open file. Its methods are called one at a time. */
    interface File {
        default int ioctl(long request, @Nullable Pointer argument) {
            return -Errno.ENOTTY;
        }

        default int read(Pointer into, int length) {
            return -Errno.EINVAL;
        }

        default int write(Pointer from, int length) {
            return -Errno.EINVAL;
        }

        /** Returns the events that a poll would report. */
        default int ready() {
            return 0;
        }

        /** The memory behind an offset; null if the file has none. */
        default @Nullable Memory memory(long offset, int length) {
            return null;
        }

        /** Returns the result of flock(2). */
        default int lock() {
            return 0;
        }

        default void closed() {}
    }

    /** A device that can be opened. */
    interface Device {
        File open();
    }

    private final Map<String, Device> devices = new HashMap<>();
    private final Map<String, Integer> refusals = new HashMap<>();
    private final Map<Integer, File> open = new TreeMap<>();
    private int nextFd = 3;
    /** The other end of the connector, or the number of the error of its socket. */
    private @Nullable File connector;

    private int connectorError;
    private int interruptions;
    private int calls;
    private int polls;

    private int pollDelayMillis;

    /** The mappings by address. */
    private final Map<Long, Memory> mapped = new HashMap<>();

    /** The files that sleeping polls wait for. */
    private final List<File> awaited = new ArrayList<>();

    final Host host;
    private final Path root;

    FakeKernel(Path root) {
        this.root = root;
        this.host = new Host(root, "Linux", Map.of());
    }

    /** Adds a device at a path, and an empty file there so that the folder lists it. */
    synchronized void device(String path, Device device) {
        file(path, "");
        devices.put(root + path, device);
    }

    synchronized void remove(String path) {
        devices.remove(root + path);
        try {
            Files.delete(root.resolve(path.substring(1)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Makes each opening of a path fail. */
    synchronized void refuse(String path, int errno) {
        file(path, "");
        refusals.put(root + path, errno);
    }

    synchronized void connector(File kernelsEnd) {
        connector = kernelsEnd;
    }

    synchronized void refuseConnector(int errno) {
        connectorError = errno;
    }

    /** Allows the opening of a path again. */
    synchronized void permit(String path) {
        refusals.remove(root + path);
    }

    void file(String path, String text) {
        try {
            Path file = root.resolve(path.substring(1));
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Makes a signal interrupt this number of the next calls. */
    synchronized void interrupt(int count) {
        interruptions = count;
    }

    /** Makes a poll return later. */
    synchronized void delayPolls(int millis) {
        pollDelayMillis = millis;
    }

    synchronized int openFiles() {
        return open.size();
    }

    /** Returns how many calls there were on open files. */
    synchronized int calls() {
        return calls;
    }

    /** Returns how many threads sleep in a poll. */
    synchronized int polls() {
        return polls;
    }

    /** Returns whether one thread sleeps in a poll of this number of files, and none of them would wake it. */
    synchronized boolean sleepsOn(int files) {
        return polls == 1 && awaited.size() == files && awaited.stream().noneMatch(file -> file.ready() != 0);
    }

    /** Wakes sleeping polls after a device has changed. */
    synchronized void changed() {
        notifyAll();
    }

    synchronized int opened(File file) {
        open.put(nextFd, file);
        return nextFd++;
    }

    private boolean interrupted() {
        calls++;
        if (interruptions == 0) {
            return false;
        }
        interruptions--;
        return true;
    }

    @Override
    public synchronized int open(String path, int flags) {
        if (interrupted()) {
            return -Errno.EINTR;
        }
        if (refusals.containsKey(path)) {
            return -refusals.get(path);
        }
        Device device = devices.get(path);
        return device == null ? -Errno.ENOENT : opened(device.open());
    }

    @Override
    public synchronized int close(int fd) {
        File file = open.remove(fd);
        if (file == null) {
            throw new AssertionError("closed twice: " + fd);
        }
        // The kernel would keep the file, and so the line, until that poll returns.
        if (awaited.contains(file)) {
            throw new AssertionError("closed while a poll waits for it: " + fd);
        }
        file.closed();
        return 0;
    }

    private File file(int fd) {
        File file = open.get(fd);
        if (file == null) {
            throw new AssertionError("used after it was closed: " + fd);
        }
        return file;
    }

    @Override
    public synchronized int ioctl(int fd, long request, Block argument) {
        return interrupted() ? -Errno.EINTR : file(fd).ioctl(request, new Pointer(argument.address));
    }

    @Override
    public synchronized int ioctl(int fd, long request, int argument) {
        return interrupted() ? -Errno.EINTR : file(fd).ioctl(request, argument == 0 ? null : new Pointer(argument));
    }

    @Override
    public synchronized int read(int fd, Block into, int length) {
        return interrupted() ? -Errno.EINTR : file(fd).read(new Pointer(into.address), length);
    }

    @Override
    public synchronized int write(int fd, Block from, int length) {
        int result = interrupted() ? -Errno.EINTR : file(fd).write(new Pointer(from.address), length);
        notifyAll();
        return result;
    }

    @Override
    public synchronized int poll(Block fds, int count, int timeoutMillis) {
        if (interrupted()) {
            return -Errno.EINTR;
        }
        File[] files = new File[count];
        for (int i = 0; i < count; i++) {
            files[i] = file(fds.bytes.getInt(i * 8));
        }
        long deadline = System.nanoTime() + timeoutMillis * 1_000_000L;
        polls++;
        awaited.addAll(Arrays.asList(files));
        try {
            while (true) {
                int found = 0;
                for (int i = 0; i < count; i++) {
                    int wanted = fds.bytes.getShort(i * 8 + 4) | POLLERR | POLLHUP;
                    int ready = files[i].ready() & wanted;
                    fds.bytes.putShort(i * 8 + 6, (short) ready);
                    found += ready != 0 ? 1 : 0;
                }
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (found > 0 || (timeoutMillis >= 0 && left <= 0)) {
                    long until = System.nanoTime() + pollDelayMillis * 1_000_000L;
                    while (System.nanoTime() < until) {
                        wait(1);
                    }
                    return found;
                }
                wait(timeoutMillis < 0 ? 0 : left);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            polls--;
            Arrays.asList(files).forEach(awaited::remove);
        }
    }

    @Override
    public synchronized int eventfd() {
        return opened(new File() {
            private long count;

            @Override
            public int read(Pointer into, int length) {
                if (count == 0) {
                    return -Errno.EAGAIN;
                }
                into.setLong(0, count);
                count = 0;
                return 8;
            }

            @Override
            public int write(Pointer from, int length) {
                count += from.getLong(0);
                return 8;
            }

            @Override
            public int ready() {
                return count > 0 ? POLLIN : 0;
            }
        });
    }

    @Override
    public synchronized int connector() {
        File end = connector;
        return end == null || connectorError != 0 ? -connectorError : opened(end);
    }

    @Override
    public synchronized int nonBlocking(int fd) {
        file(fd);
        return 0;
    }

    @Override
    public synchronized int lock(int fd) {
        return file(fd).lock();
    }

    @Override
    public synchronized long map(int fd, long offset, int length) {
        Memory memory = file(fd).memory(offset, length);
        if (memory == null) {
            return -Errno.ENODEV;
        }
        mapped.put(Pointer.nativeValue(memory), memory);
        return Pointer.nativeValue(memory);
    }

    @Override
    public synchronized int unmap(long address, int length) {
        Memory memory = mapped.remove(address);
        if (memory == null || memory.size() != length) {
            throw new AssertionError("not mapped so: " + address + ", " + length);
        }
        return 0;
    }

    /** Returns how many mappings there are. */
    synchronized int mappings() {
        return mapped.size();
    }
}
