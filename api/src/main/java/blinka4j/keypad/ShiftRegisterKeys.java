// SPDX-License-Identifier: MIT
package blinka4j.keypad;

import blinka4j.hardware.EdgeInput;
import blinka4j.microcontroller.Pin;
import blinka4j.provider.GpioPort;
import blinka4j.provider.GpioPort.Bias;
import java.lang.ref.Reference;
import java.util.List;

/**
 * Keys at the inputs of shift registers, such as the 74HC165 and the CD4021, alone or in a chain. Key 0 is the first bit that comes out:
 * input D7 of a 74HC165, P8 of a CD4021.
 *
 * <pre>{@code
 * try (ShiftRegisterKeys keys = new ShiftRegisterKeys(Board.D5, Board.D6, Board.D13, 8, false)) {
 *     Event event = keys.events().get();
 * }
 * }</pre>
 *
 * <p>A thread, the same for all matrices and shift registers, latches the inputs and reads the bits, once in each interval. On a simulated
 * board the scans take place when simulated time passes.
 *
 * <p>Threads may share the keys. Source of the behaviour: CircuitPython's {@code keypad}.
 */
public final class ShiftRegisterKeys implements AutoCloseable {
    private static final int CLOCK = 0;
    private static final int DATA = 1;
    private static final int LATCH = 2;

    /** A CD4021 at 3.3 V needs several hundred nanoseconds for each step. */
    private static final long SETTLE_NANOS = 1_000;

    private final Scanner scanner;

    /** Keys at a 74HC165, whose latch input is high while it shifts. An interval of 20 ms and a queue of 64 events. */
    public ShiftRegisterKeys(Pin clock, Pin data, Pin latch, int keyCount, boolean valueWhenPressed) {
        this(clock, data, latch, true, keyCount, valueWhenPressed);
    }

    /** Keys with an interval of 20 ms and a queue of 64 events. */
    public ShiftRegisterKeys(
            Pin clock, Pin data, Pin latch, boolean valueToLatch, int keyCount, boolean valueWhenPressed) {
        this(
                clock,
                data,
                latch,
                valueToLatch,
                keyCount,
                valueWhenPressed,
                Settings.INTERVAL,
                Settings.MAX_EVENTS,
                Settings.DEBOUNCE_THRESHOLD);
    }

    /**
     * Takes the pins. All keys count as released at first.
     *
     * @param clock the register shifts when this becomes high
     * @param data the bits come out here
     * @param latch keeps the inputs while they are read
     * @param valueToLatch the level of {@code latch} that keeps the inputs: true for a 74HC165, false for a CD4021
     * @param keyCount the number of keys, 1 to 32,768; with a chain of registers, of all of them
     * @param valueWhenPressed the level of the input of a pressed key: false if the key connects it to ground
     * @param interval in s, more than 0, at most 60
     * @param maxEvents the size of the queue, 1 to 65,536
     * @param debounceThreshold a key is reported when so many scans have read it so, 1 to 127. A scan that reads its old state takes back
     *     one
     * @throws blinka4j.PinException if the board has no such pin, or if it is in use. All pins are then free
     */
    public ShiftRegisterKeys(
            Pin clock,
            Pin data,
            Pin latch,
            boolean valueToLatch,
            int keyCount,
            boolean valueWhenPressed,
            double interval,
            int maxEvents,
            int debounceThreshold) {
        Settings settings = Settings.of(interval, maxEvents, debounceThreshold);
        int count = Settings.keyCount(keyCount);
        List<Pin> pins = List.of(
                Pin.required(clock, "ShiftRegisterKeys"),
                Pin.required(data, "ShiftRegisterKeys"),
                Pin.required(latch, "ShiftRegisterKeys"));
        scanner = start(
                KeyPins.open("ShiftRegisterKeys", pins, Bias.DISABLED),
                settings,
                valueToLatch,
                count,
                valueWhenPressed);
        scanner.start(this);
    }

    /** For pins that are not on the board itself, such as those of an I/O expander. */
    public ShiftRegisterKeys(
            GpioPort clock,
            GpioPort data,
            GpioPort latch,
            boolean valueToLatch,
            int keyCount,
            boolean valueWhenPressed,
            double interval,
            int maxEvents,
            int debounceThreshold) {
        Settings settings = Settings.of(interval, maxEvents, debounceThreshold);
        int count = Settings.keyCount(keyCount);
        GpioPort[] ports = {clock, data, latch};
        scanner = start(
                KeyPins.open("ShiftRegisterKeys", ports, Bias.DISABLED),
                settings,
                valueToLatch,
                count,
                valueWhenPressed);
        scanner.start(this);
    }

    private static Register start(
            KeyPins pins, Settings settings, boolean valueToLatch, int keyCount, boolean valueWhenPressed) {
        try {
            pins.get(CLOCK).port().output(false, false);
            pins.get(LATCH).port().output(!valueToLatch, false);
        } catch (RuntimeException | Error e) {
            try (pins) {
                throw e;
            }
        }
        return new Register(pins, settings, valueToLatch, keyCount, valueWhenPressed);
    }

    private static final class Register extends Scanner {
        private final boolean valueToLatch;
        private final int keyCount;
        private final boolean valueWhenPressed;

        Register(KeyPins pins, Settings settings, boolean valueToLatch, int keyCount, boolean valueWhenPressed) {
            super(pins, settings, keyCount);
            this.valueToLatch = valueToLatch;
            this.keyCount = keyCount;
            this.valueWhenPressed = valueWhenPressed;
        }

        @Override
        void scan() {
            EdgeInput clock = pins.get(CLOCK);
            EdgeInput data = pins.get(DATA);
            EdgeInput latch = pins.get(LATCH);
            latch.port().write(valueToLatch);
            for (int key = 0; key < keyCount; key++) {
                // The first bit is there without a clock.
                clock.port().write(false);
                settle(SETTLE_NANOS);
                read(key, data.port().read() == valueWhenPressed);
                clock.port().write(true);
                settle(SETTLE_NANOS);
            }
            latch.port().write(!valueToLatch);
        }
    }

    /** Returns the queue of the events, always the same one. */
    public EventQueue events() {
        return scanner.events();
    }

    /** Returns the number of keys. */
    public int keyCount() {
        return scanner.keyCount();
    }

    /** Makes all keys count as released. A key that is pressed is reported as pressed again. The queue stays as it is. */
    public void reset() {
        scanner.reset();
    }

    /** True if the keys were closed, by themselves or with their board. */
    public boolean isClosed() {
        return scanner.pins.isClosed();
    }

    /** Ends the scans and frees the pins. Events in the queue can still be taken. Closing again does nothing. */
    @Override
    public void close() {
        try {
            scanner.pins.close();
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public String toString() {
        return scanner.toString();
    }
}
