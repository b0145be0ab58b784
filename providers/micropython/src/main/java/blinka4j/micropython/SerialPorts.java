// SPDX-License-Identifier: MIT
package blinka4j.micropython;

import blinka4j.NotAvailableException;
import blinka4j.provider.Host;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The serial ports of this machine, and which of them are boards. */
final class SerialPorts {
    /** The setting that names the port. */
    static final String SETTING = "BLINKA_MICROPYTHON_PORT";

    private static final String TTYS = "/sys/class/tty/";

    /** Raspberry Pi's number for USB devices. */
    private static final String RASPBERRY_PI = "2e8a";

    /** Raspberry Pi's probes for debuggers, which have a serial port, too. */
    private static final Set<String> PROBES = Set.of("0004", "000c");

    /** Adafruit's number, which CircuitPython has on most boards. */
    private static final String ADAFRUIT = "239a";

    private SerialPorts() {}

    /**
     * A serial port on USB.
     *
     * @param maker the name of its maker, in the device; may be empty
     */
    private record Port(String path, String maker, String product, String vendor, String id) {
        boolean isBoard() {
            String text = (maker + " " + product).toLowerCase(Locale.ROOT);
            return text.contains("micropython")
                    || text.contains("circuitpython")
                    || vendor.equals(ADAFRUIT)
                    || (vendor.equals(RASPBERRY_PI) && !PROBES.contains(id));
        }

        @Override
        public String toString() {
            return "%s (%s)".formatted(path, (maker + " " + product).strip());
        }
    }

    /**
     * Returns the port of the board: the one that {@code BLINKA_MICROPYTHON_PORT} names, otherwise the only one that is a board.
     *
     * @throws NotAvailableException if there is none or several; the message lists the ports, and says what to do
     */
    static String find(Host host) {
        Optional<String> named = host.setting(SETTING);
        List<Port> all = all(host);
        if (named.isPresent()) {
            String path = named.get();
            if (!host.exists(path)) {
                throw new NotAvailableException(
                        "%s names '%s', which does not exist. Connect the board, or name its port. %s"
                                .formatted(SETTING, path, list(all)));
            }
            return path;
        }
        List<Port> boards = all.stream().filter(Port::isBoard).toList();
        if (boards.isEmpty()) {
            throw new NotAvailableException(
                    "no board with MicroPython or CircuitPython is connected. Connect one by USB, or name its serial port with %s. %s"
                            .formatted(SETTING, list(all)));
        }
        if (boards.size() > 1) {
            throw new NotAvailableException("several boards are connected: %s. Name the port of one with %s."
                    .formatted(names(boards), SETTING));
        }
        return boards.get(0).path();
    }

    private static String list(List<Port> ports) {
        return ports.isEmpty()
                ? "There is no serial port on USB here."
                : "Serial ports on USB: %s.".formatted(names(ports));
    }

    private static String names(List<Port> ports) {
        return ports.stream().map(Port::toString).collect(Collectors.joining(", "));
    }

    /** Lists the serial ports on USB. Of a device with several, such as console and data of CircuitPython, only the first. */
    private static List<Port> all(Host host) {
        List<Port> ports = new ArrayList<>();
        for (String name : host.list(TTYS)) {
            String function = TTYS + name + "/device/";
            // The device of ttyACM0 is a function of the USB device. That of ttyUSB0 is one level deeper.
            String device = host.exists(function + "../idVendor") ? function + "../" : function + "../../";
            String vendor = text(host, device + "idVendor");
            String number = text(host, function + "bInterfaceNumber");
            if (!vendor.isEmpty() && (number.isEmpty() || isFirst(host, device, number))) {
                ports.add(new Port(
                        "/dev/" + name,
                        text(host, device + "manufacturer"),
                        text(host, device + "product"),
                        vendor,
                        text(host, device + "idProduct")));
            }
        }
        return ports;
    }

    /** Whether no function of the device with a lower number has a serial port. */
    private static boolean isFirst(Host host, String device, String number) {
        return host.list(device).stream()
                .filter(each -> host.exists(device + each + "/tty"))
                .map(each -> text(host, device + each + "/bInterfaceNumber"))
                .filter(each -> !each.isEmpty())
                .noneMatch(each -> each.compareTo(number) < 0);
    }

    private static String text(Host host, String path) {
        return host.text(path).strip();
    }
}
