// SPDX-License-Identifier: MIT
package blinka4j.sim;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.provider.I2CPort;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A simulated I2C bus with the devices on it. It is a port, so {@code new I2C(bus)} works without a board; a
 * simulated board has one for each bus of its board.
 *
 * <p>A transfer takes as much simulated time as its bits at the bus's frequency. Errors are as on Linux: {@link Kind#NO_ACKNOWLEDGE}
 * with errno 121 if no device is at the address, errno 22 for more than 8192 bytes in one direction.
 */
public final class SimI2CBus implements I2CPort {
    private static final int EREMOTEIO = 121;
    private static final int EINVAL = 22;
    private static final int LONGEST_MESSAGE = 8192;
    static final int MOST_TRANSFERS = 65_536;

    private final String name;
    private final SimClock clock;
    private final @Nullable SimI2CDevice[] devices = new @Nullable SimI2CDevice[128];
    private final boolean[] unplugged = new boolean[128];
    /** All devices are at addresses in this range. */
    private int lowest = 128;

    private int highest = -1;
    private final List<Fault> faults = new ArrayList<>();
    private int frequency = 100_000;
    private @Nullable Deque<Transfer> transfers;
    /** Null during a transfer, in which another one may begin. */
    private @Nullable Stop free = new Stop();

    /**
     * What was transferred between a start and a stop.
     *
     * @param time the time of the bus's clock at the end
     * @param address 7 bits, unshifted
     * @param written the bytes that the program wrote, 0 to 255 each; also those that were not acknowledged
     * @param read the bytes that the program read after them, 0 to 255 each
     * @param failure why the transfer failed; null if it did not
     */
    public record Transfer(
            Duration time,
            int address,
            List<Integer> written,
            List<Integer> read,
            @Nullable BusException failure) {
        @Override
        public String toString() {
            return "0x%02x%s%s%s"
                    .formatted(
                            address,
                            written.isEmpty() ? "" : " written [%s]".formatted(Bytes.list(written)),
                            read.isEmpty() ? "" : " read [%s]".formatted(Bytes.list(read)),
                            failure == null ? "" : " failed: " + failure.getMessage());
        }
    }

    /** A bus with its own clock. */
    public SimI2CBus() {
        this("simulated I2C", new SimClock());
    }

    /** @param name the name in messages */
    public SimI2CBus(String name, SimClock clock) {
        this.name = name;
        this.clock = clock;
    }

    /** The time of this bus and its devices. */
    @Override
    public SimClock clock() {
        return clock;
    }

    /** Attaches a device.
     *
     * @param address 7 bits, unshifted
     * @throws IllegalStateException if the address is in use
     */
    public SimI2CBus attach(int address, SimI2CDevice device) {
        check(address);
        clock.lock.lock();
        try {
            SimI2CDevice there = devices[address];
            if (there != null) {
                throw new IllegalStateException(
                        "cannot attach %s at address 0x%02x of %s. %s is there. Detach it first, or choose another address."
                                .formatted(device, address, name, there));
            }
            device.attached(this);
            put(address, device);
        } finally {
            clock.lock.unlock();
        }
        return this;
    }

    /** Removes the device at {@code address}, if there is one. */
    public SimI2CBus detach(int address) {
        check(address);
        clock.locked(() -> devices[address] = null);
        return this;
    }

    /** The attached devices by their address, also those that are unplugged; without those behind a multiplexer. */
    public Map<Integer, SimI2CDevice> attached() {
        Map<Integer, SimI2CDevice> attached = new TreeMap<>();
        clock.locked(() -> {
            for (int i = 0; i < devices.length; i++) {
                SimI2CDevice device = devices[i];
                if (device != null) {
                    attached.put(i, device);
                }
            }
        });
        return attached;
    }

    /**
     * Moves a device to another address, as a chip does whose program sets its address. It keeps its state.
     *
     * @throws IllegalStateException if another device has this address
     */
    public SimI2CBus move(SimI2CDevice device, int address) {
        check(address);
        clock.lock.lock();
        try {
            SimI2CDevice there = devices[address];
            if (there != null && there != device) {
                throw new IllegalStateException(
                        "%s cannot move to address 0x%02x of %s. %s is there. Detach it first, or choose another address."
                                .formatted(device, address, name, there));
            }
            for (int i = 0; i < devices.length; i++) {
                devices[i] = devices[i] == device ? null : devices[i];
            }
            put(address, device);
        } finally {
            clock.lock.unlock();
        }
        return this;
    }

