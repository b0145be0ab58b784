// SPDX-License-Identifier: MIT
package blinka4j.micropython;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.HardwareException;
import blinka4j.NotAvailableException;
import blinka4j.kernel.Errno;
import blinka4j.provider.BoardDefinition.I2CBus;
import blinka4j.provider.I2CPort;
import java.util.concurrent.TimeUnit;

/** An I2C controller of the board. A transfer is a round trip over the serial port. */
final class MicroPythonI2C extends MicroPythonPort implements I2CPort {
    /** The same as in Linux. The bytes and their digits must fit the memory of the board. */
    private static final int LONGEST = 8192;

    /** ETIMEDOUT of ports that use the numbers of newlib, such as those to the ESP32. */
    private static final int NEWLIB_ETIMEDOUT = 116;

    /** At 10 kHz, with the time for the digits. */
    private static final long NANOS_OF_BYTE = TimeUnit.MILLISECONDS.toNanos(2);

    private final String device;
    private final String pins;

    private MicroPythonI2C(Link link, I2CBus bus, String pins) {
        super(link, "I2C(%s)".formatted(bus.device()));
        this.device = bus.device();
        this.pins = pins;
    }

    static MicroPythonI2C open(Link link, I2CBus bus, int frequency, int timeoutMicros) {
        String number = Resource.bus("I2C", bus.device());
        String scl = bus.scl();
        String sda = bus.sda();
        if (scl == null || sda == null) {
            throw new NotAvailableException(
                    "I2C bus %s: the board's file has no pins for it. Add its scl and sda.".formatted(bus.device()));
        }
        String pins = "%s,%s".formatted(Resource.pin(bus.device(), scl), Resource.pin(bus.device(), sda));
        MicroPythonI2C port = new MicroPythonI2C(link, bus, pins);
        try {
            port.call("_ic(%s,%s,%s,%s,%s)".formatted(port.number, number, pins, frequency, timeoutMicros));
            return port;
        } catch (RuntimeException | Error e) {
            link.leave(port.board);
            throw e;
        }
    }

    @Override
    public synchronized void transfer(
            int address, byte[] out, int outStart, int outEnd, byte[] in, int inStart, int inEnd) {
        requireOpen();
        int written = outEnd - outStart;
        int read = inEnd - inStart;
        if (written > LONGEST || read > LONGEST) {
            throw new BusException(
                    Kind.OTHER,
                    Errno.EINVAL,
                    "%s: a transaction of %s bytes to and %s from address 0x%02x is too long: the provider 'micropython' takes at most %s bytes each way. Use several transactions."
                            .formatted(label(), written, read, address, LONGEST));
        }
        String answer;
        try {
            answer = board.call(
                    "_it(%s,%s,%%s,%s)".formatted(number, address, read),
                    out,
                    outStart,
                    outEnd,
                    (written + read) * NANOS_OF_BYTE);
        } catch (PythonError e) {
            throw failure(address, e);
        }
        Literal.decode(answer, in, inStart, inEnd, board.port());
    }

    private BusException failure(int address, PythonError e) {
        Kind kind = switch (e.errno()) {
            // MicroPython's hardware controllers report a missing acknowledge as EIO, its software ones and
            // CircuitPython as ENODEV.
            case Errno.EIO, Errno.ENODEV, Errno.ENXIO, Errno.EREMOTEIO -> Kind.NO_ACKNOWLEDGE;
            case Errno.ETIMEDOUT, NEWLIB_ETIMEDOUT -> Kind.TIMEOUT;
            case Errno.EBUSY -> Kind.BUSY;
            case Errno.EAGAIN -> Kind.ARBITRATION_LOST;
            default -> Kind.OTHER;
        };
        String what = switch (kind) {
            case NO_ACKNOWLEDGE -> "no acknowledge from";
            case TIMEOUT -> "timeout at";
            case BUSY -> "the bus is busy, no transfer to";
            case ARBITRATION_LOST -> "another controller took the bus during the transfer to";
            default -> "transfer failed, to";
        };
        String cure = switch (kind) {
            case NO_ACKNOWLEDGE ->
                "No device answers, or the chip refused a byte. Check its wiring, supply and address. A Pico's I2C needs pull-up resistors.";
            case TIMEOUT, BUSY ->
                "A wire is held low or has no pull-up resistor, or the chip stretches the clock for longer than the controller waits. Check the wiring, or set a longer timeout.";
            case ARBITRATION_LOST -> "Try again.";
            default -> "Check the wiring, and the board's version of Python.";
        };
        return new BusException(
                kind, e.errno(), "%s: %s address 0x%02x (%s). %s".formatted(label(), what, address, e.said(), cure), e);
    }

    @Override
    HardwareException refused(PythonError e) {
        return new NotAvailableException(
                "%s cannot be used with the pins %s (%s). Use the pins of the board's file, and check the clock and the wiring."
                        .formatted(label(), pins, e.said()),
                e);
    }

    @Override
    String ending() {
        return "_cf(%s,%s)".formatted(number, pins);
    }

    @Override
    public String name() {
        return device;
    }
}
