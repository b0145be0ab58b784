// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.scd30.SCD30;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimSCD30;

/**
 * Prints CO2, temperature and humidity from an SCD30.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_SCD30/blob/main/examples/scd30_simpletest.py">scd30_simpletest.py</a>.
 *
 * <p>Wiring: SCD30, address 0x61: VIN to 3.3 V, GND to ground, SCL to SCL, SDA to SDA. The bus should run at 50 kHz.
 */
public final class Scd30SimpleTest extends Sample {
    final SimSCD30 sensor = new SimSCD30();

    public Scd30SimpleTest() {
        super("scd30", "CO2, temperature and humidity from an SCD30", Scd30SimpleTest::main);
    }

    public static void main(String[] args) {
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA
        SCD30 scd = new SCD30(i2c);

        while (true) {
            // A measurement takes 2 s or more: look whether there is a new one.
            if (scd.dataAvailable()) {
                System.out.println("Data Available!");
                System.out.printf("CO2: %.0f PPM%n", scd.co2());
                System.out.printf("Temperature: %.2f degrees C%n", scd.temperature());
                System.out.printf("Humidity: %.2f %% rH%n", scd.relativeHumidity());
                System.out.println();
                System.out.println("Waiting for new data...");
                System.out.println();
            }
            sleep(0.5);
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(SCD30.SCD30_DEFAULT_ADDR, sensor);
        swing(board, sensor.quantity("co2"), 40);
        swing(board, sensor.quantity("temperature"), 0.5);
        swing(board, sensor.quantity("humidity"), 1.5);
    }
}
