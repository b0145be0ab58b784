// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.analogio.AnalogOut;
import blinka4j.board.Board;
import blinka4j.samples.launcher.Sample;

/**
 * Makes a voltage rise on GPIO_PA4 from 0 V to the reference voltage, again and again.
 * Port of <a href="https://github.com/adafruit/Adafruit_Learning_System_Guides/tree/main/CircuitPython_Essentials/CircuitPython_AnalogOut">CircuitPython_AnalogOut</a>.
 *
 * <p>Wiring: a voltmeter or an oscilloscope to GPIO_PA4. Another board with a converter has another pin, and most have none:
 * with an MCP4725 and the kernel's driver it is {@code new AnalogOut("mcp4725", 0)}.
 */
public final class AnalogOutSawtooth extends Sample {
    public AnalogOutSawtooth() {
        super("analog-out", "a rising voltage on GPIO_PA4", AnalogOutSawtooth::main);
    }

    public static void main(String[] args) {
        try (AnalogOut analogOut = new AnalogOut(Board.pin("GPIO_PA4"))) {
            while (true) {
                System.out.println("Going up from 0 V");
                // Count up from 0 to 65535, with 64 increment
                // which ends up corresponding to the DAC's 10-bit range
                for (int i = 0; i < 65535; i += 64) {
                    analogOut.value(i);
                    sleep(0.001); // the original has no pause; here other programs want the processor too
                }
            }
        }
    }

    @Override
    public String simulatedBoard() {
        return "OSD32MP1_BRK";
    }
}
