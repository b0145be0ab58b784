// SPDX-License-Identifier: MIT
package blinka4j.hardware;

import blinka4j.HardwareException;
import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.provider.BoardDefinition;
import blinka4j.provider.BoardDefinition.I2CBus;
import blinka4j.provider.BoardDefinition.PwmChannel;
import blinka4j.provider.BoardDefinition.SpiBus;
import blinka4j.provider.BoardDefinition.Uart;
import blinka4j.provider.BoardRegistry;
import blinka4j.provider.BoardRegistry.Detected;
import blinka4j.provider.Clock;
import blinka4j.provider.GpioPort;
import blinka4j.provider.Host;
import blinka4j.provider.I2CPort;
import blinka4j.provider.Line;
import blinka4j.provider.Provider;
import blinka4j.provider.PwmPort;
import blinka4j.provider.SpiPort;
import blinka4j.provider.UartPort;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A board and the provider that reaches it. Opens pins and buses by the names of the board's pins, and knows which of
 * them are held. Programs use it through {@code Board} and {@code Blinka}.
 */
public final class Hardware implements AutoCloseable {
    /** What the system shows as the user of a line that this library has requested. */
    public static final String CONSUMER = "blinka4j";

    /** In the message of a provider: a holder that is named and is not a chip select of the kernel. */
    private static final Pattern HELD_BY_ANOTHER = Pattern.compile("held by [\"'](?!spi\\d+ CS\\d+)");

    /** Values of {@code BLINKA_SHUTDOWN_HOOK} that turn it off. */
    private static final Set<String> OFF = Set.of("off", "false", "no", "none", "0");

    private static @Nullable Hardware current;

    /** The boards that the program has opened by itself and not closed yet. A board that it has dropped is not kept. */
    private static final Set<Hardware> INDEPENDENT = Collections.newSetFromMap(new WeakHashMap<>());

    /** The clock of the current board; null where that is to be found out. */
    private static volatile @Nullable Clock currentClock;

    private final BoardDefinition board;
    private final Provider provider;
    private final Host host;
    private final String evidence;
    /** Why only device files that the program names can be opened; null if the board can be used. */
    private final @Nullable NotAvailableException lacks;

    private final Map<Object, String> held = new HashMap<>();
    private final Map<AutoCloseable, Hold> open = new LinkedHashMap<>();
    private final Map<String, AutoCloseable> shared = new HashMap<>();
    private boolean closed;

    private Hardware(
            BoardDefinition board,
            Provider provider,
            Host host,
            String evidence,
            @Nullable NotAvailableException lacks) {
        this.board = board;
        this.provider = provider;
        this.host = host;
        this.evidence = evidence;
        this.lacks = lacks;
    }

    /** A board of the caller's choice behind a provider of the caller's choice, independent of any other. */
    public static Hardware open(BoardDefinition board, Provider provider) {
        Hardware hardware = new Hardware(board, provider, Host.local(), "chosen by the program", null);
        synchronized (INDEPENDENT) {
            INDEPENDENT.add(hardware);
        }
        return hardware;
    }

    /** What {@code Board.*} means: the machine the program runs on, found on first use, or what {@link #use} has set. */
    public static Hardware current() {
        return current("");
    }

    /**
     * The same, for one of its pins.
     *
     * @param pin the pin's name, for the message if there is no board
     */
    public static Hardware current(String pin) {
        return current(pin, Host.local(), Hardware.class.getClassLoader());
    }

    static Hardware current(String pin, Host host, ClassLoader loader) {
        synchronized (Hardware.class) {
            if (current == null || current.isMakeshift()) {
                try {
                    current = detect(host, loader);
                } catch (NotAvailableException e) {
                    String hint = independent(pin);
                    throw hint.isEmpty() ? e : new NotAvailableException(hint + e.getMessage(), e);
                }
                currentClock = null;
            }
            return current;
        }
    }

    private static String independent(String pin) {
        synchronized (INDEPENDENT) {
            return Hints.independent(pin, INDEPENDENT);
        }
    }

    /**
     * Makes {@code hardware} the current one.
     *
     * @return the one before; null if none had been found yet
     */
    public static @Nullable Hardware use(@Nullable Hardware hardware) {
        synchronized (Hardware.class) {
            Hardware before = current;
            current = hardware;
            currentClock = null;
            return before;
        }
    }

