// SPDX-License-Identifier: MIT
package blinka4j.bench;

import blinka4j.provider.BoardDefinition;
import blinka4j.provider.I2CPort;
import blinka4j.provider.SpiPort;
import blinka4j.provider.UartPort;
import blinka4j.sim.SimClock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Which buses of a board the program uses, and its latest transfers. */
final class Traffic {
    private static final int MOST_TRANSFERS = 200;
    private static final int MOST_BYTES = 48;

    /** A transfer. */
    static final class Transfer {
        static final int NONE = -1;

        /** The time of the board's clock after it. */
        final long nanos;
        /** The bus, such as {@code i2c1}. */
        final String bus;
        /** On I2C, or the chip select on SPI; {@link #NONE} without either. */
        final int address;
        /** The first bytes that the program wrote. */
        final byte[] out;
        /** The first bytes that it read. */
        final byte[] in;
        /** How many it wrote. */
        final int written;
        /** How many it read. */
        final int read;
        /** Why it failed; null if it did not. */
        final @Nullable String failure;

        private Transfer(
                long nanos,
                String bus,
                int address,
                byte[] out,
                byte[] in,
                int written,
                int read,
                @Nullable String failure) {
            this.nanos = nanos;
            this.bus = bus;
            this.address = address;
            this.out = out;
            this.in = in;
            this.written = written;
            this.read = read;
            this.failure = failure;
        }
    }

    /**
     * The use of a pin by a bus.
     *
     * @param kind {@code i2c}, {@code spi} or {@code uart}
     * @param signal such as {@code SDA}
     */
    record Use(String kind, String bus, String signal) {}

    private final SimClock clock;
    private final Map<String, Use> uses = new ConcurrentHashMap<>();
    private final Queue<Transfer> transfers = new ArrayDeque<>();

    Traffic(SimClock clock) {
        this.clock = clock;
    }

    /** The uses of pins at the moment, by the names that the board's definition has for the buses' pins. */
    Map<String, Use> uses() {
        return Map.copyOf(uses);
    }

    /** Returns the transfers since the last call, at most the latest 200. */
    synchronized List<Transfer> take() {
        List<Transfer> taken = new ArrayList<>(transfers);
        transfers.clear();
        return taken;
    }

    /** Notes a transfer, with copies of its first bytes. */
    void note(
            String bus,
            int address,
            byte @Nullable [] out,
            int outStart,
            int written,
            byte @Nullable [] in,
            int inStart,
            int read,
            @Nullable String failure) {
        Transfer transfer = new Transfer(
                clock.nanos(),
                bus,
                address,
                copy(out, outStart, written),
                copy(in, inStart, failure == null ? read : 0),
                out == null ? 0 : written,
                in == null ? 0 : read,
                failure);
        synchronized (this) {
            if (transfers.size() == MOST_TRANSFERS) {
                transfers.remove();
            }
            transfers.add(transfer);
        }
    }

    private static byte[] copy(byte @Nullable [] from, int start, int length) {
        return from == null ? new byte[0] : Arrays.copyOfRange(from, start, start + Math.min(length, MOST_BYTES));
    }

    /**
     * Notes that the pins of a bus are in use.
     *
     * @return to run when they no longer are
     */
    private Runnable use(String kind, String bus, BoardDefinition.Resource resource, String... signals) {
        List<String> mine = new ArrayList<>();
        List<@Nullable String> pins = resource.pins();
        for (int i = 0; i < signals.length; i++) {
            String pin = pins.get(i);
            if (pin != null) {
                uses.put(pin, new Use(kind, bus, signals[i]));
                mine.add(pin);
            }
        }
        return () -> mine.forEach(uses::remove);
    }

    I2CPort i2c(I2CPort port, BoardDefinition.I2CBus bus, int frequency) {
        String name = label(port.name());
        return new WatchedI2C(port, name, frequency, this, use("i2c", name, bus, "SCL", "SDA"));
    }

    SpiPort spi(SpiPort port, BoardDefinition.SpiBus bus) {
        String name = label(port.name());
        return new WatchedSpi(port, name, this, use("spi", name, bus, "SCK", "MOSI", "MISO"));
    }

    UartPort uart(UartPort port, BoardDefinition.Uart uart) {
        String name = label(port.name());
        return new WatchedUart(port, name, this, use("uart", name, uart, "TX", "RX"));
    }

    /** The name of a simulated bus without the word simulated. */
    static String label(String name) {
        return name.replaceFirst("^simulated ", "");
    }
}
