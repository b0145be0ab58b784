// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.mcp9808.MCP9808;
import blinka4j.drivers.tca9548a.TCA9548A;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimMCP9808;
import blinka4j.sim.chips.SimTCA9548A;

/**
 * Prints the values of two sensors with one address, on channels 0 and 1 of a TCA9548A.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_TCA9548A/blob/main/examples/tca9548a_multisensor.py">tca9548a_multisensor.py</a>, with MCP9808 temperature sensors instead of TSL2591 light sensors.
 *
 * <p>Wiring: TCA9548A as in {@link Tca9548aSimpleTest}; on channels 0 and 1 an MCP9808 with A0 to VDD, address 0x19. A
 * device at this address on the bus itself would answer on every channel.
 */
public final class Tca9548aMultisensor extends Sample {
    final SimMCP9808 indoors = new SimMCP9808().temperature(21.25);
    final SimMCP9808 outdoors = new SimMCP9808().temperature(-3.5);

    public Tca9548aMultisensor() {
        super("tca9548a-multisensor", "two sensors of one address behind a TCA9548A", Tca9548aMultisensor::main);
    }

    public static void main(String[] args) {
        // The board's default I2C bus.
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA

        // The multiplexer on that bus.
        TCA9548A tca = new TCA9548A(i2c);

        // Each sensor is given its channel instead of the bus.
        MCP9808 mcp1 = new MCP9808(tca.get(0), 0x19);
        MCP9808 mcp2 = new MCP9808(tca.get(1), 0x19);

        // From here on, use them like any other sensor.
        while (true) {
            System.out.println(mcp1.temperature() + " " + mcp2.temperature());
            sleep(0.1);
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        SimTCA9548A multiplexer = new SimTCA9548A(board.clock());
        multiplexer.channel(0).attach(0x19, indoors);
        multiplexer.channel(1).attach(0x19, outdoors);
        board.i2c().attach(0x70, multiplexer);
        swing(board, indoors.quantity("temperature"), 0.5);
        swing(board, outdoors.quantity("temperature"), 1.5);
    }
}
