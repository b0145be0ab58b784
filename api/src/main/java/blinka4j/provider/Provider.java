// SPDX-License-Identifier: MIT
package blinka4j.provider;

import blinka4j.NotAvailableException;
import java.util.List;
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
public interface Provider {
    /** The name that users select it by, such as {@code pi4j}. */
    String name();

    /** Checks if this provider works on this host. Opens nothing and loads no native code. */
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

    /** The line with this name in the kernel, on any chip; empty if there is none, or the provider does not support the search. */
    default Optional<Line> findLine(String name) {
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
     * Opens several lines together.
     *
     * @param lines 1 to {@link LinesPort#MOST_LINES} different lines of one chip
     * @param consumer the name that the system shows as the lines' user
     * @throws blinka4j.PinException if another program, or the kernel, holds a line; the message names the line and its user
     */
    default LinesPort openLines(List<Line> lines, String consumer) {
        throw unsupported("groups of lines");
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

    /**
     * Opens an output that pulses on a line without a PWM controller. Empty if the API's thread makes the pulses, over {@link
     * #openGpio}. A simulator overrides this, because its time is not real.
     */
    default Optional<PwmPort> openSoftwarePwm(Line line, String consumer) {
        return Optional.empty();
    }

    default AnalogPort openAnalog(BoardDefinition.AnalogInput input) {
        throw unsupported("analog inputs");
    }

    /** The 1-Wire bus on this line. */
    default OneWirePort openOneWire(Line line) {
        throw unsupported("1-Wire");
    }

    /** @param master the name of the bus in the system, such as {@code w1_bus_master1} */
    default OneWirePort openOneWire(String master) {
        throw unsupported("1-Wire buses without a pin");
    }

    default AnalogOutPort openAnalogOut(BoardDefinition.AnalogOutput output) {
        throw unsupported("analog outputs");
    }

    /**
     * Starts the watchdog of the board.
     *
     * @param seconds the longest time between two feeds, more than 0
     * @throws IllegalArgumentException if the device refuses this time; then it is not started
     */
    default WatchdogPort openWatchdog(double seconds) {
        throw unsupported("a watchdog");
    }

    private NotAvailableException unsupported(String what) {
        return NotAvailableException.unsupported(
                "the provider '%s' does not support %s. Select another one with BLINKA_PROVIDER."
                        .formatted(name(), what));
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