    /**
     * The clock of the current board. Where no board has been used yet, one is searched for only if the user has chosen a
     * provider, because a simulation is never chosen otherwise; where there is none, this is real time.
     */
    public static Clock clock() {
        Clock known = currentClock;
        return known != null ? known : findClock(Host.local(), Hardware.class.getClassLoader());
    }

    static Clock findClock(Host host, ClassLoader loader) {
        synchronized (Hardware.class) {
            Clock clock = currentClock;
            if (clock == null) {
                if (current == null && host.setting("BLINKA_PROVIDER").isPresent()) {
                    try {
                        current = detect(host, loader);
                    } catch (HardwareException | IllegalArgumentException e) {
                        // A program may sleep without a board. What is wrong is said when the first pin is opened.
                    }
                }
                clock = current == null ? Clock.system() : current.provider.clock();
                currentClock = clock;
            }
            return clock;
        }
    }

    /** Recognises the board and selects the provider; see {@link Services#select}. */
    static Hardware detect(Host host, ClassLoader loader) {
        Services<BoardRegistry> registries = Services.load(BoardRegistry.class, loader);
        if (registries.found().isEmpty()) {
            throw Services.noBoards(registries, loader);
        }
        Detected detected = null;
        for (BoardRegistry registry : registries.found()) {
            Detected one = registry.detect(host);
            if (one != null && (detected == null || isGeneric(detected))) {
                detected = one;
            }
        }
        Services.Choice choice = Services.choose(
                host, loader, detected == null ? null : detected.board().provider());
        Provider provider = choice.provider();
        String standsFor = provider.standsFor().orElse(null);
        if (standsFor != null && (detected == null || isGeneric(detected))) {
            detected = new Detected(
                    board(registries.found(), standsFor),
                    "the provider '%s' stands for it on a machine that is no known board".formatted(provider.name()));
        }
        if (detected == null) {
            throw new NotAvailableException(
                    "%sno known board: %s; BLINKA_FORCEBOARD names a board, BLINKA_PROVIDER=sim selects a simulated one"
                            .formatted(
                                    Hints.isPc(host) ? Hints.simulate(Services.load(Provider.class, loader)) : "",
                                    host.isLinux() ? "compatible is " + host.compatible() : host.operatingSystem()));
        }
        return new Hardware(detected.board(), provider, host, detected.evidence(), choice.lacks());
    }

    private static boolean isGeneric(Detected detected) {
        return detected.board().id().equals(BoardDefinition.GENERIC_LINUX);
    }

    private static BoardDefinition board(List<BoardRegistry> registries, String id) {
        for (BoardRegistry registry : registries) {
            if (registry.ids().contains(id)) {
                return registry.board(id);
            }
        }
        return registries.get(0).board(id);
    }

    public BoardDefinition board() {
        return board;
    }

    public Provider provider() {
        return provider;
    }

    public Host host() {
        return host;
    }

    /** What decided which board this is. */
    public String evidence() {
        return evidence;
    }

    /** The line of a pin. */
    public Line locate(String pin) {
        Line line = board.pins().get(pin);
        if (line != null) {
            return line;
        }
        int colon = pin.lastIndexOf(':');
        if (colon > 0 && pin.length() - colon <= 6 && pin.substring(colon + 1).matches("\\d+")) {
            return new Line(pin.substring(0, colon), Integer.parseInt(pin.substring(colon + 1)));
        }
        requireBoard(pin);
        return provider.findLine(pin).orElseThrow(() -> unknown(pin));
    }

    /** Whether this can be replaced by what a new search finds: devices may have come since. */
    private boolean isMakeshift() {
        synchronized (open) {
            return lacks != null && open.isEmpty();
        }
    }

    /** What the board lacks is no fault of the program where the provider reaches no board at all. */
    private void requireBoard(String pin) {
        if (lacks != null) {
            throw new NotAvailableException(independent(pin) + lacks.getMessage(), lacks);
        }
    }

    /** A device file that is missing is no fault of the program either. */
    private void requireBoardUnlessThere(String device) {
        if (!host.exists(device)) {
            requireBoard("");
        }
    }

    /** The device file that a name leads to, so that no other name opens it a second time. */
    private String real(String device) {
        if (!isFile(device)) {
            return device;
        }
        try {
            Path root = host.root().toRealPath();
            Path file = host.path(device).toRealPath();
            return file.startsWith(root) ? "/" + root.relativize(file) : device;
        } catch (IOException | InvalidPathException e) {
            // It is not there: the provider says so.
            return device;
        }
    }

