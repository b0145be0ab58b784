// SPDX-License-Identifier: MIT
package blinka4j.samples;

import blinka4j.bitbangio.BitbangIO;
import blinka4j.board.Board;
import blinka4j.busio.SPI;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.SimPin;

/**
 * Reads the id of a BME280 over an SPI bus on any pins.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_BitbangIO/blob/main/examples/bitbangio_simpletest.py">bitbangio_simpletest.py</a>.
 *
 * <p>Wiring: a BME280: SCK to D6, SDI to D17, SDO to D18, CS to D5.
 */
public final class BitbangSimpleTest extends Sample {
    private static final int REGISTER = 0xD0;
    private static final int ID = 0x60;

    public BitbangSimpleTest() {
        super("bitbang", "the id of a BME280 on an SPI bus of any pins", BitbangSimpleTest::main, 1);
    }

    public static void main(String[] args) {
        try (DigitalInOut cs = new DigitalInOut(Board.D5);
                SPI spi = BitbangIO.spi(Board.D6, Board.D17, Board.D18)) {
            cs.switchToOutput(true);

            cs.value(false);
            spi.write(new byte[] {(byte) REGISTER});
            byte[] data = new byte[1];
            spi.readInto(data);
            cs.value(true);
            System.out.println("Result is 0x%02x".formatted(data[0]));
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        Chip chip = new Chip(board.pin("D17"), board.pin("D18"));
        board.pin("D5").onLevel(high -> chip.select());
        board.pin("D6").onLevel(chip::clock);
    }

    /** Answers the number of the register with its id, bit by bit. */
    private static final class Chip {
        private final SimPin in;
        private final SimPin out;
        private int bits;
        private int received;

        Chip(SimPin in, SimPin out) {
            this.in = in;
            this.out = out;
        }

        void select() {
            bits = 0;
            received = 0;
        }

        void clock(boolean high) {
            if (high) {
                received = received << 1 | (in.level() ? 1 : 0);
                bits++;
            } else if (bits >= 8) {
                int answer = received >> (bits - 8) == REGISTER ? ID : 0xFF;
                out.drive((answer >> (7 - bits % 8) & 1) != 0);
            }
        }
    }
}
