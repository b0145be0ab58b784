// SPDX-License-Identifier: MIT
package blinka4j.sim.parts;

import blinka4j.sim.Quantity;
import blinka4j.sim.SimBoard;
import blinka4j.sim.SimPart;

/**
 * A knob between ground and 3.3 V, with its wiper at an analog input. The voltage is proportional to its quantity {@code position}, 0 to 1;
 * 0.5 at first.
 */
public final class SimPotentiometer extends SimPart {
    private static final double SUPPLY = 3.3;

    private final Quantity position = measures("position", 0, 1, "", 0.5);

    /** A knob at a pin that the program opens as {@code AnalogIn}. */
    public SimPotentiometer(SimBoard board, String pin) {
        connected(board, pin);
        board.pin(pin).voltage(this::volts);
    }

    /**
     * A knob at an input of a simulated converter.
     *
     * @param input the voltage that the converter measures, such as {@code new SimMCP3xxx(Model.MCP3008).quantity("CH0")}
     */
    public SimPotentiometer(SimBoard board, Quantity input) {
        connected(board);
        input.follow(seconds -> volts());
    }

    /** The position, 0 to 1. */
    public double position() {
        return position.value();
    }

    /** Turns the knob to a position, 0 to 1. */
    public SimPotentiometer position(double to) {
        position.value(to);
        return this;
    }

    /** The voltage at the wiper. */
    public double volts() {
        return SUPPLY * position();
    }
}
