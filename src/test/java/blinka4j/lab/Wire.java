// SPDX-License-Identifier: MIT
package blinka4j.lab;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A socket between the harness and QEMU. QEMU connects when it starts, so nothing is lost.
 */
final class Wire implements Closeable {
    private final String name;
    private final Consumer<byte[]> reader;
    private final ServerSocketChannel server;
    private @Nullable SocketChannel channel;

    /** Listens on the socket with this name. A thread passes the arriving bytes to the reader. */
    Wire(Path folder, String name, Consumer<byte[]> reader) throws IOException {
        this.name = name;
        this.reader = reader;
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(folder.resolve(name)));
        server.configureBlocking(false);
    }

    /** Waits for QEMU as long as it runs. */
    void connect(BooleanSupplier running, Duration patience) throws IOException {
        SocketChannel accepted = server.accept();
        for (long end = System.nanoTime() + patience.toNanos(); accepted == null; accepted = server.accept()) {
            if (!running.getAsBoolean() || System.nanoTime() - end > 0) {
                throw new LabException("QEMU did not connect its " + name + " socket");
            }
            Guest.pause();
        }
        server.close();
        channel = accepted;
        InputStream input = Channels.newInputStream(accepted);
        Thread thread = new Thread(() -> pump(input), "lab-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    private void pump(InputStream input) {
        byte[] buffer = new byte[1 << 16];
        try {
            for (int count = input.read(buffer); count >= 0; count = input.read(buffer)) {
                reader.accept(Arrays.copyOf(buffer, count));
            }
        } catch (IOException e) {
            // QEMU or the test has closed the socket. A thread that waits for an answer reports it.
        }
    }

    synchronized void write(byte[] bytes) {
        if (channel == null) {
            throw new IllegalStateException("the " + name + " socket is not connected");
        }
        try {
            for (ByteBuffer buffer = ByteBuffer.wrap(bytes); buffer.hasRemaining(); ) {
                channel.write(buffer);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("QEMU's " + name + " socket is gone", e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        if (channel != null) {
            channel.close();
        }
    }
}
