// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.drivers.dotstar.DotStar;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimDotStar;
import java.util.Random;

/**
 * Gives each pixel of a strip of DotStars a random color, four times a second.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_DotStar/blob/main/examples/dotstar_simpletest.py">dotstar_simpletest.py</a>.
 *
 * <p>Wiring: strip of DotStars: 5V to 5 V, GND to ground, CI to SCLK, DI to MOSI. For a long strip use a power supply, and a level
 * shifter if the strip does not take 3.3 V.
 */
public final class DotstarSimpleTest extends Sample {
    private static final Random RANDOM = new Random();
    private static final int N_DOTS = 30;

    final SimDotStar strip = new SimDotStar(N_DOTS);

    public DotstarSimpleTest() {
        super("dotstar", "random colors on a strip of DotStars", DotstarSimpleTest::main, 0);
    }

    /** A random color 0 to 192. */
    private static int randomColor() {
        return RANDOM.nextInt(7) * 32;
    }

    public static void main(String[] args) {
        // A DotStar LED strip with 30 LEDs connected to hardware SPI.
        try (DotStar dots = new DotStar(Board.SCK, Board.MOSI, N_DOTS, 0.2, true, DotStar.BGR, 4_000_000)) {
            while (true) {
                // Fill each dot with a random color.
                for (int dot = 0; dot < dots.length(); dot++) {
                    dots.set(dot, randomColor(), randomColor(), randomColor());
                }

                sleep(0.25);
            }
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.spi().attach(strip);
    }
}
