// SPDX-License-Identifier: MIT
package blinka4j.linux;

import blinka4j.BusException;
import blinka4j.HardwareException;
import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.provider.AnalogPort;
import blinka4j.provider.BoardDefinition.AnalogInput;
import blinka4j.provider.Host;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A voltage input of a converter, through the files in {@code /sys/bus/iio/devices} that the kernel's
 * {@code Documentation/ABI/testing/sysfs-bus-iio} describes: (raw + offset) * scale is the voltage in mV.
 *
 * <p>The highest raw value comes from the input's {@code type} or {@code raw_available}. Where the driver has neither, the resolution is
 * taken to be the even number of bits that makes a reference of 1.5 to 6 V of the scale. A wrong guess changes the reference and the
 * values together, so the voltage is right all the same.
 */
final class LinuxAnalog implements AnalogPort {
    private static final String DEVICES = "/sys/bus/iio/devices";
    private static final Pattern DEVICE = Pattern.compile("iio:device\\d+");
    private static final Pattern INPUT = Pattern.compile("in_voltage(\\d+)_raw");

    /** Byte order, sign, bits: {@code le:s12/16>>4}. */
    private static final Pattern TYPE = Pattern.compile("[bl]e:([su])(\\d{1,2})/.*");
    /** Least, step, most: {@code [0 1 4095]}. */
    private static final Pattern RANGE = Pattern.compile("\\[\\s*-?\\d+ \\d+ (\\d{1,10})\\s*]");

    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,12}(\\.\\d{1,12})?");

    private static final double LEAST_REFERENCE = 1500;
    private static final int FULL = 0xFFFF;

    private final Host host;
    private final String name;
    private final String folder;
    private final String path;
    private final RandomAccessFile file;
    private final byte[] buffer = new byte[32];
    private final double offset;
    /** What the highest raw value is after the offset. */
    private final double highest;

    private final double referenceVoltage;
    private boolean closed;

    private LinuxAnalog(Host host, String folder, int channel) {
        this.host = host;
        this.folder = folder;
        this.name = folder + ":" + channel;
        this.path = "%s/in_voltage%s_raw".formatted(folder, channel);
        offset = number(channel, "offset", 0);
        double scale = number(channel, "scale", Double.NaN);
        highest = highest(channel, scale) + offset;
        referenceVoltage = (highest + 1) * scale / 1000;
        file = openFile(channel);
    }

    /** True if this machine has a voltage input. */
    static boolean hasInput(Host host) {
        return host.list(DEVICES).stream()
                .flatMap(each -> host.list(DEVICES + "/" + each).stream())
                .anyMatch(INPUT.asMatchPredicate());
    }

    static LinuxAnalog open(Host host, AnalogInput input) {
        return new LinuxAnalog(host, find(host, input), input.channel());
    }

    /** The folder of the converter: the device itself, or the only one of that name. */
    private static String find(Host host, AnalogInput input) {
        List<String> there = new ArrayList<>();
        List<String> sameName = new ArrayList<>();
        for (String each : host.list(DEVICES)) {
            if (DEVICE.matcher(each).matches()) {
                String folder = DEVICES + "/" + each;
                String device = device(host.path(folder));
                if (input.device().equals(folder) || input.device().equals(device)) {
                    return folder;
                }
                String name = host.text(folder + "/name").strip();
                there.add("%s (%s, %s)".formatted(folder, name, device));
                if (input.device().equals(name)) {
                    sameName.add(folder);
                }
            }
        }
        if (sameName.size() == 1) {
            return sameName.get(0);
        }
        throw new NotAvailableException(
                sameName.isEmpty()
                        ? "there is no analog-to-digital converter %s. Load its driver, enable it in the device tree, or choose another. The kernel has %s."
                                .formatted(input.device(), there.isEmpty() ? "none" : String.join(", ", there))
                        : "several analog-to-digital converters are called %s. Use the name of the device instead. The kernel has %s."
                                .formatted(input.device(), String.join(", ", there)));
    }

    private static String device(Path folder) {
        try {
            Path parent = folder.toRealPath().getParent();
            return parent == null ? "" : String.valueOf(parent.getFileName());
        } catch (IOException e) {
            return "";
        }
    }

    /** An attribute of the input, or of all voltage inputs of the converter. */
    private String text(String subfolder, int channel, String attribute) {
        String own = host.text("%s/%sin_voltage%s_%s".formatted(folder, subfolder, channel, attribute));
        return (own.isEmpty() ? host.text("%s/%sin_voltage_%s".formatted(folder, subfolder, attribute)) : own).strip();
    }

    private double number(int channel, String attribute, double otherwise) {
        String text = text("", channel, attribute);
        return NUMBER.matcher(text).matches() ? Double.parseDouble(text) : otherwise;
    }

    /** The highest raw value. */
    private double highest(int channel, double scale) {
        Matcher type = TYPE.matcher(text("scan_elements/", channel, "type"));
        if (type.matches()) {
            int bits = Integer.parseInt(type.group(2)) - (type.group(1).equals("s") ? 1 : 0);
            return Math.pow(2, bits) - 1;
        }
        Matcher range = RANGE.matcher(text("", channel, "raw_available"));
        if (range.matches()) {
            return Long.parseLong(range.group(1));
        }
        // Without a scale, the file of the input tells whether there is an input at all.
        double codes = 1;
        while (scale > 0 && codes * scale < LEAST_REFERENCE) {
            codes *= 4;
        }
        return codes - 1;
    }

    private RandomAccessFile openFile(int channel) {
        if (!host.exists(path)) {
            List<String> inputs = host.list(folder).stream()
                    .map(INPUT::matcher)
                    .filter(Matcher::matches)
                    .map(input -> input.group(1))
                    .toList();
            throw new NotAvailableException("%s has no voltage input %s. Choose another. It has %s."
                    .formatted(folder, channel, inputs.isEmpty() ? "none" : String.join(", ", inputs)));
        }
        Path real = host.path(path);
        if (!Files.isReadable(real)) {
            throw new NotAvailableException(
                    "no permission to read %1$s. Run the program as a user that may, or allow all users: sudo chmod a+r %1$s"
                            .formatted(path));
        }
        if (!(highest > 0)) {
            throw new NotAvailableException(
                    "%s cannot be used: its driver tells neither the resolution nor the scale. Read %s instead."
                            .formatted(name, path));
        }
        try {
            return new RandomAccessFile(real.toFile(), "r");
        } catch (IOException e) {
            throw new NotAvailableException(
                    "%s cannot be opened (%s). 'dmesg' may say why.".formatted(path, e.getMessage()), e);
        }
    }

    @Override
    public synchronized int read() {
        if (closed) {
            throw new IllegalStateException("%s is closed. Open it again to use it.".formatted(name));
        }
        int length;
        try {
            // The kernel measures when its file is read from the start.
            file.seek(0);
            length = file.read(buffer);
        } catch (IOException e) {
            throw failure(String.valueOf(e.getMessage()), e);
        }
        long raw = 0;
        int at = length > 0 && buffer[0] == '-' ? 1 : 0;
        int first = at;
        while (at < length && buffer[at] >= '0' && buffer[at] <= '9') {
            raw = 10 * raw + buffer[at++] - '0';
        }
        if (at == first) {
            throw failure("it is not a number", null);
        }
        double part = ((first == 1 ? -raw : raw) + offset) / highest;
        return (int) Math.round(FULL * Math.max(0, Math.min(1, part)));
    }

    private HardwareException failure(String reason, @Nullable Throwable cause) {
        return host.exists(folder)
                ? new BusException(
                        BusException.Kind.OTHER,
                        0,
                        "%s cannot be read (%s). Check the converter's wiring and supply; 'dmesg' may say why."
                                .formatted(path, reason),
                        cause)
                : PinException.gone(
                        "%s cannot be read: the converter was removed, or its driver has let it go. Open the input again when it is back."
                                .formatted(path));
    }

    @Override
    public double referenceVoltage() {
        return referenceVoltage;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public synchronized void close() {
        closed = true;
        try {
            file.close();
        } catch (IOException e) {
            // Nothing is written, so nothing is lost.
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
