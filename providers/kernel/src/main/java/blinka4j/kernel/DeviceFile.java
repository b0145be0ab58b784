// SPDX-License-Identifier: MIT
package blinka4j.kernel;

import blinka4j.NotAvailableException;
import blinka4j.provider.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Checks a device file before a library opens it, because errors of some libraries do not say why that failed. */
public final class DeviceFile {
    private DeviceFile() {}

    /**
     * Requires that a device file exists, is of the right kind, and can be read and written.
     *
     * @param missing why the file may be missing and what to do, in sentences
     * @throws NotAvailableException if the file cannot be used
     */
    public static void require(Host host, DeviceKind kind, String path, String missing) {
        if (!Files.exists(host.path(path))) {
            throw new NotAvailableException("%s does not exist. %s".formatted(path, missing));
        }
        String mistaken = kind.mistaken(host, path);
        if (mistaken != null) {
            throw new NotAvailableException(mistaken);
        }
        if (!isAccessible(host, path)) {
            throw new NotAvailableException(kind.denied(host, path));
        }
    }

    /** Returns whether the user may read and write a file. */
    public static boolean isAccessible(Host host, String path) {
        Path file = host.path(path);
        return Files.isReadable(file) && Files.isWritable(file);
    }

    /** Returns the kernel's name of a device, such as {@code i2c-1} for a link {@code /dev/i2c-arm} to it. */
    public static String name(Host host, String path) {
        String name = path;
        try {
            name = host.path(path).toRealPath().toString();
        } catch (IOException e) {
            // The file does not exist. Use the name in the path.
        }
        return name.substring(name.lastIndexOf('/') + 1);
    }

    /** Returns the number in the kernel's name of a device, such as 1 for {@code /dev/i2c-1}, or -1 if there is none. */
    public static int number(Host host, String path, String prefix) {
        String name = name(host, path);
        String digits = name.startsWith(prefix) ? name.substring(prefix.length()) : "";
        return digits.matches("\\d{1,9}") ? Integer.parseInt(digits) : -1;
    }

    /**
     * Returns the number in the kernel's name of a device, for a library that opens devices by number.
     *
     * @param library as messages call it
     * @throws NotAvailableException if the name has no number
     */
    public static int requireNumber(Host host, String path, String prefix, String library) {
        int number = number(host, path, prefix);
        if (number < 0) {
            throw new NotAvailableException(
                    "%s has no number in its name, and %s opens devices by number. Use a name such as %s0, or set BLINKA_PROVIDER=linux."
                            .formatted(path, library, path.substring(0, path.lastIndexOf('/') + 1) + prefix));
        }
        return number;
    }

    /** Returns a warning if a serial port is the system's console, where usually a login prompt runs too; empty if not. */
    public static String console(Host host, String path) {
        String name = name(host, path);
        String active = " " + host.text("/sys/class/tty/console/active").strip() + " ";
        if (!active.contains(" " + name + " ")) {
            return "";
        }
        return "It is the system's console: kernel messages and a login prompt mix with the program's bytes. Remove console=%s from the kernel's command line and stop serial-getty@%s.service (on a Raspberry Pi: raspi-config, Interface Options, Serial Port)."
                .formatted(name, name);
    }
}