    private static boolean isFile(String device) {
        return device.startsWith("/") && device.indexOf(' ') < 0;
    }

    private PinException unknown(String pin) {
        String meant = Hints.pin(pin, board.pins().keySet());
        String has = board.pins().isEmpty()
                ? "no names for its pins"
                : String.join(", ", board.pins().keySet());
        return new PinException(
                "%s%s%s has no pin '%s'%s; it has %s; a line of the kernel is named as label:offset, such as gpiochip0:4%s"
                        .formatted(
                                Hints.isGeneric(board) ? independent(pin) : "",
                                simulate(),
                                board,
                                pin,
                                meant.isEmpty() ? "" : "; did you mean " + meant + "?",
                                has,
                                Hints.generic(board, evidence)));
    }

    /** How a message begins on a PC: its user can only simulate. */
    private String simulate() {
        return Hints.isGeneric(board) && Hints.isPc(host)
                ? Hints.simulate(
                        Services.load(Provider.class, provider.getClass().getClassLoader()))
                : "";
    }

    /** @param pin the name of a pin of the board, a line that the kernel calls so, or {@code label:offset} */
    public GpioPort openGpio(String pin) {
        Line line = locate(pin);
        if (!line.isGpio()) {
            throw new PinException("%s on %s cannot be used as GPIO: it is dedicated to %s. GPIO pins: %s"
                    .formatted(pin, board, useOf(pin), String.join(", ", gpios())));
        }
        Hold hold = hold("DigitalInOut(%s)".formatted(pin));
        return hold.whileOpening(() -> {
            hold.take(line, pin);
            try {
                return keep(hold, new HeldGpio(provider.openGpio(line, CONSUMER), this, hold));
            } catch (PinException e) {
                throw withChipSelectHint(pin, line, e);
            }
        });
    }

    /** What a pin that is no GPIO line is for. */
    private String useOf(String pin) {
        Line line = locate(pin);
        return Stream.of(
                        board.i2cBuses().stream()
                                .filter(bus -> isAt(bus.scl(), line) || isAt(bus.sda(), line))
                                .map(I2CBus::toString),
                        board.spiBuses().stream()
                                .filter(bus -> isAt(bus.clock(), line)
                                        || isAt(bus.mosi(), line)
                                        || isAt(bus.miso(), line)
                                        || bus.chipSelects().stream().anyMatch(select -> isAt(select, line)))
                                .map(SpiBus::toString),
                        board.uarts().stream()
                                .filter(uart -> isAt(uart.tx(), line) || isAt(uart.rx(), line))
                                .map(Uart::toString),
                        board.analogs().stream()
                                .filter(input -> isAt(input.name(), line))
                                .map(input -> "the analog input " + input))
                .flatMap(uses -> uses)
                .findFirst()
                .orElse("another use");
    }

    private boolean isAt(@Nullable String name, Line line) {
        return name != null && line.equals(board.pins().get(name));
    }

