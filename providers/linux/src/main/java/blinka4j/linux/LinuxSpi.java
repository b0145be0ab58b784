// SPDX-License-Identifier: MIT
package blinka4j.linux;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.NotAvailableException;
import blinka4j.kernel.DeviceKind;
import blinka4j.kernel.Errno;
import blinka4j.kernel.SpiNodes;
import blinka4j.provider.BoardDefinition.SpiBus;
import blinka4j.provider.Host;
import blinka4j.provider.SpiPort;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An SPI controller through {@code spidev}: one device file per chip select, each opened when it is first used.
 *
 * <p>The kernel transfers at most {@code bufsiz} bytes in one call. A longer transfer is several calls, and all but the last ask
 * the kernel to keep the chip selected ({@code cs_change} on the last transfer of a message). The kernel's SPI core
 * ({@code drivers/spi/spi.c}) does so until the next message. If that message is for another chip, which only another program or
 * a driver of the kernel on the same bus can send, the core deselects this one first. Controllers that do not use the core's queue
 * may ignore the request. If that matters, raise {@code bufsiz} ({@code spidev.bufsiz=65536} on the kernel's command line).
 */
final class LinuxSpi implements SpiPort {
    private static final Logger LOG = LoggerFactory.getLogger(LinuxSpi.class);

    private static final int CPHA = 0x01;
    private static final int CPOL = 0x02;
    private static final int CS_HIGH = 0x04;
    private static final int LSB_FIRST = 0x08;
    private static final int THREE_WIRE = 0x10;
    private static final int NO_CS = 0x40;

    // struct spi_ioc_transfer
    private static final int TRANSFER_OUT = 0;
    private static final int TRANSFER_IN = 8;
    private static final int TRANSFER_LENGTH = 16;
    private static final int TRANSFER_CS_CHANGE = 27;
    private static final int TRANSFER_SIZE = 32;

    private static final int SMALLEST_BUFFER = 4096;

    private final SystemCalls sys;
    private final Host host;
    private final SpiNodes nodes;
    private final String label;
    private final int bufsiz;
    private final List<Chip> chips = new ArrayList<>();
    private final Block request = new Block(TRANSFER_SIZE);
    private Block out = new Block(SMALLEST_BUFFER);
    private Block in = new Block(SMALLEST_BUFFER);
    private Block zeros = new Block(SMALLEST_BUFFER);

    private @Nullable Settings settings;
    private @Nullable Chip chip;
    private boolean closed;

    /** A device file and its settings. The kernel keeps settings per chip, not per open file, so another program's may be left. */
    private static final class Chip {
        private final int select;
        private final String path;
        private final int fd;
        /** CS_HIGH if the chip select is active high, else 0. */
        private final int selectMode;

        private int mode;
        /** The modes that the controller supports: each was read back as it was set. */
        private final Set<Integer> supported = new HashSet<>();

        private int bits;
        private int baudrate;
        private boolean held;
        /** True if the controller refused to leave the chip select alone. It is not asked again. */
        private boolean drivesAlways;

        private Chip(int select, String path, int fd, int mode, int selectMode) {
            this.select = select;
            this.path = path;
            this.fd = fd;
            this.mode = mode;
            this.selectMode = selectMode;
        }
    }

    private LinuxSpi(SystemCalls sys, Host host, SpiNodes nodes) {
        this.sys = sys;
        this.host = host;
        this.nodes = nodes;
        this.label = "SPI(" + nodes.path() + ")";
        // Whole words of 4 bytes, so that a word is never split.
        this.bufsiz = Math.max(4, SpiNodes.bufsiz(host) & ~3);
    }

    static LinuxSpi open(SystemCalls sys, Host host, SpiBus bus) {
        SpiNodes nodes = SpiNodes.of(host, bus);
        LinuxSpi port = new LinuxSpi(sys, host, nodes);
        // Opened now, so that a missing permission shows here and not at the first transfer.
        port.chip(nodes.first());
        return port;
    }

    private Chip chip(int select) {
        for (int i = 0; i < chips.size(); i++) {
            if (chips.get(i).select == select) {
                return chips.get(i);
            }
        }
        String node = nodes.node(select);
        int fd = Node.open(sys, host, DeviceKind.SPI, node, 0, nodes.missing(node));
        int result = sys.ioctl(fd, Ioctl.SPI_RD_MODE32, request);
        if (result < 0) {
            sys.close(fd);
            throw new NotAvailableException("%s (%s) does not answer as an SPI device. Name another device."
                    .formatted(node, Errno.name(-result)));
        }
        int mode = request.bytes.getInt(0);
        Chip opened = new Chip(select, node, fd, mode, selectMode(select, mode));
        chips.add(opened);
        return opened;
    }

    /**
     * Returns CS_HIGH if the device tree makes the chip select active high. If the chip select is a GPIO, the kernel sets CS_HIGH
     * itself and takes the level from the GPIO. Linux 5.11 and newer hide and keep the bit; 5.4 to 5.10 must not lose it.
     */
    private int selectMode(int select, int found) {
        if (nodes.isSelectedByGpio()) {
            return found & CS_HIGH;
        }
        return nodes.isActiveHigh(select) ? CS_HIGH : 0;
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
        if (chip != null && chip.held) {
            send(chip, 0, false, false, false, false);
        }
        // If a setting fails, no transfer may use half of the new settings.
        settings = null;
        boolean byHand = wanted.chipSelect() == Settings.BY_HAND;
        // Without chip select, any file of the bus will do. The first one is open.
        Chip next = byHand ? chips.get(0) : chip(wanted.chipSelect());
        int mode = mode(wanted) | next.selectMode;
        if (!byHand || next.drivesAlways || tell(next, mode | NO_CS) < 0) {
            int result = tell(next, mode);
            if (result == -Errno.EOPNOTSUPP && next.mode != mode) {
                throw new NotAvailableException(
                        "%s: %s was set to mode 0x%x and has 0x%x. The controller does not support that mode, or another program changed it. Use another mode, or end that program."
                                .formatted(label, next.path, mode, next.mode));
            }
            require(next, result, wanted, "mode");
            if (byHand && !next.drivesAlways) {
                next.drivesAlways = true;
                LOG.debug(
                        "{}: the controller cannot leave its chip select alone, so that of {} is active during each transfer",
                        label,
                        next.path);
            }
        }
        if (next.bits != wanted.bits()) {
            request.bytes.put(0, (byte) wanted.bits());
            require(next, sys.ioctl(next.fd, Ioctl.SPI_WR_BITS_PER_WORD, request), wanted, "word");
            next.bits = wanted.bits();
        }
        if (next.baudrate != wanted.baudrate()) {
            request.bytes.putInt(0, wanted.baudrate());
            require(next, sys.ioctl(next.fd, Ioctl.SPI_WR_MAX_SPEED_HZ, request), wanted, "clock");
            next.baudrate = wanted.baudrate();
        }
        chip = next;
        settings = wanted;
        return wanted.baudrate();
    }

    private static int mode(Settings wanted) {
        return (wanted.phase() == 1 ? CPHA : 0)
                | (wanted.polarity() == 1 ? CPOL : 0)
                | (wanted.lsbFirst() ? LSB_FIRST : 0)
                | (wanted.threeWire() ? THREE_WIRE : 0);
    }

    /**
     * Sets all bits of a mode.
     *
     * @return the negated error number if that failed; -EOPNOTSUPP if the kernel accepted the mode but did not set it
     */
    private int tell(Chip next, int mode) {
        if (next.mode == mode) {
            return 0;
        }
        request.bytes.putInt(0, mode);
        int result = sys.ioctl(next.fd, Ioctl.SPI_WR_MODE32, request);
        if (result < 0) {
            return result;
        }
        next.mode = mode;
        if (next.supported.contains(mode)) {
            return 0;
        }
        result = sys.ioctl(next.fd, Ioctl.SPI_RD_MODE32, request);
        if (result < 0) {
            return result;
        }
        next.mode = request.bytes.getInt(0);
        // If the chip select is a GPIO, the kernel hides this bit.
        if (((next.mode ^ mode) & ~(mode & CS_HIGH)) != 0) {
            LOG.debug(
                    "{}: {} was set to mode 0x{} and has 0x{}",
                    label,
                    next.path,
                    Integer.toHexString(mode),
                    Integer.toHexString(next.mode));
            return -Errno.EOPNOTSUPP;
        }
        next.mode = mode;
        next.supported.add(mode);
        return 0;
    }

    private void require(Chip next, int result, Settings wanted, String what) {
        if (result < 0 && Errno.gone(-result)) {
            throw new BusException(
                    Kind.OTHER,
                    -result,
                    "%s: %s cannot be set up (%s). The device was removed or its driver let it go. Connect it and open the bus again."
                            .formatted(label, next.path, Errno.name(-result)));
        }
        if (result < 0) {
            throw new NotAvailableException(
                    "%s: the controller refused the %s of %s. It may not support words other than 8 bits, lowest bit first, or one wire for both directions. Reorder the bits in the program, or use another bus."
                            .formatted(label, what, wanted));
        }
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
        Settings now = settings;
        Chip to = chip;
        if (now == null || to == null) {
            throw new IllegalStateException(label + " has no settings. Call configure before the first transfer.");
        }
        int word = now.bits() > 16 ? 4 : now.bits() > 8 ? 2 : 1;
        if (length % word != 0) {
            throw new IllegalArgumentException(
                    "%s: %s bytes are not a multiple of a word of %s bits (%s bytes each). Transfer whole words."
                            .formatted(label, length, now.bits(), word));
        }
        if (length == 0) {
            if (!keepSelected && to.held) {
                check(to, send(to, 0, false, false, false, false), 0);
            }
            return;
        }
        grow(Math.min(length, bufsiz));
        for (int done = 0; done < length; ) {
            int part = Math.min(length - done, bufsiz);
            boolean last = done + part == length;
            if (from != null) {
                out.bytes.put(0, from, fromStart + done, part);
            }
            // On one wire, the controller cannot send while it receives.
            boolean sends = from != null || !now.threeWire() || into == null;
            check(to, send(to, part, sends, from == null, into != null, keepSelected || !last), part);
            if (into != null) {
                in.bytes.get(0, into, intoStart + done, part);
            }
            done += part;
        }
    }

    @Override
    public int longestTransfer() {
        return bufsiz;
    }

    /** Sends a message of one transfer. Returns the negated error number if that failed. */
    private int send(Chip to, int length, boolean sends, boolean zero, boolean receives, boolean hold) {
        ByteBuffer bytes = request.bytes;
        bytes.putLong(TRANSFER_OUT, !sends ? 0 : zero ? zeros.address(0) : out.address(0));
        bytes.putLong(TRANSFER_IN, !receives ? 0 : in.address(0));
        bytes.putLong(TRANSFER_LENGTH, 0);
        bytes.putInt(TRANSFER_LENGTH, length);
        bytes.putLong(TRANSFER_LENGTH + Long.BYTES, 0);
        bytes.put(TRANSFER_CS_CHANGE, (byte) (hold ? 1 : 0));
        int result;
        do {
            result = sys.ioctl(to.fd, Ioctl.SPI_MESSAGE_OF_1, request);
        } while (result == -Errno.EINTR);
        if (result >= 0) {
            to.held = hold;
        }
        return result;
    }

    private void check(Chip to, int result, int length) {
        if (result >= 0) {
            return;
        }
        if (to.held) {
            // Deselect the chip, which is in the middle of a command, even if this fails too.
            send(to, 0, false, false, false, false);
            to.held = false;
        }
        int errno = -result;
        String cause = switch (errno) {
            case Errno.EMSGSIZE ->
                "The kernel transfers fewer bytes at a time. Raise spidev.bufsiz on its command line.";
            case Errno.EINVAL, Errno.EOPNOTSUPP ->
                "The controller does not support this transfer. If it has one data wire or is half duplex, send and receive separately.";
            case Errno.ESHUTDOWN, Errno.ENODEV, Errno.ENXIO ->
                "The device was removed or its driver let it go. Connect it and open the bus again.";
            case Errno.ETIMEDOUT ->
                "The controller did not finish in time. Try a higher baudrate; 'dmesg' may say more.";
            default -> "See 'dmesg' for the reason.";
        };
        throw new BusException(
                errno == Errno.ETIMEDOUT ? Kind.TIMEOUT : Kind.OTHER,
                errno,
                "%s: transfer of %s bytes to %s failed (%s). %s"
                        .formatted(label, length, to.path, Errno.name(errno), cause));
    }

    /** Grows the native memory to the longest transfer, up to what the kernel transfers in one call. */
    private void grow(int length) {
        if (out.bytes.capacity() < length) {
            int size = Math.min(bufsiz, Math.max(length, 2 * out.bytes.capacity()));
            out = new Block(size);
            in = new Block(size);
            zeros = new Block(size);
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        for (Chip open : chips) {
            if (open.held) {
                send(open, 0, false, false, false, false);
            }
            if ((open.mode & NO_CS) != 0) {
                // The kernel would keep this mode, and the next program's chip would not be selected.
                tell(open, open.mode & ~NO_CS);
            }
            sys.close(open.fd);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException(label + " is closed. Open it again to use it.");
        }
    }
}
