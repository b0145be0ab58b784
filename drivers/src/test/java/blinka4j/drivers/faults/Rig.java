// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.busio.I2C;
import blinka4j.sim.SimClock;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.SimI2CDevice;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A driver and its simulated chip, on a bus that fails; and what can be done with the driver. */
abstract class Rig {
    /** One operation. */
    interface Operation {
        /**
         * @return whether the result is right; if not, it is one that the chip could have given
         * @throws AssertionError if the chip could not
         */
        boolean isRight();
    }

    /** NaN, where the chip could give a value. */
    static final class NoValue extends AssertionError {
        private static final long serialVersionUID = 1L;

        NoValue(String message) {
            super(message);
        }
    }

    final String name;
    final Random random;
    final Faults faults;
    final SimClock clock;
    /** Whether the chip's replies have a checksum. */
    final boolean checksum;

    private final List<Operation> operations = new ArrayList<>();
    private @Nullable Runnable interrupted;

    Rig(String name, Random random, Faults faults, SimClock clock, boolean checksum) {
        this.name = name;
        this.random = random;
        this.faults = faults;
        this.clock = clock;
        this.checksum = checksum;
    }

    /** Parts of a rig on I2C, which its constructor needs before it has a {@code this}. */
    record Parts(SimI2CBus bus, FaultyI2C port, I2C i2c) {
        static Parts of(Random random) {
            SimI2CBus bus = new SimI2CBus();
            FaultyI2C port = new FaultyI2C(bus, random);
            return new Parts(bus, port, new I2C(port));
        }

        Parts attach(int address, SimI2CDevice device) {
            bus.attach(address, device);
            // Without power it also forgets an address that it was given.
            port.faults()
                    .onPowerLoss(() -> bus.move(device, address).detach(address).attach(address, device));
            return this;
        }
    }

    Rig(String name, Random random, Parts parts, boolean checksum) {
        this(name, random, parts.port().faults(), parts.bus().clock(), checksum);
    }

    /** How many outcomes there are at least: right, wrong as the chip could be, and the errors of a bus. */
    int leastOutcomes() {
        return 3;
    }

    final void add(Operation operation) {
        operations.add(operation);
    }

    /** A change of a setting: right if the chip has it afterwards. */
    final void addChange(Runnable change, Operation arrived) {
        add(() -> {
            change.run();
            return arrived.isRight();
        });
    }

    /**
     * A new object, or a reset. If it fails, the program does it again: the chip may have lost the settings that the object of
     * before knows.
     */
    final void addStart(Runnable start, Operation arrived) {
        add(() -> {
            interrupted = start;
            start.run();
            interrupted = null;
            return arrived.isRight();
        });
    }

    final Operation any() {
        return operations.get(random.nextInt(operations.size()));
    }

    /** Without faults, in turn: all that the driver says is what the chip has. */
    final void requireRight() {
        for (Operation operation : readings()) {
            if (!operation.isRight()) {
                throw new AssertionError("the driver still says something else than the chip");
            }
        }
    }

    abstract List<Operation> readings();

    /** Whether this exception of the driver's documentation may come, if a reply was wrong. */
    boolean isDocumented(IllegalArgumentException e) {
        return false;
    }

    /** Something else happens to the chip, so that an old value is not taken for a new one. */
    void change() {}

    /** An operation failed: what it was to write may have been written in part. */
    void failed() {
        Runnable again = interrupted;
        interrupted = null;
        if (again != null) {
            again.run();
        }
    }

    final double uniform(double least, double most) {
        return least + (most - least) * random.nextDouble();
    }

    final <T> T one(T[] of) {
        return of[random.nextInt(of.length)];
    }

    /** A reading that a chip which does not measure may refuse. */
    static boolean isRightOrOff(Operation reading, boolean isOff) {
        try {
            return reading.isRight();
        } catch (IllegalStateException e) {
            return isOff;
        }
    }

    /** Whether a value is right; NaN is right where it is expected. What the chip cannot give is an error. */
    static boolean near(double actual, double expected, double tolerance, double least, double most) {
        if (Double.isNaN(expected) && Double.isNaN(actual) || Math.abs(actual - expected) <= tolerance) {
            return true;
        }
        if (Double.isNaN(actual)) {
            throw new NoValue("NaN, where the chip has %s".formatted(expected));
        }
        if (!(actual >= least && actual <= most)) {
            throw new AssertionError("%s, where the chip has %s to %s".formatted(actual, least, most));
        }
        return false;
    }
}
