// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.sht31d.SHT31D;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimSHT31D;

/**
 * Prints the temperature and humidity from an SHT31-D, and heats the sensor for a second after every ten readings.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_SHT31D/blob/main/examples/sht31d_simpletest.py">sht31d_simpletest.py</a>.
 *
 * <p>Wiring: SHT31-D, address 0x44: VIN to 3.3 V, GND to ground, SCL to SCL, SDA to SDA.
 */
public final class Sht31dSimpleTest extends Sample {
    final SimSHT31D sensor = new SimSHT31D().temperature(22.5).humidity(44.2);

    public Sht31dSimpleTest() {
        super("sht31d", "temperature and humidity from an SHT31-D", Sht31dSimpleTest::main);
    }

    public static void main(String[] args) {
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA
        SHT31D sensor = new SHT31D(i2c);

        for (int loop = 1; ; loop++) {
            System.out.printf("%nTemperature: %.1f C%n", sensor.temperature());
            System.out.printf("Humidity: %.1f %%%n", sensor.relativeHumidity());
            sleep(2);
            if (loop % 10 == 0) {
                sensor.heater(true);
                System.out.println("Sensor Heater status = " + sensor.heater());
                sleep(1);
                sensor.heater(false);
                System.out.println("Sensor Heater status = " + sensor.heater());
            }
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(SHT31D.DEFAULT_ADDRESS, sensor);
        swing(board, sensor.quantity("temperature"), 0.5);
        swing(board, sensor.quantity("humidity"), 1.5);
    }
}
