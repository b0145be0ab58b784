// SPDX-License-Identifier: MIT
package blinka4j.sim;

import blinka4j.PinException;
import blinka4j.microcontroller.Pin;
import blinka4j.provider.BoardDefinition;
import blinka4j.provider.Line;
import blinka4j.provider.Nearest;
import blinka4j.provider.Provider;
import blinka4j.runtime.Blinka;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A board in memory: any {@link BoardDefinition}, with simulated pins and buses for a test to drive and check.
 *
 * <pre>{@code
 * try (SimBoard board = SimBoard.start(definition)) {
 *     board.i2c().attach(0x76, new SimBME280().temperature(25.3));
 *     board.pin("D4").drive(false);
 *     MyProgram.main();
 *     assertTrue(board.pin("D18").level());
 * }
 * }</pre>
 *
 * <p>{@link #start} makes {@code Board.*} mean this board until it is closed, for one test at a time. {@link #open} makes an
 * independent board, for tests that run in parallel. A board has one {@link #clock}, also for the drivers of its devices; a program on an
 * independent board calls {@code Time.sleep(board.blinka(), 0.5)}. The package's description explains threads.
 */
public final class SimBoard implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final BoardDefinition definition;
    private final SimClock clock;
    private final Wiring wiring;
    private final Map<Line, SimPin> pins = new LinkedHashMap<>();
    private final Map<String, SimI2CBus> i2cBuses = new LinkedHashMap<>();
    private final Map<String, SimSpiBus> spiBuses = new LinkedHashMap<>();
    private final Map<String, SimUart> uarts = new LinkedHashMap<>();
    /** By {@link #key}. */
    private final Map<String, SimPwm> pwms = new LinkedHashMap<>();
    /** PWM outputs in software, of pins without a PWM controller. */
    private final Map<SimPin, SimPwm> software = new ConcurrentHashMap<>();

    private final Map<Line, SimOneWireBus> oneWireBuses = new ConcurrentHashMap<>();
    private final Map<String, SimAnalogOut> analogOuts = new ConcurrentHashMap<>();
    private final Map<String, SimEncoder> encoders = new ConcurrentHashMap<>();
    private final List<SimPart> parts = new CopyOnWriteArrayList<>();
    private final SimWatchdog watchdog;
    private @Nullable SimProcessor processor;
    private @Nullable SimUsbHost usbHost;
    private final Provider provider;
    private final Blinka blinka;
    private final boolean ownsClock;
    private Blinka.@Nullable Scope scope;
    private boolean lenient;

    private SimBoard(BoardDefinition definition, SimClock clock, boolean ownsClock) {
        this.definition = definition;
        this.clock = clock;
        this.ownsClock = ownsClock;
        this.wiring = new Wiring(clock);
        for (Map.Entry<String, Line> pin : definition.pins().entrySet()) {
            if (!pins.containsKey(pin.getValue())) {
                pins.put(pin.getValue(), new SimPin(wiring, pin.getKey(), pin.getValue()));
            }
        }
        for (BoardDefinition.I2CBus bus : definition.i2cBuses()) {
            i2cBuses.put(plain(bus.device()), new SimI2CBus(simulated(bus.device()), clock));
        }
        for (BoardDefinition.SpiBus bus : definition.spiBuses()) {
            spiBuses.put(plain(bus.device()), new SimSpiBus(simulated(bus.device()), clock));
        }
        if (!definition.spiBuses().isEmpty()) {
            holdChipSelects(definition.spiBuses().get(0));
        }
        for (BoardDefinition.Uart uart : definition.uarts()) {
            uarts.put(plain(uart.device()), new SimUart(simulated(uart.device()), clock));
        }
        for (BoardDefinition.PwmChannel channel : definition.pwms()) {
            Line line = channel.pin() == null ? null : definition.pins().get(channel.pin());
            pwms.put(key(channel), new SimPwm(channel, wiring, line == null ? null : pins.get(line)));
        }
        this.watchdog = new SimWatchdog(clock);
        this.provider = new SimProvider(this);
        this.blinka = Blinka.open(definition, provider);
    }

    /** Makes a board that {@code Board.*} means, in all threads, until it is closed. */
    public static SimBoard start(BoardDefinition definition) {
        return open(definition).use();
    }

    /**
     * Makes the same with a given clock, such as {@code SimClock.running()} for real time, or one for several boards. Closing the
     * board does not close the clock.
     */
    public static SimBoard start(BoardDefinition definition, SimClock clock) {
        return open(definition, clock).use();
    }

    /** Makes an independent board. Programs get its pins and buses from {@link #blinka}. */
    public static SimBoard open(BoardDefinition definition) {
        return new SimBoard(definition, new SimClock(), true);
    }

    /** Makes the same with a given clock. Closing the board does not close the clock. */
    public static SimBoard open(BoardDefinition definition, SimClock clock) {
        return new SimBoard(definition, clock, false);
    }

    private SimBoard use() {
        scope = Blinka.use(blinka);
        return this;
    }

    /** This board as a program uses it: {@code blinka().pin("D18")}, {@code blinka().i2c()}. */
    public Blinka blinka() {
        return blinka;
    }

    /**
     * An output of a digital-to-analog converter, which is there as soon as somebody asks.
     *
     * @param output its name on the board, or the name of the converter and the number of the output: {@code mcp4725:0}
     */
    public SimAnalogOut analogOut(String output) {
        String unit = definition.analogOuts().stream()
                .filter(each -> output.equals(each.name()))
                .map(BoardDefinition.AnalogOutput::unit)
                .findFirst()
                .orElse(output);
        return analogOuts.computeIfAbsent(unit, SimAnalogOut::new);
    }

    /**
     * A counter for an encoder. It is there as soon as a test asks for it: then a program that opens its pins uses it. Before, the edges of
     * the pins count.
     *
     * @param counter the name of its device, and the number of its count: {@code 48300180.counter:0}
     */
    public SimEncoder encoder(String counter) {
        return encoders.computeIfAbsent(counter, SimEncoder::new);
    }

    Optional<SimEncoder> encoder(BoardDefinition.Encoder encoder) {
        return Optional.ofNullable(encoders.get(encoder.unit()));
    }

    public SimWatchdog watchdog() {
        return watchdog;
    }

    /** The processor, as {@code Microcontroller.cpu()} shows it. {@link #parts} does not list it. */
    public synchronized SimProcessor processor() {
        SimProcessor made = processor;
        if (made == null) {
            made = new SimProcessor(clock);
            processor = made;
        }
        return made;
    }

    /** The computer at the board's USB port, which sees the devices of {@code UsbHid}. */
    public synchronized SimUsbHost usbHost() {
        SimUsbHost host = usbHost;
        if (host == null) {
            host = new SimUsbHost(clock);
            usbHost = host;
        }
        return host;
    }

    public BoardDefinition definition() {
        return definition;
    }

    /** The time of everything on this board. */
    public SimClock clock() {
        return clock;
    }

    /**
     * A pin from outside.
     *
     * @param name a name of the pin on the board, or {@code label:offset}
     * @throws PinException if the board has no such pin; the message has the likely pin, and all pins of the board
     */
    public SimPin pin(String name) {
        Line line = definition.pins().get(name);
        SimPin pin = line == null ? null : pins.get(line);
        if (pin == null) {
            pin = pins.values().stream()
                    .filter(p -> p.line().toString().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new PinException(
                            unknown("pin", name, definition.pins().keySet())));
        }
        return pin;
    }

    /** A pin from outside. */
    public SimPin pin(Pin pin) {
        return pin(pin.name());
    }

    /**
     * Wires pins together, as with a jumper.
     *
     * @throws PinException if they drive different levels; they are not wired then
     */
    public SimBoard wire(String one, String other) {
        clock.locked(() -> pin(one).connect(pin(other)));
        return this;
    }

    /** Removes the wires of a pin. */
    public SimBoard unwire(String name) {
        pin(name).disconnect();
        return this;
    }

    /** The default I2C bus. */
    public SimI2CBus i2c() {
        return first(i2cBuses, "I2C bus");
    }

    /** The I2C bus of this device: {@code /dev/i2c-1}, {@code alias:i2c1} and {@code i2c1} are the same. */
    public SimI2CBus i2c(String device) {
        return named(i2cBuses, device, "I2C bus");
    }

    /** The default SPI bus. */
    public SimSpiBus spi() {
        return first(spiBuses, "SPI bus");
    }

    /** The SPI bus of this device: {@code /dev/spidev0}, {@code alias:spi0} and {@code spi0} are the same. */
    public SimSpiBus spi(String device) {
        return named(spiBuses, device, "SPI bus");
    }

    /** The default serial port. */
    public SimUart uart() {
        return first(uarts, "UART");
    }

    /** The serial port of this device, such as {@code serial0} or {@code /dev/ttyS2}. */
    public SimUart uart(String device) {
        return named(uarts, device, "UART");
    }

    /**
     * The PWM output of a pin: that of a PWM controller, or else one in software.
     *
     * @param name a name of the pin on the board, or an output of a PWM controller, such as {@code fe20c000.pwm:0}
     * @throws PinException if the board has no such pin
     * @throws IllegalArgumentException if the pin is neither a PWM output nor a GPIO pin; the message lists the PWM outputs
     */
    public SimPwm pwm(String name) {
        for (SimPwm pwm : pwms.values()) {
            if (pwm.output().equals(name)) {
                return pwm;
            }
        }
        SimPin pin = pin(name);
        if (!pin.line().isGpio() && pwms.values().stream().noneMatch(pwm -> pin.equals(pwm.pin()))) {
            throw new IllegalArgumentException(
                    "%s has no PWM on %s. PWM outputs: %s.".formatted(definition, name, definition.pwms()));
        }
        return pwm(pin);
    }

    /** Different for two pins of one channel. Not the record, whose hash code Java generates at run time, which slows down the start. */
    private static String key(BoardDefinition.PwmChannel channel) {
        return channel.pin() + " " + channel.unit();
    }

    private SimPwm pwm(SimPin pin) {
        for (SimPwm pwm : pwms.values()) {
            if (pin.equals(pwm.pin())) {
                return pwm;
            }
        }
        return software.computeIfAbsent(
                pin,
                key -> new SimPwm(
                        new BoardDefinition.PwmChannel("software", pin.line().offset(), pin.name(), ""), wiring, pin));
    }

    /** The PWM output of a pin. */
    public SimPwm pwm(Pin pin) {
        return pwm(pin.name());
    }

    /**
     * The 1-Wire bus of a pin.
     *
     * @param name a name of the pin on the board
     * @throws PinException if the board has no such pin
     */
    public SimOneWireBus oneWire(String name) {
        return oneWire(pin(name).line());
    }

    /** The 1-Wire bus of a pin. */
    public SimOneWireBus oneWire(Pin pin) {
        return oneWire(pin.name());
    }

    SimOneWireBus oneWire(Line line) {
        SimPin pin = pins.get(line);
        if (pin == null) {
            throw new PinException("%s has no line %s. It has only the lines of its pins.".formatted(this, line));
        }
        return oneWireBuses.computeIfAbsent(line, key -> new SimOneWireBus("simulated 1-Wire " + pin.name(), clock));
    }

    /** All parts and chips: those on pins in the order in which they were connected, then those on buses, also behind a multiplexer. */
    public List<SimPart> parts() {
        Stream<Object> onBuses = Stream.of(
                        i2cBuses.values().stream().flatMap(SimI2CBus::devices),
                        spiBuses.values().stream().flatMap(SimSpiBus::devices),
                        pins.keySet().stream()
                                .filter(oneWireBuses::containsKey)
                                .map(this::oneWire)
                                .flatMap(SimOneWireBus::devices))
                .flatMap(devices -> devices);
        return Stream.concat(
                        parts.stream(),
                        onBuses.filter(SimPart.class::isInstance).map(SimPart.class::cast))
                .distinct()
                .toList();
    }

    void add(SimPart part) {
        parts.add(part);
    }

    /** The pins that are open, and all parts with their quantities, each on a line. For messages. */
    public String state() {
        return BoardState.of(this, pins.values().stream());
    }

    /** Lets time pass until a condition holds, at most a minute. For programs that listeners and timed events run. */
    public SimBoard runUntil(BooleanSupplier condition) {
        return runUntil(condition, LIMIT);
    }

    /**
     * Lets time pass until a condition holds.
     *
     * @param condition asked after each timed event, and each millisecond
     * @throws AssertionError if it does not hold within {@code limit}; the message has the {@link #state} of the board
     */
    public SimBoard runUntil(BooleanSupplier condition, Duration limit) {
        new Run(this, condition).advance(limit);
        return this;
    }

    /** Runs a program in this thread, at most for a minute of the board's time, until a condition holds. */
    public SimBoard runUntil(Runnable program, BooleanSupplier condition) {
        return runUntil(program, condition, LIMIT);
    }

    /**
     * Runs a program in this thread until a condition holds. Then the program is ended, at its {@code sleep} or what else lets time pass: its
     * {@code try} statements close what they have opened.
     *
     * @param condition asked each millisecond of the board's time, and at the end of the program
     * @throws AssertionError if it does not hold within {@code limit}, or before the program ends; the message has the line of the program
     *     and the {@link #state} of the board
     */
    public SimBoard runUntil(Runnable program, BooleanSupplier condition, Duration limit) {
        new Run(this, condition).run(program, limit);
        return this;
    }

    /**
     * Runs a program that does not end in this thread for a time of the board. Then it is ended as by {@link #runUntil(Runnable,
     * BooleanSupplier, Duration) runUntil}: what it has opened with {@code try} is closed, so PWM stops and NeoPixels are dark. To look
     * before, use {@code clock().after(…)}.
     *
     * @throws AssertionError if it ends before; the message has the {@link #state} of the board
     */
    public SimBoard runFor(Runnable program, Duration time) {
        Duration end = clock.now().plus(time);
        new Run(this, () -> clock.now().compareTo(end) >= 0).runFor(program, time);
        return this;
    }

    /**
     * Returns the exceptions that listeners ({@code onEdge}, {@code onLevel}, …) and timed tasks of the program have thrown since the last
     * call, also those that something has caught; at most 100. Boards with one clock share them.
     */
    public List<Throwable> takeFailures() {
        return clock.takeFailures();
    }

    /** Allows the program to leave pins and buses open: {@link #close} closes them without an error. */
    public SimBoard lenient() {
        lenient = true;
        return this;
    }

    /**
     * Closes the pins and buses that the program has left open. {@code Board.*} means the same as before {@link #start}. Closing again
     * does nothing.
     *
     * @throws IllegalStateException if the program has left a pin or bus open, unless {@link #lenient} was called; the message
     *     names each one and the line that opened it. Everything is closed all the same. Shared buses, such as
     *     {@code Board.i2c()}, may stay open, as in CircuitPython.
     */
    @Override
    public void close() {
        IllegalStateException forgotten = forgotten();
        Blinka.Scope started = scope;
        scope = null;
        try {
            blinka.close();
        } catch (RuntimeException | Error e) {
            if (forgotten != null) {
                e.addSuppressed(forgotten);
            }
            throw e;
        } finally {
            // Neither of these throws, so an exception from above is kept.
            if (started != null) {
                started.close();
            }
            if (ownsClock) {
                clock.close();
            }
        }
        if (forgotten != null) {
            throw forgotten;
        }
    }

    private @Nullable IllegalStateException forgotten() {
        List<String> open = blinka.stillOpen();
        return lenient || open.isEmpty()
                ? null
                : new IllegalStateException(
                        "the program has left open on %s:%n  %s%nClose each one with try (...) or close(). To allow it, call lenient() on the board."
                                .formatted(this, String.join("%n  ".formatted(), open)));
    }

    @Override
    public String toString() {
        return "simulated %s".formatted(definition);
    }

    /** As on a machine on which only the default SPI bus is enabled. */
    private void holdChipSelects(BoardDefinition.SpiBus bus) {
        for (int i = 0; i < bus.chipSelects().size(); i++) {
            Line line = definition.pins().get(bus.chipSelects().get(i));
            SimPin select = line == null ? null : pins.get(line);
            if (select != null) {
                select.heldBy(plain(bus.device()) + " CS" + i);
            }
        }
    }

    Optional<SimPwm> pwm(BoardDefinition.PwmChannel channel) {
        return Optional.ofNullable(pwms.get(key(channel)));
    }

    Wiring wiring() {
        return wiring;
    }

    Optional<SimPwm> softwarePwm(Line line) {
        return pin(line).map(this::pwm);
    }

    Optional<SimPin> pin(Line line) {
        return Optional.ofNullable(pins.get(line));
    }

    private <T> T first(Map<String, T> all, String what) {
        return all.values().stream()
                .findFirst()
                .orElseThrow(() ->
                        new IllegalStateException("%s has no %s. Choose another board.".formatted(definition, what)));
    }

    private <T> T named(Map<String, T> all, String device, String what) {
        T one = all.get(plain(device));
        if (one == null) {
            throw new IllegalArgumentException(unknown(what, device, all.keySet()));
        }
        return one;
    }

    private String unknown(String what, String name, Collection<String> all) {
        String likely = Nearest.pin(name, all);
        return "%s has no %s '%s'.%s It has: %s."
                .formatted(
                        definition,
                        what,
                        name,
                        likely.isEmpty() ? "" : " Did you mean '%s'?".formatted(likely),
                        all.isEmpty() ? "none" : String.join(", ", all));
    }

    private static String simulated(String device) {
        return "simulated " + plain(device);
    }

    /** Without what a device has before and behind its name. */
    private static String plain(String device) {
        int begin = device.startsWith("alias:") ? 6 : device.startsWith("/dev/") ? 5 : 0;
        int space = device.indexOf(' ');
        return device.substring(begin, Math.max(begin, space < 0 ? device.length() : space))
                .replace("spidev", "spi")
                .replace("i2c-", "i2c");
    }
}
