// SPDX-License-Identifier: MIT
package blinka4j.lab;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A command that runs in the guest. Its output can be read while it runs; closing kills it.
 *
 * <p>A wait fails when nothing has come from the command for so long, not when the command is slow; and after
 * {@value #LONGEST} times as long in any case, as some commands print for ever.
 */
final class Job implements AutoCloseable {
    private static final int LONGEST = 10;

    private final Guest guest;
    private final String command;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private int process = -1;
    private int exit = -1;
    /** When the last answer came, by {@link System#nanoTime}. */
    private long heard = System.nanoTime();

    Job(Guest guest, String command) {
        this.guest = guest;
        this.command = command;
    }

    String command() {
        return command;
    }

    /** Handles an answer of the agent: its kind and its text. */
    synchronized void accept(char kind, byte[] content) {
        heard = System.nanoTime();
        switch (kind) {
            case 's' -> process = Integer.parseInt(new String(content, UTF_8));
            case 'o', 'O' -> append(out, content, kind == 'o');
            case 'e', 'E' -> append(err, content, kind == 'e');
            case 'x' -> {
                removeLineEnd(out);
                removeLineEnd(err);
                exit = Integer.parseInt(new String(content, UTF_8));
            }
            default -> throw new IllegalArgumentException("the agent does not send " + kind);
        }
        notifyAll();
    }

    private static void append(ByteArrayOutputStream stream, byte[] content, boolean lineEnds) {
        stream.writeBytes(content);
        if (lineEnds) {
            stream.write('\n');
        }
    }

    /** Removes the line end that the agent has added. */
    private static void removeLineEnd(ByteArrayOutputStream stream) {
        byte[] bytes = stream.toByteArray();
        stream.reset();
        stream.write(bytes, 0, bytes.length - 1);
    }

    /** Returns the standard output so far, in whole lines while the command runs. */
    synchronized String out() {
        return out.toString(UTF_8);
    }

    /** Returns the standard error so far. */
    synchronized String err() {
        return err.toString(UTF_8);
    }

    synchronized boolean running() {
        return exit < 0;
    }

    /** Waits until the standard output contains a text. */
    void awaitOut(String text, Duration patience) {
        awaitOut(0, text, patience);
    }

    /**
     * Waits until the standard output contains a text from an index on.
     *
     * @return the index behind the text
     */
    int awaitOut(int from, String text, Duration patience) {
        await(() -> out().indexOf(text, from) >= 0 || !running(), patience, "to print \"" + text + "\"");
        int index = out().indexOf(text, from);
        if (index < 0) {
            throw guest.failure("ended with " + exit + " without printing \"" + text + "\": " + this);
        }
        return index + text.length();
    }

    /** Waits for the end; kills the command if it does not come. */
    Result await(Duration patience) {
        try {
            await(() -> !running(), patience, "to end");
        } catch (LabException e) {
            kill();
            throw e;
        }
        return new Result(exit, out(), err());
    }

    /**
     * Sends a signal, such as {@code "TERM"}, to the command and all its child processes. They ignore {@code INT}, as every
     * background process of a shell does.
     */
    void signal(String name) {
        await(() -> process > 0 || !running(), Duration.ofSeconds(30), "to start");
        if (running()) {
            guest.signal(name, process);
        }
    }

    private void kill() {
        if (process > 0) {
            guest.signal("KILL", process);
        }
    }

    @Override
    public void close() {
        if (running() && guest.running()) {
            signal("KILL");
            await(() -> !running(), Duration.ofSeconds(30), "to be killed");
        }
    }

    private synchronized void await(BooleanSupplier condition, Duration patience, String what) {
        long began = System.nanoTime();
        while (!condition.getAsBoolean()) {
            long now = System.nanoTime();
            long quiet = now - Math.max(began, heard);
            long left = Math.min(patience.toNanos() - quiet, LONGEST * patience.toNanos() - (now - began));
            if (left <= 0 || !guest.running()) {
                throw guest.failure("waited %s s for a command %s, the last %s s without an answer: %s"
                        .formatted(
                                TimeUnit.NANOSECONDS.toSeconds(now - began),
                                what,
                                TimeUnit.NANOSECONDS.toSeconds(quiet),
                                this));
            }
            try {
                // With a short limit, because no thread notifies when QEMU ends.
                wait(Math.max(1, Math.min(TimeUnit.NANOSECONDS.toMillis(left), 500)));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new LabException("interrupted while waiting for a command " + what + ": " + command, e);
            }
        }
    }

    @Override
    public String toString() {
        return command + "\n--- standard output\n" + out() + "\n--- standard error\n" + err();
    }
}
