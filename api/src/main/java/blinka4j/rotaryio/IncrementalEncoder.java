// SPDX-License-Identifier: MIT
package blinka4j.rotaryio;

import blinka4j.hardware.Arguments;
import blinka4j.hardware.CurrentBoard;
import blinka4j.hardware.Hardware;
import blinka4j.hardware.Hold;
import blinka4j.hardware.Kind;
import blinka4j.hardware.LineGroup;
import blinka4j.microcontroller.Pin;
import blinka4j.provider.BoardDefinition.Encoder;
import blinka4j.provider.Clock;
import blinka4j.provider.EncoderPort;
import blinka4j.provider.GpioPort.Bias;
import blinka4j.provider.LinesPort;
import java.lang.ref.Reference;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
 * <p>If the board lists a counter for the two pins, and the kernel has it, that counter counts the steps: at any speed, and without the
 * processor. {@link #isHardware()} tells. Such counters have the pulls of the device tree. If one has 16 bits, read the position before the
 * encoder has made 32,768 steps more, otherwise some are lost.
 *
 * <p>Otherwise the kernel records every edge with its time, so no step is missed while the program does something else, and nothing runs
 * while the encoder rests. If both pins are on one GPIO chip and the provider is the one for Linux or the simulator, the order of the
 * edges is exact. Otherwise the edges of each pin come on their own, and are put in order by their times; so {@link #position()} may be off
 * for a moment.
 *
 * <p>Threads may share an encoder. Source of the behaviour: CircuitPython's {@code rotaryio}.
 */
public final class IncrementalEncoder implements AutoCloseable {
    private static final String FRONT = "IncrementalEncoder";
    private static final int DEFAULT_DIVISOR = 4;

    private final Hold hold;
    private final String name;
    private final Count count;
    private final Clock clock;

    /** Starts at position 0, with divisor 4: one for each detent of most knobs. */
    public IncrementalEncoder(Pin pinA, Pin pinB) {
        this(pinA, pinB, DEFAULT_DIVISOR);
    }

    /**
     * Takes the pins, and starts at position 0.
     *
     * @param divisor as in {@link #divisor(int)}
     * @throws blinka4j.PinException if the board has no such pin, or one is in use; the message names the user
     * @throws blinka4j.NotAvailableException if a pin has no pull-up or no edges, or if there is no permission to use the counter
     */
    public IncrementalEncoder(Pin pinA, Pin pinB, int divisor) {
        this(open(pinA, pinB, divisor));
    }

    /**
     * Takes a counter of the kernel, and starts at position 0, with divisor 4. It needs no pins that the board lists.
     *
     * @param device its name in the kernel, such as {@code 48300180.counter}, or its folder in /sys/bus/counter/devices
     * @param count the number of its count, from 0; most have one
     * @throws blinka4j.PinException if it is already open in this program
     * @throws blinka4j.NotAvailableException if there is no such counter, if it cannot count an encoder, or if there is no permission; the
     *     message says what to do
     */
    public IncrementalEncoder(String device, int count) {
        this(open(
                CurrentBoard.get(),
                new Encoder(
                        Arguments.required(device, FRONT + " needs a counter", "\"48300180.counter\""),
                        count,
                        null,
                        null),
                List.of(),
                1,
                DEFAULT_DIVISOR));
    }

    /** For a group of two lines that is not on the board itself: pin A, then pin B. */
    public IncrementalEncoder(LinesPort port) {
        this(watch(LineGroup.of(FRONT, port), CurrentBoard.clock(), DEFAULT_DIVISOR));
    }

    private IncrementalEncoder(Open open) {
        hold = open.hold;
        name = open.name;
        count = open.count;
        clock = open.clock;
        hold.guard(this);
    }

    private record Open(Hold hold, String name, Count count, Clock clock) {}

    private static Open open(Pin pinA, Pin pinB, int divisor) {
        requireDivisor(divisor);
        Hardware hardware = Pin.hardware("IncrementalEncoder(pinA, pinB)", pinA, pinB);
        List<String> pins = List.of(pinA.name(), pinB.name());
        List<Encoder> all = hardware.board().encoders();
        Encoder forward = hardware.lookup().search(all, pins);
        Encoder found = forward != null ? forward : hardware.lookup().search(all, List.of(pinB.name(), pinA.name()));
        return found != null && hardware.provider().hasEncoder(found)
                ? open(hardware, found, pins, forward != null ? 1 : -1, divisor)
                : watch(
                        LineGroup.ofAnyChip(FRONT, hardware, pins),
                        hardware.provider().clock(),
                        divisor);
    }

    private static Open open(Hardware hardware, Encoder encoder, List<@Nullable String> pins, int sign, int divisor) {
        Hold hold = hardware.hold(Kind.ENCODER, encoder, pins);
        EncoderPort port = hold.open(() -> hardware.provider().openEncoder(encoder));
        String of = pins.isEmpty() ? encoder.unit() : String.join(", ", pins);
        Count count = new HardwareCount(port, sign, divisor);
        return new Open(
                hold, "%s(%s)".formatted(FRONT, of), count, hardware.provider().clock());
    }

    private static Open watch(LineGroup lines, Clock clock, int divisor) {
        LinesPort port = lines.port();
        Decoder decoder = new Decoder(divisor);
        lines.begin(() -> {
            if (port.length() != 2) {
                throw new IllegalArgumentException("an encoder has 2 lines, but %s has %s. Pass a port of two lines."
                        .formatted(port.name(), port.length()));
            }
            port.input(Bias.PULL_UP);
            decoder.begin((int) port.read());
            port.watch(true, true, 0, decoder);
        });
        return new Open(lines.hold(), lines.toString(), decoder, clock);
    }

    private static void requireDivisor(int divisor) {
        if (divisor != 1 && divisor != 2 && divisor != 4) {
            throw new IllegalArgumentException(
                    "a divisor of %s is not possible. It must be 1, 2 or 4.".formatted(divisor));
        }
    }

    /**
     * Returns the position: at first 0, or what was set last, and one more or less for each {@link #divisor()} steps since.
     *
     * @throws blinka4j.HardwareException if a counter of the hardware does not answer, or was removed
     */
    public int position() {
        requireOpen();
        clock.polled();
        return count.position();
    }

    /** Sets the position. Steps that have not yet changed the position still count. */
    public void position(int position) {
        requireOpen();
        count.position(position);
    }

    /** Returns the number of steps for one change of the position: 1, 2 or 4. */
    public int divisor() {
        requireOpen();
        return count.divisor();
    }

    /**
     * Sets the number of steps for one change of the position. A step is an edge of A or B.
     *
     * @param divisor 4 for a knob with one detent for each whole cycle, or with none; 2 for two detents in a cycle; 1 for four detents, or to
     *     count every step
     */
    public void divisor(int divisor) {
        requireDivisor(divisor);
        requireOpen();
        count.divisor(divisor);
    }

    /**
     * Returns how many edges did not fit: edges that were lost, and edges that no encoder makes, such as a second rising edge of one pin
     * without a falling edge between. They are not counted in the position. If this number grows, the contacts bounce or the
     * encoder turns too fast, and the position is no longer exact. CircuitPython ignores such edges, too, but does not count them.
     * A counter of the hardware does not report them: then it is 0.
     */
    public long illegalTransitions() {
        requireOpen();
        return count.illegalTransitions();
    }

    /** True if a counter of the hardware counts the steps, false if the program does from the edges of the pins. */
    public boolean isHardware() {
        requireOpen();
        return count instanceof HardwareCount;
    }

    private void requireOpen() {
        if (isClosed()) {
            throw hold.closed(name, "a new IncrementalEncoder");
        }
    }

    /** True if this encoder or its board was closed. */
    public boolean isClosed() {
        return hold.isClosed();
    }

    /** Ends the counting and frees the pins, without pull. Closing again does nothing. */
    @Override
    public void close() {
        try {
            hold.close();
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** Returns the name and the pins, such as {@code IncrementalEncoder(D17, D18)}. */
    @Override
    public String toString() {
        return name;
    }
}
