// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.testing.Assertions.assertThat;
import static blinka4j.testing.Assertions.assertThatThrownBy;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import blinka4j.BusException;
import blinka4j.sim.SimBoard;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.SimSpiBus;
import blinka4j.sim.chips.SimNeoPixel;
import blinka4j.sim.chips.SimPCF8591;
import blinka4j.sim.parts.SimPotentiometer;
import blinka4j.testing.Simulated;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@Simulated
class PotentiometerNeopixelsTest {
    private final SimNeoPixel strip = new SimNeoPixel(SimNeoPixel.Model.WS2812B, 10, 3);

    @BeforeEach
    void attach(SimSpiBus spi) {
        spi.attach(strip);
    }

    @Test
    void aQuarterTurnLightsTwoPixels(SimBoard board, SimPCF8591 converter) {
        new SimPotentiometer(board, converter.quantity("AIN0")).position(0.25);

        board.clock()
                .after(
                        ofSeconds(1),
                        () -> assertThat(strip).looksLike("quarter-turn.png")); // at its end the strip is dark

        board.runFor(this::program, ofSeconds(2));
    }

    @Test
    void oneMorePixelIsLitForEachTenthOfATurn(SimBoard board, SimPCF8591 converter) {
        SimPotentiometer knob = new SimPotentiometer(board, converter.quantity("AIN0"));
        knob.quantity("position").follow(seconds -> Math.min(1, seconds / 20));
        List<Long> seen = new ArrayList<>();
        for (int tenth = 0; tenth <= 10; tenth++) {
            board.clock().after(ofMillis(2_000 * tenth + 1_000), () -> seen.add(lit()));
        }

        board.runUntil(this::program, () -> seen.size() == 11);

        assertThat(seen).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
    }

    @Test
    void aConverterThatIsUnpluggedEndsTheProgramAndTheStripIsDark(SimBoard board, SimI2CBus i2c, SimPCF8591 converter) {
        converter.volts(0, 3);
        board.clock().after(ofSeconds(3), () -> i2c.unplug(0x48));

        assertThatThrownBy(this::program)
                .isInstanceOfSatisfying(
                        BusException.class, e -> assertThat(e.kind()).isEqualTo(BusException.Kind.NO_ACKNOWLEDGE));
        assertThat(board.clock().now()).isBetween(ofSeconds(3), ofMillis(3_300));
        assertThat(strip).isDark();
    }

    private void program() {
        PotentiometerNeopixels.main(new String[0]);
    }

    private long lit() {
        return IntStream.range(0, 10).filter(i -> strip.color(i) == 0x320000).count();
    }
}
