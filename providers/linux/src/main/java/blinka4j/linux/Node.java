// SPDX-License-Identifier: MIT
package blinka4j.linux;

import blinka4j.HardwareException;
import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.provider.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;

/** Opens device files, and says what to do where that fails. */
final class Node {
    /** What a file is for: the kernel's subsystem, and the group that distributions give it. */
    enum Kind {
        GPIO("gpio", "gpio"),
        I2C("i2c-dev", "i2c"),
        SPI("spidev", "spi"),
        UART("tty", "dialout"),
        /** No device file: attributes in /sys, some of which can only be written. */
        PWM("pwm", "gpio");

        private final String subsystem;
        private final String group;

        Kind(String subsystem, String group) {
            this.subsystem = subsystem;
            this.group = group;
        }

        /** A rule for udev that lets the group use it. Exporting an output of a PWM controller is a change of that. */
        private String rule() {
            return this == PWM
                    ? "SUBSYSTEM==\"pwm\", ACTION==\"add|change\", RUN+=\"/bin/chgrp -R %s /sys%%p\", RUN+=\"/bin/chmod -R g=u /sys%%p\""
                            .formatted(group)
                    : "SUBSYSTEM==\"%s\", GROUP=\"%s\", MODE=\"0660\"".formatted(subsystem, group);
        }
    }

    private Node() {}

    /**
     * Opens a device file for reading and writing.
     *
     * @param flags of {@code open(2)}, besides {@code O_RDWR} and {@code O_CLOEXEC}
     * @param missing why the file may be missing and what to do then
     * @return the file descriptor
     */
    static int open(SystemCalls sys, Host host, Kind kind, String path, int flags, String missing) {
        int fd = tryOpen(sys, host, path, flags);
        if (fd < 0) {
            throw failure(host, kind, path, -fd, missing);
        }
        return fd;
    }

    /** Opens a device file; the negated error number if that fails. */
    static int tryOpen(SystemCalls sys, Host host, String path, int flags) {
        int fd;
        do {
            fd = sys.open(host.path(path).toString(), SystemCalls.O_RDWR | SystemCalls.O_CLOEXEC | flags);
        } while (fd == -Errno.EINTR);
        return fd;
    }

    static HardwareException failure(Host host, Kind kind, String path, int errno, String missing) {
        return switch (errno) {
            case Errno.ENOENT -> new NotAvailableException("%s does not exist: %s".formatted(path, missing));
            case Errno.EACCES, Errno.EPERM -> new NotAvailableException(permission(host, kind, path));
            case Errno.ENODEV, Errno.ENXIO ->
                new NotAvailableException(
                        "%s (%s): no device stands behind this file; its driver is not loaded, or the device was removed"
                                .formatted(path, Errno.name(errno)));
            case Errno.EBUSY ->
                new PinException(
                        "%s (EBUSY 16): another program has opened it for itself alone; 'sudo fuser -v %s' names it"
                                .formatted(path, path));
            case Errno.EMFILE, Errno.ENFILE ->
                new NotAvailableException(
                        "%s (%s): too many files are open; close ports that are no longer used, or raise 'ulimit -n'"
                                .formatted(path, Errno.name(errno)));
            default ->
                new NotAvailableException(
                        "%s cannot be opened (%s); 'dmesg' may say why".formatted(path, Errno.name(errno)));
        };
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
        boolean groupMay = attributes.permissions().contains(PosixFilePermission.GROUP_WRITE)
                && (kind == Kind.PWM || attributes.permissions().contains(PosixFilePermission.GROUP_READ));
        if (!groupMay || group.equals("root") || group.equals("0")) {
            return ("no permission to open %s: only root may. To let the group '%s' use it: sudo groupadd -f %s && sudo usermod -aG %s %s"
                            + " && echo '%s' | sudo tee /etc/udev/rules.d/60-blinka4j-%s.rules, then reboot")
                    .formatted(
                            path,
                            kind.group,
                            kind.group,
                            kind.group,
                            user,
                            kind.rule(),
                            kind == Kind.PWM ? kind.subsystem : kind.group);
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
