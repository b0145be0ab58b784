// SPDX-License-Identifier: MIT
package blinka4j.lab.guest;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.samples.launcher.Launcher;
import java.util.Arrays;
import java.util.HexFormat;

/** Writes the registers of a chip into the kernel's i2c-stub, then runs a sample with them. */
public final class StubbedSample {
    private StubbedSample() {}

    /**
     * @param arguments the address of the chip, its first register, all registers from 0, in hexadecimal; then those of the launcher
     */
    public static void main(String[] arguments) {
        int address = Integer.parseInt(arguments[0], 16);
        byte[] registers = HexFormat.of().parseHex(arguments[2]);
        try (I2C i2c = Board.i2c()) {
            for (int register = Integer.parseInt(arguments[1], 16); register < registers.length; register++) {
                i2c.writeTo(address, new byte[] {(byte) register, registers[register]});
            }
        }
        System.exit(Launcher.run(Arrays.copyOfRange(arguments, 3, arguments.length)));
    }
}
