// SPDX-License-Identifier: MIT
package blinka4j.testing;

import blinka4j.BusException;
import blinka4j.HardwareException;
import blinka4j.busio.I2C;
import blinka4j.sim.SimClock;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.SimI2CDevice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A driver and its simulated chip, on a bus that fails; and all that can be done with the driver. {@link #run} does it in random order.
 * Each result must be right, an exception of the family {@link HardwareException}, or, where the chip has no checksum and the reply was
 * changed, another value that the chip could have given. As soon as the faults stop, the driver must say what the chip has.
 *
 * <p>{@link FaultRun} makes a rig for simple drivers.
 */
public abstract class FaultRig {
    private static final int FIRST_SEED = 1;
    private static final Duration LIMIT = Duration.ofHours(1);
    private static final double CHANCE = 0.08;
    /** Of an operation that is the only one of its run. */
    private static final double HIGH_CHANCE = 0.3;

    private static final String RIGHT = "right";
    private static final String PLAUSIBLE = "plausible";
    private static final String ARGUMENT = "argument";

    /** One operation. */
    public interface Operation {
        /**
         * Does it.
         *
         * @return whether the result is right; if not, it is one that the chip could have given
         * @throws AssertionError if the chip could not
         */
        boolean isRight();
    }

    /** NaN, where the chip could give a value. */
    public static final class NoValue extends AssertionError {
        private static final long serialVersionUID = 1L;

        /** @param message what the chip has */
        public NoValue(String message) {
            super(message);
        }
    }

    /** Makes the rigs of one run. */
    public interface Maker {
        /** @param random decides all that is random in the run */
        List<? extends FaultRig> make(Random random) throws ReflectiveOperationException;
    }

    /** In messages. */
    protected final String name;

    protected final Random random;
    protected final Faults faults;
    /** The time of the bus. */
    protected final SimClock clock;

    private final boolean checksum;
    private final List<I2C> buses = new ArrayList<>();
    private final List<Operation> operations = new ArrayList<>();
    private @Nullable Runnable interrupted;

    /** @param checksum whether the chip's replies have a checksum, so that a changed one cannot be taken for a value */
    protected FaultRig(String name, Random random, Faults faults, SimClock clock, boolean checksum) {
        this(name, random, faults, clock, null, checksum);
    }

    FaultRig(String name, Random random, Faults faults, SimClock clock, @Nullable Parts parts, boolean checksum) {
        this.name = name;
        this.random = random;
        this.faults = faults;
        this.clock = clock;
        this.checksum = checksum;
        if (parts != null) {
            buses.add(parts.i2c());
        }
    }

    /**
     * Parts of a rig on I2C, which its constructor needs before it has a {@code this}.
     *
     * @param bus the bus that works
     * @param port the bus that fails
     * @param i2c the bus of the driver
     */
    public record Parts(SimI2CBus bus, FaultyI2C port, I2C i2c) {
        /** Makes a bus without devices. */
        public static Parts of(Random random) {
            SimI2CBus bus = new SimI2CBus();
            FaultyI2C port = new FaultyI2C(bus, random);
            return new Parts(bus, port, new I2C(port));
        }

        /** Attaches a device that can lose its power. */
        public Parts attach(int address, SimI2CDevice device) {
            bus.attach(address, device);
            // Without power it also forgets an address that it was given.
            port.faults()
                    .onPowerLoss(() -> bus.move(device, address).detach(address).attach(address, device));
            return this;
        }
    }

    /** On I2C. */
    protected FaultRig(String name, Random random, Parts parts, boolean checksum) {
        this(name, random, parts.port().faults(), parts.bus().clock(), parts, checksum);
    }

    /** The name in messages. */
    public final String name() {
        return name;
    }

    /** Decides which transfers fail. */
    public final Faults faults() {
        return faults;
    }

    /** How many outcomes there are at least: right, wrong as the chip could be, and the errors of a bus. */
    public int leastOutcomes() {
        return 3;
    }

    /** Adds an operation. */
    protected final void add(Operation operation) {
        operations.add(operation);
    }

    /** Adds a change of a setting: right if the chip has it afterwards. */
    protected final void addChange(Runnable change, Operation arrived) {
        add(() -> {
            change.run();
            return arrived.isRight();
        });
    }

    /**
     * Adds the construction of an object, or a reset. If it fails, the program does it again: the chip may have lost the settings that the
     * object of before knows.
     */
    protected final void addStart(Runnable start, Operation arrived) {
        add(() -> {
            interrupted = start;
            start.run();
            interrupted = null;
            return arrived.isRight();
        });
    }

    /** One of the operations, by chance. */
    public final Operation any() {
        return operations.get(random.nextInt(operations.size()));
    }

    /** All that the driver says about the chip. */
    public abstract List<Operation> readings();

    /** Whether this exception of the driver's documentation may come, if a reply was wrong. */
    protected boolean isDocumented(IllegalArgumentException e) {
        return false;
    }

    /** Something else happens to the chip, so that an old value is not taken for a new one. */
    public void change() {}

    /** Disturbs the driver otherwise than by transfers that fail. Called before an operation with faults. */
    protected void disturb() {}

    /** Undoes what {@link #disturb} has done. */
    protected void calm() {}

    /** What is wrong at the end of a run, such as a pin that is left open; empty for nothing. */
    protected String atTheEnd() {
        return "";
    }

    /** An operation failed: what it was to write may have been written in part. */
    protected void failed() {
        Runnable again = interrupted;
        interrupted = null;
        if (again != null) {
            again.run();
        }
    }

    /** A random number in this range. */
    protected final double uniform(double least, double most) {
        return least + (most - least) * random.nextDouble();
    }

    /** One of these, by chance. */
    protected final <T> T one(T[] of) {
        return of[random.nextInt(of.length)];
    }

    /** A reading that a chip which does not measure may refuse with an {@link IllegalStateException}. */
    protected static boolean isRightOrOff(Operation reading, boolean isOff) {
        try {
            return reading.isRight();
        } catch (IllegalStateException e) {
            return isOff;
        }
    }

    /**
     * Whether a value is right; NaN is right where it is expected.
     *
     * @throws AssertionError if the chip cannot give it: outside {@code least} to {@code most}
     */
    protected static boolean near(double actual, double expected, double tolerance, double least, double most) {
        if ((Double.isNaN(expected) && Double.isNaN(actual)) || Math.abs(actual - expected) <= tolerance) {
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

    /**
     * Runs rigs with the seeds 1, 2, 3 and so on; with {@code -Dblinka4j.faults.seed=17} only with that one.
     *
     * @param runs how many seeds
     * @param operations how many operations the run of a seed has
     * @return a report for each rig, in the order of the first run
     * @throws AssertionError if something is wrong; the message has the seed and the operation
     */
    public static List<FaultReport> run(int runs, IntUnaryOperator operations, Maker rigs) {
        int only = Integer.getInteger("blinka4j.faults.seed", 0);
        int last = only > 0 ? only : runs;
        Map<String, FaultReport> reports = new LinkedHashMap<>();
        for (int seed = only > 0 ? only : FIRST_SEED; seed <= last; seed++) {
            List<? extends FaultRig> all;
            try {
                all = rigs.make(new Random(seed));
            } catch (ReflectiveOperationException | RuntimeException e) {
                throw new AssertionError("seed %s: cannot begin: %s".formatted(seed, e), e);
            }
            for (FaultRig rig : all) {
                rig.run(
                        seed,
                        operations.applyAsInt(seed),
                        reports.computeIfAbsent(rig.name, key -> new FaultReport(key, rig.leastOutcomes())));
            }
        }
        return List.copyOf(reports.values());
    }

    private void run(int seed, int count, FaultReport report) {
        int done = 0;
        try {
            for (; done < count; done++) {
                report.add(step(count == 1 ? HIGH_CHANCE : random.nextInt(4) == 0 ? 0 : CHANCE));
            }
            String wrong = isLocked() ? "the bus is still locked. Unlock it in finally" : atTheEnd();
            if (!wrong.isEmpty()) {
                throw new AssertionError(wrong);
            }
        } catch (RuntimeException | Error e) {
            throw new AssertionError(
                    "%s, seed %s, operation %s: %s. To repeat it: -Dblinka4j.faults.seed=%s"
                            .formatted(name, seed, done, e.getMessage() == null ? e : e.getMessage(), seed),
                    e);
        }
        report.ended(faults.injected());
    }

    /** True if this thread has locked a bus. */
    private boolean isLocked() {
        for (I2C bus : buses) {
            try {
                bus.unlock();
                return true;
            } catch (IllegalStateException e) {
                // Not locked.
            }
        }
        return false;
    }

    /** Does something with the faults on, then looks whether all is right with them off. */
    private String step(double chance) {
        change();
        int injectedBefore = faults.injected();
        int corruptedBefore = faults.corrupted();
        faults.chance(chance);
        if (chance > 0) {
            disturb();
        }
        SimClock.Event limit = clock.after(LIMIT, () -> {
            throw new AssertionError(
                    "the driver hangs: an operation has not ended within %s of simulated time. Give its loop a timeout."
                            .formatted(LIMIT));
        });
        String outcome;
        try {
            outcome = any().isRight() ? RIGHT : PLAUSIBLE;
        } catch (HardwareException e) {
            outcome = e instanceof BusException bus
                    ? bus.kind().name()
                    : e.getClass().getSimpleName();
        } catch (IllegalArgumentException e) {
            if (!isDocumented(e)) {
                throw e;
            }
            outcome = ARGUMENT;
        } finally {
            limit.cancel();
            faults.chance(0);
        }
        if (chance > 0) {
            calm();
        }
        int injected = faults.injected() - injectedBefore;
        int corrupted = faults.corrupted() - corruptedBefore;
        if (!outcome.equals(RIGHT)) {
            failed();
            boolean wrong = outcome.equals(PLAUSIBLE) || outcome.equals(ARGUMENT);
            if (wrong ? corrupted == 0 || checksum : injected == 0) {
                throw new AssertionError(
                        "%s after %s faults, %s of them wrong replies".formatted(outcome, injected, corrupted));
            }
        }
        if (injected > 0) {
            change();
            requireRight();
        }
        return outcome;
    }

    /** Without faults, in turn: all that the driver says is what the chip has. */
    private void requireRight() {
        for (Operation operation : readings()) {
            if (!operation.isRight()) {
                throw new AssertionError("the driver still says something else than the chip");
            }
        }
    }
}
