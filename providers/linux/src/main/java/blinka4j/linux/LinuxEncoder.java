// SPDX-License-Identifier: MIT
package blinka4j.linux;

import blinka4j.BusException;
import blinka4j.HardwareException;
import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.provider.BoardDefinition.Encoder;
import blinka4j.provider.EncoderPort;
import blinka4j.provider.Host;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A counter of the kernel's counter subsystem, through the files in {@code /sys/bus/counter/devices} that the kernel's {@code
 * Documentation/ABI/testing/sysfs-bus-counter} describes. Only root may write them, so nothing is written that is right already.
 */
final class LinuxEncoder implements EncoderPort {
    private static final String DEVICES = "/sys/bus/counter/devices";
    private static final Pattern DEVICE = Pattern.compile("counter\\d+");
    private static final Pattern COUNT = Pattern.compile("count\\d+");
    private static final Pattern CEILING = Pattern.compile("[1-9]\\d{0,17}");

    /** Counts each edge of A and B. */
    private static final String EVERY_EDGE = "quadrature x4";

    private static final String ON = "1";
    private static final String OFF = "0";

    /** {@code ti-eqep} has the ceiling 0 after a reset, and stays at 0 then. */
    private static final String HIGHEST_CEILING = "4294967295";

    /** Counters whose driver tells no ceiling have 16 bits or more, and differences modulo 2^16 are right for all of them. */
    private static final long SMALLEST = 1 << 16;

    private final Host host;
    private final String folder;
    private final String name;
    private final KernelFile count;
    private final long modulus;
    private boolean switchedOn;
    private long last;
    private long steps;

    private LinuxEncoder(Host host, String folder, String name) {
        this.host = host;
        this.folder = folder;
        this.name = name;
        count = KernelFile.toRead(host, name, folder + "/count");
        try {
            String ceiling = prepare();
            modulus = CEILING.matcher(ceiling).matches() ? Long.parseLong(ceiling) + 1 : SMALLEST;
            last = read();
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private static NamedDevices devices(Host host) {
        return new NamedDevices(host, DEVICES, DEVICE);
    }

    /** True if the kernel has this counter. */
    static boolean exists(Host host, Encoder encoder) {
        return !devices(host).called(encoder.device()).isEmpty();
    }

    static LinuxEncoder open(Host host, Encoder encoder) {
        String device = devices(host).only("counter", encoder.device());
        String folder = device + "/count" + encoder.count();
        if (!host.exists(folder)) {
            List<String> there =
                    host.list(device).stream().filter(COUNT.asMatchPredicate()).toList();
            throw new NotAvailableException("%s has no count%s. Choose another. It has %s."
                    .formatted(device, encoder.count(), there.isEmpty() ? "none" : String.join(", ", there)));
        }
        return new LinuxEncoder(host, folder, device + ":" + encoder.count());
    }

    /** Makes the counter count. Some drivers refuse other changes while it does. Returns its highest count. */
    private String prepare() {
        if (!text("function").equals(EVERY_EDGE)) {
            List<String> functions =
                    text("function_available").lines().map(String::strip).toList();
            if (!functions.contains(EVERY_EDGE)) {
                throw new NotAvailableException(
                        "%s cannot count an encoder: it lacks the function '%s'. Choose another counter, or pins without one. Its functions are %s."
                                .formatted(name, EVERY_EDGE, functions.isEmpty() ? "none" : functions));
            }
            set("function", EVERY_EDGE);
        }
        if (text("ceiling").equals("0")) {
            set("ceiling", HIGHEST_CEILING);
        }
        if (text("enable").equals(OFF)) {
            set("enable", ON);
            switchedOn = true;
        }
        return text("ceiling");
    }

    private String text(String attribute) {
        return host.text(folder + "/" + attribute).strip();
    }

    private void set(String attribute, String value) {
        KernelFile.set(host, folder + "/" + attribute, value);
    }

    @Override
    public synchronized long steps() {
        long now = read();
        long moved = Math.floorMod(now - last, modulus);
        last = now;
        // The counter has gone the shorter way.
        steps += moved > modulus / 2 ? moved - modulus : moved;
        return steps;
    }

    private long read() {
        try {
            return count.read();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private HardwareException failure(IOException e) {
        return host.exists(folder)
                ? new BusException(
                        BusException.Kind.OTHER,
                        0,
                        "%s/count cannot be read (%s). 'dmesg' may say why.".formatted(folder, e.getMessage()),
                        e)
                : PinException.gone(
                        "%s/count cannot be read: the counter was removed, or its driver has let it go. Open the encoder again when it is back."
                                .formatted(folder));
    }

    @Override
    public String name() {
        return name;
    }

    /** Leaves the counter on or off, as it was. */
    @Override
    public synchronized void close() {
        count.close();
        if (switchedOn && host.exists(folder)) {
            switchedOn = false;
            set("enable", OFF);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
