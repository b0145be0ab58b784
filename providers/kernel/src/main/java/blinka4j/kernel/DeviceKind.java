// SPDX-License-Identifier: MIT
package blinka4j.kernel;

import blinka4j.provider.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A kind of device file: the kernel's subsystem, and the group that distributions give it. */
public enum DeviceKind {
    GPIO("gpio", "gpio", "a GPIO controller", "/dev/gpiochip0"),
    /** The registers of a GPIO controller, or all memory. The names of the drivers' subsystems end in this name. */
    GPIOMEM("gpiomem", "gpio", "the registers of a GPIO controller", "/dev/gpiomem"),
    I2C("i2c-dev", "i2c", "an I2C bus", "/dev/i2c-1"),
    SPI("spidev", "spi", "an SPI device", "/dev/spidev0.0"),
    UART("tty", "dialout", "a serial port", "/dev/ttyS0"),
    LIRC("lirc", "video", "an infrared transmitter", "/dev/lirc0"),
    /** Only bridges from USB to I2C, not keyboards. */
    HIDRAW("hidraw", "plugdev", "a HID device", "/dev/hidraw0"),
    HIDG("hidg", "input", "a HID function of a USB gadget", "/dev/hidg0"),
    WATCHDOG("watchdog", "watchdog", "a watchdog", "/dev/watchdog0"),
    /** Not a device file but attributes in /sys, some of which can only be written. */
    PWM("pwm", "gpio", "a PWM controller", "/sys/class/pwm/pwmchip0");

    // sys/stat.h
    private static final int TYPE = 0170000;
    private static final int PIPE = 0010000;
    private static final int CHARACTER_DEVICE = 0020000;
    private static final int FOLDER = 0040000;
    private static final int BLOCK_DEVICE = 0060000;
    private static final int REGULAR = 0100000;
    private static final int SOCKET = 0140000;

    /** {@code /dev/mem}, in the kernel's Documentation/admin-guide/devices.txt. */
    private static final String MEMORY = "1:1";

    private final String subsystem;
    private final String group;
    private final String name;
    private final String example;

    DeviceKind(String subsystem, String group, String name, String example) {
        this.subsystem = subsystem;
        this.group = group;
        this.name = name;
        this.example = example;
    }

    /** Returns an error message if a file is known not to be a device of this kind; null otherwise. */
    public @Nullable String mistaken(Host host, String path) {
        String is = is(host, path);
        return is == null
                ? null
                : "%s is %s. Expected %s, which is a device of kind '%s' such as %s."
                        .formatted(path, is, name, subsystem, example);
    }

    /** Returns what the file is; null if it is of this kind, missing, or a device that the kernel does not describe. */
    private @Nullable String is(Host host, String path) {
        int mode;
        long device;
        try {
            Map<String, Object> attributes = Files.readAttributes(host.path(path), "unix:mode,rdev");
            mode = (int) attributes.getOrDefault("mode", 0);
            device = (long) attributes.getOrDefault("rdev", 0L);
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return null;
        }
        switch (mode & TYPE) {
            case CHARACTER_DEVICE -> {
                return isOtherDevice(host, device);
            }
            case REGULAR -> {
                return isStandIn(host, path) ? null : "a regular file";
            }
            case FOLDER -> {
                return "a folder";
            }
            case BLOCK_DEVICE -> {
                return "a block device";
            }
            case PIPE -> {
                return "a named pipe";
            }
            case SOCKET -> {
                return "a socket";
            }
            default -> {
                return null;
            }
        }
    }

    private @Nullable String isOtherDevice(Host host, long device) {
        // The layout is that of the GNU C library's makedev(3).
        long major = (device >> 8 & 0xFFF) | (device >> 32 & ~0xFFFL);
        String number = "%s:%s".formatted(major, (device & 0xFF) | (device >> 12 & ~0xFFL));
        String found = subsystem(host, number);
        if (found.isEmpty()) {
            // A container may lack /sys, and pseudo-terminals are not listed there.
            found = assigned(major);
        }
        if (found.isEmpty()) {
            // Other kinds are checked by their first request.
            return this == GPIOMEM ? "a device of unknown kind (%s)".formatted(number) : null;
        }
        boolean right = this == GPIOMEM ? found.contains(subsystem) || number.equals(MEMORY) : found.equals(subsystem);
        return right ? null : "a device of kind '%s' (%s)".formatted(found, number);
    }

