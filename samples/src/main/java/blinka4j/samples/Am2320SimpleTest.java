// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.am2320.AM2320;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimAM2320;

/**
 * Prints the temperature and humidity from an AM2320.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_AM2320/blob/main/examples/am2320_simpletest.py">am2320_simpletest.py</a>.
 *
 * <p>Wiring: AM2320, address 0x5C: VDD to 3.3 V, GND to ground, SCL to SCL, SDA to SDA; 10 kΩ from SCL and from SDA to 3.3 V.
 */
public final class Am2320SimpleTest extends Sample {
    final SimAM2320 sensor = new SimAM2320();

    public Am2320SimpleTest() {
        super("am2320", "temperature and humidity from an AM2320", Am2320SimpleTest::main);
    }

    public static void main(String[] args) {
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA
        AM2320 am = new AM2320(i2c);

        while (true) {
            AM2320.Measurements measured = am.measurements();
            System.out.println("Temperature:  " + measured.temperature());
            System.out.println("Humidity:  " + measured.relativeHumidity());
            sleep(2);
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(AM2320.AM2320_DEFAULT_ADDR, sensor);
        swing(board, sensor.quantity("temperature"), 0.5);
        swing(board, sensor.quantity("humidity"), 1.5);
    }
}
