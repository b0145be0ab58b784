// SPDX-License-Identifier: MIT
package blinka4j.pi4j;

import blinka4j.HardwareException;
import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.kernel.DeviceFile;
import blinka4j.kernel.DeviceKind;
import blinka4j.kernel.Errno;
import blinka4j.kernel.GpioChips;
import blinka4j.kernel.LineErrors;
import blinka4j.provider.GpioPort;
import blinka4j.provider.Host;
import blinka4j.provider.Line;
import com.pi4j.io.IO;
import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.DigitalInputConfig;
import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalOutputConfig;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.io.gpio.digital.DigitalStateChangeEvent;
import com.pi4j.io.gpio.digital.DigitalStateChangeListener;
import com.pi4j.io.gpio.digital.PullResistance;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A line, as one of Pi4J's inputs or outputs. Pi4J cannot change the direction or pull of one, so it is removed and a new one is made.
 *
 * <p>The object's monitor guards it, because {@link #close()} may come at any time. It is never held while a listener is awaited, so that
 * a listener may use its own port.
 */
final class Pi4JGpio implements GpioPort {
    private static final Logger LOG = LoggerFactory.getLogger(Pi4JGpio.class);

    /** How many inputs are made until one is watched. */
    private static final int MOST_TRIES = 3;

    private static final Object GPIOD = new Object();

    private final Contexts.Lease lease;
    private final int offset;
    private final String name;
    private final LineErrors errors;
    /** The line's address, under the keys of all lines of Pi4J: 2 and 3 use "address", 4 the others. */
    private final Map<String, String> place;

    private final DigitalStateChangeListener relay = this::changed;
    private volatile @Nullable Edges edges;

    // All that follows is guarded by this object's monitor.
    private @Nullable DigitalInput input;
    private @Nullable DigitalOutput output;
    private Bias bias = Bias.DISABLED;
    private boolean listening;
    private boolean closing;
    private boolean closed;

    private Pi4JGpio(Contexts.Lease lease, Line line, int chip) {
        this.lease = lease;
        this.offset = line.offset();
        this.errors = new LineErrors(line);
        this.name = errors.name();
        String address = Integer.toString(offset);
        this.place = Map.of("address", address, "bcm", address, "bus", Integer.toString(chip));
    }

    /** Checks that Pi4J can use the line, and leaves the line as it is. */
    static Pi4JGpio open(Host host, Contexts contexts, Line line, String consumer) {
        Chips chips = new Chips(host);
        int chip = chips.number(line);
        // In one context, Pi4J 4 confuses lines of different controllers.
        Contexts.Lease lease = contexts.open(Contexts.Kind.GPIO, Math.max(chip, 0));
        try {
            if (lease.isBy("linuxfs")) {
                throw new NotAvailableException(
                        "GPIO line %s cannot be used with Pi4J's plugin linuxfs, which ignores pulls, reports no edges, and counts lines as /sys/class/gpio does. Add com.pi4j:pi4j-plugin-gpiod (on a Raspberry Pi), or on Java 25 pi4j-plugin-ffm, or set BLINKA_PROVIDER=linux."
                                .formatted(line));
            }
            if (lease.isBy("gpiod") || lease.isBy("pigpio")) {
                requireRaspberryPi(host, lease, line, chips.label(line));
            } else if (lease.isBy("ffm") && chip < 0) {
                throw new NotAvailableException(
                        "GPIO line %s: no controller has this label, or /sys/class/gpio is missing, which tells the labels. Name the controller by its device file, such as /dev/gpiochip0:%s, or set BLINKA_PROVIDER=linux."
                                .formatted(line, line.offset()));
            }
            if (chip >= 0 && !Plugins.isMock(lease.provider())) {
                DeviceFile.require(host, DeviceKind.GPIO, "/dev/gpiochip" + chip, GpioChips.MISSING);
            }
            LOG.debug(
                    "GPIO line {}: uses Pi4J's {}, which cannot set the consumer '{}'",
                    line,
                    lease.provider(),
                    consumer);
            return new Pi4JGpio(lease, line, Math.max(chip, 0));
        } catch (RuntimeException | Error e) {
            lease.close();
            throw e;
        }
    }

    /** Checks that a plugin which knows only the controller of a Raspberry Pi's header can use a line. */
    private static void requireRaspberryPi(Host host, Contexts.Lease lease, Line line, String label) {
        if (host.compatible().stream().noneMatch(board -> board.startsWith("raspberrypi,"))) {
            throw new NotAvailableException(
                    "GPIO line %s cannot be used with Pi4J's plugin %s, which supports the Raspberry Pi only. Add pi4j-plugin-ffm (Java 25), or set BLINKA_PROVIDER=linux."
                            .formatted(line, lease.provider()));
        }
        if (!label.contains("pinctrl")) {
            throw new NotAvailableException(
                    "GPIO line %s cannot be used with Pi4J's plugin %s, which supports only the controller of the header's pins (label pinctrl...). Add pi4j-plugin-ffm (Java 25), or set BLINKA_PROVIDER=linux."
                            .formatted(line, lease.provider()));
        }
    }

