// SPDX-License-Identifier: MIT
package blinka4j.pi4j;

import blinka4j.HardwareException;
import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.kernel.DeviceKind;
import blinka4j.kernel.Errno;
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
 * A line, as one of Pi4J's inputs or outputs. Pi4J cannot change the direction or the pull of one, so it is taken back and
 * another one is made.
 *
 * <p>Its monitor guards that object, because {@link #close()} may come at any time. It is never held while a listener is
 * waited for, so that a listener may use its own port.
 */
final class Pi4JGpio implements GpioPort {
    private static final Logger LOG = LoggerFactory.getLogger(Pi4JGpio.class);

    /** Inputs that are made before it is given up that one is watched. */
    private static final int MOST_TRIES = 3;

    private static final Object GPIOD = new Object();

    private final Contexts.Lease lease;
    private final int offset;
    private final String name;
    /** How this line is called in the different lines of Pi4J: 2 and 3 read the one, 4 the others. */
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
        this.name = "GPIO line " + line;
        String address = Integer.toString(offset);
        this.place = Map.of("address", address, "bcm", address, "bus", Integer.toString(chip));
    }

    /** Finds out whether Pi4J reaches the line, and leaves it as it is. */
    static Pi4JGpio open(Host host, Contexts contexts, Line line, String consumer) {
        Chips chips = new Chips(host);
        int chip = chips.number(line);
        // In one context Pi4J 4 takes lines of different controllers for the same one.
        Contexts.Lease lease = contexts.open(Contexts.Kind.GPIO, Math.max(chip, 0));
        try {
            if (lease.isBy("linuxfs")) {
                throw new NotAvailableException(
                        "GPIO line %s: Pi4J's plugin linuxfs is not used for GPIO, because it drops pulls without a word, sees no edges, and counts lines as /sys/class/gpio does; add com.pi4j:pi4j-plugin-gpiod (on a Raspberry Pi), or on Java 25 pi4j-plugin-ffm, or select BLINKA_PROVIDER=linux"
                                .formatted(line));
            }
            if (lease.isBy("gpiod") || lease.isBy("pigpio")) {
                requireRaspberryPi(host, lease, line, chips.label(line));
            } else if (lease.isBy("ffm") && chip < 0) {
                throw new NotAvailableException(
                        "GPIO line %s: no controller has this label, or the system does not tell the labels (/sys/class/gpio is missing); name it by its file, such as /dev/gpiochip0:%s, or select BLINKA_PROVIDER=linux"
                                .formatted(line, line.offset()));
            }
            if (chip >= 0 && !Plugins.isMock(lease.provider())) {
                DeviceFile.require(
                        host,
                        DeviceKind.GPIO,
                        "/dev/gpiochip" + chip,
                        "this machine has no such controller; 'gpiodetect' lists them");
            }
            LOG.debug(
                    "GPIO line {}: by Pi4J's {}, which names no consumer such as '{}'",
                    line,
                    lease.provider(),
                    consumer);
            return new Pi4JGpio(lease, line, Math.max(chip, 0));
        } catch (RuntimeException | Error e) {
            lease.close();
            throw e;
        }
    }

    /** These plugins know one controller, that of the header's pins. */
    private static void requireRaspberryPi(Host host, Contexts.Lease lease, Line line, String label) {
        if (host.compatible().stream().noneMatch(board -> board.startsWith("raspberrypi,"))) {
            throw new NotAvailableException(
                    "GPIO line %s: Pi4J's plugin %s works on a Raspberry Pi only; add pi4j-plugin-ffm (Java 25), or select BLINKA_PROVIDER=linux"
                            .formatted(line, lease.provider()));
        }
        if (!label.contains("pinctrl")) {
            throw new NotAvailableException(
                    "GPIO line %s: Pi4J's plugin %s reaches only the controller of the header's pins, whose label begins with pinctrl; add pi4j-plugin-ffm (Java 25), or select BLINKA_PROVIDER=linux"
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
        takeBack();
        try {
            makeInput(wanted);
        } catch (RuntimeException | LinkageError e) {
            // As it was, if Pi4J still can.
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
            takeBack();
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
                "%s cannot be an open-drain output: Pi4J has none; use a push-pull output and a transistor, switch between input and output low, or select BLINKA_PROVIDER=linux"
                        .formatted(name));
    }

    /** Puts back what there was, after a refusal. What fails then is added to the first failure. */
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
                        "%s: edge detection with Pi4J's %s did not start after %s attempts. Reduce the load on this machine and retry, or select BLINKA_PROVIDER=linux."
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
                // Else it is 10 ms.
                .debounce(0L)
                .build();
        // In Pi4J 2 the thread that watches the input must not begin before this has returned.
        return inTurn(
                () -> ByName.holdingGpiod(lease.loader(), () -> lease.context().create(config)));
    }

    private void makeOutput(DigitalState value) {
        DigitalOutputConfig config = DigitalOutput.newConfigBuilder(lease.context())
                .id(lease.freshId())
                .load(place)
                // Else its state is unknown.
                .initial(value)
                .build();
        output = inTurn(() -> lease.context().create(config));
    }

    private void listen(DigitalInput to) {
        // Once per input: the plugin ffm starts a thread for each listener that is added, which only the input's end
        // ends.
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

    /** Gives Pi4J's input or output back: its own close frees neither the line nor the id. */
    private void takeBack() {
        IO<?, ?, ?> io = input != null ? input : output;
        if (io == null) {
            return;
        }
        try {
            remove(io);
        } catch (RuntimeException e) {
            throw failure("taken back", e);
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
     * Pi4J makes and removes under a lock of its context, and gpiod's state has another one: in two orders, so two threads at
     * once would wait for each other.
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
                        "%s: Pi4J cannot read a line that it has made neither an input nor an output; make it one first"
                                .formatted(name));
            }
        } catch (HardwareException e) {
            throw e;
        } catch (RuntimeException | LinkageError e) {
            throw failure("read", e);
        }
        if (state == DigitalState.UNKNOWN) {
            throw new PinException(
                    "%s cannot be read: Pi4J's %s does not know its level".formatted(name, lease.provider()));
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
            throw new IllegalStateException(name + " is not an output; make it one first");
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
        if (!rising && !falling) {
            throw new IllegalArgumentException(
                    name + ": neither rising nor falling edges are wanted; choose one or both");
        }
        if (debounceNanos < 0) {
            throw new IllegalArgumentException(
                    "%s: debounce of %s ns; expected 0 or more".formatted(name, debounceNanos));
        }
        if (debounceNanos > 0) {
            synchronized (this) {
                requireOpen();
            }
            throw new NotAvailableException(
                    "%s: debounce is not supported with Pi4J, because its plugins delay or drop edges. Watch without debounce and ignore short levels in the program, or select BLINKA_PROVIDER=linux."
                            .formatted(name));
        }
        endEdges(false);
        synchronized (this) {
            requireOpen();
            if (closing) {
                throw closed();
            }
            DigitalInput in = input;
            if (in == null) {
                throw new IllegalStateException(name + " is not an input; make it one before its edges are watched");
            }
            Edges begun = new Edges(name, rising, falling, listener);
            try {
                begun.start();
            } catch (OutOfMemoryError e) {
                throw new NotAvailableException(
                        name + ": its edges cannot be watched, the system starts no more threads; raise 'ulimit -u'",
                        e);
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
        // Outside the monitor: the listener, which is waited for, may be about to ask for the level.
        endEdges(true);
        synchronized (this) {
            closed = true;
            try {
                if (output != null) {
                    // The kernel, and gpiod with it, leaves a line that is given back as it was last driven.
                    takeBack();
                    makeInput(Bias.DISABLED);
                }
                takeBack();
            } catch (RuntimeException | LinkageError e) {
                throw failure("given back", e);
            } finally {
                lease.close();
            }
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

    private HardwareException failure(String done, Throwable e) {
        if (e instanceof HardwareException known) {
            return known;
        }
        Cause cause = Cause.of(e);
        if (cause.errno() == Errno.EBUSY || cause.text().matches("(?s).*\\bis in use\\b.*")) {
            return new PinException(
                    "%s (%s) is held by another program or the kernel; 'gpioinfo' names it; end that program, or take the kernel's entry out of the device tree"
                            .formatted(name, cause.text()),
                    e);
        }
        if (cause.errno() == Errno.EACCES) {
            return new NotAvailableException(
                    "%s cannot be %s (%s): Pi4J may not use the controller; the user needs to be in the group '%s'"
                            .formatted(name, done, cause.text(), "gpio"),
                    e);
        }
        if (cause.text().contains("No gpio chip yet initialized") || e instanceof LinkageError) {
            return new NotAvailableException(
                    "%s cannot be %s: Pi4J's %s does not work on this board or processor (%s); add pi4j-plugin-ffm (Java 25), or select BLINKA_PROVIDER=linux"
                            .formatted(name, done, lease.provider(), cause.text()),
                    e);
        }
        return new PinException(
                "%s cannot be %s: Pi4J's %s says: %s; its log may say why"
                        .formatted(name, done, lease.provider(), cause.text()),
                e);
    }
}
