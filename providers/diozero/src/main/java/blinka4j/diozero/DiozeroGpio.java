// SPDX-License-Identifier: MIT
package blinka4j.diozero;

import blinka4j.HardwareException;
import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.kernel.LineErrors;
import blinka4j.provider.GpioPort;
import blinka4j.provider.Line;
import com.diozero.api.GpioEventTrigger;
import com.diozero.api.GpioPullUpDown;
import com.diozero.api.RuntimeIOException;
import com.diozero.internal.provider.builtin.gpio.GpioChip;
import com.diozero.internal.provider.builtin.gpio.GpioLine;
import org.jspecify.annotations.Nullable;

/**
 * A line of diozero's GPIO controllers, version 1 of the kernel's interface. That version cannot change a requested line. To change
 * direction or pull, the line is released and requested again. The kernel leaves it unchanged in between, and an output is
 * requested together with its level, so there is no glitch.
 *
 * <p>Lines are requested from the controller itself. diozero's pins would write some levels through {@code /dev/gpiomem}, without the
 * kernel's knowledge and by numbers that are right on one board only, and they forget their direction.
 *
 * <p>The object's monitor guards the line, because {@link #close()} may come at any time. It is never held while a listener is
 * awaited, so that a listener may use its own port.
 */
final class DiozeroGpio implements GpioPort {
    /**
     * The trigger of an input that is not watched. diozero requests the interrupt of every input. Without an edge, the kernel would
     * leave the trigger unchanged, and on some controllers the interrupt would then fire for as long as the level is low.
     */
    private static final GpioEventTrigger UNWATCHED = GpioEventTrigger.RISING;

    private final DiozeroChips chips;
    private final EdgeLoop edges;
    private final Line line;
    private final String name;
    private final LineErrors errors;
    private final GpioChip chip;

    // All that follows is guarded by this object's monitor.
    private boolean closing;
    private boolean closed;
    private @Nullable GpioLine requested;
    private How how = How.UNTOUCHED;
    private boolean driven;
    private @Nullable Watch watch;

    /** How a line was requested. */
    private record How(Kind kind, GpioPullUpDown pull, GpioEventTrigger trigger) {
        enum Kind {
            NOTHING,
            INPUT,
            OUTPUT
        }

        static final How UNTOUCHED = new How(Kind.NOTHING, GpioPullUpDown.NONE, GpioEventTrigger.NONE);
        static final How OUTPUT = new How(Kind.OUTPUT, GpioPullUpDown.NONE, GpioEventTrigger.NONE);

        static How input(GpioPullUpDown pull, GpioEventTrigger trigger) {
            return new How(Kind.INPUT, pull, trigger);
        }
    }

    private DiozeroGpio(DiozeroChips chips, EdgeLoop edges, Line line, GpioChip chip) {
        this.chips = chips;
        this.edges = edges;
        this.line = line;
        this.errors = new LineErrors(line);
        this.name = errors.name();
        this.chip = chip;
    }

    /** Leaves the line as it is. It is requested when it becomes an input or an output. */
    static DiozeroGpio open(DiozeroChips chips, EdgeLoop edges, Line line) {
        GpioChip chip = chips.open(line);
        GpioLine info = chip.getLineByOffset(line.offset());
        if (info.isReserved()) {
            chips.close(chip);
            throw held(line, info, null);
        }
        return new DiozeroGpio(chips, edges, line, chip);
    }

    private static PinException held(Line line, GpioLine info, @Nullable Throwable cause) {
        String consumer = info.getConsumer();
        return new LineErrors(line).held("", consumer == null ? "" : consumer, "", cause);
    }

    @Override
    public synchronized void input(Bias bias) {
        requireOpen();
        GpioPullUpDown pull = switch (bias) {
            case DISABLED -> GpioPullUpDown.NONE;
            case PULL_UP -> GpioPullUpDown.PULL_UP;
            case PULL_DOWN -> GpioPullUpDown.PULL_DOWN;
        };
        if (how.kind() == How.Kind.INPUT && how.pull() == pull) {
            return;
        }
        Watch watched = watch;
        if (watched == null) {
            request(How.input(pull, UNWATCHED), false);
            return;
        }
        edges.remove(watched);
        try {
            request(How.input(pull, how.trigger()), false);
        } finally {
            if (requested != null) {
                edges.add(watched, chips.path(chip));
            }
        }
    }

    @Override
    public void output(boolean value, boolean openDrain) {
        if (openDrain) {
            throw noOpenDrain();
        }
        unwatch(false);
        synchronized (this) {
            requireOpen();
            if (how.kind() == How.Kind.OUTPUT) {
                write(value);
            } else {
                request(How.OUTPUT, value);
            }
        }
    }

    @Override
    public synchronized void drive(boolean openDrain) {
        requireOutput();
        if (openDrain) {
            throw noOpenDrain();
        }
    }

    private NotAvailableException noOpenDrain() {
        return new NotAvailableException(
                "%s cannot be an open-drain output, because diozero does not support it. Use a push-pull output and a transistor, or set BLINKA_PROVIDER=linux."
                        .formatted(name));
    }

