// SPDX-License-Identifier: MIT
package blinka4j.analogio;

import blinka4j.NotAvailableException;
import blinka4j.hardware.Arguments;
import blinka4j.hardware.CurrentBoard;
import blinka4j.hardware.Hardware;
import blinka4j.hardware.Hold;
import blinka4j.hardware.Kind;
import blinka4j.microcontroller.Pin;
import blinka4j.provider.AnalogOutPort;
import blinka4j.provider.BoardDefinition.AnalogOutput;
import java.lang.ref.Reference;
import java.util.List;

/**
 * An output with a voltage, of a digital-to-analog converter.
 *
 * <pre>{@code
 * try (AnalogOut out = new AnalogOut("mcp4725", 0)) {
 *     out.value(32768); // half of the supply
 * }
 * }</pre>
 *
 * <p>Few boards have a converter on a pin: {@code new AnalogOut(Board.pin("GPIO_PA4"))}. One on I2C or SPI helps: the kernel may have a
 * driver for it, or this library has. A driver of this library offers an {@link AnalogOutPort} for each output: {@code new AnalogOut(new
 * MCP4725(i2c).analogOut())}.
 *
 * <p>Threads may share an output. Source of the behaviour: CircuitPython's {@code analogio}.
 */
public final class AnalogOut implements AutoCloseable {
    private static final int HIGHEST = 0xFFFF;

    private final AnalogOutPort port;
    private final Hold hold;
    private final String name;

    /**
     * Takes the pin.
     *
     * @throws blinka4j.PinException if the board has no such pin, or if it is already open in this program
     * @throws NotAvailableException if the pin has no digital-to-analog converter, as on most boards, or if the converter has no driver or
     *     may not be used; the message says what to do
     */
    public AnalogOut(Pin pin) {
        Hardware hardware = Pin.required(pin, "AnalogOut").hardware();
        List<AnalogOutput> all = hardware.board().analogOuts();
        AnalogOutput output = hardware.lookup().search(all, pin.name());
        if (output == null) {
            throw new NotAvailableException(
                    "%s has no digital-to-analog converter%s. Connect one to I2C, such as an MCP4725, and use new AnalogOut(new MCP4725(i2c).analogOut()), or new AnalogOut(\"mcp4725\", 0) with the kernel's driver. PWMOut with a resistor and a capacitor makes a voltage too."
                            .formatted(
                                    pin.name(),
                                    all.isEmpty() ? ". This board has none" : ". These pins have one: " + all));
        }
        hold = hardware.hold(Kind.ANALOG_OUT, output, List.of(pin.name()));
        port = hold.open(() -> hardware.provider().openAnalogOut(output));
        name = "AnalogOut(%s)".formatted(pin.name());
        hold.guard(this);
    }

    /**
     * An output of a converter that the kernel drives.
     *
     * @param device its name in the kernel, such as {@code mcp4725} or {@code 1-0062}, or its folder in /sys/bus/iio/devices
     * @param channel the number of the output, from 0
     * @throws blinka4j.PinException if it is already open in this program
     * @throws NotAvailableException if there is no such converter or output, or no permission; the message says what to do
     */
    public AnalogOut(String device, int channel) {
        AnalogOutput output = new AnalogOutput(
                Arguments.required(device, "AnalogOut needs a converter", "\"mcp4725\""), channel, null);
        Hardware hardware = CurrentBoard.get();
        hold = hardware.hold(Kind.ANALOG_OUT, output, List.of(output.unit()));
        port = hold.open(() -> hardware.provider().openAnalogOut(output));
        name = "AnalogOut(%s)".formatted(output.unit());
        hold.guard(this);
    }

    /** For an output that is not on the board itself, such as that of a converter on I2C. */
    public AnalogOut(AnalogOutPort port) {
        this.port = Arguments.port(port, "AnalogOut", "new AnalogOut(new MCP4725(i2c).analogOut())");
        hold = Hold.of(port);
        name = "AnalogOut(%s)".formatted(port.name());
    }

    /**
     * Sets the voltage.
     *
     * @param value 0 for 0 V to 65535 for {@link #referenceVoltage()}, whatever the resolution of the converter is
     * @throws blinka4j.HardwareException if the converter does not answer, or was removed
     */
    public void value(int value) {
        requireOpen();
        if (value < 0 || value > HIGHEST) {
            throw new IllegalArgumentException(
                    "the value of %s cannot be %s. It must be 0 to %s.".formatted(this, value, HIGHEST));
        }
        port.write(value);
    }

    /** The voltage of the value 65535, in V. NaN if the converter's driver does not tell. */
    public double referenceVoltage() {
        requireOpen();
        return port.referenceVoltage();
    }

    private void requireOpen() {
        if (isClosed()) {
            throw hold.closed(name, "a new AnalogOut");
        }
    }

    /** True if the output was closed, by itself or with its board. */
    public boolean isClosed() {
        return hold.isClosed();
    }

    /** Frees the output, which keeps its voltage. Closing again does nothing. */
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
