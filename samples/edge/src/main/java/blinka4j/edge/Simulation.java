// SPDX-License-Identifier: MIT
package blinka4j.edge;

import blinka4j.sim.SimBoard;
import blinka4j.sim.SimChip;
import blinka4j.sim.chips.SimLIS3DH;
import blinka4j.sim.chips.SimMPU6050;
import java.nio.file.Path;

/** A simulated sensor that moves as a CSV file says. */
final class Simulation {
    private final SimBoard board;
    private final SimChip chip;

    /** Attaches a sensor to the I2C bus of a simulated board. It is at rest. */
    Simulation(SimBoard board, Accelerometer.Sensor sensor, int address) {
        this.board = board;
        chip = switch (sensor) {
            case LIS3DH -> new SimLIS3DH();
            case MPU6050 -> new SimMPU6050();
        };
        board.i2c().attach(address == 0 ? sensor.address : address, chip);
    }

    /** Begins to move now. After the end of the file the sensor stays as it is. */
    void follow(Path motion) {
        for (String axis : new String[] {"x", "y", "z"}) {
            chip.quantity("acceleration " + axis)
                    .follow(blinka4j.sim.Motion.csv(motion, axis)
                            .from(board.clock().now()));
        }
    }
}