    @Override
    public synchronized boolean read() {
        try {
            return line().getValue() != 0;
        } catch (RuntimeIOException e) {
            throw failure("read", e);
        }
    }

    @Override
    public synchronized void write(boolean value) {
        requireOutput();
        try {
            line().setValue(value ? 1 : 0);
        } catch (RuntimeIOException e) {
            throw failure("written", e);
        }
        driven = value;
    }

    @Override
    public void watch(boolean rising, boolean falling, long debounceNanos, EdgeListener listener) {
        errors.requireEdges(rising, falling, debounceNanos);
        if (debounceNanos > 0) {
            throw new NotAvailableException(
                    "%s: debounce is not supported with diozero. Watch without debounce and use a capacitor at the switch, or set BLINKA_PROVIDER=linux."
                            .formatted(name));
        }
        unwatch(false);
        synchronized (this) {
            requireOpen();
            if (closing) {
                throw errors.closed();
            }
            if (how.kind() != How.Kind.INPUT) {
                throw errors.noInput();
            }
            GpioEventTrigger trigger = rising && falling
                    ? GpioEventTrigger.BOTH
                    : rising ? GpioEventTrigger.RISING : GpioEventTrigger.FALLING;
            long since = System.nanoTime();
            // Also if the trigger stays the same, because the kernel may still hold earlier edges.
            request(How.input(how.pull(), trigger), false);
            Watch started = new Watch(line(), name, since, listener);
            edges.add(started, chips.path(chip));
            try {
                started.start();
            } catch (OutOfMemoryError e) {
                edges.remove(started);
                throw errors.noThread(e);
            }
            watch = started;
        }
    }

    @Override
    public void unwatch() {
        unwatch(true);
    }

    private void unwatch(boolean awaitListener) {
        Watch ended;
        synchronized (this) {
            requireOpen();
            ended = watch;
            watch = null;
            if (ended != null) {
                edges.remove(ended);
            }
        }
        if (ended != null) {
            ended.end(awaitListener);
        }
    }

    @Override
    public void close() {
        Watch ended;
        synchronized (this) {
            if (closing) {
                return;
            }
            closing = true;
            ended = watch;
            watch = null;
            if (ended != null) {
                edges.remove(ended);
            }
        }
        // Without the monitor, because the awaited listener may read the level.
        if (ended != null) {
            ended.end(true);
        }
        synchronized (this) {
            closed = true;
            release();
            chips.close(chip);
        }
    }

    /** Releases the line and requests it again. If that is refused, the line is requested as before, if possible. */
    private void request(How wanted, boolean value) {
        How before = how;
        release();
        try {
            provision(wanted, value);
        } catch (RuntimeIOException e) {
            HardwareException refused = refused(wanted, e);
            if (before.kind() != How.Kind.NOTHING) {
                try {
                    provision(before, driven);
                } catch (RuntimeIOException again) {
                    refused.addSuppressed(again);
                }
            }
            throw refused;
        }
    }

    private void provision(How wanted, boolean value) {
        if (wanted.kind() == How.Kind.OUTPUT) {
            requested = chip.provisionGpioOutputDevice(line.offset(), value ? 1 : 0);
            driven = value;
        } else {
            requested = chip.provisionGpioInputDevice(line.offset(), wanted.pull(), wanted.trigger());
        }
        how = wanted;
    }

    private void release() {
        GpioLine held = requested;
        requested = null;
        how = How.UNTOUCHED;
        if (held != null) {
            held.close();
        }
    }

    /**
     * Returns the error for a line that diozero could not open. Its error number is often wrong, because its logging changes it. So
     * this asks the kernel which program uses the line.
     */
    private HardwareException refused(How wanted, RuntimeIOException e) {
        GpioChip now = chips.again(chip);
        GpioLine info = now.getLineByOffset(line.offset());
        chips.close(now);
        if (info.isReserved()) {
            return held(line, info, e);
        }
        if (wanted.kind() == How.Kind.OUTPUT) {
            return failure("made an output", e);
        }
        if (wanted.pull() != GpioPullUpDown.NONE) {
            return errors.noPull(wanted.pull() == GpioPullUpDown.PULL_UP ? Bias.PULL_UP : Bias.PULL_DOWN, "", e);
        }
        return new NotAvailableException(
                "%s cannot be made an input. diozero disables the pull and requests the interrupt of every input, and the controller's driver refused one of these. Set BLINKA_PROVIDER=linux; 'dmesg' may say more."
                        .formatted(name),
                e);
    }

    private GpioLine line() {
        requireOpen();
        GpioLine held = requested;
        if (held == null) {
            throw new IllegalStateException(name + " is neither an input nor an output. Make it one first.");
        }
        return held;
    }

    private void requireOutput() {
        requireOpen();
        if (how.kind() != How.Kind.OUTPUT) {
            throw errors.noOutput();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw errors.closed();
        }
    }

    private PinException failure(String done, RuntimeIOException e) {
        return new PinException(
                "%s cannot be %s. Its controller was unplugged, or the controller's driver refused. Connect it and open the line again; 'dmesg' may say more."
                        .formatted(name, done),
                e);
    }
}
