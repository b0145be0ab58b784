// SPDX-License-Identifier: MIT
package blinka4j.rainbowio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RainbowIOTest {
    /** CircuitPython's shared-module/rainbowio: three thirds of 85, in each of which one color falls by 3 a step and one rises. */
    @ParameterizedTest
    @CsvSource({
        "0, 0xFF0000",
        "1, 0xFC0300",
        "84, 0x03FC00",
        "85, 0x00FF00",
        "86, 0x00FC03",
        "169, 0x0003FC",
        "170, 0x0000FF",
        "171, 0x0300FC",
        "254, 0xFC0003",
        "255, 0xFF0000",
    })
    void theWheelGoesFromRedOverGreenAndBlueToRed(double pos, String color) {
        assertThat(RainbowIO.colorwheel(pos)).isEqualTo(Integer.decode(color));
    }

    /** Blinka has black there. */
    @ParameterizedTest
    @CsvSource({"256, 0", "341, 85", "512, 0", "1000000, 64", "-1, 255", "-86, 170", "-256, 0"})
    void beyondTheWheelItBeginsAnew(double pos, double same) {
        assertThat(RainbowIO.colorwheel(pos)).isEqualTo(RainbowIO.colorwheel(same));
    }

    /** Blinka cuts fractions off first. */
    @ParameterizedTest
    @CsvSource({
        "0.5, 0xFD0100",
        "42.5, 0x7F7F00",
        "84.9, 0x00FE00",
        "127.25, 0x00807E",
        "254.9, 0xFE0000",
        "255.5, 0xFF0000",
        "255.99, 0xFF0000",
        "256.5, 0xFD0100",
    })
    void fractionsCount(double pos, String color) {
        assertThat(RainbowIO.colorwheel(pos)).isEqualTo(Integer.decode(color));
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void whatIsNoNumberHasNoColor(double pos) {
        assertThatThrownBy(() -> RainbowIO.colorwheel(pos))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(Double.toString(pos), "finite");
    }

    @Test
    void everyColorHasPartsThatAddUpToWhite() {
        for (int pos = 0; pos < 256; pos++) {
            int color = RainbowIO.colorwheel(pos);
            assertThat((color >> 16) + (color >> 8 & 0xFF) + (color & 0xFF)).isEqualTo(255);
        }
    }
}
