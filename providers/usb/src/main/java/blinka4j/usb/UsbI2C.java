// SPDX-License-Identifier: MIT
package blinka4j.usb;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.NotAvailableException;
import blinka4j.kernel.Errno;
import blinka4j.provider.BoardDefinition.I2CBus;
import blinka4j.provider.I2CPort;
import java.util.concurrent.TimeUnit;

/**
 * The I2C controller of the bridge. A command starts a transfer, of which each report carries up to 60 bytes. The states of the
 * controller's engine are not in the data sheet: they are from Microchip's examples, and from what users have seen.
 */
final class UsbI2C extends UsbPort implements I2CPort {
    /** In the board's file. */
    private static final String DEVICE = "mcp2221.i2c";

    private static final int LONGEST = 0xFFFF;
    private static final int PART = 60;
    private static final int DATA_AT = 4;

    private static final int CLOCK = 12_000_000;
    private static final int FASTEST = 400_000;
    private static final int LARGEST_DIVIDER = 255;
    private static final int SET_SPEED_AT = 3;
    private static final int SET_SPEED = 0x20;

    // States of the engine.
    private static final int IDLE = 0x00;
    private static final int START_TIMEOUT = 0x12;
    private static final int REPEATED_START_TIMEOUT = 0x17;
    private static final int ADDRESS_TIMEOUT = 0x23;
    private static final int ADDRESS_REFUSED_STOPPING = 0x24;
    private static final int ADDRESS_REFUSED = 0x25;
    private static final int WRITE_TIMEOUT = 0x44;
    private static final int WRITTEN_NO_STOP = 0x45;
    private static final int READ_TIMEOUT = 0x52;
    private static final int STOP_TIMEOUT = 0x62;

    // In the answer to STATUS.
    private static final int REFUSED_AT = 20;
    private static final int REFUSED = 1 << 6;
    private static final int SCL_AT = 22;
    private static final int SDA_AT = 23;

    // In the answer to GET_DATA.
    private static final int STATE_OF_READ_AT = 2;
    private static final int COUNT_AT = 3;

    /** How long a transfer may take, besides its bits and reports. */
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(1);

    /** Two frames of USB for a command and its answer, and as much for one that came too early. */
    private static final long OF_PART = TimeUnit.MILLISECONDS.toNanos(8);

    private static final int BITS_OF_BYTE = 9;

    /** Each takes 1 ms or more, and an address 0.2 ms. */
    private static final int POLLS_OF_ADDRESS = 8;

    private final byte[] out = new byte[HidDevice.REPORT];
    private final byte[] in = new byte[HidDevice.REPORT];
    private final String device;
    private final int frequency;
    private final long stretchNanos;
    /** When the present transfer is given up. */
    private long end;

    private UsbI2C(Link link, I2CBus bus, int frequency, int timeoutMicros) {
        super(link, "I2C(%s)".formatted(bus.device()));
        this.device = bus.device();
        this.frequency = Math.min(frequency, FASTEST);
        this.stretchNanos = TimeUnit.MICROSECONDS.toNanos(timeoutMicros);
    }

    static UsbI2C open(Link link, I2CBus bus, int frequency, int timeoutMicros) {
        require("I2C bus", bus.device(), DEVICE);
        int divider = divider(frequency);
        UsbI2C port = new UsbI2C(link, bus, frequency, timeoutMicros);
        try {
            port.speed(divider);
            return port;
        } catch (RuntimeException | Error e) {
            link.leave(port.bridge);
            throw e;
        }
    }

    /** Returns the divider for a clock that is not faster than the requested one, from table 3-1 of the data sheet. */
    private static int divider(int frequency) {
        int clock = Math.min(frequency, FASTEST);
        int divider = (CLOCK + clock - 1) / clock - 2;
        if (divider > LARGEST_DIVIDER) {
            throw new NotAvailableException(
                    "an I2C clock of %s Hz is too slow for an MCP2221. Choose %s to %s Hz, or select another board with BLINKA_PROVIDER."
                            .formatted(frequency, CLOCK / (LARGEST_DIVIDER + 2) + 1, FASTEST));
        }
        return divider;
    }

    private void speed(int divider) {
        Bridge.clear(out, Bridge.STATUS);
        out[SET_SPEED_AT] = SET_SPEED;
        out[SET_SPEED_AT + 1] = (byte) divider;
        bridge.exchange(out, in);
        if (in[SET_SPEED_AT] != SET_SPEED) {
            throw stuck();
        }
    }

    @Override
    public synchronized void transfer(
            int address, byte[] from, int outStart, int outEnd, byte[] into, int inStart, int inEnd) {
        requireOpen();
        int written = outEnd - outStart;
        int read = inEnd - inStart;
        if (written > LONGEST || read > LONGEST) {
            throw new BusException(
                    Kind.OTHER,
                    Errno.EINVAL,
                    "%s: a transaction of %s bytes to and %s from address 0x%02x is too long: an MCP2221 takes at most %s bytes each way. Use several transactions."
                            .formatted(label(), written, read, address, LONGEST));
        }
        end = System.nanoTime() + patience(written + read);
        if (written > 0 || read == 0) {
            write(read > 0 ? Bridge.WRITE_NO_STOP : Bridge.WRITE, address, from, outStart, outEnd);
        }
        if (read > 0) {
            read(written > 0 ? Bridge.READ_REPEATED_START : Bridge.READ, address, into, inStart, inEnd);
        }
    }

    private long patience(int bytes) {
        long bits = (bytes + 4L) * BITS_OF_BYTE;
        return PATIENCE
                + stretchNanos
                + (bytes / PART + 1) * OF_PART
                + 2 * bits * TimeUnit.SECONDS.toNanos(1) / frequency;
    }

