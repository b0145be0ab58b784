// SPDX-License-Identifier: MIT
package blinka4j.sim;

import blinka4j.BusException;
import blinka4j.provider.I2CPort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Passes all calls on to another port and records them. {@link #script} gives the lines of an {@link I2CPlayback}, to make a test
 * from real hardware. {@link #writes} gives the bytes written to an address.
 *
 * <pre>{@code
 * try (I2CRecorder recorder = new I2CRecorder(port)) {
 *     new SHT4x(new I2C(recorder)).temperature();
 *     System.out.println(recorder.script());
 * }
 * }</pre>
 */
public final class I2CRecorder extends ForwardingI2C {
    private static final int NO_ADDRESS = -1;

    private final StringBuilder lines = new StringBuilder();
    private final List<Write> writes = new ArrayList<>();
    private int address = NO_ADDRESS;

    /** @param port the port that does the work */
    public I2CRecorder(I2CPort port) {
        super(port);
    }

    /**
     * The calls so far, in Java: {@code I2CPlayback.at(0x44)}, then a line for each step. Empty if nothing was transferred. Probes are
     * left out, because they are not steps.
     */
    public synchronized String script() {
        return lines.toString();
    }

    /** The bytes written to {@code address}, one array for each transfer, with the numbers of registers. */
    public synchronized List<byte[]> writes(int address) {
        return writes.stream()
                .filter(write -> write.address == address)
                .map(write -> write.bytes.clone())
                .toList();
    }

    @Override
    public void transfer(int to, byte[] out, int outStart, int outEnd, byte[] in, int inStart, int inEnd) {
        byte[] sent = Bytes.slice(out, outStart, outEnd);
        try {
            super.transfer(to, out, outStart, outEnd, in, inStart, inEnd);
        } catch (BusException e) {
            if (sent.length > 0 || inStart < inEnd) {
                record(to, "fails(BusException.Kind.%s)".formatted(e.kind()));
            }
            throw e;
        }
        record(to, sent, Bytes.slice(in, inStart, inEnd));
    }

    @Override
    public void sleep(Duration time) {
        super.sleep(time);
        synchronized (this) {
            if (address != NO_ADDRESS) {
                record(
                        address,
                        time.equals(Duration.ofMillis(time.toMillis()))
                                ? "sleeps(%s)".formatted(time.toMillis())
                                : "sleeps(Duration.ofNanos(%s))".formatted(time.toNanos()));
            }
        }
    }

    private synchronized void record(int to, byte[] out, byte[] in) {
        if (out.length > 0) {
            writes.add(new Write(to, out));
        }
        if (out.length == 1 && in.length > 0) {
            record(to, "register(%s, %s)".formatted(Bytes.list(out), Bytes.list(in)));
        } else if (out.length > 0 && in.length > 0) {
            record(to, "writes(%s).thenReads(%s)".formatted(Bytes.list(out), Bytes.list(in)));
        } else if (out.length > 0) {
            record(to, "writes(%s)".formatted(Bytes.list(out)));
        } else if (in.length > 0) {
            record(to, "reads(%s)".formatted(Bytes.list(in)));
        }
    }

    private synchronized void record(int to, String step) {
        if (address == NO_ADDRESS) {
            lines.append("I2CPlayback.at(0x%02X)".formatted(to));
        } else if (address != to) {
            lines.append("%n        .then(0x%02X)".formatted(to));
        }
        address = to;
        lines.append(System.lineSeparator()).append("        .").append(step);
    }

    private static final class Write {
        private final int address;
        private final byte[] bytes;

        private Write(int address, byte[] bytes) {
            this.address = address;
            this.bytes = bytes;
        }
    }
}
