// SPDX-License-Identifier: MIT
package blinka4j.bench;

import blinka4j.sim.SimBoard;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The page that shows a simulated board, while it is served. {@link BenchProvider#bench} opens it. */
public final class Bench implements AutoCloseable {
    private static final long PERIOD_MILLIS = 50;

    private final Feed feed = new Feed();
    private final Controls controls = new Controls();
    private final Printed printed = new Printed();
    private final RegisterNames registers = RegisterNames.load();
    private final Server server;
    private final Thread looker = new Thread(this::look, "blinka4j-bench");

    /** A board, and all that belongs to it. */
    private record Shown(SimBoard board, Traffic traffic, View view, Log log, int run) {}

    private volatile @Nullable Shown shown;
    private volatile String program = "";
    private volatile boolean closed;

    private Bench(int port) {
        try {
            server = Server.open(port, feed, controls);
        } catch (RuntimeException | Error e) {
            printed.close();
            throw e;
        }
        looker.setDaemon(true);
        looker.start();
    }

    static Bench open(int port) {
        Bench bench = new Bench(port);
        bench.printed.say("bench: " + bench.address());
        return bench;
    }

    /** The address of the page, such as {@code http://127.0.0.1:40123/}. */
    public URI address() {
        return server.address();
    }

    /** Sets the name of the program for the page's title. */
    public void program(String name) {
        program = name;
    }

    /**
     * Offers to restart the program on the page.
     *
     * @param action asks the program to start again; called on a thread of the page
     */
    public void onRestart(Runnable action) {
        controls.onRestart(action);
    }

    /** Shows a board instead of the one before. */
    void show(SimBoard board) {
        Shown before = shown;
        Traffic traffic = new Traffic(board.clock());
        View view = new View(board, controls, traffic);
        controls.board(board);
        shown = new Shown(board, traffic, view, new Log(registers), before == null ? 0 : before.run + 1);
    }

    /** Where to note the traffic of a board that is shown. */
    Traffic traffic(SimBoard board) {
        Shown now = shown;
        return now != null && now.board.equals(board) ? now.traffic : new Traffic(board.clock());
    }

    /** Makes events while a page is open. */
    private void look() {
        int run = -1;
        try {
            while (feed.awaitReader()) {
                Shown now = shown;
                if (now != null) {
                    if (now.run != run) {
                        feed.clear();
                        run = now.run;
                    }
                    look(now);
                }
                TimeUnit.MILLISECONDS.sleep(PERIOD_MILLIS);
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    private void look(Shown now) {
        feed.put("board", now.view.board(now.run, program, controls.canRestart()));
        feed.put("clock", now.view.clock());
        String trouble = "";
        try {
            List<Part> parts = Part.on(now.board);
            feed.put("pins", now.view.pins());
            feed.put("parts", now.view.parts(parts));
            for (Traffic.Transfer transfer : now.traffic.take()) {
                feed.append("log", now.log.line(transfer, parts));
            }
        } catch (RuntimeException e) {
            // A mistake in a simulated chip must not end the page.
            trouble = e.toString();
        }
        feed.put("trouble", new Json().value(trouble).toString());
        double seconds = now.board.clock().nanos() / 1e9;
        for (Printed.Line line : printed.take()) {
            Json json = new Json().object().member("t", seconds).member("error", line.error());
            feed.append("output", json.member("text", line.text()).endObject().toString());
        }
    }

    /** Frees the port and ends the threads. The pages show the last state. Closing again does nothing. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            printed.close();
            feed.close();
            server.close();
            looker.interrupt();
        }
    }
}
