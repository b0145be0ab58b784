// SPDX-License-Identifier: MIT
package blinka4j.linux;

import blinka4j.kernel.Errno;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/** A GPIO controller with the rules that the kernel's {@code gpiolib-cdev.c} checks. */
final class FakeGpioChip implements FakeKernel.Device {
    static final long INPUT = 0x4;
    static final long OUTPUT = 0x8;
    static final long RISING = 0x10;
    static final long FALLING = 0x20;
    static final long OPEN_DRAIN = 0x40;
    static final long PULL_UP = 0x100;
    static final long PULL_DOWN = 0x200;
    static final long BIAS_DISABLED = 0x400;

    private static final int KERNEL_EVENTS = 1024;

    private final FakeKernel kernel;
    private final String name;
    private final String label;
    private final int lines;
    private final Map<Integer, String> names = new HashMap<>();
    private final Map<Integer, String> consumers = new HashMap<>();

    /** The requests by line. */
    final Map<Integer, Request> requests = new HashMap<>();

    /** Gives the error for a configuration with these flags, or 0. */
    LongUnaryOperator refuses = flags -> 0;

    boolean removed;
    boolean oldKernel;

    FakeGpioChip(FakeKernel kernel, String name, String label, int lines) {
        this.kernel = kernel;
        this.name = name;
        this.label = label;
        this.lines = lines;
    }

    FakeGpioChip named(int line, String lineName) {
        names.put(line, lineName);
        return this;
    }

    /** Makes another program use a line. */
    FakeGpioChip held(int line, String consumer) {
        consumers.put(line, consumer);
        return this;
    }

    /** A configuration: the flags, the first attribute's id and value. Its mask has all lines. */
    record Config(long flags, int attribute, long value) {}

    /** Lines that were requested together. */
    final class Request implements FakeKernel.File {
        private final int[] lines;
        private final int[] lineSequences;
        final String consumer;
        final List<Config> configs = new ArrayList<>();
        private final Deque<byte[]> events = new ArrayDeque<>();
        private long flags;
        private int sequence;
        private long clock = 1_000_000;
        /** The level of each line, the first one in bit 0. */
        long levels;

        Request(int[] lines, String consumer, long flags) {
            this.lines = lines;
            this.lineSequences = new int[lines.length];
            this.consumer = consumer;
            this.flags = flags;
        }

        /** Returns the level of the first line. */
        boolean level() {
            return (levels & 1) != 0;
        }

        /** Changes the level of the first line's wire. */
        void drive(boolean high) {
            drive(0, high);
        }

        /** Changes the level of the wire of the line with this index. */
        void drive(int index, boolean high) {
            synchronized (kernel) {
                boolean edge = high != ((levels >> index & 1) != 0);
                levels ^= edge ? 1L << index : 0;
                if (edge && (flags & (high ? RISING : FALLING)) != 0) {
                    event(index, high, ++sequence);
                }
            }
        }

        /** Makes two edges of different lines at once. The kernel's thread for the first one is late. */
        void driveLate(int late, int early) {
            synchronized (kernel) {
                levels ^= 1L << late | 1L << early;
                int number = sequence + 1;
                sequence += 2;
                event(early, (levels >> early & 1) != 0, sequence);
                event(late, (levels >> late & 1) != 0, number);
            }
        }

        private void event(int index, boolean high, int number) {
            int ofLine = lines.length == 1 ? number : ++lineSequences[index];
            clock += 1000;
            if (events.size() == KERNEL_EVENTS) {
                events.removeFirst();
            }
            com.sun.jna.Memory event = new com.sun.jna.Memory(48);
            event.clear();
            event.setLong(0, clock);
            event.setInt(8, high ? 1 : 2);
            event.setInt(12, lines[index]);
            event.setInt(16, number);
            event.setInt(20, ofLine);
            events.addLast(event.getByteArray(0, 48));
            kernel.changed();
        }

        /** Returns how many unread edges the kernel keeps. */
        int kept() {
            synchronized (kernel) {
                return events.size();
            }
        }

        /** Sets the kernel's counter of edges. */
        void sequence(int newest) {
            sequence = newest;
        }

        @Override
        public int ioctl(long request, @Nullable Pointer argument) {
            if (removed) {
                return -Errno.ENODEV;
            }
            if (request == 0xC010B40EL) {
                argument.setLong(0, levels & argument.getLong(8));
                return isOfLines(argument.getLong(8)) ? 0 : -Errno.EINVAL;
            }
            if (request == 0xC010B40FL) {
                if ((flags & OUTPUT) == 0) {
                    return -Errno.EPERM;
                }
                long mask = argument.getLong(8);
                levels = (levels & ~mask) | (argument.getLong(0) & mask);
                return isOfLines(mask) ? 0 : -Errno.EINVAL;
            }
            return request == 0xC110B40DL ? configure(argument) : -Errno.EINVAL;
        }

        /** True for a mask that has lines of this request and no others. */
        private boolean isOfLines(long mask) {
            return mask != 0 && (mask & ~(-1L >>> (Long.SIZE - lines.length))) == 0;
        }

