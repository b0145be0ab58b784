// SPDX-License-Identifier: MIT
package blinka4j.drivers.neopixel;

import static blinka4j.drivers.BusAssert.assertFree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.boards.Boards;
import blinka4j.busio.SPI;
import blinka4j.microcontroller.Pin;
import blinka4j.neopixelwrite.NeoPixelOut;
import blinka4j.provider.SpiPort;
import blinka4j.sim.SimBoard;
import blinka4j.sim.SimSpiBus;
import blinka4j.sim.chips.SimNeoPixel;
import blinka4j.sim.chips.SimNeoPixel.Model;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On a simulated strip, which measures the pulses as the data sheet has them. */
class NeoPixelTest {
    private final SimBoard board = SimBoard.open(Boards.board("RASPBERRY_PI_4B"));
    private final SimNeoPixel strip = new SimNeoPixel(Model.WS2812B, 3, 3);
    private final Pin d10 = board.blinka().pin("D10");

    @AfterEach
    void close() {
        board.close();
    }

    @Test
    void eachChangeIsShownAtOnce() {
        board.spi().attach(strip);
        try (NeoPixel pixels = new NeoPixel(d10, 3)) {
            assertThat(strip.frames()).isZero();
            pixels.set(0, 0x123456);
            assertThat(strip.color(0)).isEqualTo(0x123456);
            assertThat(strip.frames()).isEqualTo(1);
            pixels.set(-1, 1, 2, 3);
            assertThat(strip.color(2)).isEqualTo(0x010203);
            pixels.fill(0xFF8001);
            assertThat(strip.color(0)).isEqualTo(0xFF8001);
            assertThat(strip.color(1)).isEqualTo(0xFF8001);
            pixels.brightness(0.5);
            assertThat(strip.color(2)).isEqualTo(0x7F4000);
            assertThat(strip.frames()).isEqualTo(4);
            assertThat(pixels.n()).isEqualTo(3);
            assertThat(pixels.byteorder()).isEqualTo("GRB");
            assertThat(pixels).hasToString("[[255, 128, 1], [255, 128, 1], [255, 128, 1]]");
        }
    }

    @Test
    void withoutAutoWriteChangesAreShownTogether() {
        board.spi().attach(strip);
        try (NeoPixel pixels = new NeoPixel(d10, 3, 0.25, false, NeoPixel.GRB)) {
            pixels.fill(0x808080);
            pixels.set(1, 0);
            assertThat(strip.frames()).isZero();
            pixels.write();
            assertThat(strip.frames()).isEqualTo(1);
            assertThat(strip.color(0)).isEqualTo(0x202020);
            assertThat(strip.color(1)).isZero();
        }
    }

    @Test
    void aStripWithWhiteTakesFourBytes() {
        SimNeoPixel white = new SimNeoPixel(Model.WS2812B, 2, 4);
        board.spi().attach(white);
        try (NeoPixel pixels = new NeoPixel(d10, 2, 1, true, NeoPixel.GRBW)) {
            pixels.set(0, 1, 2, 3, 4);
            pixels.set(1, 0x777777);
            assertThat(white.color(0)).isEqualTo(0x04010203);
            assertThat(white.color(1)).isEqualTo(0x77000000);
        }
    }

    @Test
    void closingSwitchesThePixelsOffAndFreesThePin() {
        board.spi().attach(strip);
        NeoPixel pixels = new NeoPixel(d10, 3);
        pixels.fill(0xFFFFFF);
        pixels.close();
        assertThat(strip.color(1)).isZero();
        int frames = strip.frames();
        pixels.close();
        assertThat(strip.frames()).isEqualTo(frames);
        assertThatThrownBy(pixels::show)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        new NeoPixel(d10, 3).close();
    }

    /** One frame after the other, and so many pixels; the last one has its color at each clock. */
    @ParameterizedTest
    @ValueSource(ints = {2_400_000, 3_200_000, 6_400_000, 4_390_000})
    void threeHundredPixelsAreShown(int frequency) {
        SimNeoPixel long300 = new SimNeoPixel(Model.WS2812B, 300, 3);
        SPI spi = new SPI(new SimSpiBus().attach(long300));
        NeoPixel pixels = new NeoPixel(new NeoPixelOut(spi, frequency), 300, 1, false, NeoPixel.GRB);
        for (int frame = 1; frame <= 2; frame++) {
            for (int i = 0; i < 300; i++) {
                pixels.set(i, (i * 40_503 * frame) & 0xFFFFFF);
            }
            pixels.show();
            assertThat(long300.frames()).isEqualTo(frame);
            for (int i = 0; i < 300; i++) {
                assertThat(long300.color(i)).isEqualTo((i * 40_503 * frame) & 0xFFFFFF);
            }
        }
    }

    /** 300 pixels of 24 bits, each 1.25 µs, and the reset of 300 µs. */
    @Test
    void aFrameTakesTheTimeOfItsBits() {
        board.spi().attach(strip);
        try (NeoPixel pixels = new NeoPixel(d10, 300)) {
            Duration before = board.clock().now();
            pixels.show();
            assertThat(board.clock().now().minus(before).toNanos() / 1000).isBetween(9300L, 9304L);
        }
    }

