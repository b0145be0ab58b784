// SPDX-License-Identifier: MIT
package blinka4j.pwmio;

import blinka4j.hardware.Arguments;
import blinka4j.hardware.Hardware;
import blinka4j.hardware.Hold;
import blinka4j.hardware.Kind;
import blinka4j.microcontroller.Pin;
import blinka4j.provider.BoardDefinition.PwmChannel;
import blinka4j.provider.PwmPort;
import java.lang.ref.Reference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pin that pulses at a frequency, high for a part of each period: the duty cycle. Dims an LED, turns a servo, sounds a
 * buzzer.
 *
 * <pre>{@code
 * try (var led = new PWMOut(Board.D18, 0, 5000)) {
 *     led.dutyCycle(32768); // half as bright
 * }
 * }</pre>
 *
 * <p>The pulses come from a PWM controller, so not every pin has them, and no thread is busy with them. A period is a
 * whole number of nanoseconds, the one nearest to 1/frequency, and so is the part of it that is high; what is read back
 * is what was set. A controller rounds once more, to the steps of its own clock.
 *
 * <p>Threads may share an output. Source of the behaviour: CircuitPython's {@code pwmio}.
 */
public final class PWMOut implements AutoCloseable {
    private static final int DEFAULT_FREQUENCY = 500;
    private static final int ALWAYS_HIGH = 0xFFFF;
    private static final int NANOS_PER_SECOND = 1_000_000_000;

    private final PwmPort port;
    private final Hold hold;
    private final String name;
    private final boolean variableFrequency;
    private volatile int dutyCycle;
    private volatile int frequency;

    /** Always low until {@link #dutyCycle(int)}, then at 500 Hz. */
    public PWMOut(Pin pin) {
        this(pin, 0, DEFAULT_FREQUENCY);
    }

    /** Pulses at once, at a frequency that stays. */
    public PWMOut(Pin pin, int dutyCycle, int frequency) {
        this(pin, dutyCycle, frequency, false);
    }

    /**
     * Takes the pin and pulses at once.
     *
     * @param dutyCycle as in {@link #dutyCycle(int)}
     * @param frequency in Hz, 1 to 1,000,000,000; the controller may have narrower limits
     * @param variableFrequency whether {@link #frequency(int)} may change it later
     * @throws blinka4j.PinException if no PWM controller reaches this pin (the message lists those that one does), or
     *     something else, in this program or another, holds the pin or its controller's output
     * @throws blinka4j.NotAvailableException if the controller is not switched on, may not be used, or cannot do this
     *     frequency; the message says how
     */
    public PWMOut(Pin pin, int dutyCycle, int frequency, boolean variableFrequency) {
        this(open(pin, dutyCycle, frequency), dutyCycle, frequency, variableFrequency);
    }

    /** For outputs that are not on the board itself, such as those of a servo controller: always low, then at 500 Hz. */
    public PWMOut(PwmPort port) {
        this(port, 0, DEFAULT_FREQUENCY, false);
    }

    /** For outputs that are not on the board itself. The port is closed if it cannot do this. */
    public PWMOut(PwmPort port, int dutyCycle, int frequency, boolean variableFrequency) {
        this(
                new Open(
                        Arguments.required(port, "PWMOut needs a port", "new PWMOut(pin)"), Hold.of(port), port.name()),
                dutyCycle,
                frequency,
                variableFrequency);
    }

    private PWMOut(Open open, int dutyCycle, int frequency, boolean variableFrequency) {
        port = open.port;
        hold = open.hold;
        name = "PWMOut(%s)".formatted(open.name);
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

    /** An open port and what it has taken. */
    private record Open(PwmPort port, Hold hold, String name) {}

    private static Open open(Pin pin, int dutyCycle, int frequency) {
        require(dutyCycle, frequency);
        Hardware hardware = Pin.required(pin, "PWMOut").hardware();
        List<@Nullable String> pins = List.of(pin.name());
        PwmChannel found = hardware.lookup().find(Kind.PWM, hardware.board().pwms(), pins);
        Hold hold = hardware.hold(Kind.PWM, found, pins);
        return new Open(hold.open(() -> hardware.provider().openPwm(found)), hold, pin.name());
    }

    /** How much of each period is high: 0 to 65535. */
    public int dutyCycle() {
        requireOpen();
        return dutyCycle;
    }

    /**
     * Changes how much of each period is high.
     *
     * @param dutyCycle 0 for always low, 65535 for always high, 32768 for half and half
     */
    public synchronized void dutyCycle(int dutyCycle) {
        requireOpen();
        requireDutyCycle(dutyCycle);
        set(dutyCycle, frequency);
        this.dutyCycle = dutyCycle;
    }

    /** Periods in a second, in Hz. */
    public int frequency() {
        requireOpen();
        return frequency;
    }

    /**
     * Changes how many periods a second has; the duty cycle stays. For a moment, pulses may have the old length in a
     * period of the new one.
     *
     * @param frequency in Hz, 1 to 1,000,000,000
     * @throws IllegalStateException if the output was opened without {@code variableFrequency}
     * @throws blinka4j.NotAvailableException if the controller cannot do this frequency; it keeps the one before
     */
    public synchronized void frequency(int frequency) {
        requireOpen();
        if (!variableFrequency) {
            throw new IllegalStateException(
                    "cannot set the frequency of %s: it is fixed; open the pin with new PWMOut(pin, dutyCycle, frequency, true)"
                            .formatted(this));
        }
        requireFrequency(frequency);
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
                    "a duty cycle of %s: expected 0 to %s".formatted(dutyCycle, ALWAYS_HIGH));
        }
    }

    private static void requireFrequency(int frequency) {
        if (frequency < 1 || frequency > NANOS_PER_SECOND) {
            throw new IllegalArgumentException(
                    "a PWM frequency of %s Hz: expected 1 to %s".formatted(frequency, NANOS_PER_SECOND));
        }
    }

    private void requireOpen() {
        if (isClosed()) {
            throw hold.closed(name, "a new PWMOut");
        }
    }

    /** Whether it was closed, by itself or with its board. */
    public boolean isClosed() {
        return hold.isClosed();
    }

    /** Stops the pulses, low, and makes the pin free again. Closing again does nothing. */
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
