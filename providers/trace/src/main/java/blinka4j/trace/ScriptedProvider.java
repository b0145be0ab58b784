// SPDX-License-Identifier: MIT
package blinka4j.trace;

import static blinka4j.trace.Tokens.level;

import blinka4j.provider.AnalogOutPort;
import blinka4j.provider.AnalogPort;
import blinka4j.provider.BoardDefinition;
import blinka4j.provider.BoardProcessor;
import blinka4j.provider.EncoderPort;
import blinka4j.provider.GpioPort;
import blinka4j.provider.Host;
import blinka4j.provider.I2CPort;
import blinka4j.provider.Line;
import blinka4j.provider.LinesPort;
import blinka4j.provider.NvmPort;
import blinka4j.provider.OneWirePort;
import blinka4j.provider.Port;
import blinka4j.provider.Provider;
import blinka4j.provider.PulseOutPort;
import blinka4j.provider.PwmPort;
import blinka4j.provider.SpiPort;
import blinka4j.provider.UartPort;
import blinka4j.provider.UsbHidPort;
import blinka4j.provider.WatchdogPort;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A provider whose calls are in a trace: a recording does them, a replay looks them up. */
abstract class ScriptedProvider implements Provider, BoardProcessor {
    private static final String NONE = "none";

    /** The lines to write or to read. */
    abstract Script script();

    /** Has the names of the pins. */
    abstract BoardDefinition board();

    /** The provider that does the work; null in a replay. */
    abstract @Nullable Provider real();

    @Override
    public Optional<Line> findLine(String name) {
        String found = script().play(
                        "line " + Tokens.of(name),
                        "find",
                        () -> existing()
                                .findLine(name)
                                .map(line -> Tokens.of(line.toString()))
                                .orElse(NONE));
        if (found.equals(NONE)) {
            return Optional.empty();
        }
        String line = Tokens.text(found);
        int colon = line.lastIndexOf(':');
        return Optional.of(new Line(line.substring(0, colon), Integer.parseInt(line.substring(colon + 1))));
    }

    @Override
    public GpioPort openGpio(Line line, String consumer) {
        String pin = pin(line);
        return new ScriptedGpio(open(
                "gpio",
                pin,
                Tokens.of(consumer),
                provider -> provider.openGpio(line, consumer),
                port -> Tokens.of(pin)));
    }

    @Override
    public LinesPort openLines(List<Line> lines, String consumer) {
        String pins = lines.stream().map(this::pin).collect(Collectors.joining(","));
        return new ScriptedLines(
                openPort("lines", pins, Tokens.of(consumer), provider -> provider.openLines(lines, consumer)),
                lines.size());
    }

    @Override
    public I2CPort openI2c(BoardDefinition.I2CBus bus, int frequency, int timeoutMicros) {
        return new ScriptedI2C(openPort(
                "i2c",
                bus.device(),
                "%s %s".formatted(frequency, timeoutMicros),
                provider -> provider.openI2c(bus, frequency, timeoutMicros)));
    }

    @Override
    public SpiPort openSpi(BoardDefinition.SpiBus bus) {
        return new ScriptedSpi(
                open("spi", bus.device(), "", provider -> provider.openSpi(bus), ScriptedSpi::constants));
    }

    @Override
    public UartPort openUart(BoardDefinition.Uart uart, UartPort.Settings settings) {
        return new ScriptedUart(openPort(
                "uart", uart.device(), ScriptedUart.text(settings), provider -> provider.openUart(uart, settings)));
    }

    @Override
    public PwmPort openPwm(BoardDefinition.PwmChannel channel) {
        return new ScriptedPwm(
                openPort("pwm", place(channel.pin(), channel.unit()), "", provider -> provider.openPwm(channel)));
    }

    /**
     * If the API makes the pulses, a recording has them as those of a GPIO line. A replay has none: the thread that makes them uses real
     * time.
     */
    @Override
    public Optional<PwmPort> openSoftwarePwm(Line line, String consumer) {
        String pin = pin(line);
        String subject = "softpwm " + Tokens.of(pin);
        AtomicReference<@Nullable PwmPort> opened = new AtomicReference<>();
        String result = script().play(subject, "open " + Tokens.of(consumer), () -> {
            Optional<PwmPort> port = existing().openSoftwarePwm(line, consumer);
            opened.set(port.orElse(null));
            return port.map(each -> Tokens.of(each.name())).orElse(NONE);
        });
        if (!result.equals(NONE)) {
            return Optional.of(new ScriptedPwm(new Subject<>(script(), subject, result, opened.get())));
        }
        if (real() != null) {
            return Optional.empty();
        }
        script().leaveOut("gpio " + Tokens.of(pin));
        return Optional.of(new ScriptedPwm.Silent("software PWM on " + pin));
    }

