// SPDX-License-Identifier: MIT
package blinka4j.pi4j;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.NotAvailableException;
import blinka4j.kernel.DeviceFile;
import blinka4j.kernel.Errno;
import blinka4j.kernel.SpiNodes;
import blinka4j.provider.BoardDefinition.SpiBus;
import blinka4j.provider.Host;
import blinka4j.provider.SpiPort;
import com.pi4j.io.spi.Spi;
import com.pi4j.io.spi.SpiChipSelect;
import com.pi4j.io.spi.SpiConfig;
import com.pi4j.io.spi.SpiMode;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An SPI controller, with one of Pi4J's SPI objects per chip select. An object has fixed mode and clock, so other settings make a new
 * one.
 *
 * <p>Pi4J deselects the chip after each transfer. So bytes that are sent with {@code keepSelected}, and without receiving, are kept and
 * sent together with the next transfer. A command and its answer are then one transfer, with the chip selected throughout. Other
 * combinations are refused before anything is sent.
 */
final class Pi4JSpi implements SpiPort {
    private static final Logger LOG = LoggerFactory.getLogger(Pi4JSpi.class);

    /**
     * The mode bits that linuxfs has set, by device file. It never clears a bit, and the kernel keeps the bits after the file is
     * closed.
     */
    private static final Map<String, Integer> MODE_BITS = new ConcurrentHashMap<>();

    private final Contexts.Lease lease;
    private final SpiNodes nodes;
    private final com.pi4j.io.spi.SpiBus number;
    private final String label;
    private final int bufsiz;
    private final Map<Integer, Chip> chips = new TreeMap<>();

    private byte[] out = new byte[64];
    private byte[] in = new byte[64];
    /** How many bytes at the start of {@code out} wait for the next transfer. */
    private int kept;
    /** True if the program expects the chip to be selected, but Pi4J has deselected it. */
    private boolean deselected;

    private @Nullable Settings settings;
    private @Nullable Chip chip;
    private boolean closed;

    private record Chip(String path, int mode, int baudrate, Spi spi) {}

    private Pi4JSpi(Contexts.Lease lease, SpiNodes nodes, com.pi4j.io.spi.SpiBus number) {
        this.lease = lease;
        this.nodes = nodes;
        this.number = number;
        this.label = "SPI(" + nodes.path() + ")";
        this.bufsiz = SpiNodes.bufsiz(nodes.host());
    }

    static Pi4JSpi open(Host host, Contexts contexts, SpiBus bus) {
        SpiNodes nodes = SpiNodes.of(host, bus);
        String path = nodes.path();
        int number = DeviceFile.number(host, path, "spidev");
        com.pi4j.io.spi.SpiBus known = com.pi4j.io.spi.SpiBus.getByNumber(number);
        if (known == null) {
            throw new NotAvailableException(
                    "SPI(%s) cannot be opened, because Pi4J supports the buses /dev/spidev0 to /dev/spidev%s only. Name one of them, or set BLINKA_PROVIDER=linux."
                            .formatted(
                                    path,
                                    Arrays.stream(com.pi4j.io.spi.SpiBus.values())
                                            .mapToInt(com.pi4j.io.spi.SpiBus::getBus)
                                            .max()
                                            .orElse(0)));
        }
        nodes.require(nodes.first());
        Contexts.Lease lease = contexts.open(Contexts.Kind.SPI, number);
        try {
            if (lease.isBy("linuxfs") && isArm32()) {
                throw new NotAvailableException(
                        "SPI(%s): Pi4J's plugin linuxfs cannot use SPI on a 32-bit ARM system, because it calls ioctl with a request of the wrong size. Use a 64-bit system, or set BLINKA_PROVIDER=linux."
                                .formatted(path));
            }
            LOG.debug("SPI({}): uses Pi4J's {}", path, lease.provider());
            return new Pi4JSpi(lease, nodes, known);
        } catch (RuntimeException | Error e) {
            lease.close();
            throw e;
        }
    }

