// SPDX-License-Identifier: MIT
package blinka4j.diozero;

import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.kernel.DeviceFile;
import blinka4j.kernel.DeviceKind;
import blinka4j.kernel.GpioChips;
import blinka4j.provider.Host;
import blinka4j.provider.Line;
import com.diozero.internal.provider.builtin.gpio.GpioChip;
import com.diozero.internal.provider.builtin.gpio.GpioLine;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The GPIO controllers of this machine. */
final class DiozeroChips implements GpioChips.Query {
    private final Library library;
    private final Host host;
    private final GpioChips chips;

    DiozeroChips(Library library, Host host) {
        this.library = library;
        this.host = host;
        this.chips = new GpioChips(host, this);
    }

    /**
     * Opens the controller of a line, with the present state of its lines.
     *
     * @return the controller, which the caller closes
     * @throws PinException if there is no such controller, if two have its label, or if it has no such line
     */
    GpioChip open(Line line) {
        String path = chips.path(line);
        DeviceFile.require(host, DeviceKind.GPIO, path, GpioChips.MISSING);
        DeviceFile.requireNumber(host, path, "gpiochip", "diozero");
        GpioChip chip = opened(file(path));
        try {
            asked(path, chip).require(line);
            return chip;
        } catch (PinException e) {
            library.close(chip);
            throw e;
        }
    }

    /** Returns the file of a controller. */
    String path(GpioChip chip) {
        return file("/dev/" + chip.getName());
    }

    /** Opens the same controller once more. */
    GpioChip again(GpioChip chip) {
        return opened(path(chip));
    }

    void close(GpioChip chip) {
        library.close(chip);
    }

    private String file(String path) {
        return host.path(path).toString();
    }

    private GpioChip opened(String file) {
        GpioChip chip = library.gpioChip(file);
        if (chip == null) {
            throw PinException.gone(
                    "%s cannot be opened. Its driver is not loaded, or the controller was removed. Connect it and retry."
                            .formatted(file));
        }
        return chip;
    }

    /** Returns the first line, on any controller, that has this name in the kernel. */
    Optional<Line> line(String name) {
        return chips.line(name);
    }

    @Override
    public GpioChips.@Nullable Chip chip(String path) {
        if (!host.exists(path) || DeviceKind.GPIO.mistaken(host, path) != null) {
            return null;
        }
        if (!DeviceFile.isAccessible(host, path)) {
            throw new NotAvailableException(DeviceKind.GPIO.denied(host, path));
        }
        GpioChip chip = library.gpioChip(file(path));
        if (chip == null) {
            return null;
        }
        GpioChips.Chip asked = asked(path, chip);
        library.close(chip);
        return asked;
    }

    private static GpioChips.Chip asked(String path, GpioChip chip) {
        return new GpioChips.Chip(path, chip.getName(), chip.getLabel(), chip.getLines().length);
    }

    @Override
    public int offset(GpioChips.Chip chip, String name) {
        GpioChip opened = library.gpioChip(file(chip.path()));
        if (opened == null) {
            return -1;
        }
        try {
            for (GpioLine line : opened.getLines()) {
                if (line.getName().equals(name)) {
                    return line.getOffset();
                }
            }
            return -1;
        } finally {
            library.close(opened);
        }
    }
}
