// SPDX-License-Identifier: MIT
package blinka4j.usb;

import blinka4j.NotAvailableException;
import blinka4j.provider.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The bridges at this machine, as the kernel's HID bus lists them. */
final class Bridges {
    /** The setting that names the bridge. */
    static final String SETTING = "BLINKA_USB_DEVICE";

    private static final String DEVICES = "/sys/bus/hid/devices/";

    /** USB, Microchip's number, and that of the MCP2221 and the MCP2221A. */
    private static final Pattern MCP2221 = Pattern.compile("0003:04D8:00DD\\.[0-9A-F]+");

    /** The kernel's hid-mcp2221. */
    private static final String DRIVER = "mcp2221";

    private Bridges() {}

    /**
     * A bridge.
     *
     * @param id its name on the bus, such as {@code 0003:04D8:00DD.0002}
     * @param serial its serial number; empty if it has none, as from the factory
     * @param node such as {@code /dev/hidraw0}; empty if it has no device file
     * @param driver the driver of the kernel that has it; empty if none has
     */
    private record Bridge(String id, String serial, String node, String driver) {
        boolean isCalled(String name) {
            return name.equals(serial) || name.equals(id) || node.equals("/dev/" + name);
        }

        @Override
        public String toString() {
            return "%s (%s)".formatted(node.isEmpty() ? id : node, serial.isEmpty() ? "no serial number" : serial);
        }
    }

    /**
     * Returns the device file of the bridge: the one that {@code BLINKA_USB_DEVICE} names, otherwise the only one.
     *
     * @throws NotAvailableException if there is none or several, or if a driver of the kernel has it; the message says what to do
     */
    static String find(Host host) {
        Optional<String> named = host.setting(SETTING);
        if (named.isPresent() && named.get().startsWith("/")) {
            // It may have the numbers of another maker, which the chip can be given.
            if (!host.exists(named.get())) {
                throw new NotAvailableException(
                        "%s names '%s', which does not exist. Connect the bridge, or name it. %s"
                                .formatted(SETTING, named.get(), list(all(host))));
            }
            return free(host, named.get());
        }
        List<Bridge> all = all(host);
        List<Bridge> bridges = named.isPresent()
                ? all.stream().filter(each -> each.isCalled(named.get())).toList()
                : all;
        if (named.isPresent() && bridges.isEmpty()) {
            throw new NotAvailableException(
                    "%s names '%s', which is no bridge here. Connect it, or name its serial number or device file. %s"
                            .formatted(SETTING, named.get(), list(all)));
        }
        if (bridges.isEmpty()) {
            throw new NotAvailableException(
                    "no USB bridge with an MCP2221 is connected (USB device 04d8:00dd). Connect one. If it has another number, name its device file with %s, such as /dev/hidraw0."
                            .formatted(SETTING));
        }
        if (bridges.size() > 1) {
            throw new NotAvailableException(
                    "several bridges are connected: %s. Name one with %s: its serial number or device file."
                            .formatted(names(bridges), SETTING));
        }
        Bridge bridge = bridges.get(0);
        requireFree(bridge);
        if (bridge.node().isEmpty()) {
            throw new NotAvailableException(
                    "the bridge %s has no device file, because no driver of the kernel has it. Run: sudo modprobe hid-generic"
                            .formatted(bridge.id()));
        }
        return bridge.node();
    }

    /**
     * Returns the path of a device file.
     *
     * @throws NotAvailableException if a driver of the kernel has its bridge
     */
    static String free(Host host, String path) {
        all(host).stream().filter(each -> isSame(host, each.node(), path)).forEach(Bridges::requireFree);
        return path;
    }

    /** A rule of udev may give the device file a second name. */
    private static boolean isSame(Host host, String node, String path) {
        try {
            return !node.isEmpty() && Files.isSameFile(host.path(node), host.path(path));
        } catch (IOException e) {
            return false;
        }
    }

    /** Two users would get each other's answers. Most kernels offer no device file while the driver has the bridge. */
    private static void requireFree(Bridge bridge) {
        if (bridge.driver().equals(DRIVER)) {
            throw new NotAvailableException(
                    ("the kernel's driver hid-mcp2221 has the bridge %s: its I2C bus and pins are devices of Linux now, for the provider 'linux'. To use it with the provider 'usb',"
                                    + " run: sudo modprobe -r hid_mcp2221. To keep it so: echo 'blacklist hid_mcp2221' | sudo tee /etc/modprobe.d/blinka4j-usb.conf")
                            .formatted(bridge.id()));
        }
    }

    private static String list(List<Bridge> bridges) {
        return bridges.isEmpty() ? "No bridge is connected." : "Bridges: %s.".formatted(names(bridges));
    }

    private static String names(List<Bridge> bridges) {
        return bridges.stream().map(Bridge::toString).collect(Collectors.joining(", "));
    }

    private static List<Bridge> all(Host host) {
        List<Bridge> bridges = new ArrayList<>();
        for (String id : host.list(DEVICES)) {
            if (MCP2221.matcher(id).matches()) {
                String device = DEVICES + id;
                List<String> nodes = host.list(device + "/hidraw");
                bridges.add(new Bridge(
                        id,
                        serial(host.text(device + "/uevent")),
                        nodes.isEmpty() ? "" : "/dev/" + nodes.get(0),
                        driver(host, device)));
            }
        }
        return bridges;
    }

    private static String serial(String uevent) {
        return uevent.lines()
                .filter(line -> line.startsWith("HID_UNIQ="))
                .map(line -> line.substring(line.indexOf('=') + 1).strip())
                .findFirst()
                .orElse("");
    }

    private static String driver(Host host, String device) {
        try {
            return String.valueOf(host.path(device + "/driver").toRealPath().getFileName());
        } catch (IOException e) {
            // No driver has it.
            return "";
        }
    }
}
