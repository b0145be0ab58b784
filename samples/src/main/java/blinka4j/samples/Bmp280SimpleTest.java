// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.bmp280.BMP280;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimBMP280;

/**
 * Prints the temperature and pressure from a BMP280, and the altitude.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_BMP280/blob/main/examples/bmp280_simpletest.py">bmp280_simpletest.py</a>.
 *
 * <p>Wiring: BMP280, address 0x77: VIN to 3.3 V, GND to ground, SCK to SCL, SDI to SDA.
 */
public final class Bmp280SimpleTest extends Sample {
    final SimBMP280 sensor = new SimBMP280().temperature(22.6).pressure(1002.3);

    public Bmp280SimpleTest() {
        super("bmp280", "temperature, pressure and altitude from a BMP280", Bmp280SimpleTest::main);
    }

    public static void main(String[] args) {
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA
        BMP280 bmp280 = new BMP280(i2c);

        // Set this to the pressure (hPa) at sea level where and when you are.
        bmp280.seaLevelPressure(1013.25);

        while (true) {
            System.out.printf("%nTemperature: %.1f C%n", bmp280.temperature());
            System.out.printf("Pressure: %.1f hPa%n", bmp280.pressure());
            System.out.printf("Altitude = %.2f meters%n", bmp280.altitude());
            sleep(2);
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(0x77, sensor);
        swing(board, sensor.quantity("temperature"), 0.5);
        swing(board, sensor.quantity("pressure"), -0.4);
    }
}