    private static boolean isArm32() {
        String processor = System.getProperty("os.arch", "");
        return processor.startsWith("arm") && !processor.contains("64");
    }

    @Override
    public int longestTransfer() {
        return bufsiz;
    }

    @Override
    public String name() {
        return nodes.path();
    }

    @Override
    public synchronized int configure(Settings wanted) {
        requireOpen();
        if (wanted.equals(settings)) {
            return wanted.baudrate();
        }
        flush();
        deselected = false;
        requirePossible(wanted);
        // If a setting fails, no transfer may use half of the new settings.
        settings = null;
        chip = null;
        int mode = wanted.polarity() << 1 | wanted.phase();
        Chip now = chips.get(wanted.chipSelect());
        if (now == null || now.mode() != mode || now.baudrate() != wanted.baudrate()) {
            now = reopen(wanted.chipSelect(), mode, wanted.baudrate());
        }
        chip = now;
        settings = wanted;
        return wanted.baudrate();
    }

    private void requirePossible(Settings wanted) {
        String what = "";
        if (wanted.chipSelect() == Settings.BY_HAND) {
            what = "a chip select that the program drives";
        } else if (wanted.bits() != Byte.SIZE) {
            what = "words of %s bits".formatted(wanted.bits());
        } else if (wanted.lsbFirst()) {
            what = "lowest bit first";
        } else if (wanted.threeWire()) {
            what = "one wire for both directions";
        }
        if (!what.isEmpty()) {
            throw new NotAvailableException(
                    "%s: Pi4J does not support %s. Use 8 bits, highest first, on two wires, with a chip select of the controller, or set BLINKA_PROVIDER=linux."
                            .formatted(label, what));
        }
        if (SpiChipSelect.getByNumber(wanted.chipSelect()) == null) {
            throw new NotAvailableException(
                    "%s: Pi4J supports the chip selects %s, not %s. Use Pi4J 3.0.2 or newer, which supports more, or set BLINKA_PROVIDER=linux."
                            .formatted(
                                    label,
                                    Stream.of(SpiChipSelect.values())
                                            .map(SpiChipSelect::getChipSelect)
                                            .toList(),
                                    wanted.chipSelect()));
        }
    }

    private Chip reopen(int select, int mode, int baudrate) {
        String node = nodes.node(select);
        nodes.require(select);
        if (lease.isBy("linuxfs")) {
            int set = MODE_BITS.getOrDefault(node, 0) | mode;
            if (set != mode) {
                throw new NotAvailableException(
                        "%s: Pi4J's plugin linuxfs cannot go back to mode %s. It never clears mode bits, and the kernel still has mode %s for %s. Use one mode, or set BLINKA_PROVIDER=linux."
                                .formatted(label, mode, set, node));
            }
        }
        Chip before = chips.remove(select);
        if (before != null) {
            release(before);
        }
        try {
            SpiConfig config = Spi.newConfigBuilder(lease.context())
                    .id(lease.freshId())
                    .bus(number)
                    // Pi4J 4 ignores the usual call, address(), and uses chip select 0.
                    .channel(select)
                    .mode(SpiMode.getByNumber(mode))
                    .baud(baudrate)
                    .build();
            Spi spi = lease.context().create(config);
            // linuxfs has opened it but reports that it is not open. Opening again would leak the first file.
            if (!lease.isBy("linuxfs") && !spi.isOpen()) {
                spi.open();
            }
            if (lease.isBy("linuxfs")) {
                MODE_BITS.merge(node, mode, (a, b) -> a | b);
            }
            Chip opened = new Chip(node, mode, baudrate, spi);
            chips.put(select, opened);
            return opened;
        } catch (RuntimeException | LinkageError e) {
            throw new NotAvailableException(
                    "%s: Pi4J's %s cannot open %s with mode %s and %s Hz (%s). See Pi4J's log for the reason, or set BLINKA_PROVIDER=linux."
                            .formatted(
                                    label,
                                    lease.provider(),
                                    node,
                                    mode,
                                    baudrate,
                                    Cause.of(e).text()),
                    e);
        }
    }

