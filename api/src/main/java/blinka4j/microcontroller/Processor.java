// SPDX-License-Identifier: MIT
package blinka4j.microcontroller;

import blinka4j.provider.BoardProcessor;

/**
 * The processor of a board: usually the one that the program runs on, as Linux describes it. With the provider {@code micropython} it is
 * that of the board on the cable, and on a simulated board a test sets its values.
 */
public final class Processor {
    private final BoardProcessor source;

    Processor(BoardProcessor source) {
        this.source = source;
    }

    /**
     * The processor's temperature in °C.
     *
     * @throws blinka4j.NotAvailableException if the kernel, or the board, does not report it
     */
    public double temperature() {
        return source.temperature();
    }

    /**
     * The current clock frequency, of the first core, in Hz.
     *
     * @throws blinka4j.NotAvailableException if the kernel, or the board, does not report it
     */
    public long frequency() {
        return source.frequency();
    }

    /**
     * The supply voltage of the first core in V, from its regulator in the device tree. NaN if the kernel, or the board, does not know
     * it, where CircuitPython has {@code None}.
     */
    public double voltage() {
        return source.voltage();
    }

    /**
     * Why the machine started last, as the driver of its watchdog reports it. {@link ResetReason#UNKNOWN} if there is no watchdog, or if
     * the watchdog and the supply were not the reason.
     */
    public ResetReason resetReason() {
        return switch (source.lastStart()) {
            case BROWNOUT -> ResetReason.BROWNOUT;
            case WATCHDOG -> ResetReason.WATCHDOG;
            case UNKNOWN -> ResetReason.UNKNOWN;
        };
    }

    /**
     * The board's serial number, from the device tree or {@code /proc/cpuinfo}, usually 8 bytes.
     *
     * @throws blinka4j.NotAvailableException if the kernel, or the board, does not report one
     */
    public byte[] uid() {
        return source.uid();
    }
}
