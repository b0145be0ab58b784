// SPDX-License-Identifier: MIT
package blinka4j.linux;

import blinka4j.BusException;
import blinka4j.HardwareException;
import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.provider.Host;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A voltage of a converter, through the files in {@code /sys/bus/iio/devices} that the kernel's {@code
 * Documentation/ABI/testing/sysfs-bus-iio} describes: (raw + offset) * scale is the voltage in mV.
 *
 * <p>The highest raw value comes from the voltage's {@code type} or {@code raw_available}. Where the driver has neither, the resolution is
 * taken to be the even number of bits that makes a reference of 1.5 to 6 V of the scale. A wrong guess changes the reference and the
 * values together, so the voltage is right all the same.
 */
final class IioVoltage {
    static final String DEVICES = "/sys/bus/iio/devices";

    /** An input or an output. */
    enum Direction {
        IN("in", "input", "analog-to-digital converter", "read"),
        OUT("out", "output", "digital-to-analog converter", "written");

        private final String prefix;
        private final String noun;
        private final String converter;
        private final String done;

        Direction(String prefix, String noun, String converter, String done) {
            this.prefix = prefix;
            this.noun = noun;
            this.converter = converter;
            this.done = done;
        }

        /** The names of the files with raw values, with the number of the channel. */
        Pattern files() {
            return Pattern.compile(prefix + "_voltage(\\d+)_raw");
        }
    }

    private static final Pattern DEVICE = Pattern.compile("iio:device\\d+");
    /** Byte order, sign, bits: {@code le:s12/16>>4}. */
    private static final Pattern TYPE = Pattern.compile("[bl]e:([su])(\\d{1,2})/.*");
    /** Least, step, most: {@code [0 1 4095]}. */
    private static final Pattern RANGE = Pattern.compile("\\[\\s*-?\\d+ \\d+ (\\d{1,10})\\s*]");

    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,12}(\\.\\d{1,12})?");

    private static final double LEAST_REFERENCE = 1500;

    private final Host host;
    private final Direction direction;
    private final String folder;
    private final int channel;
    final String name;
    /** The file with the raw value. */
    final String path;

    final double offset;
    /** What the highest raw value is after the offset. */
    final double highest;

    final double referenceVoltage;

    /** @throws NotAvailableException if there is no such converter or channel, or its driver tells too little */
    IioVoltage(Host host, Direction direction, String device, int channel) {
        this.host = host;
        this.direction = direction;
        this.channel = channel;
        folder = new NamedDevices(host, DEVICES, DEVICE).only(direction.converter, device);
        name = folder + ":" + channel;
        path = "%s/%s_voltage%s_raw".formatted(folder, direction.prefix, channel);
        requireChannel();
        offset = number("offset", 0);
        double scale = number("scale", Double.NaN);
        highest = highest(scale) + offset;
        referenceVoltage = (highest + 1) * scale / 1000;
        if (!(highest > 0)) {
            throw new NotAvailableException(
                    "%s cannot be used: its driver tells neither the resolution nor the scale. Use %s instead."
                            .formatted(name, path));
        }
    }

    private void requireChannel() {
        if (!host.exists(path)) {
            List<String> others = host.list(folder).stream()
                    .map(direction.files()::matcher)
                    .filter(Matcher::matches)
                    .map(found -> found.group(1))
                    .toList();
            throw new NotAvailableException("%s has no voltage %s %s. Choose another. It has %s."
                    .formatted(folder, direction.noun, channel, others.isEmpty() ? "none" : String.join(", ", others)));
        }
    }

    /** An attribute of the channel, or of all voltages of the converter. */
    private String text(String subfolder, String attribute) {
        String voltage = "%s/%s%s_voltage".formatted(folder, subfolder, direction.prefix);
        String own = host.text(voltage + channel + "_" + attribute);
        return (own.isEmpty() ? host.text(voltage + "_" + attribute) : own).strip();
    }

    private double number(String attribute, double otherwise) {
        String text = text("", attribute);
        return NUMBER.matcher(text).matches() ? Double.parseDouble(text) : otherwise;
    }

    /** The highest raw value. */
    private double highest(double scale) {
        Matcher type = TYPE.matcher(text("scan_elements/", "type"));
        if (type.matches()) {
            int bits = Integer.parseInt(type.group(2)) - (type.group(1).equals("s") ? 1 : 0);
            return Math.pow(2, bits) - 1;
        }
        Matcher range = RANGE.matcher(text("", "raw_available"));
        if (range.matches()) {
            return Long.parseLong(range.group(1));
        }
        double codes = 1;
        while (scale > 0 && codes * scale < LEAST_REFERENCE) {
            codes *= 4;
        }
        return codes - 1;
    }

    /** Ends the power-down mode of an output, in which some drivers begin. */
    void wake() {
        String file = "%s/%s_voltage%s_powerdown".formatted(folder, direction.prefix, channel);
        if (host.text(file).strip().equals("1")) {
            KernelFile.set(host, file, "0");
        }
    }

    /** The error of a raw value that could not be read or written. */
    HardwareException failure(IOException cause) {
        return host.exists(folder)
                ? new BusException(
                        BusException.Kind.OTHER,
                        0,
                        "%s cannot be %s (%s). Check the converter's wiring and supply; 'dmesg' may say why."
                                .formatted(path, direction.done, cause.getMessage()),
                        cause)
                : PinException.gone(
                        "%s cannot be %s: the converter was removed, or its driver has let it go. Open the %s again when it is back."
                                .formatted(path, direction.done, direction.noun));
    }

    @Override
    public String toString() {
        return name;
    }
}
