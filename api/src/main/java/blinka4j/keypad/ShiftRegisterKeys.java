// SPDX-License-Identifier: MIT
package blinka4j.keypad;

import blinka4j.hardware.Arguments;
import blinka4j.microcontroller.Pin;
import blinka4j.provider.GpioPort;
import blinka4j.provider.GpioPort.Bias;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * Keys at the inputs of shift registers, such as the 74HC165 and the CD4021, alone or in a chain. Key 0 is the first bit that comes out:
 * input D7 of a 74HC165, P8 of a CD4021. Several chains may share the clock and the latch, each with its own data pin. Then the keys of the
 * second data pin follow those of the first, and so on.
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
public final class ShiftRegisterKeys extends ScannedKeys {
    private static final String FRONT = "ShiftRegisterKeys";
    private static final int CLOCK = 0;
    /** The first data pin. The latch is the last pin. */
    private static final int DATA = 1;

    /** A CD4021 at 3.3 V needs several hundred nanoseconds for each step. */
    private static final long SETTLE_NANOS = 1_000;

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
        this(
                clock,
                Collections.singletonList(data),
                latch,
                valueToLatch,
                new int[] {keyCount},
                valueWhenPressed,
                interval,
                maxEvents,
                debounceThreshold);
    }

    /** Keys at several chains of 74HC165. An interval of 20 ms and a queue of 64 events. */
    public ShiftRegisterKeys(Pin clock, List<Pin> data, Pin latch, int[] keyCount, boolean valueWhenPressed) {
        this(
                clock,
                data,
                latch,
                true,
                keyCount,
                valueWhenPressed,
                Settings.INTERVAL,
                Settings.MAX_EVENTS,
                Settings.DEBOUNCE_THRESHOLD);
    }

    /**
     * Takes the pins of several chains that share the clock and the latch. The other arguments are those of a single chain. In
     * CircuitPython, keys of a chain that is longer than one before it have wrong numbers.
     *
     * @param data the bits of each chain come out here; at least one pin
     * @param keyCount the number of keys of each data pin, 1 or more, together at most 32,768
     */
    public ShiftRegisterKeys(
            Pin clock,
            List<Pin> data,
            Pin latch,
            boolean valueToLatch,
            int[] keyCount,
            boolean valueWhenPressed,
            double interval,
            int maxEvents,
            int debounceThreshold) {
        super(register(
                clock,
                data,
                latch,
                new Wiring(valueToLatch, keyCount, valueWhenPressed),
                Settings.of(interval, maxEvents, debounceThreshold)));
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
        this(
                clock,
                new GpioPort[] {data},
                latch,
                valueToLatch,
                new int[] {keyCount},
                valueWhenPressed,
                interval,
                maxEvents,
                debounceThreshold);
    }

    /** For several chains at pins that are not on the board itself. */
    public ShiftRegisterKeys(
            GpioPort clock,
            GpioPort[] data,
            GpioPort latch,
            boolean valueToLatch,
            int[] keyCount,
            boolean valueWhenPressed,
            double interval,
            int maxEvents,
            int debounceThreshold) {
        super(register(
                clock,
                data,
                latch,
                new Wiring(valueToLatch, keyCount, valueWhenPressed),
                Settings.of(interval, maxEvents, debounceThreshold)));
    }

    /** The arguments that pins and ports share. */
    private static final class Wiring {
        private final boolean valueToLatch;
        private final int[] keyCounts;
        private final boolean valueWhenPressed;

        Wiring(boolean valueToLatch, int[] keyCounts, boolean valueWhenPressed) {
            this.valueToLatch = valueToLatch;
            this.keyCounts = Arguments.required(keyCounts, FRONT + " needs key counts", "new int[] {8, 8}")
                    .clone();
            this.valueWhenPressed = valueWhenPressed;
        }

        void require(int chains) {
            if (keyCounts.length != chains) {
                throw new IllegalArgumentException("%s got %s for keyCount, but %s for data. Pass a count for each."
                        .formatted(FRONT, keyCounts.length, chains));
            }
            int all = 0;
            for (int each : keyCounts) {
                all += Settings.keyCount(each);
            }
            Settings.keyCount(all);
        }
    }

    private static Register register(Pin clock, List<Pin> data, Pin latch, Wiring wiring, Settings settings) {
        List<Pin> chains = KeyPins.required(FRONT, data, "data pins");
        wiring.require(chains.size());
        List<Pin> all = new ArrayList<>();
        all.add(clock);
        all.addAll(chains);
        all.add(latch);
        return start(KeyPins.open(FRONT, all, Bias.DISABLED), wiring, settings);
    }

    private static Register register(
            GpioPort clock, GpioPort[] data, GpioPort latch, Wiring wiring, Settings settings) {
        GpioPort[] chains = KeyPins.required(FRONT, data, "data ports");
        wiring.require(chains.length);
        GpioPort[] all = Stream.of(Stream.of(clock), Arrays.stream(chains), Stream.of(latch))
                .flatMap(each -> each)
                .toArray(GpioPort[]::new);
        return start(KeyPins.open(FRONT, all, Bias.DISABLED), wiring, settings);
    }

    private static Register start(KeyPins pins, Wiring wiring, Settings settings) {
        try {
            pins.get(CLOCK).port().output(false, false);
            pins.get(pins.count() - 1).port().output(!wiring.valueToLatch, false);
        } catch (RuntimeException | Error e) {
            try (pins) {
                throw e;
            }
        }
        return new Register(pins, wiring, settings);
    }

    private static final class Register extends Scanner {
        private final Wiring wiring;
        /** The number of keys of the longest chain. */
        private final int longest;

        Register(KeyPins pins, Wiring wiring, Settings settings) {
            super(pins, settings, Arrays.stream(wiring.keyCounts).sum());
            this.wiring = wiring;
            longest = Arrays.stream(wiring.keyCounts).max().orElse(0);
        }

        @Override
        void scan() {
            GpioPort clock = pins.get(CLOCK).port();
            GpioPort latch = pins.get(pins.count() - 1).port();
            latch.write(wiring.valueToLatch);
            for (int bit = 0; bit < longest; bit++) {
                // The first bit is there without a clock.
                clock.write(false);
                settle(SETTLE_NANOS);
                int first = 0;
                for (int chain = 0; chain < wiring.keyCounts.length; chain++) {
                    if (bit < wiring.keyCounts[chain]) {
                        boolean level = pins.get(DATA + chain).port().read();
                        read(first + bit, level == wiring.valueWhenPressed);
                    }
                    first += wiring.keyCounts[chain];
                }
                clock.write(true);
                settle(SETTLE_NANOS);
            }
            latch.write(!wiring.valueToLatch);
        }
    }
}
