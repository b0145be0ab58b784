// SPDX-License-Identifier: MIT
package blinka4j.diozero;

import blinka4j.HardwareException;
import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.provider.GpioPort;
import blinka4j.provider.Line;
import com.diozero.api.GpioEventTrigger;
import com.diozero.api.GpioPullUpDown;
import com.diozero.api.RuntimeIOException;
import com.diozero.internal.provider.builtin.gpio.GpioChip;
import com.diozero.internal.provider.builtin.gpio.GpioLine;
import org.jspecify.annotations.Nullable;

/**
 * A line of diozero's GPIO controllers, version 1 of the kernel's interface. That one cannot change a line which has been
 * requested: to turn it round, the line is given back and requested anew. The kernel leaves it as it was in between, and an
 * output is requested together with its level, so its wire shows no glitch.
 *
 * <p>Lines are requested from the controller itself. diozero's pins would write some levels through {@code /dev/gpiomem},
 * behind the kernel's back and by numbers that hold on one board only, and forget in which direction they are.
 *
 * <p>Its monitor guards the line, because {@link #close()} may come at any time. It is never held while a listener is waited
 * for, so that a listener may use its own port.
 */
final class DiozeroGpio implements GpioPort {
    /**
     * Of an input whose edges nobody wants. diozero requests the interrupt of every input; asked for no edge, the kernel would
     * leave it as it is, and on some controllers that means an interrupt for as long as the level is low.
     */
    private static final GpioEventTrigger UNWATCHED = GpioEventTrigger.RISING;

    private final GpioChips chips;
    private final EdgeLoop edges;
    private final Line line;
    private final String name;
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

    private DiozeroGpio(GpioChips chips, EdgeLoop edges, Line line, GpioChip chip) {
        this.chips = chips;
        this.edges = edges;
        this.line = line;
        this.name = "GPIO line " + line;
        this.chip = chip;
    }

    /** Leaves the line as it is; it is requested when it becomes an input or an output. */
    static DiozeroGpio open(GpioChips chips, EdgeLoop edges, Line line) {
        GpioChip chip = chips.open(line);
        GpioLine info = chip.getLineByOffset(line.offset());
        if (info.isReserved()) {
            chips.close(chip);
            throw new PinException(held(line, info.getConsumer()));
        }
        return new DiozeroGpio(chips, edges, line, chip);
    }

    private static String held(Line line, @Nullable String consumer) {
        String why = "GPIO line %s is held by ".formatted(line);
        if (consumer == null || consumer.isEmpty()) {
            return why + "the kernel, which uses the pin for another function; the device tree says for which";
        }
        why += "\"" + consumer + "\": ";
        if (consumer.matches("spi\\d+ CS\\d+")) {
            return why
                    + "the kernel drives it as a chip select of SPI; use it as SPIDevice's chip select, take another pin, or have the device tree set the bus up without it";
        }
        if (consumer.equals("sysfs")) {
            return why + "it was exported through /sys/class/gpio; write its number to /sys/class/gpio/unexport";
        }
        return why + "end that program; if it is a driver of the kernel, take its entry out of the device tree";
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
                "%s cannot be an open-drain output: diozero has none; use a push-pull output and a transistor, or set BLINKA_PROVIDER=linux"
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
        if (!rising && !falling) {
            throw new IllegalArgumentException(
                    name + ": neither rising nor falling edges are wanted; choose one or both");
        }
        if (debounceNanos < 0) {
            throw new IllegalArgumentException(
                    "%s: debounce of %s ns; expected 0 or more".formatted(name, debounceNanos));
        }
        if (debounceNanos > 0) {
            throw new NotAvailableException(
                    "%s: its edges cannot be debounced, diozero has no debouncing by the kernel; use 0 and a capacitor at the switch, or set BLINKA_PROVIDER=linux"
                            .formatted(name));
        }
        unwatch(false);
        synchronized (this) {
            requireOpen();
            if (closing) {
                throw closed();
            }
            if (how.kind() != How.Kind.INPUT) {
                throw new IllegalStateException(name + " is not an input; make it one before its edges are watched");
            }
            GpioEventTrigger trigger = rising && falling
                    ? GpioEventTrigger.BOTH
                    : rising ? GpioEventTrigger.RISING : GpioEventTrigger.FALLING;
            long since = System.nanoTime();
            // Also where the trigger is the same: the kernel holds edges of before.
            request(How.input(how.pull(), trigger), false);
            Watch started = new Watch(line(), name, since, listener);
            edges.add(started, chips.path(chip));
            try {
                started.start();
            } catch (OutOfMemoryError e) {
                edges.remove(started);
                throw new NotAvailableException(
                        name + ": its edges cannot be watched, the system starts no more threads; raise 'ulimit -u'",
                        e);
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
        // Outside the monitor: the listener, which is waited for, may be about to ask for the level.
        if (ended != null) {
            ended.end(true);
        }
        synchronized (this) {
            closed = true;
            release();
            chips.close(chip);
        }
    }

    /** Gives the line back and requests it anew. If that is refused, it is requested as it was, as far as that can be done. */
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

    /** The error number that diozero reports is often that of its own complaint, so the kernel is asked who holds the line. */
    private HardwareException refused(How wanted, RuntimeIOException e) {
        GpioChip now = chips.again(chip);
        GpioLine info = now.getLineByOffset(line.offset());
        chips.close(now);
        if (info.isReserved()) {
            return new PinException(held(line, info.getConsumer()), e);
        }
        if (wanted.kind() == How.Kind.OUTPUT) {
            return failure("made an output", e);
        }
        if (wanted.pull() != GpioPullUpDown.NONE) {
            return new NotAvailableException(
                    "%s has no %s: its controller cannot switch that on; wire a resistor of 10 kOhm and use no pull"
                            .formatted(name, wanted.pull() == GpioPullUpDown.PULL_UP ? "pull-up" : "pull-down"),
                    e);
        }
        return new NotAvailableException(
                "%s cannot be made an input: diozero switches pulls off and requests the interrupt of every input, and the controller's driver refuses one of these; set BLINKA_PROVIDER=linux ('dmesg' may say more)"
                        .formatted(name),
                e);
    }

    private GpioLine line() {
        requireOpen();
        GpioLine held = requested;
        if (held == null) {
            throw new IllegalStateException(name + " is neither an input nor an output yet; make it one first");
        }
        return held;
    }

    private void requireOutput() {
        requireOpen();
        if (how.kind() != How.Kind.OUTPUT) {
            throw new IllegalStateException(name + " is not an output; make it one first");
        }
    }

    private void requireOpen() {
        if (closed) {
            throw closed();
        }
    }

    private IllegalStateException closed() {
        return new IllegalStateException(name + " is closed; open it again to use it");
    }

    private PinException failure(String done, RuntimeIOException e) {
        return new PinException(
                "%s cannot be %s: its controller was unplugged, its driver let it go, or refuses; 'dmesg' may say why"
                        .formatted(name, done),
                e);
    }
}