    @Override
    public synchronized void input(Bias wanted) {
        requireOpen();
        if (input != null && bias == wanted) {
            return;
        }
        DigitalInput before = input;
        DigitalOutput driven = output;
        DigitalState level = driven == null ? DigitalState.LOW : driven.state();
        giveUp();
        try {
            makeInput(wanted);
        } catch (RuntimeException | LinkageError e) {
            // Restore the line if Pi4J still can.
            restore(before != null, driven != null ? level : null, e);
            throw failure("made an input", e);
        }
    }

    @Override
    public void output(boolean value, boolean openDrain) {
        if (openDrain) {
            synchronized (this) {
                requireOpen();
            }
            throw noOpenDrain();
        }
        endEdges(false);
        synchronized (this) {
            requireOpen();
            DigitalOutput now = output;
            if (now != null) {
                drive(now, value);
                return;
            }
            boolean wasInput = input != null;
            giveUp();
            try {
                makeOutput(state(value));
            } catch (RuntimeException | LinkageError e) {
                restore(wasInput, null, e);
                throw failure("made an output", e);
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
                "%s cannot be an open-drain output, because Pi4J does not support it. Use a push-pull output and a transistor, switch between input and output low, or set BLINKA_PROVIDER=linux."
                        .formatted(name));
    }

    /** Restores the input or output after a refusal. A failure of that is added to the first one. */
    private void restore(boolean wasInput, @Nullable DigitalState driven, Throwable first) {
        try {
            if (wasInput) {
                makeInput(bias);
            } else if (driven != null) {
                makeOutput(driven);
            }
        } catch (RuntimeException | LinkageError e) {
            first.addSuppressed(e);
        }
    }

    private void makeInput(Bias wanted) {
        DigitalInput made = newInput(wanted);
        for (int tries = 1; !GpiodThreads.begins(made); tries++) {
            remove(made);
            release();
            if (tries == MOST_TRIES) {
                throw new PinException(
                        "%s: edge detection with Pi4J's %s did not start after %s attempts. Reduce the load on this machine and retry, or set BLINKA_PROVIDER=linux."
                                .formatted(name, lease.provider(), tries));
            }
            made = newInput(wanted);
        }
        input = made;
        bias = wanted;
        listening = false;
        if (edges != null) {
            listen(made);
        }
    }

    private DigitalInput newInput(Bias wanted) {
        DigitalInputConfig config = DigitalInput.newConfigBuilder(lease.context())
                .id(lease.freshId())
                .load(place)
                .pull(
                        switch (wanted) {
                            case DISABLED -> PullResistance.OFF;
                            case PULL_UP -> PullResistance.PULL_UP;
                            case PULL_DOWN -> PullResistance.PULL_DOWN;
                        })
                // The default is 10 ms.
                .debounce(0L)
                .build();
        // In Pi4J 2, the thread that watches the input must not start before this returns.
        return inTurn(
                () -> ByName.holdingGpiod(lease.loader(), () -> lease.context().create(config)));
    }

    private void makeOutput(DigitalState value) {
        DigitalOutputConfig config = DigitalOutput.newConfigBuilder(lease.context())
                .id(lease.freshId())
                .load(place)
                // Otherwise its state is unknown.
                .initial(value)
                .build();
        output = inTurn(() -> lease.context().create(config));
    }

    private void listen(DigitalInput to) {
        // Once per input, because the plugin ffm starts a thread for each listener, which lives as long as the input.
        if (!listening) {
            to.addListener(relay);
            listening = true;
        }
    }

    private void changed(DigitalStateChangeEvent<?> event) {
        long now = System.nanoTime();
        Edges to = edges;
        if (to != null && event.state() != DigitalState.UNKNOWN) {
            to.put(event.state() == DigitalState.HIGH, now);
        }
    }

    /** Removes Pi4J's input or output. Its own close would free neither the line nor the id. */
    private void giveUp() {
        IO<?, ?, ?> io = input != null ? input : output;
        if (io == null) {
            return;
        }
        try {
            remove(io);
        } catch (RuntimeException e) {
            throw failure("released", e);
        }
        GpiodThreads.ended(io);
        input = null;
        output = null;
        release();
    }

    private void remove(IO<?, ?, ?> io) {
        inTurn(() -> lease.context().registry().remove(io.id()));
    }

    /**
     * Runs work of one thread at a time. Pi4J locks its context and gpiod's state in different orders, so two threads that make or
     * remove inputs would deadlock.
     */
    private <T> T inTurn(Supplier<T> work) {
        if (!lease.isBy("gpiod")) {
            return work.get();
        }
        synchronized (GPIOD) {
            return work.get();
        }
    }

    private void release() {
        if (lease.isBy("gpiod")) {
            ByName.releaseGpiod(lease.loader(), offset);
        }
    }

    @Override
    public synchronized boolean read() {
        requireOpen();
        DigitalInput in = input;
        DigitalOutput out = output;
        DigitalState state;
        try {
            if (in != null) {
                state = in.state();
            } else if (out != null) {
                state = out.state();
            } else {
                throw new NotAvailableException(
                        "%s cannot be read, because it is neither an input nor an output of Pi4J. Make it one first."
                                .formatted(name));
            }
        } catch (HardwareException e) {
            throw e;
        } catch (RuntimeException | LinkageError e) {
            throw failure("read", e);
        }
        if (state == DigitalState.UNKNOWN) {
            throw new PinException(
                    "%s cannot be read, because Pi4J's %s does not know its level. Make it an input or output again."
                            .formatted(name, lease.provider()));
        }
        return state == DigitalState.HIGH;
    }

    @Override
    public synchronized void write(boolean value) {
        drive(requireOutput(), value);
    }

    private DigitalOutput requireOutput() {
        requireOpen();
        DigitalOutput out = output;
        if (out == null) {
            throw errors.noOutput();
        }
        return out;
    }

    private void drive(DigitalOutput out, boolean value) {
        try {
            out.state(state(value));
        } catch (RuntimeException | LinkageError e) {
            throw failure("written", e);
        }
    }

    private static DigitalState state(boolean value) {
        return value ? DigitalState.HIGH : DigitalState.LOW;
    }

    @Override
    public void watch(boolean rising, boolean falling, long debounceNanos, EdgeListener listener) {
        errors.requireEdges(rising, falling, debounceNanos);
        if (debounceNanos > 0) {
            synchronized (this) {
                requireOpen();
            }
            throw new NotAvailableException(
                    "%s: debounce is not supported with Pi4J, because its plugins delay or drop edges. Watch without debounce and ignore short levels in the program, or set BLINKA_PROVIDER=linux."
                            .formatted(name));
        }
        endEdges(false);
        synchronized (this) {
            requireOpen();
            if (closing) {
                throw errors.closed();
            }
            DigitalInput in = input;
            if (in == null) {
                throw errors.noInput();
            }
            Edges begun = new Edges(name, rising, falling, listener);
            try {
                begun.start();
            } catch (OutOfMemoryError e) {
                throw errors.noThread(e);
            }
            edges = begun;
            try {
                listen(in);
            } catch (RuntimeException | LinkageError e) {
                edges = null;
                begun.end(false);
                throw failure("watched", e);
            }
        }
    }

    @Override
    public void unwatch() {
        endEdges(true);
    }

    private void endEdges(boolean awaitListener) {
        Edges ended;
        synchronized (this) {
            ended = edges;
            edges = null;
        }
        if (ended != null) {
            ended.end(awaitListener);
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closing) {
                return;
            }
            closing = true;
        }
        // Without the monitor, because the awaited listener may read the level.
        endEdges(true);
        synchronized (this) {
            closed = true;
            try {
                if (output != null) {
                    // Without this, the line would stay driven: the kernel and gpiod do not change a released line.
                    giveUp();
                    makeInput(Bias.DISABLED);
                }
                giveUp();
            } catch (RuntimeException | LinkageError e) {
                throw failure("closed", e);
            } finally {
                lease.close();
            }
        }
    }

