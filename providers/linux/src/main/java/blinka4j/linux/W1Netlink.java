// SPDX-License-Identifier: MIT
package blinka4j.linux;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.NotAvailableException;
import blinka4j.kernel.Errno;
import java.nio.ByteBuffer;
import java.util.function.IntConsumer;

/**
 * The kernel's messages about 1-Wire: {@code Documentation/w1/w1-netlink.rst}. A message has four heads, one in the other: {@code
 * nlmsghdr}, {@code cn_msg}, {@code w1_netlink_msg}, and for each command {@code w1_netlink_cmd}. Not thread-safe.
 */
final class W1Netlink implements AutoCloseable {
    static final int READ = 0;
    static final int WRITE = 1;
    static final int SEARCH = 2;
    static final int RESET = 5;

    private static final int SIZE = 4096;
    // struct nlmsghdr
    private static final int NL_LENGTH = 0;
    private static final int NL_TYPE = 4;
    private static final int NLMSG_DONE = 3;
    // struct cn_msg
    private static final int CN = 16;
    private static final int CN_VALUE = CN + 4;
    private static final int CN_SEQUENCE = CN + 8;
    private static final int CN_ACKNOWLEDGE = CN + 12;
    private static final int CN_LENGTH = CN + 16;
    private static final int CN_W1_INDEX = 3;
    private static final int CN_W1_VALUE = 1;
    // struct w1_netlink_msg
    private static final int MESSAGE = CN + 20;
    private static final int MESSAGE_STATUS = MESSAGE + 1;
    private static final int MESSAGE_LENGTH = MESSAGE + 2;
    private static final int MESSAGE_MASTER = MESSAGE + 4;
    private static final int MASTER_COMMAND = 4;
    private static final int LIST_MASTERS = 6;
    // struct w1_netlink_cmd
    private static final int COMMANDS = MESSAGE + 12;
    private static final int COMMAND_LENGTH = 2;
    private static final int COMMAND_DATA = 4;

    /** The longest data of the commands of one message. */
    static final int LONGEST = SIZE - COMMANDS - 3 * COMMAND_DATA;

    private static final int LISTING_MILLIS = 1_000;
    /** Another program may use the bus, or the kernel may search it, which takes 14 ms a device. */
    private static final int PATIENCE_MILLIS = 5_000;

    private final SystemCalls sys;
    private final int fd;
    private final Block out = new Block(SIZE);
    private final Block in = new Block(SIZE);
    private final Block poll = new Block(8);
    private int sequence;
    private int end;
    private int commands;

    private W1Netlink(SystemCalls sys, int fd) {
        this.sys = sys;
        this.fd = fd;
        poll.bytes.putInt(0, fd).putShort(4, (short) SystemCalls.POLLIN);
    }

    /** @throws NotAvailableException if the kernel has no such messages, or not here */
    static W1Netlink open(SystemCalls sys) {
        int fd = sys.connector();
        if (fd < 0) {
            throw new NotAvailableException("the kernel's 1-Wire buses cannot be reached (%s). %s"
                    .formatted(
                            Errno.name(-fd),
                            fd == -Errno.EPROTONOSUPPORT
                                    ? "In a container, use the network of the host (docker run --network host). Otherwise this kernel lacks the option CONFIG_CONNECTOR; use another one."
                                    : "Run the program as root."));
        }
        return new W1Netlink(sys, fd);
    }

    /** What to do with a part of a reply. */
    interface Reply {
        /**
         * @param command one of the constants
         * @param status 0, or for RESET not 0 if no device answered
         * @param data the reply; what was read begins at {@code from}
         */
        void came(int command, int status, ByteBuffer data, int from, int length);
    }

    /** Calls {@code each} with the numbers of the buses. */
    void listMasters(IntConsumer each) {
        begin(LIST_MASTERS, 0);
        send();
        do {
            if (!receive(LISTING_MILLIS)) {
                throw new NotAvailableException(
                        "the kernel's 1-Wire subsystem does not answer. Load it: sudo modprobe w1-gpio. If it is loaded, this kernel lacks the option CONFIG_W1_CON; use another one.");
            }
        } while (in.bytes.get(MESSAGE) != LIST_MASTERS);
        int length = in.bytes.getShort(MESSAGE_LENGTH) & 0xFFFF;
        for (int at = COMMANDS; at < COMMANDS + length; at += Integer.BYTES) {
            each.accept(in.bytes.getInt(at));
        }
    }

