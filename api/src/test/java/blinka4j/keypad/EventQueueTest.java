// SPDX-License-Identifier: MIT
package blinka4j.keypad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.PinException;
import blinka4j.provider.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventQueueTest {
    private final EventQueue queue = new EventQueue(3, Clock.system());

    /** CircuitPython's {@code Event(key_number=0, pressed=True, timestamp=None)}, and what it prints. */
    @Test
    void anEventHasANumberAStateAndATime() {
        Event event = new Event(1, true, 1234);
        assertThat(event.keyNumber()).isEqualTo(1);
        assertThat(event.pressed()).isTrue();
        assertThat(event.released()).isFalse();
        assertThat(event.timestamp()).isEqualTo(1234);
        assertThat(event).hasToString("<Event: key_number 1 pressed>");
        assertThat(new Event(20, false)).hasToString("<Event: key_number 20 released>");
        assertThat(new Event().keyNumber()).isZero();
        assertThat(new Event().pressed()).isTrue();
    }

    /** {@code mp_arg_validate_int_min(…, 0, …)} in CircuitPython's {@code shared-bindings/keypad/Event.c}. */
    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE})
    void aNegativeKeyNumberIsRefused(int keyNumber) {
        assertThatThrownBy(() -> new Event(keyNumber, true, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("key number", String.valueOf(keyNumber), "0 or more");
        assertThatThrownBy(() -> new Event(keyNumber, true)).isInstanceOf(IllegalArgumentException.class);
    }

    /** CircuitPython compares key number and state, not the time. */
    @Test
    void eventsAreEqualIfNumberAndStateAre() {
        assertThat(new Event(3, true, 1)).isEqualTo(new Event(3, true, 2)).hasSameHashCodeAs(new Event(3, true, 2));
        assertThat(new Event(3, true, 1)).isNotEqualTo(new Event(3, false, 1));
        assertThat(new Event(3, true, 1)).isNotEqualTo(new Event(4, true, 1));
        assertThat(new Event(3, true, 1)).isNotEqualTo("key 3");
    }

    @Test
    void eventsComeOutInTheirOrder() {
        for (int round = 0; round < 4; round++) {
            queue.add(round, true, 10 * round);
            queue.add(round + 1, false, 10 * round + 1);
            assertThat(queue.length()).isEqualTo(2);

            Event first = queue.get();
            assertThat(first).isEqualTo(new Event(round, true));
            assertThat(first.timestamp()).isEqualTo(10 * round);
            assertThat(queue.get()).isEqualTo(new Event(round + 1, false));
            assertThat(queue.get()).isNull();
            assertThat(queue.length()).isZero();
        }
    }

    @Test
    void whenTheQueueIsFullTheNewEventIsDropped() {
        for (int key = 0; key < 3; key++) {
            queue.add(key, true, key);
        }
        assertThat(queue.overflowed()).isFalse();
        queue.add(3, true, 3);
        assertThat(queue.overflowed()).isTrue();
        assertThat(queue.length()).isEqualTo(3);
        assertThat(queue.get()).isEqualTo(new Event(0, true));
        assertThat(queue.get()).isEqualTo(new Event(1, true));
        assertThat(queue.get()).isEqualTo(new Event(2, true));
        assertThat(queue.get()).isNull();
        // As in CircuitPython, only clear() forgets the overflow.
        assertThat(queue.overflowed()).isTrue();
        queue.add(4, false, 4);
        assertThat(queue.get()).isEqualTo(new Event(4, false));
    }

    @Test
    void clearDropsTheEventsAndForgetsTheOverflow() {
        for (int key = 0; key < 4; key++) {
            queue.add(key, true, key);
        }
        queue.clear();
        assertThat(queue.length()).isZero();
        assertThat(queue.overflowed()).isFalse();
        assertThat(queue.get()).isNull();
        queue.add(9, true, 9);
        assertThat(queue.get()).isEqualTo(new Event(9, true));
    }

    @Test
    void getIntoStoresTheEventOrLeavesItAsItIs() {
        Event event = new Event(7, false, 70);
        assertThat(queue.getInto(event)).isFalse();
        assertThat(event).isEqualTo(new Event(7, false));
        assertThat(event.timestamp()).isEqualTo(70);
        queue.add(2, true, 20);
        queue.add(3, true, 30);
        assertThat(queue.getInto(event)).isTrue();
        assertThat(event).isEqualTo(new Event(2, true));
        assertThat(event.timestamp()).isEqualTo(20);
        assertThat(queue.length()).isEqualTo(1);
        assertThatThrownBy(() -> queue.getInto(null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("event", "null");
        assertThat(queue.length()).isEqualTo(1);
    }

    @Test
    void aFailureIsReportedOnceAfterTheEventsBeforeIt() {
        queue.add(1, true, 1);
        queue.fail(PinException.gone("the controller was unplugged"));
        assertThat(queue.get()).isEqualTo(new Event(1, true));
        assertThatThrownBy(queue::get).isInstanceOf(PinException.class).hasMessageContaining("unplugged");
        assertThat(queue.get()).isNull();
    }

    /** Keys with one pin each are read once, so no second failure would come. */
    @Test
    void clearDropsTheEventsButNoFailureAndTheFailureIsReportedOnce() {
        queue.add(1, true, 1);
        queue.fail(PinException.gone("the controller was unplugged"));
        queue.clear();
        queue.clear();
        assertThat(queue.length()).isZero();
        assertThatThrownBy(queue::get).isInstanceOf(PinException.class).hasMessageContaining("unplugged");
        assertThat(queue.get()).isNull();
        queue.clear();
        assertThat(queue.get()).isNull();
    }

    /** The scans of a matrix go on, and fail again and again. */
    @Test
    void failuresThatNobodyHasAskedForAreOne() {
        queue.fail(PinException.gone("first"));
        queue.clear();
        queue.fail(PinException.gone("last"));
        assertThatThrownBy(queue::get).hasMessageContaining("last");
        assertThat(queue.get()).isNull();
    }

    @Test
    void twoThreadsTakeEachEventOnce() throws Exception {
        EventQueue large = new EventQueue(10_000, Clock.system());
        for (int key = 0; key < 10_000; key++) {
            large.add(key, true, key);
        }
        int[] sums = new int[2];
        Thread[] threads = new Thread[2];
        for (int i = 0; i < 2; i++) {
            int mine = i;
            threads[i] = new Thread(() -> {
                Event event = new Event();
                while (large.getInto(event)) {
                    sums[mine] += event.keyNumber();
                }
            });
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(sums[0] + sums[1]).isEqualTo(10_000 * 9_999 / 2);
    }
}
