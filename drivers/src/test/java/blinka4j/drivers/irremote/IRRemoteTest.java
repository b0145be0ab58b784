// SPDX-License-Identifier: MIT
package blinka4j.drivers.irremote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.drivers.PinBoard;
import blinka4j.drivers.irremote.IRRemote.Bin;
import blinka4j.pulseio.PulseIn;
import blinka4j.pulseio.PulseOut;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimIRReceiver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
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

    /** NEC's protocol, as Vishay's data sheet and Arduino-IRremote have it. */
    private static GenericTransmit nec() {
        return new GenericTransmit(new int[] {9000, 4500}, new int[] {560, 1690}, new int[] {560, 560}, 560);
    }

    /** Sends over light from D12 to D4. */
    private PulseOut led() {
        receiver.sees(board.pwm("D12"));
        return new PulseOut(board.blinka().pin("D12"));
    }

    private List<Integer> heard() {
        List<Integer> heard = new ArrayList<>();
        while (!pulses.isEmpty()) {
            heard.add(pulses.popleft());
        }
        return heard;
    }

    /** The lowest bit of a byte is first on the air: address 4, command 8, and their complements. */
    @Test
    void aCodeThatIsSentIsTheOneOfARemoteControl() {
        receiver.press(0x04, 0x08);
        pass(100);
        List<Integer> pressed = heard();
        // Without the pause between the codes.
        pulses.pause();
        pulses.resume();
        try (PulseOut led = led()) {
            nec().transmit(led, new int[] {0x20, 0xDF, 0x10, 0xEF});
        }
        List<Integer> sent = heard();

        assertThat(sent).hasSize(67).startsWith(9000, 4500, 560, 560, 560, 560, 560, 1690, 560, 560);
        assertThat(code(sent)).isEqualTo(code(pressed)).containsExactly(0x20, 0xDF, 0x10, 0xEF);
        for (int i = 0; i < 67; i++) {
            assertThat((double) sent.get(i)).as("pulse %s", i).isCloseTo(pressed.get(i), withinPercentage(1.0));
            assertThat((double) sent.get(i)).as("pulse %s", i).isCloseTo(MEASURED.get(i), withinPercentage(25.0));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0x00FF00FFL, 0x12345678L, 0xFF02FF01L, 0xC0000003L})
    void whatIsSentIsDecoded(long bytes) {
        int[] data = {
            (int) (bytes >> 24 & 0xFF), (int) (bytes >> 16 & 0xFF), (int) (bytes >> 8 & 0xFF), (int) (bytes & 0xFF)
        };
        try (PulseOut led = led()) {
            nec().transmit(led, data);
        }
        assertThat(code(heard())).containsExactly(data[0], data[1], data[2], data[3]);
    }

    /** Sony's 12 bits, command 21 and device 1: no pulse after them, so that the last pause is part of the code. */
    @Test
    void fewerBitsThanThoseOfTheBytesAreSent() {
        GenericTransmit sony =
                new GenericTransmit(new int[] {2400, 600}, new int[] {1200, 600}, new int[] {600, 600}, null);
        try (PulseOut led = led()) {
            sony.transmit(led, new int[] {0b10101001, 0b00001111}, 0, 0, 12);
            assertThat(board.clock().now()).isEqualTo(Duration.ofNanos(1000L * (2400 + 600 + 4 * 1800 + 8 * 1200)));
        }
        assertThat(heard())
                .containsExactly(
                        2400, 600, 1200, 600, 600, 600, 1200, 600, 600, 600, 1200, 600, 600, 600, 600, 600, 1200, 600,
                        600, 600, 600, 600, 600, 600, 600);
    }

    @Test
    void aCodeIsRepeatedAfterADelay() {
        try (PulseOut led = led()) {
            nec().transmit(led, new int[] {0x20}, 2, 0.04, 100);
        }
        // A header, eight bits, of which one is longer, and the pulse after them.
        long code = 13_500 + 8 * 1120 + 1130 + 560;
        assertThat(board.clock().now()).isEqualTo(Duration.ofNanos(1000 * (3 * code + 80_000)));
        assertThat(heard()).hasSize(3 * 19 + 2).contains(40_000);
    }

    @Test
    void aDelayCanBeInterrupted() {
        try (PulseOut led = led()) {
            board.clock().after(Duration.ofMillis(30), Thread.currentThread()::interrupt);
            assertThatThrownBy(() -> nec().transmit(led, new int[] {1}, 1, 1, 8))
                    .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                    .extracting(BusException::kind)
                    .isEqualTo(Kind.INTERRUPTED);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void aWrongArgumentIsNamedAndNothingIsSent() {
        refused(() -> new GenericTransmit(new int[] {1}, new int[2], new int[2], 0), "header", "1 lengths", "2");
        refused(() -> new GenericTransmit(new int[2], new int[3], new int[2], 0), "one", "3 lengths");
        refused(
                () -> new GenericTransmit(new int[2], new int[2], new int[] {0, 65_536}, 0),
                "zero",
                "65536 µs",
                "0 to 65535");
        refused(() -> new GenericTransmit(new int[2], new int[2], new int[2], -1), "trail", "-1 µs", "0 to 65535 µs");
        GenericTransmit nec = nec();
        try (PulseOut led = led()) {
            refused(() -> nec.transmit(led, new int[] {0, 256}), "256", "0 to 255");
            refused(() -> nec.transmit(led, new int[] {-1}), "-1", "0 to 255");
            refused(() -> nec.transmit(led, new int[] {1}, -1, 0, 8), "repeat", "-1");
            refused(() -> nec.transmit(led, new int[] {1}, 0, -0.5, 8), "delay", "-0.5 s");
            refused(() -> nec.transmit(led, new int[] {1}, 0, Double.NaN, 8), "delay", "NaN");
            refused(() -> nec.transmit(led, new int[] {1}, 0, 0, -1), "nbits", "-1");
        }
        assertThat(heard()).isEmpty();
    }

    private static void refused(ThrowingCallable call, String... words) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessageContainingAll(words);
    }
}
