// SPDX-License-Identifier: MIT
package blinka4j.sim;

import blinka4j.provider.NvmPort;
import java.util.Arrays;

/** The bytes of {@code microcontroller.nvm} of a simulated board, which stay as long as the board. */
final class SimNvm implements NvmPort {
    private final byte[] bytes = new byte[4096];

    SimNvm() {
        Arrays.fill(bytes, (byte) 0xFF);
    }

    @Override
    public int length() {
        return bytes.length;
    }

    @Override
    public synchronized byte[] read() {
        return bytes.clone();
    }

    @Override
    public synchronized void write(int start, byte[] written) {
        System.arraycopy(written, 0, bytes, start, written.length);
    }
}
