// SPDX-License-Identifier: MIT
package blinka4j.kernel;

import blinka4j.NotAvailableException;
import blinka4j.provider.BoardDefinition;
import blinka4j.provider.BoardDefinition.Resource;
import blinka4j.provider.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the device file of a bus, or the folder of a PWM controller. A board definition names the file; or an alias of the
 * controller in the device tree ({@code alias:i2c1}); or the controller's device ({@code 1c2ac00.i2c}). The numbers of device
 * files follow the order in which drivers were loaded. Aliases follow the labels on the board, and the name of a device is its
 * address in the processor. A definition may name several; the first one that exists is used.
 */
public final class DeviceNodes {
    private static final String ALIAS = "alias:";
    private static final Pattern PWM = Pattern.compile("pwmchip\\d+");
    private static final String PWMS = "/sys/class/pwm";
    private static final Pattern GPIO = Pattern.compile("gpiochip\\d+");
    private static final String GPIOS = "/sys/bus/gpio/devices";
    private static final Pattern ADAPTER = Pattern.compile("/dev/(?:ttyUSB\\d+|ttyACM\\d+|rfcomm\\d+|pts/\\d+)");
    private static final Pattern UART_NAME = Pattern.compile("tty[A-Za-z]\\w*|rfcomm\\d+|pts/\\d+");

    private enum Kind {
        I2C("I2C controller", "/sys/bus/i2c/devices", "i2c-\\d+", 1),
        SPI("SPI controller", "/sys/class/spi_master", "spi\\d+", 2),
        UART("serial port", "/sys/class/tty", "tty[A-Za-z].*", 6);

        private final String what;
        private final String folder;
        private final Pattern names;

        /**
         * How far above a bus in the folder the controller's own device may be. A channel of an I2C multiplexer is further
         * below the controller, and is not the controller's bus.
         */
        private final int height;

        Kind(String what, String folder, String names, int height) {
            this.what = what;
            this.folder = folder;
            this.names = Pattern.compile(names);
            this.height = height;
        }
    }

    private DeviceNodes() {}

    /**
     * Returns the device file of an I2C bus, such as {@code /dev/i2c-1}. It need not exist.
     *
     * @throws NotAvailableException if the bus is named by alias or device, and no such controller runs
     */
    public static String i2c(Host host, BoardDefinition.I2CBus bus) {
        return node(host, Kind.I2C, bus);
    }

    /**
     * Returns the device file of an SPI bus without its chip select, such as {@code /dev/spidev0}.
     *
     * @throws NotAvailableException as {@link #i2c} does
     */
    public static String spi(Host host, BoardDefinition.SpiBus bus) {
        return node(host, Kind.SPI, bus).replaceFirst("^/dev/spi(?=\\d)", "/dev/spidev");
    }

    /**
     * Returns the device file of a serial port, such as {@code /dev/ttyS0}. It need not exist.
     *
     * @throws NotAvailableException as {@link #i2c} does
     */
    public static String uart(Host host, BoardDefinition.Uart uart) {
        return node(host, Kind.UART, uart);
    }

    /**
     * Returns the folder of the controller of a PWM output, such as {@code /sys/class/pwm/pwmchip0}.
     *
     * @throws NotAvailableException if no such controller runs
     */
    public static String pwm(Host host, BoardDefinition.PwmChannel channel) {
        List<String> others = new ArrayList<>();
        for (String name : host.list(PWMS)) {
            if (PWM.matcher(name).matches()) {
                String folder = PWMS + "/" + name;
                String device = pwmDevice(host.path(folder));
                if (channel.device().equals(folder) || channel.device().equals(device)) {
                    return folder;
                }
                others.add("%s (%s)".formatted(folder, device));
            }
        }
        throw new NotAvailableException(
                "there is no PWM controller %s. %s This machine has %s. For pulses in software, use PWMOut.software(pin, dutyCycle, frequency, variableFrequency)."
                        .formatted(
                                channel.device(),
                                channel.enable().isEmpty()
                                        ? "Enable it in the device tree, or name another one."
                                        : "It is not enabled. " + sentence(channel.enable()),
                                others.isEmpty() ? "none" : String.join(", ", others)));
    }

