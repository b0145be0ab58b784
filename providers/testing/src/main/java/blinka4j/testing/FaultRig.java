// SPDX-License-Identifier: MIT
package blinka4j.testing;

import blinka4j.BusException;
import blinka4j.HardwareException;
import blinka4j.busio.I2C;
import blinka4j.busio.SPI;
import blinka4j.provider.Clock;
import blinka4j.sim.SimClock;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.SimI2CDevice;
import blinka4j.sim.TimeLimitError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
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
    private static final String SEED = "blinka4j.faults.seed";
    private static final Duration LIMIT = Duration.ofHours(1);
    private static final Duration REAL_LIMIT = Duration.ofMinutes(1);
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

    /** If it fails too, the error of the run is still the one thrown. */
    private interface Ending extends AutoCloseable {
        @Override
        void close();
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
    private final List<Bus> buses = new ArrayList<>();
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
            I2C i2c = parts.i2c();
            buses.add(new Bus(i2c::isClosed, i2c::tryLock, i2c::unlock));
        }
    }

    /** A bus that the driver must give back. */
    private record Bus(BooleanSupplier isClosed, BooleanSupplier tryLock, Runnable unlock) {
        /** True if this thread or another one has locked it. */
        boolean isLocked() {
            try {
                unlock.run();
                return true;
            } catch (IllegalStateException e) {
                // This thread has not locked it.
            }
            boolean isFree = tryLock.getAsBoolean();
            if (isFree) {
                unlock.run();
            }
            return !isFree;
        }
    }

    /** Makes the run fail if the driver leaves this bus locked, or closes it. */
    final void watch(SPI spi) {
        buses.add(new Bus(spi::isClosed, spi::tryLock, spi::unlock));
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

    /** What the last wrong reading was, for a message; empty if it is not known. */
    String unlike() {
        return "";
    }

    /** Called after the run, also after one that has failed. */
    void end() {}

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
        int only = onlySeed();
        int last = only > 0 ? only : runs;
        Map<String, FaultReport> reports = new LinkedHashMap<>();
        for (long next = only > 0 ? only : FIRST_SEED; next <= last; next++) {
            int seed = (int) next;
            List<? extends FaultRig> all;
            try {
                all = rigs.make(new Random(seed));
            } catch (ReflectiveOperationException | RuntimeException | Error e) {
                throw new AssertionError("seed %s: cannot begin: %s. %s".formatted(seed, text(e), again(seed)), e);
            }
            for (FaultRig rig : all) {
                FaultReport report =
                        reports.computeIfAbsent(rig.name, key -> new FaultReport(key, rig.leastOutcomes()));
                Ending ending = rig::end;
                try (ending) {
                    rig.run(seed, operations.applyAsInt(seed), report);
                }
            }
        }
        return List.copyOf(reports.values());
    }

    private static int onlySeed() {
        String text = System.getProperty(SEED);
        if (text == null) {
            return 0;
        }
        try {
            int seed = Integer.parseInt(text.strip());
            if (seed > 0) {
                return seed;
            }
        } catch (NumberFormatException e) {
            // The error below says more.
        }
        throw new IllegalArgumentException(
                "-D%s=%s is not possible. Use the seed of the message that is to be repeated, or leave it out."
                        .formatted(SEED, text));
    }

    /** The message without the stop at its end. */
    private static String text(Throwable e) {
        String message = e instanceof AssertionError && e.getMessage() != null ? e.getMessage() : e.toString();
        return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
    }

    private static String again(int seed) {
        return "To repeat it: -D%s=%s".formatted(SEED, seed);
    }

    /**
     * Ends an action that hangs.
     *
     * @throws AssertionError with the line at which it was
     */
    static <T> T limited(SimClock clock, Supplier<T> action) {
        Clock.Alarm limit = clock.limit(LIMIT, REAL_LIMIT);
        try {
            return action.get();
        } catch (TimeLimitError e) {
            throw new AssertionError("the driver hangs: %s Give its loop a timeout.".formatted(e.getMessage()), e);
        } finally {
            limit.cancel();
        }
    }

    private void run(int seed, int count, FaultReport report) {
        int done = 0;
        try {
            for (; done < count; done++) {
                report.add(step(count == 1 ? HIGH_CHANCE : random.nextInt(4) == 0 ? 0 : CHANCE));
            }
            String wrong = buses.stream().anyMatch(bus -> bus.isClosed.getAsBoolean())
                    ? "the driver has closed the bus, which is not its own"
                    : buses.stream().anyMatch(Bus::isLocked)
                            ? "the bus is still locked. Unlock it in finally"
                            : limited(clock, this::atTheEnd);
            if (!wrong.isEmpty()) {
                throw new AssertionError(wrong);
            }
        } catch (RuntimeException | Error e) {
            throw new AssertionError(
                    "%s, seed %s, operation %s: %s. %s".formatted(name, seed, done, text(e), again(seed)), e);
        }
        report.ended(faults.injected());
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
        String outcome;
        try {
            outcome = limited(clock, any()::isRight) ? RIGHT : PLAUSIBLE;
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
                throw new AssertionError("%s after %s faults, %s of them wrong replies%s"
                        .formatted(outcome, injected, corrupted, wrong ? unlike() : ""));
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
            if (!limited(clock, operation::isRight)) {
                throw new AssertionError("the driver still says something else than the chip" + unlike());
            }
        }
    }
}
