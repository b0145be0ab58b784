// SPDX-License-Identifier: MIT
package blinka4j.linux;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.HardwareException;
import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.kernel.DeviceKind;
import blinka4j.kernel.DeviceNodes;
import blinka4j.kernel.Errno;
import blinka4j.provider.BoardDefinition.PwmChannel;
import blinka4j.provider.Host;
import blinka4j.provider.Line;
import blinka4j.provider.PulseOutPort;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An infrared transmitter behind {@code /dev/lirc*}, which the kernel's {@code Documentation/userspace-api/media/rc} describes: that of its
 * driver {@code gpio-ir-tx} or {@code pwm-ir-tx}. A write sends pulses, and returns at their end.
 */
final class LinuxPulseOut implements PulseOutPort {
    private static final String DRIVERS = "/sys/bus/platform/drivers/";
    private static final String GPIO_DRIVER = DRIVERS + "gpio-ir-tx/";
    private static final String PWM_DRIVER = DRIVERS + "pwm-ir-tx/";
    private static final String RASPBERRY_PI = "/boot/firmware/config.txt";

    /** The device tree's reference to a PWM output: the phandle of the controller and the number of the output, big-endian. */
    private static final int REFERENCE = 2 * Integer.BYTES;

    /** The carrier of a transmitter, with the numbers of the API. */
    record Carrier(int frequency, int dutyCycle) {
        private static final int ALWAYS_ON = 0xFFFF;

        /** In Hz; 0 for none. */
        int hertz() {
            return dutyCycle == ALWAYS_ON ? 0 : frequency;
        }

        /** The kernel takes 1 to 99. */
        int percent() {
            return Math.max(1, Math.min(99, Math.round(dutyCycle * 100f / ALWAYS_ON)));
        }

        @Override
        public String toString() {
            return dutyCycle == ALWAYS_ON
                    ? "pulses without a carrier"
                    : "%s Hz at %s %%".formatted(frequency, percent());
        }
    }

    private final SystemCalls sys;
    private final String name;
    private final int fd;
    private final Carrier carrier;
    private final Block number = new Block(Integer.BYTES);
    private final Block pulses = new Block(MOST_PULSES * Integer.BYTES);
    private boolean closed;

    private LinuxPulseOut(SystemCalls sys, String name, int fd, Carrier carrier) {
        this.sys = sys;
        this.name = name;
        this.fd = fd;
        this.carrier = carrier;
    }

    /** Opens the transmitter of a line. */
    static LinuxPulseOut open(
            SystemCalls sys, Host host, LinuxChips chips, Line line, @Nullable PwmChannel channel, Carrier carrier) {
        String path = file(host, transmitter(host, chips, line, channel));
        int fd = Node.open(sys, host, DeviceKind.LIRC, path, 0, "udev makes this file. Wait for it, and retry.");
        LinuxPulseOut port = new LinuxPulseOut(sys, path, fd, carrier);
        try {
            port.select();
            return port;
        } catch (RuntimeException | Error e) {
            port.close();
            throw e;
        }
    }

    /** Returns the folder of the device that sends on the line. */
    private static String transmitter(Host host, LinuxChips chips, Line line, @Nullable PwmChannel channel) {
        if (channel != null) {
            byte[] output = reference(host, channel);
            for (String device : host.list(PWM_DRIVER)) {
                byte[] used = host.bytes(PWM_DRIVER + device + "/of_node/pwms");
                if (output != null && used != null && Arrays.equals(output, Arrays.copyOf(used, REFERENCE))) {
                    return PWM_DRIVER + device;
                }
            }
        }
        // The driver holds the line under the name of its device.
        String consumer = chips.consumer(line);
        if (consumer.isEmpty() || !host.exists(GPIO_DRIVER + consumer)) {
            throw new NotAvailableException(
                    "no infrared transmitter of the kernel is on GPIO line %s. %s"
                            .formatted(
                                    line,
                                    host.exists(RASPBERRY_PI)
                                            ? "Add dtoverlay=gpio-ir-tx,gpio_pin=%s to %s and reboot."
                                                    .formatted(line.offset(), RASPBERRY_PI)
                                            : "Add a node with compatible = \"gpio-ir-tx\" for this line to the device tree, and load the driver: sudo modprobe gpio-ir-tx."));
        }
        return GPIO_DRIVER + consumer;
    }

    /** Returns the reference to an output in the device tree; null if its controller is not there. */
    private static byte @Nullable [] reference(Host host, PwmChannel channel) {
        try {
            byte[] phandle = host.bytes(DeviceNodes.pwm(host, channel) + "/device/of_node/phandle");
            if (phandle == null || phandle.length != Integer.BYTES) {
                return null;
            }
            byte[] reference = Arrays.copyOf(phandle, REFERENCE);
            reference[REFERENCE - 1] = (byte) channel.channel();
            return reference;
        } catch (NotAvailableException e) {
            return null;
        }
    }

    /** Returns the device file of a transmitter. */
    private static String file(Host host, String device) {
        for (String receiver : host.list(device + "/rc")) {
            for (String each : host.list(device + "/rc/" + receiver)) {
                if (each.matches("lirc\\d+")) {
                    return "/dev/" + each;
                }
            }
        }
        throw new NotAvailableException(
                "the infrared transmitter %s has no device file. Use a kernel with the option CONFIG_LIRC; 'dmesg' may say more."
                        .formatted(device));
    }

    /** Sets the carrier. Another program may have set another one, which all openers of the device have. */
    private void select() {
        int result = set(Ioctl.LIRC_SET_SEND_CARRIER, carrier.hertz());
        if (result >= 0) {
            result = set(Ioctl.LIRC_SET_SEND_DUTY_CYCLE, carrier.percent());
        }
        if (result == -Errno.EINVAL || result == -Errno.ENOTTY) {
            throw new NotAvailableException(
                    "%s refuses %s (%s). Use another frequency or duty cycle, or the driver gpio-ir-tx."
                            .formatted(name, carrier, Errno.name(-result)));
        }
        require(result);
    }

    private int set(long request, int value) {
        number.bytes.putInt(0, value);
        int result;
        do {
            result = sys.ioctl(fd, request, number);
        } while (result == -Errno.EINTR);
        return result;
    }

    @Override
    public synchronized void send(int[] micros) {
        if (closed) {
            throw new IllegalStateException("%s is closed. Open it again to use it.".formatted(name));
        }
        select();
        pulses.bytes.asIntBuffer().put(micros);
        int result;
        do {
            // A signal interrupts it only before the first pulse.
            result = sys.write(fd, pulses, micros.length * Integer.BYTES);
        } while (result == -Errno.EINTR);
        require(result);
    }

    private void require(int result) {
        if (result < 0) {
            throw failure(-result);
        }
    }

    private HardwareException failure(int errno) {
        return Errno.gone(errno)
                ? PinException.gone(
                        "%s is gone (%s): its driver was unloaded. Load the driver and open the output again."
                                .formatted(name, Errno.name(errno)))
                : new BusException(
                        Kind.OTHER,
                        errno,
                        "%s did not send (%s). 'dmesg' may say why.".formatted(name, Errno.name(errno)));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            sys.close(fd);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
