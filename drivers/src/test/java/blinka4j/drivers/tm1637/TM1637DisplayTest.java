// SPDX-License-Identifier: MIT
package blinka4j.drivers.tm1637;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.PinException;
import blinka4j.drivers.PinBoard;
import blinka4j.microcontroller.Pin;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimTM1637;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TM1637DisplayTest {
    private final SimBoard board = PinBoard.open();
    private final Pin clock = board.blinka().pin("D5");
    private final Pin data = board.blinka().pin("D6");
    private final SimTM1637 chip = new SimTM1637();
    private final StringBuilder wire = new StringBuilder();

    @BeforeEach
    void attach() {
        chip.attachTo(board, "D5", "D6");
    }

    @AfterEach
    void close() {
        board.close();
    }

    private String shown(int count) {
        return chip.segments().stream().limit(count).map("%02X"::formatted).collect(Collectors.joining(" "));
    }

    /** The patterns are those of the original and of mcauser/micropython-tm1637; t and y are mcauser's. */
    @ParameterizedTest
    @CsvSource({
        "1.23, 00 86 5B 4F",
        "0000, 3F 3F 3F 3F",
        "'    ', 00 00 00 00",
        "'14  ', 06 66 00 00",
        "-999, 40 6F 6F 6F",
        "d1, 00 00 5E 06",
        "HELp, 76 79 38 73",
        "ty, 00 00 78 6E",
        "'', 00 00 00 00",
        ".5, 00 00 80 6D",
        "1.2.3.4., 86 DB CF E6",
        "...., 80 80 80 80"
    })
    void aTextIsShownAtTheRight(String text, String segments) {
        try (TM1637Display display = new TM1637Display(clock, data)) {
            display.print("8888");
            display.print(text);
            assertThat(shown(4)).isEqualTo(segments);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 3F", "1, 06", "2, 5B", "3, 4F", "4, 66", "5, 6D", "6, 7D", "7, 07", "8, 7F", "9, 6F"})
    void eachDigitHasItsSegments(int digit, String segments) {
        try (TM1637Display display = new TM1637Display(clock, data, 1)) {
            display.print(digit);
            assertThat(shown(1)).isEqualTo(segments);
        }
    }

    /** As in the original and in mcauser/micropython-tm1637, which differ in t; i and j are the original's. */
    @ParameterizedTest
    @CsvSource({
        "a, 77", "b, 7C", "c, 39", "d, 5E", "e, 79", "f, 71", "g, 3D", "h, 76", "i, 30", "j, 0E", "l, 38", "n, 54",
        "o, 3F", "p, 73", "q, 67", "r, 50", "s, 6D", "t, 78", "u, 3E", "v, 1C", "y, 6E"
    })
    void eachLetterHasItsSegments(String letter, String segments) {
        try (TM1637Display display = new TM1637Display(clock, data, 1)) {
            display.print(letter);
            assertThat(shown(1)).isEqualTo(segments);
        }
    }

    @Test
    void numbersAreRoundedAndHaveNoDotWithoutDecimals() {
        try (TM1637Display display = new TM1637Display(clock, data)) {
            display.print(-5);
            assertThat(shown(4)).isEqualTo("00 00 40 6D");
            display.print(3.14159, 2);
            assertThat(shown(4)).isEqualTo("00 CF 06 66");
            display.print(1.9999, 2);
            assertThat(shown(4)).isEqualTo("00 DB 3F 3F");
            display.print(-0.125, 2);
            assertThat(shown(4)).isEqualTo("40 BF 06 4F");
            display.print(2.5, 0);
            assertThat(shown(4)).isEqualTo("00 00 00 4F");
            display.printHex(0xBEEF);
            assertThat(shown(4)).isEqualTo("7C 79 79 71");
        }
    }

    /** Recorded from the original: START 40 STOP START C0 00 86 5B 4F STOP START 8F STOP. The last two digits are those of this chip. */
    @Test
    void anUpdateIsThreeTransfersWithTheLeastBitFirst() {
        try (TM1637Display display = new TM1637Display(clock, data)) {
            board.pin("D5").onLevel(high -> wire.append(high ? (board.pin("D6").level() ? "1" : "0") : ""));
            board.pin("D6").onLevel(high -> wire.append(board.pin("D5").level() ? (high ? "P" : "S") : ""));
            display.print("1.23");
        }
        String expected = transfer(0x40) + transfer(0xC0, 0x00, 0x86, 0x5B, 0x4F, 0x00, 0x00) + transfer(0x8F);
        assertThat(wire.toString().replace("0P", "P").replaceAll("(^|P)P", "$1"))
                .isEqualTo(expected);
    }

    /** Each byte with its acknowledge. */
    private static String transfer(int... bytes) {
        return IntStream.of(bytes)
                .mapToObj(value ->
                        new StringBuilder(Integer.toBinaryString(0x100 | value).substring(1)).reverse() + "0")
                .collect(Collectors.joining("", "S", "P"));
    }

    @Test
    void theConstructorDarkensTheDisplay() {
        try (TM1637Display display = new TM1637Display(clock, data)) {
            display.print("8888");
            assertThat(display).hasToString("TM1637Display on DigitalInOut(D6, input, pull-up, high)");
        }
        assertThat(shown(4)).isEqualTo("7F 7F 7F 7F");
        new TM1637Display(clock, data).close();
        assertThat(shown(4)).isEqualTo("00 00 00 00");
        assertThat(chip.brightness()).isEqualTo(7);
    }

    @Test
    void brightnessAndPowerLeaveTheText() {
        try (TM1637Display display = new TM1637Display(clock, data)) {
            display.print(42);
            for (int brightness = 0; brightness <= 7; brightness++) {
                display.brightness(brightness);
                assertThat(chip.brightness()).isEqualTo(brightness);
            }
            display.brightness(3);
            display.power(false);
            assertThat(chip.brightness()).isEqualTo(-1);
            assertThat(display.power()).isFalse();
            display.power(true);
            assertThat(chip.brightness()).isEqualTo(3);
            assertThat(display.brightness()).isEqualTo(3);
            assertThat(shown(4)).isEqualTo("00 00 66 5B");
            display.clear();
            assertThat(shown(4)).isEqualTo("00 00 00 00");
        }
    }

    @Test
    void dotsAreSetAlone() {
        try (TM1637Display display = new TM1637Display(clock, data)) {
            display.print("12.30");
            display.showDots(true, false, false, true);
            assertThat(shown(4)).isEqualTo("86 5B 4F BF");
            assertThatThrownBy(() -> display.showDots(true))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("1 dots for 4 digits");
        }
    }

    /** Upside down, a b (7C) is a q (67). */
    @Test
    void aDisplayCanBeUpsideDown() {
        try (TM1637Display display = new TM1637Display(clock, data)) {
            display.setSegments(0x7C, 0x80, 0x01);
            assertThat(shown(4)).isEqualTo("7C 80 01 00");
            display.rotation(180);
            assertThat(shown(4)).isEqualTo("00 08 80 67");
            assertThat(display.rotation()).isEqualTo(180);
            display.rotation(0);
            assertThat(shown(4)).isEqualTo("7C 80 01 00");
        }
    }

    @Test
    void aDisplayOfSixDigitsMayHaveAnotherOrder() {
        try (TM1637Display display = new TM1637Display(clock, data, List.of(2, 1, 0, 5, 4, 3))) {
            display.print(123456);
            assertThat(shown(6)).isEqualTo("4F 5B 06 7D 6D 66");
        }
        try (TM1637Display display = new TM1637Display(clock, data, 6)) {
            display.print(123456);
            assertThat(shown(6)).isEqualTo("06 5B 4F 66 6D 7D");
        }
    }

    @Test
    void withoutAutoWriteOnlyShowShows() {
        try (TM1637Display display = new TM1637Display(clock, data)) {
            display.autoWrite(false);
            display.print("AbCd");
            display.brightness(0);
            assertThat(shown(4)).isEqualTo("00 00 00 00");
            assertThat(chip.brightness()).isEqualTo(7);
            display.show();
            assertThat(shown(4)).isEqualTo("77 7C 39 5E");
            assertThat(chip.brightness()).isZero();
            assertThat(display.autoWrite()).isFalse();
        }
    }

    @Test
    void whatCannotBeShownIsRefusedAndChangesNothing() {
        try (TM1637Display display = new TM1637Display(clock, data)) {
            display.print(42);
            for (String text : List.of("12345", "-1234", "1.2.3.4.5")) {
                assertThatThrownBy(() -> display.print(text))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining(text)
                        .hasMessageContaining("4 digits");
            }
            for (String text : List.of("K", "a:b", "É")) {
                assertThatThrownBy(() -> display.print(text))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("no form in 7 segments");
            }
            assertThatThrownBy(() -> display.print(999.99, 2)).hasMessageContaining("999.99");
            assertThatThrownBy(() -> display.print(Double.NaN, 0)).hasMessageContaining("NaN");
            assertThatThrownBy(() -> display.print(1.5, -1)).hasMessageContaining("-1 decimals");
            assertThatThrownBy(() -> display.setSegments(1, 2, 3, 4, 5)).hasMessageContaining("5 digits");
            assertThatThrownBy(() -> display.brightness(8)).hasMessageContaining("8: expected 0 to 7");
            assertThatThrownBy(() -> display.brightness(-1)).hasMessageContaining("0 to 7");
            assertThatThrownBy(() -> display.rotation(90)).hasMessageContaining("0 or 180");
            display.show();
            assertThat(shown(4)).isEqualTo("00 00 66 5B");
            assertThat(chip.brightness()).isEqualTo(7);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 7})
    void aLengthThatTheChipDoesNotHaveIsRefusedBeforeAPinIsOpened(int length) {
        assertThatThrownBy(() -> new TM1637Display(clock, data, length))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 to 6");
        assertThat(board.pin("D5").isHeld()).isFalse();
    }

    @Test
    void anOrderThatIsNoneIsRefused() {
        for (List<Integer> order : List.of(List.of(0, 0), List.of(6), List.of(-1, 0), List.<Integer>of())) {
            assertThatThrownBy(() -> new TM1637Display(clock, data, order))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(order.toString());
        }
    }

    @Test
    void aMissingChipIsAnErrorAndFreesThePins() {
        board.unwire("D6");
        Pin other = board.blinka().pin("D7");
        assertThatThrownBy(() -> new TM1637Display(clock, other))
                .isInstanceOfSatisfying(
                        BusException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NO_ACKNOWLEDGE))
                .hasMessageContaining("does not answer");
        assertThat(board.pin("D5").isHeld() || board.pin("D7").isHeld()).isFalse();
    }

    @Test
    void ifOnePinIsInUseTheOtherIsFreed() {
        board.pin("D6").heldBy("another");
        assertThatThrownBy(() -> new TM1637Display(clock, data)).isInstanceOf(PinException.class);
        assertThat(board.pin("D5").isHeld()).isFalse();
    }

    @Test
    void closingFreesBothPinsAndKeepsTheText() {
        TM1637Display display = new TM1637Display(clock, data);
        display.print(7);
        display.close();
        display.close();
        assertThat(board.pin("D5").isHeld() || board.pin("D6").isHeld()).isFalse();
        assertThat(shown(4)).isEqualTo("00 00 00 07");
        assertThatThrownBy(display::show).isInstanceOf(IllegalStateException.class);
    }
}
