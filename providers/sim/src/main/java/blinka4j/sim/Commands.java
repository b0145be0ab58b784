// SPDX-License-Identifier: MIT
package blinka4j.sim;

import blinka4j.checksum.Crc8;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An I2C device that is sent commands and gives replies, as Sensirion's are. Of the commands that what was written
 * begins with, the longest one counts; the bytes after it are its arguments.
 *
 * <pre>{@code
 * Commands sensor = new Commands();
 * sensor.on(0xFD).replies(0x66, 0xF4, 0xC8, 0x4C, 0x9B, 0x6F).takes(Duration.ofMillis(10));
 * sensor.on(0x94);
 * bus.attach(0x44, sensor);
 * }</pre>
 *
 * <p>A command that the device does not know is refused with its first byte that fits none, as real devices do: no
 * acknowledge. {@link #acceptsUnknown} changes that.
 */
public final class Commands implements SimI2CDevice {
    /** Makes a reply when it is read. */
    public interface Answer {
        /**
         * The bytes to read.
         *
         * @param written all that was written: the command and its arguments
         */
        byte[] to(byte[] written);
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
     * The command that begins with these bytes; without any, what is read where no command was sent, or one without a
     * reply. Called again with the same bytes it gives the same command.
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

    /** Commands that the device does not know are acknowledged; what is read after one is what is read without any. */
    public synchronized Commands acceptsUnknown() {
        acceptsUnknown = true;
        return this;
    }

    /** What is read while a command {@linkplain Command#takes takes} its time; without it there is no acknowledge then. */
    public synchronized Commands whileBusy(Answer answer) {
        busy = answer;
        return this;
    }

    /** A reply of words of 16 bits, high byte first, each followed by its checksum, as Sensirion's chips send. */
    public static byte[] words(Crc8 crc, int... words) {
        byte[] reply = new byte[3 * words.length];
        for (int i = 0; i < reply.length; i += 3) {
            reply[i] = (byte) (words[i / 3] >> 8);
            reply[i + 1] = (byte) words[i / 3];
            reply[i + 2] = (byte) crc.of(reply, i, i + 2);
        }
        return reply;
    }

    @Override
    public synchronized void attached(SimI2CBus bus) {
        clock = bus.clock();
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
        if (clock.nanos() < ready) {
            reply = busy == null ? new byte[0] : busy.to(current.arguments);
            position = 0;
            return busy != null;
        }
        byte[] next = current.next();
        if (next == null) {
            return false;
        }
        reply = next;
        position = 0;
        return true;
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

    /** Whether what was written so far begins a command, or is one with arguments. */
    private boolean begins() {
        for (Command command : commands) {
            int length = Math.min(command.prefix.length, writtenCount);
            if (length > 0 && Arrays.equals(written, 0, length, command.prefix, 0, length)) {
                return true;
            }
        }
        return false;
    }

    /** Beyond the reply an idle wire, 0xFF. */
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

    /** A command, and what the device does when it comes. */
    public final class Command {
        private final byte[] prefix;
        private final List<Answer> answers = new ArrayList<>();
        private int next;
        private long nanos;
        private byte[] arguments = new byte[0];
        private boolean once;

        private Command(byte[] prefix) {
            this.prefix = prefix;
        }

        /** Adds a reply. Each reading takes the next one; the last one repeats. */
        public Command replies(int... bytes) {
            byte[] reply = Bytes.of(bytes);
            return answers(written -> reply);
        }

        /** Adds a reply that is made when it is read. */
        public Command answers(Answer answer) {
            synchronized (Commands.this) {
                answers.add(answer);
            }
            return this;
        }

        /** How long the command takes. A read before that is not acknowledged, or gets the reply of {@link #whileBusy}. */
        public Command takes(Duration time) {
            synchronized (Commands.this) {
                nanos = time.toNanos();
            }
            return this;
        }

        /** Each reply is given once; after the last one there is none until the command comes again. */
        public Command once() {
            synchronized (Commands.this) {
                once = true;
            }
            return this;
        }

        private void received(byte[] all) {
            arguments = all;
            if (next == answers.size()) {
                next = 0;
            }
        }

        private boolean fits(byte[] bytes) {
            return bytes.length >= prefix.length && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
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
