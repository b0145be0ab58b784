// SPDX-License-Identifier: MIT
package blinka4j.sim;

import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.provider.AnalogOutPort;
import blinka4j.provider.AnalogPort;
import blinka4j.provider.BoardDefinition;
import blinka4j.provider.BoardProcessor;
import blinka4j.provider.BoardRegistry;
import blinka4j.provider.Clock;
import blinka4j.provider.EncoderPort;
import blinka4j.provider.GpioPort;
import blinka4j.provider.Host;
import blinka4j.provider.I2CPort;
import blinka4j.provider.Line;
import blinka4j.provider.LineState;
import blinka4j.provider.LinesPort;
import blinka4j.provider.NvmPort;
import blinka4j.provider.OneWirePort;
import blinka4j.provider.Provider;
import blinka4j.provider.PulseOutPort;
import blinka4j.provider.PwmPort;
import blinka4j.provider.SpiPort;
import blinka4j.provider.UartPort;
import blinka4j.provider.UsbHidPort;
import blinka4j.provider.WatchdogPort;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs any program on a simulated board. {@code BLINKA_PROVIDER=sim} selects it. The board is that of {@code BLINKA_FORCEBOARD} or of
 * this machine, otherwise a Raspberry Pi 4. Its clock follows real time. Each {@link Breadboard} on the class path attaches its devices.
 * For tests, {@link SimBoard} is better. A subclass is another provider with the same board, such as one that shows it to people.
 */
public class SimProvider implements Provider, BoardProcessor {
    static final String NAME = "sim";
    private static final String STANDS_FOR = "RASPBERRY_PI_4B";
    private static final String SERVICE = "META-INF/services/blinka4j.sim.Breadboard";

    /** Likely misspellings of the file's name, which would make the devices silently missing. */
    private static final List<String> MISSPELT = List.of(
            "META-INF/services/blinka4j.sim.BreadBoard",
            "META-INF/services/blinka4j.sim.breadboard",
            "META-INF/services/blinka4j.sim.Breadboards",
            "META-INF/services/blinka4j.sim.Breadboard.txt",
            "META-INF/services/blinka4j.Breadboard",
            "META-INF/services/Breadboard",
            "META-INF/service/blinka4j.sim.Breadboard",
            "META-INF/blinka4j.sim.Breadboard");

    private Host host = Host.local();
    private @Nullable BoardDefinition definition;
    private @Nullable SimBoard board;
    private @Nullable SimNvm nvm;

    /** For {@link ServiceLoader}. The board is created at its first use. */
    public SimProvider() {}

