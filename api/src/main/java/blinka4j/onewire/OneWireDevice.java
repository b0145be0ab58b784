// SPDX-License-Identifier: MIT
package blinka4j.onewire;

import blinka4j.busio.BusHold;
import blinka4j.hardware.Arguments;
import java.util.Arrays;

/**
 * One device on a 1-Wire bus. {@link #writeThenReadInto} selects the device and does all in one transfer. To write and read in several
 * calls, keep the device selected:
 *
 * <pre>{@code
 * BusHold hold = device.select(); // Python's "with device"
 * try (hold) {
 *     device.write((byte) 0xBE);
 *     device.readInto(scratchpad);
 * }
 * }</pre>
 *
 * <p>Source of the behaviour: CircuitPython's {@code adafruit_onewire.device}.
 */
public final class OneWireDevice {
    private static final byte MATCH_ROM = 0x55;
    private static final byte[] NOTHING = {};
    /** As in CircuitPython: a reply of so many bytes ends with a checksum. */
    private static final int LEAST_WITH_CHECKSUM = 8;
    /** What is read if no device sends. */
    private static final byte ONES = -1;

    private final OneWireBus bus;
    private final String name;
    private final byte[] selection = new byte[9];
    private final BusHold selected;

    public OneWireDevice(OneWireBus bus, OneWireAddress address) {
        this.bus = Arguments.required(bus, "OneWireDevice needs a bus", "new OneWireBus(Board.D4)");
        byte[] rom = Arguments.required(address, "OneWireDevice needs an address", "bus.scan().get(0)")
                .rom();
        selection[0] = MATCH_ROM;
        System.arraycopy(rom, 0, selection, 1, rom.length);
        name = "%s on %s".formatted(address, bus);
        selected = bus::unlock;
    }

    /**
     * Resets the bus and selects this device, so that it takes what {@link #write} writes. No other thread can use the bus until the
     * returned object is closed.
     *
     * @throws blinka4j.BusException of kind NO_ACKNOWLEDGE if no device at all answers
     */
    public BusHold select() {
        bus.lock();
        try {
            transfer(selection, NOTHING);
            return selected;
        } catch (RuntimeException | Error e) {
            bus.unlock();
            throw e;
        }
    }

    /** Writes to the selected device. */
    public void write(byte... buffer) {
        bus.write(buffer);
    }

    /** Writes {@code buffer[start..end)} to the selected device. */
    public void write(byte[] buffer, int start, int end) {
        bus.write(buffer, start, end);
    }

    /**
     * Reads from the selected device. Of 8 bytes or more, the last one must be the checksum.
     *
     * @throws blinka4j.BusException of kind NO_ACKNOWLEDGE if the device does not answer, of kind CHECKSUM if the checksum is wrong
     */
    public void readInto(byte[] buffer) {
        bus.readInto(buffer);
        check(buffer);
    }

    /** Reads into {@code buffer[start..end)} from the selected device, without a check. */
    public void readInto(byte[] buffer, int start, int end) {
        bus.readInto(buffer, start, end);
    }

    /**
     * Selects this device, writes, and reads, in one transfer that nothing interrupts. Of 8 bytes or more in {@code in}, the last one
     * must be the checksum.
     *
     * @param in an empty array to read nothing
     * @throws blinka4j.BusException of kind NO_ACKNOWLEDGE if the device does not answer, of kind CHECKSUM if the checksum is wrong
     */
    public void writeThenReadInto(byte[] out, byte[] in) {
        byte[] all = Arrays.copyOf(selection, selection.length + out.length);
        System.arraycopy(out, 0, all, selection.length, out.length);
        transfer(all, in);
        check(in);
    }

    private void transfer(byte[] out, byte[] in) {
        if (!bus.transfer(true, out, 0, out.length, in, 0, in.length)) {
            throw OneWireBus.nobody(bus.toString());
        }
    }

    private void check(byte[] reply) {
        if (reply.length < LEAST_WITH_CHECKSUM || OneWireBus.crc8(reply) == 0) {
            return;
        }
        for (byte each : reply) {
            if (each != ONES) {
                throw OneWireBus.wrongChecksum(name, reply);
            }
        }
        throw OneWireBus.nobody(name);
    }

    @Override
    public String toString() {
        return name;
    }
}
