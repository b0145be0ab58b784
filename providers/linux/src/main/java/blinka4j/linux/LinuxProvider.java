// SPDX-License-Identifier: MIT
package blinka4j.linux;

import blinka4j.kernel.Devices;
import blinka4j.provider.AnalogOutPort;
import blinka4j.provider.AnalogPort;
import blinka4j.provider.BoardDefinition;
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
import blinka4j.provider.Requirement;
import blinka4j.provider.SpiPort;
import blinka4j.provider.UartPort;
import blinka4j.provider.UsbHidPort;
import blinka4j.provider.WatchdogPort;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The raw devices of Linux. Native code is loaded when the first port is opened. Analog inputs need none. */
public final class LinuxProvider implements Provider {
    private static final int RANK = 300;
    private static final List<String> OTHER_NUMBERS = List.of("mips", "ppc", "sparc");

    /** The objects that all ports of this process share. */
    private record Shared(SystemCalls sys, Host host, LinuxChips chips, GpioMemory memory, EdgeReader edges) {
        Shared(SystemCalls sys, Host host) {
            this(sys, host, new LinuxChips(sys, host), new GpioMemory(sys, host), new EdgeReader(sys));
        }
    }

    private static final class OfThisProcess {
        private static @Nullable Shared shared;

        private static synchronized Shared get() {
            if (shared == null) {
                shared = new Shared(Libc.load(), Host.local());
            }
            return shared;
        }
    }

    @Override
    public String name() {
        return "linux";
    }

    @Override
    public Probe probe(Host host) {
        if (!host.isLinux()) {
            return Devices.notLinux(host, "the provider 'linux'");
        }
        String processor = System.getProperty("os.arch", "");
        if (hasOtherNumbers(processor)) {
            return new Probe.Skipped(
                    "on %s, Linux has request numbers that this provider does not know. Use an ARM, x86 or RISC-V processor."
                            .formatted(processor));
        }
        Optional<String> missing = missing();
        if (missing.isPresent()) {
            return new Probe.Skipped(missing.get());
        }
        Probe probe = Devices.probe(host, RANK);
        return probe instanceof Probe.Skipped skipped && LinuxAnalog.hasInput(host)
                ? new Probe.Usable(RANK, skipped.reason())
                : probe;
    }

    private static boolean hasOtherNumbers(String processor) {
        for (String each : OTHER_NUMBERS) {
            if (processor.startsWith(each)) {
                return true;
            }
        }
        return false;
    }

    /** Returns which libraries and Java modules are missing, and what to do; empty if none is. */
    static Optional<String> missing() {
        return Requirement.missing(
                "io.github.blinka4j:blinka4j-provider-linux",
                List.of(
                        new Requirement(() -> com.sun.jna.Native.class, "net.java.dev.jna:jna"),
                        new Requirement(() -> org.slf4j.Logger.class, "org.slf4j:slf4j-api"),
                        // JNA logs with it.
                        new Requirement(() -> java.util.logging.Logger.class, "java.logging")));
    }

    @Override
    public Optional<Line> findLine(String name) {
        return OfThisProcess.get().chips().line(name);
    }

    @Override
    public Optional<LineState> lineState(Line line) {
        return OfThisProcess.get().chips().state(line);
    }

    @Override
    public GpioPort openGpio(Line line, String consumer) {
        Shared shared = OfThisProcess.get();
        return LinuxGpio.open(shared.sys(), shared.chips(), shared.memory(), shared.edges(), line, consumer);
    }

    @Override
    public LinesPort openLines(List<Line> lines, String consumer) {
        Shared shared = OfThisProcess.get();
        return LinuxLines.open(shared.sys(), shared.chips(), shared.edges(), lines, consumer);
    }

    @Override
    public I2CPort openI2c(BoardDefinition.I2CBus bus, int frequency, int timeoutMicros) {
        Shared shared = OfThisProcess.get();
        return LinuxI2C.open(shared.sys(), shared.host(), bus, frequency, timeoutMicros);
    }

    @Override
    public SpiPort openSpi(BoardDefinition.SpiBus bus) {
        Shared shared = OfThisProcess.get();
        return LinuxSpi.open(shared.sys(), shared.host(), bus);
    }

    @Override
    public UartPort openUart(BoardDefinition.Uart uart, UartPort.Settings settings) {
        Shared shared = OfThisProcess.get();
        return LinuxUart.open(shared.sys(), shared.host(), uart, settings);
    }

    @Override
    public PwmPort openPwm(BoardDefinition.PwmChannel channel) {
        Shared shared = OfThisProcess.get();
        return LinuxPwm.open(shared.sys(), shared.host(), channel);
    }

    @Override
    public OneWirePort openOneWire(Line line) {
        Shared shared = OfThisProcess.get();
        return LinuxOneWire.open(shared.sys(), shared.host(), shared.chips(), line);
    }

    @Override
    public OneWirePort openOneWire(String master) {
        Shared shared = OfThisProcess.get();
        return LinuxOneWire.open(shared.sys(), shared.host(), master);
    }

    @Override
    public AnalogOutPort openAnalogOut(BoardDefinition.AnalogOutput output) {
        return LinuxAnalogOut.open(Host.local(), output);
    }

    @Override
    public boolean hasEncoder(BoardDefinition.Encoder encoder) {
        return LinuxEncoder.exists(Host.local(), encoder);
    }

    @Override
    public EncoderPort openEncoder(BoardDefinition.Encoder encoder) {
        return LinuxEncoder.open(Host.local(), encoder);
    }

    @Override
    public PulseOutPort openPulseOut(
            Line line, BoardDefinition.@Nullable PwmChannel channel, int frequency, int dutyCycle) {
        Shared shared = OfThisProcess.get();
        return LinuxPulseOut.open(
                shared.sys(),
                shared.host(),
                shared.chips(),
                line,
                channel,
                new LinuxPulseOut.Carrier(frequency, dutyCycle));
    }

    @Override
    public WatchdogPort openWatchdog(double seconds) {
        Shared shared = OfThisProcess.get();
        return LinuxWatchdog.open(shared.sys(), shared.host(), seconds);
    }

    @Override
    public NvmPort openNvm() {
        return new LinuxNvm(Host.local());
    }

    @Override
    public UsbHidPort openUsbHid(List<UsbHidPort.Function> interfaces) {
        Shared shared = OfThisProcess.get();
        return LinuxUsbHid.open(shared.sys(), shared.host(), new ConfigFs(), interfaces, LinuxUsbHid.TIMEOUT_NANOS);
    }

    @Override
    public AnalogPort openAnalog(BoardDefinition.AnalogInput input) {
        return LinuxAnalog.open(Host.local(), input);
    }
}
