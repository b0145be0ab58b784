// SPDX-License-Identifier: MIT
package blinka4j.drivers.pca9685;

import blinka4j.NotAvailableException;
import blinka4j.provider.PwmPort;
import blinka4j.pwmio.DutyCycleOutput;

/**
 * An output of a {@link PCA9685}. As a {@link PwmPort}, it is an output for programs that want a {@code blinka4j.pwmio.PWMOut} of the
 * chip's frequency. As a {@link DutyCycleOutput}, it is one for the drivers of motors.
 */
public final class PWMChannel implements PwmPort, DutyCycleOutput {
    private static final int FULL = PWMRegisters.FULL;

    private final PCA9685 pca;
    private final int index;

    private volatile boolean closed;

    /** @param index 0 to 15 */
    public PWMChannel(PCA9685 pca, int index) {
        this.pca = pca;
        if (index < 0 || index >= pca.pwmRegs().length()) {
            throw new IndexOutOfBoundsException("a PCA9685 has no channel %s: expected 0 to 15".formatted(index));
        }
        this.index = index;
    }

    /** The frequency of all outputs in Hz. */
    public double frequency() {
        return chip().frequency();
    }

    /** @throws UnsupportedOperationException always: {@link PCA9685#frequency(double)} sets that of all outputs */
    @SuppressWarnings("DoNotCallSuggester") // CircuitPython has this property, and says so too.
    public void frequency(double hertz) {
        throw new UnsupportedOperationException(
                "%s cannot have a frequency of its own (%s Hz). Set that of all outputs: PCA9685.frequency."
                        .formatted(name(), hertz));
    }

    /** The same as {@link #frequency()}, read until several readings are the same. */
    @Override
    public double exactFrequency() {
        return chip().steadyFrequency();
    }

    /** The part of each period that is high: 0 for always low to 65535 for always high, in steps of 16. */
    @Override
    public int dutyCycle() {
        long word = chip().pwmRegs().word(index);
        int on = (int) word & 0xffff;
        int off = (int) (word >> 16);
        if ((off & FULL) != 0) {
            return 0;
        }
        return (on & FULL) != 0 ? 0xFFFF : (off - on & 0xFFF) << 4;
    }

    /** @param dutyCycle 0 for always low to 65535 for always high. Less than 16 is always low */
    @Override
    public void dutyCycle(int dutyCycle) {
        if (dutyCycle < 0 || dutyCycle > 0xFFFF) {
            throw new IllegalArgumentException("dutyCycle cannot be %s: expected 0 to 65535".formatted(dutyCycle));
        }
        int steps = dutyCycle >> 4;
        boolean always = dutyCycle == 0xFFFF;
        chip().pwmRegs().word(index, always ? FULL : 0, always ? 0 : steps == 0 ? FULL : steps);
    }

    /**
     * For {@code pwmio}.
     *
     * @throws NotAvailableException if the outputs have another frequency
     */
    @Override
    public void set(long periodNanos, long highNanos) {
        if (!chip().has(1e9 / periodNanos)) {
            throw new NotAvailableException(
                    "%s has a frequency of %s Hz, not %s Hz. All outputs have the same one: set PCA9685.frequency first."
                            .formatted(name(), pca.frequency(), 1e9 / periodNanos));
        }
        dutyCycle((int) Math.round(65535.0 * highNanos / periodNanos));
    }

    @Override
    public String name() {
        return "output %s of %s".formatted(index, pca);
    }

    /** Makes the output low. The other outputs stay as they are. Closing again does nothing. */
    @Override
    public void close() {
        if (!closed) {
            dutyCycle(0);
            closed = true;
        }
    }

    private PCA9685 chip() {
        if (closed) {
            throw new IllegalStateException("%s is closed. Create a new PWMChannel.".formatted(name()));
        }
        return pca;
    }

    @Override
    public String toString() {
        return name();
    }
}
