// SPDX-License-Identifier: MIT
package blinka4j.sim.parts;

import blinka4j.sim.SimBoard;
import blinka4j.sim.SimPart;
import blinka4j.sim.SimPin;
import blinka4j.sim.SimPwm;

/** A motor at an H-bridge with two inputs, such as a DRV8833. It follows its inputs at once. */
public final class SimDcMotor extends SimPart {
    private final SimPin pin1;
    private final SimPin pin2;
    private final SimPwm pwm1;
    private final SimPwm pwm2;

    public SimDcMotor(SimBoard board, String in1, String in2) {
        pin1 = board.pin(in1);
        pin2 = board.pin(in2);
        pwm1 = board.pwm(in1);
        pwm2 = board.pwm(in2);
        connected(board, in1, in2);
    }

    /** The speed, -1 to 1: 1 is full speed forward, with the first input high and the second low. 0 also while it brakes. */
    public double throttle() {
        return SimLed.high(pin1, pwm1) - SimLed.high(pin2, pwm2);
    }

    @Override
    public String toString() {
        return "%s at %s %%".formatted(super.toString(), Math.round(100 * throttle()));
    }
}
