// SPDX-License-Identifier: MIT
package blinka4j.samples;

import blinka4j.microcontroller.Microcontroller;
import blinka4j.nvm.ByteArray;
import blinka4j.samples.launcher.Sample;
import java.util.HexFormat;

/**
 * Stores bytes that stay when the program ends, and counts how often the program was started.
 * Port of <a href="https://docs.circuitpython.org/en/latest/shared-bindings/nvm/">the example of nvm</a>; the original does not count.
 *
 * <p>Wiring: none. On Linux the bytes are in a file of the user, which BLINKA_NVM can name.
 */
public final class NvmSimpleTest extends Sample {
    private static final int STARTS = 3;
    private static final int NEVER = 0xFF;

    public NvmSimpleTest() {
        super("nvm", "bytes that stay, and a count of the program's starts", NvmSimpleTest::main);
    }

    public static void main(String[] args) {
        ByteArray nvm = Microcontroller.nvm();
        nvm.set(0, new byte[] {(byte) 0xCC, 0x10, 0x00});
        int before = nvm.get(STARTS);
        nvm.set(STARTS, before == NEVER ? 1 : (before + 1) % NEVER);
        System.out.printf(
                "%d bytes, of which the first are %s%n",
                nvm.length(), HexFormat.of().formatHex(nvm.get(0, 3)));
        System.out.printf("Start number %d%n", nvm.get(STARTS));
    }
}
