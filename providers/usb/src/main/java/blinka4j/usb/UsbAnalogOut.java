// SPDX-License-Identifier: MIT
package blinka4j.usb;

import blinka4j.NotAvailableException;
import blinka4j.provider.AnalogOutPort;
import blinka4j.provider.BoardDefinition.AnalogOutput;
import org.jspecify.annotations.Nullable;

/** The analog output of the bridge, with 5 bits. It comes out at G2 or G3, whose number is in the name that the board's file gives it. */
final class UsbAnalogOut extends UsbPort implements AnalogOutPort {
    /** In the board's file. */
    private static final String DEVICE = "mcp2221.dac";

    private static final int HIGHEST = 31;
    private static final int FULL = 0xFFFF;

    private final String name;
    private final int pin;
    private final @Nullable Reference reference;

    private UsbAnalogOut(Link link, AnalogOutput output, int pin, @Nullable Reference reference) {
        super(link, "analog output " + output);
        this.name = output.unit();
        this.pin = pin;
        this.reference = reference;
    }

    static UsbAnalogOut open(Link link, AnalogOutput output, @Nullable Reference reference) {
        require("analog output", output.device(), DEVICE);
        int pin = pin(output);
        UsbAnalogOut port = new UsbAnalogOut(link, output, pin, reference);
        try {
            if (reference != null) {
                port.bridge.reference(reference.setting());
            }
            return port;
        } catch (RuntimeException | Error e) {
            link.leave(port.bridge);
            throw e;
        }
    }

    private static int pin(AnalogOutput output) {
        String of = String.valueOf(output.name());
        return switch (of) {
            case "G2", "GP2" -> 2;
            case "G3", "GP3" -> 3;
            default ->
                throw new NotAvailableException(
                        "there is no analog output at %s: that of an MCP2221 comes out at G2 or G3. Use one of them."
                                .formatted(of));
        };
    }

    @Override
    public synchronized void write(int value) {
        requireOpen();
        bridge.convert(pin, (value * HIGHEST + FULL / 2) / FULL);
    }

    @Override
    public synchronized double referenceVoltage() {
        requireOpen();
        // The converter divides the reference by 32, and has 31 steps.
        return Reference.volts(bridge.dacReference(), reference) * HIGHEST / (HIGHEST + 1);
    }

    @Override
    public String name() {
        return name;
    }
}
