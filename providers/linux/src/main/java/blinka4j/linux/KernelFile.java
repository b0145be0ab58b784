// SPDX-License-Identifier: MIT
package blinka4j.linux;

import blinka4j.NotAvailableException;
import blinka4j.provider.Host;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of the kernel with a whole number, such as the raw value of a converter. It stays open. */
final class KernelFile implements AutoCloseable {
    private final String user;
    private final RandomAccessFile file;
    private final byte[] buffer = new byte[32];
    private boolean closed;

    private KernelFile(String user, String path, Path real, String mode) {
        this.user = user;
        try {
            file = new RandomAccessFile(real.toFile(), mode);
        } catch (IOException e) {
            throw new NotAvailableException(
                    "%s cannot be opened (%s). 'dmesg' may say why.".formatted(path, e.getMessage()), e);
        }
    }

    /** @param user the name of the port in messages */
    static KernelFile toRead(Host host, String user, String path) {
        Path real = host.path(path);
        if (!Files.isReadable(real)) {
            throw denied(path, "r");
        }
        return new KernelFile(user, path, real, "r");
    }

    /** @param user the name of the port in messages */
    static KernelFile toWrite(Host host, String user, String path) {
        Path real = host.path(path);
        if (!Files.isWritable(real)) {
            throw denied(path, "w");
        }
        return new KernelFile(user, path, real, "rw");
    }

    /** The error of a file that the user may not use. */
    static NotAvailableException denied(String path, String permission) {
        return new NotAvailableException(
                "no permission to use %1$s. Run the program as a user that may, or allow all users: sudo chmod a+%2$s %1$s"
                        .formatted(path, permission));
    }

    /**
     * Writes a setting.
     *
     * @param path a file that there is
     */
    static void set(Host host, String path, String value) {
        Path real = host.path(path);
        if (!Files.isWritable(real)) {
            throw new NotAvailableException(
                    "no permission to set %1$s to '%2$s'. Set it before the program runs: echo '%2$s' | sudo tee %1$s, or allow all users: sudo chmod a+w %1$s"
                            .formatted(path, value));
        }
        try {
            Files.writeString(real, value);
        } catch (IOException e) {
            throw new NotAvailableException(
                    "%s cannot be set to '%s' (%s). If another program uses the device, end it; 'dmesg' may say why."
                            .formatted(path, value, e.getMessage()),
                    e);
        }
    }

    /** Returns the number, which the kernel makes when its file is read from the start. */
    synchronized long read() throws IOException {
        requireOpen();
        file.seek(0);
        int length = file.read(buffer);
        long number = 0;
        int first = length > 0 && buffer[0] == '-' ? 1 : 0;
        int at = first;
        while (at < length && buffer[at] >= '0' && buffer[at] <= '9') {
            number = 10 * number + buffer[at++] - '0';
        }
        if (at == first) {
            throw new IOException("it is not a number");
        }
        return first == 1 ? -number : number;
    }

    /** Writes the number at once, because the kernel takes the text of one write. */
    synchronized void write(long number) throws IOException {
        requireOpen();
        file.seek(0);
        file.write(Long.toString(number).getBytes(StandardCharsets.US_ASCII));
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("%s is closed. Open it again to use it.".formatted(user));
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        try {
            file.close();
        } catch (IOException e) {
            // The kernel has taken each number already.
        }
    }
}
