// SPDX-License-Identifier: MIT
package blinka4j.sim;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.NotAvailableException;
import blinka4j.digitalio.Pull;
import blinka4j.provider.SpiPort;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A simulated SPI bus with the devices on it. It is a port, so {@code new SPI(bus)} works without a board; a
 * simulated board has one for each bus of its board.
 *
 * <p>A device is selected by the controller (a chip select index), by a pin that the program drives, or always. If no device is
 * selected, the program reads 0xFF. If two are selected, a transfer fails with an {@link IllegalStateException} that names both. A
 * transfer takes as much simulated time as its bits at the configured clock. Words have 8, 16, 24 or 32 bits.
 */
public final class SimSpiBus implements SpiPort {
    private static final int IDLE_WIRE = 0xFF;

    private final String name;
    private final SimClock clock;
    private final List<Place> places = new ArrayList<>();
    private final Queue<Kind> faults = new ArrayDeque<>();
    private final Ending deselection = new Deselection();
    private volatile @Nullable Settings settings;
    /** When the transfer that is under way began; -1 if there is none. */
    private volatile long began = -1;

    private @Nullable Place selectedByController;
    private @Nullable Deque<Transfer> transfers;

    /**
     * What was transferred in one call.
     *
     * @param time the time of the bus's clock at the end
     * @param device the selected device; null if there was none
     * @param written the bytes that the program sent, 0 to 255 each; empty if it only read
     * @param read the bytes that the program received meanwhile, 0 to 255 each; empty if it only wrote
     */
    public record Transfer(Duration time, @Nullable SimSpiDevice device, List<Integer> written, List<Integer> read) {
        @Override
        public String toString() {
            return "%s%s%s"
                    .formatted(
                            device == null ? "no device" : device,
                            written.isEmpty() ? "" : " written [%s]".formatted(Bytes.list(written)),
                            read.isEmpty() ? "" : " read [%s]".formatted(Bytes.list(read)));
        }
    }

    private final class Deselection implements Ending {
        @Override
        public void close() {
            select(Settings.BY_HAND);
        }
    }

    /** A bus with its own clock. */
    public SimSpiBus() {
        this("simulated SPI", new SimClock());
    }

    /** @param name the name in messages */
    public SimSpiBus(String name, SimClock clock) {
        this.name = name;
        this.clock = clock;
    }

    /** The time of this bus and its devices. */
    @Override
    public SimClock clock() {
        return clock;
    }

    /**
     * Attaches a device to a chip select of the controller.
     *
     * @param chipSelect from 0
     * @throws IllegalStateException if the chip select is in use
     */
    public SimSpiBus attach(int chipSelect, SimSpiDevice device) {
        if (chipSelect < 0) {
            throw new IllegalArgumentException(
                    "chip select %s is out of range. Expected 0 or more.".formatted(chipSelect));
        }
        clock.lock.lock();
        try {
            for (Place place : places) {
                if (place.chipSelect == chipSelect) {
                    throw new IllegalStateException(
                            "cannot attach %s to chip select %s of %s. %s is there. Detach it first, or choose another chip select."
                                    .formatted(device, chipSelect, name, place.device));
                }
            }
            device.attached(this);
            places.add(new Place(device, chipSelect));
        } finally {
            clock.lock.unlock();
        }
        return this;
    }

    /**
     * Attaches a device that is selected while a pin is low. The pin gets a pull-up resistor, as on breakout boards, so that the
     * device is not selected before the program drives the pin.
     *
     * @param select a pin of the board of this bus
     */
    public SimSpiBus attach(SimPin select, SimSpiDevice device) {
        clock.lock.lock();
        try {
            device.attached(this);
            Place place = new Place(device, Settings.BY_HAND);
            places.add(place);
            select.resistor(Pull.UP);
            select.connect(high -> {
                if (high || !places.contains(place)) {
                    place.deselect();
                } else {
                    place.select();
                }
            });
            if (!select.level()) {
                place.select();
            }
        } finally {
            clock.lock.unlock();
        }
        return this;
    }

    /** Attaches a device that is always selected, because its chip select is wired to ground. */
    public SimSpiBus attach(SimSpiDevice device) {
        clock.lock.lock();
        try {
            device.attached(this);
            Place place = new Place(device, Settings.BY_HAND);
            places.add(place);
            place.select();
        } finally {
            clock.lock.unlock();
        }
        return this;
    }

    /** Removes a device, if it is attached. */
    public SimSpiBus detach(SimSpiDevice device) {
        clock.lock.lock();
        try {
            for (Place place : List.copyOf(places)) {
                if (place.device == device) {
                    places.remove(place);
                    if (selectedByController == place) {
                        selectedByController = null;
                    }
                }
            }
        } finally {
            clock.lock.unlock();
        }
        return this;
    }

    /** The attached devices. */
    public List<SimSpiDevice> attached() {
        return clock.locked(() -> places.stream().map(place -> place.device).toList());
    }

    /** Makes the next transfer fail. Two calls make the next two fail. */
    public SimSpiBus failNext(Kind kind) {
        clock.locked(() -> faults.add(kind));
        return this;
    }

    /** The program's latest settings: clock, mode, word length; null if there are none yet. */
    public @Nullable Settings settings() {
        return settings;
    }

    @Override
    public int configure(Settings to) {
        if (to.bits() % Byte.SIZE != 0) {
            throw new NotAvailableException(
                    "%s does not support words of %s bits. Choose 8, 16, 24 or 32.".formatted(name, to.bits()));
        }
        settings = to;
        return to.baudrate();
    }

