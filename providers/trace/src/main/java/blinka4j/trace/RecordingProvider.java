// SPDX-License-Identifier: MIT
package blinka4j.trace;

import blinka4j.provider.BoardDefinition;
import blinka4j.provider.Clock;
import blinka4j.provider.Host;
import blinka4j.provider.Line;
import blinka4j.provider.LineState;
import blinka4j.provider.Provider;
import java.util.Optional;

/** Does the same as another provider, whose name it has, and writes it down. */
final class RecordingProvider extends ScriptedProvider {
    private final BoardDefinition board;
    private final Provider real;
    private final Script script;

    RecordingProvider(BoardDefinition board, Provider real, Script script) {
        this.board = board;
        this.real = real;
        this.script = script;
    }

    @Override
    Script script() {
        return script;
    }

    @Override
    BoardDefinition board() {
        return board;
    }

    @Override
    Provider real() {
        return real;
    }

    @Override
    public String name() {
        return real.name();
    }

    @Override
    public Probe probe(Host host) {
        return real.probe(host);
    }

    @Override
    public Optional<String> standsFor() {
        return real.standsFor();
    }

    @Override
    public Optional<LineState> lineState(Line line) {
        return real.lineState(line);
    }

    @Override
    public Clock clock() {
        return real.clock();
    }
}
