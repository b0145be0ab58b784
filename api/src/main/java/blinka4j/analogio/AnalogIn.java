// SPDX-License-Identifier: MIT
package blinka4j.analogio;

import blinka4j.hardware.Arguments;
import blinka4j.hardware.Hardware;
import blinka4j.hardware.Hold;
import blinka4j.hardware.Kind;
import blinka4j.microcontroller.Pin;
import blinka4j.provider.AnalogPort;
import blinka4j.provider.BoardDefinition.AnalogInput;
import java.lang.ref.Reference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pin that measures a voltage, with an analog-to-digital converter.
 *
 * <pre>{@code
 * try (AnalogIn knob = new AnalogIn(Board.A0)) {
 *     double volts = knob.value() * knob.referenceVoltage() / 65535;
 * }
 * }</pre>
 *
 * <p>Not every pin has a converter, and many boards have none. A converter on I2C or SPI helps: its driver offers an {@link
 * AnalogPort} for each input.
 *
 * <p>Threads may share an input. Source of the behaviour: CircuitPython's {@code analogio}.
 */
public final class AnalogIn implements AutoCloseable {
    private final AnalogPort port;
    private final Hold hold;
    private final String name;

    /**
     * Takes the pin.
     *
     * @throws blinka4j.PinException if the pin has no analog-to-digital converter (the message lists the analog inputs), or is already
     *     open in this program
     * @throws blinka4j.NotAvailableException if the converter has no driver, may not be used, or the provider does not support analog
     *     inputs; the message says what to do
     */
    public AnalogIn(Pin pin) {
        Hardware hardware = Pin.required(pin, "AnalogIn").hardware();
        List<@Nullable String> pins = List.of(pin.name());
        AnalogInput input = hardware.lookup().find(Kind.ANALOG, hardware.board().analogs(), pins);
        hold = hardware.hold(Kind.ANALOG, input, pins);
        port = hold.open(() -> hardware.provider().openAnalog(input));
        name = "AnalogIn(%s)".formatted(pin.name());
        hold.guard(this);
    }

    /** For an input that is not on the board itself, such as that of a converter on I2C. */
    public AnalogIn(AnalogPort port) {
        this.port = Arguments.port(port, "AnalogIn", "new AnalogIn(Board.A0)");
        hold = Hold.of(port);
        name = "AnalogIn(%s)".formatted(port.name());
    }

    /**
     * Measures.
     *
     * @return 0 for 0 V to 65535 for {@link #referenceVoltage()} or more, whatever the resolution of the converter is
     * @throws blinka4j.HardwareException if the converter does not answer, or was removed
     */
    public int value() {
        requireOpen();
        return port.read();
    }

    /**
     * The voltage of the value 65535, in V. NaN if the converter's driver does not tell, where CircuitPython has {@code None}.
     */
    public double referenceVoltage() {
        requireOpen();
        return port.referenceVoltage();
    }

    private void requireOpen() {
        if (isClosed()) {
            throw hold.closed(name, "a new AnalogIn");
        }
    }

    /** True if the input was closed, by itself or with its board. */
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
