// SPDX-License-Identifier: MIT
package blinka4j.linux;

import blinka4j.HardwareException;
import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.kernel.DeviceKind;
import blinka4j.kernel.DeviceNodes;
import blinka4j.kernel.Errno;
import blinka4j.provider.Host;
import blinka4j.provider.Line;
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

    // struct gpiochip_info
    private static final int CHIP_NAME = 0;
    private static final int CHIP_LABEL = 32;
    private static final int CHIP_LINES = 64;
    private static final int CHIP_SIZE = 68;

    private final SystemCalls sys;
    private final Host host;
    private final Map<String, String> paths = new ConcurrentHashMap<>();

    GpioChips(SystemCalls sys, Host host) {
        this.sys = sys;
        this.host = host;
    }

    /**
     * An open controller.
     *
     * @param name such as {@code gpiochip0}, whatever its file is called
     * @param label what its driver calls it
     */
    record Open(int fd, String name, String label) {}

    /** What the kernel says about one controller. */
    private record Chip(String path, String name, String label, int lines) {
        @Override
        public String toString() {
            return "%s '%s' (%s lines)".formatted(path, label, lines);
        }
    }

    /**
     * Opens the controller of a line.
     *
     * @return the controller with its file descriptor, which the caller closes
     * @throws PinException if there is no such controller, if two are called so, or if it has no such line
     */
    Open open(Line line) {
        String chip = line.chip();
        if (chip.startsWith("/")) {
            return opened(chip, line);
        }
        if (NAME.matcher(chip).matches()) {
            return opened("/dev/" + chip, line);
        }
        String path = paths.get(chip);
        if (path != null) {
            int fd = Node.tryOpen(sys, host, DeviceKind.GPIO, path, 0);
            if (fd >= 0) {
                Chip found = info(path, fd);
                if (found != null && found.label().equals(chip)) {
                    return checked(fd, found, line);
                }
                sys.close(fd);
            }
        }
        path = find(chip);
        paths.put(chip, path);
        return opened(path, line);
    }

    private Open opened(String path, Line line) {
        int fd = Node.open(sys, host, DeviceKind.GPIO, path, 0, MISSING);
        Chip chip = info(path, fd);
        if (chip == null) {
            sys.close(fd);
            throw new PinException("%s is no GPIO controller; 'gpiodetect' lists those there are".formatted(path));
        }
        return checked(fd, chip, line);
    }

    private Open checked(int fd, Chip chip, Line line) {
        if (line.offset() >= chip.lines()) {
            sys.close(fd);
            throw new PinException(
                    "GPIO line %s does not exist: %s has the lines 0 to %s".formatted(line, chip, chip.lines() - 1));
        }
        return new Open(fd, chip.name(), chip.label());
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
            int offset = offset(chip, name);
            if (offset >= 0) {
                boolean unique = scan.chips.stream()
                                .filter(other -> other.label().equals(chip.label()))
                                .count()
                        == 1;
                return Optional.of(new Line(unique ? chip.label() : chip.path(), offset));
            }
        }
        if (scan.refused != null) {
            throw scan.refused;
        }
        return Optional.empty();
    }

    private int offset(Chip chip, String name) {
        int fd = Node.tryOpen(sys, host, DeviceKind.GPIO, chip.path(), 0);
        if (fd < 0) {
            return -1;
        }
        try {
            LineInfo info = new LineInfo(sys);
            for (int offset = 0; offset < chip.lines(); offset++) {
                if (info.read(fd, offset) >= 0 && info.name().equals(name)) {
                    return offset;
                }
            }
            return -1;
        } finally {
            sys.close(fd);
        }
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
            int fd = Node.tryOpen(sys, host, DeviceKind.GPIO, path, 0);
            if (fd < 0) {
                if (refused == null && (fd == -Errno.EACCES || fd == -Errno.EPERM)) {
                    refused = Node.failure(host, DeviceKind.GPIO, path, -fd, MISSING);
                }
                continue;
            }
            Chip chip = info(path, fd);
            sys.close(fd);
            // Raspberry Pi OS keeps old numbers as symbolic links, which would count a chip twice.
            if (chip != null && chips.stream().noneMatch(other -> other.name().equals(chip.name()))) {
                chips.add(chip);
            }
        }
        return new Scan(chips, refused);
    }

    private @Nullable Chip info(String path, int fd) {
        Block info = new Block(CHIP_SIZE);
        if (sys.ioctl(fd, Ioctl.GPIO_GET_CHIPINFO, info) < 0) {
            return null;
        }
        return new Chip(path, info.text(CHIP_NAME, 32), info.text(CHIP_LABEL, 32), info.bytes.getInt(CHIP_LINES));
    }
}
