// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.SPI;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.drivers.max31865.MAX31865;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimMAX31865;

/**
 * Prints the temperature of a PT100 from a MAX31865, once per second.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_MAX31865/blob/main/examples/max31865_simpletest.py">max31865_simpletest.py</a>.
 *
 * <p>Wiring: MAX31865: VIN to 3.3 V, GND to ground, CLK to SCLK, SDO to MISO, SDI to MOSI, CS to D5, a PT100 with two wires to its
 * terminals.
 */
public final class Max31865SimpleTest extends Sample {
    final SimMAX31865 sensor = new SimMAX31865();

    public Max31865SimpleTest() {
        super("max31865", "temperature of a PT100 from a MAX31865", Max31865SimpleTest::main);
    }

    public static void main(String[] args) {
        SPI spi = Board.spi();
        try (DigitalInOut cs = new DigitalInOut(Board.D5)) {
            MAX31865 sensor = new MAX31865(spi, cs);
            // A PT1000 with three wires: new MAX31865(spi, cs, 1000, 4300, 3).

            while (true) {
                System.out.printf("Temperature: %.3fC%n", sensor.temperature());
                sleep(1);
            }
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.spi().attach(board.pin("D5"), sensor);
        swing(board, sensor.quantity("resistance"), 3);
    }
}
