// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.ina3221.INA3221;
import blinka4j.drivers.ina3221.INA3221Channel;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.Quantity;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimINA3221;

/**
 * Prints voltages and currents of three channels from an INA3221.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_INA3221/blob/main/examples/ina3221_simpletest.py">ina3221_simpletest.py</a>.
 *
 * <p>Wiring: INA3221, address 0x40: VCC to 3.3 V, GND to ground, SCL to SCL, SDA to SDA. For each channel + to the supply, - to
 * the load.
 */
public final class Ina3221SimpleTest extends Sample {
    final SimINA3221 sensor = new SimINA3221().load(0, 3.3, 5).load(1, 5, 10).load(2, 12, 20);

    public Ina3221SimpleTest() {
        super("ina3221", "voltages and currents of three channels from an INA3221", Ina3221SimpleTest::main);
    }

    public static void main(String[] args) {
        I2C i2c = Board.i2c();
        INA3221 ina = new INA3221(i2c);

        while (true) {
            for (int i = 0; i < 3; i++) {
                INA3221Channel channel = ina.get(i);
                System.out.printf("Channel %d:%n", i + 1);
                System.out.printf("  Bus Voltage: %.6f V%n", channel.busVoltage());
                System.out.printf("  Shunt Voltage: %.6f mV%n", channel.shuntVoltage());
                System.out.printf("  Current: %.6f mA%n", channel.current());
                System.out.println("-".repeat(30));
            }
            sleep(2);
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(INA3221.DEFAULT_ADDRESS, sensor);
        for (Quantity quantity : sensor.quantities()) {
            swing(board, quantity, 0.5);
        }
    }
}
