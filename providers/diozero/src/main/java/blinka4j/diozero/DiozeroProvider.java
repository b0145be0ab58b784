// SPDX-License-Identifier: MIT
package blinka4j.diozero;

import blinka4j.kernel.Devices;
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
import org.jspecify.annotations.Nullable;

/** The devices of Linux through diozero. Its classes and native code are loaded when the first port is opened. */
public final class DiozeroProvider implements Provider {
    static final String NAME = "diozero";

    private static final int RANK = 200;

    private static final List<Requirement> NEEDS = List.of(
            new Requirement(() -> com.diozero.util.LibraryLoader.class, "com.diozero:diozero-core"),
            new Requirement(() -> org.tinylog.configuration.Configuration.class, "org.tinylog:tinylog-api"),
            new Requirement(() -> org.slf4j.Logger.class, "org.slf4j:slf4j-api"));

    /** The objects that all ports of this process share. */
    private record Shared(Library library, Host host, DiozeroChips chips, EdgeLoop edges) {
        Shared(Library library, Host host) {
            this(library, host, new DiozeroChips(library, host), new EdgeLoop(library));
        }
    }

    private static final class OfThisProcess {
        private static @Nullable Shared shared;

        private static synchronized Shared get() {
            if (shared == null) {
                Host host = Host.local();
                shared = new Shared(NativeLibrary.load(host), host);
            }
            return shared;
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Probe probe(Host host) {
        if (!host.isLinux()) {
            return Devices.notLinux(host, "the provider 'diozero'");
        }
        String processor = System.getProperty("os.arch", "");
        if (nativeFolder(processor, host).isEmpty()) {
            return new Probe.Skipped(
                    "diozero has no native code for %s, only for x86_64, aarch64, armv7 and armv6. Use the provider 'linux'."
                            .formatted(processor));
        }
        Optional<String> missing = Requirement.missing("io.github.blinka4j:blinka4j-provider-diozero", NEEDS);
        if (missing.isPresent()) {
            return new Probe.Skipped(missing.get());
        }
        return Devices.probe(host, RANK);
    }

    /** Returns the folder of diozero's native code for a processor; empty if there is none. */
    static Optional<String> nativeFolder(String processor, Host host) {
        return switch (processor) {
            case "amd64", "x86_64" -> Optional.of("linux-x86_64");
            case "aarch64" -> Optional.of("linux-aarch64");
            case "arm" -> Optional.of(host.text("/proc/cpuinfo").contains("ARMv6") ? "linux-armv6" : "linux-armv7");
            default -> Optional.empty();
        };
    }

    @Override
    public Optional<Line> findLine(String name) {
        return OfThisProcess.get().chips().line(name);
    }

    @Override
    public GpioPort openGpio(Line line, String consumer) {
        Shared shared = OfThisProcess.get();
        return DiozeroGpio.open(shared.chips(), shared.edges(), line);
    }

    @Override
    public I2CPort openI2c(BoardDefinition.I2CBus bus, int frequency, int timeoutMicros) {
        Shared shared = OfThisProcess.get();
        return DiozeroI2C.open(shared.library(), shared.host(), bus, frequency, timeoutMicros);
    }

    @Override
    public SpiPort openSpi(BoardDefinition.SpiBus bus) {
        Shared shared = OfThisProcess.get();
        return DiozeroSpi.open(shared.library(), shared.host(), bus);
    }

    @Override
    public UartPort openUart(BoardDefinition.Uart uart, UartPort.Settings settings) {
        Shared shared = OfThisProcess.get();
        return DiozeroUart.open(shared.library(), shared.host(), uart, settings);
    }

    @Override
    public PwmPort openPwm(BoardDefinition.PwmChannel channel) {
        Shared shared = OfThisProcess.get();
        return DiozeroPwm.open(shared.library(), shared.host(), channel);
    }
}
