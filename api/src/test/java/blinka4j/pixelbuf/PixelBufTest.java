// SPDX-License-Identifier: MIT
package blinka4j.pixelbuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The expected behaviour is that of CircuitPython's shared-module/adafruit_pixelbuf. */
class PixelBufTest {
    private static final class Strip extends PixelBuf {
        private final List<String> sent = new ArrayList<>();

        Strip(int size, String byteorder, double brightness, boolean autoWrite) {
            super(size, byteorder, brightness, autoWrite);
        }

        Strip(int size, String byteorder, byte @Nullable [] header, byte @Nullable [] trailer) {
            super(size, byteorder, 1, false, header, trailer);
        }

        @Override
        protected void transmit(byte[] buffer) {
            sent.add(HexFormat.of().formatHex(buffer));
        }

        String shown() {
            show();
            return sent.get(sent.size() - 1);
        }
    }

    private static Strip strip(int size, String byteorder) {
        return new Strip(size, byteorder, 1, false);
    }

    @Test
    void aNewStripIsDarkAndNothingIsSent() {
        Strip strip = new Strip(2, "GRB", 1, true);

        assertThat(strip.sent).isEmpty();
        assertThat(strip.length()).isEqualTo(2);
        assertThat(strip.bpp()).isEqualTo(3);
        assertThat(strip.byteorder()).isEqualTo("GRB");
        assertThat(strip.brightness()).isEqualTo(1);
        assertThat(strip.autoWrite()).isTrue();
        assertThat(strip.get(0)).containsExactly(0, 0, 0);
        assertThat(strip.shown()).isEqualTo("000000000000");
    }

    @ParameterizedTest
    @CsvSource({
        "RGB, 112233",
        "GRB, 221133",
        "BGR, 332211",
        "RBG, 113322",
        "GBR, 223311",
        "BRG, 331122",
        "GRBW, 22113300",
        "RGBW, 11223300",
        "WRGB, 00112233",
        "PBGR, ff332211",
        "PRGB, ff112233",
    })
    void theBytesAreInTheOrderOfTheStrip(String byteorder, String bytes) {
        Strip strip = strip(1, byteorder);

        strip.set(0, 0x112233);

        assertThat(strip.shown()).isEqualTo(bytes);
    }

