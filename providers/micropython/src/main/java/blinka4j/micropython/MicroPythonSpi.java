// SPDX-License-Identifier: MIT
package blinka4j.micropython;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.HardwareException;
import blinka4j.NotAvailableException;
import blinka4j.provider.BoardDefinition.SpiBus;
import blinka4j.provider.SpiPort;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An SPI controller of the board. MicroPython drives no chip select, so the program does, and a long transfer can be several calls without
 * a device noticing.
 */
final class MicroPythonSpi extends MicroPythonPort implements SpiPort {
    private static final int PART = 4096;

    /** At 100 kHz, with the time for the digits. */
    private static final long NANOS_OF_BYTE = TimeUnit.MILLISECONDS.toNanos(1);

    private static final byte[] NOTHING = {};

    private final String device;
    private final String controller;
    private final String pins;
    private @Nullable Settings settings;

    private MicroPythonSpi(Link link, SpiBus bus, String controller, String pins) {
        super(link, "SPI(%s)".formatted(bus.device()));
        this.device = bus.device();
        this.controller = controller;
        this.pins = pins;
    }

    static MicroPythonSpi open(Link link, SpiBus bus) {
        String controller = Resource.bus("SPI", bus.device());
        String pins = Stream.of(bus.clock(), bus.mosi(), bus.miso())
                .map(pin -> {
                    if (pin == null) {
                        throw new NotAvailableException(
                                "SPI bus %s: the board's file lacks a pin for it. Add its clock, mosi and miso."
                                        .formatted(bus.device()));
                    }
                    return Resource.pin(bus.device(), pin);
                })
                .collect(Collectors.joining(","));
        return new MicroPythonSpi(link, bus, controller, pins);
    }

    @Override
    public synchronized int configure(Settings wanted) {
        requireOpen();
        if (wanted.equals(settings)) {
            return wanted.baudrate();
        }
        if (wanted.chipSelect() != Settings.BY_HAND) {
            throw lacks("a chip select that the controller drives. Pass a DigitalInOut as chip select");
        }
        if (wanted.bits() != Byte.SIZE) {
            throw lacks(
                    "words of %s bits. Use words of 8 and reorder the bits in the program".formatted(wanted.bits()));
        }
        if (wanted.lsbFirst()) {
            throw lacks("the lowest bit first. Reverse the bits in the program");
        }
        if (wanted.threeWire()) {
            throw lacks("one data wire for both directions. Connect the chip with two wires, if it has them");
        }
        settings = null;
        call("_sc(%s,%s,%s,%s,%s,%s)"
                .formatted(number, controller, pins, wanted.baudrate(), wanted.polarity(), wanted.phase()));
        settings = wanted;
        return wanted.baudrate();
    }

    private NotAvailableException lacks(String what) {
        return new NotAvailableException(
                "%s: the provider 'micropython' does not support %s, or select another board with BLINKA_PROVIDER."
                        .formatted(label(), what));
    }

    @Override
    public synchronized void transfer(
            byte @Nullable [] out, int outStart, byte @Nullable [] in, int inStart, int length, boolean keepSelected) {
        requireOpen();
        if (settings == null) {
            throw new IllegalStateException(label() + " has no settings. Call configure before the first transfer.");
        }
        for (int done = 0; done < length; done += PART) {
            int part = Math.min(PART, length - done);
            try {
                send(out, outStart + done, in, inStart + done, part);
            } catch (PythonError e) {
                throw new BusException(
                        Kind.OTHER,
                        e.errno(),
                        "%s: transfer of %s bytes failed on the board at %s (%s). Use shorter transfers, or check its version of Python."
                                .formatted(label(), length, board.port(), e.said()),
                        e);
            }
        }
    }

    private void send(byte @Nullable [] out, int outStart, byte @Nullable [] in, int inStart, int length) {
        long time = length * NANOS_OF_BYTE;
        if (in == null) {
            byte[] from = out == null ? new byte[length] : out;
            int start = out == null ? 0 : outStart;
            board.call("_sw(%s,%%s)".formatted(number), from, start, start + length, time);
            return;
        }
        String answer = out == null
                ? board.call("_sr(%s,%s)".formatted(number, length), NOTHING, 0, 0, time)
                : board.call("_sx(%s,%%s)".formatted(number), out, outStart, outStart + length, time);
        Literal.decode(answer, in, inStart, inStart + length, board.port());
    }

    @Override
    HardwareException refused(PythonError e) {
        return new NotAvailableException(
                "%s cannot be used with the pins %s and %s (%s). Use the pins of the board's file, and another clock or mode."
                        .formatted(label(), pins, settings == null ? "these settings" : settings, e.said()),
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
