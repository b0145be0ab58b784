// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.hdc302x.HDC302x;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimHDC302x;

/**
 * Prints the temperature and humidity from an HDC302x.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_HDC302x/blob/main/examples/hdc302x_simpletest.py">hdc302x_simpletest.py</a>.
 *
 * <p>Wiring: HDC3020, HDC3021 or HDC3022, address 0x44: VIN to 3.3 V, GND to ground, SCL to SCL, SDA to SDA.
 */
public final class Hdc302xSimpleTest extends Sample {
    final SimHDC302x sensor = new SimHDC302x();

    public Hdc302xSimpleTest() {
        super("hdc302x", "temperature and humidity from an HDC302x", Hdc302xSimpleTest::main);
    }

    public static void main(String[] args) {
        I2C i2c = Board.i2c();
        HDC302x sensor = new HDC302x(i2c);

        while (true) {
            System.out.printf("Temperature: %.1f C%n", sensor.temperature());
            System.out.printf("Relative Humidity: %.1f%%%n", sensor.relativeHumidity());
            System.out.println();
            sleep(2);
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(HDC302x.DEFAULT_ADDRESS, sensor);
        swing(board, sensor.quantity("temperature"), 0.5);
        swing(board, sensor.quantity("humidity"), 1.5);
    }
}
