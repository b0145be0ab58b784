// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.drivers.hx711.AnalogIn;
import blinka4j.drivers.hx711.HX711;
import blinka4j.drivers.hx711.HX711.ChanGain;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimHX711;

/**
 * Prints the readings of a load cell on an HX711.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_HX711/blob/main/examples/hx711_simpletest.py">hx711_simpletest.py</a>.
 *
 * <p>Wiring: HX711: VIN to 3.3 V, GND to ground, DATA to D5, SCK to D6; the load cell: red to E+, black to E-, white to A-, green to A+.
 */
public final class Hx711SimpleTest extends Sample {
    final SimHX711 sensor = new SimHX711().channelA(1.25);

    public Hx711SimpleTest() {
        super("hx711", "a load cell on an HX711", Hx711SimpleTest::main);
    }

    public static void main(String[] args) {
        try (DigitalInOut data = new DigitalInOut(Board.D5);
                DigitalInOut clock = new DigitalInOut(Board.D6)) {
            HX711 hx711 = new HX711(data, clock);
            AnalogIn channelA = new AnalogIn(hx711, ChanGain.CHAN_A_GAIN_128);
            // AnalogIn channelB = new AnalogIn(hx711, ChanGain.CHAN_B_GAIN_32);

            while (true) {
                System.out.println("Reading: " + channelA.value());
                sleep(1);
            }
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        sensor.attachTo(board, "D5", "D6");
        swing(board, sensor.quantity("channel A"), 1);
    }
}