    /**
     * Returns the GPIO controller of a device, such as {@code gpiochip1} for {@code 44e07000.gpio}. Some drivers number their
     * labels in the order in which the controllers were found, so a device is the safer name.
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
     * Returns why a device file may be missing, and what to do, in sentences.
     *
     * @param enable how to enable the bus, from the board definition; may be empty
     */
    public static String missing(Host host, String path, String enable) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (Kind.I2C.names.matcher(name).matches() && host.exists(Kind.I2C.folder + "/" + name)) {
            return "The controller exists, but the driver that makes its device file is not loaded. Run: sudo modprobe i2c-dev"
                    + " (and, to load it at each start: echo i2c-dev | sudo tee /etc/modules-load.d/i2c-dev.conf).";
        }
        if (enable.isEmpty() && ADAPTER.matcher(path).matches()) {
            return "No device with that name is connected. Plug it in; `ls /dev/ttyUSB* /dev/ttyACM*` shows the connected ones.";
        }
        return enable.isEmpty()
                ? "The kernel has no such bus. Enable it in the device tree, or name another one."
                : "The bus is not enabled. " + sentence(enable);
    }

    /** Returns a text with a capital letter at its start and a period at its end. */
    static String sentence(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + (text.endsWith(".") ? "" : ".");
    }

    private static String node(Host host, Kind kind, Resource bus) {
        NotAvailableException missing = null;
        for (String device : bus.device().split(" ", -1)) {
            if (device.startsWith("/")) {
                if (device.equals(bus.device()) || exists(host, device)) {
                    return device;
                }
                missing = new NotAvailableException(
                        "there is no %s (%s). %s".formatted(device, kind.what, missing(host, device, bus.enable())));
                continue;
            }
            try {
                return device.startsWith(ALIAS)
                        ? aliased(host, kind, device.substring(ALIAS.length()), bus.enable())
                        : called(host, kind, device, bus.enable());
            } catch (NotAvailableException e) {
                missing = e;
            }
        }
        throw missing == null
                ? new NotAvailableException(
                        "the board names no device for the %s. Add one to the board's file.".formatted(kind.what))
                : missing;
    }

    /** Also true if a chip of the controller has a device file: {@code /dev/spidev0.0} for {@code /dev/spidev0}. */
    private static boolean exists(Host host, String device) {
        String chip = device.substring(device.lastIndexOf('/') + 1) + ".";
        return host.exists(device) || host.list("/dev").stream().anyMatch(name -> name.startsWith(chip));
    }

    private static String aliased(Host host, Kind kind, String alias, String enable) {
        List<String> target = host.strings("/proc/device-tree/aliases/" + alias);
        if (target.isEmpty() || target.get(0).isEmpty()) {
            // Without this alias, or without a device tree, the distribution may have made a link with the same name.
            if (host.exists("/dev/" + alias)) {
                return "/dev/" + alias;
            }
            throw new NotAvailableException("the device tree of this machine has no alias '%s' (%s). %s"
                    .formatted(alias, kind.what, missing(host, "", enable)));
        }
        for (String name : host.list(kind.folder)) {
            if (kind.names.matcher(name).matches()
                    && belongsTo(host.path(kind.folder).resolve(name), target.get(0), kind.height)) {
                return "/dev/" + name;
            }
        }
        throw new NotAvailableException("no driver runs the %s %s, which has the device tree's alias '%s'. %s"
                .formatted(kind.what, target.get(0), alias, missing(host, "", enable)));
    }

    private static String called(Host host, Kind kind, String device, String enable) {
        for (String name : host.list(kind.folder)) {
            if (kind.names.matcher(name).matches()
                    && isBelow(host.path(kind.folder).resolve(name), device, kind.height)) {
                return "/dev/" + name;
            }
        }
        if (UART_NAME.matcher(device).matches()) {
            String path = "/dev/" + device;
            throw new NotAvailableException("there is no %s %s. Did you mean %s?%s"
                    .formatted(
                            kind.what,
                            device,
                            path,
                            host.exists(path)
                                    ? ""
                                    : " %s does not exist. %s".formatted(path, missing(host, path, enable))));
        }
        throw new NotAvailableException(
                "no driver runs the %s %s. %s".formatted(kind.what, device, missing(host, "", enable)));
    }

    /** Returns whether a device is the controller with this name, or at most {@code height} folders below it. */
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
     * Returns whether a device is the device tree's node {@code target}. A device without a node is that of the nearest device
     * above it, at most {@code height} folders up.
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
