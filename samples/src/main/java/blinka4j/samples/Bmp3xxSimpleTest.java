// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.bmp3xx.BMP3XX;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimBMP3XX;

/**
 * Prints the pressure and temperature from a BMP388 or BMP390.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_BMP3XX/blob/main/examples/bmp3xx_simpletest.py">bmp3xx_simpletest.py</a>.
 *
 * <p>Wiring: BMP388 or BMP390, address 0x77: VIN to 3.3 V, GND to ground, SCK to SCL, SDI to SDA.
 */
public final class Bmp3xxSimpleTest extends Sample {
    final SimBMP3XX sensor = new SimBMP3XX().temperature(22.6).pressure(1002.3);

    public Bmp3xxSimpleTest() {
        super("bmp3xx", "pressure and temperature from a BMP388 or BMP390", Bmp3xxSimpleTest::main);
    }

    public static void main(String[] args) {
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA
        BMP3XX bmp = new BMP3XX(i2c);

        bmp.pressureOversampling(8);
        bmp.temperatureOversampling(2);

        while (true) {
            System.out.printf("Pressure: %6.4f  Temperature: %5.2f%n", bmp.pressure(), bmp.temperature());
            sleep(1);
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(BMP3XX.DEFAULT_ADDRESS, sensor);
        swing(board, sensor.quantity("temperature"), 0.5);
        swing(board, sensor.quantity("pressure"), -0.4);
    }
}
