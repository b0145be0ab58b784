// SPDX-License-Identifier: MIT
package blinka4j.kernel;

import blinka4j.BusException;
import blinka4j.NotAvailableException;
import blinka4j.provider.BoardDefinition;
import blinka4j.provider.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the device file of a bus, or the folder of a PWM controller. A board definition names it, or the alias by which the
 * device tree calls its controller ({@code alias:i2c1}), or the controller's device ({@code 1c2ac00.i2c}): the numbers of
 * device files follow the order in which drivers were loaded, aliases follow the labels on the board, and a device's name is
 * its address in the processor. Of several, the first that is there counts.
 */
public final class DeviceNodes {
    private static final String ALIAS = "alias:";
    private static final Pattern I2C = Pattern.compile("i2c-\\d+");
    private static final Pattern SPI = Pattern.compile("spi\\d+");
    private static final Pattern PWM = Pattern.compile("pwmchip\\d+");
    private static final String PWMS = "/sys/class/pwm";
    private static final Pattern GPIO = Pattern.compile("gpiochip\\d+");
    private static final String GPIOS = "/sys/bus/gpio/devices";
    private static final Pattern TTY = Pattern.compile("tty[A-Za-z].*");
    private static final Pattern SERIAL_PORT = Pattern.compile("tty[A-Za-z]\\w*|rfcomm\\d+");
    private static final Pattern ADAPTER = Pattern.compile("/dev/(?:ttyUSB\\d+|ttyACM\\d+|rfcomm\\d+|pts/\\d+)");
    private static final Pattern UART_NAME = Pattern.compile(SERIAL_PORT.pattern() + "|pts/\\d+");
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    /** Drivers in the kernel's drivers/i2c/busses that report a missing acknowledge as EIO. */
    private static final Set<String> EIO_FOR_NO_ACKNOWLEDGE = Set.of("xiic-i2c", "ocores-i2c", "imx-lpi2c");

    /** The adapter of the kernel's module i2c-stub, which reports a missing acknowledge as ENODEV. */
    private static final String STUB = "SMBus stub driver";

    private DeviceNodes() {}

    /**
     * The device file of an I2C bus, such as {@code /dev/i2c-1}. It need not exist.
     *
     * @throws NotAvailableException if no running controller has that alias
     */
    public static String i2c(Host host, BoardDefinition.I2CBus bus) {
        return node(host, bus.device(), bus.enable(), "I2C controller", "/sys/bus/i2c/devices", I2C, 1);
    }

    /**
     * Whether an error of a transfer means that nothing at the address has acknowledged.
     *
     * @param number of the bus: 1 for {@code /dev/i2c-1}
     */
    public static boolean isNoAcknowledge(Host host, Object number, int errno) {
        return Errno.kind(errno) == BusException.Kind.NO_ACKNOWLEDGE
                || (errno == Errno.EIO && EIO_FOR_NO_ACKNOWLEDGE.contains(i2cDriver(host, number)))
                || (errno == Errno.ENODEV
                        && host.text("/sys/bus/i2c/devices/i2c-" + number + "/name")
                                .strip()
                                .equals(STUB));
    }

    /** The driver of an I2C controller; empty if that cannot be told. */
    private static String i2cDriver(Host host, Object number) {
        try {
            Path bus = host.path("/sys/bus/i2c/devices/i2c-" + number).toRealPath();
            return String.valueOf(bus.resolveSibling("driver").toRealPath().getFileName());
        } catch (IOException e) {
            return "";
        }
    }

    /**
     * Whether the device tree says that the chip select of an SPI device is active high.
     *
     * @param chip the name of the device, such as {@code spi0.1}
     */
    public static boolean isSelectedHigh(Host host, String chip) {
        return host.exists("/sys/bus/spi/devices/" + chip + "/of_node/spi-cs-high");
    }

    /**
     * Whether chip selects of an SPI controller are GPIO lines, whose levels the kernel knows from the device tree.
     *
     * @param controller such as {@code spi0}
     */
    public static boolean isSelectedByGpio(Host host, String controller) {
        return host.exists("/sys/class/spi_master/" + controller + "/of_node/cs-gpios");
    }

