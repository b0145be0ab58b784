// SPDX-License-Identifier: MIT
package blinka4j.diozero;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.NotAvailableException;
import blinka4j.kernel.DeviceFile;
import blinka4j.kernel.SpiNodes;
import blinka4j.provider.BoardDefinition.SpiBus;
import blinka4j.provider.Host;
import blinka4j.provider.SpiPort;
import com.diozero.api.RuntimeIOException;
import com.diozero.api.SpiClockMode;
import com.diozero.internal.provider.builtin.spi.NativeSpiDevice;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An SPI controller through diozero's native device. Unlike the device of diozero's factory, it can keep the chip selected after a
 * transfer ({@code cs_change}). The kernel transfers at most {@code bufsiz} bytes in one call. A longer transfer is several calls, and
 * the chip stays selected between them. A device has fixed mode and clock, so other settings open a new one.
 */
final class DiozeroSpi implements SpiPort {
    private static final Logger LOG = LoggerFactory.getLogger(DiozeroSpi.class);

    private static final int NO_DELAY = 0;

    private final Library library;
    private final Host host;
    private final SpiNodes nodes;
    private final int number;
    private final String label;
    private final int bufsiz;

    private @Nullable Settings settings;
    private @Nullable NativeSpiDevice device;
    private boolean held;
    private boolean closed;

    /** The array of the last transfer, for transfers of the same length. diozero reads whole arrays. */
    private byte[] whole = {};

    private DiozeroSpi(Library library, Host host, SpiNodes nodes, int number) {
        this.library = library;
        this.host = host;
        this.nodes = nodes;
        this.number = number;
        this.label = "SPI(" + nodes.path() + ")";
        this.bufsiz = SpiNodes.bufsiz(host);
    }

    static DiozeroSpi open(Library library, Host host, SpiBus bus) {
        SpiNodes nodes = SpiNodes.of(host, bus);
        int number = DeviceFile.requireNumber(host, nodes.path(), "spidev", "diozero");
        // Checked now, so that a missing permission shows here and not at the first transfer.
        nodes.require(nodes.first());
        return new DiozeroSpi(library, host, nodes, number);
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
        requirePossible(wanted);
        boolean byHand = wanted.chipSelect() == Settings.BY_HAND;
        if (!byHand) {
            nodes.require(wanted.chipSelect());
        }
        // If a setting fails, no transfer may use half of the new settings.
        shut();
        if (!byHand) {
            device = opened(wanted);
        }
        settings = wanted;
        return wanted.baudrate();
    }

    private void requirePossible(Settings wanted) {
        if (wanted.bits() != Byte.SIZE) {
            throw lacks(
                    "words of %s bits. Use words of 8 and reorder the bits in the program".formatted(wanted.bits()));
        }
        if (wanted.threeWire()) {
            throw lacks("one data wire for both directions. Connect the chip with two wires, if it has them");
        }
    }

    private NotAvailableException lacks(String what) {
        return new NotAvailableException(
                "%s: diozero does not support %s, or set BLINKA_PROVIDER=linux.".formatted(label, what));
    }

    /** Opens a device. diozero does not report a failure, so this checks the list of this process's files. */
    private NativeSpiDevice opened(Settings wanted) {
        Path node = host.path(nodes.node(wanted.chipSelect()));
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
                "%s: %s cannot be opened with %s. The controller may not support lowest bit first, or that mode or clock. Reorder the bits in the program, or use another bus."
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
            throw new IllegalStateException(label + " has no settings. Call configure before the first transfer.");
        }
        NativeSpiDevice to = device;
        if (to == null) {
            if (length > 0) {
                // Every bus begins with these settings, so only a transfer may fail.
                throw lacks(
                        "a chip select that the program drives. Use one that the controller drives, as in new SPIDevice(spi, Board.CE0)");
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
                    // A transfer without bytes to send sends zeros.
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
            // Deselect the chip, which is in the middle of a command, even if this fails too.
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
                "%s: transfer of %s bytes to %s failed. diozero does not report why: the device may have been removed, or the controller cannot send and receive at once. Check the connection; 'dmesg' may say more."
                        .formatted(label, length, nodes.node(to.getChipSelect())),
                e);
    }

    /** Deselects the chip and closes the device. */
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
                LOG.debug("{}: the chip cannot be deselected", label, e);
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
            throw new IllegalStateException(label + " is closed. Open it again to use it.");
        }
    }
}
