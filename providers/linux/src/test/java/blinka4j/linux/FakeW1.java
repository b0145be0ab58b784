// SPDX-License-Identifier: MIT
package blinka4j.linux;

import blinka4j.kernel.Errno;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;

/**
 * The kernel's end of its connector, with the rules of {@code drivers/connector/connector.c} and {@code drivers/w1/w1_netlink.c}: each
 * command is answered with a status, and before that with the data that it read.
 */
final class FakeW1 implements FakeKernel.File {
    private static final int NL = 16;
    private static final int CN = 20;
    private static final int MESSAGE = 12;
    private static final int COMMAND = 4;

    private final FakeKernel kernel;
    private final Deque<byte[]> replies = new ArrayDeque<>();
    /** What was done on a bus, such as {@code 1 reset write 5528 read 2}. */
    final List<String> done = new ArrayList<>();

    final List<Integer> masters = new ArrayList<>(List.of(1));
    final List<Long> slaves = new ArrayList<>();
    /** What is read next. */
    byte[] data = {};

    boolean present = true;
    /** The kernel drops messages that nobody has registered for. */
    boolean silent;
    /** Late replies of another message come first. */
    boolean late;

    FakeW1(FakeKernel kernel) {
        this.kernel = kernel;
    }

    @Override
    public int ready() {
        return replies.isEmpty() ? 0 : SystemCalls.POLLIN;
    }

    @Override
    public int read(Pointer into, int length) {
        byte[] reply = replies.remove();
        into.write(0, reply, 0, Math.min(length, reply.length));
        return Math.min(length, reply.length);
    }

    @Override
    public int write(Pointer from, int length) {
        byte[] bytes = from.getByteArray(0, length);
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        int payload = in.getInt(0) - NL;
        if (in.getInt(0) != length || payload < CN || in.getShort(NL + 16) + CN != payload) {
            return -Errno.EINVAL;
        }
        if (in.getInt(NL) != 3 || in.getInt(NL + 4) != 1 || silent) {
            return length;
        }
        if (late) {
            late = false;
            in.putInt(NL + 8, in.getInt(NL + 8) - 1);
            reply(in, 0, 0, 0, new byte[0]);
            in.putInt(NL + 8, in.getInt(NL + 8) + 1);
            // The kernel sends an empty message before a long reply.
            replies.add(new byte[NL + CN]);
        }
        int type = in.get(NL + CN);
        int master = in.getInt(NL + CN + 4);
        if (type == 6) {
            ByteBuffer ids = ByteBuffer.allocate(4 * masters.size()).order(ByteOrder.nativeOrder());
            masters.forEach(ids::putInt);
            reply(in, in.getInt(NL + 8) + 1, 0, -1, ids.array());
        } else if (!masters.contains(master)) {
            reply(in, in.getInt(NL + 12), Errno.ENODEV, -1, new byte[0]);
        } else {
            process(in, master, NL + CN + MESSAGE, in.getShort(NL + CN + 2));
        }
        kernel.changed();
        return length;
    }

    private void process(ByteBuffer in, int master, int start, int length) {
        StringBuilder text = new StringBuilder().append(master);
        int next = in.getInt(NL + 8) + 1;
        for (int at = start; at < start + length; ) {
            int command = in.get(at);
            int count = in.getShort(at + 2);
            int status = 0;
            switch (command) {
                case 0 -> {
                    text.append(" read ").append(count);
                    reply(in, next, 0, command, Arrays.copyOf(data, count));
                }
                case 1 ->
                    text.append(" write ")
                            .append(HexFormat.of().formatHex(in.array(), at + COMMAND, at + COMMAND + count));
                case 2 -> {
                    text.append(" search");
                    ByteBuffer ids = ByteBuffer.allocate(8 * slaves.size()).order(ByteOrder.nativeOrder());
                    slaves.forEach(ids::putLong);
                    // A long list comes in several messages.
                    int half = ids.capacity() / 16 * 8;
                    reply(in, next, 0, command, Arrays.copyOf(ids.array(), half));
                    reply(in, next, 0, command, Arrays.copyOfRange(ids.array(), half, ids.capacity()));
                }
                case 5 -> {
                    text.append(" reset");
                    status = present ? 0 : 0xFF;
                }
                default -> status = Errno.EINVAL;
            }
            reply(in, in.getInt(NL + 12), status, command, new byte[0]);
            at += COMMAND + count;
        }
        done.add(text.toString());
    }

    /** @param command −1 for a reply without one */
    private void reply(ByteBuffer request, int acknowledge, int status, int command, byte[] content) {
        int inner = (command < 0 ? 0 : COMMAND) + content.length;
        ByteBuffer out = ByteBuffer.allocate(NL + CN + MESSAGE + inner).order(ByteOrder.nativeOrder());
        out.put(0, request.array(), 0, NL + CN + MESSAGE);
        out.putInt(0, out.capacity());
        out.putInt(NL + 12, acknowledge);
        out.putShort(NL + 16, (short) (MESSAGE + inner));
        out.put(NL + CN + 1, (byte) status);
        out.putShort(NL + CN + 2, (short) inner);
        int at = NL + CN + MESSAGE;
        if (command >= 0) {
            out.put(at, (byte) command).putShort(at + 2, (short) content.length);
            at += COMMAND;
        }
        out.put(at, content);
        replies.add(out.array());
    }
}
