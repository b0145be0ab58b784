// SPDX-License-Identifier: MIT
package blinka4j.pi4j;

import blinka4j.NotAvailableException;
import blinka4j.kernel.DeviceFile;
import blinka4j.kernel.DeviceNodes;
import blinka4j.kernel.GpioChips;
import blinka4j.provider.Host;
import blinka4j.provider.Line;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the number of a line's GPIO controller in {@code /sys}. Pi4J knows numbers only, and without native code a program cannot ask a
 * controller for its label.
 */
final class Chips {
    private static final String DEVICES = "/sys/bus/gpio/devices";
    private static final String PREFIX = "gpiochip";
    private static final int UNKNOWN = -1;

    private final Host host;

    Chips(Host host) {
        this.host = host;
    }

    /** Returns the number of the line's controller, or -1 if the system does not tell. */
    int number(Line line) {
        if (GpioChips.isByNumber(line)) {
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
                    "GPIO line %s: controllers %s have the same label. Name the right one by its device file, such as /dev/gpiochip%s:%s."
                            .formatted(line, found, found.get(0), line.offset()));
        }
        if (found.isEmpty()) {
            String device = DeviceNodes.gpioChip(host, line.chip());
            return device == null ? UNKNOWN : DeviceFile.number(host, "/dev/" + device, PREFIX);
        }
        return found.get(0);
    }

    /** Returns the label of the line's controller; empty if the system does not tell. */
    String label(Line line) {
        return GpioChips.isByNumber(line) ? label(number(line)) : line.chip();
    }

    private String label(int number) {
        String chip = DEVICES + "/" + PREFIX + number;
        if (number < 0 || !host.exists(chip)) {
            return "";
        }
        // The labels are in the older interface, in a sibling folder: .../3f200000.gpio/gpio/gpiochip512/label.
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