    private void release(Chip open) {
        // linuxfs closes its file with the first call, ffm with the second.
        open.spi().close();
        lease.context().registry().remove(open.spi().id());
    }

    @Override
    public synchronized void transfer(
            byte @Nullable [] from,
            int fromStart,
            byte @Nullable [] into,
            int intoStart,
            int length,
            boolean keepSelected) {
        requireOpen();
        Chip to = chip;
        if (to == null) {
            throw new IllegalStateException(label + " has no settings. Call configure before the first transfer.");
        }
        if (length == 0) {
            if (!keepSelected) {
                deselected = false;
                flush();
            }
            return;
        }
        if (deselected) {
            throw new NotAvailableException(
                    "%s: Pi4J cannot keep the chip selected after it has received. Send first, receive once, and then deselect the chip, or set BLINKA_PROVIDER=linux."
                            .formatted(label));
        }
        if (kept > bufsiz - length) {
            int all = kept + length;
            kept = 0;
            throw new NotAvailableException(
                    "%s: Pi4J cannot transfer %s bytes with the chip selected, because the kernel takes at most %s at once. Raise spidev.bufsiz on the kernel's command line, use shorter transfers, or set BLINKA_PROVIDER=linux."
                            .formatted(label, all, bufsiz));
        }
        grow(kept + length);
        if (from != null) {
            System.arraycopy(from, fromStart, out, kept, length);
        } else {
            Arrays.fill(out, kept, kept + length, (byte) 0);
        }
        int before = kept;
        kept += length;
        if (keepSelected && into == null) {
            return;
        }
        send(to);
        deselected = keepSelected;
        if (into != null) {
            System.arraycopy(in, before, into, intoStart, length);
        }
    }

    /** Sends the kept bytes. */
    private void flush() {
        Chip to = chip;
        if (kept > 0 && to != null) {
            send(to);
        }
    }

    private void send(Chip to) {
        int length = kept;
        kept = 0;
        int result;
        try {
            result = to.spi().transfer(out, 0, in, 0, length);
        } catch (RuntimeException e) {
            Cause cause = Cause.of(e);
            throw new BusException(
                    cause.errno() == Errno.ETIMEDOUT ? Kind.TIMEOUT : Kind.OTHER,
                    cause.errno(),
                    "%s: transfer of %s bytes to %s failed (%s). %s"
                            .formatted(
                                    label,
                                    length,
                                    to.path(),
                                    cause.text(),
                                    cause.errno() == Errno.ESHUTDOWN || cause.errno() == Errno.ENODEV
                                            ? "The device was removed or its driver let it go. Connect it and open the bus again."
                                            : "See 'dmesg' for the reason."),
                    e);
        }
        // Without an error, the plugins return different values.
        if (result < 0) {
            throw new BusException(
                    Kind.OTHER,
                    "%s: transfer of %s bytes to %s failed. Pi4J's %s reports the reason only in its log. If the device was removed, connect it and open the bus again."
                            .formatted(label, length, to.path(), lease.provider()));
        }
    }

    private void grow(int length) {
        if (out.length < length) {
            int size = Math.min(bufsiz, Math.max(length, 2 * out.length));
            out = Arrays.copyOf(out, size);
            in = new byte[size];
        }
    }

    /** Refuses to wait for a command that was kept and not sent yet. */
    @Override
    public void sleep(Duration time) {
        if (kept > 0) {
            kept = 0;
            throw new NotAvailableException(
                    "%s: Pi4J cannot wait between a command and its answer with the chip selected. Set BLINKA_PROVIDER=linux."
                            .formatted(label));
        }
        SpiPort.super.sleep(time);
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            flush();
            for (Chip open : chips.values()) {
                release(open);
            }
        } catch (BusException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new BusException(
                    Kind.OTHER,
                    0,
                    "%s cannot be closed. Pi4J says: %s. See its log for the reason."
                            .formatted(label, Cause.of(e).text()),
                    e);
        } finally {
            lease.close();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException(label + " is closed. Open it again to use it.");
        }
    }
}
