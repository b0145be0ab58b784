// SPDX-License-Identifier: MIT
package blinka4j.pwmio;

/** An output whose duty cycle can be set: a {@link PWMOut}, or an output of a chip such as the PCA9685. For drivers of motors. */
public interface DutyCycleOutput {
    /** Returns the part of each period that is high, 0 to 65535. */
    int dutyCycle();

    /** @param dutyCycle 0 for always low, 65535 for always high, 32768 for half and half */
    void dutyCycle(int dutyCycle);

    /** Returns the frequency in Hz, as exactly as it is known: that of a chip is often not a whole number. */
    double exactFrequency();
}
