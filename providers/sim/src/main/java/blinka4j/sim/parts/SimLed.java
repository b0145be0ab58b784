// SPDX-License-Identifier: MIT
package blinka4j.sim.parts;

import blinka4j.sim.SimBoard;
import blinka4j.sim.SimPart;
import blinka4j.sim.SimPin;
import blinka4j.sim.SimPwm;

/** An LED with its resistor, between a pin and ground or 3.3 V. PWM dims it. */
public final class SimLed extends SimPart {
    private final SimPin pin;
    private final SimPwm pwm;
    private final Rail rail;

    /** An LED to ground: a high output makes it shine. */
    public SimLed(SimBoard board, String pin) {
        this(board, pin, Rail.GROUND);
    }

    /** With {@link Rail#POWER}, a low output makes it shine. */
    public SimLed(SimBoard board, String pin, Rail rail) {
        this.pin = board.pin(pin);
        this.pwm = board.pwm(pin);
        this.rail = rail;
        connected(board, pin);
    }

    /** The brightness, 0 to 1: with PWM the part of the time in which it shines. A pin that drives nothing, such as an input, gives 0. */
    public double brightness() {
        return brightness(pin, pwm, rail);
    }

    /** True if it shines. */
    public boolean isOn() {
        return brightness() > 0;
    }

    /** The part of the time in which an output, of this pin or one on its wire, is high, 0 to 1. A pull resistor has not enough current for an LED or a motor. */
    static double high(SimPin pin, SimPwm pwm) {
        return pwm.isRunning() ? pwm.dutyCycle() : pin.isDriven() && pin.level() ? 1 : 0;
    }

    static double brightness(SimPin pin, SimPwm pwm, Rail rail) {
        double high = high(pin, pwm);
        return rail == Rail.GROUND ? high : pin.isDriven() || pwm.isRunning() ? 1 - high : 0;
    }

    @Override
    public String toString() {
        return "%s at %s %%".formatted(super.toString(), Math.round(100 * brightness()));
    }
}
