// SPDX-License-Identifier: MIT
package blinka4j.diozero;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.NotAvailableException;
import blinka4j.kernel.DeviceKind;
import blinka4j.kernel.DeviceNodes;
import blinka4j.provider.BoardDefinition.SpiBus;
import blinka4j.provider.Host;
import blinka4j.provider.SpiPort;
import com.diozero.api.RuntimeIOException;
import com.diozero.api.SpiClockMode;
import com.diozero.internal.provider.builtin.spi.NativeSpiDevice;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An SPI controller through diozero's native device, which can leave the chip selected after a transfer ({@code cs_change}), as
 * the device of its factory cannot. The kernel takes at most {@code bufsiz} bytes in one call; a longer transfer is several,
 * between which the chip stays selected. Mode and clock are set when a device is opened, so other settings open it anew.
 */
final class DiozeroSpi implements SpiPort {
    private static final Logger LOG = LoggerFactory.getLogger(DiozeroSpi.class);

    private static final Pattern BUS = Pattern.compile("spidev(\\d+)");
    private static final String BUFSIZ = "/sys/module/spidev/parameters/bufsiz";
    private static final int DEFAULT_BUFSIZ = 4096;
    private static final int NO_DELAY = 0;

    private final Library library;
    private final Host host;
    private final SpiBus bus;
    private final String path;
    private final int number;
    private final String label;
    private final int bufsiz;

    private @Nullable Settings settings;
    private @Nullable NativeSpiDevice device;
    private boolean held;
    private boolean closed;

    /** diozero takes a whole array where it reads; the last one, for transfers of the same length. */
    private byte[] whole = {};

