// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.pwmio.PWMOut;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;

/**
 * Fades an LED on D18 up and down.
 * Port of <a href="https://github.com/adafruit/Adafruit_Learning_System_Guides/tree/main/CircuitPython_Essentials/CircuitPython_PWM">CircuitPython_PWM</a>.
 *
 * <p>Wiring: the LED of {@link Blink}, on a pin with PWM. Most boards must be told to switch PWM on; the error message
 * says how. The original uses {@code board.LED}, which few Linux boards have.
 */
public final class PwmFixedFrequency extends Sample {
    public PwmFixedFrequency() {
        super("pwm", "an LED on D18 fades up and down", PwmFixedFrequency::main, 0);
    }

    public static void main(String[] args) {
        try (PWMOut led = new PWMOut(Board.D18, 0, 5000)) {
            while (true) {
                for (int i = 0; i < 100; i++) {
                    // PWM LED up and down
                    if (i < 50) {
                        led.dutyCycle(i * 2 * 65535 / 100); // Up
                    } else {
                        led.dutyCycle(65535 - (i - 50) * 2 * 65535 / 100); // Down
                    }
                    sleep(0.01);
                }
            }
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        attachDimmedLed(board, "D18");
    }
}
