// SPDX-License-Identifier: MIT
package blinka4j.pi4j;

import blinka4j.NotAvailableException;
import blinka4j.kernel.DeviceNodes;
import blinka4j.provider.Host;
import blinka4j.provider.Line;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Which GPIO controller a line is on, as {@code /sys} tells: Pi4J knows numbers only, and a program without native code
 * cannot ask the controller for its label.
 */
final class Chips {
    private static final String DEVICES = "/sys/bus/gpio/devices";
    private static final String PREFIX = "gpiochip";
    private static final int UNKNOWN = -1;

    private final Host host;

    Chips(Host host) {
        this.host = host;
    }

    /** Whether the line names its controller by a number or file instead of a label. */
    static boolean isByNumber(Line line) {
        return line.chip().startsWith("/dev/") || line.chip().matches(PREFIX + "\\d+");
    }

    /** The number of the line's controller; -1 if the system does not tell. */
    int number(Line line) {
        if (isByNumber(line)) {
            return DeviceFile.number(host, line.chip(), PREFIX);
        }
        List<Integer> found = new ArrayList<>();
        for (String chip : host.list(DEVICES)) {
            int number = DeviceFile.number(host, "/dev/" + chip, PREFIX);
            if (number >= 0 && label(number).equals(line.chip())) {
                found.add(number);
            }
        }
        if (found.size() > 1) {
            throw new NotAvailableException(
                    "GPIO line %s: the controllers %s all have this label; name the right one by its file, such as /dev/gpiochip%s:%s"
                            .formatted(line, found, found.get(0), line.offset()));
        }
        if (found.isEmpty()) {
            String device = DeviceNodes.gpioChip(host, line.chip());
            return device == null ? UNKNOWN : DeviceFile.number(host, "/dev/" + device, PREFIX);
        }
        return found.get(0);
    }

    /** The label of the line's controller; empty if the system does not tell. */
    String label(Line line) {
        return isByNumber(line) ? label(number(line)) : line.chip();
    }

    private String label(int number) {
        String chip = DEVICES + "/" + PREFIX + number;
        if (number < 0 || !host.exists(chip)) {
            return "";
        }
        // The labels are with the older interface, whose folder is a sibling: .../3f200000.gpio/gpio/gpiochip512/label.
        try {
            Path controller = host.path(chip).toRealPath().getParent();
            if (controller == null) {
                return "";
            }
            String folder = "/" + host.path("/").toRealPath().relativize(controller) + "/gpio";
            for (String other : host.list(folder)) {
                String label = host.text(folder + "/" + other + "/label").strip();
                if (!label.isEmpty()) {
                    return label;
                }
            }
            return "";
        } catch (IOException e) {
            return "";
        }
    }
}
