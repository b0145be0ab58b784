// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.tlv493d.TLV493D;
import blinka4j.drivers.tlv493d.TLV493D.Magnetic;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimTLV493D;

/**
 * Prints the magnetic field from a TLV493D, once per second.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_TLV493D/blob/main/examples/tlv493d_simpletest.py">tlv493d_simpletest.py</a>.
 *
 * <p>Wiring: TLV493D, address 0x5e: VIN to 3.3 V, GND to ground, SCL to SCL, SDA to SDA.
 */
public final class Tlv493dSimpleTest extends Sample {
    final SimTLV493D sensor = new SimTLV493D();

    public Tlv493dSimpleTest() {
        super("tlv493d", "the magnetic field from a TLV493D", Tlv493dSimpleTest::main);
    }

    public static void main(String[] args) {
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA
        TLV493D tlv = new TLV493D(i2c);

        while (true) {
            Magnetic field = tlv.magnetic();
            System.out.println("X: " + field.x() + ", Y: " + field.y() + ", Z: " + field.z() + " uT");
            sleep(1);
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(TLV493D.DEFAULT_ADDRESS, sensor);
        swing(board, sensor.quantity("magnetic x"), 3000);
        swing(board, sensor.quantity("magnetic y"), -3000);
    }
}
