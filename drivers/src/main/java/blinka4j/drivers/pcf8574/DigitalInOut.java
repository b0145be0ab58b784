// SPDX-License-Identifier: MIT
package blinka4j.drivers.pcf8574;

import blinka4j.digitalio.ExpanderPin;
import blinka4j.digitalio.Pull;
import org.jspecify.annotations.Nullable;

/**
 * A pin of a {@link PCF8574}, for use as it is or in a {@code blinka4j.digitalio.DigitalInOut}. An output drives low; high is the
 * pull-up alone, which cannot be switched off.
 *
 * <p>To see changes of inputs, connect INT to a pin of the board, and read the inputs at its falling edge.
 */
public final class DigitalInOut extends ExpanderPin {
    private final PCF8574 pcf;
    private final int pin;

    /** @param pinNumber 0 to 7. It stays as it is */
    public DigitalInOut(int pinNumber, PCF8574 pcf) {
        super(
                true,
                "Connect INT of the chip to a pin of the board, call onEdge of that pin, and read value() in its listener.");
        PCF8574.mask(pinNumber);
        this.pcf = pcf;
        pin = pinNumber;
    }

    /** Always {@link Pull#UP}. */
    public Pull pull() {
        return Pull.UP;
    }

    /**
     * Makes the pin high.
     *
     * @param pull null is the same as {@link Pull#UP}
     * @throws UnsupportedOperationException if it is {@link Pull#DOWN}, which the chip does not have
     */
    public void pull(@Nullable Pull pull) {
        if (pull == Pull.DOWN) {
            throw new UnsupportedOperationException("%s has no pull-down. Use Pull.UP.".formatted(this));
        }
        value(true);
    }

    @Override
    protected void becomeInput(@Nullable Pull pull) {
        pull(pull);
    }

    @Override
    protected void becomeOutput(boolean value) {
        level(value);
    }

    @Override
    protected boolean level() {
        return pcf.readPin(pin);
    }

    @Override
    protected void level(boolean value) {
        pcf.writePin(pin, value);
    }

    @Override
    protected boolean has(Pull pull) {
        return pull == Pull.UP;
    }

    @Override
    public String toString() {
        return "P%s of %s".formatted(pin, pcf);
    }
}
