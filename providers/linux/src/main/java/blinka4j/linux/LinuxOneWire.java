// SPDX-License-Identifier: MIT
package blinka4j.linux;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.HardwareException;
import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.kernel.Errno;
import blinka4j.provider.Host;
import blinka4j.provider.Line;
import blinka4j.provider.OneWirePort;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A bus of the kernel's 1-Wire subsystem, such as that of its driver {@code w1-gpio}. The files in {@code /sys/bus/w1} differ with the
 * driver of each device, and cannot write and read in one go. So this port sends messages to the kernel.
 */
final class LinuxOneWire implements OneWirePort {
    private static final String BUSES = "/sys/bus/w1/devices";
    private static final String DRIVER = "/sys/bus/platform/drivers/w1-gpio";
    private static final String PREFIX = "w1_bus_master";
    private static final String RASPBERRY_PI = "/boot/firmware/config.txt";
    private static final String ARMBIAN = "/boot/armbianEnv.txt";
    private static final int ROM_LENGTH = 8;

    private final W1Netlink kernel;
    private final int master;
    private final String name;
    private boolean closed;

    private LinuxOneWire(W1Netlink kernel, int master) {
        this.kernel = kernel;
        this.master = master;
        name = PREFIX + master;
    }

    /** Opens the bus of a line, which the driver holds under the name of its device. */
    static LinuxOneWire open(SystemCalls sys, Host host, LinuxChips chips, Line line) {
        String consumer = chips.consumer(line);
        if (consumer.isEmpty() || !host.exists(DRIVER + "/" + consumer)) {
            throw new NotAvailableException("there is no 1-Wire bus on GPIO line %s. %s%s"
                    .formatted(line, cure(host, line), list(names(host))));
        }
        return open(sys, masters -> {
            if (masters.size() == 1) {
                return masters.first();
            }
            List<String> names = masters.stream().map(each -> PREFIX + each).toList();
            throw new NotAvailableException(
                    masters.isEmpty()
                            ? "the 1-Wire bus on GPIO line %s has no master. 'dmesg' may say why.".formatted(line)
                            : "the kernel has several 1-Wire buses, and does not tell which one is on GPIO line %s. Try one by its name: new OneWireBus(\"%s\").%s"
                                    .formatted(line, names.get(0), list(names)));
        });
    }

    /** Opens the bus with a name such as {@code w1_bus_master1}. */
    static LinuxOneWire open(SystemCalls sys, Host host, String name) {
        List<String> there = names(host);
        if (!there.contains(name)) {
            throw new NotAvailableException("there is no 1-Wire bus '%s'. %s%s"
                    .formatted(name, there.isEmpty() ? cure(host, null) : "Choose another name.", list(there)));
        }
        int number = Integer.parseInt(name.substring(PREFIX.length()));
        return open(sys, masters -> {
            if (masters.contains(number)) {
                return number;
            }
            throw gone(name);
        });
    }

    /** Chooses one of the kernel's buses by its number. */
    private interface Choice {
        int of(NavigableSet<Integer> masters);
    }

    private static LinuxOneWire open(SystemCalls sys, Choice choice) {
        W1Netlink kernel = W1Netlink.open(sys);
        try {
            NavigableSet<Integer> masters = new TreeSet<>();
            kernel.listMasters(masters::add);
            return new LinuxOneWire(kernel, choice.of(masters));
        } catch (RuntimeException | Error e) {
            kernel.close();
            throw e;
        }
    }

    private static List<String> names(Host host) {
        return host.list(BUSES).stream()
                .filter(each -> each.matches(PREFIX + "\\d{1,9}"))
                .sorted()
                .toList();
    }

    private static String list(List<String> names) {
        return names.isEmpty() ? "" : " The kernel has " + String.join(", ", names) + ".";
    }

    private static String cure(Host host, @Nullable Line line) {
        if (host.exists(RASPBERRY_PI)) {
            return "Add dtoverlay=w1-gpio,gpiopin=%s to %s and reboot."
                    .formatted(line == null ? 4 : line.offset(), RASPBERRY_PI);
        }
        return host.exists(ARMBIAN)
                ? "Add w1-gpio to overlays= in %s, and param_w1_pin= with the pin, and reboot.".formatted(ARMBIAN)
                : "Add a node with compatible = \"w1-gpio\" for this line to the device tree, and load the driver: sudo modprobe w1-gpio.";
    }

    private static PinException gone(String name) {
        return PinException.gone(
                "the 1-Wire bus %s is gone: its driver was unloaded, or its adapter was removed. Open it again when it is back."
                        .formatted(name));
    }

    @Override
    public synchronized boolean transfer(
            boolean reset, byte[] out, int outStart, int outEnd, byte[] in, int inStart, int inEnd) {
        requireOpen();
        int length = outEnd - outStart + inEnd - inStart;
        if (length > W1Netlink.LONGEST) {
            throw new BusException(
                    Kind.OTHER,
                    Errno.EMSGSIZE,
                    "a transfer of %s bytes on %s is too long. Transfer at most %s bytes at once."
                            .formatted(length, name, W1Netlink.LONGEST));
        }
        if (!reset && length == 0) {
            return true;
        }
        kernel.begin(master);
        if (reset) {
            kernel.add(W1Netlink.RESET, 0);
        }
        if (outStart < outEnd) {
            int at = kernel.add(W1Netlink.WRITE, outEnd - outStart);
            kernel.data().put(at, out, outStart, outEnd - outStart);
        }
        if (inStart < inEnd) {
            kernel.add(W1Netlink.READ, inEnd - inStart);
        }
        boolean[] present = {true};
        send((command, status, data, from, count) -> {
            if (command == W1Netlink.RESET) {
                present[0] = status == 0;
            } else if (command == W1Netlink.READ && count == inEnd - inStart) {
                data.get(from, in, inStart, count);
            }
        });
        return present[0];
    }

    @Override
    public synchronized List<byte[]> search() {
        requireOpen();
        List<byte[]> found = new ArrayList<>();
        kernel.begin(master);
        kernel.add(W1Netlink.SEARCH, 0);
        send((command, status, data, from, count) -> {
            for (int at = from; at + ROM_LENGTH <= from + count; at += ROM_LENGTH) {
                // The lowest byte is the family code, also where the highest byte of a number is first.
                found.add(ByteBuffer.allocate(ROM_LENGTH)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(data.getLong(at))
                        .array());
            }
        });
        return found;
    }

    private void send(W1Netlink.Reply reply) {
        int errno = kernel.transfer(name, reply);
        if (errno != 0) {
            throw failure(errno);
        }
    }

    private HardwareException failure(int errno) {
        return Errno.gone(errno)
                ? gone(name)
                : new BusException(
                        Kind.OTHER,
                        errno,
                        "a transfer on %s failed (%s). 'dmesg' may say why.".formatted(name, Errno.name(errno)));
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("%s is closed. Open it again to use it.".formatted(name));
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            kernel.close();
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