    private DiozeroSpi(Library library, Host host, SpiBus bus, String path, int number) {
        this.library = library;
        this.host = host;
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

    static DiozeroSpi open(Library library, Host host, SpiBus bus) {
        String path = DeviceNodes.spi(host, bus);
        int number = Integer.parseInt(Node.numbers(host, path, BUS).group(1));
        DiozeroSpi port = new DiozeroSpi(library, host, bus, path, number);
        List<Integer> selects = port.selects();
        if (selects.isEmpty()) {
            String node = path + ".0";
            throw new NotAvailableException("%s does not exist: %s".formatted(node, port.missing(node)));
        }
        // Looked at now, so that a missing permission shows here and not at the first transfer.
        port.require(selects.get(0));
        return port;
    }

    /** The chip selects for which there is a device file. */
    private List<Integer> selects() {
        String prefix = path.substring(path.lastIndexOf('/') + 1) + ".";
        return host.list(path.substring(0, path.lastIndexOf('/') + 1)).stream()
                .filter(name -> name.startsWith(prefix)
                        && name.substring(prefix.length()).matches("\\d{1,9}"))
                .map(name -> Integer.valueOf(name.substring(prefix.length())))
                .sorted()
                .toList();
    }

    private String missing(String node) {
        if (host.exists("/sys/class/spi_master/spi" + number)) {
            return "the bus is there, but the device tree names no spidev on this chip select, or a driver of the kernel has it ('ls -l /sys/bus/spi/devices' tells)%s"
                    .formatted(bus.enable().isEmpty() ? "" : "; " + bus.enable());
        }
        return DeviceNodes.missing(host, node, bus.enable());
    }

    private void require(int select) {
        String node = path + "." + select;
        Node.require(host, DeviceKind.SPI, node, missing(node));
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
        requirePossible(wanted);
        boolean byHand = wanted.chipSelect() == Settings.BY_HAND;
        if (!byHand) {
            require(wanted.chipSelect());
        }
        // Should what follows fail, nothing is transferred with half of the new settings.
        shut();
        if (!byHand) {
            device = opened(wanted);
        }
        settings = wanted;
        return wanted.baudrate();
    }

    private void requirePossible(Settings wanted) {
        if (wanted.bits() != Byte.SIZE) {
            throw lacks("words of %s bits, only of 8; reorder the bits in the program".formatted(wanted.bits()));
        }
        if (wanted.threeWire()) {
            throw lacks("mode with one data wire; wire the chip with two, if it has them");
        }
    }

    private NotAvailableException lacks(String what) {
        return new NotAvailableException("%s: diozero has no %s, or set BLINKA_PROVIDER=linux".formatted(label, what));
    }

    /** diozero does not say whether it could open a device: the list of this process's files does. */
    private NativeSpiDevice opened(Settings wanted) {
        Path node = host.path(path + "." + wanted.chipSelect());
        SpiClockMode mode = SpiClockMode.getByMode(wanted.polarity() << 1 | wanted.phase());
        synchronized (library) {
            Set<Integer> before = library.openAs(node);
            NativeSpiDevice opened =
                    library.spi(number, wanted.chipSelect(), wanted.baudrate(), mode, wanted.lsbFirst());
            Set<Integer> after = new HashSet<>(library.openAs(node));
            after.removeAll(before);
            if (!after.isEmpty()) {
                return opened;
            }
        }
        throw new NotAvailableException(
                "%s: %s could not be opened with %s; the controller may lack the lowest bit first, or that mode or clock: reorder the bits in the program, or use another bus"
                        .formatted(label, node, wanted));
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
        if (settings == null) {
            throw new IllegalStateException(label + " has no settings; configure it before the first transfer");
        }
        NativeSpiDevice to = device;
        if (to == null) {
            if (length > 0) {
                // A bus begins with these settings, so it is the transfer that cannot be had.
                throw lacks(
                        "way to leave the controller's chip select alone while the program drives another by hand; use one that the controller drives, as in new SPIDevice(spi, Board.CE0)");
            }
            return;
        }
        if (length == 0) {
            if (!keepSelected && held) {
                send(to, whole, 0, null, 0, 0, false);
            }
            return;
        }
        for (int done = 0; done < length; ) {
            int part = Math.min(length - done, bufsiz);
            boolean hold = keepSelected || done + part < length;
            if (from != null && into == null) {
                send(to, from, fromStart + done, null, 0, part, hold);
            } else {
                byte[] sent = array(part);
                if (from != null) {
                    System.arraycopy(from, fromStart + done, sent, 0, part);
                }
                send(to, sent, 0, into, intoStart + done, part, hold);
                if (from != null) {
                    // Zeros are what is sent where nothing is given.
                    Arrays.fill(sent, (byte) 0);
                }
            }
            done += part;
        }
    }

    private byte[] array(int length) {
        if (whole.length != length) {
            whole = new byte[length];
        }
        return whole;
    }

    private void send(
            NativeSpiDevice to,
            byte[] from,
            int fromStart,
            byte @Nullable [] into,
            int intoStart,
            int length,
            boolean hold) {
        try {
            if (into == null) {
                to.write(from, fromStart, length, NO_DELAY, hold);
            } else {
                System.arraycopy(to.writeAndRead(from, NO_DELAY, hold), 0, into, intoStart, length);
            }
        } catch (RuntimeIOException e) {
            throw failure(to, length, e);
        }
        held = hold;
    }

    private BusException failure(NativeSpiDevice to, int length, RuntimeIOException e) {
        if (held) {
            // Whether or not this works, the chip is not to stay selected in the middle of a command.
            held = false;
            try {
                to.write(whole, 0, 0, NO_DELAY, false);
            } catch (RuntimeIOException also) {
                e.addSuppressed(also);
            }
        }
        return new BusException(
                Kind.OTHER,
                0,
                "%s: transfer of %s bytes to %s.%s failed; diozero does not tell why: the device may have been removed, or the controller cannot send and receive at once; 'dmesg' may say more"
                        .formatted(label, length, path, to.getChipSelect()),
                e);
    }

    /** Closes the device; what it holds selected, it lets go. */
    private void shut() {
        NativeSpiDevice open = device;
        settings = null;
        device = null;
        if (open == null) {
            return;
        }
        if (held) {
            held = false;
            try {
                open.write(whole, 0, 0, NO_DELAY, false);
            } catch (RuntimeIOException e) {
                LOG.debug("{}: the chip select cannot be taken back", label, e);
            }
        }
        open.close();
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            shut();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException(label + " is closed; open it again to use it");
        }
    }
}
