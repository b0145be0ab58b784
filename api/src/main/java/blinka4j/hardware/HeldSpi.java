// SPDX-License-Identifier: MIT
package blinka4j.hardware;

import blinka4j.provider.SpiPort;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A bus whose pins are free again, for this program too, when it is closed. */
final class HeldSpi implements SpiPort {
    private final SpiPort port;
    private final Hardware hardware;
    private final Hold hold;

    HeldSpi(SpiPort port, Hardware hardware, Hold hold) {
        this.port = port;
        this.hardware = hardware;
        this.hold = hold;
    }

    @Override
    public int configure(Settings settings) {
        return port.configure(settings);
    }

    @Override
    public void transfer(
            byte @Nullable [] out, int outStart, byte @Nullable [] in, int inStart, int length, boolean keepSelected) {
        port.transfer(out, outStart, in, inStart, length, keepSelected);
    }

    @Override
    public String name() {
        return port.name();
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
