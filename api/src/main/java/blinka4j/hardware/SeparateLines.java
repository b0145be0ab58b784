// SPDX-License-Identifier: MIT
package blinka4j.hardware;

import blinka4j.provider.GpioPort;
import blinka4j.provider.GpioPort.Bias;
import blinka4j.provider.LinesPort;
import java.util.ArrayList;
import java.util.List;

/**
 * Lines that cannot be opened together: they are on several chips, or the provider has no groups of lines. They are read and written
 * one after the other. Edges come in the order in which they are delivered. Only their timestamps tell the order in which they happened.
 */
final class SeparateLines implements LinesPort {
    /** The opener fills it. */
    final List<GpioPort> ports = new ArrayList<>();

    private final String name;

    SeparateLines(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int length() {
        return ports.size();
    }

    @Override
    public void input(Bias bias) {
        ports.forEach(port -> port.input(bias));
    }

    @Override
    public void output(long levels, boolean openDrain) {
        for (int i = 0; i < ports.size(); i++) {
            ports.get(i).output((levels >> i & 1) != 0, openDrain);
        }
    }

    @Override
    public long read() {
        long levels = 0;
        for (int i = 0; i < ports.size(); i++) {
            levels |= ports.get(i).read() ? 1L << i : 0;
        }
        return levels;
    }

    @Override
    public void write(long levels, long mask) {
        for (int i = 0; i < ports.size(); i++) {
            if ((mask >> i & 1) != 0) {
                ports.get(i).write((levels >> i & 1) != 0);
            }
        }
    }

    @Override
    public void watch(boolean rising, boolean falling, long debounceNanos, EdgeListener listener) {
        Queue queue = new Queue(listener, ports.size());
        for (int i = 0; i < ports.size(); i++) {
            int line = i;
            ports.get(i)
                    .watch(
                            rising,
                            falling,
                            debounceNanos,
                            (up, timestamp, sequence) -> queue.edge(line, up, timestamp, sequence));
        }
    }

    /** Numbers the edges of all lines. */
    private static final class Queue {
        private final EdgeListener listener;
        private final long[] last;
        private long total;

        Queue(EdgeListener listener, int lines) {
            this.listener = listener;
            last = new long[lines];
        }

        synchronized void edge(int line, boolean rising, long timestamp, long sequence) {
            // A gap in the numbers of the line becomes one in the numbers of all.
            total += sequence - last[line];
            last[line] = sequence;
            listener.edge(line, rising, timestamp, total);
        }
    }

    @Override
    public void unwatch() {
        ports.forEach(GpioPort::unwatch);
    }

    @Override
    public void close() {
        RuntimeException failure = null;
        for (GpioPort port : ports) {
            try {
                port.close();
            } catch (RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
