// SPDX-License-Identifier: MIT
package blinka4j.pi4j;

import blinka4j.NotAvailableException;
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
import org.jspecify.annotations.Nullable;

/** Pi4J with any of its plugins on the class path. Pi4J is loaded by {@link #probe}, or when the first port is opened. */
public final class Pi4JProvider implements Provider {
    private static final int RANK = 100;

    private static final List<Requirement> NEEDS = List.of(
            new Requirement(() -> com.pi4j.Pi4J.class, "com.pi4j:pi4j-core"),
            new Requirement(() -> org.slf4j.Logger.class, "org.slf4j:slf4j-api"));

    /** The objects that all ports of this process share. */
    private record Shared(Host host, Contexts contexts) {}

    private static final class OfThisProcess {
        private static @Nullable Shared shared;

        private static synchronized Shared get() {
            if (shared == null) {
                Host host = Host.local();
                shared = new Shared(host, new Contexts(Plugins.mocksWanted(host)));
            }
            return shared;
        }
    }

    @Override
    public String name() {
        return "pi4j";
    }

    @Override
    public Probe probe(Host host) {
        if (!host.isLinux()) {
            return Devices.notLinux(host, "Pi4J");
        }
        String missing = Requirement.missing("io.github.blinka4j:blinka4j-provider-pi4j", NEEDS)
                .orElseGet(() -> Plugins.missing(host));
        return missing.isEmpty() ? new Probe.Usable(RANK) : new Probe.Skipped(missing);
    }

    @Override
    public GpioPort openGpio(Line line, String consumer) {
        Shared shared = OfThisProcess.get();
        return Pi4JGpio.open(shared.host(), shared.contexts(), line, consumer);
    }

    @Override
    public I2CPort openI2c(BoardDefinition.I2CBus bus, int frequency, int timeoutMicros) {
        Shared shared = OfThisProcess.get();
        return Pi4JI2C.open(shared.host(), shared.contexts(), bus, frequency, timeoutMicros);
    }

    @Override
    public SpiPort openSpi(BoardDefinition.SpiBus bus) {
        Shared shared = OfThisProcess.get();
        return Pi4JSpi.open(shared.host(), shared.contexts(), bus);
    }

    @Override
    public UartPort openUart(BoardDefinition.Uart uart, UartPort.Settings settings) {
        throw new NotAvailableException(
                "%s: the provider 'pi4j' does not support serial ports, because Pi4J 4 has none and older versions only with pigpio. Set BLINKA_PROVIDER=linux."
                        .formatted(uart.device()));
    }

    @Override
    public PwmPort openPwm(BoardDefinition.PwmChannel channel) {
        Shared shared = OfThisProcess.get();
        return Pi4JPwm.open(shared.host(), shared.contexts(), channel);
    }
}
