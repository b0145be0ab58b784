// SPDX-License-Identifier: MIT
package blinka4j.linux;

import blinka4j.NotAvailableException;
import blinka4j.provider.Host;
import blinka4j.provider.NvmPort;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** The bytes in a file of the user's: {@code BLINKA_NVM}, or one in the folder that the XDG base directory specification names. */
final class LinuxNvm implements NvmPort {
    private static final int LENGTH = 4096;
    private static final byte ERASED = (byte) 0xFF;
    /** A program locks a file for all its threads. */
    private static final Object THREADS = new Object();

    private final Path file;

    LinuxNvm(Host host) {
        String setting = host.setting("BLINKA_NVM").orElseGet(() -> folder(host) + "/blinka4j/nvm");
        try {
            file = Path.of(setting).toAbsolutePath();
        } catch (InvalidPathException e) {
            throw new NotAvailableException("'%s' is no path. Set BLINKA_NVM to a file.".formatted(setting), e);
        }
    }

    private static String folder(Host host) {
        return host.setting("XDG_STATE_HOME")
                .filter(folder -> folder.startsWith("/"))
                .orElseGet(() ->
                        host.setting("HOME").orElseGet(() -> System.getProperty("user.home", "")) + "/.local/state");
    }

    @Override
    public int length() {
        return LENGTH;
    }

    @Override
    public byte[] read() {
        byte[] bytes = new byte[LENGTH];
        Arrays.fill(bytes, ERASED);
        // Not "exists", which is false for a file in a folder without permission.
        if (!Files.notExists(file)) {
            locked("read", true, channel -> fill(channel, ByteBuffer.wrap(bytes)), StandardOpenOption.READ);
        }
        return bytes;
    }

    private static void fill(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
    }

    @Override
    public void write(int start, byte[] bytes) {
        locked(
                "written",
                false,
                channel -> {
                    // Bytes that were not written yet have no place in the file.
                    byte[] erased = new byte[(int) Math.max(0, start - channel.size())];
                    Arrays.fill(erased, ERASED);
                    write(channel, ByteBuffer.wrap(erased), start - erased.length);
                    write(channel, ByteBuffer.wrap(bytes), start);
                    channel.force(false);
                },
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
    }

    private static void write(FileChannel channel, ByteBuffer bytes, int start) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes, start + bytes.position());
        }
    }

    private interface Access {
        void use(FileChannel channel) throws IOException;
    }

    private void locked(String what, boolean isShared, Access access, StandardOpenOption... options) {
        synchronized (THREADS) {
            // An interrupt closes the file in the middle of the work. It is there again afterwards.
            boolean isInterrupted = Thread.interrupted();
            try {
                requireFile();
                Path folder = file.getParent();
                if (!isShared && folder != null) {
                    Files.createDirectories(folder);
                }
                while (isCutOff(isShared, access, options)) {
                    isInterrupted |= Thread.interrupted();
                }
            } catch (IOException e) {
                String why = e instanceof AccessDeniedException ? "no permission" : e.toString();
                throw new NotAvailableException(
                        "the bytes of nvm in %s cannot be %s: %s. Set BLINKA_NVM to a file that this user can write."
                                .formatted(file, what, why),
                        e);
            } finally {
                if (isInterrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    /** Returns true if an interrupt came in the middle of it. */
    private boolean isCutOff(boolean isShared, Access access, StandardOpenOption... options) throws IOException {
        try (FileChannel channel = FileChannel.open(file, options);
                FileLock lock = channel.lock(0, Long.MAX_VALUE, isShared)) {
            requireLength(lock.channel().size());
            access.use(channel);
            return false;
        } catch (ClosedByInterruptException | FileLockInterruptionException e) {
            return true;
        }
    }

    /** Opening a FIFO would wait for ever. */
    private void requireFile() {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw notOurs("it is no file");
        }
    }

    private void requireLength(long length) {
        if (length > LENGTH) {
            throw notOurs("it has %s bytes, more than %s".formatted(length, LENGTH));
        }
    }

    private NotAvailableException notOurs(String why) {
        return new NotAvailableException(
                "%s is not the memory of nvm: %s. Set BLINKA_NVM to another file.".formatted(file, why));
    }
}
