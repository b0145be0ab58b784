// SPDX-License-Identifier: MIT
package blinka4j.trace;

import blinka4j.provider.GpioPort.Bias;
import blinka4j.provider.LinesPort;

/** GPIO lines that were opened together, in a trace. Levels are hexadecimal numbers. */
final class ScriptedLines implements LinesPort {
    private final Subject<LinesPort> to;
    private final int length;

    ScriptedLines(Subject<LinesPort> to, int length) {
        this.to = to;
        this.length = length;
    }

    @Override
    public String name() {
        return to.name();
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public void input(Bias bias) {
        to.run("input " + bias, port -> port.input(bias));
    }

    @Override
    public void output(long levels, boolean openDrain) {
        to.run(
                "output %s%s".formatted(Long.toHexString(levels), ScriptedGpio.openDrain(openDrain)),
                port -> port.output(levels, openDrain));
    }

    @Override
    public long read() {
        return Long.parseUnsignedLong(to.play("read", port -> Long.toHexString(port.read())), 16);
    }

    @Override
    public void write(long levels, long mask) {
        to.run(
                "write %s %s".formatted(Long.toHexString(levels), Long.toHexString(mask)),
                port -> port.write(levels, mask));
    }

    @Override
    public void watch(boolean rising, boolean falling, long debounceNanos, EdgeListener listener) {
        to.watch(
                ScriptedGpio.watchCall(rising, falling, debounceNanos),
                listener,
                (port, edges) -> port.watch(rising, falling, debounceNanos, edges));
    }

    @Override
    public void unwatch() {
        to.run("unwatch", LinesPort::unwatch);
    }

    @Override
    public void close() {
        to.close(LinesPort::close);
    }

    @Override
    public String toString() {
        return name();
    }
}