    SimProvider(SimBoard board) {
        this.board = board;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public synchronized Probe probe(Host on) {
        host = on;
        return name().equalsIgnoreCase(on.setting("BLINKA_PROVIDER").orElse(null))
                ? new Probe.Usable(1)
                : new Probe.Skipped("the simulator is never selected automatically. Set BLINKA_PROVIDER=" + name()
                        + " to select it.");
    }

    @Override
    public synchronized void selectedFor(BoardDefinition selected) {
        definition = selected;
    }

    /** The machine that the program runs on, as {@link #probe} got it. */
    protected final synchronized Host host() {
        return host;
    }

    /** Called with a board that was made, when its breadboards have attached their devices. If it fails, there is no board. */
    protected void made(SimBoard newBoard) {}

    /** Makes the next use of the board make another one, with new devices. The clock of the present one is closed. */
    protected final synchronized void startAgain() {
        if (board != null) {
            board.clock().close();
            board = null;
        }
    }

    @Override
    public Optional<String> standsFor() {
        return Optional.of(STANDS_FOR);
    }

    @Override
    public Clock clock() {
        return board().clock();
    }

    @Override
    public Optional<LineState> lineState(Line line) {
        return board().pin(line)
                .map(pin -> new LineState(pin.isOutput(), pin.level(), Objects.requireNonNullElse(pin.holder(), "")));
    }

    @Override
    public GpioPort openGpio(Line line, String consumer) {
        return pin(line).open(consumer);
    }

    @Override
    public LinesPort openLines(List<Line> lines, String consumer) {
        return SimLines.open(board().wiring(), lines.stream().map(this::pin).toList(), consumer);
    }

    private SimPin pin(Line line) {
        SimBoard on = board();
        SimPin pin = on.pin(line).orElse(null);
        if (pin == null) {
            throw new PinException("%s has no line %s. It has only the lines of its pins.".formatted(on, line));
        }
        return pin;
    }

    @Override
    public I2CPort openI2c(BoardDefinition.I2CBus bus, int frequency, int timeoutMicros) {
        return existing(() -> board().i2c(bus.device())).frequency(frequency);
    }

    @Override
    public SpiPort openSpi(BoardDefinition.SpiBus bus) {
        return existing(() -> board().spi(bus.device()));
    }

    @Override
    public UartPort openUart(BoardDefinition.Uart uart, UartPort.Settings settings) {
        return existing(() -> board().uart(uart.device())).open(settings);
    }

    @Override
    public PwmPort openPwm(BoardDefinition.PwmChannel channel) {
        SimBoard on = board();
        return on.pwm(channel)
                .orElseThrow(() -> new NotAvailableException(
                        "%s has no PWM output %s. Choose a pin with PWM.".formatted(on, channel)))
                .open();
    }

    /** The same as with a PWM controller. Otherwise a thread would make pulses in real time. */
    @Override
    public Optional<PwmPort> openSoftwarePwm(Line line, String consumer) {
        return board().softwarePwm(line).map(SimPwm::open);
    }

    @Override
    public AnalogPort openAnalog(BoardDefinition.AnalogInput input) {
        String pin = input.name();
        if (pin == null) {
            throw new NotAvailableException(
                    "%s has no pin for the analog input %s. Choose an input with a name.".formatted(board(), input));
        }
        return board().pin(pin).openAnalog(input);
    }

    @Override
    public OneWirePort openOneWire(Line line) {
        return board().oneWire(line);
    }

    @Override
    public AnalogOutPort openAnalogOut(BoardDefinition.AnalogOutput output) {
        return board().analogOut(output.unit()).open();
    }

    @Override
    public boolean hasEncoder(BoardDefinition.Encoder encoder) {
        return board().encoder(encoder).isPresent();
    }

    @Override
    public EncoderPort openEncoder(BoardDefinition.Encoder encoder) {
        SimBoard on = board();
        return on.encoder(encoder)
                .orElseThrow(
                        () -> new NotAvailableException("%s has no counter %s. Add it with SimBoard.encoder(\"%s\")."
                                .formatted(on, encoder.unit(), encoder.unit())))
                .open();
    }

    @Override
    public PulseOutPort openPulseOut(
            Line line, BoardDefinition.@Nullable PwmChannel channel, int frequency, int dutyCycle) {
        PwmPort output = channel == null ? openSoftwarePwm(line, NAME).orElseThrow() : openPwm(channel);
        return new SimPulseOut(output, clock(), frequency, dutyCycle);
    }

    @Override
    public WatchdogPort openWatchdog(double seconds) {
        return board().watchdog().open(seconds);
    }

    @Override
    public synchronized NvmPort openNvm() {
        SimNvm opened = nvm == null ? new SimNvm() : nvm;
        nvm = opened;
        return opened;
    }

    @Override
    public UsbHidPort openUsbHid(List<UsbHidPort.Function> interfaces) {
        return board().usbHost().open(interfaces);
    }

    @Override
    public double temperature() {
        return board().processor().asSeen().temperature();
    }

    @Override
    public long frequency() {
        return board().processor().asSeen().frequency();
    }

    @Override
    public double voltage() {
        return board().processor().asSeen().voltage();
    }

    @Override
    public Start lastStart() {
        return board().processor().asSeen().lastStart();
    }

    @Override
    public byte[] uid() {
        return board().processor().asSeen().uid();
    }

    private static <T> T existing(Supplier<T> bus) {
        try {
            return bus.get();
        } catch (IllegalArgumentException e) {
            throw new NotAvailableException(String.valueOf(e.getMessage()), e);
        }
    }

    /** The simulated board that the program runs on, to attach devices to. */
    public synchronized SimBoard board() {
        SimBoard made = board;
        if (made == null) {
            made = SimBoard.open(definition == null ? recognised() : definition, SimClock.running());
            board = made;
            try {
                for (Breadboard breadboard : breadboards()) {
                    breadboard.attachTo(made);
                }
                made(made);
            } catch (RuntimeException | Error e) {
                // The next attempt fails in the same way. A board with half of its devices would be worse.
                board = null;
                throw e;
            }
        }
        return made;
    }

    private static List<Breadboard> breadboards() {
        List<Breadboard> breadboards = new ArrayList<>();
        try {
            for (Breadboard each : ServiceLoader.load(Breadboard.class)) {
                breadboards.add(each);
            }
        } catch (ServiceConfigurationError | LinkageError e) {
            throw new NotAvailableException(
                    "a breadboard cannot be loaded (%s). Each line of %s must name a public class that implements Breadboard and has a public constructor without parameters."
                            .formatted(e.getMessage(), SERVICE),
                    e);
        }
        if (breadboards.isEmpty()) {
            ClassLoader loader = Thread.currentThread().getContextClassLoader();
            for (String misspelt : MISSPELT) {
                if (loader != null && loader.getResource(misspelt) != null) {
                    throw new NotAvailableException(
                            "the file %s is on the class path, but Java reads only %s. Rename the file."
                                    .formatted(misspelt, SERVICE));
                }
            }
        }
        return breadboards;
    }

    /** The board of this machine, for a caller that has selected this provider by itself. */
    private BoardDefinition recognised() {
        BoardDefinition standIn = null;
        for (BoardRegistry registry : ServiceLoader.load(BoardRegistry.class)) {
            BoardRegistry.Detected detected = registry.detect(host);
            if (detected != null && !detected.board().id().equals(BoardDefinition.GENERIC_LINUX)) {
                return detected.board();
            }
            if (standIn == null && registry.ids().contains(STANDS_FOR)) {
                standIn = registry.board(STANDS_FOR);
            }
        }
        if (standIn == null) {
            throw new NotAvailableException(
                    "no list of boards is on the class path, so there is no board to simulate. Add io.github.blinka4j:blinka4j-boards.");
        }
        return standIn;
    }
}
