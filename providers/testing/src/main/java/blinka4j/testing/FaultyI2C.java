// SPDX-License-Identifier: MIT
package blinka4j.testing;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.provider.I2CPort;
import blinka4j.sim.ForwardingI2C;
import java.time.Duration;
import java.util.Random;

/**
 * An I2C bus on which transfers fail as they do with long wires and bad supplies: by chance, or as ordered.
 *
 * <pre>{@code
 * FaultyI2C bus = new FaultyI2C(new SimI2CBus().attach(0x18, new SimMCP9808()));
 * MyDriver driver = new MyDriver(new I2C(bus));
 * bus.next(0, FaultyI2C.Fault.TIMEOUT_AFTERWARDS);
 * assertThatThrownBy(driver::temperature).isInstanceOf(BusException.class);
 * }</pre>
 */
public final class FaultyI2C extends ForwardingI2C {
    /** How a transfer fails. */
    public enum Fault {
        /** Nobody answers; nothing arrives. */
        NO_ACKNOWLEDGE,
        /** A byte in the middle of a write is not acknowledged; those before it have arrived. */
        NO_ACKNOWLEDGE_LATER,
        /** All arrives, but the controller reports a timeout. */
        TIMEOUT_AFTERWARDS,
        /** The bus is busy; nothing arrives. */
        BUSY,
        /** A wire is held low: this transfer and up to 19 more time out; nothing arrives. */
        STUCK,
        /** The device holds the clock for up to 25 ms. No error. */
        SLOW,
        /** One to three bits of the reply are wrong. No error. */
        FLIPPED,
        /** The reply ends too early; the rest of the buffer is as it was, or zeros. No error. */
        CUT
    }

    private final Faults faults;

    /** Fails as ordered. */
    public FaultyI2C(I2CPort port) {
        this(port, new Random(0));
    }

    /** Fails by chance. */
    public FaultyI2C(I2CPort port, Random random) {
        super(port);
        this.faults = new Faults(random);
    }

    /** Decides which transfers fail. */
    public Faults faults() {
        return faults;
    }

    /** The transfer after so many others fails. */
    public void next(int after, Fault fault) {
        faults.order(after, fault, null);
    }

    /** The reply after so many other transfers has a wrong bit: 0 is the lowest one of its first byte. */
    public void flipNext(int after, int bit) {
        faults.flip(after, bit);
    }

    /** Of the reply after so many other transfers only the first bytes come. */
    public void cutNext(int after, int arrived) {
        faults.cut(after, arrived);
    }

    @Override
    public void transfer(int address, byte[] out, int outStart, int outEnd, byte[] in, int inStart, int inEnd) {
        Fault fault = faults.next(inStart < inEnd);
        if (fault == null) {
            super.transfer(address, out, outStart, outEnd, in, inStart, inEnd);
            return;
        }
        switch (fault) {
            case NO_ACKNOWLEDGE -> throw failed(Kind.NO_ACKNOWLEDGE);
            case NO_ACKNOWLEDGE_LATER -> {
                int end = outStart + faults.some(outEnd - outStart);
                if (end > outStart) {
                    super.transfer(address, out, outStart, end, in, 0, 0);
                }
                throw failed(Kind.NO_ACKNOWLEDGE);
            }
            case TIMEOUT_AFTERWARDS -> {
                super.transfer(address, out, outStart, outEnd, in, inStart, inEnd);
                throw failed(Kind.TIMEOUT);
            }
            case BUSY -> throw failed(Kind.BUSY);
            case STUCK -> throw failed(Kind.TIMEOUT);
            case SLOW -> {
                sleep(Duration.ofMillis(1L + faults.some(25)));
                super.transfer(address, out, outStart, outEnd, in, inStart, inEnd);
            }
            case FLIPPED, CUT -> {
                byte[] before = in.clone();
                super.transfer(address, out, outStart, outEnd, in, inStart, inEnd);
                if (inStart < inEnd) {
                    faults.corrupt(fault, in, before, inStart, inEnd);
                }
            }
        }
    }

    /** What a probe makes of a bus that is busy is no fault of the bus. */
    @Override
    public boolean probe(int address) {
        Fault fault = faults.next(false);
        if (fault == Fault.TIMEOUT_AFTERWARDS || fault == Fault.STUCK) {
            throw failed(Kind.TIMEOUT);
        }
        return fault != Fault.NO_ACKNOWLEDGE && fault != Fault.NO_ACKNOWLEDGE_LATER && super.probe(address);
    }

    private static BusException failed(Kind kind) {
        return new BusException(kind, "failed as injected: " + kind);
    }
}