    @Test
    void anOrderCanBeTakenApart() {
        assertThat(PixelBuf.parseByteorder("GRB")).isEqualTo(new Byteorder(3, 1, 0, 2, 0, false, false));
        assertThat(PixelBuf.parseByteorder("GRBW")).isEqualTo(new Byteorder(4, 1, 0, 2, 3, true, false));
        assertThat(PixelBuf.parseByteorder("PBGR")).isEqualTo(new Byteorder(4, 3, 2, 1, 0, false, true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "RG", "RGG", "RGBB", "RGBX", "rgb", "PGB", "BGRP", "PRGBW", "PWRGB", "RGBWW", "WRG"})
    void whatIsNoOrderIsRefused(String byteorder) {
        assertThatThrownBy(() -> strip(1, byteorder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("'" + byteorder + "'", "GRB", "GRBW", "PBGR");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void aSizeThatIsNoneIsRefused(int size) {
        assertThatThrownBy(() -> strip(size, "GRB"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("cannot have " + size, "0 to");
    }

    @Test
    void aStripMayBeEmpty() {
        Strip strip = strip(0, "GRB");
        strip.fill(0xFFFFFF);
        assertThat(strip.shown()).isEmpty();
        assertThat(strip.get(0, 5, 1)).isEmpty();
        assertThatThrownBy(() -> strip.set(0, 0)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void headerAndTrailerAreSentAroundThePixels() {
        Strip strip = new Strip(1, "PBGR", new byte[] {1, 2}, new byte[] {3});
        strip.set(0, 0x102030);
        assertThat(strip.shown()).isEqualTo("0102" + "ff302010" + "03");
        strip.brightness(0.5);
        assertThat(strip.shown()).isEqualTo("0102" + "ff181008" + "03");
    }

    /** "Int colors can't set white directly so convert to white when all components are equal. Also handles RGBW values assigned an RGB tuple." */
    @Test
    void aGrayIsWhiteWhereThereIsAWhiteLed() {
        Strip strip = strip(4, "RGBW");
        strip.set(0, 0x090909);
        strip.set(1, 9, 9, 9);
        strip.set(2, 9, 9, 9, 1);
        strip.set(3, 9, 9, 8);
        assertThat(strip.shown()).isEqualTo("00000009" + "00000009" + "09090901" + "09090800");
        assertThat(strip.get(0)).containsExactly(0, 0, 0, 9);
        assertThat(strip.get(2)).containsExactly(9, 9, 9, 1);
    }

    @Test
    void aFractionOfWhiteIsAPartOf255() {
        Strip strip = strip(3, "RGBW");
        strip.set(0, 1, 2, 3, 0.5);
        strip.set(1, 1, 2, 3, 1.0);
        strip.set(2, 1, 2, 3, 0.0);
        assertThat(strip.shown()).isEqualTo("0102037f" + "010203ff" + "01020300");
        strip.fill(4, 5, 6, 0.25);
        assertThat(strip.shown()).isEqualTo("0405063f".repeat(3));
        strip.fill(4, 5, 6, 7);
        assertThat(strip.shown()).isEqualTo("04050607".repeat(3));
    }

    /** Three ones and 5 bits, which are 255 x brightness without the lowest 3 bits. */
    @ParameterizedTest
    @CsvSource({"0.0, e0, 0", "0.01, e0, 0", "0.04, e1, 8", "0.5, ef, 123", "0.99, ff, 255", "1.0, ff, 255"})
    void theFourthPartOfADotstarIsItsBrightness(double brightness, String first, int read) {
        Strip strip = strip(1, "PBGR");
        strip.set(0, 1, 2, 3, brightness);
        assertThat(strip.shown()).isEqualTo(first + "030201");
        assertThat(strip.get(0)).containsExactly(1, 2, 3, read);
        strip.set(0, strip.get(0));
        assertThat(strip.shown()).isEqualTo(first + "030201");
    }

    @Test
    void aPixelWithThreeColorsHasNoFourthPart() {
        Strip strip = strip(1, "RGB");
        strip.set(0, 1, 2, 3, 4);
        assertThat(strip.shown()).isEqualTo("010203");
        assertThat(strip.get(0)).containsExactly(1, 2, 3);
    }

    /** 256 steps, rounded down: (value * (int) (brightness * 256)) / 256. */
    @ParameterizedTest
    @CsvSource({
        "1.0, ff8001",
        "0.999, fe7f00",
        "0.5, 7f4000",
        "0.3, 4b2600",
        "0.2, 321900",
        "0.00390625, 000000",
        "0.0, 000000",
        "-3, 000000",
        "7, ff8001",
    })
    void brightnessHas256StepsAndRoundsDown(double brightness, String bytes) {
        Strip before = new Strip(1, "RGB", brightness, false);
        before.set(0, 0xFF8001);
        assertThat(before.shown()).isEqualTo(bytes);

        Strip after = strip(1, "RGB");
        after.set(0, 0xFF8001);
        after.brightness(brightness);
        assertThat(after.shown()).isEqualTo(bytes);
        assertThat(after.brightness()).isEqualTo(Math.min(1, Math.max(0, brightness)));
        assertThat(after.get(0)).containsExactly(255, 128, 1);
        after.brightness(1);
        assertThat(after.shown()).isEqualTo("ff8001");
    }

    @Test
    void brightnessAlsoDimsWhiteButNotTheBrightnessOfADotstar() {
        Strip white = new Strip(1, "GRBW", 0.5, false);
        white.set(0, 2, 4, 6, 8);
        assertThat(white.shown()).isEqualTo("02010304");
        Strip dotstar = new Strip(1, "PBGR", 0.5, false);
        dotstar.set(0, 2, 4, 6);
        assertThat(dotstar.shown()).isEqualTo("ff030201");
        dotstar.brightness(0.25);
        assertThat(dotstar.shown()).isEqualTo("ff010100");
    }

    @Test
    void brightnessMustBeANumber() {
        assertThatThrownBy(() -> new Strip(1, "RGB", Double.NaN, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("NaN", "0 to 1");
        Strip strip = strip(1, "RGB");
        assertThatThrownBy(() -> strip.brightness(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThat(strip.brightness()).isEqualTo(1);
    }

    @Test
    void eachChangeIsShownAtOnceOnlyWithAutoWrite() {
        Strip strip = new Strip(2, "RGB", 1, true);
        strip.set(0, 0x010203);
        strip.fill(4, 5, 6);
        strip.set(0, 2, 1, new int[] {7, 8});
        strip.brightness(0.5);
        assertThat(strip.sent).containsExactly("010203000000", "040506040506", "000007000008", "000003000004");
        // The same step of 256 again.
        strip.brightness(0.501);
        assertThat(strip.sent).hasSize(4);

        strip.autoWrite(false);
        strip.set(1, 0);
        strip.fill(1);
        strip.brightness(1);
        assertThat(strip.sent).hasSize(4);
    }

    @Test
    void aNegativeIndexCountsFromTheEnd() {
        Strip strip = strip(3, "RGB");
        strip.set(-1, 3);
        strip.set(-3, 1);
        assertThat(strip.shown()).isEqualTo("000001" + "000000" + "000003");
        assertThat(strip.get(-1)).containsExactly(0, 0, 3);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, -4, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void anIndexBeyondTheStripIsAnError(int index) {
        Strip strip = new Strip(3, "RGB", 1, true);
        assertThatThrownBy(() -> strip.set(index, 1))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageContainingAll("no pixel " + index, "3");
        assertThatThrownBy(() -> strip.get(index)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(strip.sent).isEmpty();
    }

    /** Python's range(*slice(start, end, step).indices(5)). */
    @ParameterizedTest
    @CsvSource({
        "0, 5, 1, 0 1 2 3 4",
        "0, 5, 2, 0 2 4",
        "1, 5, 3, 1 4",
        "-2, 5, 1, 3 4",
        "0, -3, 1, 0 1",
        "-9, 99, 4, 0 4",
        "3, 1, 1, ''",
        "5, 9, 1, ''",
        "4, 0, -1, 4 3 2 1",
        "9, -9, -2, 4 2 0",
        "-1, -4, -1, 4 3 2",
        "0, 4, -1, ''",
        "2147483647, -2147483648, -2147483648, 4",
        "0, 2147483647, 2147483647, 0",
    })
    void aSliceIsThatOfPython(int start, int end, int step, String places) {
        Strip strip = strip(5, "RGB");
        for (int i = 0; i < 5; i++) {
            strip.set(i, i);
        }
        List<String> blues = new ArrayList<>();
        for (int[] color : strip.get(start, end, step)) {
            blues.add(Integer.toString(color[2]));
        }
        assertThat(String.join(" ", blues)).isEqualTo(places);

        strip.set(start, end, step, new int[] {0x990000});
        for (int i = 0; i < 5; i++) {
            assertThat(strip.get(i)[0]).as("pixel %s", i).isEqualTo(places.contains("" + i) ? 0x99 : 0);
        }
    }

    @Test
    void aSliceTakesOneColorForEachPixel() {
        Strip strip = strip(4, "RGB");
        strip.set(3, 0, -2, new int[] {0x10, 0x20});
        assertThat(strip.shown()).isEqualTo("000000" + "000020" + "000000" + "000010");
        assertThatThrownBy(() -> strip.set(0, 4, 1, new int[] {1, 2, 3}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("4 pixels", "3 colors");
        assertThatThrownBy(() -> strip.set(0, 4, 0, new int[] {1}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("step 0");
        // A wrong one changes nothing.
        assertThatThrownBy(() -> strip.set(0, 2, 1, new int[] {1, -1})).isInstanceOf(IllegalArgumentException.class);
        assertThat(strip.shown()).isEqualTo("000000" + "000020" + "000000" + "000010");
    }

    @Test
    void whatIsNoColorIsRefusedAndChangesNothing() {
        Strip strip = new Strip(1, "RGBW", 1, true);
        assertThatThrownBy(() -> strip.set(0, 0x1000000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("0x1000000", "0xffffff");
        assertThatThrownBy(() -> strip.fill(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> strip.set(0, 256, 0, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("(256, 0, 0", "0 to 255");
        assertThatThrownBy(() -> strip.fill(0, -1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> strip.fill(0, 0, 300, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> strip.set(0, 0, 0, 0, 256)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> strip.set(0, 0, 0, 0, 1.01))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("1.01", "0.0 to 1.0");
        assertThatThrownBy(() -> strip.set(0, 0, 0, 0, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> strip.set(0, new int[] {1, 2}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("2 parts", "3 or 4");
        assertThat(strip.sent).isEmpty();
        assertThat(strip.get(0)).containsExactly(0, 0, 0, 0);
    }

    @Test
    void aStripPrintsItsColors() {
        Strip strip = strip(2, "GRB");
        strip.set(0, 0xFF0000);
        assertThat(strip).hasToString("[[255, 0, 0], [0, 0, 0]]");
    }
}
