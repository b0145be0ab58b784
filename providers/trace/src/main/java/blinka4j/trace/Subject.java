// SPDX-License-Identifier: MIT
package blinka4j.trace;

import blinka4j.provider.Clock;
import blinka4j.provider.LinesPort;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An open bus, pin or device in a trace, with the port that does the work when it is recorded. */
final class Subject<P> {
    private final Script script;
    private final String subject;
    private final List<String> constants;
    private final @Nullable P port;
    private volatile boolean closed;

    /**
     * @param opened the result of opening it: its name in messages, and what never changes
     * @param port null in a replay
     */
    Subject(Script script, String subject, String opened, @Nullable P port) {
        this.script = script;
        this.subject = subject;
        this.constants = Tokens.texts(opened);
        this.port = port;
    }

    /** What opening it has returned; empty text for what the trace lacks. */
    String constant(int index) {
        return index < constants.size() ? constants.get(index) : "";
    }

    /** The name in messages. */
    String name() {
        return constant(0);
    }

    Clock clock() {
        return script.clock();
    }

    /** The port that does the work; null in a replay. */
    @Nullable P recorded() {
        return port;
    }

    /** Does something that the trace need not know. Does nothing in a replay. */
    void aside(Consumer<P> action) {
        P real = port;
        if (real != null) {
            action.accept(real);
        }
    }

    /** Makes a call and returns its result. */
    String play(String call, Function<P, String> action) {
        requireOpen();
        return script.play(subject, call, () -> action.apply(real()));
    }

    /** Makes a call without a result. */
    void run(String call, Consumer<P> action) {
        play(call, real -> {
            action.accept(real);
            return "";
        });
    }

    void watch(String call, LinesPort.EdgeListener listener, BiConsumer<P, LinesPort.EdgeListener> action) {
        requireOpen();
        script.watch(subject, call, listener, recorded -> action.accept(real(), recorded));
    }

    /** Reads from a serial port. */
    String receive(int most, long timeoutNanos, Function<P, String> action) {
        requireOpen();
        return script.receive(subject, most, timeoutNanos, () -> action.apply(real()));
    }

    void close(Consumer<P> action) {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        script.play(subject, "close", () -> {
            action.accept(real());
            return "";
        });
    }

    private P real() {
        return Objects.requireNonNull(port);
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("%s is closed. Open it again.".formatted(name()));
        }
    }

    @Override
    public String toString() {
        return name();
    }
}
