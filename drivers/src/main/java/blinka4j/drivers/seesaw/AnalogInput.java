// SPDX-License-Identifier: MIT
package blinka4j.drivers.seesaw;

import blinka4j.provider.AnalogPort;
import java.time.Duration;

/**
 * An analog input of a {@link Seesaw}. As an {@link AnalogPort}, it is an input for programs that want a {@code
 * blinka4j.analogio.AnalogIn}.
 */
public final class AnalogInput implements AnalogPort {
    private final Seesaw seesaw;
    private final int pin;
    private final Duration wait;

    private volatile boolean closed;

    /** @param pin one of {@link PinMap#analogPins} */
    public AnalogInput(Seesaw seesaw, int pin) {
        this(seesaw, pin, 0.008);
    }

    /** @param delay how long the board may need to answer, in seconds */
    public AnalogInput(Seesaw seesaw, int pin, double delay) {
        seesaw.require("analog", pin, seesaw.pinMapping().analogPins());
        wait = Seesaw.seconds(delay);
        this.seesaw = seesaw;
        this.pin = pin;
    }

    /** Measures: 0 to 1023, as the board sends it. */
    public int value() {
        if (closed) {
            throw new IllegalStateException("%s is closed. Create a new AnalogInput.".formatted(name()));
        }
        return seesaw.analogRead(pin, wait);
    }

    /** For {@code analogio}: {@link #value()} as 0 to 65535. */
    @Override
    public int read() {
        int value = value();
        return value << 6 | value >> 4;
    }

    /** 3.3 V, which is the supply of the boards. */
    @Override
    public double referenceVoltage() {
        return 3.3;
    }

    @Override
    public String name() {
        return "analog pin %s of %s".formatted(pin, seesaw);
    }

    /** The board stays open. */
    @Override
    public void close() {
        closed = true;
    }

    @Override
    public String toString() {
        return name();
    }
}
