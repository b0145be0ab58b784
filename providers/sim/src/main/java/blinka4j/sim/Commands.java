// SPDX-License-Identifier: MIT
package blinka4j.sim;

import blinka4j.checksum.Crc8;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An I2C device with commands and replies, such as Sensirion's. The bytes written begin with a command; bytes after it are its
 * arguments. If several commands match, the longest one counts.
 *
 * <pre>{@code
 * Commands sensor = new Commands();
 * sensor.on(0xFD).replies(0x66, 0xF4, 0xC8, 0x4C, 0x9B, 0x6F).takes(Duration.ofMillis(10));
 * sensor.on(0x94);
 * bus.attach(0x44, sensor);
 * }</pre>
 *
 * <p>An unknown command is not acknowledged from its first byte that matches no command, as in real devices.
 * {@link #acceptsUnknown} changes that.
 */
public final class Commands implements SimI2CDevice {
    /** Makes a reply at the time of the read. */
    public interface Answer {
        /** Returns the reply; null if the read is not acknowledged.
         *
         * @param written the command and its arguments
         */
        byte @Nullable [] to(byte[] written);
    }

    private static final int IDLE_WIRE = 0xFF;

    private final List<Command> commands = new ArrayList<>();
    private SimClock clock = new SimClock();

    private byte[] written = new byte[16];
    private int writtenCount;
    private boolean acceptsUnknown;
    private @Nullable Answer busy;
    private @Nullable Command current;
    private long ready;
    private byte[] reply = new byte[0];
    private int position;

    /**
     * Returns the command that begins with these bytes. Without bytes, it stands for a read without a command, or after one without a
     * reply. The same bytes give the same command.
     */
    public synchronized Command on(int... bytes) {
        byte[] prefix = Bytes.of(bytes);
        for (Command command : commands) {
            if (Arrays.equals(command.prefix, prefix)) {
                return command;
            }
        }
        Command command = new Command(prefix);
        commands.add(command);
        return command;
    }

    /** Acknowledges unknown commands. A read after one is as a read without a command. */
    public synchronized Commands acceptsUnknown() {
        acceptsUnknown = true;
        return this;
    }

    /** Sets what is read while a command {@linkplain Command#takes takes} its time. Without it such a read is not acknowledged. */
    public synchronized Commands whileBusy(Answer answer) {
        busy = answer;
        return this;
    }

    /** Returns a reply of words of 16 bits, high byte first, each with a checksum, as Sensirion's chips send it. */
    public static byte[] words(Crc8 crc, int... words) {
        byte[] reply = new byte[3 * words.length];
        for (int i = 0; i < reply.length; i += 3) {
            reply[i] = (byte) (words[i / 3] >> 8);
            reply[i + 1] = (byte) words[i / 3];
            reply[i + 2] = (byte) crc.of(reply, i, i + 2);
        }
        return reply;
    }

    /**
     * Returns the word of 16 bits that follows a command of 16 bits, as Sensirion's chips receive it; −1 if it or its checksum is
     * missing, or the checksum is wrong.
     */
    public static int argument(Crc8 crc, byte[] written) {
        boolean complete = written.length == 5 && crc.of(written, 2, 4) == (written[4] & 0xFF);
        return complete ? (written[2] & 0xFF) << 8 | (written[3] & 0xFF) : -1;
    }

    @Override
    public synchronized void attached(SimI2CBus bus) {
        clock = bus.clock();
        // Without power, a command that still takes its time is forgotten.
        current = null;
        writtenCount = 0;
    }

    @Override
    public synchronized boolean start(boolean read) {
        accept();
        if (!read) {
            return true;
        }
        if (current == null || current.answers.isEmpty()) {
            current = longest(new byte[0]);
        }
        if (current == null) {
            return false;
        }
        byte[] next = clock.nanos() >= ready ? current.next() : busy == null ? null : busy.to(current.arguments);
        reply = next == null ? new byte[0] : next;
        position = 0;
        return next != null;
    }

    @Override
    public synchronized boolean write(int value) {
        if (writtenCount == written.length) {
            written = Arrays.copyOf(written, 2 * writtenCount);
        }
        written[writtenCount++] = (byte) value;
        if (acceptsUnknown || begins()) {
            return true;
        }
        writtenCount = 0;
        current = null;
        return false;
    }

    /** True if the bytes so far begin a command, or are one with arguments. */
    private boolean begins() {
        for (Command command : commands) {
            int length = Math.min(command.prefix.length, writtenCount);
            if (length > 0
                    && command.known.getAsBoolean()
                    && Arrays.equals(written, 0, length, command.prefix, 0, length)) {
                return true;
            }
        }
        return false;
    }

    /** After the end of the reply 0xFF. */
    @Override
    public synchronized int read() {
        return position < reply.length ? reply[position++] & 0xFF : IDLE_WIRE;
    }

    @Override
    public synchronized void stop() {
        accept();
    }

    private void accept() {
        if (writtenCount == 0) {
            return;
        }
        byte[] all = Arrays.copyOf(written, writtenCount);
        writtenCount = 0;
        current = longest(all);
        if (current != null) {
            ready = clock.nanos() + current.nanos;
            current.received(all);
        }
    }

    private @Nullable Command longest(byte[] bytes) {
        Command longest = null;
        for (Command command : commands) {
            if (command.fits(bytes) && (longest == null || command.prefix.length > longest.prefix.length)) {
                longest = command;
            }
        }
        return longest;
    }

    @Override
    public String toString() {
        return "Commands";
    }

    /** A command and its replies. */
    public final class Command {
        private final byte[] prefix;
        private final List<Answer> answers = new ArrayList<>();
        private int next;
        private long nanos;
        private byte[] arguments = new byte[0];
        private boolean once;
        private BooleanSupplier known = () -> true;
        private Consumer<byte[]> action = written -> {};

        private Command(byte[] prefix) {
            this.prefix = prefix;
        }

        /** Adds a reply. Each read gives the next one; the last one repeats. */
        public Command replies(int... bytes) {
            byte[] reply = Bytes.of(bytes);
            return answers(written -> reply);
        }

        /** Adds a reply that is made at the time of the read. */
        public Command answers(Answer answer) {
            synchronized (Commands.this) {
                answers.add(answer);
            }
            return this;
        }

        /** Sets how long the reply takes. A read before that is not acknowledged, or gets the reply of {@link #whileBusy}. */
        public Command takes(Duration time) {
            synchronized (Commands.this) {
                nanos = time.toNanos();
            }
            return this;
        }

        /** Gives each reply once. After the last one a read is not acknowledged until the command comes again. */
        public Command once() {
            synchronized (Commands.this) {
                once = true;
            }
            return this;
        }

        /** Sets what the device does at the end of the command. It gets the command and its arguments. */
        public Command does(Consumer<byte[]> what) {
            synchronized (Commands.this) {
                action = what;
            }
            return this;
        }

        /** Makes the command unknown while {@code condition} is false: while the device sleeps, or measures. */
        public Command when(BooleanSupplier condition) {
            synchronized (Commands.this) {
                known = condition;
            }
            return this;
        }

        private void received(byte[] all) {
            arguments = all;
            action.accept(all);
            if (next == answers.size()) {
                next = 0;
            }
        }

        private boolean fits(byte[] bytes) {
            return known.getAsBoolean()
                    && bytes.length >= prefix.length
                    && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
        }

        private byte @Nullable [] next() {
            if (next == answers.size()) {
                return null;
            }
            Answer answer = answers.get(next);
            if (once || next + 1 < answers.size()) {
                next++;
            }
            return answer.to(arguments);
        }
    }
}