    private List<String> gpios() {
        return board.pins().entrySet().stream()
                .filter(pin -> pin.getValue().isGpio())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** A chip select that the kernel drives is the one held line that has a cure within this program. */
    private PinException withChipSelectHint(String pin, Line line, PinException e) {
        if (HELD_BY_ANOTHER.matcher(String.valueOf(e.getMessage())).find()) {
            return e;
        }
        for (SpiBus bus : board.spiBuses()) {
            for (String select : bus.chipSelects()) {
                if (line.equals(board.pins().get(select))) {
                    return new PinException(
                            "%s; %s is a chip select that the kernel drives with the SPI bus %s: pass the pin itself, as in new SPIDevice(spi, Board.%s), or take another pin to drive by hand"
                                    .formatted(e.getMessage(), pin, bus.device(), select),
                            e);
                }
            }
        }
        return e;
    }

    /** The I2C bus on these two pins. */
    public I2CPort openI2c(String scl, String sda, int frequency, int timeoutMicros) {
        for (I2CBus bus : board.i2cBuses()) {
            if (isOn(bus.scl(), scl) && isOn(bus.sda(), sda)) {
                return openI2c(bus, frequency, timeoutMicros, Place.ofCaller());
            }
        }
        for (I2CBus bus : board.i2cBuses()) {
            if (isOn(bus.scl(), sda) && isOn(bus.sda(), scl)) {
                throw new PinException("%s is the clock and %s the data of %s; the clock comes first: new I2C(%s, %s)"
                        .formatted(sda, scl, bus, sda, scl));
            }
        }
        requireBoard("");
        throw new PinException("%s%s has no I2C bus on (scl=%s, sda=%s); it has %s; a bus is also opened by its number"
                .formatted(simulate(), board, scl, sda, list(board.i2cBuses())));
    }

    /** The I2C bus of this device file, whether or not the board lists it. */
    public I2CPort openI2c(String device, int frequency, int timeoutMicros) {
        I2CBus bus = board.i2cBuses().stream()
                .filter(b -> b.device().equals(device))
                .findFirst()
                .orElseGet(() -> new I2CBus(device, null, null, ""));
        requireBoardUnlessThere(device);
        return openI2c(bus, frequency, timeoutMicros, Place.ofCaller());
    }

    /** The board's first I2C bus. */
    public I2CPort openI2c() {
        return openI2c(first(board.i2cBuses(), "I2C bus"), 100_000, 0, null);
    }

    private I2CPort openI2c(I2CBus bus, int frequency, int timeoutMicros, @Nullable StackTraceElement place) {
        Hold hold = hold(holder("I2C", bus), place);
        return hold.whileOpening(() -> {
            take(hold, bus.scl(), bus.sda());
            takeDevice(hold, bus.device(), "the bus");
            I2CPort port = keep(hold, new HeldI2C(provider.openI2c(bus, frequency, timeoutMicros), this, hold));
            return meant(hold, bus.device(), port.name(), port);
        });
    }

    /** An open SPI bus, with what the board says about it. */
    public record OpenSpi(SpiPort port, SpiBus bus, Hardware hardware) {
        /**
         * The index of the chip select that the controller drives on this pin.
         *
         * @throws PinException if it drives none there
         */
        public int chipSelect(String pin) {
            for (int i = 0; i < bus.chipSelects().size(); i++) {
                if (hardware.isOn(bus.chipSelects().get(i), pin)) {
                    return i;
                }
            }
            throw new PinException(
                    "%s is no chip select that the SPI bus %s drives; it drives %s; drive any other pin by hand: new SPIDevice(spi, new DigitalInOut(pin))"
                            .formatted(pin, bus, bus.chipSelects()));
        }
    }

    /**
     * The SPI bus on these pins.
     *
     * @param mosi null if the program only reads
     * @param miso null if the program only writes
     */
    public OpenSpi openSpi(String clock, @Nullable String mosi, @Nullable String miso) {
        if (mosi == null && miso == null) {
            throw new IllegalArgumentException("an SPI bus needs MOSI or MISO, or both");
        }
        for (SpiBus bus : board.spiBuses()) {
            if (isOn(bus.clock(), clock)
                    && (mosi == null || isOn(bus.mosi(), mosi))
                    && (miso == null || isOn(bus.miso(), miso))) {
                return openSpi(bus, mosi, miso, Place.ofCaller());
            }
        }
        requireBoard("");
        throw new PinException("%s%s has no SPI bus on (clock=%s, MOSI=%s, MISO=%s); it has %s"
                .formatted(simulate(), board, clock, mosi, miso, list(board.spiBuses())));
    }

    /** The board's first SPI bus. */
    public OpenSpi openSpi() {
        SpiBus bus = first(board.spiBuses(), "SPI bus");
        return openSpi(bus, bus.mosi(), bus.miso(), null);
    }

    private OpenSpi openSpi(
            SpiBus bus, @Nullable String mosi, @Nullable String miso, @Nullable StackTraceElement place) {
        Hold hold = hold(holder("SPI", bus), place);
        return hold.whileOpening(() -> {
            take(hold, bus.clock(), mosi, miso);
            takeDevice(hold, bus.device(), "the bus");
            SpiPort port = keep(hold, new HeldSpi(provider.openSpi(bus), this, hold));
            return new OpenSpi(meant(hold, bus.device(), port.name(), port), bus, this);
        });
    }

    /**
     * The serial port on these pins.
     *
     * @param tx null if the program only reads
     * @param rx null if the program only writes
     */
    public UartPort openUart(@Nullable String tx, @Nullable String rx, UartPort.Settings settings) {
        if (tx == null && rx == null) {
            throw new IllegalArgumentException("a UART needs TX or RX, or both");
        }
        for (Uart uart : board.uarts()) {
            if ((tx == null || isOn(uart.tx(), tx)) && (rx == null || isOn(uart.rx(), rx))) {
                return openUart(uart, tx, rx, settings, Place.ofCaller());
            }
        }
        requireBoard("");
        throw new PinException("%s%s has no UART on (tx=%s, rx=%s); it has %s; a port is also opened by its device file"
                .formatted(simulate(), board, tx, rx, list(board.uarts())));
    }

    /** The serial port of this device file, whether or not the board lists it. */
    public UartPort openUart(String device, UartPort.Settings settings) {
        Uart uart = board.uarts().stream()
                .filter(u -> u.device().equals(device))
                .findFirst()
                .orElseGet(() -> new Uart(device, null, null, ""));
        return openUart(uart, uart.tx(), uart.rx(), settings, Place.ofCaller());
    }

    /** The board's first serial port. */
    public UartPort openUart(UartPort.Settings settings) {
        Uart uart = first(board.uarts(), "UART");
        return openUart(uart, uart.tx(), uart.rx(), settings, null);
    }

    private UartPort openUart(
            Uart uart,
            @Nullable String tx,
            @Nullable String rx,
            UartPort.Settings settings,
            @Nullable StackTraceElement place) {
        Hold hold = hold(holder("UART", uart), place);
        return hold.whileOpening(() -> {
            take(hold, tx, rx);
            takeDevice(hold, uart.device(), "the port");
            UartPort port = keep(hold, new HeldUart(provider.openUart(uart, settings), this, hold));
            return meant(hold, uart.device(), port.name(), port);
        });
    }

    /**
     * The output of a PWM controller on this pin.
     *
     * @param pin as in {@link #openGpio}; or the output itself, such as {@code /sys/class/pwm/pwmchip0:1}, which the
     *     board lists, whether or not it has a pin
     */
    public PwmPort openPwm(String pin) {
        PwmChannel channel = pwmOn(pin);
        Hold hold = hold("PWMOut(%s)".formatted(pin));
        return hold.whileOpening(() -> {
            take(hold, channel.pin());
            hold.take(output(channel), pin);
            return keep(hold, new HeldPwm(provider.openPwm(channel), this, hold));
        });
    }

    private PwmChannel pwmOn(String pin) {
        for (PwmChannel channel : board.pwms()) {
            if (output(channel).equals(pin)) {
                return channel;
            }
        }
        Line line = locate(pin);
        for (PwmChannel channel : board.pwms()) {
            if (channel.pin() != null && locate(channel.pin()).equals(line)) {
                return channel;
            }
        }
        throw new PinException("%s has no PWM on %s; it has %s".formatted(board, pin, list(board.pwms())));
    }

    /** What two pins share that are the same output, such as {@code fe20c000.pwm:0}. */
    private static String output(PwmChannel channel) {
        return channel.device() + ":" + channel.channel();
    }

    /**
     * The one object of this kind that everybody shares; opened anew when there is none, or when it has been closed.
     *
     * @param kind such as {@code i2c}
     */
    public AutoCloseable shared(
            String kind, Supplier<? extends AutoCloseable> opener, Predicate<AutoCloseable> isClosed) {
        synchronized (shared) {
            requireOpen(kind);
            AutoCloseable one = shared.get(kind);
            if (one == null || isClosed.test(one)) {
                one = opener.get();
                shared.put(kind, one);
            }
            return one;
        }
    }

    /** Closes every pin and bus that is still open, and refuses to open more. Closing again does nothing. */
    @Override
    public void close() {
        synchronized (INDEPENDENT) {
            INDEPENDENT.remove(this);
        }
        RuntimeException failure = null;
        for (AutoCloseable each : beginClosing()) {
            try {
                close(each);
            } catch (RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Refuses to open more. What is open is for the caller to close. */
    List<AutoCloseable> beginClosing() {
        synchronized (open) {
            closed = true;
            return new ArrayList<>(open.keySet());
        }
    }

    /**
     * What the program has opened and not closed, each with the place where it was opened, in that order. The buses that
     * everybody shares, such as {@code Board.i2c()}, are the board's and not among them.
     */
    public List<String> stillOpen() {
        synchronized (open) {
            return open.values().stream()
                    .filter(Hold::isPrograms)
                    .map(Hold::described)
                    .toList();
        }
    }

    /**
     * Called by the object that a program has of an open port. On real hardware, a port whose object is garbage before it is
     * closed is closed with a warning; on simulated hardware, that would hide the mistake from the test.
     */
    public static void track(Object front, AutoCloseable port) {
        if (port instanceof Held held) {
            held.hold().guard(front, port);
        }
    }

    private boolean isReal() {
        return provider.standsFor().isEmpty();
    }

    static void close(AutoCloseable port) {
        try {
            port.close();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("a port closes without checked exceptions", e);
        }
    }

    private Hold hold(String holder) {
        return hold(holder, Place.ofCaller());
    }

    /** @param place where the program opens it; null for what the board opens for everybody */
    private Hold hold(String holder, @Nullable StackTraceElement place) {
        requireOpen(holder);
        return new Hold(held, holder, place, isReal());
    }

    private void requireOpen(String wanted) {
        synchronized (open) {
            if (closed) {
                throw isClosed(wanted);
            }
        }
    }

    private IllegalStateException isClosed(String wanted) {
        return new IllegalStateException(
                "cannot open %s: %s has been closed; open it anew with Blinka.open(board, provider)"
                        .formatted(wanted, this));
    }

    /** What a port says that was open when its board was closed. */
    IllegalStateException closedWithAll(Hold hold) {
        return new IllegalStateException(
                "%s is closed, with all of %s; open that anew with Blinka.open(board, provider)".formatted(hold, this));
    }

    /** Keeps a port that has just been opened, to be closed with all others, unless all are closed already. */
    private <T extends AutoCloseable> T keep(Hold hold, T port) {
        synchronized (open) {
            if (!closed) {
                if (open.isEmpty() && closesAtExit()) {
                    ClosingAtExit.add(this);
                }
                open.put(port, hold);
                return port;
            }
        }
        close(port);
        throw isClosed(hold.toString());
    }

    private void takeDevice(Hold hold, String device, String name) {
        String real = real(device);
        hold.take(real, real.equals(device) ? name : device);
    }

    /** Takes what a name that is no file turned out to mean, so that it is not opened a second time as that. */
    private <T extends AutoCloseable> T meant(Hold hold, String alias, String device, T port) {
        if (!isFile(alias) && !device.equals(alias)) {
            try {
                hold.take(real(device), alias);
            } catch (PinException e) {
                try {
                    close(port);
                } catch (RuntimeException also) {
                    e.addSuppressed(also);
                }
                throw e;
            }
        }
        return port;
    }

    /** A bus as messages call it: {@code I2C(scl=SCL, sda=SDA) /dev/i2c-1}, or {@code I2C(/dev/i2c-1)}. */
    private static String holder(String kind, Object bus) {
        String text = bus.toString();
        return kind + (text.startsWith("(") ? text : "(" + text + ")");
    }

    /** A port has been closed: its lines are free again. */
    void closed(AutoCloseable port, Hold hold) {
        hold.release();
        synchronized (open) {
            open.remove(port);
            if (open.isEmpty()) {
                ClosingAtExit.remove(this);
            }
        }
    }

    private boolean closesAtExit() {
        return isReal()
                && host.setting("BLINKA_SHUTDOWN_HOOK")
                        .map(value -> !OFF.contains(value.toLowerCase(Locale.ROOT)))
                        .orElse(true);
    }

    private void take(Hold hold, @Nullable String... pins) {
        for (String pin : pins) {
            if (pin != null) {
                hold.take(locate(pin), pin);
            }
        }
    }

    private boolean isOn(@Nullable String pinOfBus, String pin) {
        return pinOfBus != null && !pinOfBus.isEmpty() && locate(pinOfBus).equals(locate(pin));
    }

    private <T> T first(List<T> buses, String what) {
        if (buses.isEmpty()) {
            requireBoard("");
            throw new NotAvailableException("%s%s%s has no %s"
                    .formatted(Hints.isGeneric(board) ? independent("") : "", simulate(), board, what));
        }
        return buses.get(0);
    }

    private static String list(List<?> buses) {
        return buses.isEmpty()
                ? "none"
                : String.join(", ", buses.stream().map(Object::toString).toList());
    }

    @Override
    public String toString() {
        return "%s by the provider '%s'".formatted(board, provider.name());
    }
}
