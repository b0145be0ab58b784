// SPDX-License-Identifier: MIT
package blinka4j.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.busio.I2C;
import blinka4j.sim.chips.SimDotStar;
import blinka4j.sim.chips.SimHT16K33;
import blinka4j.sim.chips.SimMCP9808;
import blinka4j.sim.chips.SimNeoPixel;
import blinka4j.sim.chips.SimSH1106;
import blinka4j.sim.chips.SimSSD1306;
import org.junit.jupiter.api.Test;

/** What displays show. */
class PictureTest {
    @Test
    void displaysAndStripsHaveAPicture() {
        assertThat(new SimSSD1306(128, 32).picture()).get().satisfies(picture -> {
            assertThat(picture.width()).isEqualTo(128);
            assertThat(picture.height()).isEqualTo(32);
            assertThat(picture.color(127, 31)).isZero();
        });
        assertThat(new SimSH1106(128, 64).picture()).isPresent();
        assertThat(new SimNeoPixel(SimNeoPixel.Model.WS2812B, 8, 3).picture())
                .get()
                .satisfies(picture -> assertThat(picture.width()).isEqualTo(8));
        assertThat(new SimDotStar(5).picture())
                .get()
                .satisfies(picture -> assertThat(picture.height()).isEqualTo(1));
        assertThat(new SimMCP9808().picture()).isEmpty();
    }

    /** HT16K33 Rev. 1.10: 0x21 starts the oscillator, 0x81 switches the LEDs on, 0x00 addresses ROW 0 to 7 of COM 0. */
    @Test
    void thePictureIsWhatTheDisplayShowsNow() {
        SimHT16K33 leds = new SimHT16K33();
        I2C i2c = new I2C(new SimI2CBus().attach(0x70, leds));
        Picture picture = leds.picture().orElseThrow();
        i2c.writeTo(0x70, new byte[] {0x21});
        i2c.writeTo(0x70, new byte[] {(byte) 0x81});
        byte[] all = new byte[17];
        all[1] = 0b100;
        i2c.writeTo(0x70, all);

        assertThat(picture.color(2, 0)).isEqualTo(0xFF0000);
        assertThat(picture.color(1, 0)).isZero();
        assertThat(picture.color(2, 1)).isZero();
    }

    @Test
    void aPixelOutsideOfThePictureIsRefused() {
        Picture picture = new Picture(2, 3, (x, y) -> 1);

        assertThatThrownBy(() -> picture.color(2, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("2, 0", "2 x 3");
        assertThatThrownBy(() -> picture.color(0, 3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> picture.color(-1, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
