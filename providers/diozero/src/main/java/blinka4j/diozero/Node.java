// SPDX-License-Identifier: MIT
package blinka4j.diozero;

import blinka4j.NotAvailableException;
import blinka4j.provider.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks at a device file before diozero does: diozero prints what is wrong with it, or says nothing, but does not tell.
 */
final class Node {
    /** What a device file is for: the kernel's subsystem, and the group that distributions give it. */
    enum Kind {
        GPIO("gpio", "gpio"),
        I2C("i2c-dev", "i2c"),
        SPI("spidev", "spi"),
        UART("tty", "dialout"),
        PWM("pwm", "gpio");

        private final String subsystem;
        private final String group;

        Kind(String subsystem, String group) {
            this.subsystem = subsystem;
            this.group = group;
        }
    }

    private Node() {}

    /**
     * Requires that a device file is there and may be read and written.
     *
     * @param missing why the file may be missing and what to do then
     */
    static void require(Host host, Kind kind, String path, String missing) {
        Path file = host.path(path);
        if (!Files.exists(file)) {
            throw new NotAvailableException("%s does not exist: %s".formatted(path, missing));
        }
        if (!mayUse(host, path)) {
            throw new NotAvailableException(permission(host, kind, path));
        }
    }

    static boolean mayUse(Host host, String path) {
        Path file = host.path(path);
        return Files.isReadable(file) && Files.isWritable(file);
    }

    /**
     * The numbers in the name of a device file, which is all that diozero takes. A link is followed.
     *
     * @param name matches such a name, with a group for each number
     */
    static Matcher numbers(Host host, String path, Pattern name) {
        String real = path;
        try {
            real = host.path(path).toRealPath().toString();
        } catch (IOException e) {
            // It is not there, or not as a whole: its own name will have to do.
        }
        Matcher matcher = name.matcher(real.substring(real.lastIndexOf('/') + 1));
        if (!matcher.matches()) {
            throw new NotAvailableException(
                    "%s: diozero opens devices by the number in their name, and this has none; name the device itself, or set BLINKA_PROVIDER=linux"
                            .formatted(path));
        }
        return matcher;
    }

    private static String permission(Host host, Kind kind, String path) {
        String user = System.getProperty("user.name", "this user");
        PosixFileAttributes attributes;
        try {
            attributes = Files.readAttributes(host.path(path), PosixFileAttributes.class);
        } catch (IOException | UnsupportedOperationException e) {
            return "no permission to open %s; user '%s' needs to be in its group (usually %s): sudo usermod -aG %s %s, then log in again"
                    .formatted(path, user, kind.group, kind.group, user);
        }
        String group = attributes.group().getName();
        boolean groupMay = attributes.permissions().contains(PosixFilePermission.GROUP_READ)
                && attributes.permissions().contains(PosixFilePermission.GROUP_WRITE);
        if (!groupMay || group.equals("root") || group.equals("0")) {
            return ("no permission to open %s: only root may. To let the group '%s' use it: sudo groupadd -f %s && sudo usermod -aG %s %s"
                            + " && echo 'SUBSYSTEM==\"%s\", GROUP=\"%s\", MODE=\"0660\"' | sudo tee /etc/udev/rules.d/60-blinka4j-%s.rules, then reboot")
                    .formatted(path, kind.group, kind.group, kind.group, user, kind.subsystem, kind.group, kind.group);
        }
        if (isMember(host, group, user)) {
            return "no permission to open %s: user '%s' has been put into its group '%s', but this session is older; log in again"
                    .formatted(path, user, group);
        }
        return "no permission to open %s: user '%s' is not in its group '%s'; sudo usermod -aG %s %s, then log in again"
                .formatted(path, user, group, group, user);
    }

    /** Whether {@code /etc/group} lists the user, which a session that began earlier does not notice. */
    private static boolean isMember(Host host, String group, String user) {
        return host.text("/etc/group")
                .lines()
                .map(line -> line.split(":", -1))
                .anyMatch(fields -> fields.length == 4
                        && fields[0].equals(group)
                        && Arrays.asList(fields[3].split(",")).contains(user));
    }
}
