// SPDX-License-Identifier: MIT
package blinka4j.rotaryio;

import blinka4j.hardware.Hardware;
import blinka4j.hardware.LineGroup;
import blinka4j.microcontroller.Pin;
import blinka4j.provider.GpioPort.Bias;
import blinka4j.provider.LinesPort;
import java.lang.ref.Reference;
import java.util.List;

/**
 * Counts the steps of an incremental encoder, also called quadrature encoder: a knob or a motor's sensor with two contacts.
 *
 * <pre>{@code
 * try (var encoder = new IncrementalEncoder(Board.D17, Board.D18)) {
 *     while (true) {
 *         System.out.println(encoder.position());
 *         sleep(0.1);
 *     }
 * }
 * }</pre>
 *
 * <p>The position grows while pin A changes before pin B. If it goes the wrong way, swap the pins. Both pins get a pull-up, so the
 * contacts connect them to ground.
 *
 * <p>The kernel records every edge with its time, so no step is missed while the program does something else, and nothing runs while the
 * encoder rests. If both pins are on one GPIO chip and the provider is the one for Linux or the simulator, the order of the edges is
 * exact. Otherwise the edges of each pin come on their own, and are put in order by their times; so {@link #position()} may be off for
 * a moment. The kernel's counter subsystem is not used.
 *
 * <p>Threads may share an encoder. Source of the behaviour: CircuitPython's {@code rotaryio}.
 */
public final class IncrementalEncoder implements AutoCloseable {
    private static final int DEFAULT_DIVISOR = 4;

    private final LineGroup lines;
    private final Decoder decoder;

    /** Starts at position 0, with divisor 4: one for each detent of most knobs. */
    public IncrementalEncoder(Pin pinA, Pin pinB) {
        this(pinA, pinB, DEFAULT_DIVISOR);
    }

    /**
     * Takes the pins, and starts at position 0.
     *
     * @param divisor as in {@link #divisor(int)}
     * @throws blinka4j.PinException if the board has no such pin, or one is in use; the message names the user
     * @throws blinka4j.NotAvailableException if a pin has no pull-up or no edges
     */
    public IncrementalEncoder(Pin pinA, Pin pinB, int divisor) {
        this(open(pinA, pinB, divisor), divisor);
    }

    /** For a group of two lines that is not on the board itself: pin A, then pin B. */
    public IncrementalEncoder(LinesPort port) {
        this(LineGroup.of("IncrementalEncoder", port), DEFAULT_DIVISOR);
    }

    private IncrementalEncoder(LineGroup lines, int divisor) {
        this.lines = lines;
        LinesPort port = lines.port();
        decoder = new Decoder(divisor);
        lines.begin(() -> {
            if (port.length() != 2) {
                throw new IllegalArgumentException("an encoder has 2 lines, but %s has %s. Pass a port of two lines."
                        .formatted(port.name(), port.length()));
            }
            port.input(Bias.PULL_UP);
            decoder.begin((int) port.read());
            port.watch(true, true, 0, decoder);
        });
        lines.guard(this);
    }

    private static LineGroup open(Pin pinA, Pin pinB, int divisor) {
        requireDivisor(divisor);
        Hardware hardware = Pin.hardware("IncrementalEncoder(pinA, pinB)", pinA, pinB);
        return LineGroup.ofAnyChip("IncrementalEncoder", hardware, List.of(pinA.name(), pinB.name()));
    }

    private static void requireDivisor(int divisor) {
        if (divisor != 1 && divisor != 2 && divisor != 4) {
            throw new IllegalArgumentException(
                    "a divisor of %s is not possible. It must be 1, 2 or 4.".formatted(divisor));
        }
    }

    /** Returns the position: at first 0, or what was set last, and one more or less for each {@link #divisor()} steps since. */
    public int position() {
        lines.requireOpen();
        return decoder.position();
    }

    /** Sets the position. Steps that have not yet changed the position still count. */
    public void position(int position) {
        lines.requireOpen();
        decoder.position(position);
    }

    /** Returns the number of steps for one change of the position: 1, 2 or 4. */
    public int divisor() {
        lines.requireOpen();
        return decoder.divisor();
    }

    /**
     * Sets the number of steps for one change of the position. A step is an edge of A or B.
     *
     * @param divisor 4 for a knob with one detent for each whole cycle, or with none; 2 for two detents in a cycle; 1 for four detents, or to
     *     count every step
     */
    public void divisor(int divisor) {
        requireDivisor(divisor);
        lines.requireOpen();
        decoder.divisor(divisor);
    }

    /**
     * Returns how many edges did not fit: edges that were lost, and edges that no encoder makes, such as a second rising edge of one pin
     * without a falling edge between. They are not counted in the position. If this number grows, the contacts bounce or the
     * encoder turns too fast, and the position is no longer exact. CircuitPython ignores such edges, too, but does not count them.
     */
    public long illegalTransitions() {
        lines.requireOpen();
        return decoder.illegalTransitions();
    }

    /** True if this encoder or its board was closed. */
    public boolean isClosed() {
        return lines.isClosed();
    }

    /** Ends the counting and frees the pins, without pull. Closing again does nothing. */
    @Override
    public void close() {
        try {
            lines.close();
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** Returns the name and the pins, such as {@code IncrementalEncoder(D17, D18)}. */
    @Override
    public String toString() {
        return lines.toString();
    }
}
