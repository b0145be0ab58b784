// SPDX-License-Identifier: MIT
package blinka4j.kernel;

import blinka4j.HardwareException;
import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.provider.Host;
import blinka4j.provider.Line;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the device file of a GPIO controller by its label. The file is remembered, and checked at each use, because the number of
 * a controller changes when another controller is plugged in.
 */
public final class GpioChips {
    /** Why a controller may have no device file, and what to do. */
    public static final String MISSING =
            "This machine has no such GPIO controller, or its kernel was built without CONFIG_GPIO_CDEV. List the controllers with 'gpiodetect'.";

    private final Host host;
    private final Query query;
    private final Map<String, String> paths = new ConcurrentHashMap<>();

    public GpioChips(Host host, Query query) {
        this.host = host;
        this.query = query;
    }

    /**
     * What the kernel says about a controller.
     *
     * @param path its device file
     * @param name the kernel's name, such as {@code gpiochip0}, also if the file is a link with another name
     * @param label the name that its driver gives it
     * @param lines how many lines it has
     */
    public record Chip(String path, String name, String label, int lines) {
        /**
         * Requires that the controller has a line.
         *
         * @throws PinException if it does not
         */
        public void require(Line line) {
            if (line.offset() >= lines) {
                throw new PinException(
                        "GPIO line %s does not exist. %s has lines 0 to %s.".formatted(line, this, lines - 1));
            }
        }

        @Override
        public String toString() {
            return "%s '%s' (%s lines)".formatted(path, label, lines);
        }
    }

    /** How a provider asks a controller. Both methods close the file that they open. */
    public interface Query {
        /**
         * Asks what a controller is.
         *
         * @return null if the file is not a working controller
         * @throws HardwareException if the user may not open the file
         */
        @Nullable Chip chip(String path);

        /** Returns the offset of the line with this name, or -1 if the controller has none. */
        int offset(Chip chip, String name);
    }

    private static boolean isName(String name) {
        return Names.isNumbered(name, "gpiochip");
    }

    /** Returns whether a line names its controller by number or file, not by label. */
    public static boolean isByNumber(Line line) {
        return line.chip().startsWith("/") || isName(line.chip());
    }

    /**
     * Returns the device file of a line's controller. If the line names a file, that file is returned, and need not exist.
     *
     * @throws PinException if no controller has this label, or several have it
     */
    public String path(Line line) {
        String label = line.chip();
        if (isByNumber(line)) {
            return label.startsWith("/") ? label : "/dev/" + label;
        }
        String path = paths.get(label);
        if (path == null || !hasLabel(path, label)) {
            path = find(label);
            paths.put(label, path);
        }
        return path;
    }

    private boolean hasLabel(String path, String label) {
        try {
            Chip chip = query.chip(path);
            return chip != null && chip.label().equals(label);
        } catch (HardwareException e) {
            return false;
        }
    }

    /** Returns the file of the controller with this label, or whose device has this name. */
    private String find(String label) {
        Scan scan = scan();
        List<Chip> found = scan.labelled(label);
        if (found.size() == 1) {
            return found.get(0).path();
        }
        if (found.size() > 1) {
            throw new PinException(
                    "GPIO controllers %s have the same label. Name the right one by its device file, such as %s:0."
                            .formatted(list(found), found.get(0).path()));
        }
        String device = DeviceNodes.gpioChip(host, label);
        if (device != null) {
            return "/dev/" + device;
        }
        if (scan.refused != null) {
            throw scan.refused;
        }
        if (scan.chips.isEmpty()) {
            throw new NotAvailableException("there is no /dev/gpiochip*. " + MISSING);
        }
        throw new PinException("no GPIO controller has the label '%s'. Use one of this machine's: %s."
                .formatted(label, list(scan.chips)));
    }

    private static String list(List<Chip> chips) {
        return chips.stream().map(Chip::toString).collect(Collectors.joining(", "));
    }

    /** Returns the first line, on any controller, that has this name in the kernel. */
    public Optional<Line> line(String name) {
        Scan scan = scan();
        for (Chip chip : scan.chips) {
            int offset = query.offset(chip, name);
            if (offset >= 0) {
                boolean unique = scan.labelled(chip.label()).size() == 1;
                return Optional.of(new Line(unique ? chip.label() : chip.path(), offset));
            }
        }
        if (scan.refused != null) {
            throw scan.refused;
        }
        return Optional.empty();
    }

    /** The controllers that answered, in the order of their numbers, and the error of the first that the user may not open. */
    private record Scan(List<Chip> chips, @Nullable HardwareException refused) {
        List<Chip> labelled(String label) {
            List<Chip> found = new ArrayList<>();
            for (Chip chip : chips) {
                if (chip.label().equals(label)) {
                    found.add(chip);
                }
            }
            return found;
        }
    }

    private Scan scan() {
        List<Chip> chips = new ArrayList<>();
        HardwareException refused = null;
        Set<String> known = new HashSet<>();
        List<String> names = new ArrayList<>(host.list("/dev"));
        names.sort(Names.BY_NUMBER);
        for (String name : names) {
            try {
                Chip chip = isName(name) ? query.chip("/dev/" + name) : null;
                // Raspberry Pi OS keeps old numbers as symbolic links, which would count a controller twice.
                if (chip != null && known.add(chip.name())) {
                    chips.add(chip);
                }
            } catch (HardwareException e) {
                refused = refused == null ? e : refused;
            }
        }
        return new Scan(chips, refused);
    }
}
