// SPDX-License-Identifier: MIT
package blinka4j.lab.guest;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.pwmio.PWMOut;

/** Opens the PWM output of a pin, at 1 kHz and a duty cycle of one half, and waits for a signal. */
public final class OpenPwm {
    private OpenPwm() {}

    public static void main(String[] args) {
        try (PWMOut pwm = new PWMOut(Board.pin(args[0]), 0x8000, 1000)) {
            System.out.println("open at " + pwm.frequency());
            sleep(3600);
        }
    }
}