    /**
     * The device file of an SPI bus without its chip select, such as {@code /dev/spidev0}.
     *
     * @throws NotAvailableException if no running controller has that alias
     */
    public static String spi(Host host, BoardDefinition.SpiBus bus) {
        String node = node(host, bus.device(), bus.enable(), "SPI controller", "/sys/class/spi_master", SPI, 2);
        return node.replaceFirst("^/dev/spi(?=\\d)", "/dev/spidev");
    }

    /**
     * The device file of a serial port, such as {@code /dev/ttyS0}. It need not exist.
     *
     * @throws NotAvailableException if no running port has that alias
     */
    public static String uart(Host host, BoardDefinition.Uart uart) {
        return node(host, uart.device(), uart.enable(), "serial port", "/sys/class/tty", TTY, 6);
    }

    /** Whether this machine has a serial port of any kind: of the board, at USB or Bluetooth, or a pseudo-terminal. */
    public static boolean hasUart(Host host) {
        return host.list("/dev").stream().anyMatch(SERIAL_PORT.asMatchPredicate())
                || host.list("/dev/pts").stream().anyMatch(NUMBER.asMatchPredicate());
    }

    /** Whether the kernel has a PWM controller. */
    public static boolean hasPwm(Host host) {
        return host.list(PWMS).stream().anyMatch(PWM.asMatchPredicate());
    }

    /**
     * The folder of the controller of a PWM output, such as {@code /sys/class/pwm/pwmchip0}.
     *
     * @throws NotAvailableException if no running controller is called so
     */
    public static String pwm(Host host, BoardDefinition.PwmChannel channel) {
        List<String> there = new ArrayList<>();
        for (String name : host.list(PWMS)) {
            if (PWM.matcher(name).matches()) {
                String folder = PWMS + "/" + name;
                String device = pwmDevice(host.path(folder));
                if (channel.device().equals(folder) || channel.device().equals(device)) {
                    return folder;
                }
                there.add("%s (%s)".formatted(folder, device));
            }
        }
        throw new NotAvailableException("there is no PWM controller %s: %s; %s"
                .formatted(
                        channel.device(),
                        channel.enable().isEmpty()
                                ? "switch it on in the device tree, or name another"
                                : "it is not enabled; " + channel.enable(),
                        there.isEmpty() ? "the kernel has none at all" : "there is " + String.join(", ", there)));
    }

    /**
     * The GPIO controller that is this device, such as {@code gpiochip1} for {@code 44e07000.gpio}: some drivers number their
     * labels in the order in which the controllers were found.
     *
     * @return null if there is none, or the device has several
     */
    public static @Nullable String gpioChip(Host host, String device) {
        String found = null;
        for (String name : host.list(GPIOS)) {
            if (GPIO.matcher(name).matches() && isBelow(host.path(GPIOS).resolve(name), device, 1)) {
                if (found != null) {
                    return null;
                }
                found = name;
            }
        }
        return found;
    }

    private static String pwmDevice(Path folder) {
        try {
            return String.valueOf(folder.resolve("device").toRealPath().getFileName());
        } catch (IOException e) {
            return "of unknown device";
        }
    }

