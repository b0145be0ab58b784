// SPDX-License-Identifier: MIT
package blinka4j.drivers.seesaw;

import blinka4j.busio.BusHold;
import blinka4j.digitalio.Direction;
import blinka4j.digitalio.ExpanderPin;
import blinka4j.digitalio.Pull;
import blinka4j.drivers.seesaw.Seesaw.PinMode;
import org.jspecify.annotations.Nullable;

/**
 * A digital pin of a {@link Seesaw}, for use as it is or in a {@code blinka4j.digitalio.DigitalInOut}. The value of an input with a pull
 * resistor may switch that to the level.
 *
 * <p>To see changes, connect INT of the board to a pin of the computer, call {@link Seesaw#setGPIOInterrupts}, and read the inputs at
 * the falling edge of INT.
 */
public final class DigitalIO extends ExpanderPin {
    private final Seesaw seesaw;
    private final int pin;

    private volatile @Nullable Pull pull;

    /** @param pin 0 to 63. It stays as it is */
    public DigitalIO(Seesaw seesaw, int pin) {
        super(
                false,
                "Connect INT of the board to a pin of the computer, call setGPIOInterrupts, and read value() in onEdge of that pin.");
        Seesaw.requireRange("pin", pin, 0, 63);
        this.seesaw = seesaw;
        this.pin = pin;
    }

    /** As this object has set it; null for none. */
    public @Nullable Pull pull() {
        return pull;
    }

    /**
     * @param pull null for none
     * @throws IllegalStateException if the pin is an output
     * @throws IllegalArgumentException if it is {@link Pull#DOWN}, and the board has an ATtiny, which has no pull-downs
     */
    public void pull(@Nullable Pull pull) {
        if (direction() == Direction.OUTPUT) {
            throw new IllegalStateException("%s is an output. Call switchToInput.".formatted(this));
        }
        switchToInput(pull);
    }

    @Override
    protected void becomeInput(@Nullable Pull pull) {
        seesaw.pinMode(
                pin, pull == null ? PinMode.INPUT : pull == Pull.UP ? PinMode.INPUT_PULLUP : PinMode.INPUT_PULLDOWN);
        this.pull = pull;
    }

    @Override
    protected void becomeOutput(boolean value) {
        BusHold hold = seesaw.lock();
        try (hold) {
            seesaw.digitalWrite(pin, value);
            seesaw.pinMode(pin, PinMode.OUTPUT);
        }
        pull = null;
    }

    @Override
    protected boolean level() {
        return seesaw.digitalRead(pin);
    }

    @Override
    protected void level(boolean value) {
        seesaw.digitalWrite(pin, value);
    }

    @Override
    protected boolean has(Pull pull) {
        return pull == Pull.UP || seesaw.hasPullDown();
    }

    @Override
    public String toString() {
        return "pin %s of %s".formatted(pin, seesaw);
    }
}
