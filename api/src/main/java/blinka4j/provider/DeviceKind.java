// SPDX-License-Identifier: MIT
package blinka4j.provider;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;

/** What a device file is for: the kernel's subsystem, and the group that distributions give it. */
public enum DeviceKind {
    GPIO("gpio", "gpio"),
    I2C("i2c-dev", "i2c"),
    SPI("spidev", "spi"),
    UART("tty", "dialout"),
    /** No device file: attributes in /sys, some of which can only be written. */
    PWM("pwm", "gpio");

    private final String subsystem;
    private final String group;

    DeviceKind(String subsystem, String group) {
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

    /** Says that the user may not open a device file of this kind, and what to do about it. */
    public String denied(Host host, String path) {
        String user = System.getProperty("user.name", "this user");
        PosixFileAttributes attributes;
        try {
            attributes = Files.readAttributes(host.path(path), PosixFileAttributes.class);
        } catch (IOException | UnsupportedOperationException e) {
            return "no permission to open %s; user '%s' needs to be in its group (usually %s): sudo usermod -aG %s %s, then log in again"
                    .formatted(path, user, group, group, user);
        }
        String owner = attributes.group().getName();
        boolean groupMay = attributes.permissions().contains(PosixFilePermission.GROUP_WRITE)
                && (this == PWM || attributes.permissions().contains(PosixFilePermission.GROUP_READ));
        if (!groupMay || owner.equals("root") || owner.equals("0")) {
            return ("no permission to open %s: only root may. To let the group '%s' use it: sudo groupadd -f %s && sudo usermod -aG %s %s"
                            + " && echo '%s' | sudo tee /etc/udev/rules.d/60-blinka4j-%s.rules, then reboot")
                    .formatted(path, group, group, group, user, rule(), this == PWM ? subsystem : group);
        }
        if (isMember(host, owner, user)) {
            return "no permission to open %s: user '%s' has been put into its group '%s', but this session is older; log in again"
                    .formatted(path, user, owner);
        }
        return "no permission to open %s: user '%s' is not in its group '%s'; sudo usermod -aG %s %s, then log in again"
                .formatted(path, user, owner, owner, user);
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
