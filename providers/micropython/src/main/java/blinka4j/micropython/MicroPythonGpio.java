// SPDX-License-Identifier: MIT
package blinka4j.micropython;

import blinka4j.BusException;
import blinka4j.HardwareException;
import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.kernel.LineErrors;
import blinka4j.provider.GpioPort;
import blinka4j.provider.Line;

/** A pin of the board. Each call is a round trip over the serial port. */
final class MicroPythonGpio extends MicroPythonPort implements GpioPort {
    private final String pin;
    private final LineErrors errors;
    private boolean output;
    private boolean level;

    private MicroPythonGpio(Link link, String pin, LineErrors errors) {
        super(link, errors.name());
        this.pin = pin;
        this.errors = errors;
    }

    static MicroPythonGpio open(Link link, Line line) {
        LineErrors errors = new LineErrors(line);
        String pin = line.chip().equals(Literal.GPIO)
                ? String.valueOf(line.offset())
                : Literal.pin(line.chip() + line.offset());
        if (pin.isEmpty()) {
            throw new PinException(
                    "%s is not a pin of a MicroPython board: its pins are GPIO:5 for machine.Pin(5), or X:5 for machine.Pin('X5'). Use a pin of the board."
                            .formatted(errors.name()));
        }
        MicroPythonGpio port = new MicroPythonGpio(link, pin, errors);
        try {
            port.ask("_gn(%s,%s)".formatted(port.number, pin));
            return port;
        } catch (RuntimeException | Error e) {
            // The board knows no such pin, so there is nothing to end on it.
            link.leave(port.board);
            throw e;
        }
    }

    /** Calls a function. A board that is gone is an error of the pin. */
    private String ask(String code) {
        try {
            return call(code);
        } catch (BusException e) {
            if (board.isGone()) {
                throw gone(e);
            }
            throw e;
        }
    }

    private PinException gone(BusException e) {
        return PinException.gone("%s: %s".formatted(errors.name(), e.getMessage()));
    }

    @Override
    public synchronized void input(Bias bias) {
        requireOpen();
        int pull = switch (bias) {
            case DISABLED -> 0;
            case PULL_UP -> 1;
            case PULL_DOWN -> 2;
        };
        try {
            board.call("_gi(%s,%s,%s)".formatted(number, pin, pull));
        } catch (PythonError e) {
            throw bias == Bias.DISABLED ? refused(e) : errors.noPull(bias, e.said(), e);
        } catch (BusException e) {
            throw board.isGone() ? gone(e) : e;
        }
        output = false;
    }

    @Override
    public synchronized void output(boolean value, boolean openDrain) {
        requireOpen();
        try {
            board.call("_go(%s,%s,%s,%s)".formatted(number, pin, value ? 1 : 0, openDrain ? 1 : 0));
        } catch (PythonError e) {
            throw openDrain
                    ? new NotAvailableException(
                            "%s cannot be an open-drain output (%s). Use a push-pull output and a transistor."
                                    .formatted(errors.name(), e.said()),
                            e)
                    : refused(e);
        } catch (BusException e) {
            throw board.isGone() ? gone(e) : e;
        }
        output = true;
        level = value;
    }

    @Override
    public synchronized boolean read() {
        return Literal.number(ask("_gr(%s)".formatted(number)), 1, board.port()) == 1;
    }

    @Override
    public synchronized void write(boolean value) {
        requireOutput();
        ask("_gw(%s,%s)".formatted(number, value ? 1 : 0));
        level = value;
    }

    @Override
    public synchronized void drive(boolean openDrain) {
        requireOutput();
        output(level, openDrain);
    }

    private void requireOutput() {
        requireOpen();
        if (!output) {
            throw errors.noOutput();
        }
    }

    @Override
    public synchronized void watch(boolean rising, boolean falling, long debounceNanos, EdgeListener listener) {
        requireOpen();
        errors.requireEdges(rising, falling, debounceNanos);
        throw new NotAvailableException(
                "%s: the provider 'micropython' does not support edges, because the board only answers calls. Read the level in a loop, or select another board with BLINKA_PROVIDER."
                        .formatted(errors.name()));
    }

    @Override
    public synchronized void unwatch() {
        requireOpen();
    }

    @Override
    HardwareException refused(PythonError e) {
        return new PinException(
                "%s: the board at %s does not do this with machine.Pin(%s) (%s). Use a pin of the board."
                        .formatted(errors.name(), board.port(), pin, e.said()),
                e);
    }

    @Override
    String ending() {
        return "_cf(%s,%s)".formatted(number, pin);
    }
}