    /** Begins a message with commands for a bus. The kernel does them without a pause, in which others could use the bus. */
    void begin(int master) {
        begin(MASTER_COMMAND, master);
    }

    private void begin(int type, int master) {
        sequence = sequence == Integer.MAX_VALUE - 1 ? 1 : sequence + 1;
        out.bytes.putInt(CN, CN_W1_INDEX);
        out.bytes.putInt(CN_VALUE, CN_W1_VALUE);
        out.bytes.putInt(CN_SEQUENCE, sequence);
        out.bytes.putShort(NL_TYPE, (short) NLMSG_DONE);
        out.bytes.put(MESSAGE, (byte) type);
        out.bytes.putInt(MESSAGE_MASTER, master);
        end = COMMANDS;
        commands = 0;
    }

    /** Adds a command with room for data, and returns where the data begins in {@link #data}. */
    int add(int command, int length) {
        out.bytes.put(end, (byte) command);
        out.bytes.putShort(end + COMMAND_LENGTH, (short) length);
        int data = end + COMMAND_DATA;
        end = data + length;
        commands++;
        return data;
    }

    ByteBuffer data() {
        return out.bytes;
    }

    /**
     * Sends the message, and waits until the kernel has done it.
     *
     * @return 0, or the number of an error
     * @throws BusException if the kernel does not answer
     */
    int transfer(String name, Reply reply) {
        send();
        int done = 0;
        while (done < commands) {
            if (!receive(PATIENCE_MILLIS)) {
                throw new BusException(
                        Kind.TIMEOUT,
                        Errno.ETIMEDOUT,
                        "%s did not do a transfer within %s ms. Another program may use the bus all the time. End it, and try again."
                                .formatted(name, PATIENCE_MILLIS));
            }
            int status = in.bytes.get(MESSAGE_STATUS) & 0xFF;
            if (in.bytes.getShort(MESSAGE_LENGTH) == 0) {
                // The bus is not there, or the message was not understood.
                return status == 0 ? Errno.EPROTO : status;
            }
            // A reply with data has the next number here. The status of the command follows.
            boolean isStatus = in.bytes.getInt(CN_ACKNOWLEDGE) == 0;
            int length = in.bytes.getShort(COMMANDS + COMMAND_LENGTH) & 0xFFFF;
            reply.came(in.bytes.get(COMMANDS), status, in.bytes, COMMANDS + COMMAND_DATA, length);
            done += isStatus ? 1 : 0;
        }
        return 0;
    }

    private void send() {
        out.bytes.putInt(NL_LENGTH, end);
        out.bytes.putShort(CN_LENGTH, (short) (end - MESSAGE));
        out.bytes.putShort(MESSAGE_LENGTH, (short) (end - COMMANDS));
        int sent;
        do {
            sent = sys.write(fd, out, end);
        } while (sent == -Errno.EINTR);
        if (sent < 0) {
            throw new BusException(
                    Kind.OTHER,
                    -sent,
                    "the kernel refuses a 1-Wire message (%s). Run the program as root, or see 'dmesg'."
                            .formatted(Errno.name(-sent)));
        }
    }

    /** Waits for a reply to the last message. Others are late ones. */
    private boolean receive(int millis) {
        long deadline = System.nanoTime() + millis * 1_000_000L;
        while (true) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            int ready = sys.poll(poll, 1, (int) Math.max(0, left));
            if (ready > 0) {
                int length = sys.read(fd, in, SIZE);
                if (length >= COMMANDS && isReply()) {
                    return true;
                }
            } else if (ready == 0) {
                return false;
            }
        }
    }

    private boolean isReply() {
        return in.bytes.getInt(CN) == CN_W1_INDEX
                && in.bytes.getInt(CN_VALUE) == CN_W1_VALUE
                && in.bytes.getInt(CN_SEQUENCE) == sequence;
    }

    @Override
    public void close() {
        sys.close(fd);
    }
}
