// SPDX-License-Identifier: MIT
package blinka4j.usb;

import blinka4j.BusException;
import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.kernel.Errno;
import blinka4j.kernel.LineErrors;
import blinka4j.provider.GpioPort;
import blinka4j.provider.Line;

/** A pin of the bridge. Each call is a command. An open-drain output is one that becomes an input to let go. */
final class UsbGpio extends UsbPort implements GpioPort {
    /** The controller of the pins in the board's file. */
    private static final String CHIP = "MCP2221";

    private final int pin;
    private final LineErrors errors;
    private boolean output;
    private boolean openDrain;
    private boolean level;

    private UsbGpio(Link link, int pin, LineErrors errors) {
        super(link, errors.name());
        this.pin = pin;
        this.errors = errors;
    }

    static UsbGpio open(Link link, Line line) {
        LineErrors errors = new LineErrors(line);
        if (!line.chip().equals(CHIP) || line.offset() >= Bridge.PINS) {
            throw new PinException(
                    "%s is not a pin of a bridge with an MCP2221: its pins are %s:0 to %s:3. Use G0 to G3."
                            .formatted(errors.name(), CHIP, CHIP));
        }
        try {
            return new UsbGpio(link, line.offset(), errors);
        } catch (BusException e) {
            throw e.errno() == Errno.EIO ? PinException.gone("%s: %s".formatted(errors.name(), e.getMessage())) : e;
        }
    }

    /** The error of a command. A bridge that is gone is an error of the pin. */
    private RuntimeException failure(BusException e) {
        return bridge.isGone() ? PinException.gone("%s: %s".formatted(errors.name(), e.getMessage())) : e;
    }

    @Override
    public synchronized void input(Bias bias) {
        requireOpen();
        if (bias != Bias.DISABLED) {
            throw new NotAvailableException(
                    "%s has no %s, because the MCP2221 has none. Use no pull and wire a resistor of 10 kOhm, or select another board with BLINKA_PROVIDER."
                            .formatted(errors.name(), bias == Bias.PULL_UP ? "pull-up" : "pull-down"));
        }
        try {
            bridge.input(pin);
        } catch (BusException e) {
            throw failure(e);
        }
        output = false;
    }

    @Override
    public synchronized void output(boolean value, boolean drain) {
        requireOpen();
        put(value, drain);
        output = true;
    }

    private void put(boolean value, boolean drain) {
        try {
            if (drain && value) {
                bridge.input(pin);
            } else {
                bridge.output(pin, value);
            }
        } catch (BusException e) {
            throw failure(e);
        }
        level = value;
        openDrain = drain;
    }

    @Override
    public synchronized boolean read() {
        requireOpen();
        int read;
        try {
            read = bridge.level(pin);
        } catch (BusException e) {
            throw failure(e);
        }
        if (read < 0) {
            throw new PinException(
                    "%s has another function now, which another program has set. Close the pin, end that program, and open the pin again."
                            .formatted(errors.name()));
        }
        return read == 1;
    }

    @Override
    public synchronized void write(boolean value) {
        requireOutput();
        put(value, openDrain);
    }

    @Override
    public synchronized void drive(boolean drain) {
        requireOutput();
        put(level, drain);
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
                "%s: the provider 'usb' does not support edges, because the bridge only answers commands. Read the level in a loop, or select another board with BLINKA_PROVIDER."
                        .formatted(errors.name()));
    }

    @Override
    public synchronized void unwatch() {
        requireOpen();
    }

    @Override
    void end() {
        bridge.input(pin);
    }
}
