// SPDX-License-Identifier: MIT
package blinka4j.provider;

import blinka4j.NotAvailableException;
import java.util.Optional;

/**
 * A way to reach the hardware: raw {@code /dev}, Pi4J, diozero, a simulation. Found by
 * {@link java.util.ServiceLoader}.
 *
 * <p>Override the methods for the hardware that the provider supports. The others throw {@link
 * blinka4j.NotAvailableException}. A method that opens something returns an open port, or leaves nothing open and throws a
 * {@link blinka4j.HardwareException} that says what failed, why, and what to do. The caller has already checked that the pin
 * is free in this program.
 */
public interface Provider {
    /** The name users select it by, such as {@code pi4j}. */
    String name();

    /** Checks if this provider can be used on this host. Opens nothing and loads no native code. */
    Probe probe(Host host);

    /**
     * The board to assume when the host is not a known board; empty for providers of real hardware.
     */
    default Optional<String> standsFor() {
        return Optional.empty();
    }

    /** The clock of the board, which {@code Time.sleep} uses. A simulator overrides this with simulated time. */
    default Clock clock() {
        return Clock.system();
    }

    /** Returns the line to which the kernel gives this name, on any chip; empty if there is none, or if the provider cannot tell. */
    default Optional<Line> findLine(String name) {
        return Optional.empty();
    }

    /**
     * @param consumer the user that the system shows for the line
     * @throws blinka4j.PinException if another program, or the kernel, holds the line; the message names it
     */
    default GpioPort openGpio(Line line, String consumer) {
        throw unsupported("GPIO");
    }

    /**
     * @param frequency the clock in Hz that the program asked for; systems that cannot set it ignore it
     * @param timeoutMicros how long a device may stretch the clock; 0 for what the system has set
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

    private NotAvailableException unsupported(String what) {
        return new NotAvailableException(
                "the provider '%s' has no %s; select another one with BLINKA_PROVIDER".formatted(name(), what));
    }

    /** The answer to {@link #probe}: usable, or the reason why not. */
    sealed interface Probe {
        /**
         * @param rank the highest-ranked usable provider is selected: 300 for raw devices, 200 and 100 for libraries
         * @param lacks why the provider can only open device files that the program names, such as a serial port, and how to
         *     get the rest; empty if everything can be used. Such a provider is selected only if there is no other one. A
         *     program that asks for anything else gets this as error
         */
        record Usable(int rank, String lacks) implements Probe {
            /** Usable for everything that the provider supports. */
            public Usable(int rank) {
                this(rank, "");
            }
        }

        /** @param reason what is missing and how to get it */
        record Skipped(String reason) implements Probe {}
    }
}
