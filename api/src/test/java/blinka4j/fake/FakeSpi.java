// SPDX-License-Identifier: MIT
package blinka4j.fake;

import blinka4j.provider.SpiPort;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A bus that notes what is sent, and answers with what has been laid ready, else with zeros. */
public class FakeSpi implements SpiPort {
    /** Every call, such as {@code send 9f00 receive keep} and {@code configure 100000 0 0 8 cs=-1}. */
    public final List<String> calls = new ArrayList<>();

    /** A transfer that fails. */
    public final Deque<RuntimeException> failures = new ArrayDeque<>();

    /** The clock that the controller reaches at most. */
    public int fastest = Integer.MAX_VALUE;

    /** The most bytes of a transfer without a pause. */
    public int longest = Integer.MAX_VALUE;

    public boolean closed;
    public Settings settings;

    private final Deque<Byte> answers = new ArrayDeque<>();
    private final String name;
    private RuntimeException refusal;

    public FakeSpi() {
        this("/dev/spidev0");
    }

    public FakeSpi(String name) {
        this.name = name;
    }

    public void answer(int... bytes) {
        for (int each : bytes) {
            answers.add((byte) each);
        }
    }

    /** Makes the next {@link #configure} fail, and leave the port with neither the old settings nor the new ones. */
    public void refuse(RuntimeException with) {
        refusal = with;
    }

    @Override
    public int configure(Settings wanted) {
        calls.add("configure %s %s %s %s cs=%s"
                .formatted(wanted.baudrate(), wanted.polarity(), wanted.phase(), wanted.bits(), wanted.chipSelect()));
        if (refusal != null) {
            RuntimeException now = refusal;
            refusal = null;
            settings = null;
            throw now;
        }
        settings = wanted;
        return Math.min(fastest, wanted.baudrate());
    }

    @Override
    public void transfer(
            byte @Nullable [] out, int outStart, byte @Nullable [] in, int inStart, int length, boolean keepSelected) {
        String sent =
                out == null ? "-" : HexFormat.of().formatHex(Arrays.copyOfRange(out, outStart, outStart + length));
        calls.add("send %s%s%s"
                .formatted(
                        length == 0 ? "nothing" : out == null ? length + " zeros" : sent,
                        in == null ? "" : " receive",
                        keepSelected ? " keep" : ""));
        if (closed) {
            throw new IllegalStateException("the port is closed");
        }
        if (!failures.isEmpty()) {
            throw failures.remove();
        }
        for (int i = 0; i < length; i++) {
            byte answer = answers.isEmpty() ? 0 : answers.remove();
            if (in != null) {
                in[inStart + i] = answer;
            }
        }
    }

    @Override
    public int longestTransfer() {
        return longest;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void close() {
        calls.add("close");
        closed = true;
    }
}
