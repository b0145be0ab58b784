// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.drivers.tm1637.TM1637Display;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimTM1637;

/**
 * Shows texts and numbers on six digits, and prints what it shows; the original prints nothing.
 * Port of <a href="https://github.com/Neradoc/CircuitPython_tm1637_display/blob/main/examples/tm1637_display_simpletest.py">tm1637_display_simpletest.py</a>.
 *
 * <p>Wiring: display with a TM1637: VCC to 3.3 V, GND to ground, CLK to D5, DIO to D6.
 */
public final class Tm1637DisplaySimpleTest extends Sample {
    private static final double DELAY = 0.5;

    final SimTM1637 chip = new SimTM1637();

    public Tm1637DisplaySimpleTest() {
        super("tm1637-display", "texts and numbers on six digits", Tm1637DisplaySimpleTest::main, 8);
    }

    public static void main(String[] args) {
        try (TM1637Display display = new TM1637Display(Board.D5, Board.D6, 6)) {
            show(display, "HELLO");

            System.out.println("-31.1415 with 0 to 3 decimals");
            for (int i = 0; i < 4; i++) {
                display.print(-31.1415, i);
                display.brightness(i);
                sleep(DELAY);
            }

            System.out.println("301");
            display.print(301); // Expect: ___301
            sleep(DELAY);
            show(display, "14  "); // Expect: __14__
            System.out.println("-12");
            display.print(-12); // Expect: ___-12
            sleep(DELAY);
            System.out.println("ADAF");
            display.printHex(0xADAF); // Expect: __ADAF
            sleep(DELAY);
            show(display, "%06x".formatted(0xD1)); // Expect: 0000d1
            show(display, "1.2.3.");
            display.clear();
        }
    }

    private static void show(TM1637Display display, String text) {
        System.out.println(text);
        display.print(text);
        sleep(DELAY);
    }

    @Override
    public void attachTo(SimBoard board) {
        chip.attachTo(board, "D5", "D6");
    }
}
