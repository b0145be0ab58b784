// SPDX-License-Identifier: MIT
package blinka4j.pi4j;

import blinka4j.NotAvailableException;
import blinka4j.kernel.DeviceKind;
import blinka4j.provider.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Looks at a device file before Pi4J does, whose messages do not tell what is missing. */
final class DeviceFile {
    private DeviceFile() {}

    /**
     * Checks that a device file is there, is of the right kind, and may be used.
     *
     * @param missing why the file may be missing and what to do then
     */
    static void require(Host host, DeviceKind kind, String path, String missing) {
        Path file = host.path(path);
        if (!Files.exists(file)) {
            throw new NotAvailableException("%s does not exist: %s".formatted(path, missing));
        }
        String mistaken = kind.mistaken(host, path);
        if (mistaken != null) {
            throw new NotAvailableException(mistaken);
        }
        if (!Files.isReadable(file) || !Files.isWritable(file)) {
            throw new NotAvailableException(kind.denied(host, path));
        }
    }

    /** The number at the end of a device file's name, such as 1 of {@code /dev/i2c-1}; -1 if there is none. */
    static int number(Host host, String path, String prefix) {
        String name = String.valueOf(Path.of(path).getFileName());
        int number = number(name, prefix);
        if (number >= 0) {
            return number;
        }
        try {
            // A link that the distribution has made, such as /dev/gpiochip4 or /dev/i2c-arm.
            return number(String.valueOf(host.path(path).toRealPath().getFileName()), prefix);
        } catch (IOException e) {
            return -1;
        }
    }

    private static int number(String name, String prefix) {
        String digits = name.startsWith(prefix) ? name.substring(prefix.length()) : "";
        return digits.matches("\\d{1,9}") ? Integer.parseInt(digits) : -1;
    }
}
