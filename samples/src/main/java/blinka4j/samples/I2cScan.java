// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.Sim24LC32;
import blinka4j.sim.chips.SimBME280;
import blinka4j.sim.chips.SimMCP9808;

/**
 * Prints the addresses that answer on the I2C bus.
 * Port of <a href="https://github.com/adafruit/Adafruit_Learning_System_Guides/tree/main/CircuitPython_Essentials/CircuitPython_I2C_Scan">CircuitPython_I2C_Scan</a>.
 *
 * <p>Wiring: any I2C devices, SCL to SCL, SDA to SDA.
 */
public final class I2cScan extends Sample {
    public I2cScan() {
        super("i2c-scan", "the addresses that answer on the I2C bus", I2cScan::main);
    }

    public static void main(String[] args) {
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA

        i2c.lock(); // waits until it is free: the original's loop around try_lock
        try {
            while (true) {
                System.out.println("I2C addresses found: "
                        + i2c.scan().stream().map("0x%02x"::formatted).toList());
                sleep(2);
            }
        } finally { // also when Ctrl-C ends the loop
            i2c.unlock();
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(0x18, new SimMCP9808()).attach(0x50, new Sim24LC32()).attach(0x77, new SimBME280());
    }
}
