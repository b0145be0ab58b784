// SPDX-License-Identifier: MIT
package blinka4j.onewireio;

import blinka4j.NotAvailableException;
import blinka4j.hardware.Arguments;
import blinka4j.hardware.Hardware;
import blinka4j.hardware.Hold;
import blinka4j.microcontroller.Pin;
import blinka4j.provider.Line;
import blinka4j.provider.OneWirePort;
import java.lang.ref.Reference;

/**
 * The single bits of a 1-Wire bus. The simulator has them. Linux does not: its kernel transfers whole bytes. {@link
 * blinka4j.onewire.OneWireBus} works on both.
 *
 * <p>Source of the behaviour: CircuitPython's {@code onewireio}.
 */
public final class OneWire implements AutoCloseable {
    private static final byte[] NOTHING = {};

    private final OneWirePort port;
    private final Hold hold;
    private final String name;

    /**
     * Takes the pin.
     *
     * @throws blinka4j.PinException if the board has no such pin, or if it is in use
     * @throws NotAvailableException if there is no 1-Wire bus on this pin, or the bus transfers only bytes; the message says what to do
     */
    public OneWire(Pin pin) {
        Hardware hardware = Pin.required(pin, "OneWire").hardware();
        Line line = hardware.lookup().line(pin.name());
        name = "OneWire(%s)".formatted(pin.name());
        hold = hardware.hold("OneWire", pin.name(), line);
        port = hold.open(() -> hardware.provider().openOneWire(line));
        requireBits();
        hold.guard(this);
    }

    /** For a bus that is not on a pin of the board. */
    public OneWire(OneWirePort port) {
        this.port = Arguments.port(port, "OneWire", "new OneWire(Board.D4)");
        name = "OneWire(%s)".formatted(port.name());
        hold = Hold.of(port);
        requireBits();
    }

    private void requireBits() {
        if (!port.hasBits()) {
            try (hold) {
                throw new NotAvailableException(
                        "%s is not available: %s transfers whole bytes, not single bits. Use OneWireBus, which reads and writes bytes, and scans for devices."
                                .formatted(name, port.name()));
            }
        }
    }

    /**
     * Resets the bus.
     *
     * @return false if a device is there, as in CircuitPython; true if none answered
     */
    public boolean reset() {
        requireOpen();
        return !port.transfer(true, NOTHING, 0, 0, NOTHING, 0, 0);
    }

    /** Reads a bit. Without a device that sends, it is true. */
    public boolean readBit() {
        requireOpen();
        return port.slot(true);
    }

    /** Writes a bit. */
    public void writeBit(boolean value) {
        requireOpen();
        port.slot(value);
    }

    private void requireOpen() {
        if (isClosed()) {
            throw hold.closed(name, "a new OneWire");
        }
    }

    /** True if this, or its board, was closed. */
    public boolean isClosed() {
        return hold.isClosed();
    }

    /** Makes the pin free. Closing again does nothing. */
    @Override
    public void close() {
        try {
            hold.close();
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
