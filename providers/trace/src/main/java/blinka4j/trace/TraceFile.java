// SPDX-License-Identifier: MIT
package blinka4j.trace;

import blinka4j.NotAvailableException;
import blinka4j.provider.BoardDefinition;
import blinka4j.provider.Clock;
import blinka4j.provider.LinesPort;
import blinka4j.provider.Provider;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Does the calls and writes a line for each when it has ended. Each line is one write to the system without a buffer here, so that all
 * lines are in the file whatever ends the program.
 *
 * <p>If the file cannot be written, for example because the disk is full, the hardware continues: a motor must still be stopped. The
 * recording ends with a warning in the log of the system, and {@link #close} throws the error.
 */
final class TraceFile implements Script, AutoCloseable {
    private static final Logger LOG = System.getLogger("blinka4j.trace");

    private final Path file;
    private final Provider provider;
    private final OutputStream out;
    private final long started;
    private @Nullable IOException failure;
    private boolean closed;

    /** @throws NotAvailableException if the file cannot be written */
    TraceFile(BoardDefinition board, Provider provider, Path file) {
        this(board, provider, file, open(file));
    }

    TraceFile(BoardDefinition board, Provider provider, Path file, OutputStream out) {
        this.file = file;
        this.provider = provider;
        this.out = out;
        this.started = provider.clock().nanos();
        String header = "%s %s\n# %s, provider %s, %s\n"
                .formatted(
                        Trace.HEADER,
                        board.id(),
                        board.name(),
                        provider.name(),
                        Instant.now().truncatedTo(ChronoUnit.SECONDS));
        try {
            out.write(header.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw cannotWrite(file, e);
        }
    }

    /** Two programs that write to one file would destroy it. */
    private static OutputStream open(Path file) {
        try {
            if (!file.getFileSystem().equals(FileSystems.getDefault())) {
                return Files.newOutputStream(file);
            }
            // Appending, as there may be no file with a length, such as /dev/stderr. An interrupt does not close such a
            // stream.
            FileOutputStream out = new FileOutputStream(file.toFile(), true);
            if (Files.isRegularFile(file)) {
                try {
                    begin(out.getChannel(), file);
                } catch (IOException | RuntimeException e) {
                    try (out) {
                        throw e;
                    }
                }
            }
            return out;
        } catch (IOException e) {
            throw cannotWrite(file, e);
        }
    }

    private static void begin(FileChannel channel, Path file) throws IOException {
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "no locks on the file system of {0}: {1}", file, e);
            channel.truncate(0);
            return;
        }
        if (lock == null) {
            throw new NotAvailableException(
                    "cannot write the trace %s: another recording writes to it. End that, or name another file."
                            .formatted(file));
        }
        // Held until the file is closed, or the program ends.
        channel.truncate(0);
    }

    private static NotAvailableException cannotWrite(Path file, IOException e) {
        return new NotAvailableException(
                "cannot write the trace %s: %s. Name a file in a folder that exists, that you may write to, and that has room."
                        .formatted(file, e),
                e);
    }

    @Override
    public String play(String subject, String call, Supplier<String> action) {
        long start = now();
        String result = "";
        String error = null;
        try {
            result = action.get();
            return result;
        } catch (RuntimeException | Error e) {
            error = Failures.text(e);
            throw e;
        } finally {
            write(start, now() - start, subject, call, result.isEmpty() ? null : result, error);
        }
    }

    @Override
    public void watch(
            String subject, String call, LinesPort.EdgeListener listener, Consumer<LinesPort.EdgeListener> action) {
        Edges edges = new Edges(subject, listener);
        try {
            play(subject, call, () -> {
                action.accept(edges);
                return "";
            });
        } finally {
            edges.begin();
        }
    }

    @Override
    public Clock clock() {
        return provider.clock();
    }

    private long now() {
        return clock().nanos() - started;
    }

    private void write(
            long start, long duration, String subject, String call, @Nullable String result, @Nullable String error) {
        int space = subject.indexOf(' ');
        write(new TraceEvent(
                        0,
                        start,
                        duration,
                        subject.substring(0, space),
                        Tokens.text(subject.substring(space + 1)),
                        call,
                        result,
                        error)
                + "\n");
    }

    private synchronized void write(String lines) {
        if (closed || failure != null) {
            return;
        }
        try {
            out.write(lines.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            failure = e;
            LOG.log(
                    Level.WARNING,
                    "The trace {0} ends here, because it cannot be written: {1}. The program continues.",
                    file,
                    e);
        }
    }

    /** @throws UncheckedIOException if a line could not be written */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try (out) {
            if (failure != null) {
                throw failure;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the trace %s is not complete, because it could not be written (%s). Make room for it and record again."
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    /** Writes the edges of a watch. Those that come before the line of the watch are written after it. */
    private final class Edges implements LinesPort.EdgeListener {
        private final String subject;
        private final LinesPort.EdgeListener listener;
        private final List<Runnable> early = new ArrayList<>();
        private boolean begun;

        private Edges(String subject, LinesPort.EdgeListener listener) {
            this.subject = subject;
            this.listener = listener;
        }

        private synchronized void begin() {
            begun = true;
            early.forEach(Runnable::run);
        }

        @Override
        public void edge(int line, boolean rising, long timestampNanos, long sequence) {
            long came = now();
            String call = "edge %s%s %s %s"
                    .formatted(
                            line == ONLY_LINE ? "" : line + " ",
                            rising ? "rising" : "falling",
                            timestampNanos - started,
                            sequence);
            synchronized (this) {
                if (begun) {
                    write(came, 0, subject, call, null, null);
                } else {
                    early.add(() -> write(came, 0, subject, call, null, null));
                }
            }
            listener.edge(line, rising, timestampNanos, sequence);
        }
    }
}
