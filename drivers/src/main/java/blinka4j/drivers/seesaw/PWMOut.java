// SPDX-License-Identifier: MIT
package blinka4j.drivers.seesaw;

import blinka4j.NotAvailableException;
import blinka4j.provider.PwmPort;
import blinka4j.pwmio.DutyCycleOutput;

/**
 * A PWM output of a {@link Seesaw}. As a {@link PwmPort}, it is an output for programs that want a {@code blinka4j.pwmio.PWMOut}. As a
 * {@link DutyCycleOutput}, it is one for the drivers of motors.
 *
 * <p>The board does not tell its settings: the values here are those that this object has set last.
 */
public final class PWMOut implements PwmPort, DutyCycleOutput {
    private static final int MOST = 0xFFFF;

    private final Seesaw seesaw;
    private final int pin;

    private volatile int frequency;
    private volatile int dutyCycle;
    private volatile boolean closed;

    /** @param pin one of {@link PinMap#pwmPins}. It stays as it is */
    public PWMOut(Seesaw seesaw, int pin) {
        seesaw.require("PWM", pin, seesaw.pinMapping().pwmPins());
        this.seesaw = seesaw;
        this.pin = pin;
    }

    /** The frequency in Hz; 0 if it was not set yet. */
    public int frequency() {
        return frequency;
    }

    /** @param hertz 1 to 65535, as in {@link Seesaw#setPwmFreq} */
    public void frequency(int hertz) {
        board().setPwmFreq(pin, hertz);
        frequency = hertz;
    }

    /** @throws IllegalStateException if no frequency was set */
    @Override
    public double exactFrequency() {
        if (frequency == 0) {
            throw new IllegalStateException("%s has an unknown frequency. Set frequency first.".formatted(name()));
        }
        return frequency;
    }

    /** The part of each period that is high, 0 to 65535. */
    @Override
    public int dutyCycle() {
        return dutyCycle;
    }

    /** @param dutyCycle 0 for always low to 65535 for always high; in steps of 256 if {@link PinMap#pwmWidth} is 8 */
    @Override
    public void dutyCycle(int dutyCycle) {
        Seesaw.requireRange("dutyCycle", dutyCycle, 0, MOST);
        board().analogWrite(pin, dutyCycle >> (16 - seesaw.pinMapping().pwmWidth()));
        this.dutyCycle = dutyCycle;
    }

    /** The duty cycle as 0 to 1. */
    public double fraction() {
        return dutyCycle / (double) MOST;
    }

    /** @param fraction 0 for always low to 1 for always high */
    public void fraction(double fraction) {
        if (!(fraction >= 0 && fraction <= 1)) {
            throw new IllegalArgumentException("fraction cannot be %s: expected 0 to 1".formatted(fraction));
        }
        dutyCycle((int) (fraction * MOST));
    }

    /** @throws NotAvailableException if the frequency is not from 1 to 65535 Hz */
    @Override
    public void set(long periodNanos, long highNanos) {
        long hertz = Math.round(1e9 / periodNanos);
        if (hertz < 1 || hertz > MOST) {
            throw new NotAvailableException(
                    "%s cannot have a frequency of %s Hz: expected 1 to 65535 Hz".formatted(name(), 1e9 / periodNanos));
        }
        if (hertz != frequency) {
            frequency((int) hertz);
        }
        dutyCycle((int) Math.round((double) MOST * highNanos / periodNanos));
    }

    @Override
    public String name() {
        return "PWM pin %s of %s".formatted(pin, seesaw);
    }

    /** Makes the output low. Closing again does nothing. */
    @Override
    public void close() {
        if (!closed) {
            dutyCycle(0);
            closed = true;
        }
    }

    private Seesaw board() {
        if (closed) {
            throw new IllegalStateException("%s is closed. Create a new PWMOut.".formatted(name()));
        }
        return seesaw;
    }

    @Override
    public String toString() {
        return name();
    }
}
