// SPDX-License-Identifier: MIT
package blinka4j.trace;

import blinka4j.provider.BoardDefinition;
import blinka4j.provider.Provider;
import blinka4j.runtime.Blinka;
import java.nio.file.Path;

/**
 * A board whose provider writes all that it does to a file.
 *
 * <pre>{@code
 * try (Recording recording = Recording.start(board, provider, Path.of("bme280.trace"))) {
 *     new BME280(recording.blinka().i2c()).temperature();
 * }
 * }</pre>
 *
 * <p>An unchanged program is recorded with {@code BLINKA_RECORD=bme280.trace}.
 *
 * <p>If the file cannot be written while the program runs, the hardware continues without a recording. The log of the system
 * has a warning, and {@link #close} throws the error.
 */
public final class Recording implements AutoCloseable {
    private final TraceFile file;
    private final Provider provider;
    private final Blinka blinka;

    private Recording(TraceFile file, Provider provider, Blinka blinka) {
        this.file = file;
        this.provider = provider;
        this.blinka = blinka;
    }

    /**
     * Opens a board that is independent of all others. An older file of that name is overwritten.
     *
     * @param provider does the work
     * @throws blinka4j.NotAvailableException if the file cannot be written
     */
    public static Recording start(BoardDefinition board, Provider provider, Path file) {
        TraceFile trace = new TraceFile(board, provider, file);
        Provider recorded = new RecordingProvider(board, provider, trace);
        return new Recording(trace, recorded, Blinka.open(board, recorded));
    }

    /** The board as a program uses it. */
    public Blinka blinka() {
        return blinka;
    }

    /** The provider that records, for another way to open a board. */
    public Provider provider() {
        return provider;
    }

    /**
     * Closes the board, then the file. Closing again does nothing.
     *
     * @throws java.io.UncheckedIOException if the file is not complete, because it could not be written
     */
    @Override
    public void close() {
        try (file) {
            blinka.close();
        }
    }
}
