// SPDX-License-Identifier: MIT
package blinka4j.drivers.ht16k33;

import static blinka4j.drivers.BusAssert.assertFree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.DeviceNotFoundException;
import blinka4j.boards.Boards;
import blinka4j.busio.I2C;
import blinka4j.sim.ForwardingI2C;
import blinka4j.sim.I2CPlayback;
import blinka4j.sim.SimBoard;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.chips.SimHT16K33;
import blinka4j.testing.FaultyI2C;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HT16K33Test {
    /** Segments a to g of the digits and the minus, as on every display of seven segments. */
    private static final String DIGITS = "0123456789-";

    private static final List<Integer> SEGMENTS =
            List.of(0x3F, 0x06, 0x5B, 0x4F, 0x66, 0x6D, 0x7D, 0x07, 0x7F, 0x6F, 0x40);

    private final SimHT16K33 chip = new SimHT16K33();
    private final SimHT16K33 second = new SimHT16K33();
    private final SimI2CBus bus = new SimI2CBus().attach(0x70, chip).attach(0x71, second);
    private final FaultyI2C faulty = new FaultyI2C(bus);
    private final I2C i2c = new I2C(faulty);

    private static int[] frame(int... memory) {
        int[] frame = new int[17];
        System.arraycopy(memory, 0, frame, 1, memory.length);
        return frame;
    }

    private String lit() {
        StringBuilder lit = new StringBuilder();
        for (int com = 0; com < 8; com++) {
            for (int row = 0; row < 16; row++) {
                lit.append(chip.isLit(row, com) ? "ROW" + row + "/COM" + com + " " : "");
            }
        }
        return lit.toString().strip();
    }

    /** The digits that a display of seven segments shows, with dots. */
    private static String digits(SimHT16K33... chips) {
        StringBuilder digits = new StringBuilder();
        for (SimHT16K33 each : chips) {
            for (int address : new int[] {0, 2, 6, 8}) {
                int segments = each.memory(address) & 0x7F;
                digits.append(segments == 0 ? ' ' : DIGITS.charAt(SEGMENTS.indexOf(segments)));
                digits.append((each.memory(address) & 0x80) != 0 ? "." : "");
            }
        }
        return digits.toString();
    }

    /** Data sheet, command summary: 0x21 runs the oscillator; 0x80 + 2 × blinking + 1 for on; 0xE0 + dimming. */
    @Test
    void theCommandsAreThoseOfTheDataSheet() {
        try (I2CPlayback played = I2CPlayback.at(0x70)
                .writes(frame())
                .writes(0x21)
                .writes(0x81)
                .writes(0xEF)
                .writes(0x83)
                .writes(0x85)
                .writes(0x87)
                .writes(0x81)
                .writes(0xE0)
                .writes(0xE8)
                .writes(0xE4)
                .writes(0xEE)
                .writes(frame(
                        0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
                        0xFF))) {
            HT16K33 display = new HT16K33(new I2C(played));
            for (int rate : new int[] {1, 2, 3, 0}) {
                display.blinkRate(rate);
                assertThat(display.blinkRate()).isEqualTo(rate);
            }
            // 0.5 is between two steps; Python rounds 7.5 up and 4.5 down.
            for (double part : new double[] {0, 0.5, 0.3, 14 / 15.0}) {
                display.brightness(part);
                assertThat(display.brightness()).isEqualTo(part);
            }
            display.fill(true);
        }
    }

    @Test
    void theDisplayIsDarkAtFirstAndBlinksAndDims() {
        assertThat(chip.memory(0)).as("after power-on").isNotZero();
        HT16K33 display = new HT16K33(i2c);
        assertThat(lit()).isEmpty();
        assertThat(chip.dutyCycle()).isEqualTo(1);
        assertThat(chip.blinks()).isZero();
        display.fill(true);
        assertThat(chip.isLit(15, 7)).isTrue();
        assertThat(second.isLit(15, 7)).isFalse();
        display.blinkRate(1);
        assertThat(chip.blinks()).isEqualTo(2);
        display.blinkRate(3);
        assertThat(chip.blinks()).isEqualTo(0.5);
        display.brightness(0);
        assertThat(chip.dutyCycle()).isEqualTo(1 / 16.0);
        new HT16K33(i2c, 0x71, false, 0.2);
        assertThat(second.dutyCycle()).isEqualTo(4 / 16.0);
        assertThat(second.memory(3)).as("not written").isEqualTo(0xFF);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.01, 1.01, Double.NaN})
    void aBrightnessThatTheChipDoesNotHaveIsRefused(double part) {
        HT16K33 display = new HT16K33(i2c);
        assertThatThrownBy(() -> display.brightness(part))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("brightness", "0 to 1");
        assertThat(display.brightness()).isEqualTo(1);
        assertThatThrownBy(() -> display.blinkRate(4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("blinkRate", "0 to 3");
        assertThatThrownBy(() -> display.blinkRate(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new HT16K33(i2c, new int[0])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void withoutAutoWriteAChangeIsSeenAfterShow() {
        Matrix8x8 matrix = new Matrix8x8(i2c);
        assertThat(matrix.autoWrite()).isTrue();
        matrix.autoWrite(false);
        assertThat(matrix.autoWrite()).isFalse();
        matrix.set(1, 0, true);
        assertThat(lit()).isEmpty();
        matrix.show();
        assertThat(lit()).isEqualTo("ROW0/COM0");
    }

    /** As Adafruit's library for Arduino, Adafruit_8x8matrix::drawPixel: ROW is (x + 7) % 8. */
    @Test
    void aMatrixBeginsWithItsSecondColumn() {
        Matrix8x8 matrix = new Matrix8x8(i2c);
        assertThat(matrix.columns()).isEqualTo(8);
        assertThat(matrix.rows()).isEqualTo(8);
        matrix.pixel(0, 0, true);
        assertThat(lit()).isEqualTo("ROW7/COM0");
        matrix.set(7, 7, true);
        assertThat(lit()).isEqualTo("ROW7/COM0 ROW6/COM7");
        assertThat(matrix.pixel(7, 7)).isTrue();
        assertThat(matrix.get(6, 7)).isFalse();
        matrix.set(0, 0, false);
        for (int[] outside : new int[][] {{-1, 0}, {8, 0}, {0, -1}, {0, 8}}) {
            matrix.set(outside[0], outside[1], true);
            assertThat(matrix.get(outside[0], outside[1])).isFalse();
        }
        assertThat(lit()).isEqualTo("ROW6/COM7");
    }

    /** As Adafruit_8x16matrix for Arduino, with x and y exchanged: its x is COM, its y ROW. */
    @Test
    void aWingHasRowsWhereABackpackHasColumns() {
        Matrix16x8 wing = new Matrix16x8(i2c);
        assertThat(wing.columns()).isEqualTo(16);
        wing.set(1, 0, true);
        wing.set(15, 7, true);
        wing.set(16, 0, true);
        assertThat(lit()).isEqualTo("ROW0/COM1 ROW15/COM7");
        assertThat(wing.get(15, 7)).isTrue();
        MatrixBackpack16x8 backpack = new MatrixBackpack16x8(i2c);
        backpack.set(15, 0, true);
        backpack.set(1, 7, true);
        assertThat(lit()).isEqualTo("ROW15/COM0 ROW1/COM7");
        assertThat(backpack.get(1, 7)).isTrue();
    }

    @Test
    void severalMatricesAreSideBySide() {
        Matrix16x8 wings = new Matrix16x8(i2c, 0x70, 0x71);
        assertThat(wings.columns()).isEqualTo(32);
        wings.set(16, 1, true);
        wings.set(31, 0, true);
        assertThat(lit()).isEmpty();
        assertThat(second.isLit(1, 0)).isTrue();
        assertThat(second.isLit(8, 7)).isTrue();
        wings.shiftRight(true);
        assertThat(lit()).isEqualTo("ROW0/COM0");
        MatrixBackpack16x8 backpacks = new MatrixBackpack16x8(i2c, 0x70, 0x71);
        backpacks.set(31, 7, true);
        assertThat(second.isLit(15, 7)).isTrue();
        backpacks.brightness(0);
        backpacks.blinkRate(2);
        assertThat(second.dutyCycle()).isEqualTo(1 / 16.0);
        assertThat(second.blinks()).isEqualTo(1);
        backpacks.fill(true);
        assertThat(chip.isLit(0, 0) && second.isLit(0, 0)).isTrue();
    }

    /** As Adafruit_BicolorMatrix for Arduino: ROW 0 to 7 is green, 8 to 15 red. */
    @Test
    void twoColorsAreTwoLeds() {
        Matrix8x8x2 matrix = new Matrix8x8x2(i2c);
        matrix.set(1, 2, Color.LED_GREEN);
        assertThat(lit()).isEqualTo("ROW2/COM1");
        matrix.pixel(1, 2, Color.LED_RED);
        assertThat(lit()).isEqualTo("ROW10/COM1");
        matrix.set(1, 2, Color.LED_YELLOW);
        assertThat(lit()).isEqualTo("ROW2/COM1 ROW10/COM1");
        assertThat(matrix.get(1, 2)).isEqualTo(Color.LED_YELLOW);
        matrix.set(8, 0, Color.LED_RED);
        assertThat(matrix.pixel(8, 0)).isEqualTo(Color.LED_OFF);
        matrix.shiftRight();
        assertThat(matrix.get(2, 2)).isEqualTo(Color.LED_YELLOW);
        matrix.fill(Color.LED_RED);
        assertThat(matrix.get(7, 7)).isEqualTo(Color.LED_RED);
        assertThat(chip.isLit(8, 0) && !chip.isLit(7, 0)).isTrue();
        matrix.fill(Color.LED_OFF);
        Color[][] image = new Color[8][8];
        for (Color[] row : image) {
            Arrays.fill(row, Color.LED_OFF);
        }
        image[7][0] = Color.LED_GREEN;
        matrix.image(image);
        assertThat(lit()).isEqualTo("ROW7/COM0");
        image[3] = new Color[7];
        assertThatThrownBy(() -> matrix.image(image)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anImageHasTheSizeOfTheMatrix() {
        Matrix16x8 matrix = new Matrix16x8(i2c);
        boolean[][] image = new boolean[8][16];
        image[2][9] = true;
        matrix.fill(true);
        matrix.image(image);
        assertThat(lit()).isEqualTo("ROW10/COM1");
        assertThatThrownBy(() -> matrix.image(new boolean[8][8]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("8 x 8", "16 x 8");
        assertThatThrownBy(() -> matrix.image(new boolean[0][16])).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0, false, 3, 5",
        "-1, 0, false, 1, 5",
        "0, 1, false, 2, 6",
        "0, -1, false, 2, 4",
        "5, 2, false, 7, 7",
        "6, 0, false, -1, -1",
        "0, -6, false, -1, -1",
        "6, 0, true, 0, 5",
        "-3, 0, true, 7, 5",
        "17, 0, true, 3, 5",
        "0, 3, true, 2, 0",
        "0, -6, true, 2, 7"
    })
    void anImageMovesRightAndUp(int x, int y, boolean rotate, int toX, int toY) {
        Matrix8x8 matrix = new Matrix8x8(i2c);
        matrix.set(2, 5, true);
        if (rotate) {
            matrix.shift(x, y, true);
        } else {
            matrix.shift(x, y);
        }
        Matrix8x8 expected = new Matrix8x8(i2c, 0x71);
        expected.set(toX, toY, true);
        for (int address = 0; address < 16; address++) {
            assertThat(chip.memory(address)).isEqualTo(second.memory(address));
        }
    }

    @Test
    void eachDirectionIsOneStep() {
        Matrix8x8 matrix = new Matrix8x8(i2c);
        matrix.set(7, 7, true);
        matrix.shiftRight(true);
        assertThat(matrix.get(0, 7)).isTrue();
        matrix.shiftUp(true);
        assertThat(matrix.get(0, 0)).isTrue();
        matrix.shiftLeft(true);
        assertThat(matrix.get(7, 0)).isTrue();
        matrix.shiftDown(true);
        assertThat(matrix.get(7, 7)).isTrue();
        matrix.shiftDown();
        matrix.shiftLeft();
        assertThat(matrix.get(6, 6)).isTrue();
        matrix.shiftUp();
        matrix.shiftRight();
        assertThat(matrix.get(7, 7)).isTrue();
        matrix.shiftUp();
        assertThat(lit()).isEmpty();
    }

    /** As Adafruit_24bargraph::setBar for Arduino: bars 12 to 23 are 4 ROWs further; green is 8 ROWs after red. */
    @Test
    void aBarHasTwentyFourPlaces() {
        Bicolor24 bar = new Bicolor24(i2c);
        bar.set(0, Color.LED_RED);
        assertThat(lit()).isEqualTo("ROW0/COM0");
        bar.set(0, Color.LED_OFF);
        bar.set(11, Color.LED_GREEN);
        assertThat(lit()).isEqualTo("ROW11/COM2");
        bar.set(23, Color.LED_YELLOW);
        assertThat(lit()).isEqualTo("ROW7/COM2 ROW11/COM2 ROW15/COM2");
        assertThat(bar.get(11)).isEqualTo(Color.LED_GREEN);
        assertThat(bar.get(23)).isEqualTo(Color.LED_YELLOW);
        assertThat(bar.get(12)).isEqualTo(Color.LED_OFF);
        bar.autoWrite(false);
        bar.fill(Color.LED_RED);
        assertThat(chip.isLit(0, 0)).isFalse();
        bar.show();
        assertThat(chip.isLit(0, 0)).isTrue();
        assertThat(chip.isLit(8, 0)).isFalse();
        assertThat(chip.isLit(0, 3)).isFalse();
        for (int outside : new int[] {-1, 24}) {
            assertThatThrownBy(() -> bar.get(outside))
                    .isInstanceOf(IndexOutOfBoundsException.class)
                    .hasMessageContaining("LED %s: expected 0 to 23".formatted(outside));
            assertThatThrownBy(() -> bar.set(outside, Color.LED_RED)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    /** The shapes of a few characters, and bytes 2i and 2i + 1 for place i. */
    @Test
    void fourteenSegmentsShowCharacters() {
        Seg14x4 display = new Seg14x4(i2c);
        display.print('A');
        display.print("-T.");
        int[] shown = {
            0,
            Animation.A + Animation.B + Animation.C + Animation.E + Animation.F + Animation.G1 + Animation.G2,
            Animation.G1 + Animation.G2,
            Animation.A + Animation.I + Animation.L + Animation.N
        };
        for (int i = 0; i < shown.length; i++) {
            assertThat(chip.memory(2 * i) | chip.memory(2 * i + 1) << 8)
                    .as("place %s", i)
                    .isEqualTo(shown[i]);
        }
        display.set(0, "1");
        assertThat(chip.memory(0)).isEqualTo(Animation.B + Animation.C);
        display.set(0, ".");
        assertThat(chip.memory(1)).isEqualTo(Animation.N >> 8);
        display.set(0, "é");
        assertThat(chip.memory(0)).as("cannot be shown").isEqualTo(Animation.B + Animation.C);
        display.set(4, "8");
        display.set(-1, "8");
        display.print("..");
        assertThat(chip.memory(7)).isEqualTo(Animation.N >> 8);
        assertThat(chip.memory(6)).isZero();
        display.setDigitRaw(3, 0x12D3F);
        assertThat(chip.memory(6)).isEqualTo(0x3F);
        assertThat(chip.memory(7)).isEqualTo(0x2D);
        display.setDigitRaw(2, new int[] {0x12, 0x134});
        assertThat(chip.memory(4)).isEqualTo(0x34);
        assertThat(chip.memory(5)).isEqualTo(0x12);
        assertThatThrownBy(() -> display.setDigitRaw(2, new int[1])).isInstanceOf(IllegalArgumentException.class);
        assertThat(Seg14x4.CHARS).hasSize(96);
        display.fill(true);
        assertThat(chip.isLit(15, 7)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            value = {"0|'   0'", "42|'  42'", "-5|'  -5'", "9999|9999", "-999|-999", "12345|!", "-1234|!"},
            delimiter = '|')
    void aWholeNumberFitsOrIsRefused(int value, String shown) {
        Seg7x4 display = new Seg7x4(i2c);
        if (shown.equals("!")) {
            assertThatThrownBy(() -> display.print(value))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll(Integer.toString(value), "4 characters");
            assertThat(lit()).isEmpty();
        } else {
            display.print(value);
            assertThat(digits(chip)).isEqualTo(shown);
        }
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "0.0|1|'  0.0'",
                "3.5|0|'   3'",
                "3.5|1|'  3.5'",
                "3.14|1|'  3.1'",
                "3.5|2|'  3.5'",
                "-9.99|2|'-9.99'",
                "999.9|1|999.9",
                "1234.0|0|!",
                "3.14159|2|!",
                "0.00001|1|!",
                "1e10|1|!",
                "NaN|1|!",
                "Infinity|0|!"
            },
            delimiter = '|')
    void aNumberHasDecimals(double value, int decimal, String shown) {
        Seg7x4 display = new Seg7x4(i2c);
        if (shown.equals("!")) {
            assertThatThrownBy(() -> display.print(value, decimal)).isInstanceOf(IllegalArgumentException.class);
            assertThat(lit()).isEmpty();
        } else {
            display.print(value, decimal);
            assertThat(digits(chip)).isEqualTo(shown);
        }
    }

    @Test
    void aWholeNumberHasNoDecimals() {
        Seg7x4 display = new Seg7x4(i2c);
        display.print(1234, 2);
        assertThat(digits(chip)).isEqualTo("1234");
    }

    /** {@code None} in Python. */
    @Test
    void noCharactersOfItsOwnAreNeeded() {
        Seg7x4 display = new Seg7x4(i2c, HT16K33.DEFAULT_ADDRESS, true, null, 4);
        display.print("1234");
        assertThat(digits(chip)).isEqualTo("1234");
    }

    @Test
    void aPrintMovesTheTextBeforeIt() {
        Seg7x4 display = new Seg7x4(i2c);
        display.print("12");
        display.print("3.4");
        assertThat(digits(chip)).isEqualTo("123.4");
        display.print(7.9);
        assertThat(digits(chip)).isEqualTo("23.47");
        display.printHex(0x1234);
        assertThat(digits(chip)).isEqualTo("1234");
        display.printHex("56");
        assertThat(digits(chip)).isEqualTo("3456");
        display.printHex(0xFFL);
        assertThat(chip.memory(8)).as("F").isEqualTo(0x71);
    }

    @Test
    void sevenSegmentsShowLettersWithoutCase() {
        Seg7x4 display = new Seg7x4(i2c);
        display.print("AbzP");
        assertThat(List.of(chip.memory(0), chip.memory(2), chip.memory(6), chip.memory(8)))
                .containsExactly(0x77, 0x7C, 0, 0x73);
        display.set(1, "y");
        display.set(2, "-");
        display.set(3, " ");
        assertThat(List.of(chip.memory(2), chip.memory(6), chip.memory(8))).containsExactly(0x6E, 0x40, 0);
        display.set(4, "8");
        assertThatThrownBy(() -> display.set(0, "12"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'12'");
        display.setDigitRaw(0, 0x1FF);
        assertThat(chip.memory(0)).isEqualTo(0xFF);
        for (int outside : new int[] {-1, 4}) {
            assertThatThrownBy(() -> display.setDigitRaw(outside, 0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("digit " + outside, "0 to 3");
        }
        assertThat(SevenSegments.NUMBERS.subList(0, 10)).isEqualTo(SEGMENTS.subList(0, 10));
    }

    @Test
    void charactersMayHaveOtherShapes() {
        Seg7x4 display = new Seg7x4(i2c, 0x70, true, Map.of('Z', 0x5B, '1', 0x30), 3);
        display.print("Z12");
        assertThat(List.of(chip.memory(0), chip.memory(2), chip.memory(6), chip.memory(8)))
                .containsExactly(0x5B, 0x30, 0x5B, 0);
        assertThat(display.charsPerDisplay()).isEqualTo(3);
        assertThatThrownBy(() -> display.print(1234)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aDisplayHasOneToEightCharacters() {
        Seg14x4 eight = new Seg14x4(i2c, 0x70, true, 8);
        eight.print("12345678");
        assertThat(chip.memory(14)).isEqualTo(0xFF);
        assertThat(chip.memory(0)).isEqualTo(Animation.B + Animation.C);
        for (int count : new int[] {0, 9}) {
            assertThatThrownBy(() -> eight.charsPerDisplay(count))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("charsPerDisplay", "1 to 8");
        }
        Seg7x4 four = new Seg7x4(i2c);
        assertThatThrownBy(() -> four.charsPerDisplay(5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 to 4");
    }

    @Test
    void severalDisplaysAreOneText() {
        Seg7x4 display = new Seg7x4(i2c, 0x70, 0x71);
        display.print(12_345_678);
        assertThat(digits(chip, second)).isEqualTo("12345678");
        display.scroll(3);
        assertThat(digits(chip, second)).isEqualTo("45678678");
        display.set(7, ".");
        display.print("9");
        assertThat(digits(chip, second)).isEqualTo("5678678.9");
        Seg14x4 text = new Seg14x4(i2c, 0x70, 0x71);
        text.print("1");
        assertThat(second.memory(6)).isEqualTo(Animation.B + Animation.C);
    }

    @Test
    void theTextMovesToBothSides() {
        Seg7x4 display = new Seg7x4(i2c);
        display.print("1234");
        display.scroll();
        assertThat(digits(chip)).isEqualTo("2344");
        display.scroll(-1);
        assertThat(digits(chip)).isEqualTo("2234");
        display.scroll(-3);
        assertThat(digits(chip)).isEqualTo("2232");
        display.scroll(4);
        assertThat(digits(chip)).isEqualTo("2232");
    }

    /** As Adafruit_7segment::drawColon for Arduino, and the defines of its dots: byte 4, bits 1 to 4. */
    @Test
    void colonsAndDotsAreOneByte() {
        Seg7x4 display = new Seg7x4(i2c);
        display.print("12:30");
        assertThat(digits(chip)).isEqualTo("1230");
        assertThat(chip.memory(4)).isEqualTo(0x02);
        assertThat(display.colon()).isTrue();
        display.colon(false);
        assertThat(chip.memory(4)).isZero();
        display.colon(true);
        display.set(0, ";");
        assertThat(display.colon()).isFalse();

        BigSeg7x4 big = new BigSeg7x4(i2c);
        big.topLeftDot(true);
        assertThat(chip.memory(4)).isEqualTo(0x04);
        assertThat(big.colons().get(1)).isTrue();
        big.bottomLeftDot(true);
        big.ampm(true);
        assertThat(chip.memory(4)).isEqualTo(0x1C);
        assertThat(big.topLeftDot() && big.bottomLeftDot() && big.ampm()).isTrue();
        big.colons().set(1, false);
        assertThat(chip.memory(4)).isEqualTo(0x10);
        big.colons().set(0, true);
        big.ampm(false);
        assertThat(chip.memory(4)).isEqualTo(0x02);
        Colon one = new Colon(big, 1);
        assertThat(one.get(0)).isTrue();
        for (int none : new int[] {-1, 1}) {
            assertThatThrownBy(() -> one.get(none))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("0 to 0");
            assertThatThrownBy(() -> one.set(none, true)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new Colon(big, 3)).isInstanceOf(IllegalArgumentException.class);
        assertThat(new BigSeg7x4(i2c, 0x71, false, Map.of()).ampm()).isFalse();
    }

    @Test
    void aMarqueeEndsOrGoesOn() {
        Seg7x4 display = new Seg7x4(i2c);
        display.print(8888);
        Duration before = bus.clock().now();
        display.marquee("12.34.5", 0.5, false);
        assertThat(digits(chip)).isEqualTo("2.34.5");
        assertThat(bus.clock().now().minus(before))
                .as("a dot takes no time, but for that of the bus")
                .isBetween(Duration.ofMillis(2500), Duration.ofMillis(2550));
        display.marquee("12.34.5", 0.5, false);
        assertThat(digits(chip)).as("a second time").isEqualTo("2.34.5");
        bus.clock().after(Duration.ofMillis(900), Thread.currentThread()::interrupt);
        assertThatThrownBy(() -> display.marquee("12"))
                .isInstanceOfSatisfying(
                        BusException.class, e -> assertThat(e.kind()).isEqualTo(Kind.INTERRUPTED));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(digits(chip)).isEqualTo("1212");
        assertThatThrownBy(() -> display.marquee("")).isInstanceOf(IllegalArgumentException.class);
        assertFree(i2c);
    }

    @Test
    void aMarqueeCanLeaveTimeForOtherThings() {
        try (SimBoard board = SimBoard.open(Boards.board("RASPBERRY_PI_4B"));
                SimBoard current = SimBoard.start(Boards.board("RASPBERRY_PI_4B"))) {
            board.i2c().attach(0x70, chip);
            Seg7x4 display = new Seg7x4(board.blinka().i2c());
            assertThat(display.nonBlockingMarquee("1.2")).isFalse();
            current.clock().advance(Duration.ofHours(1));
            board.clock().advance(Duration.ofMillis(200));
            assertThat(display.nonBlockingMarquee("1.2")).isFalse();
            assertThat(digits(chip)).isEqualTo("   1");
            board.clock().advance(Duration.ofMillis(50));
            assertThat(display.nonBlockingMarquee("1.2")).isFalse();
            assertThat(display.nonBlockingMarquee("1.2")).isFalse();
            assertThat(digits(chip)).isEqualTo("  1.2");
            board.clock().advance(Duration.ofMillis(250));
            assertThat(display.nonBlockingMarquee("1.2", 0.25, false)).isTrue();
            assertThat(display.nonBlockingMarquee("1.2", 0.25, true, true)).isFalse();
            assertThat(digits(chip)).as("a gap").isEqualTo(" 1.2 ");
            board.clock().advance(Duration.ofMillis(250));
            assertThat(display.nonBlockingMarquee("1.2", 0.25)).isFalse();
            assertThat(digits(chip)).isEqualTo("1.2 1");
            assertThat(display.nonBlockingMarquee("7")).isFalse();
            assertThat(digits(chip)).as("another text").isEqualTo("   7");
        }
    }

    @Test
    void twoMarqueesOfOneTextDoNotChangeEachOthersTime() {
        try (SimBoard board = SimBoard.open(Boards.board("RASPBERRY_PI_4B"))) {
            board.i2c().attach(0x70, chip);
            Seg7x4 display = new Seg7x4(board.blinka().i2c());
            board.clock().advance(Duration.ofHours(1));
            Duration before = board.clock().now();
            // As another thread would do.
            board.clock().after(Duration.ofMillis(100), () -> display.nonBlockingMarquee("123"));
            display.marquee("123", 0.5, false);
            assertThat(board.clock().now().minus(before)).isBetween(Duration.ofMillis(1500), Duration.ofMillis(1600));
        }
    }

    /** The words of the digits at each show. */
    private static final class Frames extends ForwardingI2C {
        final List<List<Integer>> shown = new ArrayList<>();

        Frames(SimI2CBus bus) {
            super(bus);
        }

        @Override
        public void transfer(int address, byte[] out, int outStart, int outEnd, byte[] in, int inStart, int inEnd) {
            super.transfer(address, out, outStart, outEnd, in, inStart, inEnd);
            if (outEnd - outStart == 17) {
                List<Integer> words = new ArrayList<>();
                for (int i = outStart + 1; i < outStart + 9; i += 2) {
                    words.add((out[i] & 0xFF) | (out[i + 1] & 0xFF) << 8);
                }
                shown.add(words);
            }
        }
    }

    /** Frames and times are those of adafruit_ht16k33.animations. */
    @Test
    void animationsShowTheirFrames() {
        Frames frames = new Frames(bus);
        Seg14x4 display = new Seg14x4(new I2C(frames));
        display.autoWrite(false);
        Animation animation = new Animation(display);
        frames.shown.clear();
        animation.animate(new int[] {0, 3}, new int[] {Animation.A, 0});
        assertThat(frames.shown)
                .containsExactly(List.of(1, 0, 0, 0), List.of(0, 0, 0, 0), List.of(0, 0, 0, 1), List.of(0, 0, 0, 0));
        animation.animate(new int[] {1}, new int[] {0x4000}, 0, false);
        assertThat(frames.shown).hasSize(4);
        animation.animate(new int[] {1}, new int[] {0}, 0.1);
        frames.shown.clear();

        Duration before = bus.clock().now();
        animation.chaseForwardAndReverse(0.1, 1);
        assertThat(frames.shown).hasSize(60);
        assertThat(frames.shown.get(3)).containsExactly(0, 0, 0, 0);
        assertThat(frames.shown.get(8)).containsExactly(0, 0, 0, Animation.B);
        assertThat(frames.shown.get(58)).containsExactly(Animation.H, 0, 0, 0);
        assertThat(bus.clock().now().minus(before)).isBetween(Duration.ofSeconds(6), Duration.ofMillis(6_200));
        frames.shown.clear();

        animation.preludeToSpinners(0, 1);
        assertThat(frames.shown).hasSize(11);
        assertThat(frames.shown.get(9)).containsExactly(0x0C39, 0x2109, 0x0C09, 0x210F);
        assertThat(frames.shown.get(10)).containsExactly(0, 0, 0, 0);
        frames.shown.clear();

        animation.spinners(0.1, 2);
        assertThat(frames.shown).hasSize(6);
        assertThat(frames.shown.get(0)).containsExactly(0x2100, 0x0C00, 0x2100, 0x0C00);
        animation.enclosedSpinners(0.1, 1);
        assertThat(frames.shown.get(7)).containsExactly(0x00F9, 0x00C9, 0x00C9, 0x00CF);
        frames.shown.clear();

        before = bus.clock().now();
        animation.countDown();
        assertThat(frames.shown)
                .containsExactly(List.of(0x40CF, 0, 0, 0), List.of(0, 0x40DB, 0, 0), List.of(0, 0, 0x4006, 0));
        assertThat(bus.clock().now().minus(before)).isBetween(Duration.ofMillis(5500), Duration.ofMillis(5550));
        frames.shown.clear();
        animation.chaseForwardAndReverse();
        animation.preludeToSpinners();
        animation.spinners();
        animation.enclosedSpinners();
        assertThat(frames.shown).hasSize(5 * (60 + 11 + 3 + 3));

        assertThatThrownBy(() -> animation.animate(new int[] {4}, new int[] {0}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 to 3");
        assertThatThrownBy(() -> animation.animate(new int[] {0}, new int[] {0x10000}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> animation.animate(new int[] {0}, new int[] {0}, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("delay");
    }

    @Test
    void whatCouldNotBeWrittenIsWrittenWithTheNextChange() {
        Matrix8x8 matrix = new Matrix8x8(i2c);
        for (FaultyI2C.Fault fault : new FaultyI2C.Fault[] {
            FaultyI2C.Fault.NO_ACKNOWLEDGE, FaultyI2C.Fault.NO_ACKNOWLEDGE_LATER, FaultyI2C.Fault.BUSY
        }) {
            matrix.fill(false);
            faulty.next(0, fault);
            assertThatThrownBy(() -> matrix.set(1, 7, true)).isInstanceOf(BusException.class);
            assertFree(i2c);
            matrix.set(2, 7, true);
            assertThat(lit()).isEqualTo("ROW0/COM7 ROW1/COM7");
        }
        bus.failNext(Kind.NO_ACKNOWLEDGE);
        assertThatThrownBy(() -> matrix.brightness(0)).isInstanceOf(BusException.class);
        assertFree(i2c);
        assertThat(matrix.brightness()).isEqualTo(1);
        bus.failNext(Kind.TIMEOUT);
        assertThatThrownBy(() -> matrix.blinkRate(2)).isInstanceOf(BusException.class);
        assertThat(matrix.blinkRate()).isZero();
        matrix.brightness(0);
        assertThat(chip.dutyCycle()).isEqualTo(1 / 16.0);
    }

    @Test
    void anAbsentChipIsNotFound() {
        assertThatThrownBy(() -> new HT16K33(i2c, 0x72)).isInstanceOf(DeviceNotFoundException.class);
        assertThatThrownBy(() -> new Seg7x4(i2c, 0x70, 0x72)).isInstanceOf(DeviceNotFoundException.class);
        assertThat(chip.memory(0)).as("nothing was written").isEqualTo(0xFF);
        // It answers, and then no more.
        faulty.next(1, FaultyI2C.Fault.NO_ACKNOWLEDGE);
        assertThatThrownBy(() -> new Bicolor24(i2c, 0x71, true, 1)).isInstanceOf(BusException.class);
        assertFree(i2c);
        assertThat(new Bicolor24(i2c, 0x71).get(0)).isEqualTo(Color.LED_OFF);
    }
}
