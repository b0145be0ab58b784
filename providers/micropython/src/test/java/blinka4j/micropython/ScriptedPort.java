// SPDX-License-Identifier: MIT
package blinka4j.micropython;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import blinka4j.BusException;
import blinka4j.provider.UartPort;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** A serial port with a script: when the program has sent a text, the board answers. Without an answer a read ends at its timeout. */
final class ScriptedPort implements UartPort {
    private record Step(String sent, String answer) {}

    private final Deque<Step> steps = new ArrayDeque<>();
    private final StringBuilder sent = new StringBuilder();
    private final StringBuilder received = new StringBuilder();
    private @Nullable BusException failure;
    private boolean closed;

    ScriptedPort on(String text, String answer) {
        steps.add(new Step(text, answer));
        return this;
    }

    /** The next read or write fails. */
    void fail(BusException with) {
        failure = with;
    }

    /** What the board has sent and nobody read, and what the program should still send. */
    String rest() {
        return received + "|" + sent + "|" + steps;
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public int write(byte[] from, int start, int end, long timeoutNanos) {
        requireWorking();
        sent.append(new String(from, start, end - start, ISO_8859_1));
        while (!steps.isEmpty() && sent.toString().startsWith(steps.element().sent())) {
            Step step = steps.remove();
            sent.delete(0, step.sent().length());
            received.append(step.answer());
        }
        return end - start;
    }

    @Override
    public int read(byte[] into, int start, int end, long timeoutNanos) {
        requireWorking();
        int length = Math.min(end - start, received.length());
        byte[] bytes = received.substring(0, length).getBytes(ISO_8859_1);
        System.arraycopy(bytes, 0, into, start, length);
        received.delete(0, length);
        return length;
    }

    private void requireWorking() {
        BusException now = failure;
        if (now != null) {
            failure = null;
            throw now;
        }
    }

    @Override
    public int available() {
        return received.length();
    }

    @Override
    public void resetInput() {
        received.setLength(0);
    }

    @Override
    public void configure(Settings settings) {
        throw new UnsupportedOperationException("nobody changes the settings");
    }

    @Override
    public String name() {
        return "/dev/ttyACM9";
    }

    @Override
    public void close() {
        closed = true;
    }
}
