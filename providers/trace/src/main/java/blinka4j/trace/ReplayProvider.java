// SPDX-License-Identifier: MIT
package blinka4j.trace;

import blinka4j.provider.BoardDefinition;
import blinka4j.provider.Clock;
import blinka4j.provider.Host;
import blinka4j.provider.Provider;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs an unchanged program on a trace: {@code BLINKA_PROVIDER=replay BLINKA_REPLAY=bme280.trace}. {@code BLINKA_REPLAY_MODE=tolerant}
 * makes the replay tolerant. On a board, set {@code BLINKA_FORCEBOARD} to the board of the trace.
 *
 * <p>At the end of the program the standard error output has what differed from the trace and, unless the replay is tolerant, which lines
 * the program did not reach. The exit status does not show it. For tests, {@link Replay} is better.
 */
public final class ReplayProvider extends ScriptedProvider {
    private static final String NAME = "replay";

    private @Nullable Player player;
    private @Nullable BoardDefinition board;
    private String boardId = "";

    /** For {@link java.util.ServiceLoader}. {@link #probe} reads the trace. */
    public ReplayProvider() {}

    ReplayProvider(Player player, BoardDefinition board) {
        this.player = player;
        this.board = board;
        this.boardId = board.id();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public synchronized Probe probe(Host host) {
        if (!NAME.equalsIgnoreCase(host.setting("BLINKA_PROVIDER").orElse(null))) {
            return new Probe.Skipped(
                    "a replay is never selected automatically. Set BLINKA_PROVIDER=replay to select it.");
        }
        String file = host.setting("BLINKA_REPLAY").orElse(null);
        if (file == null) {
            return new Probe.Skipped("BLINKA_REPLAY is not set. Set it to the file with the trace.");
        }
        String mode = host.setting("BLINKA_REPLAY_MODE").orElse("strict");
        if (!mode.equals("strict") && !mode.equals("tolerant")) {
            return new Probe.Skipped(
                    "BLINKA_REPLAY_MODE is '%s'. Set it to strict or tolerant, or unset it.".formatted(mode));
        }
        if (player == null) {
            Trace trace = Trace.read(Path.of(file));
            board = Replay.board(trace);
            boardId = trace.board();
            Player made = new Player(trace, mode.equals("strict"));
            player = made;
            Runtime.getRuntime().addShutdownHook(new Thread(() -> report(made), "blinka4j-replay"));
        }
        return new Probe.Usable(1);
    }

    /** The exit status stays as it is: only ending the program at once, before its other shutdown hooks, could change it. */
    private static void report(Player ended) {
        try {
            ended.finish();
        } catch (AssertionError e) {
            // Not a logger: Java's closes its handlers in a shutdown hook too.
            System.err.println("blinka4j: " + e.getMessage());
        }
    }

    @Override
    public synchronized Optional<String> standsFor() {
        return Optional.of(boardId);
    }

    @Override
    public Clock clock() {
        return script().clock();
    }

    @Override
    synchronized Player script() {
        return Objects.requireNonNull(player);
    }

    @Override
    synchronized BoardDefinition board() {
        return Objects.requireNonNull(board);
    }

    @Override
    @Nullable Provider real() {
        return null;
    }
}
