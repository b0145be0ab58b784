// SPDX-License-Identifier: MIT
package blinka4j.onewire;

import blinka4j.BusException;
import blinka4j.busio.BusClock;
import blinka4j.checksum.Crc8;
import blinka4j.hardware.Arguments;
import blinka4j.hardware.CurrentBoard;
import blinka4j.hardware.Hardware;
import blinka4j.hardware.Hold;
import blinka4j.microcontroller.Pin;
import blinka4j.provider.Line;
import blinka4j.provider.OneWirePort;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A 1-Wire bus: one wire for data, for any number of devices.
 *
 * <pre>{@code
 * try (var bus = new OneWireBus(Board.D4)) {
 *     for (OneWireAddress address : bus.scan()) {
 *         System.out.println(new DS18X20(bus, address).temperature());
 *     }
 * }
 * }</pre>
 *
 * <p>On Linux this is a bus of the kernel, such as that of its driver {@code w1-gpio} on a pin. The kernel searches for devices every
 * 10 s. It may do so between two calls, and then the device that was selected is not selected any more. {@link
 * OneWireDevice#writeThenReadInto} is one transfer, which nothing interrupts.
 *
 * <p>Threads may share a bus. Source of the behaviour: CircuitPython's {@code adafruit_onewire.bus}.
 */
public final class OneWireBus implements AutoCloseable {
    private static final int MOST = 255;
    private static final byte[] NOTHING = {};

    private final OneWirePort port;
    private final Hold hold;
    private final String name;
    private final ReentrantLock lock = new ReentrantLock(true);
    private volatile int maximumDevices = 10;

    /**
     * Takes the bus on a pin, which must have a pull-up resistor of 4.7 kOhm.
     *
     * @throws blinka4j.PinException if the board has no such pin, or if it is in use
     * @throws blinka4j.NotAvailableException if there is no 1-Wire bus on this pin; the message says what to do
     */
    public OneWireBus(Pin pin) {
        Hardware hardware = Pin.required(pin, "OneWireBus").hardware();
        Line line = hardware.lookup().line(pin.name());
        name = "OneWireBus(%s)".formatted(pin.name());
        hold = hardware.hold("OneWireBus", pin.name(), line);
        hold.alias(pin.name());
        port = hold.open(() -> hardware.provider().openOneWire(line));
        hold.guard(this);
    }

    /**
     * Takes the bus with this name in Linux. For one of several buses, or one of an adapter.
     *
     * @param master such as {@code w1_bus_master1}: a folder in {@code /sys/bus/w1/devices}
     * @throws blinka4j.NotAvailableException if there is no such bus; the message lists the buses
     */
    public OneWireBus(String master) {
        String device = Arguments.required(master, "OneWireBus needs the name of a bus", "w1_bus_master1");
        Hardware hardware = CurrentBoard.get();
        name = "OneWireBus(%s)".formatted(device);
        hold = hardware.hold("OneWireBus", device);
        port = hold.open(() -> hardware.provider().openOneWire(device));
        hold.guard(this);
    }

    /** For a bus that is not on the board itself, such as that of an adapter chip. */
    public OneWireBus(OneWirePort port) {
        this.port = Arguments.port(port, "OneWireBus", "new OneWireBus(Board.D4)");
        name = "OneWireBus(%s)".formatted(port.name());
        hold = Hold.of(port);
    }

    /** How many devices {@link #scan} allows; 10 at first. */
    public int maximumDevices() {
        return maximumDevices;
    }

    /** @param count 1 to 255 */
    public void maximumDevices(int count) {
        if (count < 1 || count > MOST) {
            throw new IllegalArgumentException(
                    "%s: a maximum of %s devices is not possible. It must be 1 to 255.".formatted(name, count));
        }
        maximumDevices = count;
    }

    /** Resets the bus. Returns true if a device answered. */
    public boolean reset() {
        return reset(false);
    }

    /**
     * Resets the bus.
     *
     * @param required true for an error if no device answers
     * @return true if a device answered
     * @throws BusException of kind NO_ACKNOWLEDGE if a device is required and none answers
     */
    public boolean reset(boolean required) {
        boolean present = transfer(true, NOTHING, 0, 0, NOTHING, 0, 0);
        if (required && !present) {
            throw nobody(name);
        }
        return present;
    }

    static BusException nobody(String name) {
        return new BusException(
                BusException.Kind.NO_ACKNOWLEDGE,
                "no device answers on %s. Check the wiring, the power, and the pull-up resistor of 4.7 kOhm from data to 3.3 V."
                        .formatted(name));
    }

    public void readInto(byte[] buffer) {
        readInto(buffer, 0, buffer.length);
    }

    /** Reads into {@code buffer[start..end)}. */
    public void readInto(byte[] buffer, int start, int end) {
        Objects.checkFromToIndex(start, end, buffer.length);
        transfer(false, NOTHING, 0, 0, buffer, start, end);
    }

    public void write(byte... buffer) {
        write(buffer, 0, buffer.length);
    }

    /** Writes {@code buffer[start..end)}. */
    public void write(byte[] buffer, int start, int end) {
        Objects.checkFromToIndex(start, end, buffer.length);
        transfer(false, buffer, start, end, NOTHING, 0, 0);
    }

    /**
     * Finds the devices on the bus.
     *
     * @throws IllegalStateException if there are more than {@link #maximumDevices}
     * @throws BusException of kind CHECKSUM if an address was read wrongly
     */
    public List<OneWireAddress> scan() {
        lock.lock();
        try {
            requireOpen();
            List<OneWireAddress> found =
                    port.search().stream().map(this::address).toList();
            if (found.size() > maximumDevices) {
                throw new IllegalStateException(
                        "there are more than %s devices on %s. Allow more with maximumDevices(%s)."
                                .formatted(maximumDevices, name, Math.min(found.size(), MOST)));
            }
            return found;
        } finally {
            lock.unlock();
        }
    }

    private OneWireAddress address(byte[] rom) {
        if (crc8(rom) != 0 || rom[0] == 0) {
            throw wrongChecksum("an address on " + name, rom);
        }
        return new OneWireAddress(rom);
    }

    static BusException wrongChecksum(String what, byte[] bytes) {
        return new BusException(
                BusException.Kind.CHECKSUM,
                "wrong checksum of %s in %s. Bytes were changed on the way. Check the wiring and the pull-up resistor."
                        .formatted(what, HexFormat.of().formatHex(bytes)));
    }

    /** Returns the checksum of 1-Wire, 0 to 255; 0 if the last byte is the right checksum of the others. */
    public static int crc8(byte... data) {
        return Crc8.ONE_WIRE.of(data);
    }

    /** Waits for a device. On a simulated bus only simulated time passes. */
    public void sleep(Duration time) {
        port.sleep(time);
    }

    /** The time of this bus, for drivers. */
    public BusClock clock() {
        return new BusClock(port);
    }

    boolean transfer(boolean reset, byte[] out, int outStart, int outEnd, byte[] in, int inStart, int inEnd) {
        lock.lock();
        try {
            requireOpen();
            return port.transfer(reset, out, outStart, outEnd, in, inStart, inEnd);
        } finally {
            lock.unlock();
        }
    }

    /** Keeps other threads away until {@link #unlock}. */
    void lock() {
        lock.lock();
    }

    void unlock() {
        if (!lock.isHeldByCurrentThread()) {
            throw new IllegalStateException(
                    "no device on %s is selected by this thread. Close what select() returned once, and in the thread that called it."
                            .formatted(name));
        }
        lock.unlock();
    }

    private void requireOpen() {
        if (isClosed()) {
            throw hold.closed(name, "a new OneWireBus");
        }
    }

    /** True if this, or its board, was closed. */
    public boolean isClosed() {
        return hold.isClosed();
    }

    /** Makes the bus free. Closing again does nothing. */
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
