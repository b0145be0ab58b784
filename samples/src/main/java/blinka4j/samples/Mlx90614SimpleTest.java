// SPDX-License-Identifier: MIT
package blinka4j.samples;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.mlx90614.MLX90614;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimMLX90614;

/**
 * Prints the temperature of an MLX90614 and of what it looks at.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_MLX90614/blob/main/examples/mlx90614_simpletest.py">mlx90614_simpletest.py</a>.
 *
 * <p>Wiring: MLX90614, address 0x5A: VIN to 3.3 V, GND to ground, SCL to SCL, SDA to SDA. The bus must run at 100 kHz or less.
 */
public final class Mlx90614SimpleTest extends Sample {
    final SimMLX90614 sensor = new SimMLX90614().ambient(22.49).object(36.61);

    public Mlx90614SimpleTest() {
        super("mlx90614", "temperature of an object from an MLX90614", Mlx90614SimpleTest::main, 2);
    }

    public static void main(String[] args) {
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA
        MLX90614 mlx = new MLX90614(i2c);

        System.out.println("Ambent Temp:  " + mlx.ambientTemperature());
        System.out.println("Object Temp:  " + mlx.objectTemperature());
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(MLX90614.DEFAULT_ADDRESS, sensor);
        swing(board, sensor.quantity("ambient"), 0.5);
        swing(board, sensor.quantity("object"), 1.5);
    }
}
