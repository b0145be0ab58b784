// SPDX-License-Identifier: MIT
package blinka4j.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import blinka4j.boards.Boards;
import blinka4j.provider.Host;
import blinka4j.runtime.Blinka;
import blinka4j.sim.SimBoard;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs the command on a simulated board, or with the files of another machine, and keeps its output. */
final class Trial implements AutoCloseable {
    final SimBoard board;
    final Map<String, String> environment = new HashMap<>(Map.of("LANG", "C.UTF-8", "TERM", "xterm"));
    boolean isTerminal;
    String in = "";
    Host host = new Host(Path.of("/nonexistent"), "Linux", Map.of());
    String out = "";
    String err = "";
    int exit;
    private final Blinka.Scope scope;

    Trial() {
        this("RASPBERRY_PI_4B");
    }

    Trial(String id) {
        board = SimBoard.open(Boards.board(id));
        scope = Blinka.Scope.ofThread(board.blinka());
    }

    Trial run(String... arguments) {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        ByteArrayOutputStream noted = new ByteArrayOutputStream();
        exit = Main.run(console(written, noted), arguments);
        out = written.toString(UTF_8);
        err = noted.toString(UTF_8);
        return this;
    }

    Trial run(Command command, String... arguments) {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        ByteArrayOutputStream noted = new ByteArrayOutputStream();
        exit = Main.run(console(written, noted), command, List.of(arguments));
        out = written.toString(UTF_8);
        err = noted.toString(UTF_8);
        return this;
    }

    Console console(OutputStream written, OutputStream noted) {
        return new Console(new ByteArrayInputStream(in.getBytes(UTF_8)), written, noted, isTerminal, environment, host);
    }

    @Override
    public void close() {
        scope.close();
        board.close();
    }
}
