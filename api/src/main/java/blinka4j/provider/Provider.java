// SPDX-License-Identifier: MIT
package blinka4j.provider;

import java.util.Optional;

/**
 * Connects the API to the hardware: through {@code /dev}, Pi4J, diozero or a simulation. Found by
 * {@link java.util.ServiceLoader}.
 *
 * <p>Override the methods for the hardware that the provider supports. The others throw {@link
 * blinka4j.NotAvailableException}. A method that opens something returns an open port, or leaves nothing open and throws a
 * {@link blinka4j.HardwareException} that says what failed, why, and what to do. The caller has already checked that the pin
 * is free in this program.
 */
public interface Provider extends Peripherals {
    /** Checks if this provider works on this host. Opens nothing and loads no native code. */
    Probe probe(Host host);

    /**
     * The board to assume when the host is not a known board; empty for providers of real hardware.
     */
    default Optional<String> standsFor() {
        return Optional.empty();
    }

    /** Tells the provider the board for which it was selected, before anything is opened. Does nothing by default. */
    default void selectedFor(BoardDefinition board) {}

    /** The clock of the board, which {@code Time.sleep} uses. A simulator overrides this with simulated time. */
    default Clock clock() {
        return Clock.system();
    }

    /** The line with this name in the kernel, on any chip; empty if there is none, or the provider does not support the search. */
    default Optional<Line> findLine(String name) {
        return Optional.empty();
    }

    /** What a line does, without taking or changing it; empty if the provider does not know. */
    default Optional<LineState> lineState(Line line) {
        return Optional.empty();
    }

    /**
     * @param consumer the name that the system shows as the line's user
     * @throws blinka4j.PinException if another program, or the kernel, holds the line; the message names it
     */
    default GpioPort openGpio(Line line, String consumer) {
        throw unsupported("GPIO");
    }

    /**
     * @param frequency the clock in Hz that the program asked for; systems that cannot set it ignore it
     * @param timeoutMicros the longest time that a device may stretch the clock; 0 for the system's setting
     */
    default I2CPort openI2c(BoardDefinition.I2CBus bus, int frequency, int timeoutMicros) {
        throw unsupported("I2C");
    }

    default SpiPort openSpi(BoardDefinition.SpiBus bus) {
        throw unsupported("SPI");
    }

    default UartPort openUart(BoardDefinition.Uart uart, UartPort.Settings settings) {
        throw unsupported("UART");
    }

    default PwmPort openPwm(BoardDefinition.PwmChannel channel) {
        throw unsupported("PWM");
    }

    default AnalogPort openAnalog(BoardDefinition.AnalogInput input) {
        throw unsupported("analog inputs");
    }

    /** The answer to {@link #probe}: usable, or the reason why not. */
    sealed interface Probe {
        /**
         * @param rank the usable provider with the highest rank is selected: 300 for the kernel's devices, 200 and 100 for libraries
         * @param lacks why only devices named by their file work, such as a serial port, and how to enable the rest; empty if
         *     everything works. A provider with a reason here is selected only if all usable providers have one. The reason is the error
         *     for everything else
         */
        record Usable(int rank, String lacks) implements Probe {
            /** Everything that the provider supports works. */
            public Usable(int rank) {
                this(rank, "");
            }
        }

        /** @param reason the missing thing and how to get it */
        record Skipped(String reason) implements Probe {}
    }
}
