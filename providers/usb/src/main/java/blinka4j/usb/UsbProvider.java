// SPDX-License-Identifier: MIT
package blinka4j.usb;

import blinka4j.NotAvailableException;
import blinka4j.kernel.Devices;
import blinka4j.provider.AnalogOutPort;
import blinka4j.provider.AnalogPort;
import blinka4j.provider.AttachedBoard;
import blinka4j.provider.BoardDefinition;
import blinka4j.provider.GpioPort;
import blinka4j.provider.Host;
import blinka4j.provider.I2CPort;
import blinka4j.provider.Line;
import blinka4j.provider.Provider;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A USB bridge with an MCP2221A: four pins, an I2C bus, three analog inputs and an analog output. The program runs on this machine, and
 * each call is a command to the bridge.
 *
 * <p>{@code BLINKA_PROVIDER=usb} selects it; it is never selected automatically. {@code BLINKA_USB_DEVICE} names the bridge if several are
 * connected. For two bridges at once:
 *
 * <pre>{@code
 * try (Blinka left = Blinka.open(Boards.board("MICROCHIP_MCP2221"), new UsbProvider("/dev/hidraw0"));
 *         Blinka right = Blinka.open(Boards.board("MICROCHIP_MCP2221"), new UsbProvider("/dev/hidraw1"))) {
 *     …
 * }
 * }</pre>
 */
public final class UsbProvider implements Provider, AttachedBoard {
    static final String NAME = "usb";

    private static final String BOARD = "MICROCHIP_MCP2221";

    private final @Nullable String path;
    private final @Nullable Supplier<HidDevice> device;
    private final Link link = new Link(this::connect);
    private volatile Host host = Host.local();

    /** For {@link java.util.ServiceLoader}. The bridge is looked for when its first port is opened. */
    public UsbProvider() {
        this(null, null);
    }

    /**
     * The bridge at a device file, whatever the settings say.
     *
     * @param path such as {@code /dev/hidraw0}
     */
    public UsbProvider(String path) {
        this(path, null);
    }

    /**
     * The bridge behind another way to its reports, on any operating system.
     *
     * @param device opens it; called when the first port is opened, and again after the cable was pulled out
     */
    public UsbProvider(Supplier<HidDevice> device) {
        this(null, device);
    }

    private UsbProvider(@Nullable String path, @Nullable Supplier<HidDevice> device) {
        this.path = path;
        this.device = device;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Probe probe(Host on) {
        host = on;
        if (on.setting("BLINKA_PROVIDER").filter(NAME::equalsIgnoreCase).isEmpty()) {
            return new Probe.Skipped(
                    "a USB bridge is never selected automatically. Set BLINKA_PROVIDER=usb to select it.");
        }
        if (device != null) {
            return new Probe.Usable(1);
        }
        if (!on.isLinux()) {
            return Devices.notLinux(on, "the provider 'usb'");
        }
        try {
            if (path == null) {
                Bridges.find(on);
            }
            return new Probe.Usable(1);
        } catch (NotAvailableException e) {
            return new Probe.Skipped(String.valueOf(e.getMessage()));
        }
    }

    private HidDevice connect() {
        return device != null
                ? device.get()
                : HidrawDevice.open(host, path != null ? Bridges.free(host, path) : Bridges.find(host));
    }

    @Override
    public String boardId() {
        return BOARD;
    }

    @Override
    public GpioPort openGpio(Line line, String consumer) {
        return UsbGpio.open(link, line);
    }

    @Override
    public I2CPort openI2c(BoardDefinition.I2CBus bus, int frequency, int timeoutMicros) {
        return UsbI2C.open(link, bus, frequency, timeoutMicros);
    }

    @Override
    public AnalogPort openAnalog(BoardDefinition.AnalogInput input) {
        return UsbAnalog.open(link, input, Reference.of(host));
    }

    @Override
    public AnalogOutPort openAnalogOut(BoardDefinition.AnalogOutput output) {
        return UsbAnalogOut.open(link, output, Reference.of(host));
    }
}
