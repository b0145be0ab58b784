// SPDX-License-Identifier: MIT
package blinka4j.pi4j;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.NotAvailableException;
import blinka4j.kernel.DeviceKind;
import blinka4j.kernel.DeviceNodes;
import blinka4j.kernel.Errno;
import blinka4j.provider.BoardDefinition.SpiBus;
import blinka4j.provider.Host;
import blinka4j.provider.SpiPort;
import com.pi4j.io.spi.Spi;
import com.pi4j.io.spi.SpiChipSelect;
import com.pi4j.io.spi.SpiConfig;
import com.pi4j.io.spi.SpiMode;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An SPI controller: one of Pi4J's SPI objects per chip select. Its mode and clock are fixed, so where they change another
 * object is made.
 *
 * <p>Pi4J deselects the chip after each transfer. What is sent with {@code keepSelected} and nothing to receive is
 * therefore kept, and sent together with what comes next: a command and the answer to it are one transfer, with the chip
 * selected throughout. What cannot be had that way is refused before anything of it is sent.
 */
final class Pi4JSpi implements SpiPort {
    private static final Logger LOG = LoggerFactory.getLogger(Pi4JSpi.class);

    private static final String BUFSIZ = "/sys/module/spidev/parameters/bufsiz";
    private static final int DEFAULT_BUFSIZ = 4096;

    /**
     * The bits of the mode that linuxfs has set in the kernel, by device file. It never clears one, and the kernel keeps
     * them when the file is closed.
     */
    private static final Map<String, Integer> MODE_BITS = new ConcurrentHashMap<>();

    private final Host host;
    private final Contexts.Lease lease;
    private final SpiBus bus;
    private final com.pi4j.io.spi.SpiBus number;
    private final String path;
    private final String label;
    private final int bufsiz;
    private final Map<Integer, Chip> chips = new TreeMap<>();

    private byte[] out = new byte[64];
    private byte[] in = new byte[64];
    /** How many bytes at the start of {@code out} wait for what comes next. */
    private int kept;
    /** Whether the program believes the chip selected, which it is no more. */
    private boolean deselected;

    private @Nullable Settings settings;
    private @Nullable Chip chip;
    private boolean closed;

    private record Chip(String path, int mode, int baudrate, Spi spi) {}

    private Pi4JSpi(Host host, Contexts.Lease lease, SpiBus bus, String path, com.pi4j.io.spi.SpiBus number) {
        this.host = host;
        this.lease = lease;
        this.bus = bus;
        this.path = path;
        this.number = number;
        this.label = "SPI(" + path + ")";
        this.bufsiz = bufsiz(host);
    }

    private static int bufsiz(Host host) {
        try {
            return Math.max(1, Integer.parseInt(host.text(BUFSIZ).strip()));
        } catch (NumberFormatException e) {
            return DEFAULT_BUFSIZ;
        }
    }

    static Pi4JSpi open(Host host, Contexts contexts, SpiBus bus) {
        String path = DeviceNodes.spi(host, bus);
        int number = DeviceFile.number(host, path, "spidev");
        com.pi4j.io.spi.SpiBus known = com.pi4j.io.spi.SpiBus.getByNumber(number);
        if (known == null) {
            throw new NotAvailableException(
                    "SPI(%s): Pi4J knows the buses /dev/spidev0 to /dev/spidev%s; name one of them, or select BLINKA_PROVIDER=linux"
                            .formatted(
                                    path,
                                    Arrays.stream(com.pi4j.io.spi.SpiBus.values())
                                            .mapToInt(com.pi4j.io.spi.SpiBus::getBus)
                                            .max()
                                            .orElse(0)));
        }
        List<Integer> selects = selects(host, path);
        if (selects.isEmpty()) {
            throw new NotAvailableException(missing(host, bus, path + ".0"));
        }
        requireNode(host, bus, path + "." + selects.get(0));
        Contexts.Lease lease = contexts.open(Contexts.Kind.SPI, number);
        try {
            if (lease.isBy("linuxfs") && isArm32()) {
                throw new NotAvailableException(
                        "SPI(%s): Pi4J's plugin linuxfs cannot use SPI on a 32-bit ARM system, because it calls ioctl with a request of the wrong size; use a 64-bit system, or select BLINKA_PROVIDER=linux"
                                .formatted(path));
            }
            LOG.debug("SPI({}): by Pi4J's {}", path, lease.provider());
            return new Pi4JSpi(host, lease, bus, path, known);
        } catch (RuntimeException | Error e) {
            lease.close();
            throw e;
        }
    }

    private static boolean isArm32() {
        String processor = System.getProperty("os.arch", "");
        return processor.startsWith("arm") && !processor.contains("64");
    }

    /** The chip selects for which there is a device file. */
    private static List<Integer> selects(Host host, String path) {
        String prefix = path.substring(path.lastIndexOf('/') + 1) + ".";
        return host.list(path.substring(0, path.lastIndexOf('/') + 1)).stream()
                .filter(name -> name.startsWith(prefix)
                        && name.substring(prefix.length()).matches("\\d{1,9}"))
                .map(name -> Integer.valueOf(name.substring(prefix.length())))
                .sorted()
                .toList();
    }