    /**
     * Why a device file may be missing, and what to do about it.
     *
     * @param enable how to switch the bus on, as the board definition says it; may be empty
     */
    public static String missing(Host host, String path, String enable) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (I2C.matcher(name).matches() && host.exists("/sys/bus/i2c/devices/" + name)) {
            return "the controller is there, but the driver that makes its device file is not loaded; sudo modprobe i2c-dev"
                    + " (and echo i2c-dev | sudo tee /etc/modules-load.d/i2c-dev.conf, so that it stays so)";
        }
        if (enable.isEmpty() && ADAPTER.matcher(path).matches()) {
            return "no device of that name is connected; plug it in; `ls /dev/ttyUSB* /dev/ttyACM*` shows what is there";
        }
        return enable.isEmpty()
                ? "the kernel has no such bus; switch it on in the device tree, or name another"
                : "the bus is not enabled; " + enable;
    }

    private static String node(
            Host host, String devices, String enable, String what, String folder, Pattern names, int height) {
        NotAvailableException missing = null;
        for (String device : devices.split(" ", -1)) {
            if (device.startsWith("/")) {
                if (device.equals(devices) || isThere(host, device)) {
                    return device;
                }
                missing = new NotAvailableException(
                        "there is no %s (%s): %s".formatted(device, what, missing(host, device, enable)));
                continue;
            }
            try {
                return device.startsWith(ALIAS)
                        ? aliased(host, device.substring(ALIAS.length()), enable, what, folder, names, height)
                        : called(host, device, enable, what, folder, names, height);
            } catch (NotAvailableException e) {
                missing = e;
            }
        }
        throw missing == null ? new NotAvailableException("the board names no device for the " + what) : missing;
    }

    /** Also whether a controller has a device file for one of its chips: {@code /dev/spidev0.0} of {@code /dev/spidev0}. */
    private static boolean isThere(Host host, String device) {
        String chip = device.substring(device.lastIndexOf('/') + 1) + ".";
        return host.exists(device) || host.list("/dev").stream().anyMatch(name -> name.startsWith(chip));
    }

    private static String aliased(
            Host host, String alias, String enable, String what, String folder, Pattern names, int height) {
        List<String> target = host.strings("/proc/device-tree/aliases/" + alias);
        if (target.isEmpty() || target.get(0).isEmpty()) {
            // Where there is no device tree, or one without this alias, a link of the distribution may say the same.
            if (host.exists("/dev/" + alias)) {
                return "/dev/" + alias;
            }
            throw new NotAvailableException("the device tree of this machine has no alias '%s' (%s): %s"
                    .formatted(alias, what, missing(host, "", enable)));
        }
        for (String name : host.list(folder)) {
            if (names.matcher(name).matches() && belongsTo(host.path(folder).resolve(name), target.get(0), height)) {
                return "/dev/" + name;
            }
        }
        throw new NotAvailableException("no driver runs the %s %s, which the device tree's alias '%s' names: %s"
                .formatted(what, target.get(0), alias, missing(host, "", enable)));
    }

    private static String called(
            Host host, String device, String enable, String what, String folder, Pattern names, int height) {
        for (String name : host.list(folder)) {
            if (names.matcher(name).matches() && isBelow(host.path(folder).resolve(name), device, height)) {
                return "/dev/" + name;
            }
        }
        if (UART_NAME.matcher(device).matches()) {
            String path = "/dev/" + device;
            throw new NotAvailableException("there is no %s %s; did you mean %s?%s"
                    .formatted(
                            what,
                            device,
                            path,
                            host.exists(path)
                                    ? ""
                                    : " %s does not exist: %s".formatted(path, missing(host, path, enable))));
        }
        throw new NotAvailableException(
                "no driver runs the %s %s: %s".formatted(what, device, missing(host, "", enable)));
    }

    /** Whether a device is the controller of this name, or not further below it than {@code height}. */
    private static boolean isBelow(Path device, String controller, int height) {
        try {
            Path folder = device.toRealPath();
            for (int i = 0; i <= height && folder != null; i++) {
                if (folder.endsWith(controller)) {
                    return true;
                }
                folder = folder.getParent();
            }
            return false;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Whether a device, or the nearest above it that has a node in the device tree, is the one at {@code target}.
     *
     * @param height how far above the controller's own device may be. A channel of an I2C multiplexer is further below
     *     the controller, and is not the controller's bus.
     */
    private static boolean belongsTo(Path device, String target, int height) {
        try {
            Path folder = device.toRealPath();
            for (int i = 0; i <= height && folder != null; i++) {
                Path node = folder.resolve("of_node");
                if (Files.exists(node)) {
                    return node.toRealPath().endsWith(Path.of("devicetree/base" + target));
                }
                folder = folder.getParent();
            }
            return false;
        } catch (IOException e) {
            return false;
        }
    }
}
