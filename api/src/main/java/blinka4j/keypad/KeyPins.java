// SPDX-License-Identifier: MIT
package blinka4j.keypad;

import blinka4j.hardware.Arguments;
import blinka4j.hardware.EdgeInput;
import blinka4j.microcontroller.Pin;
import blinka4j.provider.Clock;
import blinka4j.provider.GpioPort;
import blinka4j.provider.GpioPort.Bias;
import blinka4j.provider.Line;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The pins of one object, which are opened and closed together. */
final class KeyPins implements AutoCloseable {
    private final List<EdgeInput> inputs = new ArrayList<>();
    private final String front;

    private KeyPins(String front) {
        this.front = front;
    }

    /** Takes the pins and makes them inputs. If one of them cannot be opened, none is. */
    static KeyPins open(String front, List<Pin> pins, Bias bias) {
        requireDifferent(front, pins);
        KeyPins opened = new KeyPins(front);
        opened.open(
                pins.size(),
                i -> new EdgeInput(front, pins.get(i).hardware(), pins.get(i).name(), bias));
        return opened;
    }

    /** The same for ports. If one of them cannot be used, all are closed. */
    static KeyPins open(String front, GpioPort[] ports, Bias bias) {
        Set<GpioPort> different = Collections.newSetFromMap(new IdentityHashMap<>());
        for (GpioPort port : ports) {
            if (!different.add(
                    Arguments.port(port, front, "new %s(List.of(Board.D5, Board.D6), …)".formatted(front)))) {
                throw new IllegalArgumentException(
                        "%s got the port %s twice. Pass different ports.".formatted(front, port));
            }
        }
        KeyPins opened = new KeyPins(front);
        try {
            opened.open(ports.length, i -> new EdgeInput(front, ports[i], bias));
        } catch (RuntimeException | Error e) {
            for (GpioPort port : ports) {
                also(e, port::close);
            }
            throw e;
        }
        return opened;
    }

    private interface Opener {
        EdgeInput open(int index);
    }

    private void open(int count, Opener opener) {
        try {
            for (int i = 0; i < count; i++) {
                inputs.add(opener.open(i));
            }
        } catch (RuntimeException | Error e) {
            also(e, this::close);
            throw e;
        }
    }

    private static void also(Throwable before, Runnable close) {
        try {
            close.run();
        } catch (RuntimeException e) {
            before.addSuppressed(e);
        }
    }

    private static void requireDifferent(String front, List<Pin> pins) {
        Map<Line, Pin> lines = new HashMap<>();
        for (Pin pin : pins) {
            Pin.required(pin, front);
            Line line = pin.hardware().lookup().line(pin.name());
            Pin same = lines.put(line, pin);
            if (same != null) {
                throw new IllegalArgumentException("%s got the pin %s twice%s. Pass different pins."
                        .formatted(front, pin, same.equals(pin) ? "" : ", first as " + same));
            }
        }
    }

    /**
     * Returns a copy of {@code pins} that has at least one.
     *
     * @param name of the argument
     */
    static List<Pin> required(String front, @Nullable List<Pin> pins, String name) {
        // A plain copy: List.copyOf does not say which pin is null.
        List<Pin> copy =
                new ArrayList<>(Arguments.required(pins, front + " needs " + name, "List.of(Board.D5, Board.D6)"));
        requireSome(front, copy.size(), name);
        return copy;
    }

    static GpioPort[] required(String front, GpioPort @Nullable [] ports, String name) {
        GpioPort[] copy = Arguments.required(ports, front + " needs " + name, "new GpioPort[] {a, b}")
                .clone();
        requireSome(front, copy.length, name);
        return copy;
    }

    private static void requireSome(String front, int count, String name) {
        if (count == 0) {
            throw new IllegalArgumentException("%s got 0 %s. Pass at least 1.".formatted(front, name));
        }
    }

    EdgeInput get(int index) {
        return inputs.get(index);
    }

    int count() {
        return inputs.size();
    }

    Clock clock() {
        return inputs.get(0).clock();
    }

    void guard(Object owner) {
        inputs.forEach(input -> input.guard(owner));
    }

    /** Runs {@code action} before the first of the pins is freed, and perhaps again. */
    void beforeClose(Runnable action) {
        inputs.forEach(input -> input.beforeClose(action));
    }

    boolean isClosed() {
        return inputs.stream().anyMatch(EdgeInput::isClosed);
    }

    void requireOpen() {
        inputs.forEach(EdgeInput::requireOpen);
    }

    /** Closes all, even if one fails. */
    @Override
    public void close() {
        RuntimeException failure = null;
        for (EdgeInput input : inputs) {
            try {
                input.close();
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

    /** Returns the names of all pins, such as {@code Keys(D5, D6)}. */
    @Override
    public String toString() {
        return inputs.stream().map(EdgeInput::pin).collect(Collectors.joining(", ", front + "(", ")"));
    }
}
