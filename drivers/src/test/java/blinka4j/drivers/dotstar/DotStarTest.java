// SPDX-License-Identifier: MIT
package blinka4j.drivers.dotstar;

import static blinka4j.drivers.BusAssert.assertFree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.PinException;
import blinka4j.boards.Boards;
import blinka4j.busio.SPI;
import blinka4j.microcontroller.Pin;
import blinka4j.sim.SPIPlayback;
import blinka4j.sim.SimBoard;
import blinka4j.sim.SimSpiBus;
import blinka4j.sim.chips.SimDotStar;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** APA102 data sheet: 32 zeros, then for each pixel three ones, 5 bits of brightness, blue, green, red; then clocks for the last one. */
class DotStarTest {
    private final SimBoard board = SimBoard.open(Boards.board("RASPBERRY_PI_4B"));
    private final Pin clock = board.blinka().pin("SCLK");
    private final Pin data = board.blinka().pin("MOSI");
    private final SimDotStar strip = new SimDotStar(3);

    @AfterEach
    void close() {
        board.close();
    }

    @Test
    void theBytesAreThoseOfTheDataSheet() {
        try (SPIPlayback playback = SPIPlayback.script()
                .writes(0, 0, 0, 0, 0xFF, 0x56, 0x34, 0x12, 0xFF, 0, 0, 0, 0)
                .writes(0, 0, 0, 0, 0xFF, 0x56, 0x34, 0x12, 0xEF, 3, 2, 1, 0)) {
            DotStar pixels = new DotStar(playback.spi(), 2);
            pixels.set(0, 0x123456);
            pixels.set(1, 1, 2, 3, 0.5);
        }
    }

    @Test
    void eachChangeIsShownAtOnce() {
        board.spi().attach(strip);
        try (DotStar pixels = new DotStar(clock, data, 3)) {
            assertThat(pixels.n()).isEqualTo(3);
            assertThat(pixels.byteorder()).isEqualTo(DotStar.BGR);
            pixels.set(2, 0x123456);
            assertThat(strip.color(2)).isEqualTo(0x123456);
            assertThat(strip.brightness(2)).isEqualTo(31);
            assertThat(board.spi().settings().baudrate()).isEqualTo(4_000_000);
            pixels.set(0, 1, 2, 3, 0.25);
            assertThat(strip.color(0)).isEqualTo(0x010203);
            assertThat(strip.brightness(0)).isEqualTo(7);
            pixels.brightness(0.5);
            assertThat(strip.color(2)).isEqualTo(0x091A2B);
            assertThat(strip.brightness(0)).isEqualTo(7);
        }
        assertThat(strip.color(2)).isZero();
        assertThat(board.blinka().stillOpen()).isEmpty();
    }

    /** The last of n pixels gets its data n / 2 clocks late. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 15, 16, 17, 32, 33, 64, 65, 144, 300})
    void theLastPixelHasItsColorAtOnce(int n) {
        SimDotStar chain = new SimDotStar(n);
        DotStar pixels = new DotStar(new SPI(new SimSpiBus().attach(chain)), n, 1, false, DotStar.BGR, 8_000_000);
        for (int frame = 1; frame < 4; frame++) {
            for (int i = 0; i < n; i++) {
                pixels.set(i, i * 77 * frame);
            }
            pixels.show();
            for (int i = 0; i < n; i++) {
                assertThat(chain.color(i)).isEqualTo(i * 77 * frame);
            }
        }
    }

    /** Zeros at the end, so that no pixel beyond lights up. */
    @Test
    void pixelsBeyondTheStripStayDark() {
        SimDotStar longer = new SimDotStar(40);
        DotStar pixels = new DotStar(new SPI(new SimSpiBus().attach(longer)), 20);
        for (int i = 0; i < 5; i++) {
            pixels.fill(0xFFFFFF);
        }
        assertThat(longer.color(19)).isEqualTo(0xFFFFFF);
        for (int i = 20; i < 40; i++) {
            assertThat(longer.color(i)).isZero();
            assertThat(longer.brightness(i)).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"PRBG, 123456", "PRGB, 123456", "PGRB, 123456", "PGBR, 123456", "PBRG, 123456", "PBGR, 123456"})
    void thereAreSixOrders(String order, String color) {
        SimSpiBus bus = new SimSpiBus().attach(strip);
        DotStar pixels = new DotStar(new SPI(bus), 1, 1, true, order, 4_000_000);
        pixels.set(0, Integer.parseInt(color, 16));
        // The strip takes blue, green, red.
        String wire = "%06x".formatted(strip.color(0));
        String blueGreenRed = wire.substring(4) + wire.substring(2, 4) + wire.substring(0, 2);
        String expected =
                order.substring(1).replace("R", "12").replace("G", "34").replace("B", "56");
        assertThat(blueGreenRed).isEqualTo(expected);
        assertThat(DotStar.RBG + DotStar.RGB + DotStar.GRB + DotStar.GBR + DotStar.BRG + DotStar.BGR)
                .contains(order);
    }

    @Test
    void badArgumentsAreRefusedBeforeAnythingIsOpened() {
        for (int n : new int[] {-1, -100, Integer.MIN_VALUE}) {
            assertThatThrownBy(() -> new DotStar(clock, data, n))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(n + " pixels");
        }
        assertThatThrownBy(() -> new DotStar(clock, data, 3, 1, true, "BGR", 4_000_000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("'BGR'", "P");
        assertThatThrownBy(() -> new DotStar(clock, data, 3, 1, true, DotStar.BGR, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 Hz");
        assertThatThrownBy(() ->
                        new DotStar(board.blinka().pin("D6"), board.blinka().pin("D5"), 3))
                .isInstanceOf(PinException.class)
                .hasMessageContaining("no SPI bus on (clock=D6, MOSI=D5");
        assertThat(board.blinka().stillOpen()).isEmpty();
    }

    @Test
    void aClosedStripSaysSoAndFreesItsPins() {
        DotStar pixels = new DotStar(clock, data, 3);
        pixels.close();
        pixels.close();
        assertThatThrownBy(pixels::show)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        new DotStar(clock, data, 3).close();

        SPI spi = new SPI(new SimSpiBus().attach(strip));
        new DotStar(spi, 3).close();
        assertThat(spi.isClosed()).isFalse();
    }

    @Test
    void afterAFailureTheBusIsFreeAndTheNextFrameIsShown() {
        SimSpiBus bus = new SimSpiBus().attach(strip);
        SPI spi = new SPI(bus);
        DotStar pixels = new DotStar(spi, 3);
        bus.failNext(Kind.OTHER);
        assertThatThrownBy(() -> pixels.set(0, 0x010203)).isInstanceOf(BusException.class);
        assertFree(spi);
        pixels.show();
        assertThat(strip.color(0)).isEqualTo(0x010203);
        // Also if the strip cannot be switched off.
        DotStar closing = new DotStar(clock, data, 3);
        board.spi().failNext(Kind.OTHER);
        assertThatThrownBy(closing::close).isInstanceOf(BusException.class);
        assertThat(board.blinka().stillOpen()).isEmpty();
    }
}
