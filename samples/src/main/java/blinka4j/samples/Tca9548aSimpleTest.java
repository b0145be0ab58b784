// SPDX-License-Identifier: MIT
package blinka4j.samples;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.tca9548a.TCA9548A;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimMCP9808;
import blinka4j.sim.chips.SimTCA9548A;

/**
 * Prints the addresses that answer on each channel of a TCA9548A. Devices on the bus itself answer on every channel.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_TCA9548A/blob/main/examples/tca9548a_simpletest.py">tca9548a_simpletest.py</a>.
 *
 * <p>Wiring: TCA9548A, address 0x70: VIN to 3.3 V, GND to ground, SCL to SCL, SDA to SDA.
 */
public final class Tca9548aSimpleTest extends Sample {
    public Tca9548aSimpleTest() {
        super("tca9548a", "the addresses on each channel of a TCA9548A", Tca9548aSimpleTest::main);
    }

    public static void main(String[] args) {
        // The board's default I2C bus.
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA

        // The multiplexer on that bus.
        TCA9548A tca = new TCA9548A(i2c);

        for (int channel = 0; channel < 8; channel++) {
            if (tca.get(channel).tryLock()) {
                System.out.print("Channel " + channel + ": ");
                var addresses = tca.get(channel).scan();
                System.out.println(addresses.stream()
                        .filter(address -> address != 0x70)
                        .map("0x%02x"::formatted)
                        .toList());
                tca.get(channel).unlock();
            }
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        SimTCA9548A multiplexer = new SimTCA9548A(board.clock());
        multiplexer.channel(0).attach(0x19, new SimMCP9808());
        multiplexer.channel(1).attach(0x19, new SimMCP9808());
        board.i2c().attach(0x70, multiplexer).attach(0x18, new SimMCP9808());
    }
}
