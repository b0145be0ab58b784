// SPDX-License-Identifier: MIT
package blinka4j.linux;

import blinka4j.HardwareException;
import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.kernel.Errno;
import blinka4j.kernel.LineErrors;
import blinka4j.provider.GpioPort;
import blinka4j.provider.Line;
import blinka4j.provider.LinesPort;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A line of the GPIO character device, version 2 of its interface (Linux 5.10). The line is requested "as is". All later changes
 * are made on that request, so the line is never released in between. {@link LinuxLines} uses a request of several lines: its methods
 * have sets of levels, in which bit 0 is the first line.
 *
 * <p>If the controller's registers are {@linkplain GpioMemory mapped}, levels are read and written there, unless the kernel changes
 * them: it implements open drain by switching the direction, and a debounced level is not the pin's. Direction and pull always go
 * through the kernel, which sets the level of an output together with its direction. So kernel and registers agree after each change.
 *
 * <p>A lock guards the line, because {@link #close()} may come at any time. It is not held while a listener is awaited, so that a
 * listener may use its own port. Levels in registers are read and written without it: the mapping lives as long as the process, and
 * the processor reads, sets or clears a register in one step. So a write that races another thread's {@code close()} or change of
 * direction may land after it.
 */
final class LinuxGpio implements GpioPort {
    // enum gpio_v2_line_flag
    private static final long FLAG_INPUT = 1 << 2;
    private static final long FLAG_OUTPUT = 1 << 3;
    private static final long FLAG_EDGE_RISING = 1 << 4;
    private static final long FLAG_EDGE_FALLING = 1 << 5;
    private static final long FLAG_OPEN_DRAIN = 1 << 6;
    private static final long FLAG_PULL_UP = 1 << 8;
    private static final long FLAG_PULL_DOWN = 1 << 9;
    private static final long FLAG_BIAS_DISABLED = 1 << 10;
    private static final long FLAGS_EDGE = FLAG_EDGE_RISING | FLAG_EDGE_FALLING;

    // struct gpio_v2_line_request
    private static final int REQUEST_OFFSETS = 0;
    private static final int REQUEST_CONSUMER = 256;
    private static final int REQUEST_LINES = 560;
    private static final int REQUEST_EVENTS = 564;
    private static final int REQUEST_FD = 588;
    private static final int REQUEST_SIZE = 592;

    // struct gpio_v2_line_config, with attributes of 24 bytes: id, union, mask
    private static final int CONFIG_FLAGS = 0;
    private static final int CONFIG_COUNT = 8;
    private static final int CONFIG_ATTRIBUTE_ID = 32;
    private static final int CONFIG_ATTRIBUTE = 40;
    private static final int CONFIG_ATTRIBUTE_MASK = 48;
    private static final int CONFIG_SIZE = 272;
    private static final int ATTRIBUTE_OUTPUT_VALUES = 2;
    private static final int ATTRIBUTE_DEBOUNCE = 3;

    // struct gpio_v2_line_values
    private static final int VALUES_BITS = 0;
    private static final int VALUES_MASK = 8;
    private static final int VALUES_SIZE = 16;

    /** The most that the kernel allows. It allocates the memory, 48 KiB, only when edges are first watched. */
    private static final int KERNEL_EVENTS = 1024;

    private static final long LONGEST_DEBOUNCE_MICROS = 0xFFFF_FFFFL;

    private final SystemCalls sys;
    private final EdgeReader reader;
    private final int[] offsets;
    private final long all;
    private final String name;
    private final LineErrors errors;
    private final Block config = new Block(CONFIG_SIZE);
    private final Block values = new Block(VALUES_SIZE);
    private final ByteBuffer bits = values.bytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final @Nullable MappedLine mapped;

    /** Where the level is read, and where it is written; null if that goes through the kernel. Changed with the lock held. */
    private volatile @Nullable MappedLine input;

    private volatile @Nullable MappedLine output;

    /** The levels that outputs drive. Also written without the lock, together with the register. */
    private long driven;

    // All that follows is guarded by the lock.
    private int fd;
    private boolean closing;
    /** The flags that the kernel was last given. While this is 0, the line is as it was found. */
    private long flags;

    private long debounceMicros;
    private boolean ownPull;
    private EdgeReader.@Nullable Watch watch;
    /** The kernel's number of the newest edge on this request. */
    private int kernelSequence;

    private LinuxGpio(
            SystemCalls sys,
            EdgeReader reader,
            List<Line> lines,
            LineErrors errors,
            int fd,
            @Nullable MappedLine mapped) {
        this.sys = sys;
        this.reader = reader;
        this.offsets = new int[lines.size()];
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = lines.get(i).offset();
        }
        this.all = -1L >>> (Long.SIZE - offsets.length);
        this.errors = errors;
        this.name = errors.name();
        this.fd = fd;
        this.mapped = mapped;
    }

    /** Requests the line and leaves it as it is. */
    static LinuxGpio open(
            SystemCalls sys, LinuxChips chips, GpioMemory memory, EdgeReader reader, Line line, String consumer) {
        return open(sys, chips, memory, reader, List.of(line), new LineErrors(line), consumer);
    }

    /** Requests lines of one controller and leaves them as they are. They do not use mapped registers. */
    static LinuxGpio open(
            SystemCalls sys, LinuxChips chips, EdgeReader reader, List<Line> lines, String name, String consumer) {
        return open(sys, chips, null, reader, lines, new LineErrors("GPIO group " + name), consumer);
    }

    private static LinuxGpio open(
            SystemCalls sys,
            LinuxChips chips,
            @Nullable GpioMemory memory,
            EdgeReader reader,
            List<Line> lines,
            LineErrors errors,
            String consumer) {
        Line first = lines.get(0);
        LinuxChips.Open controller = chips.open(first);
        int chip = controller.fd();
        try {
            Block request = new Block(REQUEST_SIZE);
            for (int i = 0; i < lines.size(); i++) {
                controller.chip().require(lines.get(i));
                request.bytes.putInt(
                        REQUEST_OFFSETS + i * Integer.BYTES, lines.get(i).offset());
            }
            request.text(REQUEST_CONSUMER, 32, consumer);
            request.bytes.putInt(REQUEST_LINES, lines.size());
            request.bytes.putInt(REQUEST_EVENTS, KERNEL_EVENTS);
            int result;
            do {
                result = sys.ioctl(chip, Ioctl.GPIO_V2_GET_LINE, request);
            } while (result == -Errno.EINTR);
            if (result < 0) {
                throw refused(sys, chip, lines, errors, consumer, -result);
            }
            int fd = request.bytes.getInt(REQUEST_FD);
            result = sys.nonBlocking(fd);
            if (result < 0) {
                sys.close(fd);
                throw new PinException("%s cannot be opened (%s). See 'dmesg' for the reason."
                        .formatted(errors.name(), Errno.name(-result)));
            }
            MappedLine mapped;
            try {
                mapped = memory == null
                        ? null
                        : memory.open(
                                controller.chip().name(), controller.chip().label(), first.offset());
            } catch (HardwareException | Error e) {
                sys.close(fd);
                throw e;
            }
            return new LinuxGpio(sys, reader, lines, errors, fd, mapped);
        } finally {
            sys.close(chip);
        }
    }

    private static HardwareException refused(
            SystemCalls sys, int chip, List<Line> lines, LineErrors errors, String own, int errno) {
        LineInfo info = new LineInfo(sys);
        String name = errors.name();
        for (Line line : lines) {
            int asked = info.read(chip, line.offset());
            if (asked == -Errno.EINVAL || asked == -Errno.ENOTTY) {
                return new NotAvailableException(
                        "%s cannot be opened. This kernel is older than 5.10 and lacks version 2 of the GPIO interface. Update it."
                                .formatted(name));
            }
            if (asked >= 0 && info.used()) {
                return new LineErrors(line).held(Errno.name(errno), info.consumer(), own, null);
            }
        }
        return switch (errno) {
            case Errno.EBUSY -> errors.held(Errno.name(errno), info.consumer(), own, null);
            case Errno.ENODEV, Errno.ENXIO ->
                new PinException(
                        "%s (%s) cannot be opened. Its controller was removed, or its driver let it go. Connect it and retry."
                                .formatted(name, Errno.name(errno)));
            case Errno.EPERM, Errno.EACCES, Errno.EINVAL ->
                new PinException(
                        "%s (%s) cannot be opened. It is reserved for the system, or the device tree gives the pin another function. Choose another pin."
                                .formatted(name, Errno.name(errno)));
            default ->
                new PinException(
                        "%s cannot be opened (%s). See 'dmesg' for the reason.".formatted(name, Errno.name(errno)));
        };
    }

    /** Names the lines in messages: {@code pinctrl-rp1:17,27}. */
    static String name(List<Line> lines) {
        StringBuilder name = new StringBuilder(lines.get(0).chip());
        for (int i = 0; i < lines.size(); i++) {
            name.append(i == 0 ? ':' : ',').append(lines.get(i).offset());
        }
        return name.toString();
    }

    @Override
    public void input(Bias bias) {
        lock.lock();
        try {
            requireOpen();
            makeInput(bias, flags & FLAGS_EDGE, debounceMicros);
        } finally {
            lock.unlock();
        }
    }

    private void makeInput(Bias bias, long edges, long micros) {
        int result = configureInput(bias, edges, micros);
        if (result < 0) {
            if (bias != Bias.DISABLED && Errno.unsupported(-result)) {
                throw errors.noPull(bias, Errno.name(-result), null);
            }
            throw failure("made an input", -result);
        }
    }

    private int configureInput(Bias bias, long edges, long micros) {
        long wanted = FLAG_INPUT
                | switch (bias) {
                    case DISABLED -> FLAG_BIAS_DISABLED;
                    case PULL_UP -> FLAG_PULL_UP;
                    case PULL_DOWN -> FLAG_PULL_DOWN;
                };
        int result = configure(wanted | edges, 0, micros);
        if (result < 0 && bias == Bias.DISABLED && !ownPull && Errno.unsupported(-result)) {
            // A controller that has no pulls, or cannot change them, can still make the line an input.
            result = configure(FLAG_INPUT | edges, 0, micros);
        }
        if (result >= 0) {
            ownPull = bias != Bias.DISABLED;
        }
        return result;
    }

    /** In one call of the kernel, which stores the edges until they are read. */
    @Override
    public void input(Bias bias, EdgeListener listener) {
        unwatch(false);
        lock.lock();
        try {
            requireNotClosing();
            int result = configureInput(bias, FLAGS_EDGE, 0);
            if (result < 0) {
                makeInput(bias, 0, 0);
                throw unwatchable(-result, 0);
            }
            begin(ofOneLine(listener));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void output(boolean value, boolean openDrain) {
        output(value ? 1L : 0, openDrain);
    }

    void output(long levels, boolean openDrain) {
        unwatch(false);
        lock.lock();
        try {
            requireOpen();
            makeOutput(levels, openDrain);
        } finally {
            lock.unlock();
        }
    }

    private void makeOutput(long levels, boolean openDrain) {
        long wanted = FLAG_OUTPUT | (openDrain ? FLAG_OPEN_DRAIN : 0);
        // Disable a pull that this port enabled. Keep a pull that the board has set.
        int result = configure(wanted | (ownPull ? FLAG_BIAS_DISABLED : 0), levels, 0);
        if (result < 0) {
            if (openDrain && Errno.unsupported(-result)) {
                throw new NotAvailableException(
                        "%s cannot be an open-drain output (%s). Its controller does not support it. Use a push-pull output and a transistor."
                                .formatted(name, Errno.name(-result)));
            }
            throw failure("made an output", -result);
        }
        ownPull = false;
    }

    @Override
    public void drive(boolean openDrain) {
        lock.lock();
        try {
            requireOutput();
            makeOutput(driven, openDrain);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean read() {
        MappedLine register = input;
        return register != null ? register.read() : ask() != 0;
    }

    /** Asks the kernel for the levels of all lines. */
    long ask() {
        lock.lock();
        try {
            requireOpen();
            int result = getValues();
            if (result < 0) {
                throw failure("read", -result);
            }
            return bits.getLong(VALUES_BITS) & all;
        } finally {
            lock.unlock();
        }
    }

    private int getValues() {
        bits.putLong(VALUES_MASK, all);
        int result;
        do {
            result = sys.ioctl(fd, Ioctl.GPIO_V2_LINE_GET_VALUES, values);
        } while (result == -Errno.EINTR);
        return result;
    }

    @Override
    public void write(boolean value) {
        MappedLine register = output;
        if (register != null) {
            register.write(value);
            driven = value ? 1 : 0;
        } else {
            tell(value ? 1 : 0, 1);
        }
    }

    /** Has the kernel drive the lines of the mask. */
    void tell(long levels, long mask) {
        lock.lock();
        try {
            requireOutput();
            if (mask == 0) {
                // The kernel refuses to drive no line.
                return;
            }
            bits.putLong(VALUES_BITS, levels);
            bits.putLong(VALUES_MASK, mask);
            int result;
            do {
                result = sys.ioctl(fd, Ioctl.GPIO_V2_LINE_SET_VALUES, values);
            } while (result == -Errno.EINTR);
            if (result < 0) {
                throw failure("written", -result);
            }
            driven = (driven & ~mask) | (levels & mask);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void watch(boolean rising, boolean falling, long debounceNanos, EdgeListener listener) {
        watchAll(rising, falling, debounceNanos, ofOneLine(listener));
    }

    private static LinesPort.EdgeListener ofOneLine(EdgeListener listener) {
        return (line, up, timestamp, sequence) -> listener.edge(up, timestamp, sequence);
    }

    void watchAll(boolean rising, boolean falling, long debounceNanos, LinesPort.EdgeListener listener) {
        errors.requireEdges(rising, falling, debounceNanos);
        long micros = debounceNanos / 1000 + (debounceNanos % 1000 > 0 ? 1 : 0);
        if (micros > LONGEST_DEBOUNCE_MICROS) {
            throw new IllegalArgumentException("%s: debounce of %s ns. Expected 0 to %s s."
                    .formatted(name, debounceNanos, LONGEST_DEBOUNCE_MICROS / 1_000_000));
        }
        unwatch(false);
        lock.lock();
        try {
            requireNotClosing();
            if ((flags & FLAG_INPUT) == 0) {
                throw errors.noInput();
            }
            long wanted = flags | (rising ? FLAG_EDGE_RISING : 0) | (falling ? FLAG_EDGE_FALLING : 0);
            int result = configure(wanted, 0, micros);
            if (result < 0) {
                throw unwatchable(-result, micros);
            }
            begin(listener);
        } finally {
            lock.unlock();
        }
    }

    private void begin(LinesPort.EdgeListener listener) {
        try {
            watch = reader.add(fd, name, offsets, kernelSequence, listener);
        } catch (HardwareException | Error e) {
            configure(flags & ~FLAGS_EDGE, 0, 0);
            throw e;
        }
    }

    private HardwareException unwatchable(int errno, long micros) {
        if (micros > 0 && Errno.unsupported(errno)) {
            return new NotAvailableException(
                    "%s: the kernel refused a debounce of %s us (%s). Watch without debounce and ignore short levels in the program."
                            .formatted(name, micros, Errno.name(errno)));
        }
        if (getValues() >= 0) {
            return new NotAvailableException(
                    "%s cannot be watched (%s). Its controller has no interrupt for it, or none is free. Read its level in a loop instead."
                            .formatted(name, Errno.name(errno)));
        }
        return failure("watched", errno);
    }

    @Override
    public void unwatch() {
        unwatch(true);
    }

    private void unwatch(boolean awaitListener) {
        EdgeReader.Watch ended;
        lock.lock();
        try {
            ended = watch;
            watch = null;
        } finally {
            lock.unlock();
        }
        if (ended == null) {
            return;
        }
        reader.remove(ended, awaitListener);
        lock.lock();
        try {
            if (fd >= 0 && watch == null) {
                int result = configure(flags & ~FLAGS_EDGE, 0, 0);
                // An unplugged controller raises no more edges.
                if (result < 0 && !Errno.gone(-result)) {
                    throw failure("unwatched", -result);
                }
                kernelSequence = reader.drain(fd, ended.kernelSequence());
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        EdgeReader.Watch ended;
        lock.lock();
        try {
            if (closing) {
                return;
            }
            closing = true;
            ended = watch;
            watch = null;
        } finally {
            lock.unlock();
        }
        // Without the lock, because the awaited listener may read the level.
        if (ended != null) {
            reader.remove(ended, true);
        }
        lock.lock();
        try {
            input = null;
            output = null;
            sys.close(fd);
            fd = -1;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Configures the lines in one call. If the kernel refuses, they are put back as they were.
     *
     * @param levels the levels of outputs
     * @return 0, or the negated error number
     */
    private int configure(long wanted, long levels, long micros) {
        int result = send(wanted, levels, micros);
        if (result >= 0) {
            flags = wanted;
            driven = levels;
            debounceMicros = micros;
            chooseWay();
        } else if (flags != 0) {
            send(flags, driven, debounceMicros);
        }
        return result;
    }

    private void chooseWay() {
        boolean pushPull = (flags & FLAG_OUTPUT) != 0 && (flags & FLAG_OPEN_DRAIN) == 0;
        boolean undelayed = (flags & FLAG_INPUT) != 0 && debounceMicros == 0;
        MappedLine line = mapped;
        output = pushPull ? line : null;
        input = pushPull || undelayed ? line : null;
    }

    private int send(long wanted, long levels, long micros) {
        ByteBuffer bytes = config.bytes;
        bytes.putLong(CONFIG_FLAGS, wanted);
        // Unused attributes must be zero.
        bytes.putInt(CONFIG_COUNT, 0);
        bytes.putLong(CONFIG_ATTRIBUTE_ID, 0);
        bytes.putLong(CONFIG_ATTRIBUTE, 0);
        bytes.putLong(CONFIG_ATTRIBUTE_MASK, 0);
        if ((wanted & FLAG_OUTPUT) != 0) {
            attribute(ATTRIBUTE_OUTPUT_VALUES);
            bytes.putLong(CONFIG_ATTRIBUTE, levels);
        } else if (micros > 0) {
            attribute(ATTRIBUTE_DEBOUNCE);
            bytes.putInt(CONFIG_ATTRIBUTE, (int) micros);
        }
        int result;
        do {
            result = sys.ioctl(fd, Ioctl.GPIO_V2_LINE_SET_CONFIG, config);
        } while (result == -Errno.EINTR);
        return result;
    }

    private void attribute(int id) {
        config.bytes.putInt(CONFIG_COUNT, 1);
        config.bytes.putInt(CONFIG_ATTRIBUTE_ID, id);
        config.bytes.putLong(CONFIG_ATTRIBUTE_MASK, all);
    }

    private void requireOpen() {
        if (fd < 0) {
            throw errors.closed();
        }
    }

    private void requireNotClosing() {
        requireOpen();
        if (closing) {
            throw errors.closed();
        }
    }

    private void requireOutput() {
        requireOpen();
        if ((flags & FLAG_OUTPUT) == 0) {
            throw errors.noOutput();
        }
    }

    private PinException failure(String done, int errno) {
        return Errno.gone(errno)
                ? PinException.gone(
                        "%s cannot be %s (%s). Its controller was unplugged or its driver let it go. Plug it in and open the line again."
                                .formatted(name, done, Errno.name(errno)))
                : new PinException("%s cannot be %s (%s). The controller's driver refused. See 'dmesg' for the reason."
                        .formatted(name, done, Errno.name(errno)));
    }
}
