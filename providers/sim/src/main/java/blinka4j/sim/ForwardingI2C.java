// SPDX-License-Identifier: MIT
package blinka4j.sim;

import blinka4j.provider.Clock;
import blinka4j.provider.I2CPort;
import java.time.Duration;

/**
 * An I2C port that passes every call on to another port. Extend it to watch or change some of the calls, such as
 * {@link I2CRecorder} does, or to make transfers fail.
 */
public abstract class ForwardingI2C implements I2CPort {
    private final I2CPort port;

    /** @param port the port that does the work */
    protected ForwardingI2C(I2CPort port) {
        this.port = port;
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
    public String missing(int address) {
        return port.missing(address);
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
    public Clock clock() {
        return port.clock();
    }

    @Override
    public void sleep(Duration time) {
        port.sleep(time);
    }

    /** Closes the other port too. */
    @Override
    public void close() {
        port.close();
    }

    @Override
    public String toString() {
        return name();
    }
}
