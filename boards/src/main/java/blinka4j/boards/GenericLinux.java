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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Describes a Linux machine that no board file describes, with the devices that the kernel has at the moment. It has no list of pins:
 * a pin's name is looked up among the kernel's line names when the pin is opened.
 */
final class GenericLinux {
    static final String ID = BoardDefinition.GENERIC_LINUX;

    /** A number in a device name. It is below a million, because the minor number has 20 bits. */
    private static final String NUMBER = "(0|[1-9]\\d{0,5})";

    /** The number of a chip select or a channel. Hardware has few. */
    private static final String SMALL = "(0|[1-9]\\d{0,2})";

    private static final Pattern I2C = Pattern.compile("i2c-" + NUMBER);
    private static final Pattern SPIDEV = Pattern.compile("spidev" + NUMBER + "\\." + SMALL);
    private static final Pattern PWM = Pattern.compile("pwmchip" + NUMBER);
    private static final String IIO_DEVICES = "/sys/bus/iio/devices";
    private static final Pattern IIO = Pattern.compile("iio:device" + NUMBER);
    private static final Pattern IIO_INPUT = Pattern.compile("in_voltage" + SMALL + "_raw");
    private static final Pattern IIO_OUTPUT = Pattern.compile("out_voltage" + SMALL + "_raw");
    private static final Pattern COUNT = Pattern.compile(SMALL);
    private static final Pattern SERIAL = Pattern.compile("tty[A-Za-z]\\w*?\\d+");

    private GenericLinux() {}

    static BoardDefinition define(Host host) {
        List<String> devices = host.list("/dev");
        return new BoardDefinition(
                ID,
                "Generic Linux board",
                Map.of(),
                i2c(devices),
                spi(devices),
                uarts(host),
                pwms(host),
                voltages(host, IIO_INPUT, (converter, channel) -> new AnalogInput(converter, channel, null)),
                voltages(host, IIO_OUTPUT, (converter, channel) -> new AnalogOutput(converter, channel, null)),
                List.of(),
                List.of(),
                null);
    }

    private static List<I2CBus> i2c(List<String> devices) {
        return numbers(devices, I2C)
                .map(number -> new I2CBus("/dev/i2c-" + number, null, null, ""))
                .toList();
    }

    private static Stream<Integer> numbers(List<String> devices, Pattern pattern) {
        return devices.stream()
                .map(pattern::matcher)
                .filter(Matcher::matches)
                .map(match -> Integer.valueOf(match.group(1)))
                .sorted();
    }

    /** One bus per controller, with chip selects up to its highest device. */
    private static List<SpiBus> spi(List<String> devices) {
        Map<Integer, Integer> chipSelects = new TreeMap<>();
        for (String device : devices) {
            Matcher match = SPIDEV.matcher(device);
            if (match.matches()) {
                chipSelects.merge(Integer.valueOf(match.group(1)), Integer.parseInt(match.group(2)) + 1, Math::max);
            }
        }
        List<SpiBus> buses = new ArrayList<>();
        chipSelects.forEach((bus, count) -> {
            String[] unnamed = new String[count];
            Arrays.fill(unnamed, "");
            buses.add(new SpiBus("/dev/spidev" + bus, null, null, null, List.of(unnamed), ""));
        });
        return buses;
    }

    /**
     * The serial ports with hardware behind them. Consoles come last, so that the default is a port without a login.
     */
    private static List<Uart> uarts(Host host) {
        List<String> consoles =
                Arrays.asList(host.text("/sys/class/tty/console/active").strip().split("\\s+", -1));
        return host.list("/sys/class/tty").stream()
                .filter(name -> SERIAL.matcher(name).matches() && isReal(host, name))
                .sorted(Comparator.<String>comparingInt(name -> consoles.contains(name) ? 1 : 0)
                        .thenComparing(name -> name.replaceAll("\\d", ""))
                        .thenComparingInt(String::length)
                        .thenComparing(Comparator.naturalOrder()))
                .map(name -> new Uart("/dev/" + name, null, null, ""))
                .toList();
    }

    /** Every output of every PWM controller. The kernel does not report their pins. */
    private static List<PwmChannel> pwms(Host host) {
        List<PwmChannel> channels = new ArrayList<>();
        numbers(host.list("/sys/class/pwm"), PWM).forEach(number -> {
            String controller = "/sys/class/pwm/pwmchip" + number;
            String count = host.text(controller + "/npwm").strip();
            if (COUNT.matcher(count).matches()) {
                for (int channel = 0; channel < Integer.parseInt(count); channel++) {
                    channels.add(new PwmChannel(controller, channel, null, ""));
                }
            }
        });
        return channels;
    }

    /** Every voltage input, or every output, of every converter. */
    private static <R> List<R> voltages(Host host, Pattern files, BiFunction<String, Integer, R> resource) {
        List<R> found = new ArrayList<>();
        numbers(host.list(IIO_DEVICES), IIO).forEach(number -> {
            String converter = IIO_DEVICES + "/iio:device" + number;
            numbers(host.list(converter), files).forEach(channel -> found.add(resource.apply(converter, channel)));
        });
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
