// SPDX-License-Identifier: MIT
package blinka4j.samples.launcher;

import blinka4j.bench.Bench;
import blinka4j.bench.BenchProvider;
import blinka4j.boards.Boards;
import blinka4j.provider.BoardDefinition;
import blinka4j.provider.BoardRegistry.Detected;
import blinka4j.provider.Host;
import blinka4j.runtime.Blinka;
import blinka4j.sim.SimProvider;
import java.util.Optional;

/**
 * The board that a sample runs on.
 *
 * @param blinka the board that the program runs on, a real or a simulated one
 * @param announcement one line for the user: which board and why
 */
record Stage(Blinka blinka, String announcement) {
    private static final String PROVIDER = "BLINKA_PROVIDER";
    private static final String SIMULATED = "sim";
    private static final String BENCH = "bench";

    /**
     * Returns this machine if it is a board, or the board and provider that the user has named. Otherwise returns a simulated board.
     *
     * @param bench true for a simulated board in the browser, in any case
     * @throws blinka4j.NotAvailableException if the named board or provider is not available, or no provider can reach the board
     */
    static Stage of(Sample sample, boolean bench) {
        if (bench) {
            System.setProperty("blinka.provider", BENCH);
        }
        Host host = Host.local();
        String provider = host.setting(PROVIDER).orElse("");
        boolean known = host.setting("BLINKA_FORCEBOARD").isPresent() || isBoard(host);
        boolean substitute = !known && provider.isEmpty();
        if (substitute) {
            // As if the user had set it, because the simulator is never selected automatically.
            System.setProperty("blinka.provider", SIMULATED);
        }
        if (substitute || (!known && (provider.equalsIgnoreCase(SIMULATED) || provider.equalsIgnoreCase(BENCH)))) {
            System.setProperty("blinka.forceboard", sample.simulatedBoard());
        }
        Blinka blinka = Blinka.current();
        String name = blinka.board().name();
        String used = blinka.provider().name();
        if (!(blinka.provider() instanceof SimProvider)) {
            return new Stage(
                    blinka, "Running on %s (%s) with the provider %s.".formatted(name, blinka.evidence(), used));
        }
        return new Stage(
                blinka,
                substitute
                        ? "No board found here. Running on a simulated %s (%s=%s).".formatted(name, PROVIDER, SIMULATED)
                        : "Running on a simulated %s.".formatted(name));
    }

    /** True if the machine is a known board, as opposed to a PC. */
    private static boolean isBoard(Host host) {
        Detected detected = Boards.detect(host);
        return detected != null && !detected.board().id().equals(BoardDefinition.GENERIC_LINUX);
    }

    /** Attaches the sample's devices if the board is simulated. */
    void attach(Sample sample) {
        if (blinka.provider() instanceof SimProvider simulator) {
            sample.attachTo(simulator.board());
        }
    }

    /** The page in the browser, if there is one. The first call prints its address. */
    Optional<Bench> bench() {
        return blinka.provider() instanceof BenchProvider provider ? Optional.of(provider.bench()) : Optional.empty();
    }

    /** The same page with a new board, after {@link #close}. */
    Stage again() {
        if (blinka.provider() instanceof BenchProvider provider) {
            provider.newBoard();
        }
        Blinka next = Blinka.open(blinka.board(), blinka.provider());
        Blinka.use(next);
        return new Stage(next, announcement);
    }

    /** Closes the pins and buses that are still open. Closing again does nothing. */
    void close() {
        blinka.close();
    }
}
