// SPDX-License-Identifier: MIT
package blinka4j.digitalio;

import blinka4j.hardware.Arguments;
import blinka4j.hardware.Hardware;
import blinka4j.hardware.LineGroup;
import blinka4j.microcontroller.Pin;
import blinka4j.provider.GpioPort.Bias;
import blinka4j.provider.LinesPort;
import java.lang.ref.Reference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Up to 64 digital pins of one GPIO chip, read or written together: with the provider for Linux in one system call. For parallel buses,
 * rows of LEDs and DIP switches. CircuitPython has no such class; the names are those of {@link DigitalInOut}.
 *
 * <pre>{@code
 * try (var leds = new DigitalInOutGroup(Board.D17, Board.D27, Board.D22)) {
 *     leds.switchToOutput();
 *     leds.value(0b101); // D17 and D22 on, D27 off
 * }
 * }</pre>
 *
 * <p>Bit 0 of a value is the first pin. All pins have the same direction. They start as inputs without pull. On many chips the levels
 * of one call change at the same time; some change them one after the other, within the call.
 *
 * <p>Threads may share a group.
 */
public final class DigitalInOutGroup implements AutoCloseable {
    private final LineGroup lines;
    private final LinesPort port;
    private final int length;
    private final long all;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile Direction direction = Direction.INPUT;

    /**
     * Takes the pins and makes them inputs without pull.
     *
     * @param pins 1 to 64 different pins of one GPIO chip
     * @throws blinka4j.PinException if the board has no such pin, if one is in use, or if the pins are on several chips; the
     *     message names the pins and the chips
     * @throws blinka4j.NotAvailableException if the provider has no groups of lines, or GPIO cannot be used
     */
    public DigitalInOutGroup(Pin... pins) {
        this(open(pins));
    }

    /** For lines that are not on the board itself. */
    public DigitalInOutGroup(LinesPort port) {
        this(LineGroup.of("DigitalInOutGroup", port));
    }

    private DigitalInOutGroup(LineGroup lines) {
        this.lines = lines;
        port = lines.port();
        length = port.length();
        all = -1L >>> (Long.SIZE - length);
        lines.begin(() -> port.input(Bias.DISABLED));
        lines.guard(this);
    }

    private static LineGroup open(Pin... pins) {
        Pin[] given = Arguments.required(pins, "DigitalInOutGroup needs pins", "Board.D4, Board.D5");
        if (given.length < 1 || given.length > LinesPort.MOST_LINES) {
            throw new IllegalArgumentException("a group of %s pins is not possible. Pass 1 to %s pins."
                    .formatted(given.length, LinesPort.MOST_LINES));
        }
        Hardware hardware = Pin.hardware("DigitalInOutGroup", given);
        return LineGroup.ofOneChip(
                "DigitalInOutGroup", hardware, Stream.of(given).map(Pin::name).toList());
    }

    /** Returns the number of pins. */
    public int length() {
        return length;
    }

    public Direction direction() {
        lines.requireOpen();
        return direction;
    }

    /** Makes the pins inputs without pull. */
    public void switchToInput() {
        switchToInput(null);
    }

    /**
     * Makes the pins inputs.
     *
     * @param pull null for none: a resistor that was on before is switched off
     * @throws blinka4j.NotAvailableException if a pin does not support this pull; all stay as they were
     */
    public void switchToInput(@Nullable Pull pull) {
        lock.lock();
        try {
            lines.requireOpen();
            port.input(pull == null ? Bias.DISABLED : pull == Pull.UP ? Bias.PULL_UP : Bias.PULL_DOWN);
            direction = Direction.INPUT;
        } finally {
            lock.unlock();
        }
    }

    /** Makes the pins outputs that drive low. */
    public void switchToOutput() {
        switchToOutput(0);
    }

    /** Makes the pins outputs that drive both levels, {@code value} from the first moment. */
    public void switchToOutput(long value) {
        switchToOutput(value, DriveMode.PUSH_PULL);
    }

    /**
     * Makes the pins outputs with {@code value} from the first moment.
     *
     * @throws IllegalArgumentException if the value has a bit above the last pin
     * @throws blinka4j.NotAvailableException if a pin does not support open drain; all stay as they were
     */
    public void switchToOutput(long value, DriveMode driveMode) {
        Arguments.required(driveMode, "switchToOutput needs a drive mode", "DriveMode.PUSH_PULL");
        requireBits("value", value);
        lock.lock();
        try {
            lines.requireOpen();
            port.output(value, driveMode == DriveMode.OPEN_DRAIN);
            direction = Direction.OUTPUT;
        } finally {
            lock.unlock();
        }
    }

    /** Returns the levels of inputs, or of the wires that outputs drive. Bit 0 is the first pin. */
    public long value() {
        lines.requireOpen();
        return port.read();
    }

    /**
     * Drives all outputs. Bit 0 is the first pin.
     *
     * @throws IllegalArgumentException if the value has a bit above the last pin
     * @throws IllegalStateException if the pins are inputs
     */
    public void value(long value) {
        value(value, all);
    }

    /**
     * Drives some of the outputs.
     *
     * @param mask has a 1 for each pin to drive; the other pins keep their levels
     * @throws IllegalArgumentException if the value or the mask has a bit above the last pin
     * @throws IllegalStateException if the pins are inputs
     */
    public void value(long value, long mask) {
        requireBits("value", value);
        requireBits("mask", mask);
        try {
            port.write(value, mask);
        } catch (IllegalStateException e) {
            // The port refuses this for closed pins and for inputs. The message here also names what to call.
            lines.requireOpen();
            if (direction == Direction.INPUT) {
                throw new IllegalStateException(
                        "cannot set the value of %s: its pins are inputs. Call switchToOutput first.".formatted(lines),
                        e);
            }
            throw e;
        }
    }

    private void requireBits(String what, long bits) {
        if ((bits & ~all) != 0) {
            throw new IllegalArgumentException("%s: the %s 0x%x has bits above the last pin. It must be 0 to 0x%x."
                    .formatted(lines, what, bits, all));
        }
    }

    /** True if this group or its board was closed. */
    public boolean isClosed() {
        return lines.isClosed();
    }

    /** Makes the pins inputs without pull, and frees them. Closing again does nothing. */
    @Override
    public void close() {
        try {
            lines.close();
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** Returns the name and the pins, such as {@code DigitalInOutGroup(D4, D5)}. */
    @Override
    public String toString() {
        return lines.toString();
    }
}
