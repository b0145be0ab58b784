// SPDX-License-Identifier: MIT
package blinka4j.linux;

import blinka4j.provider.GpioPort.Bias;
import blinka4j.provider.Line;
import blinka4j.provider.LinesPort;
import java.util.List;

/** Lines of one controller in one request. Each read, write and change is one call of the kernel. */
final class LinuxLines implements LinesPort {
    private final LinuxGpio request;
    private final String name;
    private final int length;

    private LinuxLines(LinuxGpio request, String name, int length) {
        this.request = request;
        this.name = name;
        this.length = length;
    }

    /** Requests the lines and leaves them as they are. */
    static LinuxLines open(SystemCalls sys, LinuxChips chips, EdgeReader reader, List<Line> lines, String consumer) {
        String name = LinuxGpio.name(lines);
        return new LinuxLines(LinuxGpio.open(sys, chips, reader, lines, name, consumer), name, lines.size());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public void input(Bias bias) {
        request.input(bias);
    }

    @Override
    public void output(long levels, boolean openDrain) {
        request.output(levels, openDrain);
    }

    @Override
    public long read() {
        return request.ask();
    }

    @Override
    public void write(long levels, long mask) {
        request.tell(levels, mask);
    }

    @Override
    public void watch(boolean rising, boolean falling, long debounceNanos, EdgeListener listener) {
        request.watchAll(rising, falling, debounceNanos, listener);
    }

    @Override
    public void unwatch() {
        request.unwatch();
    }

    @Override
    public void close() {
        request.close();
    }

    @Override
    public String toString() {
        return name;
    }
}
