// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.bme280.BME280;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimBME280;

/**
 * Prints the temperature, humidity and pressure from a BME280 on I2C, and the altitude.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_BME280/blob/main/examples/bme280_simpletest.py">bme280_simpletest.py</a>.
 *
 * <p>Wiring: BME280, address 0x77: VIN to 3.3 V, GND to ground, SCK to SCL, SDI to SDA.
 */
public final class Bme280SimpleTest extends Sample {
    final SimBME280 sensor = new SimBME280().temperature(22.6).humidity(44.8).pressure(1002.3);

    public Bme280SimpleTest() {
        super("bme280", "temperature, humidity, pressure and altitude from a BME280 on I2C", Bme280SimpleTest::main);
    }

    public static void main(String[] args) {
        // The sensor on the board's default I2C bus.
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA
        BME280 bme280 = new BME280(i2c);

        // Set this to the pressure (hPa) at sea level where and when you are.
        bme280.seaLevelPressure(1013.25);

        while (true) {
            System.out.printf("%nTemperature: %.1f C%n", bme280.temperature());
            System.out.printf("Humidity: %.1f %%%n", bme280.relativeHumidity());
            System.out.printf("Pressure: %.1f hPa%n", bme280.pressure());
            System.out.printf("Altitude = %.2f meters%n", bme280.altitude());
            sleep(2);
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(0x77, sensor);
        swing(board, sensor.quantity("temperature"), 0.5);
        swing(board, sensor.quantity("humidity"), 1.5);
        swing(board, sensor.quantity("pressure"), -0.4);
    }
}
