// SPDX-License-Identifier: MIT
package blinka4j.testing;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.provider.SpiPort;
import blinka4j.sim.SimClock;
import blinka4j.sim.SimSpiBus;
import blinka4j.sim.SimSpiDevice;
import blinka4j.testing.FaultyI2C.Fault;
import java.time.Duration;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * An SPI bus with one device, on which transfers fail by chance, as those of {@link FaultyI2C} do. As SPI has no acknowledge, only the
 * controller reports errors.
 */
public final class FaultySpi implements SpiPort {
    private final SimSpiBus bus = new SimSpiBus();
    private final SimSpiDevice device;
    private final Faults faults;

    /** @param random decides which transfers fail */
    public FaultySpi(SimSpiDevice device, Random random) {
        this.device = device;
        this.faults = new Faults(random);
        device.attached(bus);
        faults.onPowerLoss(() -> device.attached(bus));
    }

    /** Decides which transfers fail. */
    public Faults faults() {
        return faults;
    }

    /** The bus that works, with the clock of the device. */
    public SimSpiBus bus() {
        return bus;
    }

    @Override
    public int configure(Settings settings) {
        return bus.configure(settings);
    }

    @Override
    public void transfer(
            byte @Nullable [] out, int outStart, byte @Nullable [] in, int inStart, int length, boolean keepSelected) {
        Fault fault = faults.next(in != null);
        if (fault == Fault.NO_ACKNOWLEDGE || fault == Fault.BUSY || fault == Fault.STUCK) {
            throw failed(Kind.OTHER);
        }
        if (fault == Fault.SLOW) {
            sleep(Duration.ofMillis(1L + faults.some(25)));
        }
        byte[] before = in == null ? null : in.clone();
        int count = fault == Fault.NO_ACKNOWLEDGE_LATER ? faults.some(length) : length;
        device.selected();
        for (int i = 0; i < count; i++) {
            int received = device.exchange(out == null ? 0 : out[outStart + i] & 0xff);
            if (in != null) {
                in[inStart + i] = (byte) received;
            }
        }
        device.deselected();
        if (fault == Fault.NO_ACKNOWLEDGE_LATER || fault == Fault.TIMEOUT_AFTERWARDS) {
            throw failed(fault == Fault.TIMEOUT_AFTERWARDS ? Kind.TIMEOUT : Kind.OTHER);
        }
        if ((fault == Fault.FLIPPED || fault == Fault.CUT) && in != null && before != null) {
            faults.corrupt(fault, in, before, inStart, inStart + length);
        }
    }

    private static BusException failed(Kind kind) {
        return new BusException(kind, "failed as injected");
    }

    @Override
    public String name() {
        return bus.name();
    }

    @Override
    public SimClock clock() {
        return bus.clock();
    }

    @Override
    public void close() {}
}
