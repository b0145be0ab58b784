// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.drivers.ds18x20.DS18X20;
import blinka4j.onewire.OneWireBus;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimDS18B20;

/**
 * Prints the temperature from the first DS18B20 or DS18S20 on a 1-Wire bus.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_DS18X20/blob/main/examples/ds18x20_simpletest.py">ds18x20_simpletest.py</a>.
 *
 * <p>Wiring: DS18B20: VDD to 3.3 V, GND to ground, DQ to D5, a resistor of 4.7 kOhm from DQ to 3.3 V. On a Raspberry Pi add
 * dtoverlay=w1-gpio,gpiopin=5 to /boot/firmware/config.txt.
 */
public final class Ds18x20SimpleTest extends Sample {
    final SimDS18B20 sensor = new SimDS18B20(0x070E41AC).temperature(22.5);

    public Ds18x20SimpleTest() {
        super("ds18x20", "temperature from a DS18B20", Ds18x20SimpleTest::main);
    }

    public static void main(String[] args) {
        try (OneWireBus bus = new OneWireBus(Board.D5)) {
            // Scan for sensors and take the first one.
            DS18X20 ds18 = new DS18X20(bus, bus.scan().get(0));

            while (true) {
                System.out.printf("Temperature: %.3fC%n", ds18.temperature());
                sleep(1);
            }
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.oneWire("D5").attach(sensor);
        swing(board, sensor.quantity("temperature"), 0.5);
    }
}
