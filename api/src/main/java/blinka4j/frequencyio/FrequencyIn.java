// SPDX-License-Identifier: MIT
package blinka4j.frequencyio;

import blinka4j.hardware.CurrentBoard;
import blinka4j.hardware.EdgeInput;
import blinka4j.hardware.Hardware;
import blinka4j.microcontroller.Pin;
import blinka4j.provider.Clock;
import blinka4j.provider.GpioPort;
import blinka4j.provider.GpioPort.Bias;
import java.lang.ref.Reference;

/**
 * Measures the frequency of a signal on a pin.
 *
 * <pre>{@code
 * try (FrequencyIn fan = new FrequencyIn(Board.D4)) {
 *     sleep(0.1);
 *     System.out.println(fan.value());
 * }
 * }</pre>
 *
 * <p>The frequency is the number of rising edges in a capture period, divided by the time between the first and the last of them.
 * The kernel takes the time of each edge, so a busy machine does not falsify it. The lowest frequency is 1 Hz. The highest one is
 * limited by the interrupts that the processor can handle: some 10 kHz to 100 kHz, at which they take much of its time.
 *
 * <p>Threads may share an input. Source of the behaviour: CircuitPython's {@code frequencyio}.
 */
public final class FrequencyIn implements AutoCloseable {
    private static final int DEFAULT_MILLIS = 10;
    private static final int LONGEST_MILLIS = 500;

    private final EdgeInput input;
    private final Clock clock;
    private final Capture capture;

    /** Measures with a capture period of 10 ms. */
    public FrequencyIn(Pin pin) {
        this(pin, DEFAULT_MILLIS);
    }

    /**
     * Takes the pin, without pull, and measures.
     *
     * @param capturePeriod as in {@link #capturePeriod(int)}
     * @throws blinka4j.PinException if the board has no such pin, or if it is in use
     * @throws blinka4j.NotAvailableException if the edges of the pin cannot be watched
     */
    public FrequencyIn(Pin pin, int capturePeriod) {
        capture = new Capture(require(capturePeriod));
        Hardware hardware = Pin.required(pin, "FrequencyIn").hardware();
        clock = hardware.provider().clock();
        input = new EdgeInput("FrequencyIn", hardware, pin.name(), Bias.DISABLED);
        begin();
    }

    /** For a pin that is not on the board itself, such as that of an I/O expander. */
    public FrequencyIn(GpioPort port, int capturePeriod) {
        capture = new Capture(require(capturePeriod));
        clock = CurrentBoard.clock();
        input = new EdgeInput("FrequencyIn", port, Bias.DISABLED);
        begin();
    }

    private void begin() {
        input.watch(true, false, capture);
        input.guard(this);
    }

    private static int require(int capturePeriod) {
        if (capturePeriod < 1 || capturePeriod > LONGEST_MILLIS) {
            throw new IllegalArgumentException("a capture period of %s ms is not possible. It must be 1 to %s ms."
                    .formatted(capturePeriod, LONGEST_MILLIS));
        }
        return capturePeriod;
    }

    /**
     * Returns the frequency in Hz in the last capture period that has ended; 0 if none has ended yet, and if the signal has ended.
     * The signal counts as ended when no edge has come for a capture period and for two periods of the signal.
     */
    public double value() {
        input.requireOpen();
        clock.polled();
        return capture.value(clock);
    }

    /** Stops measuring. The value stays. */
    public synchronized void pause() {
        input.port().unwatch();
        capture.paused(true);
    }

    /** Continues after {@link #pause}. Without a pause, this starts a new capture period. */
    public synchronized void resume() {
        pause();
        capture.paused(false);
        input.watch(true, false, capture);
    }

    /** Makes the value 0 until the next capture period has ended. */
    public void clear() {
        input.requireOpen();
        capture.clear();
    }

    /** Returns the capture period in ms. */
    public int capturePeriod() {
        input.requireOpen();
        return capture.millis();
    }

    /**
     * Changes the capture period. A period of the signal that takes longer is captured whole.
     *
     * @param capturePeriod 1 to 500 ms
     */
    public void capturePeriod(int capturePeriod) {
        input.requireOpen();
        capture.millis(require(capturePeriod));
    }

    /** True if the input was closed, by itself or with its board. */
    public boolean isClosed() {
        return input.isClosed();
    }

    /** Stops measuring and frees the pin. Closing again does nothing. */
    @Override
    public void close() {
        try {
            input.close();
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public String toString() {
        return input.toString();
    }
}