    @Override
    public void transfer(
            byte @Nullable [] out, int outStart, byte @Nullable [] in, int inStart, int length, boolean keepSelected) {
        clock.lock.lock();
        try {
            Settings now = settings;
            if (now == null) {
                throw new IllegalStateException(
                        "%s was not configured before its first transfer. Call configure first.".formatted(name));
            }
            Kind fault = length == 0 ? null : faults.poll();
            Ending end = keepSelected ? null : deselection;
            try (end) {
                if (fault != null) {
                    throw new BusException(
                            fault, "the transfer on %s failed, as requested with failNext: %s".formatted(name, fault));
                }
                if (length > 0) {
                    select(now.chipSelect());
                    List<Integer> written = List.of();
                    if (transfers != null && out != null) {
                        written = Bytes.unsigned(out, outStart, outStart + length);
                    }
                    began = clock.nanos();
                    exchange(now, out, outStart, in, inStart, length);
                    began = -1;
                    clock.spend(length * 8L * 1_000_000_000L / now.baudrate());
                    if (transfers != null) {
                        List<Integer> read = in == null ? List.of() : Bytes.unsigned(in, inStart, inStart + length);
                        record(transfers, written, read);
                    }
                }
            }
        } finally {
            began = -1;
            clock.lock.unlock();
        }
    }

    /**
     * The time of the clock for devices that measure it, in nanoseconds. It stands during a transfer, whose bytes follow each other without
     * a pause however long this machine takes for them.
     */
    public long nanos() {
        long since = began;
        return since >= 0 ? since : clock.nanos();
    }

    /** Begins to record the transfers; before, {@link #transfers} is empty. Keeps the latest 65,536. */
    public SimSpiBus record() {
        clock.locked(() -> transfers = transfers == null ? new ArrayDeque<>() : transfers);
        return this;
    }

    /** True after {@link #record}. */
    public boolean isRecording() {
        return clock.locked(() -> transfers != null);
    }

    /** The recorded transfers that did not fail, in their order. */
    public List<Transfer> transfers() {
        return clock.locked(() -> transfers == null ? List.of() : List.copyOf(transfers));
    }

    private void record(Deque<Transfer> record, List<Integer> written, List<Integer> read) {
        if (record.size() == SimI2CBus.MOST_TRANSFERS) {
            record.removeFirst();
        }
        Place place = selected();
        record.add(new Transfer(clock.now(), place == null ? null : place.device, written, read));
    }

    @Override
    public String name() {
        return name;
    }

    /** Deselects the device. The devices stay attached, and the bus can be used again. */
    @Override
    public void close() {
        clock.locked(() -> select(Settings.BY_HAND));
    }

    @Override
    public String toString() {
        return name;
    }

    /** The controller drives this chip select active, and any other inactive. */
    private void select(int chipSelect) {
        Place before = selectedByController;
        if (before != null && before.chipSelect != chipSelect) {
            selectedByController = null;
            before.deselect();
        }
        if (chipSelect != Settings.BY_HAND && selectedByController == null) {
            for (int i = 0; i < places.size(); i++) {
                Place place = places.get(i);
                if (place.chipSelect == chipSelect) {
                    selectedByController = place;
                    place.select();
                }
            }
        }
    }

    private void exchange(
            Settings now, byte @Nullable [] out, int outStart, byte @Nullable [] in, int inStart, int length) {
        Place place = selected();
        int wordBytes = now.bits() == 24 ? 4 : now.bits() / Byte.SIZE;
        int sentBytes = now.bits() / Byte.SIZE;
        if (length % wordBytes != 0) {
            throw new BusException(
                    Kind.OTHER,
                    22,
                    "a transfer of %s bytes on %s is not a number of words. A word of %s bits takes %s bytes."
                            .formatted(length, name, now.bits(), wordBytes));
        }
        for (int word = 0; word < length; word += wordBytes) {
            // The program's words are in the host's order, low byte first; the wire has the high byte first.
            for (int i = 0; i < sentBytes; i++) {
                int at = word + (now.lsbFirst() ? i : sentBytes - 1 - i);
                int sent = out == null ? 0 : out[outStart + at] & 0xFF;
                int received = place == null ? IDLE_WIRE : place.device.exchange(turned(sent, now));
                if (in != null) {
                    in[inStart + at] = (byte) turned(received, now);
                }
            }
            if (in != null && sentBytes < wordBytes) {
                in[inStart + word + sentBytes] = 0;
            }
        }
    }

    private static int turned(int value, Settings now) {
        return now.lsbFirst() ? Integer.reverse(value) >>> 24 : value;
    }

    private @Nullable Place selected() {
        Place found = null;
        for (int i = 0; i < places.size(); i++) {
            Place place = places.get(i);
            if (place.isSelected) {
                if (found != null) {
                    throw new IllegalStateException("two devices are selected at once on %s: %s and %s. Deselect one."
                            .formatted(name, found.device, place.device));
                }
                found = place;
            }
        }
        return found;
    }

    Stream<Object> devices() {
        return clock.locked(() -> List.copyOf(places)).stream().map(place -> place.device);
    }

    /** A device and its chip select. */
    private static final class Place {
        private final SimSpiDevice device;
        private final int chipSelect;
        private boolean isSelected;

        private Place(SimSpiDevice device, int chipSelect) {
            this.device = device;
            this.chipSelect = chipSelect;
        }

        private void select() {
            if (!isSelected) {
                isSelected = true;
                device.selected();
            }
        }

        private void deselect() {
            if (isSelected) {
                isSelected = false;
                device.deselected();
            }
        }
    }
}
