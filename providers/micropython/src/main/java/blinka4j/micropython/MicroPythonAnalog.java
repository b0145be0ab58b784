// SPDX-License-Identifier: MIT
package blinka4j.micropython;

import blinka4j.HardwareException;
import blinka4j.NotAvailableException;
import blinka4j.provider.AnalogPort;
import blinka4j.provider.BoardDefinition.AnalogInput;

/** An analog input of the board. The channel of the board's file is the number of the pin. */
final class MicroPythonAnalog extends MicroPythonPort implements AnalogPort {
    static final String DEVICE = "machine.ADC";

    /** A Pico's reference is its supply, unless something is connected to ADC_VREF. */
    private static final double PICO_REFERENCE = 3.3;

    private static final int HIGHEST = 0xFFFF;

    private final String name;
    private final int pin;

    private MicroPythonAnalog(Link link, AnalogInput input) {
        super(link, "analog input " + input.unit());
        this.name = input.unit();
        this.pin = input.channel();
    }

    static MicroPythonAnalog open(Link link, AnalogInput input) {
        Resource.require("analog input", input.device(), DEVICE);
        MicroPythonAnalog port = new MicroPythonAnalog(link, input);
        try {
            port.call("_ac(%s,%s)".formatted(port.number, port.pin));
            return port;
        } catch (RuntimeException | Error e) {
            link.leave(port.board);
            throw e;
        }
    }

    @Override
    public synchronized int read() {
        return Literal.number(call("_ar(%s)".formatted(number)), HIGHEST, board.port());
    }

    @Override
    public synchronized double referenceVoltage() {
        requireOpen();
        return board.identity().isRp2() ? PICO_REFERENCE : Double.NaN;
    }

    @Override
    HardwareException refused(PythonError e) {
        return new NotAvailableException(
                "%s cannot be read on the board at %s (%s). Use a pin with an analog input, on a Pico GP26 to GP28."
                        .formatted(label(), board.port(), e.said()),
                e);
    }

    @Override
    String ending() {
        return "_cf(%s,%s)".formatted(number, pin);
    }

    @Override
    public String name() {
        return name;
    }
}
