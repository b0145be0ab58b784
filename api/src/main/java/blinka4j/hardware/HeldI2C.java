// SPDX-License-Identifier: MIT
package blinka4j.hardware;

import blinka4j.provider.I2CPort;
import java.time.Duration;

/** A bus whose pins are free again, for this program too, when it is closed. */
final class HeldI2C implements I2CPort {
    private final I2CPort port;
    private final Hardware hardware;
    private final Hold hold;

    HeldI2C(I2CPort port, Hardware hardware, Hold hold) {
        this.port = port;
        this.hardware = hardware;
        this.hold = hold;
    }

    @Override
    public void transfer(int address, byte[] out, int outStart, int outEnd, byte[] in, int inStart, int inEnd) {
        port.transfer(address, out, outStart, outEnd, in, inStart, inEnd);
    }

    @Override
    public boolean probe(int address) {
        return port.probe(address);
    }

    @Override
    public String name() {
        return port.name();
    }

    @Override
    public void released() {
        port.released();
    }

    @Override
    public void sleep(Duration time) {
        port.sleep(time);
    }

    @Override
    public void close() {
        try {
            port.close();
        } finally {
            hardware.closed(this, hold);
        }
    }
}
