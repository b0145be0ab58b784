// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.scd4x.SCD4X;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimSCD4X;
import java.util.HexFormat;

/**
 * Prints CO2, temperature and humidity from an SCD40 or SCD41.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_SCD4X/blob/main/examples/scd4x_simpletest.py">scd4x_simpletest.py</a>.
 *
 * <p>Wiring: SCD40 or SCD41, address 0x62: VIN to 3.3 V, GND to ground, SCL to SCL, SDA to SDA.
 */
public final class Scd4xSimpleTest extends Sample {
    final SimSCD4X sensor = new SimSCD4X();

    public Scd4xSimpleTest() {
        super("scd4x", "CO2, temperature and humidity from an SCD40 or SCD41", Scd4xSimpleTest::main);
    }

    public static void main(String[] args) {
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA
        SCD4X scd4x = new SCD4X(i2c);
        System.out.println("Serial number: " + HexFormat.ofDelimiter(" ").formatHex(scd4x.serialNumber()));

        scd4x.startPeriodicMeasurement();
        System.out.println("Waiting for first measurement....");

        while (true) {
            if (scd4x.dataReady()) {
                System.out.printf("CO2: %.0f ppm%n", scd4x.co2());
                System.out.printf("Temperature: %.1f *C%n", scd4x.temperature());
                System.out.printf("Humidity: %.1f %%%n", scd4x.relativeHumidity());
                System.out.println();
            }
            sleep(1);
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(SCD4X.SCD4X_DEFAULT_ADDR, sensor);
        swing(board, sensor.quantity("co2"), 40);
        swing(board, sensor.quantity("temperature"), 0.5);
        swing(board, sensor.quantity("humidity"), 1.5);
    }
}
