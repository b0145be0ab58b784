// SPDX-License-Identifier: MIT
package blinka4j.linux;

import blinka4j.PinException;
import blinka4j.kernel.DeviceKind;
import blinka4j.kernel.Errno;
import blinka4j.kernel.GpioChips;
import blinka4j.provider.Host;
import blinka4j.provider.Line;
import blinka4j.provider.LineState;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The GPIO controllers of this machine. */
final class LinuxChips implements GpioChips.Query {
    // struct gpiochip_info
    private static final int CHIP_NAME = 0;
    private static final int CHIP_LABEL = 32;
    private static final int CHIP_LINES = 64;
    private static final int CHIP_SIZE = 68;

    private final SystemCalls sys;
    private final Host host;
    private final GpioChips chips;

    LinuxChips(SystemCalls sys, Host host) {
        this.sys = sys;
        this.host = host;
        this.chips = new GpioChips(host, this);
    }

    /** An open controller. */
    record Open(int fd, GpioChips.Chip chip) {}

    /**
     * Opens the controller of a line.
     *
     * @return the controller with its file descriptor, which the caller closes
     * @throws PinException if there is no such controller, if two have its label, or if it has no such line
     */
    Open open(Line line) {
        String path = chips.path(line);
        int fd = Node.open(sys, host, DeviceKind.GPIO, path, 0, GpioChips.MISSING);
        try {
            GpioChips.Chip chip = info(path, fd);
            if (chip == null) {
                throw new PinException(
                        "%s is not a GPIO controller. List the controllers with 'gpiodetect'.".formatted(path));
            }
            chip.require(line);
            return new Open(fd, chip);
        } catch (RuntimeException | Error e) {
            sys.close(fd);
            throw e;
        }
    }

    /** Returns the name that the user of a line gave; empty if it gave none, or the line is free. */
    String consumer(Line line) {
        Open chip = open(line);
        try {
            LineInfo info = new LineInfo(sys);
            return info.read(chip.fd(), line.offset()) < 0 ? "" : info.consumer();
        } finally {
            sys.close(chip.fd());
        }
    }

    /** Returns what the kernel says about a line; empty if it says nothing. It does not tell the level of a line of others. */
    Optional<LineState> state(Line line) {
        Open chip = open(line);
        try {
            LineInfo info = new LineInfo(sys);
            if (info.read(chip.fd(), line.offset()) < 0) {
                return Optional.empty();
            }
            String consumer = info.used() && info.consumer().isEmpty() ? "the kernel" : info.consumer();
            return Optional.of(new LineState(info.output(), null, consumer));
        } finally {
            sys.close(chip.fd());
        }
    }

    /** Returns the first line, on any controller, that has this name in the kernel. */
    Optional<Line> line(String name) {
        return chips.line(name);
    }

    @Override
    public GpioChips.@Nullable Chip chip(String path) {
        int fd = Node.tryOpen(sys, host, DeviceKind.GPIO, path, 0);
        if (fd == -Errno.EACCES || fd == -Errno.EPERM) {
            throw Node.failure(host, DeviceKind.GPIO, path, -fd, GpioChips.MISSING);
        }
        if (fd < 0) {
            return null;
        }
        GpioChips.Chip chip = info(path, fd);
        sys.close(fd);
        return chip;
    }

    private GpioChips.@Nullable Chip info(String path, int fd) {
        Block info = new Block(CHIP_SIZE);
        if (sys.ioctl(fd, Ioctl.GPIO_GET_CHIPINFO, info) < 0) {
            return null;
        }
        return new GpioChips.Chip(
                path, info.text(CHIP_NAME, 32), info.text(CHIP_LABEL, 32), info.bytes.getInt(CHIP_LINES));
    }

    @Override
    public int offset(GpioChips.Chip chip, String name) {
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
}
