// SPDX-License-Identifier: MIT
package blinka4j.kernel;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.provider.Host;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An I2C bus in {@code /sys}, and the errors of its transfers.
 *
 * @param path the device file
 * @param number the bus's number, which i2c-tools take: 1 for {@code /dev/i2c-1}
 */
public record I2cAdapter(Host host, String path, String number) {
    /** The most bytes of one message, in the kernel's {@code i2c-dev.c}. */
    public static final int LONGEST = 8192;

    private static final String DEVICES = "/sys/bus/i2c/devices/";

    /** Drivers in the kernel's drivers/i2c/busses that report a missing acknowledge as EIO. */
    private static final Set<String> EIO_FOR_NO_ACKNOWLEDGE = Set.of("xiic-i2c", "ocores-i2c", "imx-lpi2c");

    /** The adapter of the kernel's module i2c-stub, which reports a missing acknowledge as ENODEV. */
    private static final String STUB = "SMBus stub driver";

    /** Returns the bus as messages call it. */
    public String label() {
        return "I2C(" + path + ")";
    }

    /**
     * Returns a note if the bus runs at another clock than a program asked for; empty if not, or if the device tree does not say.
     * Linux sets the clock only from the device tree.
     */
    public String otherClock(int frequency) {
        byte[] clock = host.bytes(DEVICES + "i2c-" + number + "/of_node/clock-frequency");
        int actual = clock == null || clock.length != Integer.BYTES
                ? frequency
                : ByteBuffer.wrap(clock).getInt();
        return actual == frequency
                ? ""
                : "%s: a clock of %s Hz was requested. The bus runs at %s Hz, which is the clock-frequency of the device tree."
                        .formatted(label(), frequency, actual);
    }

    /** Returns the kernel's driver that uses an address; empty if there is none, or {@code /sys} does not tell. */
    public String driver(int address) {
        return name(host.path(DEVICES + device(address) + "/driver"));
    }

    private String device(int address) {
        return "%s-%04x".formatted(number, address);
    }

    private static String name(Path link) {
        try {
            return String.valueOf(link.toRealPath().getFileName());
        } catch (IOException e) {
            return "";
        }
    }

    /** Returns the error for an address that a driver of the kernel uses. */
    public BusException held(int address, @Nullable Throwable cause) {
        String driver = driver(address);
        return new BusException(
                Kind.BUSY,
                Errno.EBUSY,
                driver.isEmpty()
                        ? "%s: address 0x%02x is held by a driver of the kernel (EBUSY 16). Find it with 'ls -l /sys/bus/i2c/devices', and unbind it or use what it offers."
                                .formatted(label(), address)
                        : "%s: address 0x%02x is held by the kernel's driver \"%s\" (EBUSY 16). Use what that driver offers, or free the address: echo %s | sudo tee /sys/bus/i2c/drivers/%s/unbind"
                                .formatted(label(), address, driver, device(address), driver),
                cause);
    }

    /** Returns whether an error of a transfer means that no device acknowledged the address. */
    public boolean isNoAcknowledge(int errno) {
        return Errno.kind(errno) == Kind.NO_ACKNOWLEDGE
                || (errno == Errno.EIO && EIO_FOR_NO_ACKNOWLEDGE.contains(ofController()))
                || (errno == Errno.ENODEV
                        && host.text(DEVICES + "i2c-" + number + "/name")
                                .strip()
                                .equals(STUB));
    }

    /** Returns the driver of the controller; empty if {@code /sys} does not tell. */
    private String ofController() {
        try {
            return name(host.path(DEVICES + "i2c-" + number).toRealPath().resolveSibling("driver"));
        } catch (IOException e) {
            return "";
        }
    }

    /**
     * Returns whether a probe of an address reads a byte first, as {@code i2cdetect} does. EEPROMs are at these addresses, and
     * some of them take an empty write as a command.
     */
    public static boolean isProbedByReading(int address) {
        return (address >= 0x30 && address <= 0x37) || (address >= 0x50 && address <= 0x5F);
    }

    public IllegalStateException closed() {
        return new IllegalStateException(label() + " is closed. Open it again to use it.");
    }

    /** @param limit the reason, such as "the kernel takes at most 8192 bytes each way" */
    public BusException tooLong(int address, int written, int read, String limit) {
        return new BusException(
                Kind.OTHER,
                Errno.EINVAL,
                "%s: a transaction of %s bytes to and %s from address 0x%02x is too long: %s. Use several transactions."
                        .formatted(label(), written, read, address, limit));
    }

    /** @param longest the most bytes of a block */
    public BusException noSmbusCommand(int written, int read, int longest) {
        return new BusException(
                Kind.OTHER,
                Errno.EOPNOTSUPP,
                "%s: this controller supports only SMBus commands, and none writes %s bytes and then reads %s. Use registers of up to %s bytes at 8-bit addresses."
                        .formatted(label(), written, read, longest));
    }

    /** Requires that a controller has read as many bytes as it should. */
    public void requireAll(int address, int expected, int read) {
        if (read != expected) {
            throw new BusException(
                    Kind.OTHER,
                    "%s: expected %s bytes from address 0x%02x, and the controller read %s. Check that the chip supports this read."
                            .formatted(label(), expected, address, read));
        }
    }

    /**
     * Returns the error for a transfer that failed.
     *
     * @param errno 0 if the library in between does not tell
     * @param said the error's name and number, or what that library said
     */
    public BusException failure(int address, int errno, String said, @Nullable Throwable cause) {
        Kind kind = isNoAcknowledge(errno) ? Kind.NO_ACKNOWLEDGE : Errno.kind(errno);
        String what = switch (kind) {
            case NO_ACKNOWLEDGE -> "no acknowledge from";
            case TIMEOUT -> "timeout at";
            case ARBITRATION_LOST -> "another controller took the bus during the transfer to";
            case BUSY -> "the bus is busy, no transfer to";
            default -> "transfer failed, to";
        };
        String cure = switch (kind) {
            case NO_ACKNOWLEDGE ->
                "No device answers, or the chip refused a byte. Check its wiring, supply and address ('i2cdetect -y %s' lists the devices that answer)."
                        .formatted(number);
            case TIMEOUT ->
                "A wire is held low or has no pull-up resistor, the chip stretches the clock for longer than the controller waits, or (with some controllers) no device answers. Check the wiring and the address, or set a longer timeout.";
            case ARBITRATION_LOST -> "Try again.";
            case BUSY ->
                "Another controller uses it, a driver of the kernel holds the address, or a wire is held low. Check the wiring.";
            default ->
                errno == Errno.ENODEV || errno == Errno.ESHUTDOWN
                        ? "The controller was unplugged, or its driver let it go or sleeps. Connect it and open the bus again."
                        : Errno.unsupported(errno)
                                ? "The controller does not support this transfer. Try a shorter one; 'dmesg' may say why."
                                : "See 'dmesg' for the reason. Some controllers report this error when a chip refuses a byte.";
        };
        return new BusException(
                kind, errno, "%s: %s address 0x%02x (%s). %s".formatted(label(), what, address, said, cure), cause);
    }
}