    private boolean isOver() {
        return System.nanoTime() - end > 0;
    }

    private void write(int code, int address, byte[] from, int start, int to) {
        int at = start;
        int part = Math.min(PART, to - at);
        begin(code, to - start, address << 1, from, at, part);
        at += part;
        while (at < to) {
            part = Math.min(PART, to - at);
            command(code, to - start, address << 1, from, at, part);
            if (in[1] == Bridge.DONE) {
                at += part;
            } else {
                // The engine still sends the part before.
                status();
                requireProgress(address, in[Bridge.STATE_AT] & 0xFF);
            }
        }
        int last = code == Bridge.WRITE_NO_STOP ? WRITTEN_NO_STOP : IDLE;
        status();
        for (int polls = 1; in[Bridge.STATE_AT] != last; polls++) {
            if (to == start && polls == POLLS_OF_ADDRESS) {
                // An address alone. Its answer came long ago, but the engine waits for bytes.
                requireAcknowledged(address);
                cancel();
                return;
            }
            requireProgress(address, in[Bridge.STATE_AT] & 0xFF);
            status();
        }
        requireAcknowledged(address);
    }

    private void read(int code, int address, byte[] into, int start, int to) {
        begin(code, to - start, address << 1 | 1, into, 0, 0);
        int at = start;
        while (at < to) {
            Bridge.clear(out, Bridge.GET_DATA);
            bridge.exchange(out, in);
            int count = in[COUNT_AT] & 0xFF;
            if (in[1] == Bridge.DONE && count > 0 && count <= PART) {
                count = Math.min(count, to - at);
                System.arraycopy(in, DATA_AT, into, at, count);
                at += count;
            } else {
                int state = in[STATE_OF_READ_AT] & 0xFF;
                if (state == IDLE) {
                    status();
                    requireAcknowledged(address);
                }
                requireProgress(address, state);
            }
        }
    }

    /** Starts a transfer. An engine that something else has left busy is freed first. */
    private void begin(int code, int length, int addressByte, byte[] from, int at, int part) {
        command(code, length, addressByte, from, at, part);
        if (in[1] == Bridge.DONE) {
            return;
        }
        status();
        if (in[Bridge.STATE_AT] != IDLE) {
            cancel();
        }
        if (code == Bridge.READ_REPEATED_START) {
            // There is no transfer any more that it could go on.
            throw stuck();
        }
        command(code, length, addressByte, from, at, part);
        if (in[1] != Bridge.DONE) {
            status();
            throw stuck();
        }
    }

    private void command(int code, int length, int addressByte, byte[] from, int at, int part) {
        Bridge.clear(out, code);
        out[1] = (byte) length;
        out[2] = (byte) (length >> 8);
        out[3] = (byte) addressByte;
        System.arraycopy(from, at, out, DATA_AT, part);
        bridge.exchange(out, in);
    }

    private void status() {
        Bridge.clear(out, Bridge.STATUS);
        bridge.exchange(out, in);
    }

    /** Called with the answer to STATUS, of an engine that has finished. */
    private void requireAcknowledged(int address) {
        if ((in[REFUSED_AT] & REFUSED) != 0) {
            throw failure(Kind.NO_ACKNOWLEDGE, address);
        }
    }

    /** Throws if the engine has given up, or works for too long. */
    private void requireProgress(int address, int state) {
        switch (state) {
            case ADDRESS_REFUSED_STOPPING, ADDRESS_REFUSED -> throw failure(Kind.NO_ACKNOWLEDGE, address);
            case START_TIMEOUT, REPEATED_START_TIMEOUT, ADDRESS_TIMEOUT, WRITE_TIMEOUT, READ_TIMEOUT, STOP_TIMEOUT ->
                throw failure(Kind.TIMEOUT, address);
            default -> {
                if (isOver()) {
                    throw failure(Kind.TIMEOUT, address);
                }
            }
        }
    }

    private void cancel() {
        if (!bridge.cancel(out, in)) {
            throw stuck();
        }
    }

    /** Ends the transfer, so that the next one can start. */
    private BusException failure(Kind kind, int address) {
        status();
        int state = in[Bridge.STATE_AT] & 0xFF;
        String wires = wires();
        if (state != IDLE) {
            cancel();
        }
        boolean refused = kind == Kind.NO_ACKNOWLEDGE;
        return new BusException(
                kind,
                refused ? Errno.ENXIO : Errno.ETIMEDOUT,
                refused
                        ? "%s: no acknowledge from address 0x%02x. No device answers, or the chip refused a byte. Check its wiring, supply and address. The bus needs pull-up resistors."
                                .formatted(label(), address)
                        : "%s: timeout at address 0x%02x (state 0x%02x%s). A wire is held low or has no pull-up resistor, or the chip stretches the clock for too long. Check the wiring."
                                .formatted(label(), address, state, wires));
    }

    /** Called with the answer to STATUS. */
    private String wires() {
        return (in[SCL_AT] == 0 ? ", SCL is low" : "") + (in[SDA_AT] == 0 ? ", SDA is low" : "");
    }

    /** Called with an answer to STATUS. */
    private BusException stuck() {
        return new BusException(
                Kind.BUSY,
                Errno.EBUSY,
                "%s: the controller does not become idle (state 0x%02x%s). Check the wiring and the pull-up resistors, switch the chips on the bus off and on, and connect the bridge again."
                        .formatted(label(), in[Bridge.STATE_AT] & 0xFF, wires()));
    }

    @Override
    public String name() {
        return device;
    }
}
