// SPDX-License-Identifier: MIT
package blinka4j.testing;

import blinka4j.HardwareException;
import blinka4j.busio.I2C;
import blinka4j.busio.SPI;
import blinka4j.busio.UART;
import blinka4j.provider.UartPort;
import blinka4j.runtime.Blinka;
import blinka4j.sim.Quantity;
import blinka4j.sim.SimBoard;
import blinka4j.sim.SimChip;
import blinka4j.sim.SimClock;
import blinka4j.sim.SimI2CDevice;
import blinka4j.sim.SimPin;
import blinka4j.sim.SimSpiDevice;
import blinka4j.sim.SimUart;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Runs a driver many times with faults, each time with another seed, and checks that it survives them.
 *
 * <pre>{@code
 * @Test
 * void survivesFaults() {
 *     FaultReport report = FaultRun.of(bus -> new Thermometer(bus))
 *             .chip(0x18, SimMCP9808::new)
 *             .reads("temperature", Thermometer::temperature, 0.1)
 *             .does(thermometer -> thermometer.alarm(30))
 *             .run();
 *     assertThat(report.faults()).isGreaterThan(1_000);
 * }
 * }</pre>
 *
 * <p>Each run makes chips and the driver, and then does some of the operations in random order: the readings, the actions, and the
 * construction of the driver. Before each the quantities of the chips get random values, and 3 s pass. Faults of a transfer are those of
 * {@link FaultyI2C.Fault}; faults of a chip are a loss of power for a moment; those of a serial line are bytes that nobody sent; those of a
 * pin are storms of edges. The run fails
 *
 * <ul>
 *   <li>if the driver throws anything but an exception of the family {@link HardwareException}, or throws without a fault;
 *   <li>if an operation, or the constructor, takes an hour of simulated time, a minute of real time, or 100,000 transfers;
 *   <li>if a reading is wrong though no reply was changed, or, with {@link #checksum}, though one was. After a loss of power a reading
 *       may also be NaN;
 *   <li>if a reading is wrong, or fails, when the faults have ended. After a loss of power the driver is made anew for that;
 *   <li>if at the end the bus is locked or closed, or, after the driver was closed, a pin is open.
 * </ul>
 *
 * The time of the driver is simulated, also that of {@code Time.sleep}. {@code Board} means a simulated Raspberry Pi 4.
 *
 * <p>The message has the seed. {@code -Dblinka4j.faults.seed=17} runs only that one.
 *
 * @param <D> the driver
 */
public final class FaultRun<D> {
    private static final String BOARD = "RASPBERRY_PI_4B";
    private static final int POWER_LOSSES = 8;
    private static final int LONGEST_STORM = 200;
    private static final Duration DISTURBANCE = Duration.ofSeconds(2);
    private static final int ATTEMPTS = 3;

    /** Makes the hardware of one run. */
    private interface Link<D> {
        Scene<D> begin(Random random);
    }

    /** The hardware of one run, and how to make the driver on it. */
    private record Scene<D>(
            FaultRig.@Nullable Parts parts,
            Faults faults,
            SimClock clock,
            Supplier<D> driver,
            @Nullable SPI spi,
            @Nullable SimUart uart,
            @Nullable SimBoard board) {}

    private record Place(int address, Supplier<? extends SimI2CDevice> chip) {}

    private record Reading<D>(String quantity, ToDoubleFunction<? super D> reading, double tolerance) {}

    private final Link<D> link;
    private final List<Place> places = new ArrayList<>();
    private @Nullable Supplier<? extends SimSpiDevice> spiChip;
    private final List<Function<SimUart, ?>> serial = new ArrayList<>();
    private final List<Function<SimBoard, ?>> wired = new ArrayList<>();
    private final List<String> stormy = new ArrayList<>();
    private final List<Reading<D>> readings = new ArrayList<>();
    private final List<Consumer<? super D>> actions = new ArrayList<>();
    private boolean checksum;
    private boolean powerLoss = true;
    private int runs = 1_000;
    private int operations = 10;
    private Duration pause = Duration.ofSeconds(3);

    /** The chips of the run that is being made. */
    private final List<SimChip> chips = new ArrayList<>();

    private FaultRun(Function<FaultRun<D>, Link<D>> link) {
        this.link = link.apply(this);
    }

    /** For a driver on I2C. Its chips are those of {@link #chip(int, Supplier)}. */
    public static <D> FaultRun<D> of(Function<I2C, D> driver) {
        return new FaultRun<>(run -> random -> {
            FaultRig.Parts parts = FaultRig.Parts.of(random);
            for (Place place : run.places) {
                parts.attach(place.address, run.known(place.chip.get()));
            }
            return new Scene<>(
                    parts,
                    parts.port().faults(),
                    parts.bus().clock(),
                    () -> driver.apply(parts.i2c()),
                    null,
                    null,
                    null);
        });
    }

    /** For a driver on SPI. Its chip is that of {@link #chip(Supplier)}, which is always selected. */
    public static <D> FaultRun<D> ofSpi(Function<SPI, D> driver) {
        return new FaultRun<>(run -> random -> {
            Supplier<? extends SimSpiDevice> chip = run.spiChip;
            if (chip == null) {
                throw new IllegalStateException("a run on SPI needs a chip. Add one, such as chip(SimMAX31855::new).");
            }
            FaultySpi port = new FaultySpi(run.known(chip.get()), random);
            SPI spi = new SPI(port);
            return new Scene<>(null, port.faults(), port.bus().clock(), () -> driver.apply(spi), spi, null, null);
        });
    }

    /** For a driver on a serial port, with 9600 baud. What is on the other end is {@link #serial}. */
    public static <D> FaultRun<D> ofUart(Function<UART, D> driver) {
        return new FaultRun<>(run -> random -> {
            SimClock clock = new SimClock();
            SimUart uart = new SimUart("simulated UART", clock);
            run.serial.forEach(each -> run.known(each.apply(uart)));
            UART front = new UART(uart.open(UartPort.Settings.DEFAULT), UartPort.Settings.DEFAULT);
            return new Scene<>(null, new Faults(random), clock, () -> driver.apply(front), null, uart, null);
        });
    }

    /** For a driver on pins of a Raspberry Pi 4. What is on them is {@link #wired}. */
    public static <D> FaultRun<D> ofBoard(Function<Blinka, D> driver) {
        return new FaultRun<>(run -> random -> {
            SimBoard board = SimBoard.open(SimulatedExtension.definition(BOARD)).lenient();
            run.wired.forEach(each -> run.known(each.apply(board)));
            return new Scene<>(
                    null, new Faults(random), board.clock(), () -> driver.apply(board.blinka()), null, null, board);
        });
    }

    private <T> T known(T device) {
        if (device instanceof SimChip chip) {
            chips.add(chip);
        }
        return device;
    }

    /** Attaches a chip to the I2C bus of each run, which can lose its power. */
    public FaultRun<D> chip(int address, Supplier<? extends SimI2CDevice> chip) {
        places.add(new Place(address, chip));
        return this;
    }

    /** Attaches a chip to the SPI bus of each run, which can lose its power. */
    public FaultRun<D> chip(Supplier<? extends SimSpiDevice> chip) {
        spiChip = chip;
        return this;
    }

    /**
     * Puts something on the other end of the serial line of each run.
     *
     * @param device makes it; if it returns a {@code SimChip}, {@link #reads} knows its quantities
     */
    public FaultRun<D> serial(Function<SimUart, ?> device) {
        serial.add(device);
        return this;
    }

    /**
     * Puts something on the board of each run.
     *
     * @param device makes it; if it returns a {@code SimChip}, {@link #reads} knows its quantities
     */
    public FaultRun<D> wired(Function<SimBoard, ?> device) {
        wired.add(device);
        return this;
    }

    /** Makes storms of edges on these pins, while the program does not drive them. */
    public FaultRun<D> storms(String... pins) {
        stormy.addAll(List.of(pins));
        return this;
    }

    /**
     * Adds a reading.
     *
     * @param quantity what the chip measures, such as {@code temperature}
     * @param reading what the driver says
     * @param tolerance how far it may be from the quantity
     */
    public FaultRun<D> reads(String quantity, ToDoubleFunction<? super D> reading, double tolerance) {
        readings.add(new Reading<>(quantity, reading, tolerance));
        return this;
    }

    /** Adds something else that can be done with the driver. */
    public FaultRun<D> does(Consumer<? super D> action) {
        actions.add(action);
        return this;
    }

    /** The replies of the chip have a checksum, so that a changed reply must be an error, and no wrong value. */
    public FaultRun<D> checksum() {
        checksum = true;
        return this;
    }

    /** The chips never lose their power: for a driver that cannot notice it. */
    public FaultRun<D> withoutPowerLoss() {
        powerLoss = false;
        return this;
    }

    /** How much simulated time passes between a change of the quantities and the next operation; 3 s unless this is called. */
    public FaultRun<D> pause(Duration time) {
        pause = time;
        return this;
    }

    /**
     * How much is done; 1,000 runs with 10 operations each unless this is called.
     *
     * @param runs how many seeds, more than 0
     * @param operations of each run, more than 0
     */
    public FaultRun<D> times(int runs, int operations) {
        if (runs <= 0 || operations <= 0) {
            throw new IllegalArgumentException(
                    "%s runs with %s operations each check nothing. Expected more than 0.".formatted(runs, operations));
        }
        this.runs = runs;
        this.operations = operations;
        return this;
    }

    /**
     * Does it.
     *
     * @return how much was done, for the test to check, or to print
     * @throws AssertionError if something is wrong; the message has the seed
     */
    public FaultReport run() {
        return FaultRig.run(runs, seed -> operations, random -> List.of(new Run<>(this, random)))
                .get(0);
    }

    private Quantity quantity(List<SimChip> of, String name) {
        for (SimChip chip : of) {
            for (Quantity quantity : chip.quantities()) {
                if (quantity.name().equals(name)) {
                    return quantity;
                }
            }
        }
        throw new IllegalArgumentException(
                "no chip of this run has the quantity '%s'. They have: %s. Add the chip before, or take another name."
                        .formatted(
                                name,
                                of.stream()
                                        .flatMap(chip -> chip.quantities().stream())
                                        .map(Quantity::name)
                                        .toList()));
    }

    private Scene<D> begin(Random random, List<SimChip> known) {
        chips.clear();
        Scene<D> scene = link.begin(random);
        known.addAll(chips);
        return scene;
    }

    /** One run. */
    private static final class Run<D> extends FaultRig {
        private final FaultRun<D> plan;
        private final Scene<D> scene;
        private final List<SimChip> chips;
        private final List<Operation> readings = new ArrayList<>();
        private final List<SimClock.Event> events = new ArrayList<>();
        /** That of the scene; on a bus another one, so that {@code Time} and {@code Board} of the driver have the clock of the bus. */
        private final SimBoard board;

        private final Blinka.Scope scope;
        private String unlike = "";
        private @Nullable D driver;
        private boolean lostPower;

        Run(FaultRun<D> plan, Random random) {
            this(plan, random, new ArrayList<>());
        }

        private Run(FaultRun<D> plan, Random random, List<SimChip> chips) {
            this(plan, random, chips, plan.begin(random, chips));
        }

        private Run(FaultRun<D> plan, Random random, List<SimChip> chips, Scene<D> scene) {
            super("the driver", random, scene.faults, scene.clock, scene.parts, plan.checksum);
            this.plan = plan;
            this.scene = scene;
            this.chips = chips;
            SimBoard wired = scene.board;
            board = wired != null
                    ? wired
                    : SimBoard.open(SimulatedExtension.definition(BOARD), clock).lenient();
            scope = Blinka.Scope.ofThread(board.blinka());
            try {
                begin();
            } catch (RuntimeException | Error e) {
                end();
                throw e;
            }
        }

        private void begin() {
            if (scene.spi != null) {
                watch(scene.spi);
            }
            limited(clock, () -> {
                make();
                return true;
            });
            for (Reading<D> reading : plan.readings) {
                Quantity quantity = plan.quantity(chips, reading.quantity);
                Operation operation = () -> isRight(quantity, reading);
                readings.add(scene.uart == null ? operation : () -> sooner(operation));
                add(operation);
            }
            for (Consumer<? super D> action : plan.actions) {
                add(() -> {
                    action.accept(driver());
                    return true;
                });
            }
            addStart(this::make, () -> true);
        }

        private D driver() {
            D made = driver;
            if (made == null) {
                throw new IllegalStateException("there is no driver");
            }
            return made;
        }

        private void make() {
            D before = driver;
            driver = null;
            close(before);
            driver = scene.driver.get();
        }

        /** A bus belongs to the run, not to the driver. */
        private static void close(@Nullable Object driver) {
            boolean isBus = driver instanceof I2C || driver instanceof SPI || driver instanceof UART;
            if (!isBus && driver instanceof AutoCloseable closeable) {
                try {
                    closeable.close();
                } catch (RuntimeException e) {
                    throw e;
                } catch (Exception e) {
                    throw new AssertionError("close() has thrown %s".formatted(e), e);
                }
            }
        }

        private boolean isRight(Quantity quantity, Reading<D> reading) {
            double actual = reading.reading.applyAsDouble(driver());
            double expected = quantity.value();
            unlike = ": %s is %s, where the chip has %s".formatted(reading.quantity, actual, expected);
            return Math.abs(actual - expected) <= reading.tolerance || (lostPower && Double.isNaN(actual));
        }

        @Override
        String unlike() {
            return unlike;
        }

        /** What was on the serial line before must be read first. */
        private static boolean sooner(Operation operation) {
            for (int i = 1; i < ATTEMPTS; i++) {
                try {
                    if (operation.isRight()) {
                        return true;
                    }
                } catch (HardwareException e) {
                    // The next attempt may be right.
                }
            }
            return operation.isRight();
        }

        @Override
        public List<Operation> readings() {
            return readings;
        }

        @Override
        public void change() {
            for (SimChip chip : chips) {
                for (Quantity quantity : chip.quantities()) {
                    quantity.value(uniform(quantity.least(), quantity.most()));
                }
            }
            clock.advance(plan.pause);
        }

        @Override
        protected void disturb() {
            lostPower = plan.powerLoss && random.nextInt(POWER_LOSSES) == 0 && faults.losePower();
            SimUart uart = scene.uart;
            if (uart != null) {
                for (int bursts = random.nextInt(4); bursts > 0; bursts--) {
                    byte[] garbage = new byte[1 + random.nextInt(32)];
                    random.nextBytes(garbage);
                    later(random.nextInt((int) TimeUnit.NANOSECONDS.toMicros(DISTURBANCE.toNanos())), () -> {
                        faults.corrupted(1);
                        uart.outside().write(garbage);
                    });
                }
            }
            for (String name : plan.stormy) {
                SimPin pin = board.pin(name);
                int micros = 0;
                for (int edges = random.nextInt(LONGEST_STORM); edges > 0; edges--) {
                    micros += 1 + random.nextInt(10_000);
                    boolean high = random.nextBoolean();
                    later(micros, () -> storm(pin, high));
                }
            }
        }

        private void storm(SimPin pin, boolean high) {
            if (pin.isOutput()) {
                pin.release();
            } else {
                faults.corrupted(1);
                pin.drive(high);
            }
        }

        private void later(int micros, Runnable fault) {
            events.add(clock.after(Duration.ofNanos(1_000L * micros), fault));
        }

        /** What has not happened during the operation happens after it. */
        @Override
        protected void calm() {
            if (!events.isEmpty()) {
                clock.advance(DISTURBANCE);
            }
            events.forEach(SimClock.Event::cancel);
            events.clear();
            plan.stormy.forEach(name -> board.pin(name).release());
            if (lostPower) {
                lostPower = false;
                make();
            }
        }

        @Override
        protected String atTheEnd() {
            close(driver);
            List<String> open = board.blinka().stillOpen();
            return open.isEmpty() ? "" : "still open after close(): " + String.join(", ", open);
        }

        @Override
        void end() {
            scope.close();
            board.close();
        }
    }
}
