// SPDX-License-Identifier: MIT
package blinka4j.sim;

import blinka4j.microcontroller.ResetReason;
import blinka4j.provider.BoardProcessor;

/**
 * The processor of a {@link SimBoard}, as {@code Microcontroller.cpu()} shows it. Its quantities are {@code temperature} in °C, {@code
 * frequency} in Hz and {@code voltage} in V.
 */
public final class SimProcessor extends SimPart {
    private final Quantity temperature = measures("temperature", -55, 150, "°C", 45);
    private final Quantity frequency = measures("frequency", 1, 1e10, "Hz", 1.5e9);
    private final Quantity voltage = measures("voltage", 0, 5, "V", 1.2);
    private volatile byte[] uid = {0x10, 0, 0, 0, 0, 0, 0, 1};
    private volatile ResetReason resetReason = ResetReason.UNKNOWN;

    SimProcessor(SimClock clock) {
        clock(clock);
    }

    /** Sets the temperature in °C, -55 to 150; 45 at first. */
    public SimProcessor temperature(double celsius) {
        temperature.value(celsius);
        return this;
    }

    /** Sets the clock frequency in Hz, 1 to 10,000,000,000; 1,500,000,000 at first. */
    public SimProcessor frequency(long hertz) {
        frequency.value((double) hertz);
        return this;
    }

    /** Sets the supply voltage in V, 0 to 5; 1.2 at first. */
    public SimProcessor voltage(double volts) {
        voltage.value(volts);
        return this;
    }

    /**
     * Sets the serial number; {@code 10 00 00 00 00 00 00 01} in hexadecimal at first.
     *
     * @throws IllegalArgumentException if it does not have 1 to 32 bytes
     */
    public SimProcessor uid(byte... bytes) {
        if (bytes.length < 1 || bytes.length > 32) {
            throw new IllegalArgumentException(
                    "a serial number of %s bytes is not possible. Expected 1 to 32.".formatted(bytes.length));
        }
        uid = bytes.clone();
        return this;
    }

    /** Sets why the board has started last; {@link ResetReason#UNKNOWN} at first. */
    public SimProcessor resetReason(ResetReason reason) {
        resetReason = reason;
        return this;
    }

    /** What the program sees. */
    BoardProcessor asSeen() {
        return new BoardProcessor() {
            @Override
            public double temperature() {
                return temperature.value();
            }

            @Override
            public long frequency() {
                return Math.round(frequency.value());
            }

            @Override
            public double voltage() {
                return voltage.value();
            }

            @Override
            public Start lastStart() {
                return switch (resetReason) {
                    case BROWNOUT -> Start.BROWNOUT;
                    case WATCHDOG -> Start.WATCHDOG;
                    case UNKNOWN -> Start.UNKNOWN;
                };
            }

            @Override
            public byte[] uid() {
                return uid.clone();
            }
        };
    }
}
