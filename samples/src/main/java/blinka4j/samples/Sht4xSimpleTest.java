// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.sht4x.SHT4x;
import blinka4j.drivers.sht4x.SHT4x.Measurements;
import blinka4j.drivers.sht4x.SHT4x.Mode;

/** Prints the temperature and humidity that an SHT4x measures. Port of Adafruit's {@code sht4x_simpletest.py}. */
public final class Sht4xSimpleTest {
    private Sht4xSimpleTest() {}

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
}
