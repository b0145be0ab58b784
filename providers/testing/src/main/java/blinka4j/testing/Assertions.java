// SPDX-License-Identifier: MIT
package blinka4j.testing;

import blinka4j.busio.I2C;
import blinka4j.busio.SPI;
import blinka4j.sim.Picture;
import blinka4j.sim.SimChip;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.SimPin;
import blinka4j.sim.SimSpiBus;

/**
 * AssertJ's assertions, and those for simulated hardware: {@code import static blinka4j.testing.Assertions.assertThat} is for both.
 *
 * <pre>{@code
 * assertThat(board.pin("D18")).isHigh().pulsed(10);
 * assertThat(board.i2c()).wrote(0x3C, 0x00, 0xAF);
 * assertThat(oled).looksLike("hello.png");
 * }</pre>
 */
public final class Assertions extends org.assertj.core.api.Assertions {
    private Assertions() {}

    public static PinAssert assertThat(SimPin actual) {
        return new PinAssert(actual);
    }

    public static I2CBusAssert assertThat(SimI2CBus actual) {
        return new I2CBusAssert(actual);
    }

    public static SpiBusAssert assertThat(SimSpiBus actual) {
        return new SpiBusAssert(actual);
    }

    public static ChipAssert assertThat(SimChip actual) {
        return new ChipAssert(actual);
    }

    public static PictureAssert assertThat(Picture actual) {
        return new PictureAssert(actual);
    }

    /** For the program's bus: whether it is locked. */
    public static FrontBusAssert assertThat(I2C actual) {
        return new FrontBusAssert(actual, actual::tryLock, actual::unlock);
    }

    /** For the program's bus: whether it is locked. */
    public static FrontBusAssert assertThat(SPI actual) {
        return new FrontBusAssert(actual, actual::tryLock, actual::unlock);
    }
}
