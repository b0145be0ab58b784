// SPDX-License-Identifier: MIT
package blinka4j.usb;

import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.kernel.DeviceFile;
import blinka4j.kernel.DeviceKind;
import blinka4j.provider.Host;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A device file {@code /dev/hidrawN}, which the kernel's {@code Documentation/hid/hidraw.rst} describes. It is locked for this program.
 *
 * <p>A thread writes and reads it. A read has no timeout, and Java closes a channel whose thread is interrupted: so the caller waits for
 * the thread, not for the file. Needs no native code.
 */
final class HidrawDevice implements HidDevice, Runnable {
    /**
     * The files that this program has open. Linux ends a lock as soon as the program closes any channel to the file, so a second one must
     * not even be opened.
     */
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

    private final String path;
    private final Path real;
    private final FileChannel channel;
    /** With the number of the report in front, 0. */
    private final ByteBuffer sent = ByteBuffer.allocateDirect(1 + REPORT);

    private final ByteBuffer received = ByteBuffer.allocateDirect(REPORT);

    // What follows is guarded by this object's monitor.
    private boolean asked;
    private boolean closed;
    private @Nullable IOException failure;

    private HidrawDevice(String path, Path real, FileChannel channel) {
        this.path = path;
        this.real = real;
        this.channel = channel;
    }

    /**
     * Opens and locks the file.
     *
     * @throws NotAvailableException if it does not exist, or the user may not open it
     * @throws PinException if it is in use, in this program or another one
     */
    static HidrawDevice open(Host host, String path) {
        DeviceFile.require(
                host,
                DeviceKind.HIDRAW,
                path,
                "Connect the bridge. Its number may have changed: see 'ls /sys/class/hidraw'.");
        return open(path, host.path(path));
    }

    /** @param path the name in messages */
    static HidrawDevice open(String path, Path file) {
        Path real;
        try {
            real = file.toRealPath();
        } catch (IOException e) {
            throw cannotOpen(path, e);
        }
        if (!OPEN.add(real)) {
            throw new PinException(
                    "%s is already open in this program, by another provider 'usb'. Close that, or use it."
                            .formatted(path));
        }
        try {
            return open(path, real, connected(path, real));
        } catch (RuntimeException | Error e) {
            OPEN.remove(real);
            throw e;
        }
    }

    private static NotAvailableException cannotOpen(String path, IOException e) {
        return new NotAvailableException(
                "%s cannot be opened (%s). Connect the bridge again.".formatted(path, e.getMessage()), e);
    }

    private static FileChannel connected(String path, Path real) {
        try {
            // Not RandomAccessFile: it would create a regular file if the device has just gone.
            return FileChannel.open(real, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw cannotOpen(path, e);
        }
    }

    private static HidrawDevice open(String path, Path real, FileChannel channel) {
        try {
            lock(path, channel);
            HidrawDevice device = new HidrawDevice(path, real, channel);
            Thread thread = new Thread(device, "blinka4j " + path);
            thread.setDaemon(true);
            thread.start();
            return device;
        } catch (RuntimeException | Error e) {
            close(channel);
            throw e;
        }
    }

    private static void lock(String path, FileChannel channel) {
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return;
            }
        } catch (IOException e) {
            throw new NotAvailableException(
                    "%s cannot be locked (%s). Connect the bridge again.".formatted(path, e.getMessage()), e);
        }
        throw new PinException(
                "%s is in use by another program, and the bridge takes the commands of one only. Find it with 'sudo fuser -v %s', and end it."
                        .formatted(path, path));
    }

    private static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // It is closed all the same. The device may be gone.
        }
    }

    @Override
    public String name() {
        return path;
    }

    @Override
    public synchronized boolean exchange(byte[] command, byte[] answer, long timeoutNanos) throws IOException {
        long start = System.nanoTime();
        long left = timeoutNanos;
        boolean interrupted = false;
        sent.clear().put((byte) 0).put(command, 0, REPORT).flip();
        asked = true;
        notifyAll();
        while (asked && failure == null && !closed && left > 0) {
            try {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            } catch (InterruptedException e) {
                // The answer comes soon. Without it, the next command would get it.
                interrupted = true;
            }
            left = timeoutNanos - (System.nanoTime() - start);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure != null) {
            throw failure;
        }
        if (asked) {
            return false;
        }
        received.get(0, answer, 0, REPORT);
        return true;
    }

    @Override
    public void run() {
        try {
            while (awaitCommand()) {
                while (sent.hasRemaining()) {
                    channel.write(sent);
                }
                do {
                    received.clear();
                    if (channel.read(received) < 0) {
                        throw new IOException("end of file");
                    }
                } while (received.hasRemaining() || received.get(0) != sent.get(1));
                answered(null);
            }
        } catch (IOException e) {
            answered(e);
        }
    }

    private synchronized boolean awaitCommand() {
        while (!asked && !closed) {
            try {
                wait();
            } catch (InterruptedException e) {
                // Nobody has a reason to: the thread ends when the device is closed.
            }
        }
        return !closed;
    }

    private synchronized void answered(@Nullable IOException with) {
        failure = with;
        asked = false;
        notifyAll();
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            notifyAll();
        }
        // Ends a read of the thread.
        close(channel);
        OPEN.remove(real);
    }
}