    private void put(int address, SimI2CDevice device) {
        devices[address] = device;
        unplugged[address] = false;
        lowest = Math.min(lowest, address);
        highest = Math.max(highest, address);
    }

    /** Makes the device at {@code address} not answer until {@link #plug}. It keeps its state. */
    public SimI2CBus unplug(int address) {
        return plugged(address, false);
    }

    /** Makes the device at {@code address} answer again. */
    public SimI2CBus plug(int address) {
        return plugged(address, true);
    }

    /** Makes the next transfer with any address fail. Two calls make the next two fail. */
    public SimI2CBus failNext(Kind kind) {
        return fail(new Fault(Fault.ANY, kind));
    }

    /** Makes the next transfer with {@code address} fail. Two calls make the next two fail. */
    public SimI2CBus failNext(int address, Kind kind) {
        check(address);
        return fail(new Fault(address, kind));
    }

    /** The frequency in Hz with which the program opened the bus; 100,000 before. */
    public int frequency() {
        return frequency;
    }

    /** Sets the frequency in Hz, which decides how long transfers take. */
    public SimI2CBus frequency(int hertz) {
        if (hertz <= 0) {
            throw new IllegalArgumentException(
                    "an I2C frequency of %s Hz is out of range. Expected more than 0 Hz.".formatted(hertz));
        }
        frequency = hertz;
        return this;
    }

    /** Begins to record the transfers; before, {@link #transfers} is empty. Keeps the latest 65,536. */
    public SimI2CBus record() {
        clock.locked(() -> transfers = transfers == null ? new ArrayDeque<>() : transfers);
        return this;
    }

    /** True after {@link #record}. */
    public boolean isRecording() {
        return clock.locked(() -> transfers != null);
    }

    /** The recorded transfers, in their order. */
    public List<Transfer> transfers() {
        return clock.locked(() -> transfers == null ? List.of() : List.copyOf(transfers));
    }

    @Override
    public void transfer(int address, byte[] out, int outStart, int outEnd, byte[] in, int inStart, int inEnd) {
        clock.lock.lock();
        try {
            Deque<Transfer> record = transfers;
            if (record == null) {
                exchange(address, out, outStart, outEnd, in, inStart, inEnd);
                return;
            }
            List<Integer> written = Bytes.unsigned(out, outStart, outEnd);
            BusException failure = null;
            try {
                exchange(address, out, outStart, outEnd, in, inStart, inEnd);
            } catch (BusException e) {
                failure = e;
                throw e;
            } finally {
                if (record.size() == MOST_TRANSFERS) {
                    record.removeFirst();
                }
                List<Integer> read = failure == null ? Bytes.unsigned(in, inStart, inEnd) : List.of();
                record.add(new Transfer(clock.now(), address, written, read, failure));
            }
        } finally {
            clock.lock.unlock();
        }
    }

