// SPDX-License-Identifier: MIT
package blinka4j.boards;

import blinka4j.provider.BoardDefinition;
import blinka4j.provider.BoardDefinition.AnalogInput;
import blinka4j.provider.BoardDefinition.AnalogOutput;
import blinka4j.provider.BoardDefinition.I2CBus;
import blinka4j.provider.BoardDefinition.PwmChannel;
import blinka4j.provider.BoardDefinition.SpiBus;
import blinka4j.provider.BoardDefinition.Uart;
import blinka4j.provider.Host;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Describes a Linux machine that no board file describes, with the devices that the kernel has at the moment. It has no list of pins:
 * a pin's name is looked up among the kernel's line names when the pin is opened.
 */
final class GenericLinux {
    static final String ID = BoardDefinition.GENERIC_LINUX;

    /** The digits of a number in a device name. It is below a million, because the minor number has 20 bits. */
    private static final int LONG = 6;

    /** The digits of the number of a chip select or a channel. Hardware has few. */
    private static final int SHORT = 3;

    private static final String IIO_DEVICES = "/sys/bus/iio/devices";

    private GenericLinux() {}

    static BoardDefinition define(Host host) {
        List<String> devices = host.list("/dev");
        List<AnalogInput> inputs = new ArrayList<>();
        for (Voltage each : voltages(host, "in_voltage")) {
            inputs.add(new AnalogInput(each.converter(), each.channel(), null));
        }
        List<AnalogOutput> outputs = new ArrayList<>();
        for (Voltage each : voltages(host, "out_voltage")) {
            outputs.add(new AnalogOutput(each.converter(), each.channel(), null));
        }
        return new BoardDefinition(
                ID,
                "Generic Linux board",
                Map.of(),
                i2c(devices),
                spi(devices),
                uarts(host),
                pwms(host),
                inputs,
                outputs,
                List.of(),
                List.of(),
                null);
    }

    // No patterns, streams or lambdas: a program that starts has little other use for them, and they take longer than
    // all
    // the rest.

    private static List<I2CBus> i2c(List<String> devices) {
        List<I2CBus> buses = new ArrayList<>();
        for (int number : numbers(devices, "i2c-", "", LONG)) {
            buses.add(new I2CBus("/dev/i2c-" + number, null, null, ""));
        }
        return buses;
    }

    /** The numbers of the names that have one between a beginning and an end, sorted. */
    private static List<Integer> numbers(List<String> names, String beginning, String end, int digits) {
        List<Integer> numbers = new ArrayList<>();
        for (String name : names) {
            if (name.length() > beginning.length() + end.length() && name.startsWith(beginning) && name.endsWith(end)) {
                int number = number(name.substring(beginning.length(), name.length() - end.length()), digits);
                if (number >= 0) {
                    numbers.add(number);
                }
            }
        }
        numbers.sort(null);
        return numbers;
    }