    private void requireOpen() {
        if (closed) {
            throw errors.closed();
        }
    }

    private HardwareException failure(String done, Throwable e) {
        if (e instanceof HardwareException known) {
            return known;
        }
        Cause cause = Cause.of(e);
        if (cause.errno() == Errno.EBUSY || cause.text().matches("(?s).*\\bis in use\\b.*")) {
            return new PinException(
                    "%s (%s) is held by another program or the kernel. Find it with 'gpioinfo', and end that program, or remove the kernel's entry from the device tree."
                            .formatted(name, cause.text()),
                    e);
        }
        if (cause.errno() == Errno.EACCES) {
            return new NotAvailableException(
                    "%s cannot be %s (%s). The user has no permission for the controller. Add the user to the group 'gpio'."
                            .formatted(name, done, cause.text()),
                    e);
        }
        if (cause.text().contains("No gpio chip yet initialized") || e instanceof LinkageError) {
            return new NotAvailableException(
                    "%s cannot be %s. Pi4J's %s does not support this board or processor (%s). Add pi4j-plugin-ffm (Java 25), or set BLINKA_PROVIDER=linux."
                            .formatted(name, done, lease.provider(), cause.text()),
                    e);
        }
        return new PinException(
                "%s cannot be %s. Pi4J's %s says: %s. See Pi4J's log for the reason."
                        .formatted(name, done, lease.provider(), cause.text()),
                e);
    }
}
