// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.htu21d.HTU21D;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimHTU21D;

/**
 * Prints the temperature and humidity from an HTU21D.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_HTU21D/blob/main/examples/htu21d_simpletest.py">htu21d_simpletest.py</a>.
 *
 * <p>Wiring: HTU21D, address 0x40: VIN to 3.3 V, GND to ground, SCL to SCL, SDA to SDA.
 */
public final class Htu21dSimpleTest extends Sample {
    final SimHTU21D sensor = new SimHTU21D().temperature(22.5).humidity(44.2);

    public Htu21dSimpleTest() {
        super("htu21d", "temperature and humidity from an HTU21D", Htu21dSimpleTest::main);
    }

    public static void main(String[] args) {
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA
        HTU21D sensor = new HTU21D(i2c);

        while (true) {
            System.out.printf("%nTemperature: %.1f C%n", sensor.temperature());
            System.out.printf("Humidity: %.1f %%%n", sensor.relativeHumidity());
            sleep(2);
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(HTU21D.DEFAULT_ADDRESS, sensor);
        swing(board, sensor.quantity("temperature"), 0.5);
        swing(board, sensor.quantity("humidity"), 1.5);
    }
}
