// SPDX-License-Identifier: MIT
package blinka4j.trace;

import static blinka4j.trace.Tokens.hex;

import blinka4j.provider.Clock;
import blinka4j.provider.UartPort;

/**
 * A serial port in a trace. The trace has no timeouts, because a program computes them from the time that is left, which differs
 * from run to run.
 */
final class ScriptedUart implements UartPort {
    private final Subject<UartPort> to;

    ScriptedUart(Subject<UartPort> to) {
        this.to = to;
    }

    /** The words for the settings. */
    static String text(Settings settings) {
        return "%s %s %s %s".formatted(settings.baudrate(), settings.bits(), settings.parity(), settings.stop());
    }

    @Override
    public void configure(Settings settings) {
        to.run("configure " + text(settings), port -> port.configure(settings));
    }

    @Override
    public int read(byte[] into, int start, int end, long timeoutNanos) {
        String read = to.receive(end - start, timeoutNanos, port -> {
            int count = port.read(into, start, end, timeoutNanos);
            return hex(into, start, start + count);
        });
        int count = Math.min(Tokens.bytes(read).length, end - start);
        Tokens.into(read, into, start, start + count);
        return count;
    }

    @Override
    public int write(byte[] from, int start, int end, long timeoutNanos) {
        return Integer.parseInt(to.play(
                "write " + hex(from, start, end), port -> String.valueOf(port.write(from, start, end, timeoutNanos))));
    }

    @Override
    public int available() {
        return Integer.parseInt(to.play("available", port -> String.valueOf(port.available())));
    }

    @Override
    public void resetInput() {
        to.run("reset-input", UartPort::resetInput);
    }

    @Override
    public Clock clock() {
        return to.clock();
    }

    @Override
    public String name() {
        return to.name();
    }

    @Override
    public void close() {
        to.close(UartPort::close);
    }

    @Override
    public String toString() {
        return name();
    }
}
