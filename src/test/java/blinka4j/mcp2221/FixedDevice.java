// SPDX-License-Identifier: MIT
package blinka4j.mcp2221;

import blinka4j.usb.HidDevice;
import java.util.Arrays;

/** A bridge that answers without allocating: all pins are digital, all transfers succeed, and each read has 60 bytes. */
final class FixedDevice implements HidDevice {
    @Override
    public String name() {
        return "fixed";
    }

    @Override
    public boolean exchange(byte[] sent, byte[] received, long timeoutNanos) {
        Arrays.fill(received, (byte) 0);
        received[0] = sent[0];
        if (sent[0] == 0x10) {
            received[3] = sent[3];
        }
        if (sent[0] == 0x40) {
            received[3] = 60;
        }
        return true;
    }

    @Override
    public void close() {}
}
