// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.SPI;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.drivers.max31855.MAX31855;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimMAX31855;

/**
 * Prints the temperature of a thermocouple from a MAX31855, every two seconds.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_MAX31855/blob/main/examples/max31855_simpletest.py">max31855_simpletest.py</a>.
 *
 * <p>Wiring: MAX31855: VIN to 3.3 V, GND to ground, CLK to SCLK, DO to MISO, CS to D5, the thermocouple to its terminals.
 */
public final class Max31855SimpleTest extends Sample {
    final SimMAX31855 sensor = new SimMAX31855().temperature(25);

    public Max31855SimpleTest() {
        super("max31855", "temperature of a thermocouple from a MAX31855", Max31855SimpleTest::main);
    }

    public static void main(String[] args) {
        SPI spi = Board.spi();
        try (DigitalInOut cs = new DigitalInOut(Board.D5)) {
            MAX31855 max31855 = new MAX31855(spi, cs);
            while (true) {
                double celsius = max31855.temperature();
                double fahrenheit = celsius * 9 / 5 + 32;
                System.out.println("Temperature: " + celsius + " C " + fahrenheit + " F");
                sleep(2);
            }
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.spi().attach(board.pin("D5"), sensor);
        swing(board, sensor.quantity("temperature"), 100);
    }
}
