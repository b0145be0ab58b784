// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.sht4x.SHT4x;
import blinka4j.drivers.sht4x.SHT4x.Measurements;
import blinka4j.drivers.sht4x.SHT4x.Mode;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimSHT4x;

/**
 * Prints the temperature and humidity from an SHT4x.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_SHT4x/blob/main/examples/sht4x_simpletest.py">sht4x_simpletest.py</a>.
 *
 * <p>Wiring: SHT40, SHT41 or SHT45, address 0x44: VIN to 3.3 V, GND to ground, SCL to SCL, SDA to SDA.
 */
public final class Sht4xSimpleTest extends Sample {
    final SimSHT4x sensor = new SimSHT4x().temperature(22.5).humidity(44.2);

    public Sht4xSimpleTest() {
        super("sht4x", "temperature and humidity from an SHT40, SHT41 or SHT45", Sht4xSimpleTest::main);
    }

    public static void main(String[] args) {
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA
        SHT4x sht = new SHT4x(i2c);
        System.out.printf("Found SHT4x with serial number 0x%x%n", sht.serialNumber());

        sht.mode(Mode.NOHEAT_HIGHPRECISION); // Mode.LOWHEAT_100MS is one of those that heat the sensor
        System.out.println("Current mode is: " + sht.mode());

        while (true) {
            Measurements measured = sht.measurements(); // Python's tuple of two
            System.out.printf("Temperature: %.1f C%n", measured.temperature());
            System.out.printf("Humidity: %.1f %%%n", measured.relativeHumidity());
            System.out.println();
            sleep(1);
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(0x44, sensor);
        swing(board, sensor.quantity("temperature"), 0.5);
        swing(board, sensor.quantity("humidity"), 1.5);
    }
}