    @Test
    void severalStripsAreOnSeveralBuses() {
        try (SimBoard pi = SimBoard.open(Boards.board("RASPBERRY_PI_4B"))) {
            SimNeoPixel first = new SimNeoPixel(Model.WS2812B, 1, 3);
            SimNeoPixel second = new SimNeoPixel(Model.WS2812B, 1, 3);
            pi.spi().attach(first);
            pi.spi("/dev/spidev1").attach(second);
            try (NeoPixel one = new NeoPixel(pi.blinka().pin("MOSI"), 1);
                    NeoPixel two = new NeoPixel(pi.blinka().pin("MOSI_1"), 1)) {
                one.fill(1);
                two.fill(2);
                assertThat(first.color(0)).isEqualTo(1);
                assertThat(second.color(0)).isEqualTo(2);
            }
        }
    }

    @Test
    void badArgumentsAreRefusedBeforeAnythingIsOpened() {
        assertThatThrownBy(() -> new NeoPixel(d10, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1 pixels");
        assertThatThrownBy(() -> new NeoPixel(d10, 3, Double.NaN, true, NeoPixel.GRB))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new NeoPixel(d10, 3, 1, true, "GRX"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'GRX'");
        assertThatThrownBy(() -> new NeoPixel(board.blinka().pin("D18"), 3))
                .isInstanceOf(PinException.class)
                .hasMessageContainingAll("D18", "MOSI");
        assertThat(board.blinka().stillOpen()).isEmpty();
    }

    @Test
    void aStripThatDoesNotFitIntoOneTransferFreesThePin() {
        SimSpiBus bus = new SimSpiBus();
        SPI spi = new SPI(new Limited(bus));
        NeoPixelOut out = new NeoPixelOut(spi);
        assertThatThrownBy(() -> new NeoPixel(out, 446, 1, true, NeoPixel.GRB))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContaining("spidev.bufsiz");
        assertThat(out.isClosed()).isTrue();
        new NeoPixel(new NeoPixelOut(spi), 445, 1, true, NeoPixel.GRB).show();
    }

    /** A bus of the kernel, with its limit. */
    private static final class Limited implements SpiPort {
        private final SimSpiBus bus;

        Limited(SimSpiBus bus) {
            this.bus = bus;
        }

        @Override
        public int configure(Settings settings) {
            return bus.configure(settings);
        }

        @Override
        public void transfer(
                byte @Nullable [] out, int outStart, byte @Nullable [] in, int inStart, int length, boolean keep) {
            bus.transfer(out, outStart, in, inStart, length, keep);
        }

        @Override
        public int longestTransfer() {
            return 4096;
        }

        @Override
        public String name() {
            return bus.name();
        }

        @Override
        public void close() {
            bus.close();
        }
    }

    @Test
    void afterAFailureTheBusIsFreeAndTheNextFrameIsShown() {
        SimSpiBus bus = new SimSpiBus().attach(strip);
        SPI spi = new SPI(bus);
        NeoPixel pixels = new NeoPixel(new NeoPixelOut(spi), 3, 1, true, NeoPixel.GRB);
        bus.failNext(Kind.OTHER);
        assertThatThrownBy(() -> pixels.set(0, 0x010203)).isInstanceOf(BusException.class);
        assertFree(spi);
        pixels.show();
        assertThat(strip.color(0)).isEqualTo(0x010203);
    }

    /** The strip begins anew after 80 µs, and shows what it has. */
    @Test
    void aPauseWithinAFrameWouldEndIt() {
        SimSpiBus bus = new SimSpiBus().attach(strip);
        SPI spi = new SPI(bus);
        spi.configure(2_400_000);
        spi.write(new byte[] {
            (byte) 0xdb, 0x6d, (byte) 0xb6, (byte) 0xdb, 0x6d, (byte) 0xb6, (byte) 0xdb, 0x6d, (byte) 0xb6
        });
        assertThat(strip.frames()).isZero();
        bus.clock().advance(Duration.ofMillis(1));
        assertThat(strip.color(0)).isEqualTo(0xFFFFFF);
        assertThat(strip.color(1)).isZero();
        assertThat(strip.frames()).isEqualTo(1);
    }

    @Test
    void theSimulatedStripRefusesPulsesThatAreNotInTheDataSheet() {
        SPI spi = new SPI(new SimSpiBus().attach(strip));
        spi.configure(2_400_000);
        // Four bits of 0.417 µs.
        assertThatThrownBy(() -> spi.write(new byte[] {0, (byte) 0xF0, 0}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("pulse of 1666", "WS2812B");
        SPI other = new SPI(new SimSpiBus().attach(new SimNeoPixel(Model.WS2812B, 1, 3)));
        other.configure(2_400_000);
        assertThatThrownBy(() -> other.write(new byte[] {0, (byte) 0x81}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("bit of 2916", "WS2812B");
    }
}
