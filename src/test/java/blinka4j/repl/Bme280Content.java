// SPDX-License-Identifier: MIT
package blinka4j.repl;

import blinka4j.boards.Boards;
import blinka4j.busio.I2C;
import blinka4j.drivers.bme280.BME280;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimBME280;
import java.util.HexFormat;

/** The registers of the simulated BME280 of the sample {@code bme280}, for boards that have registers alone. */
public final class Bme280Content {
    /** The address of the sample's sensor. */
    public static final int ADDRESS = 0x77;

    /** The registers below are not used. */
    public static final int FIRST = 0x80;

    private Bme280Content() {}

    /** Returns registers 0 to 255 while no measurement runs. */
    public static byte[] registers() {
        byte[] registers = new byte[256];
        try (SimBoard board = SimBoard.open(Boards.board("RASPBERRY_PI_4B"))) {
            board.i2c()
                    .attach(
                            ADDRESS,
                            new SimBME280().temperature(22.6).humidity(44.8).pressure(1002.3));
            I2C i2c = board.blinka().i2c();
            // The driver starts the measurements.
            new BME280(i2c, ADDRESS).temperature();
            byte[] one = new byte[1];
            for (int register = FIRST; register < registers.length; register++) {
                i2c.writeToThenReadFrom(ADDRESS, new byte[] {(byte) register}, one);
                registers[register] = one[0];
            }
        }
        return registers;
    }

    /** Connects the sensor to a board. */
    public static void attachTo(Pico pico) {
        pico.outside("hardware.chips.update({%s: hardware.Registers(bytes.fromhex('%s'))})"
                .formatted(ADDRESS, HexFormat.of().formatHex(registers())));
    }
}
