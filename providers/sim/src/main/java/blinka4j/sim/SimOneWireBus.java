// SPDX-License-Identifier: MIT
package blinka4j.sim;

import blinka4j.BusException;
import blinka4j.provider.OneWirePort;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A simulated 1-Wire bus with the devices on it. It is a port, so {@code new OneWireBus(bus)} works without a board; a simulated board
 * has one on each pin.
 *
 * <p>A transfer takes as much simulated time as its bits on a real bus. The wire has a pull-up resistor.
 */
public final class SimOneWireBus implements OneWirePort {
    private static final long RESET_NANOS = 960_000;
    private static final long SLOT_NANOS = 61_000;
    private static final int SEARCH_ROM = 0xF0;
    private static final int ROM_BITS = 64;
    private static final int LAST_DEVICE = -1;
    private static final int NO_DEVICE = -2;

    private final String name;
    private final SimClock clock;
    private final List<SimOneWireDevice> devices = new ArrayList<>();
    private BusException.Kind failure = BusException.Kind.OTHER;
    private int failures;

    /** A bus with its own clock. */
    public SimOneWireBus() {
        this("simulated 1-Wire", new SimClock());
    }

    /** @param name the name in messages */
    public SimOneWireBus(String name, SimClock clock) {
        this.name = name;
        this.clock = clock;
    }

    /** The time of this bus and its devices. */
    @Override
    public SimClock clock() {
        return clock;
    }

    /** Attaches a device. */
    public SimOneWireBus attach(SimOneWireDevice device) {
        clock.locked(() -> {
            device.attached(this);
            devices.add(device);
        });
        return this;
    }

    /** Removes a device, if it is there. It keeps its state. */
    public SimOneWireBus detach(SimOneWireDevice device) {
        clock.locked(() -> devices.remove(device));
        return this;
    }

    Stream<Object> devices() {
        return clock.locked(() -> List.copyOf(devices)).stream().map(device -> device);
    }

    /** The attached devices. */
    public List<SimOneWireDevice> attached() {
        return clock.locked(() -> List.copyOf(devices));
    }

    /** Makes the next transfer fail. Two calls make the next two fail. */
    public SimOneWireBus failNext(BusException.Kind kind) {
        clock.locked(() -> {
            failure = kind;
            failures++;
        });
        return this;
    }

    @Override
    public boolean transfer(boolean reset, byte[] out, int outStart, int outEnd, byte[] in, int inStart, int inEnd) {
        clock.lock.lock();
        try {
            if (failures > 0) {
                failures--;
                throw new BusException(
                        failure, "the transfer on %s failed, as requested with failNext: %s".formatted(name, failure));
            }
            boolean present = !reset || reset();
            for (int i = outStart; i < outEnd; i++) {
                write(out[i]);
            }
            for (int i = inStart; i < inEnd; i++) {
                int value = 0;
                for (int bit = 0; bit < Byte.SIZE; bit++) {
                    value |= slot(true) ? 1 << bit : 0;
                }
                in[i] = (byte) value;
            }
            return present;
        } finally {
            clock.lock.unlock();
        }
    }

    private boolean reset() {
        clock.spend(RESET_NANOS);
        devices.forEach(SimOneWireDevice::resetPulse);
        return !devices.isEmpty();
    }

    private void write(int value) {
        for (int bit = 0; bit < Byte.SIZE; bit++) {
            slot((value >> bit & 1) == 1);
        }
    }

    @Override
    public boolean hasBits() {
        return true;
    }

    @Override
    public boolean slot(boolean bit) {
        clock.lock.lock();
        try {
            clock.spend(SLOT_NANOS);
            boolean level = bit;
            for (SimOneWireDevice device : devices) {
                level &= device.timeSlot(bit);
            }
            return level;
        } finally {
            clock.lock.unlock();
        }
    }

    /** Follows the tree of the ROM codes, as Maxim's application note 187 describes it. */
    @Override
    public List<byte[]> search() {
        clock.lock.lock();
        try {
            List<byte[]> found = new ArrayList<>();
            byte[] rom = new byte[ROM_BITS / Byte.SIZE];
            int turn = LAST_DEVICE;
            while (reset()) {
                write(SEARCH_ROM);
                turn = branch(rom, turn);
                if (turn == NO_DEVICE) {
                    break;
                }
                found.add(rom.clone());
                if (turn == LAST_DEVICE) {
                    break;
                }
            }
            return found;
        } finally {
            clock.lock.unlock();
        }
    }

    /**
     * Finds one device.
     *
     * @param rom the code that was found before; the new one afterwards
     * @param turn the bit where the way leads to the ones this time, and before to the zeros
     * @return the bit where the next way leads to the ones, or LAST_DEVICE, or NO_DEVICE
     */
    private int branch(byte[] rom, int turn) {
        int next = LAST_DEVICE;
        for (int i = 0; i < ROM_BITS; i++) {
            int at = i / Byte.SIZE;
            int mask = 1 << i % Byte.SIZE;
            boolean bit = slot(true);
            boolean complement = slot(true);
            if (bit && complement) {
                return NO_DEVICE;
            }
            if (!bit && !complement) {
                bit = i == turn || (i < turn && (rom[at] & mask) != 0);
                next = bit ? next : i;
            }
            rom[at] = (byte) (bit ? rom[at] | mask : rom[at] & ~mask);
            slot(bit);
        }
        return next;
    }

    @Override
    public String name() {
        return name;
    }

    /** Does nothing. The devices stay attached, and the bus can be used again. */
    @Override
    public void close() {}

    @Override
    public String toString() {
        return name;
    }
}
