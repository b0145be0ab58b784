// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.drv2605.DRV2605;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimDRV2605;

/**
 * Prints the temperature from a DRV2605.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_DRV2605/blob/main/examples/drv2605_simpletest.py">drv2605_simpletest.py</a>.
 *
 * <p>Wiring: DRV2605, address 0x00: VIN to 3.3 V, GND to ground, SCL to SCL, SDA to SDA.
 */
public final class Drv2605SimpleTest extends Sample {
    final SimDRV2605 sensor = new SimDRV2605().temperature(22.5);

    public Drv2605SimpleTest() {
        super("drv2605", "temperature from a DRV2605", Drv2605SimpleTest::main);
    }

    public static void main(String[] args) {
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA
        DRV2605 sensor = new DRV2605(i2c);

        while (true) {
            System.out.printf("Temperature: %.1f C%n", sensor.temperature());
            sleep(2);
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(DRV2605.DEFAULT_ADDRESS, sensor);
        swing(board, sensor.quantity("temperature"), 0.5);
    }
}
