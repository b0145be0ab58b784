// SPDX-License-Identifier: MIT
package blinka4j.sim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An SPI device that sends fixed bytes. Each select begins the next reply; the last one repeats. After the end of a reply it sends
 * 0xFF. {@link #received} has the bytes that the program sent.
 */
public final class SpiReplies implements SimSpiDevice {
    private static final int IDLE_WIRE = 0xFF;

    private final List<byte[]> replies = new ArrayList<>();
    private final List<byte[]> received = new ArrayList<>();
    private byte[] reply = new byte[0];
    private byte[] incoming = new byte[16];
    private int position;
    private int selects;

    /** Adds a reply. */
    public synchronized SpiReplies reply(int... bytes) {
        replies.add(Bytes.of(bytes));
        return this;
    }

    /** The bytes that the program sent, one array for each select. */
    public synchronized List<byte[]> received() {
        return received.stream().map(byte[]::clone).toList();
    }

    @Override
    public synchronized void selected() {
        position = 0;
        reply = replies.isEmpty() ? new byte[0] : replies.get(Math.min(selects, replies.size() - 1));
        selects++;
    }

    @Override
    public synchronized int exchange(int out) {
        if (position == incoming.length) {
            incoming = Arrays.copyOf(incoming, 2 * position);
        }
        incoming[position] = (byte) out;
        int in = position < reply.length ? reply[position] & 0xFF : IDLE_WIRE;
        position++;
        return in;
    }

    @Override
    public synchronized void deselected() {
        received.add(Bytes.slice(incoming, 0, position));
    }

    @Override
    public String toString() {
        return "SpiReplies";
    }
}