    private static void requireNode(Host host, SpiBus bus, String node) {
        DeviceFile.require(host, DeviceKind.SPI, node, missingBecause(host, bus, node));
    }

    private static String missing(Host host, SpiBus bus, String node) {
        return "%s does not exist: %s".formatted(node, missingBecause(host, bus, node));
    }

    private static String missingBecause(Host host, SpiBus bus, String node) {
        String controller = node.replaceFirst(".*spidev(\\d+)\\..*", "/sys/class/spi_master/spi$1");
        if (host.exists(controller)) {
            return "the bus is there, but the device tree names no spidev on this chip select, or a driver of the kernel has it ('ls -l /sys/bus/spi/devices' tells)%s"
                    .formatted(bus.enable().isEmpty() ? "" : "; " + bus.enable());
        }
        return DeviceNodes.missing(host, node, bus.enable());
    }

    @Override
    public String name() {
        return path;
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
        // Should what follows fail, nothing is transferred with half of the new settings.
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
            what = "leave the controller's chip select alone, for one that the program drives";
        } else if (wanted.bits() != Byte.SIZE) {
            what = "send words of %s bits".formatted(wanted.bits());
        } else if (wanted.lsbFirst()) {
            what = "send the lowest bit first";
        } else if (wanted.threeWire()) {
            what = "use one wire for both directions";
        }
        if (!what.isEmpty()) {
            throw new NotAvailableException(
                    "%s: Pi4J cannot %s; use 8 bits, the highest first, on two wires, with a chip select of the controller, or select BLINKA_PROVIDER=linux"
                            .formatted(label, what));
        }
        if (SpiChipSelect.getByNumber(wanted.chipSelect()) == null) {
            throw new NotAvailableException(
                    "%s: Pi4J knows the chip selects %s; %s is none of them; Pi4J 3.0.2 and newer know more, or select BLINKA_PROVIDER=linux"
                            .formatted(
                                    label,
                                    Stream.of(SpiChipSelect.values())
                                            .map(SpiChipSelect::getChipSelect)
                                            .toList(),
                                    wanted.chipSelect()));
        }
    }

    private Chip reopen(int select, int mode, int baudrate) {
        String node = path + "." + select;
        requireNode(host, bus, node);
        if (lease.isBy("linuxfs")) {
            int set = MODE_BITS.getOrDefault(node, 0) | mode;
            if (set != mode) {
                throw new NotAvailableException(
                        "%s: Pi4J's plugin linuxfs cannot go back to mode %s: it only adds bits to the mode, and the kernel still has %s for %s; use one mode, or select BLINKA_PROVIDER=linux"
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
                    // address(), the usual call, is not heeded by Pi4J 4: it always takes chip select 0.
                    .channel(select)
                    .mode(SpiMode.getByNumber(mode))
                    .baud(baudrate)
                    .build();
            Spi spi = lease.context().create(config);
            // linuxfs has opened it and still says that it is not open; a second time would leave the first one open.
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
                    "%s: Pi4J's %s cannot open %s with mode %s and %s Hz (%s); its log may say why, or select BLINKA_PROVIDER=linux"
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
        // linuxfs closes its file with the one, ffm with the other.
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
            throw new IllegalStateException(label + " has no settings; configure it before the first transfer");
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
                    "%s: Pi4J cannot keep the chip selected after it has received; send first, receive once, and then let the chip go, or select BLINKA_PROVIDER=linux"
                            .formatted(label));
        }
        if (kept > bufsiz - length) {
            int all = kept + length;
            kept = 0;
            throw new NotAvailableException(
                    "%s: Pi4J cannot transfer %s bytes with the chip selected throughout, the kernel takes %s; raise that with spidev.bufsiz= on the kernel's command line, use shorter transfers, or select BLINKA_PROVIDER=linux"
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

    /** Sends what was kept. */
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
                    "%s: transfer of %s bytes to %s failed (%s): %s"
                            .formatted(
                                    label,
                                    length,
                                    to.path(),
                                    cause.text(),
                                    cause.errno() == Errno.ESHUTDOWN || cause.errno() == Errno.ENODEV
                                            ? "the device was removed or its driver let it go; open the bus again when it is back"
                                            : "'dmesg' may say why"),
                    e);
        }
        // Not the length: what a transfer without an error returns, differs between the plugins.
        if (result < 0) {
            throw new BusException(
                    Kind.OTHER,
                    "%s: transfer of %s bytes to %s failed; Pi4J's %s tells why only in its log; if the device was removed, open the bus again when it is back"
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

    /** A chip that is to have time for a command must have got it, which it has not. */
    @Override
    public void sleep(Duration time) {
        if (kept > 0) {
            kept = 0;
            throw new NotAvailableException(
                    "%s: Pi4J cannot wait with the chip selected between a command and its answer; select BLINKA_PROVIDER=linux"
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
                    "%s: Pi4J could not close it: %s"
                            .formatted(label, Cause.of(e).text()),
                    e);
        } finally {
            lease.close();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException(label + " is closed; open it again to use it");
        }
    }
}
