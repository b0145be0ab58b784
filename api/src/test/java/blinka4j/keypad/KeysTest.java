// SPDX-License-Identifier: MIT
package blinka4j.keypad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.fake.FakeGpio;
import blinka4j.fake.FakeProvider;
import blinka4j.hardware.CurrentBoard;
import blinka4j.hardware.Hardware;
import blinka4j.microcontroller.Pin;
import blinka4j.provider.GpioPort;
import blinka4j.provider.Line;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys on pins, and the arguments and the closing of all kinds of keys. The simulator's tests have the scans. */
class KeysTest {
    private static final long MILLI = 1_000_000;

    /** Of {@code Supervisor.ticksMs()}: at the time 0, and before the overflow. */
    private static final int FIRST_TICK = 0x1FFF_0000;

    private static final int LAST_TICK = 0x1FFF_FFFF;

    private final FakeProvider provider = new FakeProvider();
    private final Hardware hardware = Hardware.open(FakeProvider.BOARD, provider);
    private final List<Pin> two = pins("D5", "D6");

    private Pin pin(String name) {
        return new Pin(name, hardware);
    }

    private List<Pin> pins(String... names) {
        return Arrays.stream(names).map(this::pin).toList();
    }

    private void edge(int key, boolean rising) {
        provider.lines.get(key).listener.edge(rising, provider.clock.nanos(), 1);
    }

    private static List<String> events(Keys keys) {
        List<String> all = new ArrayList<>();
        for (Event event = keys.events().get();
                event != null;
                event = keys.events().get()) {
            all.add("%s %s at %s"
                    .formatted(
                            event.keyNumber(),
                            event.pressed() ? "pressed" : "released",
                            (event.timestamp() - FIRST_TICK) & LAST_TICK));
        }
        return all;
    }

