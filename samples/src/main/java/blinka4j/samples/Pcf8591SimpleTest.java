// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.pcf8591.AnalogIn;
import blinka4j.drivers.pcf8591.AnalogOut;
import blinka4j.drivers.pcf8591.PCF8591;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimPCF8591;

/**
 * Sets the output of a PCF8591 to three voltages in turn, and prints the voltage at input AIN0.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_PCF8591/blob/main/examples/pcf8591_simpletest.py">pcf8591_simpletest.py</a>.
 *
 * <p>Wiring: PCF8591, address 0x48: VCC to 3.3 V, GND to ground, SCL to SCL, SDA to SDA, A0 to OUT or another voltage of at most
 * 3.3 V.
 */
public final class Pcf8591SimpleTest extends Sample {
    final SimPCF8591 converter = new SimPCF8591().volts(0, 1.65);

    public Pcf8591SimpleTest() {
        super("pcf8591", "voltage at an input of a PCF8591, and from its output", Pcf8591SimpleTest::main);
    }

    public static void main(String[] args) {
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA
        PCF8591 pcf = new PCF8591(i2c);
        AnalogIn pcfIn0 = new AnalogIn(pcf, PCF8591.A0);

        try (AnalogOut pcfOut = new AnalogOut(pcf, PCF8591.OUT)) {
            while (true) {
                for (int value : new int[] {65535, 32767, 0}) {
                    System.out.println("Setting out to " + value);
                    pcfOut.value(value);
                    System.out.printf("Pin 0: %.2fV%n%n", pcfIn0.voltage());
                    sleep(1);
                }
            }
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(PCF8591.DEFAULT_ADDRESS, converter);
        swing(board, converter.quantity("AIN0"), 0.5);
    }
}
