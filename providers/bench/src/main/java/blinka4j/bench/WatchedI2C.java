// SPDX-License-Identifier: MIT
package blinka4j.bench;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.provider.I2CPort;
import blinka4j.sim.ForwardingI2C;

/** Notes the transfers of an I2C bus, and makes them take as long as their bits. */
final class WatchedI2C extends ForwardingI2C {
    private final String bus;
    private final int frequency;
    private final Traffic traffic;
    private final Pace pace = new Pace(super::sleep);
    private final Runnable onClose;

    WatchedI2C(I2CPort port, String bus, int frequency, Traffic traffic, Runnable onClose) {
        super(port);
        this.bus = bus;
        this.frequency = frequency;
        this.traffic = traffic;
        this.onClose = onClose;
    }

    @Override
    public void transfer(int address, byte[] out, int outStart, int outEnd, byte[] in, int inStart, int inEnd) {
        int written = outEnd - outStart;
        int read = inEnd - inStart;
        String failure = null;
        try {
            super.transfer(address, out, outStart, outEnd, in, inStart, inEnd);
        } catch (BusException e) {
            failure = e.kind().toString();
            throw e;
        } finally {
            traffic.note(bus, address, out, outStart, written, in, inStart, read, failure);
        }
        int addresses = written > 0 && read > 0 ? 2 : 1;
        pace.spend((9L * (written + read + addresses) + 2) * 1_000_000_000L / frequency);
    }

    @Override
    public boolean probe(int address) {
        boolean answers = super.probe(address);
        traffic.note(bus, address, null, 0, 0, null, 0, 0, answers ? null : Kind.NO_ACKNOWLEDGE.toString());
        pace.spend(11L * 1_000_000_000L / frequency);
        return answers;
    }

    @Override
    public void close() {
        onClose.run();
        super.close();
    }
}
