// SPDX-License-Identifier: MIT
package blinka4j.lab;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The pins from outside: drives a controller's inputs and sees each change of its outputs. */
final class Qtest implements Consumer<byte[]> {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pattern CHANGE = Pattern.compile("IRQ (raise|lower) (\\d+)");

    private @Nullable Wire wire;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final List<Change> changes = new ArrayList<>();
    private final Lines lines = new Lines(line -> {
        String text = new String(line, US_ASCII).strip();
        Matcher change = CHANGE.matcher(text);
        if (change.matches()) {
            synchronized (changes) {
                changes.add(new Change(Integer.parseInt(change.group(2)), "raise".equals(change.group(1))));
                changes.notifyAll();
            }
        } else {
            answers.add(text);
        }
    });

    /**
     * An output that changed.
     *
     * @param line the controller's line
     * @param high the level it changed to
     */
    record Change(int line, boolean high) {}

    void wire(Wire wire) {
        this.wire = wire;
    }

    @Override
    public void accept(byte[] bytes) {
        lines.accept(bytes);
    }

    /**
     * Drives an input from outside. The level is there when this returns, but the guest's kernel may not have handled the edge:
     * two edges of one line before it does are one to it, as with real hardware.
     */
    void drive(String controller, int line, boolean high) {
        drive(controller, "unnamed-gpio-in", line, high);
    }

    /** Drives an input of any device from outside, such as {@code ssi-gpio-cs}, the chip select of a chip on SPI. */
    void drive(String device, String inputs, int number, boolean high) {
        execute("set_irq_in " + device + " " + inputs + " " + number + " " + (high ? 1 : 0));
    }

    /**
     * Watches the outputs of a controller from now on. QEMU watches only one controller in its life: a second one is refused.
     * A line counts as low until it is first seen high, and one that becomes an input keeps its last level: a low glitch shows
     * only on a line that was high before.
     */
    void watch(String controller) {
        execute("irq_intercept_out " + controller);
    }

    /** Returns the changes of the watched outputs so far, in order. */
    List<Change> changes() {
        synchronized (changes) {
            return List.copyOf(changes);
        }
    }

    /** Forgets the changes so far. */
    void clearChanges() {
        synchronized (changes) {
            changes.clear();
        }
    }

    /**
     * Waits until so many changes have been seen, and returns all seen.
     *
     * @param patience how long no change may come
     */
    List<Change> awaitChanges(int count, Duration patience) {
        synchronized (changes) {
            int before = changes.size();
            long seen = System.nanoTime();
            while (changes.size() < count) {
                if (changes.size() != before) {
                    before = changes.size();
                    seen = System.nanoTime();
                }
                long left = TimeUnit.NANOSECONDS.toMillis(patience.toNanos() - (System.nanoTime() - seen));
                if (left <= 0) {
                    throw new LabException("only " + before + " of " + count + " changes of outputs, and no more in "
                            + patience + ": " + changes);
                }
                try {
                    changes.wait(left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new LabException("interrupted while waiting for changes of outputs", e);
                }
            }
            return List.copyOf(changes);
        }
    }

    /** Writes a 32-bit word of the machine's physical memory, such as a register. */
    void write32(long address, long value) {
        execute("writel 0x%x 0x%x".formatted(address, value));
    }

    /** Reads a 32-bit word of the machine's physical memory; the upper half of the result is 0. */
    long read32(long address) {
        // The answer is "OK 0x0000000000012000".
        return Long.decode(execute("readl 0x%x".formatted(address)).substring("OK ".length()));
    }

    private synchronized String execute(String command) {
        answers.clear();
        requireNonNull(wire).write((command + "\n").getBytes(US_ASCII));
        String answer;
        try {
            answer = answers.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted while waiting for QEMU's test socket", e);
        }
        if (answer == null) {
            throw new LabException("QEMU's test socket did not answer " + command);
        }
        if (!answer.startsWith("OK")) {
            throw new IllegalArgumentException(command + ": " + answer);
        }
        return answer;
    }
}
