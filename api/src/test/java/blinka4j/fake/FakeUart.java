// SPDX-License-Identifier: MIT
package blinka4j.fake;

import blinka4j.provider.UartPort;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A serial port whose other end is the test. */
public final class FakeUart implements UartPort {
    public final ByteArrayOutputStream written = new ByteArrayOutputStream();
    public final List<Settings> configured = new ArrayList<>();

    /** The timeouts that reads and writes came with, in nanoseconds. */
    public final List<Long> timeouts = new ArrayList<>();

    /** How many bytes a write takes before its time is over. */
    public int takes = Integer.MAX_VALUE;

    public volatile boolean closed;

    /** What a read fails with that finds nothing. */
    public RuntimeException failure;

    private static final int END = -1;

    private final BlockingQueue<Integer> arrived = new LinkedBlockingQueue<>();
    private final String name;

    public FakeUart() {
        this("/dev/ttyS0");
    }

    public FakeUart(String name) {
        this.name = name;
    }

    public void arrives(String text) {
        text.chars().forEach(arrived::add);
    }

    @Override
    public void configure(Settings settings) {
        configured.add(settings);
    }

    @Override
    public int read(byte[] into, int start, int end, long timeoutNanos) {
        timeouts.add(timeoutNanos);
        try {
            for (int at = start; at < end; at++) {
                Integer next = arrived.poll(at == start ? timeoutNanos : 0, TimeUnit.NANOSECONDS);
                if (next == null && at == start && failure != null) {
                    throw failure;
                }
                if (next == null) {
                    return at - start;
                }
                if (next == END) {
                    throw new IllegalStateException("the port is closed");
                }
                into[at] = next.byteValue();
            }
            return end - start;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public int write(byte[] from, int start, int end, long timeoutNanos) {
        timeouts.add(timeoutNanos);
        int length = Math.min(takes, end - start);
        written.write(from, start, length);
        return length;
    }

    @Override
    public int available() {
        return arrived.size();
    }

    @Override
    public void resetInput() {
        arrived.clear();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void close() {
        closed = true;
        arrived.add(END);
    }
}