    /** A number without leading zeros and of at most so many digits; negative if the text is none. */
    private static int number(String text, int digits) {
        if (text.isEmpty() || text.length() > digits || (text.length() > 1 && text.charAt(0) == '0')) {
            return -1;
        }
        for (int i = 0; i < text.length(); i++) {
            if (!isDigit(text.charAt(i))) {
                return -1;
            }
        }
        return Integer.parseInt(text);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** One bus per controller, with chip selects up to its highest device. */
    private static List<SpiBus> spi(List<String> devices) {
        String spidev = "spidev";
        Map<Integer, Integer> chipSelects = new TreeMap<>();
        for (String device : devices) {
            int dot = device.startsWith(spidev) ? device.indexOf('.') : -1;
            if (dot > 0) {
                int bus = number(device.substring(spidev.length(), dot), LONG);
                int chipSelect = number(device.substring(dot + 1), SHORT);
                if (bus >= 0 && chipSelect >= 0) {
                    chipSelects.put(bus, Math.max(chipSelects.getOrDefault(bus, 0), chipSelect + 1));
                }
            }
        }
        List<SpiBus> buses = new ArrayList<>();
        for (Map.Entry<Integer, Integer> bus : chipSelects.entrySet()) {
            String[] unnamed = new String[bus.getValue()];
            Arrays.fill(unnamed, "");
            buses.add(new SpiBus("/dev/spidev" + bus.getKey(), null, null, null, List.of(unnamed), ""));
        }
        return buses;
    }

    /**
     * The serial ports with hardware behind them. Consoles come last, so that the default is a port without a login.
     */
    private static List<Uart> uarts(Host host) {
        List<SerialPort> ports = new ArrayList<>();
        List<String> consoles = null;
        for (String name : host.list("/sys/class/tty")) {
            String driver = driver(name);
            if (!driver.isEmpty() && isReal(host, name)) {
                if (consoles == null) {
                    String active = host.text("/sys/class/tty/console/active");
                    consoles = Arrays.asList(active.replace('\n', ' ').strip().split(" ", -1));
                }
                ports.add(new SerialPort(name, driver, consoles.contains(name)));
            }
        }
        ports.sort(null);
        List<Uart> uarts = new ArrayList<>();
        for (SerialPort port : ports) {
            uarts.add(new Uart("/dev/" + port.name(), null, null, ""));
        }
        return uarts;
    }

    /** The part of {@code ttyAMA0} before its number; empty if the name is not one of a serial port, as {@code tty1}. */
    private static String driver(String name) {
        int end = name.length();
        while (end > 0 && isDigit(name.charAt(end - 1))) {
            end--;
        }
        if (end == name.length() || end < 4 || !name.startsWith("tty") || !isLetter(name.charAt(3))) {
            return "";
        }
        for (int i = 4; i < end; i++) {
            char c = name.charAt(i);
            if (!isLetter(c) && !isDigit(c) && c != '_') {
                return "";
            }
        }
        return name.substring(0, end);
    }

    private static boolean isLetter(char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }

    /** Sorted: those that are no console first, then by driver and number. */
    private record SerialPort(String name, String driver, boolean isConsole) implements Comparable<SerialPort> {
        @Override
        public int compareTo(SerialPort other) {
            int order = Boolean.compare(isConsole, other.isConsole);
            order = order != 0 ? order : driver.compareTo(other.driver);
            order = order != 0 ? order : Integer.compare(name.length(), other.name.length());
            return order != 0 ? order : name.compareTo(other.name);
        }
    }

    /** Every output of every PWM controller. The kernel does not report their pins. */
    private static List<PwmChannel> pwms(Host host) {
        List<PwmChannel> channels = new ArrayList<>();
        for (int number : numbers(host.list("/sys/class/pwm"), "pwmchip", "", LONG)) {
            String controller = "/sys/class/pwm/pwmchip" + number;
            int count = number(host.text(controller + "/npwm").strip(), SHORT);
            for (int channel = 0; channel < count; channel++) {
                channels.add(new PwmChannel(controller, channel, null, ""));
            }
        }
        return channels;
    }

    private record Voltage(String converter, int channel) {}

    /** Every voltage input, or every output, of every converter. */
    private static List<Voltage> voltages(Host host, String files) {
        List<Voltage> found = new ArrayList<>();
        for (int number : numbers(host.list(IIO_DEVICES), "iio:device", "", LONG)) {
            String converter = IIO_DEVICES + "/iio:device" + number;
            for (int channel : numbers(host.list(converter), files, "_raw", SHORT)) {
                found.add(new Voltage(converter, channel));
            }
        }
        return found;
    }

    /** The kernel makes ports of type 0 (unknown) for UARTs that a PC might have. */
    private static boolean isReal(Host host, String name) {
        String port = "/sys/class/tty/" + name;
        return host.exists(port + "/device")
                && host.exists("/dev/" + name)
                && !host.text(port + "/type").strip().equals("0");
    }
}
