// SPDX-License-Identifier: MIT
package blinka4j.trace;

import blinka4j.NotAvailableException;
import blinka4j.provider.BoardDefinition;
import blinka4j.provider.BoardRegistry;
import blinka4j.provider.Provider;
import blinka4j.runtime.Blinka;
import blinka4j.sim.SimClock;
import java.nio.file.Path;
import java.util.ServiceLoader;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A board that answers as a trace says. Makes a test from a recording:
 *
 * <pre>{@code
 * assertEquals(21.5, Replay.of(Path.of("bme280.trace"), blinka -> new BME280(blinka.i2c()).temperature()), 0.01);
 * }</pre>
 *
 * <p>A {@linkplain #strict strict} replay expects the calls of the trace on each bus, pin and device, in the same order and with the same
 * bytes. A {@linkplain #tolerant tolerant} one answers a call with the next line that the trace has for the same call, or else with the
 * last one: order and number of the calls may differ. For a serial port it gives the bytes of the trace in any portions. Otherwise both
 * throw an {@link AssertionError} that has the line of the file.
 *
 * <p>Time is simulated. It jumps to the times of the trace, and passes in {@code Time.sleep} and {@link #clock}. Edges come when their time
 * has passed, in the thread that lets it pass. {@code Thread.sleep} lets no time pass.
 */
public final class Replay implements AutoCloseable {
    private final Player player;
    private final Provider provider;
    private final Blinka blinka;
    private Blinka.@Nullable Scope scope;
    private boolean closed;

    private Replay(Trace trace, BoardDefinition board, boolean strict) {
        player = new Player(trace, strict);
        provider = new ReplayProvider(player, board);
        blinka = Blinka.open(board, provider);
    }

    /**
     * Runs a program on a strict replay, and returns its result.
     *
     * @throws AssertionError if the program does not do the same as in the trace
     * @throws blinka4j.NotAvailableException if the file cannot be read, or its board is not known
     */
    public static <R> R of(Path trace, Function<Blinka, R> program) {
        try (Replay replay = strict(trace)) {
            return program.apply(replay.blinka);
        }
    }

    /**
     * Makes a strict replay.
     *
     * @throws blinka4j.NotAvailableException if the file cannot be read, or its board is not known
     */
    public static Replay strict(Path trace) {
        Trace read = Trace.read(trace);
        return new Replay(read, board(read), true);
    }

    /** Makes a strict replay of a trace whose board is in no list. */
    public static Replay strict(Path trace, BoardDefinition board) {
        return new Replay(Trace.read(trace), board, true);
    }

    /**
     * Makes a tolerant replay.
     *
     * @throws blinka4j.NotAvailableException if the file cannot be read, or its board is not known
     */
    public static Replay tolerant(Path trace) {
        Trace read = Trace.read(trace);
        return new Replay(read, board(read), false);
    }

    /** Makes a tolerant replay of a trace whose board is in no list. */
    public static Replay tolerant(Path trace, BoardDefinition board) {
        return new Replay(Trace.read(trace), board, false);
    }

    static BoardDefinition board(Trace trace) {
        BoardRegistry any = null;
        for (BoardRegistry registry : ServiceLoader.load(BoardRegistry.class)) {
            if (registry.ids().contains(trace.board())) {
                return registry.board(trace.board());
            }
            any = registry;
        }
        if (any == null) {
            throw new NotAvailableException(
                    "no list of boards is on the class path, so the pins of %s in %s are not known. Add io.github.blinka4j:blinka4j-boards, or pass the board."
                            .formatted(trace.board(), trace));
        }
        return any.board(trace.board());
    }

    /**
     * Makes {@code Board.*} mean this board until it is closed: in all threads, or, in a test that has its board by a
     * {@link Blinka.Scope#ofThread scope} (such as {@code @Simulated}), in this thread and those that it starts. For an unchanged program.
     */
    public Replay use() {
        if (scope == null) {
            scope = Blinka.use(blinka);
            if (!Blinka.current().equals(blinka)) {
                scope.close();
                scope = Blinka.Scope.ofThread(blinka);
            }
        }
        return this;
    }

    /** The board as a program uses it. */
    public Blinka blinka() {
        return blinka;
    }

    /** The provider that plays the trace. */
    public Provider provider() {
        return provider;
    }

    /** The time of the replay, which begins at 0. {@code clock().advance(…)} lets it pass, and edges come. */
    public SimClock clock() {
        return player.clock();
    }

    /**
     * Closes the board. {@code Board.*} means the same as before {@link #use}. Closing again does nothing.
     *
     * @throws AssertionError if a call differed from the trace, or if a strict replay has lines left
     */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        Blinka.Scope started = scope;
        scope = null;
        try {
            blinka.close();
        } finally {
            if (started != null) {
                started.close();
            }
            player.clock().close();
        }
        player.finish();
    }
}
