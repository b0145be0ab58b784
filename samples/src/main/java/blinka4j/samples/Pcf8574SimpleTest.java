// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.digitalio.Pull;
import blinka4j.drivers.pcf8574.DigitalInOut;
import blinka4j.drivers.pcf8574.PCF8574;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimPCF8574;

/**
 * An LED at a PCF8574 is lit while a button at it is pressed; the original prints nothing.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_PCF8574/blob/main/examples/pcf8574_buttonled.py">pcf8574_buttonled.py</a>.
 *
 * <p>Wiring: PCF8574, address 0x20: VCC to 3.3 V, GND to ground, SCL to SCL, SDA to SDA; a button between P0 and ground; 3.3 V to a
 * resistor of 330 Ω or more, from there to the long leg of an LED, the short leg to P7.
 */
public final class Pcf8574SimpleTest extends Sample {
    final SimPCF8574 expander = new SimPCF8574();

    public Pcf8574SimpleTest() {
        super("pcf8574", "an LED and a button at a PCF8574", Pcf8574SimpleTest::main);
    }

    public static void main(String[] args) {
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA
        PCF8574 pcf = new PCF8574(i2c);

        DigitalInOut led = pcf.getPin(7);
        DigitalInOut button = pcf.getPin(0);

        led.switchToOutput(true); // Low lights it: the chip cannot drive high.
        button.switchToInput(Pull.UP);

        boolean before = true;
        while (true) {
            boolean level = button.value();
            led.value(level);
            if (level != before) {
                System.out.println(level ? "released" : "pressed");
                before = level;
            }
            sleep(0.01); // debounce
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(PCF8574.DEFAULT_ADDRESS, expander);
        swing(board, expander.quantity("P0"), 1);
    }
}
