// SPDX-License-Identifier: MIT
package blinka4j.pwmio;

import blinka4j.NotAvailableException;
import blinka4j.hardware.Arguments;
import blinka4j.hardware.Hardware;
import blinka4j.hardware.Hold;
import blinka4j.hardware.Kind;
import blinka4j.microcontroller.Pin;
import blinka4j.provider.BoardDefinition.PwmChannel;
import blinka4j.provider.GpioPort;
import blinka4j.provider.Line;
import blinka4j.provider.PwmPort;
import java.lang.ref.Reference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pin with pulse-width modulation: it pulses at a frequency and is high for a part of each period, the duty cycle. For LEDs,
 * servos and buzzers.
 *
 * <pre>{@code
 * try (var led = new PWMOut(Board.D18, 0, 5000)) {
 *     led.dutyCycle(32768); // half as bright
 * }
 * }</pre>
 *
 * <p>If the board lists a PWM controller for the pin, that makes the pulses. A controller that is not switched on is an error, which
 * says how to switch it on. On any other GPIO pin, and if the provider does not support PWM, a thread makes the pulses, as it does for
 * {@link #software}: up to 5 kHz, and with edges that come late while the machine is busy. {@link #isHardware} tells which.
 *
 * <p>The period, 1/frequency, and its high part are rounded to nanoseconds, and a controller rounds them to the steps of its clock. The
 * properties return the values that were set.
 *
 * <p>Threads may share an output. Source of the behaviour: CircuitPython's {@code pwmio}.
 */
public final class PWMOut implements DutyCycleOutput, AutoCloseable {
    private static final String FRONT = "PWMOut";
    private static final int DEFAULT_FREQUENCY = 500;
    private static final int ALWAYS_HIGH = 0xFFFF;
    private static final int NANOS_PER_SECOND = 1_000_000_000;

    private final PwmPort port;
    private final Hold hold;
    private final String name;
    private final boolean hardware;
    /** Where higher frequencies can be had; for software PWM. */
    private final String faster;

    private final boolean variableFrequency;
    private volatile int dutyCycle;
    private volatile int frequency;

    /** Starts with duty cycle 0, always low, at 500 Hz. */
    public PWMOut(Pin pin) {
        this(pin, 0, DEFAULT_FREQUENCY);
    }

    /** Starts to pulse at once, at a fixed frequency. */
    public PWMOut(Pin pin, int dutyCycle, int frequency) {
        this(pin, dutyCycle, frequency, false);
    }

    /**
     * Takes the pin and starts to pulse at once.
     *
     * @param dutyCycle as in {@link #dutyCycle(int)}
     * @param frequency in Hz, 1 to 1,000,000,000; the limits of the controller may be narrower. 1 to 5,000 in software
     * @param variableFrequency true if {@link #frequency(int)} may change it later
     * @throws blinka4j.PinException if the pin is no GPIO pin, or if the pin or its output of the controller is in use by this program or
     *     another one
     * @throws blinka4j.NotAvailableException if the controller is not switched on, must not be used, or does not support this
     *     frequency; the message says what to do
     */
    public PWMOut(Pin pin, int dutyCycle, int frequency, boolean variableFrequency) {
        this(open(pin, dutyCycle, frequency), dutyCycle, frequency, variableFrequency);
    }

    /** For outputs that are not on the board itself, such as those of a servo controller: starts always low, at 500 Hz. */
    public PWMOut(PwmPort port) {
        this(port, 0, DEFAULT_FREQUENCY, false);
    }

    /** For outputs that are not on the board itself. Closes the port if it does not support this. */
    public PWMOut(PwmPort port, int dutyCycle, int frequency, boolean variableFrequency) {
        this(
                new Open(Arguments.port(port, FRONT, "new PWMOut(Board.D18)"), Hold.of(port), port.name(), true, ""),
                dutyCycle,
                frequency,
                variableFrequency);
    }

    private PWMOut(Open open, int dutyCycle, int frequency, boolean variableFrequency) {
        port = open.port;
        hold = open.hold;
        name = named(open.name);
        hardware = open.hardware;
        faster = open.faster;
        this.variableFrequency = variableFrequency;
        this.dutyCycle = dutyCycle;
        this.frequency = frequency;
        try {
            require(dutyCycle, frequency);
            set(dutyCycle, frequency);
        } catch (RuntimeException | Error e) {
            try (hold) {
                throw e;
            }
        }
        hold.guard(this);
    }

    /**
     * Starts to pulse at once, without a PWM controller: a thread makes the pulses. For a pin whose controller is in use, or not switched
     * on.
     *
     * <p>An output that always has the same level needs no time of the processor. If the line fails, as that of a removed expander does,
     * the next change of this output throws the error.
     *
     * @param frequency in Hz, 1 to 5,000
     * @throws blinka4j.PinException if the pin is no GPIO pin, or is in use
     */
    public static PWMOut software(Pin pin, int dutyCycle, int frequency, boolean variableFrequency) {
        require(dutyCycle, frequency);
        return new PWMOut(openSoftware(pin, frequency), dutyCycle, frequency, variableFrequency);
    }

    /**
     * The same for a pin that is not on the board itself, such as that of an I/O expander. Closes the port. While its bus is busy, the
     * edges of all pulses in software are late. They have real time, also with a simulated expander.
     */
    public static PWMOut software(GpioPort port, int dutyCycle, int frequency, boolean variableFrequency) {
        Arguments.port(port, FRONT, "new PWMOut(Board.D4)");
        String faster = "an output of a PWM controller";
        try {
            require(dutyCycle, frequency);
            requireSlow(frequency, named(port.toString()), faster);
        } catch (RuntimeException | Error e) {
            try (port) {
                throw e;
            }
        }
        SoftwarePwm opened = SoftwarePwm.open(port, port.toString());
        return new PWMOut(
                new Open(opened, Hold.of(opened), port.toString(), false, faster),
                dutyCycle,
                frequency,
                variableFrequency);
    }

    /** An open port and its hold. */
    private record Open(PwmPort port, Hold hold, String name, boolean hardware, String faster) {}

    private static Open open(Pin pin, int dutyCycle, int frequency) {
        require(dutyCycle, frequency);
        Hardware on = Pin.required(pin, FRONT).hardware();
        PwmChannel found = on.lookup().search(on.board().pwms(), pin.name());
        if (found != null) {
            List<@Nullable String> pins = List.of(pin.name());
            Hold hold = on.hold(Kind.PWM, found, pins);
            try {
                return new Open(hold.open(() -> on.provider().openPwm(found)), hold, pin.name(), true, "");
            } catch (NotAvailableException e) {
                if (!e.isUnsupported()) {
                    throw e;
                }
            }
        }
        return openSoftware(pin, frequency);
    }

    private static Open openSoftware(Pin pin, int frequency) {
        Hardware on = Pin.required(pin, FRONT).hardware();
        String name = pin.name();
        Line line = on.lookup().line(name);
        List<PwmChannel> all = on.board().pwms();
        String faster = all.isEmpty()
                ? "an output of a PWM controller; %s has none".formatted(on.board())
                : "a pin with a PWM controller: "
                        + String.join(
                                ", ", all.stream().map(PwmChannel::toString).toList());
        requireSlow(frequency, named(name), faster);
        Hold hold = on.hold(FRONT, name, line);
        PwmPort port = hold.open(() -> on.provider()
                .openSoftwarePwm(line, Hardware.CONSUMER)
                .orElseGet(() -> SoftwarePwm.open(on.openGpio(name, line), name)));
        return new Open(port, hold, name, false, faster);
    }

    private static String named(String pin) {
        return "%s(%s)".formatted(FRONT, pin);
    }

    private static void requireSlow(int frequency, String output, String faster) {
        if (frequency > SoftwarePwm.HIGHEST_FREQUENCY) {
            throw new NotAvailableException("%s cannot have %s Hz: a thread makes its pulses. Use 1 to %s Hz, or %s."
                    .formatted(output, frequency, SoftwarePwm.HIGHEST_FREQUENCY, faster));
        }
    }

    /** True if a PWM controller makes the pulses, false if a thread does. */
    public boolean isHardware() {
        requireOpen();
        return hardware;
    }

    /** Returns the part of each period that is high, 0 to 65535. */
    @Override
    public int dutyCycle() {
        requireOpen();
        return dutyCycle;
    }

    /**
     * Changes the part of each period that is high.
     *
     * @param dutyCycle 0 for always low, 65535 for always high, 32768 for half and half
     */
    @Override
    public synchronized void dutyCycle(int dutyCycle) {
        requireOpen();
        requireDutyCycle(dutyCycle);
        set(dutyCycle, frequency);
        this.dutyCycle = dutyCycle;
    }

    /** Returns the frequency in Hz. */
    public int frequency() {
        requireOpen();
        return frequency;
    }

    /** Returns the frequency in Hz, for drivers that also use outputs of chips. */
    @Override
    public double exactFrequency() {
        return frequency();
    }

    /**
     * Changes the frequency; the duty cycle stays. For a moment, pulses may have the old length in a period of the new
     * length.
     *
     * @param frequency in Hz, 1 to 1,000,000,000; 1 to 5,000 in software
     * @throws IllegalStateException if the output was opened without {@code variableFrequency}
     * @throws blinka4j.NotAvailableException if the controller does not support this frequency; it keeps the old one
     */
    public synchronized void frequency(int frequency) {
        requireOpen();
        if (!variableFrequency) {
            throw new IllegalStateException(
                    "cannot set the frequency of %s: it is fixed. Open the pin with new PWMOut(pin, dutyCycle, frequency, true)."
                            .formatted(this));
        }
        requireFrequency(frequency);
        if (!hardware) {
            requireSlow(frequency, name, faster);
        }
        set(dutyCycle, frequency);
        this.frequency = frequency;
    }

    private void set(int dutyCycle, int frequency) {
        long period = (NANOS_PER_SECOND + frequency / 2L) / frequency;
        port.set(period, (dutyCycle * period + ALWAYS_HIGH / 2) / ALWAYS_HIGH);
    }

    private static void require(int dutyCycle, int frequency) {
        requireDutyCycle(dutyCycle);
        requireFrequency(frequency);
    }

    private static void requireDutyCycle(int dutyCycle) {
        if (dutyCycle < 0 || dutyCycle > ALWAYS_HIGH) {
            throw new IllegalArgumentException(
                    "a duty cycle of %s is not possible. It must be 0 to %s.".formatted(dutyCycle, ALWAYS_HIGH));
        }
    }

    private static void requireFrequency(int frequency) {
        if (frequency < 1 || frequency > NANOS_PER_SECOND) {
            throw new IllegalArgumentException("a PWM frequency of %s Hz is not possible. It must be 1 to %s Hz."
                    .formatted(frequency, NANOS_PER_SECOND));
        }
    }

    private void requireOpen() {
        if (isClosed()) {
            throw hold.closed(name, "a new PWMOut");
        }
    }

    /** True if this output or its board was closed. */
    public boolean isClosed() {
        return hold.isClosed();
    }

    /** Stops the pulses and frees the pin. A pin without a PWM controller is an input then. Closing again does nothing. */
    @Override
    public void close() {
        try {
            hold.close();
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
