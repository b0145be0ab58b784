// SPDX-License-Identifier: MIT
package blinka4j.kernel;

import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.provider.GpioPort.Bias;
import blinka4j.provider.Line;
import org.jspecify.annotations.Nullable;

/**
 * The errors of a GPIO line that are the same in all providers.
 *
 * @param name the line as messages call it
 */
public record LineErrors(String name) {
    public LineErrors(Line line) {
        this("GPIO line " + line);
    }

    public IllegalStateException closed() {
        return new IllegalStateException(name + " is closed. Open it again to use it.");
    }

    public IllegalStateException noOutput() {
        return new IllegalStateException(name + " is not an output. Make it one first.");
    }

    public IllegalStateException noInput() {
        return new IllegalStateException(name + " is not an input. Make it one before you watch its edges.");
    }

    /** Checks the arguments of {@code GpioPort.watch}. */
    public void requireEdges(boolean rising, boolean falling, long debounceNanos) {
        if (!rising && !falling) {
            throw new IllegalArgumentException(name + ": no edges to watch. Choose rising, falling or both.");
        }
        if (debounceNanos < 0) {
            throw new IllegalArgumentException(
                    "%s: debounce of %s ns. Expected 0 or more.".formatted(name, debounceNanos));
        }
    }

    /** @param error what the kernel or the library said; may be empty */
    public NotAvailableException noPull(Bias bias, String error, @Nullable Throwable cause) {
        return new NotAvailableException(
                "%s%s has no %s, because its controller cannot enable one. Use no pull and wire a resistor of 10 kOhm."
                        .formatted(name, inBrackets(error), bias == Bias.PULL_UP ? "pull-up" : "pull-down"),
                cause);
    }

    public NotAvailableException noThread(Throwable cause) {
        return new NotAvailableException(
                "%s: its edges cannot be watched, because the system starts no more threads. Raise 'ulimit -u'."
                        .formatted(name),
                cause);
    }

    /**
     * The line is in use outside this program.
     *
     * @param error as in {@link #noPull}
     * @param consumer the kernel's name for the user of the line; may be empty
     * @param own the consumer that this library names when it requests lines; empty if it cannot
     */
    public PinException held(String error, String consumer, String own, @Nullable Throwable cause) {
        String by = consumer.isEmpty() ? "the kernel" : '"' + consumer + '"';
        return new PinException(
                "%s%s is held by %s. %s".formatted(name, inBrackets(error), by, cure(consumer, own)), cause);
    }

    private static String cure(String consumer, String own) {
        if (consumer.isEmpty()) {
            return "The pin has another function; the device tree says which.";
        }
        if (consumer.matches("spi\\d+ CS\\d+")) {
            return "The kernel drives it as a chip select of SPI. Use it as SPIDevice's chip select, choose another pin, or set up the bus without it in the device tree.";
        }
        if (consumer.equals("sysfs")) {
            return "It was exported through /sys/class/gpio. Write its number to /sys/class/gpio/unexport.";
        }
        if (consumer.equals(own)) {
            return "That is a program with this library, perhaps this one, which may use another name of the line. Close the pin there, or end that program.";
        }
        return "End that program. If it is a driver of the kernel, remove its entry from the device tree.";
    }

    private static String inBrackets(String error) {
        return error.isEmpty() ? "" : " (" + error + ")";
    }
}
