// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.ht16k33.HT16K33;
import blinka4j.drivers.ht16k33.Seg7x4;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimHT16K33;

/**
 * Shows numbers, a time and a moving text on four digits, and prints what it shows; the original prints nothing.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_HT16K33/blob/main/examples/ht16k33_segments_simpletest.py">ht16k33_segments_simpletest.py</a>.
 *
 * <p>Wiring: 7-segment display FeatherWing with HT16K33, address 0x70: 3V to 3.3 V, GND to ground, SCL to SCL, SDA to SDA.
 */
public final class Ht16k33SegmentsSimpleTest extends Sample {
    final SimHT16K33 chip = new SimHT16K33();

    public Ht16k33SegmentsSimpleTest() {
        super("ht16k33-segments", "numbers and a text on four digits", Ht16k33SegmentsSimpleTest::main, 6);
    }

    public static void main(String[] args) {
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA
        Seg7x4 display = new Seg7x4(i2c);
        // Or Seg14x4 for 14 segments, or BigSeg7x4, each with another address as in: new Seg7x4(i2c, 0x71)

        System.out.println("42");
        display.print(42);
        sleep(2);

        System.out.println("FF23");
        display.printHex(0xFF23);
        sleep(2);

        System.out.println("12:30");
        display.print("12:30");
        sleep(2);
        display.colon(false);

        System.out.println("12AB");
        display.set(0, "1");
        display.set(1, "2");
        display.set(2, "A");
        display.set(3, "B");
        sleep(2);

        System.out.println("single segments");
        display.setDigitRaw(0, 0xFF);
        display.setDigitRaw(1, 0b11111111);
        display.setDigitRaw(2, 0x79);
        display.setDigitRaw(3, 0b01111001);
        sleep(2);

        System.out.println("a moving text");
        display.marquee("Deadbeef 192.168.100.102... ", 0.2);
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(HT16K33.DEFAULT_ADDRESS, chip);
    }
}
