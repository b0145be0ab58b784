// SPDX-License-Identifier: MIT
package blinka4j.diozero;

import blinka4j.HardwareException;
import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.kernel.DeviceKind;
import blinka4j.kernel.DeviceNodes;
import blinka4j.provider.Host;
import blinka4j.provider.Line;
import com.diozero.internal.provider.builtin.gpio.GpioChip;
import com.diozero.internal.provider.builtin.gpio.GpioLine;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The GPIO controllers of this machine. Where a label was found is remembered, and asked again each time it is used:
 * a chip's number changes when another is plugged in.
 */
final class GpioChips {
    private static final Pattern NAME = Pattern.compile("gpiochip\\d+");
    private static final String MISSING =
            "this machine has no GPIO controller, or its kernel was built without CONFIG_GPIO_CDEV; 'gpiodetect' lists those there are";

    private final Library library;
    private final Host host;
    private final Map<String, String> paths = new ConcurrentHashMap<>();

    GpioChips(Library library, Host host) {
        this.library = library;
        this.host = host;
    }

    /** What the kernel says about one controller. */
    private record Chip(String path, String name, String label, List<GpioLine> lines) {
        Chip(String path, GpioChip chip) {
            this(path, chip.getName(), chip.getLabel(), List.of(chip.getLines()));
        }

        @Override
        public String toString() {
            return "%s '%s' (%s lines)".formatted(path, label, lines.size());
        }
    }

    /**
     * Opens the controller of a line, with what the kernel says about its lines now.
     *
     * @return the controller, which the caller closes
     * @throws PinException if there is no such controller, if two are called so, or if it has no such line
     */
    GpioChip open(Line line) {
        String chip = line.chip();
        if (chip.startsWith("/")) {
            return opened(chip, line);
        }
        if (NAME.matcher(chip).matches()) {
            return opened("/dev/" + chip, line);
        }
        String path = paths.get(chip);
        if (path != null && Node.mayUse(host, path)) {
            GpioChip found = library.gpioChip(file(path));
            if (found != null && found.getLabel().equals(chip)) {
                return checked(path, found, line);
            }
            if (found != null) {
                library.close(found);
            }
        }
        path = find(chip);
        paths.put(chip, path);
        return opened(path, line);
    }

    /** The file of a controller. */
    String path(GpioChip chip) {
        return file("/dev/" + chip.getName());
    }

    /** Opens the same controller once more. */
    GpioChip again(GpioChip chip) {
        String path = path(chip);
        GpioChip opened = library.gpioChip(path);
        if (opened == null) {
            throw gone(path);
        }
        return opened;
    }

    void close(GpioChip chip) {
        library.close(chip);
    }

    private String file(String path) {
        return host.path(path).toString();
    }

    private GpioChip opened(String path, Line line) {
        Node.require(host, DeviceKind.GPIO, path, MISSING);
        Node.numbers(host, path, NAME);
        GpioChip chip = library.gpioChip(file(path));
        if (chip == null) {
            throw gone(path);
        }
        return checked(path, chip, line);
    }

    private static PinException gone(String path) {
        return PinException.gone(
                "%s cannot be opened: no controller stands behind this file; its driver is not loaded, or it was removed"
                        .formatted(path));
    }

    private GpioChip checked(String path, GpioChip chip, Line line) {
        int lines = chip.getLines().length;
        if (line.offset() >= lines) {
            String name = new Chip(path, chip).toString();
            library.close(chip);
            throw new PinException(
                    "GPIO line %s does not exist: %s has the lines 0 to %s".formatted(line, name, lines - 1));
        }
        return chip;
    }

    /** The file of the controller of this label, or that is the device of this name. */
    private String find(String label) {
        Scan scan = scan();
        List<Chip> found =
                scan.chips.stream().filter(chip -> chip.label().equals(label)).toList();
        if (found.size() == 1) {
            return found.get(0).path();
        }
        if (found.size() > 1) {
            throw new PinException(
                    "GPIO controllers %s have the same label; name the one that is meant by its device file, such as %s:0"
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
            throw new NotAvailableException("there is no /dev/gpiochip*: " + MISSING);
        }
        throw new PinException(
                "no GPIO controller is called '%s'; this machine has %s".formatted(label, list(scan.chips)));
    }

    private static String list(List<Chip> chips) {
        return chips.stream().map(Chip::toString).collect(Collectors.joining(", "));
    }

    /** The first line, on any controller, that the kernel calls so. */
    Optional<Line> line(String name) {
        Scan scan = scan();
        for (Chip chip : scan.chips) {
            for (GpioLine line : chip.lines()) {
                if (line.getName().equals(name)) {
                    boolean unique = scan.chips.stream()
                                    .filter(other -> other.label().equals(chip.label()))
                                    .count()
                            == 1;
                    return Optional.of(new Line(unique ? chip.label() : chip.path(), line.getOffset()));
                }
            }
        }
        if (scan.refused != null) {
            throw scan.refused;
        }
        return Optional.empty();
    }

    /** The controllers that could be asked, by their number, and the error of the first that refused. */
    private record Scan(List<Chip> chips, @Nullable HardwareException refused) {}

    private Scan scan() {
        List<Chip> chips = new ArrayList<>();
        HardwareException refused = null;
        List<String> names = new ArrayList<>(host.list("/dev"));
        names.removeIf(name -> !NAME.matcher(name).matches());
        names.sort(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()));
        for (String name : names) {
            String path = "/dev/" + name;
            if (!Node.mayUse(host, path)) {
                if (refused == null && Files.exists(host.path(path))) {
                    refused = refusal(path);
                }
                continue;
            }
            GpioChip opened = library.gpioChip(file(path));
            if (opened == null) {
                continue;
            }
            Chip chip = new Chip(path, opened);
            library.close(opened);
            // Raspberry Pi OS keeps old numbers as symbolic links, which would count a chip twice.
            if (chips.stream().noneMatch(other -> other.name().equals(chip.name()))) {
                chips.add(chip);
            }
        }
        return new Scan(chips, refused);
    }

    private HardwareException refusal(String path) {
        try {
            Node.require(host, DeviceKind.GPIO, path, MISSING);
        } catch (NotAvailableException e) {
            return e;
        }
        return gone(path);
    }
}
