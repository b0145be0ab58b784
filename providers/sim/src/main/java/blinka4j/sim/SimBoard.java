// SPDX-License-Identifier: MIT
package blinka4j.sim;

import blinka4j.PinException;
import blinka4j.microcontroller.Pin;
import blinka4j.provider.BoardDefinition;
import blinka4j.provider.Line;
import blinka4j.provider.Nearest;
import blinka4j.provider.Provider;
import blinka4j.runtime.Blinka;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A board in memory: any {@link BoardDefinition}, with simulated pins and buses that a test drives and looks at.
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
 * <p>{@link #start} makes {@code Board.*} mean this board until it is closed, so one test at a time; {@link #open} makes
 * one that stands beside all others, for tests that run side by side. All of a board has one {@link #clock}; see the
 * package's description for threads.
 */
public final class SimBoard implements AutoCloseable {
    private final BoardDefinition definition;
    private final SimClock clock;
    private final Wiring wiring;
    private final Map<Line, SimPin> pins = new LinkedHashMap<>();
    private final Map<String, SimI2CBus> i2cBuses = new LinkedHashMap<>();
    private final Map<String, SimSpiBus> spiBuses = new LinkedHashMap<>();
    private final Map<String, SimUart> uarts = new LinkedHashMap<>();
    private final Map<BoardDefinition.PwmChannel, SimPwm> pwms = new LinkedHashMap<>();
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
        definition.pins().forEach((name, line) -> pins.computeIfAbsent(line, l -> new SimPin(wiring, name, l)));
        for (BoardDefinition.I2CBus bus : definition.i2cBuses()) {
            i2cBuses.put(plain(bus.device()), new SimI2CBus(simulated(bus.device()), clock));
        }
        for (BoardDefinition.SpiBus bus : definition.spiBuses()) {
            spiBuses.put(plain(bus.device()), new SimSpiBus(simulated(bus.device()), clock));
        }
        definition.spiBuses().stream().limit(1).forEach(this::holdChipSelects);
        for (BoardDefinition.Uart uart : definition.uarts()) {
            uarts.put(plain(uart.device()), new SimUart(simulated(uart.device()), clock));
        }
        for (BoardDefinition.PwmChannel channel : definition.pwms()) {
            Line line = channel.pin() == null ? null : definition.pins().get(channel.pin());
            pwms.put(channel, new SimPwm(channel, wiring, line == null ? null : pins.get(line)));
        }
        this.provider = new SimProvider(this);
        this.blinka = Blinka.open(definition, provider);
    }

    /** A board that {@code Board.*} means, in all threads, until it is closed. */
    public static SimBoard start(BoardDefinition definition) {
        return open(definition).use();
    }

    /**
     * The same with a clock of the caller, who also closes it: {@code SimClock.running()} for real time, or one that several
     * boards share.
     */
    public static SimBoard start(BoardDefinition definition, SimClock clock) {
        return open(definition, clock).use();
    }

    /** An independent board: its pins and buses are those of {@link #blinka}. */
    public static SimBoard open(BoardDefinition definition) {
        return new SimBoard(definition, new SimClock(), true);
    }

    /** The same with a clock of the caller, who also closes it. */
    public static SimBoard open(BoardDefinition definition, SimClock clock) {
        return new SimBoard(definition, clock, false);
    }

    private SimBoard use() {
        scope = Blinka.use(blinka);
        return this;
    }

    /** This board as a program sees it: {@code blinka().pin("D18")}, {@code blinka().i2c()}. */
    public Blinka blinka() {
        return blinka;
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
     * @param name as the board calls it, or {@code label:offset}
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
     * @throws PinException if two of them drive different levels; they are then not wired
     */
    public SimBoard wire(String one, String other) {
        clock.locked(() -> pin(one).connect(pin(other)));
        return this;
    }

    /** Takes a pin off all it is wired with. */
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
     * What a pin does when the program makes it pulse.
     *
     * @param name the pin as the board calls it; or an output of a PWM controller, such as {@code fe20c000.pwm:0}
     * @throws PinException if the board has no such pin
     * @throws IllegalArgumentException if no PWM controller reaches it; the message lists the outputs there are
     */
    public SimPwm pwm(String name) {
        for (SimPwm pwm : pwms.values()) {
            if (pwm.output().equals(name)) {
                return pwm;
            }
        }
        SimPin pin = pin(name);
        for (SimPwm pwm : pwms.values()) {
            if (pin.equals(pwm.pin())) {
                return pwm;
            }
        }
        throw new IllegalArgumentException(
                "%s has no PWM on %s. PWM outputs: %s.".formatted(definition, name, pwms.keySet()));
    }

    /** What a pin does when the program makes it pulse. */
    public SimPwm pwm(Pin pin) {
        return pwm(pin.name());
    }

    /** For a program that leaves pins or buses open on purpose: {@link #close} closes them and does not complain. */
    public SimBoard lenient() {
        lenient = true;
        return this;
    }

    /**
     * Closes what the program has open. {@code Board.*} means again what it did before {@link #start}. Closing again does
     * nothing.
     *
     * @throws IllegalStateException if the program has left a pin or bus open, unless {@link #lenient} was called; the message
     *     names each one and the place where it was opened. All is closed nevertheless. The buses that everybody shares, such
     *     as {@code Board.i2c()}, may stay open, as in CircuitPython.
     */
    @Override
    public void close() {
        List<String> forgotten = blinka.stillOpen();
        Blinka.Scope started = scope;
        scope = null;
        try {
            blinka.close();
        } finally {
            // Neither of these throws, so what was thrown above comes out.
            if (started != null) {
                started.close();
            }
            if (ownsClock) {
                clock.close();
            }
        }
        if (!lenient && !forgotten.isEmpty()) {
            throw new IllegalStateException(
                    "the program has left open on %s:%n  %s%nClose each one, with try (...) or close(). If that is on purpose, call lenient() on the board."
                            .formatted(this, String.join("%n  ".formatted(), forgotten)));
        }
    }

    @Override
    public String toString() {
        return "simulated %s".formatted(definition);
    }

    /** As on a machine where the default SPI bus is switched on and the others are not. */
    private void holdChipSelects(BoardDefinition.SpiBus bus) {
        for (int i = 0; i < bus.chipSelects().size(); i++) {
            Line line = definition.pins().get(bus.chipSelects().get(i));
            SimPin select = line == null ? null : pins.get(line);
            if (select != null) {
                select.heldBy("%s CS%s".formatted(plain(bus.device()), i));
            }
        }
    }

    Optional<SimPwm> pwm(BoardDefinition.PwmChannel channel) {
        return Optional.ofNullable(pwms.get(channel));
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

    private static String plain(String device) {
        return device.replaceFirst(" .*", "")
                .replaceFirst("^(alias:|/dev/)", "")
                .replace("spidev", "spi")
                .replace("i2c-", "i2c");
    }
}