        private int configure(Pointer config) {
            long wanted = config.getLong(0);
            int attributes = config.getInt(8);
            int invalid = validate(config, 0, wanted);
            if (invalid != 0) {
                return invalid;
            }
            int refused = (int) refuses.applyAsLong(wanted);
            if (refused != 0) {
                return -refused;
            }
            if (attributes > 0 && config.getLong(48) != -1L >>> (Long.SIZE - lines.length)) {
                throw new AssertionError("attribute of the lines " + config.getLong(48));
            }
            flags = wanted;
            int attribute = attributes > 0 ? config.getInt(32) : 0;
            long value = attribute == 3 ? config.getInt(40) : config.getLong(40);
            configs.add(new Config(wanted, attribute, attributes > 0 ? value : 0));
            if ((wanted & OUTPUT) != 0) {
                levels = attribute == 2 ? value & config.getLong(48) : 0;
            }
            return 0;
        }

        @Override
        public int read(Pointer into, int length) {
            if (removed) {
                return -Errno.ENODEV;
            }
            int done = 0;
            while (done + 48 <= length && !events.isEmpty()) {
                into.write(done, events.removeFirst(), 0, 48);
                done += 48;
            }
            return done > 0 ? done : -Errno.EAGAIN;
        }

        @Override
        public int ready() {
            if (removed) {
                return SystemCalls.POLLHUP | SystemCalls.POLLERR;
            }
            return events.isEmpty() ? 0 : SystemCalls.POLLIN;
        }

        @Override
        public void closed() {
            requests.values().removeIf(this::equals);
        }
    }

    private static int validate(Pointer memory, int config, long flags) {
        if ((flags & ~0x7FFL) != 0
                || ((flags & INPUT) != 0 && (flags & OUTPUT) != 0)
                || ((flags & (RISING | FALLING)) != 0 && (flags & INPUT) == 0)
                || ((flags & OPEN_DRAIN) != 0 && (flags & OUTPUT) == 0)
                || (Long.bitCount(flags & (PULL_UP | PULL_DOWN | BIAS_DISABLED)) > 1)
                || ((flags & (PULL_UP | PULL_DOWN | BIAS_DISABLED)) != 0 && (flags & (INPUT | OUTPUT)) == 0)) {
            return -Errno.EINVAL;
        }
        int attributes = memory.getInt(config + 8);
        for (int i = config + 12; i < config + 32; i++) {
            if (memory.getByte(i) != 0) {
                return -Errno.EINVAL;
            }
        }
        for (int i = config + 32 + attributes * 24; i < config + 272; i++) {
            if (memory.getByte(i) != 0) {
                return -Errno.EINVAL;
            }
        }
        return 0;
    }

    /** Returns the request of a line. */
    Request line(int line) {
        synchronized (kernel) {
            return requests.get(line);
        }
    }

    @Override
    public FakeKernel.File open() {
        return new FakeKernel.File() {
            @Override
            public int ioctl(long request, @Nullable Pointer argument) {
                if (removed) {
                    return -Errno.ENODEV;
                }
                if (request == 0x8044B401L) {
                    text(argument, 0, name);
                    text(argument, 32, label);
                    argument.setInt(64, lines);
                    return 0;
                }
                if (oldKernel) {
                    return -Errno.EINVAL;
                }
                if (request == 0xC100B405L) {
                    return info(argument);
                }
                return request == 0xC250B407L ? request(argument) : -Errno.EINVAL;
            }
        };
    }

    private int info(Pointer info) {
        int line = info.getInt(64);
        if (line < 0 || line >= lines) {
            return -Errno.EINVAL;
        }
        text(info, 0, names.getOrDefault(line, ""));
        Request request = requests.get(line);
        text(info, 32, request != null ? request.consumer : consumers.getOrDefault(line, ""));
        boolean used = request != null || consumers.containsKey(line);
        info.setLong(72, (used ? 1 : 0) | (request != null && (request.flags & OUTPUT) != 0 ? OUTPUT : INPUT));
        return 0;
    }

    private int request(Pointer request) {
        int count = request.getInt(560);
        if (count < 1 || count > 64 || validate(request, 288, request.getLong(288)) != 0) {
            return -Errno.EINVAL;
        }
        int[] asked = request.getIntArray(0, count);
        for (int line : asked) {
            if (line >= lines) {
                return -Errno.EINVAL;
            }
            if (requests.containsKey(line) || consumers.containsKey(line)) {
                return -Errno.EBUSY;
            }
        }
        if (request.getInt(564) != KERNEL_EVENTS) {
            throw new AssertionError("event buffer of " + request.getInt(564));
        }
        Request made = new Request(asked, request.getString(256), request.getLong(288));
        for (int line : asked) {
            requests.put(line, made);
        }
        request.setInt(588, kernel.opened(made));
        return 0;
    }

    private static void text(Pointer memory, long offset, String text) {
        byte[] bytes = new byte[32];
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(encoded, 0, bytes, 0, Math.min(31, encoded.length));
        memory.write(offset, bytes, 0, 32);
    }
}