    /** CircuitPython's {@code Keys(pins, *, value_when_pressed, pull=True, interval=0.02, max_events=64, debounce_threshold=1)}. */
    @Test
    void withoutMoreArgumentsKeysHavePullUpsAnd20MsOfDebounce() {
        try (Keys keys = new Keys(two, false)) {
            assertThat(keys.keyCount()).isEqualTo(2);
            assertThat(keys.isClosed()).isFalse();
            assertThat(keys).hasToString("Keys(D5, D6)");
            assertThat(keys.events()).isSameAs(keys.events()).hasToString("EventQueue(0 of 64)");
            assertThat(provider.lines)
                    .hasSize(2)
                    .allSatisfy(line -> assertThat(line.calls)
                            .containsExactly("input(PULL_UP)", "watch(rising=true, falling=true, 20000000 ns)"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "false, true, PULL_UP",
        "true, true, PULL_DOWN",
        "false, false, DISABLED",
        "true, false, DISABLED",
    })
    void thePullIsTheOppositeOfAPressedKey(boolean valueWhenPressed, boolean pull, String bias) {
        try (Keys keys = new Keys(two, valueWhenPressed, pull)) {
            assertThat(keys.keyCount()).isEqualTo(2);
            assertThat(provider.lines)
                    .allSatisfy(line -> assertThat(line.calls.get(0)).isEqualTo("input(%s)".formatted(bias)));
        }
    }

    @ParameterizedTest
    @CsvSource({"0.005, 1, 5000000", "0.005, 3, 15000000", "1.5, 127, 190500000000", "1e-9, 1, 1"})
    void theKernelDebouncesForSoManyIntervals(double interval, int threshold, long nanos) {
        try (Keys keys = new Keys(two, false, true, interval, 64, threshold)) {
            assertThat(keys.keyCount()).isEqualTo(2);
            assertThat(provider.lines.get(1).calls)
                    .contains("watch(rising=true, falling=true, %s ns)".formatted(nanos));
        }
    }

    @Test
    void eachEdgeIsAnEventWithItsTime() {
        provider.clock.nanos = 65_400 * MILLI;
        try (Keys keys = new Keys(two, false)) {
            provider.lines.forEach(line -> line.level = true);
            provider.clock.advance(100 * MILLI);
            edge(1, false);
            provider.clock.advance(30 * MILLI);
            edge(0, false);
            provider.clock.advance(30 * MILLI);
            edge(1, true);

            assertThat(events(keys)).containsExactly("1 pressed at 65500", "0 pressed at 65530", "1 released at 65560");
        }
    }

    @Test
    void aKeyThatIsHighWhenPressedIsPressedByARisingEdge() {
        try (Keys keys = new Keys(two, true)) {
            edge(0, true);
            edge(0, false);
            assertThat(events(keys)).containsExactly("0 pressed at 0", "0 released at 0");
        }
    }

    /** All keys count as released at first, so the first state of a pressed key is an event. */
    @Test
    void aKeyThatIsPressedFromTheStartIsReportedAfterTheDebounceTime() {
        try (Keys keys = new Keys(pins("D5", "D6", "D7"), false)) {
            // A pull-up has pulled this one high meanwhile, and this one has an edge.
            provider.lines.get(0).level = true;
            edge(2, true);
            provider.clock.advance(20 * MILLI - 1);
            assertThat(events(keys)).isEmpty();
            provider.clock.advance(1);
            assertThat(events(keys)).containsExactly("1 pressed at 20");
            edge(1, true);
            assertThat(events(keys)).containsExactly("1 released at 20");
        }
        assertThat(provider.clock.tasks).isEmpty();
    }

    /** A level that is read may bounce. The kernel reports its edge when it is stable. */
    @Test
    void anEdgeDuringTheFirstIntervalCounts() {
        try (Keys keys = new Keys(two, true)) {
            provider.clock.advance(10 * MILLI);
            edge(0, true);
            edge(1, true);
            edge(1, false);
            provider.lines.get(1).level = true;
            provider.clock.advance(10 * MILLI);
            assertThat(events(keys)).containsExactly("0 pressed at 10", "1 pressed at 10", "1 released at 10");
        }
        try (Keys keys = new Keys(pins("D7"), true)) {
            provider.lines.get(2).level = true;
            provider.clock.advance(20 * MILLI);
            assertThat(events(keys)).isEmpty();
        }
    }

    /** When edges are lost, the last one of them may be like the one before. */
    @Test
    void aStateIsReportedOnce() {
        try (Keys keys = new Keys(two, true)) {
            edge(0, false);
            edge(0, true);
            edge(0, true);
            edge(0, false);
            assertThat(events(keys)).containsExactly("0 pressed at 0", "0 released at 0");
        }
    }

    /** In Blinka, no event comes after a reset. */
    @Test
    void resetReportsAPressedKeyAgain() {
        try (Keys keys = new Keys(pins("D5", "D6", "D7"), true)) {
            edge(0, true);
            edge(1, true);
            edge(1, false);
            events(keys);
            provider.clock.advance(50 * MILLI);
            keys.reset();
            assertThat(events(keys)).containsExactly("0 pressed at 50");
            keys.reset();
            assertThat(events(keys)).containsExactly("0 pressed at 50");
            edge(0, false);
            edge(2, true);
            assertThat(events(keys)).containsExactly("0 released at 50", "2 pressed at 50");
        }
    }

    @Test
    void resetKeepsTheEventsOfTheQueue() {
        try (Keys keys = new Keys(two, true)) {
            edge(0, true);
            keys.reset();
            assertThat(events(keys)).containsExactly("0 pressed at 0", "0 pressed at 0");
        }
    }

    @Test
    void whenTheQueueIsFullNewEventsAreDropped() {
        try (Keys keys = new Keys(two, true, true, 0.02, 2, 1)) {
            edge(0, true);
            edge(0, false);
            edge(1, true);
            assertThat(keys.events().overflowed()).isTrue();
            assertThat(events(keys)).containsExactly("0 pressed at 0", "0 released at 0");
            // The key is pressed all the same.
            edge(1, false);
            assertThat(events(keys)).containsExactly("1 released at 0");
        }
    }

    @Test
    void anErrorOfTheFirstLookIsReportedToTheProgram() {
        boolean[] gone = new boolean[1];
        FakeGpio line = new FakeGpio() {
            @Override
            public synchronized boolean read() {
                if (gone[0]) {
                    throw PinException.gone("the controller was unplugged");
                }
                return super.read();
            }
        };
        CurrentBoard.use(hardware);
        try (Keys keys = new Keys(new GpioPort[] {line}, true, true, 0.02, 64, 1)) {
            gone[0] = true;
            provider.clock.advance(20 * MILLI);
            assertThatThrownBy(() -> keys.events().get())
                    .isInstanceOf(PinException.class)
                    .hasMessageContaining("unplugged");
            assertThat(keys.events().get()).isNull();
        } finally {
            CurrentBoard.use(null);
        }
    }

    private void refused(ThrowingCallable opening, Class<? extends Exception> type, String... words) {
        assertThatThrownBy(opening).isInstanceOf(type).hasMessageContainingAll(words);
        assertThat(provider.opened).isEmpty();
        assertThat(hardware.stillOpen()).isEmpty();
    }

    private void refused(ThrowingCallable opening, String... words) {
        refused(opening, IllegalArgumentException.class, words);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.02, 60.1, Double.NaN, Double.POSITIVE_INFINITY})
    void anIntervalOutOfRangeIsRefused(double interval) {
        String[] words = {"interval", interval + " s", "more than 0", "60 s"};
        refused(() -> new Keys(two, false, true, interval, 64, 1), words);
        refused(() -> new KeyMatrix(two, pins("D7"), true, interval, 64, 1), words);
        refused(() -> new ShiftRegisterKeys(pin("D5"), pin("D6"), pin("D7"), true, 8, true, interval, 64, 1), words);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 65_537})
    void aQueueOutOfRangeIsRefused(int events) {
        String[] words = {"maxEvents", "of " + events, "1 to 65536"};
        refused(() -> new Keys(two, false, true, 0.02, events, 1), words);
        refused(() -> new KeyMatrix(two, pins("D7"), true, 0.02, events, 1), words);
        refused(() -> new ShiftRegisterKeys(pin("D5"), pin("D6"), pin("D7"), true, 8, true, 0.02, events, 1), words);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 128})
    void aDebounceThresholdOutOfRangeIsRefused(int threshold) {
        String[] words = {"debounceThreshold", "of " + threshold, "1 to 127"};
        refused(() -> new Keys(two, false, true, 0.02, 64, threshold), words);
        refused(() -> new KeyMatrix(two, pins("D7"), true, 0.02, 64, threshold), words);
        refused(
                () -> new ShiftRegisterKeys(pin("D5"), pin("D6"), pin("D7"), true, 8, true, 0.02, 64, threshold),
                words);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -8, 32_769})
    void aNumberOfKeysOutOfRangeIsRefused(int count) {
        refused(
                () -> new ShiftRegisterKeys(pin("D5"), pin("D6"), pin("D7"), count, true),
                "keyCount",
                "of " + count,
                "1 to 32768");
    }

    /** CircuitPython checks the length of {@code key_count} with {@code mp_arg_validate_length}, and each count with a least of 1. */
    @Test
    void eachDataPinNeedsANumberOfKeys() {
        Pin clock = pin("D5");
        Pin latch = pin("D8");
        List<Pin> data = pins("D6", "D7");
        refused(
                () -> new ShiftRegisterKeys(clock, data, latch, new int[] {8}, true),
                "ShiftRegisterKeys",
                "1 for keyCount",
                "2 for data");
        refused(() -> new ShiftRegisterKeys(clock, data, latch, new int[] {8, 8, 8}, true), "3 for keyCount");
        refused(() -> new ShiftRegisterKeys(clock, data, latch, new int[] {8, 0}, true), "keyCount", "of 0");
        refused(() -> new ShiftRegisterKeys(clock, data, latch, new int[] {32_768, 1}, true), "of 32769", "1 to 32768");
        refused(() -> new ShiftRegisterKeys(clock, data, latch, null, true), "ShiftRegisterKeys", "key counts", "null");
        refused(() -> new ShiftRegisterKeys(clock, List.of(), latch, new int[0], true), "0 data pins", "at least 1");
        refused(() -> new ShiftRegisterKeys(clock, (List<Pin>) null, latch, new int[] {8}, true), "data pins", "null");
        refused(() -> new ShiftRegisterKeys(clock, pins("D6", "D5"), latch, new int[] {8, 8}, true), "pin D5 twice");
        GpioPort port = new FakeGpio();
        refused(
                () -> new ShiftRegisterKeys(port, new GpioPort[0], new FakeGpio(), true, new int[0], true, 0.02, 64, 1),
                "0 data ports");
    }

    @Test
    void severalDataPortsAreInputsBetweenClockAndLatch() {
        FakeGpio[] ports = {new FakeGpio(), new FakeGpio(), new FakeGpio(), new FakeGpio()};
        CurrentBoard.use(hardware);
        try (ShiftRegisterKeys keys = new ShiftRegisterKeys(
                ports[0], new GpioPort[] {ports[1], ports[2]}, ports[3], false, new int[] {1, 2}, true, 0.02, 64, 1)) {
            ports[2].level = true;
            assertThat(keys.keyCount()).isEqualTo(3);
            provider.clock.advance(20 * MILLI);
            assertThat(keys.events().get()).isEqualTo(new Event(1, true));
            assertThat(keys.events().get()).isEqualTo(new Event(2, true));
            assertThat(keys.events().get()).isNull();
        } finally {
            CurrentBoard.use(null);
        }
        assertThat(ports).allMatch(port -> port.closed);
        assertThat(ports[3].calls).containsSubsequence("output(true, openDrain=false)", "write(false)", "write(true)");
    }

    @Test
    void keysWithoutPinsAreRefused() {
        refused(() -> new Keys(List.of(), false), "Keys", "0 pins", "at least 1");
        refused(() -> new Keys((List<Pin>) null, false), "Keys", "pins", "null");
        refused(() -> new Keys(Arrays.asList(pin("D5"), null), false), "pin of Keys", "null");
        refused(() -> new Keys(new GpioPort[0], false, true, 0.02, 64, 1), "Keys", "0 ports", "at least 1");
        refused(() -> new Keys((GpioPort[]) null, false, true, 0.02, 64, 1), "Keys", "ports", "null");
        refused(() -> new KeyMatrix(List.of(), two), "KeyMatrix", "0 row pins", "at least 1");
        refused(() -> new KeyMatrix(two, List.of()), "KeyMatrix", "0 column pins", "at least 1");
        refused(() -> new KeyMatrix(null, two), "KeyMatrix", "row pins", "null");
        refused(() -> new KeyMatrix(two, null), "KeyMatrix", "column pins", "null");
        refused(() -> new ShiftRegisterKeys(null, pin("D6"), pin("D7"), 8, true), "pin of ShiftRegisterKeys", "null");
        FakeGpio port = new FakeGpio();
        refused(() -> new ShiftRegisterKeys(port, null, new FakeGpio(), true, 8, true, 0.02, 64, 1), "port", "null");
        refused(() -> new Keys(new GpioPort[] {port, null}, false, true, 0.02, 64, 1), "Keys", "port", "null");
        assertThat(port.calls).isEmpty();
    }

    @Test
    void aPinThatIsPassedTwiceIsRefused() {
        refused(() -> new Keys(pins("D5", "D6", "D5"), false), "Keys", "pin D5 twice");
        // The board has two names for this line.
        refused(() -> new Keys(pins("SDA", "D5", "D2"), false), "Keys", "pin D2 twice", "first as SDA");
        refused(() -> new KeyMatrix(two, pins("D7", "D6")), "KeyMatrix", "pin D6 twice");
        refused(() -> new ShiftRegisterKeys(pin("D5"), pin("D6"), pin("D5"), 8, true), "pin D5 twice");
        refused(() -> new Keys(pins("D5", "D99"), false), PinException.class, "D99");
        FakeGpio port = new FakeGpio();
        refused(() -> new Keys(new GpioPort[] {port, port}, false, true, 0.02, 64, 1), "port P7", "twice");
        assertThat(port.calls).isEmpty();
    }

    @Test
    void ifOnePinCannotBeOpenedTheOthersAreFree() {
        try (Keys used = new Keys(pins("D7"), false)) {
            List<Pin> three = pins("D5", "D6", "D7");
            assertThat(used.keyCount()).isEqualTo(1);
            for (ThrowingCallable opening : List.<ThrowingCallable>of(
                    () -> new Keys(three, false),
                    () -> new KeyMatrix(two, pins("D7")),
                    () -> new ShiftRegisterKeys(pin("D5"), pin("D6"), pin("D7"), 8, true))) {
                assertThatThrownBy(opening).isInstanceOf(PinException.class).hasMessageContaining("Keys(D7)");
                assertThat(hardware.stillOpen()).hasSize(1);
            }
            assertThat(provider.lines.subList(1, provider.lines.size())).allMatch(line -> line.closed);
        }
        assertThat(provider.clock.tasks).isEmpty();
    }

    @Test
    void ifOnePortCannotBeUsedAllAreClosed() {
        FakeGpio one = new FakeGpio();
        FakeGpio other = new FakeGpio() {
            @Override
            public void watch(boolean rising, boolean falling, long debounceNanos, EdgeListener edges) {
                throw new NotAvailableException("its controller has no interrupt");
            }
        };
        FakeGpio third = new FakeGpio();
        assertThatThrownBy(() -> new Keys(new GpioPort[] {one, other, third}, false, true, 0.02, 64, 1))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContaining("no interrupt");
        assertThat(List.of(one, other, third)).allMatch(port -> port.closed);

        FakeGpio first = new FakeGpio();
        first.fail(new NotAvailableException("no such pull"));
        FakeGpio last = new FakeGpio();
        assertThatThrownBy(() -> new KeyMatrix(new GpioPort[] {first}, new GpioPort[] {last}, true, 0.02, 64, 1))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContaining("no such pull");
        assertThat(List.of(first, last)).allMatch(port -> port.closed);
    }

    @Test
    void closedKeysFreeTheirPinsAndSaySo() {
        Keys keys = new Keys(two, false);
        EventQueue events = keys.events();
        edge(0, false);
        keys.close();
        keys.close();

        assertThat(keys.isClosed()).isTrue();
        assertThat(provider.lines).allSatisfy(line -> {
            assertThat(line.calls).endsWith("input(DISABLED)", "close()");
            assertThat(line.listener).isNull();
        });
        assertThat(provider.clock.tasks).isEmpty();
        assertThatThrownBy(keys::events)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("Keys(D5)", "closed", "new Keys");
        assertThatThrownBy(keys::keyCount).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(keys::reset).isInstanceOf(IllegalStateException.class);
        assertThat(events.get()).isEqualTo(new Event(0, true));
        assertThat(hardware.stillOpen()).isEmpty();
    }

    @Test
    void aClosedMatrixAndAClosedRegisterScanNoMore() {
        KeyMatrix matrix = new KeyMatrix(two, pins("D7"));
        ShiftRegisterKeys register = new ShiftRegisterKeys(pin("D10"), pin("D11"), pin("D12"), 8, true);
        assertThat(matrix.keyCount()).isEqualTo(2);
        assertThat(register.keyCount()).isEqualTo(8);
        assertThat(matrix).hasToString("KeyMatrix(D5, D6, D7)");
        assertThat(register).hasToString("ShiftRegisterKeys(D10, D11, D12)");
        provider.clock.advance(50 * MILLI);
        assertThat(provider.clock.tasks).hasSize(2);
        matrix.close();
        matrix.close();
        register.close();
        register.close();

        assertThat(provider.clock.tasks).isEmpty();
        assertThat(matrix.isClosed() && register.isClosed()).isTrue();
        assertThat(provider.lines).hasSize(6).allMatch(line -> line.closed);
        assertThat(provider.lines).allSatisfy(line -> assertThat(line.calls).endsWith("input(DISABLED)", "close()"));
        assertThatThrownBy(matrix::events)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("new KeyMatrix");
        assertThatThrownBy(matrix::keyCount).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(matrix::reset).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(register::events)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("new ShiftRegisterKeys");
        assertThatThrownBy(register::keyCount).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(register::reset).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void keysAreClosedWithTheirBoard() {
        Keys keys = new Keys(two, false);
        KeyMatrix matrix = new KeyMatrix(pins("D7"), pins("D8"));
        assertThat(provider.clock.tasks).hasSize(2);
        hardware.close();

        assertThat(keys.isClosed() && matrix.isClosed()).isTrue();
        assertThat(provider.clock.tasks).isEmpty();
        assertThatThrownBy(matrix::events)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("KeyMatrix(D7)", "Blinka.open");
    }

    /** Otherwise a row that its close has made an input could be driven again, and would stay so. */
    @Test
    void aScanDuringTheCloseOfTheBoardDrivesNothing() {
        boolean[] closing = new boolean[1];
        FakeProvider slow = new FakeProvider() {
            @Override
            public GpioPort openGpio(Line line, String consumer) {
                FakeGpio port = new FakeGpio() {
                    @Override
                    public synchronized void input(Bias bias) {
                        super.input(bias);
                        if (closing[0]) {
                            clock.advance(20 * MILLI);
                        }
                    }
                };
                lines.add(port);
                return port;
            }
        };
        Hardware board = Hardware.open(FakeProvider.BOARD, slow);
        KeyMatrix matrix =
                new KeyMatrix(List.of(new Pin("D5", board), new Pin("D6", board)), List.of(new Pin("D7", board)));
        slow.clock.advance(20 * MILLI);
        closing[0] = true;
        board.close();

        assertThat(matrix.isClosed()).isTrue();
        assertThat(slow.lines)
                .hasSize(3)
                .allSatisfy(line -> assertThat(line.calls).endsWith("input(DISABLED)", "close()"));
        assertThat(slow.clock.tasks).isEmpty();
    }

    @Test
    void aCloseOfTheBoardDuringAScanEndsIt() {
        FakeProvider slow = new FakeProvider();
        Hardware board = Hardware.open(FakeProvider.BOARD, slow);
        KeyMatrix matrix =
                new KeyMatrix(List.of(new Pin("D5", board), new Pin("D6", board)), List.of(new Pin("D7", board)));
        slow.lines.get(0).whenWritten = board::close;
        slow.clock.advance(20 * MILLI);

        assertThat(matrix.isClosed()).isTrue();
        assertThat(slow.clock.tasks).isEmpty();
        // The scan then tries to make the row an input, and fails.
        assertThat(slow.lines.get(0).calls)
                .containsSubsequence("output(false, openDrain=false)", "write(true)", "input(DISABLED)", "close()");
        assertThat(slow.lines).allMatch(line -> line.closed);
        assertThat(slow.lines.get(1).calls).containsExactly("input(PULL_UP)", "input(DISABLED)", "close()");
    }

    @Test
    void linesThatAreGoneAreClosedWithoutAComplaint() {
        Keys keys = new Keys(two, false);
        provider.lines.forEach(line -> line.fail(PinException.gone("the controller was unplugged")));
        keys.close();
        assertThat(provider.lines).allMatch(line -> line.closed);
    }

    @Test
    void aScanThatFailsIsReportedAndTriedAgain() {
        try (KeyMatrix matrix = new KeyMatrix(pins("D7"), pins("D8"))) {
            provider.lines.get(0).fail(new PinException("the line cannot be driven"));
            provider.lines.get(1).level = true;
            provider.clock.advance(21 * MILLI);
            assertThatThrownBy(() -> matrix.events().get())
                    .isInstanceOf(PinException.class)
                    .hasMessageContaining("cannot be driven");
            assertThat(matrix.events().get()).isNull();
            provider.lines.get(1).level = false;
            provider.clock.advance(20 * MILLI);
            assertThat(matrix.events().get()).isEqualTo(new Event(0, true));
        }
    }

    @Test
    void threadsMayResetWhileEdgesCome() throws Exception {
        try (Keys keys = new Keys(two, true, true, 0.02, 65_536, 1)) {
            Thread kernel = new Thread(() -> {
                for (int i = 0; i < 10_000; i++) {
                    edge(0, i % 2 == 0);
                }
            });
            kernel.start();
            while (kernel.isAlive()) {
                keys.reset();
                Event event = keys.events().get();
                assertThat(event == null || event.keyNumber() == 0).isTrue();
            }
            kernel.join();
            keys.events().clear();
            keys.reset();
            assertThat(keys.events().length()).isZero();
            edge(1, true);
            assertThat(events(keys)).containsExactly("1 pressed at 0");
        }
    }
}
