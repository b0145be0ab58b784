// SPDX-License-Identifier: MIT
package blinka4j.drivers.neopixelspi;

import static blinka4j.drivers.BusAssert.assertFree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.NotAvailableException;
import blinka4j.busio.SPI;
import blinka4j.provider.SpiPort;
import blinka4j.sim.SPIPlayback;
import blinka4j.sim.SimSpiBus;
import blinka4j.sim.chips.SimNeoPixel;
import blinka4j.sim.chips.SimNeoPixel.Model;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A byte of 6.4 MHz takes 1.25 µs. 0xC0 is high for 0.3125 µs, 0xF0 for 0.625 µs: pulses of a WS2812B-V5, 0.22 to 0.38 µs and 0.58 to
 * 1 µs.
 */
class NeoPixel_SPITest {
    private final SimNeoPixel strip = new SimNeoPixel(Model.WS2812B_V5, 3, 3);
    private final SimSpiBus bus = new SimSpiBus().attach(strip);
    private final SPI spi = new SPI(bus);

    /** A bus that sends only so many bytes without a pause. */
    private record Narrow(SpiPort port, int longestTransfer) implements SpiPort {
        @Override
        public int configure(Settings settings) {
            return port.configure(settings);
        }

        @Override
        public void transfer(
                byte @Nullable [] out,
                int outStart,
                byte @Nullable [] in,
                int inStart,
                int length,
                boolean keepSelected) {
            port.transfer(out, outStart, in, inStart, length, keepSelected);
        }

        @Override
        public String name() {
            return port.name();
        }

        @Override
        public void close() {
            port.close();
        }
    }

    private static final Duration RESET = Duration.ofNanos(300_000);

    private static IntStream zeros(int count) {
        return IntStream.generate(() -> 0).limit(count);
    }

    /** 0x80 is F0 and seven C0; 80 µs are 64 bytes. */
    @Test
    void theBytesAreThoseOfTheOriginal() {
        int[] part = {0xF0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0};
        int[] color = IntStream.range(0, 24).map(i -> part[i % 8]).toArray();
        int[] frame = IntStream.concat(IntStream.concat(zeros(64), Arrays.stream(color)), zeros(64))
                .toArray();
        try (SPIPlayback playback = SPIPlayback.script().writes(frame)) {
            new NeoPixel_SPI(playback.spi(), 1).set(0, 0x808080);
        }
    }

    @Test
    void eachChangeIsShownAtOnce() {
        NeoPixel_SPI pixels = new NeoPixel_SPI(spi, 3);
        pixels.set(0, 0x123456);
        bus.clock().advance(RESET);
        assertThat(strip.color(0)).isEqualTo(0x123456);
        assertThat(bus.settings().baudrate()).isEqualTo(6_400_000);
        pixels.fill(1, 2, 3);
        bus.clock().advance(RESET);
        assertThat(strip.color(2)).isEqualTo(0x010203);
        assertThat(pixels.n()).isEqualTo(3);
        assertThat(pixels.byteorder()).isEqualTo(NeoPixel_SPI.GRB);
    }

    /** 64 bytes of pause before and after, and 24 for each pixel. */
    @Test
    void aStripThatTheBusCannotServeIsRefusedBeforeAnythingIsSent() {
        SPI narrow = new SPI(new Narrow(bus, 64 + 3 * 24 + 64));
        new NeoPixel_SPI(narrow, 3);
        assertThatThrownBy(() -> new NeoPixel_SPI(narrow, 4))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContaining("at most 9 bytes");
    }

    /** An old WS2811 with data at 400 kHz: CircuitPython's documentation says 3.2 MHz for that. */
    @Test
    void pulsesAndClockCanBeChosen() {
        try (SPIPlayback playback = SPIPlayback.script()
                .writes(
                        0, 0, 0, 0, 0x88, 0x88, 0x88, 0x88, 0x88, 0x88, 0x88, 0xEE, 0x88, 0x88, 0x88, 0x88, 0x88, 0x88,
                        0xEE, 0x88, 0x88, 0x88, 0x88, 0x88, 0x88, 0x88, 0xEE, 0xEE, 0, 0, 0, 0)) {
            NeoPixel_SPI pixels =
                    new NeoPixel_SPI(playback.spi(), 1, 1, false, NeoPixel_SPI.RGB, 3_200_000, 10e-6, 0x88, 0xEE);
            pixels.set(0, 0x010203);
            pixels.show();
        }
    }

    @Test
    void closingSwitchesThePixelsOffAndLeavesTheBusOpen() {
        NeoPixel_SPI pixels = new NeoPixel_SPI(spi, 3);
        pixels.fill(0xFFFFFF);
        bus.clock().advance(RESET);
        pixels.close();
        bus.clock().advance(RESET);
        assertThat(strip.color(1)).isZero();
        assertThat(spi.isClosed()).isFalse();
        int frames = strip.frames();
        pixels.close();
        assertThat(strip.frames()).isEqualTo(frames);
        NeoPixel_SPI late = new NeoPixel_SPI(spi, 3);
        spi.close();
        late.close();
    }

    @Test
    void afterAFailureTheBusIsFreeAndTheNextFrameIsShown() {
        NeoPixel_SPI pixels = new NeoPixel_SPI(spi, 3);
        bus.failNext(Kind.OTHER);
        assertThatThrownBy(() -> pixels.set(0, 0x010203)).isInstanceOf(BusException.class);
        assertFree(spi);
        pixels.show();
        bus.clock().advance(RESET);
        assertThat(strip.color(0)).isEqualTo(0x010203);
    }
}