    @Override
    public AnalogPort openAnalog(BoardDefinition.AnalogInput input) {
        return new ScriptedAnalog(open(
                "adc",
                place(input.name(), input.unit()),
                "",
                provider -> provider.openAnalog(input),
                port -> "%s %s".formatted(Tokens.of(port.name()), port.referenceVoltage())));
    }

    @Override
    public AnalogOutPort openAnalogOut(BoardDefinition.AnalogOutput output) {
        return new ScriptedAnalog.Out(open(
                "dac",
                place(output.name(), output.unit()),
                "",
                provider -> provider.openAnalogOut(output),
                port -> "%s %s".formatted(Tokens.of(port.name()), port.referenceVoltage())));
    }

    @Override
    public OneWirePort openOneWire(Line line) {
        return new ScriptedOneWire(
                open("onewire", pin(line), "", provider -> provider.openOneWire(line), ScriptedOneWire::constants));
    }

    @Override
    public OneWirePort openOneWire(String master) {
        return new ScriptedOneWire(
                open("onewire", master, "", provider -> provider.openOneWire(master), ScriptedOneWire::constants));
    }

    @Override
    public boolean hasEncoder(BoardDefinition.Encoder encoder) {
        return script().play(
                        "encoder " + Tokens.of(encoder.unit()),
                        "exists",
                        () -> level(existing().hasEncoder(encoder)))
                .equals("1");
    }

    @Override
    public EncoderPort openEncoder(BoardDefinition.Encoder encoder) {
        return new ScriptedPeripherals.Encoder(
                openPort("encoder", encoder.unit(), "", provider -> provider.openEncoder(encoder)));
    }

    @Override
    public PulseOutPort openPulseOut(
            Line line, BoardDefinition.@Nullable PwmChannel channel, int frequency, int dutyCycle) {
        return new ScriptedPeripherals.PulseOut(openPort(
                "pulseout",
                pin(line),
                "%s %s".formatted(frequency, dutyCycle),
                provider -> provider.openPulseOut(line, channel, frequency, dutyCycle)));
    }

    @Override
    public WatchdogPort openWatchdog(double seconds) {
        return new ScriptedPeripherals.Watchdog(
                openPort("watchdog", "watchdog", String.valueOf(seconds), provider -> provider.openWatchdog(seconds)));
    }

    @Override
    public NvmPort openNvm() {
        return new ScriptedPeripherals.Nvm(open("nvm", "nvm", "", Provider::openNvm, port -> "nvm " + port.length()));
    }

    @Override
    public UsbHidPort openUsbHid(List<UsbHidPort.Function> interfaces) {
        return new ScriptedPeripherals.UsbHid(openPort(
                "usbhid",
                "usbhid",
                interfaces.stream().map(ScriptedPeripherals.UsbHid::text).collect(Collectors.joining(" ")),
                provider -> provider.openUsbHid(interfaces)));
    }

    @Override
    public double temperature() {
        return Double.parseDouble(processor("temperature", cpu -> String.valueOf(cpu.temperature())));
    }

    @Override
    public long frequency() {
        return Long.parseLong(processor("frequency", cpu -> String.valueOf(cpu.frequency())));
    }

    @Override
    public double voltage() {
        return Double.parseDouble(processor("voltage", cpu -> String.valueOf(cpu.voltage())));
    }

    @Override
    public Start lastStart() {
        return Start.valueOf(processor("start", cpu -> cpu.lastStart().name()));
    }

    @Override
    public byte[] uid() {
        return Tokens.bytes(processor("uid", cpu -> {
            byte[] uid = cpu.uid();
            return Tokens.hex(uid, 0, uid.length);
        }));
    }

    private String processor(String call, Function<BoardProcessor, String> action) {
        return script().play("cpu cpu", call, () -> {
            Provider provider = existing();
            return action.apply(provider instanceof BoardProcessor own ? own : BoardProcessor.of(Host.local()));
        });
    }

    private <P extends Port> Subject<P> openPort(
            String kind, String name, String arguments, Function<Provider, P> opener) {
        return open(kind, name, arguments, opener, port -> Tokens.of(port.name()));
    }

    private <P> Subject<P> open(
            String kind, String name, String arguments, Function<Provider, P> opener, Function<P, String> constants) {
        String subject = "%s %s".formatted(kind, Tokens.of(name));
        AtomicReference<@Nullable P> opened = new AtomicReference<>();
        String result = script().play(subject, arguments.isEmpty() ? "open" : "open " + arguments, () -> {
            P port = opener.apply(existing());
            opened.set(port);
            return constants.apply(port);
        });
        return new Subject<>(script(), subject, result, opened.get());
    }

    private Provider existing() {
        return Objects.requireNonNull(real());
    }

    /** The board's name for a line; the line itself if the board has none. */
    private String pin(Line line) {
        return board().pins().entrySet().stream()
                .filter(pin -> pin.getValue().equals(line))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(line.toString());
    }

    private static String place(@Nullable String pin, String unit) {
        return pin == null ? unit : pin;
    }
}
