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
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A device file {@code /dev/hidrawN}, which the kernel's {@code Documentation/hid/hidraw.rst} describes. It is locked for this program.
 *
 * <p>A thread writes and reads it. A read has no timeout, and Java closes a channel whose thread is interrupted: so the caller waits for
 * the thread, not for the file. Needs no native code.
 */
final class HidrawDevice implements HidDevice, Runnable {
    private final String path;
    private final FileChannel channel;
    /** With the number of the report in front, 0. */
    private final ByteBuffer sent = ByteBuffer.allocateDirect(1 + REPORT);

    private final ByteBuffer received = ByteBuffer.allocateDirect(REPORT);

    // What follows is guarded by this object's monitor.
    private boolean asked;
    private boolean closed;
    private @Nullable IOException failure;

    private HidrawDevice(String path, FileChannel channel) {
        this.path = path;
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
        FileChannel channel;
        try {
            // Not RandomAccessFile: it would create a regular file if the device has just gone.
            channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new NotAvailableException(
                    "%s cannot be opened (%s). Connect the bridge again.".formatted(path, e.getMessage()), e);
        }
        try {
            lock(path, channel);
            HidrawDevice device = new HidrawDevice(path, channel);
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
        } catch (OverlappingFileLockException e) {
            throw new PinException(
                    "%s is already open in this program, by another provider 'usb'. Close that, or use it."
                            .formatted(path),
                    e);
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
            closed = true;
            notifyAll();
        }
        // Ends a read of the thread.
        close(channel);
    }
}
