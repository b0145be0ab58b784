// SPDX-License-Identifier: MIT
package blinka4j.sim;

import blinka4j.provider.GpioPort.Bias;
import blinka4j.provider.LinesPort;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ObjIntConsumer;

/** Pins that the program has opened together. All change at the same time, before any listener is called. */
final class SimLines implements LinesPort {
    private final Wiring wiring;
    private final List<SimPin.Port> ports;
    private final String name;

    private SimLines(Wiring wiring, List<SimPin.Port> ports, String name) {
        this.wiring = wiring;
        this.ports = ports;
        this.name = name;
    }

    static SimLines open(Wiring wiring, List<SimPin> pins, String consumer) {
        String name = String.join(", ", pins.stream().map(SimPin::name).toList());
        SimLines opened = new SimLines(wiring, new ArrayList<>(), name);
        try {
            for (SimPin pin : pins) {
                opened.ports.add(pin.open(consumer));
            }
        } catch (RuntimeException | Error e) {
            try (opened) {
                throw e;
            }
        }
        return opened;
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
        change((port, line) -> port.input(bias));
    }

    @Override
    public void output(long levels, boolean openDrain) {
        change((port, line) -> port.output((levels >> line & 1) != 0, openDrain));
    }

    @Override
    public long read() {
        wiring.clock.polled();
        return wiring.clock.locked(() -> {
            long levels = 0;
            for (int i = 0; i < ports.size(); i++) {
                levels |= ports.get(i).read() ? 1L << i : 0;
            }
            return levels;
        });
    }

    @Override
    public void write(long levels, long mask) {
        wiring.clock.polled();
        change((port, line) -> {
            if ((mask >> line & 1) != 0) {
                port.write((levels >> line & 1) != 0);
            }
        });
    }

    private void change(ObjIntConsumer<SimPin.Port> each) {
        wiring.clock.locked(() -> wiring.together(() -> {
            for (int i = 0; i < ports.size(); i++) {
                each.accept(ports.get(i), i);
            }
        }));
    }

    @Override
    public void watch(boolean rising, boolean falling, long debounceNanos, EdgeListener listener) {
        AtomicLong edges = new AtomicLong();
        wiring.clock.locked(() -> {
            for (int i = 0; i < ports.size(); i++) {
                int line = i;
                ports.get(i)
                        .watch(
                                rising,
                                falling,
                                debounceNanos,
                                edges,
                                (up, timestamp, sequence) -> listener.edge(line, up, timestamp, sequence));
            }
        });
    }

    @Override
    public void unwatch() {
        ports.forEach(SimPin.Port::unwatch);
    }

    @Override
    public void close() {
        ports.forEach(SimPin.Port::close);
    }

    @Override
    public String toString() {
        return name;
    }
}
