// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.BusException;
import blinka4j.board.Board;
import blinka4j.drivers.dht.DHT22;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimDHT22;

/**
 * Prints the temperature and humidity from a DHT22.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_DHT/blob/main/examples/dht_simpletest.py">dht_simpletest.py</a>.
 *
 * <p>Wiring: DHT22: pin 1 to 3.3 V, pin 2 to D18, pin 4 to ground; a resistor of 10 kilohms between pins 1 and 2.
 */
public final class DhtSimpleTest extends Sample {
    final SimDHT22 sensor = new SimDHT22().temperature(22.5).humidity(44.2);

    public DhtSimpleTest() {
        super("dht", "temperature and humidity from a DHT22", DhtSimpleTest::main);
    }

    public static void main(String[] args) {
        try (DHT22 dhtDevice = new DHT22(Board.D18)) {
            while (true) {
                try {
                    double temperatureC = dhtDevice.temperature();
                    double temperatureF = temperatureC * (9 / 5.0) + 32;
                    System.out.printf(
                            "Temp: %.1f F / %.1f C    Humidity: %s%% %n",
                            temperatureF, temperatureC, dhtDevice.humidity());
                } catch (BusException e) { // errors happen fairly often, DHTs are hard to read, just keep going
                    if (e.kind() == BusException.Kind.INTERRUPTED) {
                        throw e; // the original has no interrupts
                    }
                    System.out.println(e.getMessage());
                }
                sleep(2);
            }
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        sensor.attachTo(board, "D18");
        swing(board, sensor.quantity("temperature"), 2);
        swing(board, sensor.quantity("humidity"), 5);
    }
}
