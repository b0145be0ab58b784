// SPDX-License-Identifier: MIT
package blinka4j.linux;

import blinka4j.kernel.DeviceNodes;
import blinka4j.provider.BoardDefinition;
import blinka4j.provider.GpioPort;
import blinka4j.provider.Host;
import blinka4j.provider.I2CPort;
import blinka4j.provider.Line;
import blinka4j.provider.Provider;
import blinka4j.provider.PwmPort;
import blinka4j.provider.Requirement;
import blinka4j.provider.SpiPort;
import blinka4j.provider.UartPort;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The raw devices of Linux. Native code is loaded when something is opened, not before. */
public final class LinuxProvider implements Provider {
    private static final int RANK = 300;
    private static final Pattern DEVICES = Pattern.compile("gpiochip\\d+|i2c-\\d+|spidev\\d+\\.\\d+");
    private static final List<Requirement> NEEDS = List.of(
            new Requirement(() -> com.sun.jna.Native.class, "net.java.dev.jna:jna"),
            new Requirement(() -> org.slf4j.Logger.class, "org.slf4j:slf4j-api"),
            // JNA logs with it.
            new Requirement(() -> java.util.logging.Logger.class, "java.logging"));

    private static final String NO_DEVICES =
            "there is no /dev/gpiochip*, /dev/i2c-* or /dev/spidev*; on a board, switch the buses on in its device tree (sudo raspi-config on a Raspberry Pi) and load i2c-dev and spidev; in a container, pass the devices in";
    private static final List<String> OTHER_NUMBERS = List.of("mips", "ppc", "sparc");

    /** What the ports of this process share: how to reach the kernel, where chips and their registers are, who reads edges. */
    private record Shared(SystemCalls sys, Host host, GpioChips chips, GpioMemory memory, EdgeReader edges) {
        Shared(SystemCalls sys, Host host) {
            this(sys, host, new GpioChips(sys, host), new GpioMemory(sys, host), new EdgeReader(sys));
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
            return new Probe.Skipped(
                    "this is %s, and the provider 'linux' needs Linux; select 'sim' with BLINKA_PROVIDER for a simulated board"
                            .formatted(host.operatingSystem()));
        }
        String processor = System.getProperty("os.arch", "");
        if (OTHER_NUMBERS.stream().anyMatch(processor::startsWith)) {
            return new Probe.Skipped(
                    "on %s Linux has other request numbers than this provider knows; use arm, x86 or riscv"
                            .formatted(processor));
        }
        Optional<String> missing = missing();
        if (missing.isPresent()) {
            return new Probe.Skipped(missing.get());
        }
        if (host.list("/dev").stream().noneMatch(DEVICES.asMatchPredicate()) && !DeviceNodes.hasPwm(host)) {
            return DeviceNodes.hasUart(host) ? new Probe.Usable(RANK, NO_DEVICES) : new Probe.Skipped(NO_DEVICES);
        }
        return new Probe.Usable(RANK);
    }

    /** Which libraries and modules of Java are missing, and what to do; empty if all are there. */
    static Optional<String> missing() {
        return Requirement.missing("io.github.blinka4j:blinka4j-provider-linux", NEEDS);
    }

    @Override
    public Optional<Line> findLine(String name) {
        return OfThisProcess.get().chips().line(name);
    }

    @Override
    public GpioPort openGpio(Line line, String consumer) {
        Shared shared = OfThisProcess.get();
        return LinuxGpio.open(shared.sys(), shared.chips(), shared.memory(), shared.edges(), line, consumer);
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
}