    private static String subsystem(Host host, String number) {
        try {
            return String.valueOf(host.path("/sys/dev/char/" + number + "/subsystem")
                    .toRealPath()
                    .getFileName());
        } catch (IOException e) {
            return "";
        }
    }

    /** Returns the subsystem to which the kernel's Documentation/admin-guide/devices.txt assigns this number; empty if none. */
    private static String assigned(long major) {
        return switch ((int) major) {
            case 1 -> "mem";
            case 4, 5 -> UART.subsystem;
            case 89 -> I2C.subsystem;
            case 153 -> SPI.subsystem;
            default -> "";
        };
    }

    /** In tests, a machine laid out in a folder has regular files in place of devices. */
    private static boolean isStandIn(Host host, String path) {
        return host.path("/").getNameCount() > 0 && path.startsWith("/dev/");
    }

    /** Returns a udev rule that gives the device to the group. For PWM it also applies to each export of an output. */
    private String rule() {
        if (this == HIDRAW) {
            return "SUBSYSTEM==\"hidraw\", ATTRS{idVendor}==\"04d8\", ATTRS{idProduct}==\"00dd\", GROUP=\"%s\", MODE=\"0660\""
                    .formatted(group);
        }
        return this == PWM
                ? "SUBSYSTEM==\"pwm\", ACTION==\"add|change\", RUN+=\"/bin/chgrp -R %s /sys%%p\", RUN+=\"/bin/chmod -R g=u /sys%%p\""
                        .formatted(group)
                : "SUBSYSTEM==\"%s\", GROUP=\"%s\", MODE=\"0660\"".formatted(subsystem, group);
    }

    /** Returns the error message for a device file of this kind that the user may not open. */
    public String denied(Host host, String path) {
        String user = System.getProperty("user.name", "this user");
        PosixFileAttributes attributes;
        try {
            attributes = Files.readAttributes(host.path(path), PosixFileAttributes.class);
        } catch (IOException | UnsupportedOperationException e) {
            return "no permission to open %s. User '%s' must be in its group, usually '%s'. Run: sudo usermod -aG %s %s, then log in again."
                    .formatted(path, user, group, group, user);
        }
        String owner = attributes.group().getName();
        boolean groupMay = attributes.permissions().contains(PosixFilePermission.GROUP_WRITE)
                && (this == PWM || attributes.permissions().contains(PosixFilePermission.GROUP_READ));
        if (!groupMay || owner.equals("root") || owner.equals("0")) {
            return ("no permission to open %s: only root may. To let the group '%s' use it, run: sudo groupadd -f %s && sudo usermod -aG %s %s"
                            + " && echo '%s' | sudo tee /etc/udev/rules.d/60-blinka4j-%s.rules, then reboot.")
                    .formatted(path, group, group, group, user, rule(), this == PWM ? subsystem : group);
        }
        if (isMember(host, owner, user)) {
            return "no permission to open %s: user '%s' was added to its group '%s' after this session began. Log in again."
                    .formatted(path, user, owner);
        }
        return "no permission to open %s: user '%s' is not in its group '%s'. Run: sudo usermod -aG %s %s, then log in again."
                .formatted(path, user, owner, owner, user);
    }

    /** Returns whether {@code /etc/group} lists the user. A session that began earlier does not notice it. */
    private static boolean isMember(Host host, String group, String user) {
        return host.text("/etc/group")
                .lines()
                .map(line -> line.split(":", -1))
                .anyMatch(fields -> fields.length == 4
                        && fields[0].equals(group)
                        && Arrays.asList(fields[3].split(",")).contains(user));
    }
}
