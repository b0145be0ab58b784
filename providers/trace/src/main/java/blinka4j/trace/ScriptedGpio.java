// SPDX-License-Identifier: MIT
package blinka4j.trace;

import static blinka4j.trace.Tokens.level;

import blinka4j.provider.GpioPort;
import blinka4j.provider.LinesPort;

/** A GPIO line in a trace. */
final class ScriptedGpio implements GpioPort {
    private final Subject<GpioPort> to;

    ScriptedGpio(Subject<GpioPort> to) {
        this.to = to;
    }

    @Override
    public void input(Bias bias) {
        to.run("input " + bias, port -> port.input(bias));
    }

    @Override
    public void input(Bias bias, EdgeListener listener) {
        to.watch("input %s watch".formatted(bias), forAny(listener), (port, edges) -> port.input(bias, forOne(edges)));
    }

    @Override
    public void output(boolean value, boolean openDrain) {
        to.run("output %s%s".formatted(level(value), openDrain(openDrain)), port -> port.output(value, openDrain));
    }

    static String openDrain(boolean openDrain) {
        return openDrain ? " open-drain" : "";
    }

    @Override
    public boolean read() {
        return to.play("read", port -> level(port.read())).equals("1");
    }

    @Override
    public void write(boolean value) {
        to.run("write " + level(value), port -> port.write(value));
    }

    @Override
    public void drive(boolean openDrain) {
        to.run("drive " + (openDrain ? "open-drain" : "push-pull"), port -> port.drive(openDrain));
    }

    @Override
    public void watch(boolean rising, boolean falling, long debounceNanos, EdgeListener listener) {
        to.watch(
                watchCall(rising, falling, debounceNanos),
                forAny(listener),
                (port, edges) -> port.watch(rising, falling, debounceNanos, forOne(edges)));
    }

    static String watchCall(boolean rising, boolean falling, long debounceNanos) {
        String edges = rising ? falling ? "both" : "rising" : falling ? "falling" : "none";
        return "watch %s %s".formatted(edges, debounceNanos);
    }

    private static LinesPort.EdgeListener forAny(EdgeListener listener) {
        return (line, rising, nanos, sequence) -> listener.edge(rising, nanos, sequence);
    }

    private static EdgeListener forOne(LinesPort.EdgeListener listener) {
        return (rising, nanos, sequence) -> listener.edge(Script.ONLY_LINE, rising, nanos, sequence);
    }

    @Override
    public void unwatch() {
        to.run("unwatch", GpioPort::unwatch);
    }

    @Override
    public void close() {
        to.close(GpioPort::close);
    }

    @Override
    public String toString() {
        return to.name();
    }
}
