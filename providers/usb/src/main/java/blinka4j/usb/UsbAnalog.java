// SPDX-License-Identifier: MIT
package blinka4j.usb;

import blinka4j.BusException;
import blinka4j.NotAvailableException;
import blinka4j.provider.AnalogPort;
import blinka4j.provider.BoardDefinition.AnalogInput;
import org.jspecify.annotations.Nullable;

/** An analog input of the bridge, with 10 bits. The channel of the board's file is the number of the pin. */
final class UsbAnalog extends UsbPort implements AnalogPort {
    /** In the board's file. */
    private static final String DEVICE = "mcp2221.adc";

    private static final int HIGHEST = 1023;
    private static final int FULL = 0xFFFF;

    private final String name;
    private final int pin;
    private final @Nullable Reference reference;

    private UsbAnalog(Link link, AnalogInput input, @Nullable Reference reference) {
        super(link, "analog input " + input.unit());
        this.name = input.unit();
        this.pin = input.channel();
        this.reference = reference;
    }

    static UsbAnalog open(Link link, AnalogInput input, @Nullable Reference reference) {
        require("analog input", input.device(), DEVICE);
        if (input.channel() < 1 || input.channel() >= Bridge.PINS) {
            throw new NotAvailableException(
                    "there is no analog input %s: the inputs of an MCP2221 are 1 to 3, those of its pins. Use G1, G2 or G3."
                            .formatted(input.unit()));
        }
        UsbAnalog port = new UsbAnalog(link, input, reference);
        try {
            if (reference != null) {
                port.bridge.reference(reference.setting());
            }
            port.bridge.analog(port.pin);
            return port;
        } catch (RuntimeException | Error e) {
            link.leave(port.bridge);
            throw e;
        }
    }

    @Override
    public synchronized int read() {
        requireOpen();
        int value = bridge.measure(pin);
        if (value > HIGHEST) {
            throw new BusException(
                    BusException.Kind.OTHER,
                    "%s: the bridge at %s answered %s, and its converter has 10 bits. Pull it out and connect it again."
                            .formatted(label(), bridge.name(), value));
        }
        return (value * FULL + HIGHEST / 2) / HIGHEST;
    }

    @Override
    public synchronized double referenceVoltage() {
        requireOpen();
        return Reference.volts(bridge.adcReference(), reference);
    }

    @Override
    public String name() {
        return name;
    }
}