    private void exchange(int address, byte[] out, int outStart, int outEnd, byte[] in, int inStart, int inEnd) {
        if (outEnd - outStart > LONGEST_MESSAGE || inEnd - inStart > LONGEST_MESSAGE) {
            throw new BusException(
                    Kind.OTHER,
                    EINVAL,
                    "a transfer of %s bytes with address 0x%02x of %s is too long. Transfer at most %s bytes at once."
                            .formatted(Math.max(outEnd - outStart, inEnd - inStart), address, name, LONGEST_MESSAGE));
        }
        clock.lock.lock();
        try {
            failIfOrdered(address);
            SimI2CDevice device = find(address);
            Stop stop = free == null ? new Stop() : free;
            free = null;
            stop.device = device;
            try (stop) {
                if (device == null) {
                    throw nobody(address);
                }
                if (outStart < outEnd || inStart >= inEnd) {
                    stop.bytes++;
                    if (!device.start(false)) {
                        throw nobody(address);
                    }
                    for (int i = outStart; i < outEnd; i++) {
                        stop.bytes++;
                        if (!device.write(out[i] & 0xFF)) {
                            throw refused(address, out[i] & 0xFF, i - outStart + 1, outEnd - outStart);
                        }
                    }
                }
                if (inStart < inEnd) {
                    stop.bytes++;
                    if (!device.start(true)) {
                        throw nobody(address);
                    }
                    for (int i = inStart; i < inEnd; i++) {
                        stop.bytes++;
                        in[i] = (byte) device.read();
                    }
                }
            }
        } catch (BusException e) {
            for (Throwable each : e.getSuppressed()) {
                if (each instanceof TimeLimitError limit) {
                    // A program that tries again has to end too.
                    throw limit;
                }
            }
            throw e;
        } finally {
            clock.lock.unlock();
        }
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

    /** The device that answers to {@code address}, on this bus or on a connected channel of a multiplexer. */
    private @Nullable SimI2CDevice find(int address) {
        SimI2CDevice found = unplugged[address] ? null : devices[address];
        for (int i = lowest; i <= highest; i++) {
            SimI2CDevice multiplexer = devices[i];
            if (multiplexer == null || unplugged[i]) {
                continue;
            }
            List<SimI2CBus> channels = multiplexer.channels();
            for (int channel = 0; channel < channels.size(); channel++) {
                SimI2CDevice behind = channels.get(channel).find(address);
                if (behind != null && found != null) {
                    throw new IllegalStateException(
                            "two devices answer to address 0x%02x of %s: %s, and %s on %s. Disconnect a channel of the multiplexer."
                                    .formatted(address, name, found, behind, channels.get(channel)));
                }
                found = behind != null ? behind : found;
            }
        }
        return found;
    }

    /** The devices on this bus, and those behind its multiplexers. */
    Stream<Object> devices() {
        return Stream.of(devices)
                .filter(Objects::nonNull)
                .flatMap(device -> Stream.concat(
                        Stream.of(device), device.behind().stream().flatMap(SimI2CBus::devices)));
    }

    private void failIfOrdered(int address) {
        if (faults.isEmpty()) {
            return;
        }
        for (Iterator<Fault> each = faults.iterator(); each.hasNext(); ) {
            Fault fault = each.next();
            if (fault.address == Fault.ANY || fault.address == address) {
                each.remove();
                throw new BusException(
                        fault.kind,
                        "the transfer with address 0x%02x of %s failed, as requested with failNext: %s"
                                .formatted(address, name, fault.kind));
            }
        }
    }

    private BusException nobody(int address) {
        return new BusException(
                Kind.NO_ACKNOWLEDGE,
                EREMOTEIO,
                "no device answers at address 0x%02x of %s. %s".formatted(address, name, missing(address)));
    }

    @Override
    public String missing(int address) {
        // Unplugged, or attached but busy.
        SimI2CDevice here = clock.locked(() -> devices[address] != null ? devices[address] : find(address));
        if (here != null) {
            return "%s is attached there and does not acknowledge: it is unplugged, busy, or has lost its settings with its power."
                    .formatted(here);
        }
        return "No simulated chip is attached there. Attach one with attach(0x%02x, chip) of the board's i2c(), or, with the command blinka, by its name, such as: export BLINKA_CHIPS=BME280@0x%02x"
                .formatted(address, address);
    }

    private BusException refused(int address, int value, int position, int length) {
        return new BusException(
                Kind.NO_ACKNOWLEDGE,
                EREMOTEIO,
                "the device at address 0x%02x of %s did not acknowledge byte %s of %s, 0x%02x"
                        .formatted(address, name, position, length, value));
    }

    private SimI2CBus plugged(int address, boolean in) {
        check(address);
        clock.lock.lock();
        try {
            if (devices[address] == null) {
                throw new IllegalStateException(
                        "no device is attached at address 0x%02x of %s. Attach one first.".formatted(address, name));
            }
            unplugged[address] = !in;
        } finally {
            clock.lock.unlock();
        }
        return this;
    }

    private SimI2CBus fail(Fault fault) {
        clock.locked(() -> faults.add(fault));
        return this;
    }

    private static void check(int address) {
        if (address < 0 || address > 0x7F) {
            throw new IllegalArgumentException(
                    "I2C address 0x%02x is out of range. Expected 7 bits, 0x00 to 0x7f.".formatted(address));
        }
    }

    /** The end of a transaction. It lets the time of its bits pass. */
    private final class Stop implements Ending {
        private final Ending time = new Time();
        private @Nullable SimI2CDevice device;
        private long bytes;

        @Override
        public void close() {
            try (time) {
                if (device != null) {
                    device.stop();
                }
            }
        }

        private final class Time implements Ending {
            @Override
            public void close() {
                long nanos = (Math.max(bytes, 1) * 9 + 2) * 1_000_000_000L / frequency;
                bytes = 0;
                free = Stop.this;
                clock.spend(nanos);
            }
        }
    }

    private record Fault(int address, Kind kind) {
        static final int ANY = -1;
    }
}
