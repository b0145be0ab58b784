// SPDX-License-Identifier: MIT
package blinka4j.provider;

import blinka4j.NotAvailableException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The hardware that few providers support. {@link Provider} has the rest. */
public interface Peripherals {
    /** The name that users select the provider by, such as {@code pi4j}. */
    String name();

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
     * Opens an output that pulses on a line without a PWM controller. Empty if the API's thread makes the pulses, over {@link
     * Provider#openGpio}. A simulator overrides this, because its time is not real.
     */
    default Optional<PwmPort> openSoftwarePwm(Line line, String consumer) {
        return Optional.empty();
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

    /** True if {@link #openEncoder} would find this counter. Otherwise the pins of an encoder are watched for edges. */
    default boolean hasEncoder(BoardDefinition.Encoder encoder) {
        return false;
    }

    default EncoderPort openEncoder(BoardDefinition.Encoder encoder) {
        throw unsupported("counters of encoders");
    }

    /**
     * Opens an output for pulses of a carrier.
     *
     * @param channel the output of a PWM controller that the board lists for the line; null if there is none
     * @param frequency of the carrier in Hz, 1 to 500,000
     * @param dutyCycle the part of each period that is on, 1 to 65535; 65535 is a pulse without a carrier
     */
    default PulseOutPort openPulseOut(
            Line line, BoardDefinition.@Nullable PwmChannel channel, int frequency, int dutyCycle) {
        throw unsupported("PulseOut");
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

    /** Returns the bytes that stay when the program ends. */
    default NvmPort openNvm() {
        throw unsupported("nvm");
    }

    /**
     * Shows the board to a computer as a USB device.
     *
     * @param interfaces 1 to 8
     * @throws blinka4j.PinException if another program uses the USB device controller
     */
    default UsbHidPort openUsbHid(List<UsbHidPort.Function> interfaces) {
        throw unsupported("USB HID devices");
    }

    /** Returns the error for a kind of hardware that this provider does not support on any board. */
    default NotAvailableException unsupported(String what) {
        return NotAvailableException.unsupported(
                "the provider '%s' does not support %s. Select another one with BLINKA_PROVIDER."
                        .formatted(name(), what));
    }
}
