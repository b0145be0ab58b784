// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.bme680.BME680;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimBME680;

/**
 * Prints the temperature, gas resistance, humidity and pressure from a BME680 on I2C, and the altitude.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_BME680/blob/main/examples/bme680_simpletest.py">bme680_simpletest.py</a>.
 *
 * <p>Wiring: BME680, address 0x77: VIN to 3.3 V, GND to ground, SCK to SCL, SDI to SDA.
 */
public final class Bme680SimpleTest extends Sample {
    final SimBME680 sensor = new SimBME680();

    public Bme680SimpleTest() {
        super(
                "bme680",
                "temperature, gas resistance, humidity, pressure and altitude from a BME680 on I2C",
                Bme680SimpleTest::main);
    }

    public static void main(String[] args) {
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA
        BME680 bme680 = new BME680(i2c);

        // Set this to the pressure (hPa) at sea level where and when you are.
        bme680.seaLevelPressure(1013.25);

        // The sensor warms itself, by about 5 °C. Compare it with another thermometer.
        double temperatureOffset = -5;

        while (true) {
            BME680.Measurements all = bme680.measurements();
            System.out.printf("%nTemperature: %.1f C%n", all.temperature() + temperatureOffset);
            System.out.printf("Gas: %d ohm%n", (int) all.gas());
            System.out.printf("Humidity: %.1f %%%n", all.humidity());
            System.out.printf("Pressure: %.3f hPa%n", all.pressure());
            System.out.printf("Altitude = %.2f meters%n", bme680.altitude());
            sleep(1);
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(BME680.DEFAULT_ADDRESS, sensor);
        swing(board, sensor.quantity("temperature"), 0.5);
        swing(board, sensor.quantity("gas"), 5000);
        swing(board, sensor.quantity("humidity"), 1.5);
        swing(board, sensor.quantity("pressure"), -0.4);
    }
}
