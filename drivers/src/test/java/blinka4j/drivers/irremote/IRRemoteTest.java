// SPDX-License-Identifier: MIT
package blinka4j.drivers.irremote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.drivers.PinBoard;
import blinka4j.drivers.irremote.IRRemote.Bin;
import blinka4j.pulseio.PulseIn;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimIRReceiver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IRRemoteTest {
    /** A NEC code as Arduino-IRremote measured it: address 04, command 08. */
    private static final List<Integer> MEASURED = List.of(
            8950, 4550, 550, 650, 500, 600, 550, 1700, 500, 650, 500, 600, 550, 600, 500, 650, 500, 600, 550, 1700, 550,
            1700, 500, 600, 550, 1700, 550, 1650, 550, 1700, 550, 1650, 550, 1700, 550, 600, 500, 650, 500, 600, 550,
            1700, 550, 600, 500, 650, 500, 600, 550, 600, 500, 1700, 550, 1700, 550, 1650, 550, 600, 550, 1650, 550,
            1700, 500, 1700, 550, 1700, 500);

    private final SimBoard board = PinBoard.open();
    private final SimIRReceiver receiver = new SimIRReceiver(board, "D4");
    private final PulseIn pulses = new PulseIn(board.blinka().pin("D4"), 200, true);
    private final GenericDecode decoder = new GenericDecode();

    @AfterEach
    void close() {
        pulses.close();
        board.close();
    }

    private void pass(long millis) {
        board.clock().advance(Duration.ofMillis(millis));
    }

    private static List<Integer> code(List<Integer> of) {
        return ((IRMessage) IRRemote.decodeBits(of)).code();
    }

    /** NEC's header, then a mark before each of these spaces, and a last mark. */
    private static List<Integer> spaces(int... spaces) {
        List<Integer> all = new ArrayList<>(List.of(9000, 4500));
        for (int each : spaces) {
            all.add(560);
            all.add(each);
        }
        all.add(560);
        return all;
    }

    private static void fails(List<Integer> of, String reason) {
        assertThatThrownBy(() -> IRRemote.decodeBits(of))
                .asInstanceOf(InstanceOfAssertFactories.type(FailedToDecode.class))
                .extracting(FailedToDecode::message)
                .isEqualTo(new UnparseableIRMessage(of, reason));
    }

    /** The example of CircuitPython's library: 550 is what it rounds down to. */
    @Test
    void aBinHasTheAverageOfItsPulsesSoFar() {
        assertThat(IRRemote.binData(List.of(560, 1690, 560, 540))).containsExactly(new Bin(550, 3), new Bin(1690, 1));
        assertThat(IRRemote.binData(List.of(1000, 750))).containsExactly(new Bin(875, 2));
        assertThat(IRRemote.binData(List.of(1000, 749))).containsExactly(new Bin(1000, 1), new Bin(749, 1));
        assertThat(IRRemote.binData(List.of(1000, 1250))).containsExactly(new Bin(1125, 2));
        assertThat(decoder.binData(List.of(1000, 1251))).containsExactly(new Bin(1000, 1), new Bin(1251, 1));
        assertThat(IRRemote.binData(List.of())).isEmpty();
    }

    @Test
    void aMeasuredCodeOfNecIsDecoded() {
        assertThat(MEASURED).hasSize(67);
        assertThat(code(MEASURED)).containsExactly(0x20, 0xDF, 0x10, 0xEF);
    }

    /** What CircuitPython's library gives for these. */
    @Test
    void withoutTheLastMarkOneBitIsMissing() {
        assertThat(code(MEASURED.subList(0, 66))).containsExactly(32, 223, 16, 119);
    }

    @ParameterizedTest
    @CsvSource({
        "8000, 2000, 450, true",
        "10000, 3000, 700, true",
        "9000, 2250, 560, true",
        "7999, 2250, 560, false",
        "10001, 2250, 560, false",
        "9000, 1999, 560, false",
        "9000, 3001, 560, false",
        "9000, 2250, 449, false",
        "9000, 2250, 701, false",
    })
    void threePulsesAreNecsRepeatCode(int mark, int space, int last, boolean isRepeat) {
        List<Integer> of = List.of(mark, space, last);
        if (isRepeat) {
            assertThat(IRRemote.decodeBits(of)).isEqualTo(new NECRepeatIRMessage(of));
            assertThatThrownBy(() -> decoder.decodeBits(of)).isInstanceOf(IRNECRepeatException.class);
        } else {
            fails(of, "Too short");
            assertThatThrownBy(() -> decoder.decodeBits(of))
                    .isInstanceOf(IRDecodeException.class)
                    .hasCauseInstanceOf(FailedToDecode.class);
        }
    }

    @Test
    void pulsesWithoutACodeAreRefusedWithTheReason() {
        fails(List.of(), "Too short");
        fails(Collections.nCopies(9, 560), "Too short");
        fails(spaces(560, 560, 560, 560, 560, 560, 560, 560), "Pulses do not differ");
        fails(spaces(560, 560, 560, 1690, 560, 560, 560, 560), "Pulses do not differ");
        fails(spaces(560, 560, 1690, 1690, 5000, 5000), "Only mark & space handled");
        fails(spaces(100, 200, 400, 800, 1600, 3200), "Not enough data");
        // The first outlier is the header's space, so this second one is no bit.
        fails(spaces(560, 560, 1690, 1690, 3000, 560), "Pulses outside mark/space");
        List<Integer> both = new ArrayList<>(spaces(560, 560, 1690, 1690, 560));
        both.set(4, 1690);
        both.set(6, 1690);
        fails(both, "Both even/odd pulses differ");
    }

    /** 12 bits: the last byte has four. */
    @Test
    void aLastByteMayHaveFewerBits() {
        int[] bits = new int[12];
        for (int i = 0; i < 12; i++) {
            bits[i] = i % 3 == 0 ? 1690 : 560;
        }
        assertThat(code(spaces(bits))).containsExactly(0b10010010, 0b0100);
    }

    @Test
    void aKeyIsReadFromTheReceiver() {
        receiver.press(0x04, 0x08);
        pass(20);

        List<Integer> heard = decoder.readPulses(pulses);
        assertThat(heard).hasSize(67).startsWith(9000, 4500, 562, 562);
        assertThat(decoder.decodeBits(heard)).containsExactly(0x20, 0xDF, 0x10, 0xEF);
    }

    @Test
    void readPulsesWaitsForAKeyUnlessItMayNot() {
        assertThat(decoder.readPulses(pulses, 10_000, false, 0.1, 0.1)).isNull();
        assertThat(board.clock().now()).isZero();
        board.clock().after(Duration.ofMillis(730), () -> receiver.press(0x04, 0x08));

        assertThat(decoder.readPulses(pulses)).hasSize(67);
        assertThat(board.clock().now()).isBetween(Duration.ofMillis(850), Duration.ofMillis(1000));
    }

    /** The gap between them is longer than 10 ms. */
    @Test
    void whatFollowsALongPulseIsDropped() {
        receiver.press(0x04, 0x08);
        board.clock().after(Duration.ofMillis(108), receiver::repeat);
        pass(20);

        assertThat(decoder.readPulses(pulses)).hasSize(67);
        assertThat(pulses.isEmpty()).isTrue();
    }

    @Test
    void anInterruptEndsTheWait() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> decoder.readPulses(pulses))
                .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                .extracting(BusException::kind)
                .isEqualTo(Kind.INTERRUPTED);
        assertThat(Thread.interrupted()).isTrue();
    }

    /** CircuitPython's decoder keeps the last message until the next key is pressed. */
    @ParameterizedTest
    @ValueSource(ints = {1, 5, 9, 30, 200})
    void theNonblockingDecoderGivesEachMessageOnceAndTheLastOneAfterAPause(int step) {
        NonblockingGenericDecode nonblocking = new NonblockingGenericDecode(pulses);
        List<BaseIRMessage> messages = new ArrayList<>();
        pass(50);
        receiver.press(0x04, 0x08);
        board.clock().after(Duration.ofMillis(108), receiver::repeat);
        board.clock().after(Duration.ofMillis(216), () -> receiver.see(List.of(100, 200, 300)));
        for (int millis = 0; millis < 1000; millis += step) {
            messages.addAll(nonblocking.read());
            pass(step);
        }
        messages.addAll(nonblocking.read());

        assertThat(messages).hasSize(3);
        assertThat(messages.get(0))
                .asInstanceOf(InstanceOfAssertFactories.type(IRMessage.class))
                .extracting(IRMessage::code)
                .isEqualTo(List.of(0x20, 0xDF, 0x10, 0xEF));
        assertThat(messages.get(1)).isEqualTo(new NECRepeatIRMessage(List.of(9000, 2250, 562)));
        assertThat(messages.get(2)).isEqualTo(new UnparseableIRMessage(List.of(100, 200, 300), "Too short"));
    }

    /** A pulse in which edges were lost has 65535 µs. */
    @Test
    void lostEdgesEndAMessageAndGiveNoWrongCode() {
        NonblockingGenericDecode nonblocking = new NonblockingGenericDecode(pulses);
        List<Integer> broken = new ArrayList<>(MEASURED);
        broken.set(20, 65_535);
        receiver.see(broken);
        pass(300);

        List<BaseIRMessage> messages = new ArrayList<>(nonblocking.read());
        pass(300);
        messages.addAll(nonblocking.read());
        assertThat(messages).hasSize(2);
        assertThat(messages.get(0).pulses()).isEqualTo(MEASURED.subList(0, 20));
        assertThat(messages.get(1).pulses()).isEqualTo(MEASURED.subList(21, 67));
    }

    @Test
    void aMessageDoesNotChangeWithItsList() {
        List<Integer> list = new ArrayList<>(MEASURED);
        BaseIRMessage message = IRRemote.decodeBits(list);
        list.clear();

        assertThat(message.pulses()).isEqualTo(MEASURED);
    }
}
