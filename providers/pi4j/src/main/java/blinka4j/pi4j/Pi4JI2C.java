// SPDX-License-Identifier: MIT
package blinka4j.pi4j;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.HardwareException;
import blinka4j.NotAvailableException;
import blinka4j.kernel.DeviceKind;
import blinka4j.kernel.DeviceNodes;
import blinka4j.kernel.Errno;
import blinka4j.provider.BoardDefinition.I2CBus;
import blinka4j.provider.Host;
import blinka4j.provider.I2CPort;
import com.pi4j.io.i2c.I2C;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An I2C controller: one of Pi4J's I2C objects per address, made when the address is first used. */
final class Pi4JI2C implements I2CPort {
    private static final Logger LOG = LoggerFactory.getLogger(Pi4JI2C.class);

    private static final int ADDRESSES = 128;
    private static final int NONE = -1;

    /** Of one message, in the kernel's {@code i2c-dev.c}. What is longer, linuxfs would send as several. */
    private static final int LONGEST = 8192;

    /** linuxfs has 2048 bytes for both messages of a write and read, with 32 of its own. */
    private static final int LONGEST_LINUXFS = 2016;

    private static final int SHORT_REGISTER = 4;

    private final Host host;
    private final Contexts.Lease lease;
    private final String path;
    private final int bus;
    private final String label;
    private final @Nullable I2C[] devices = new @Nullable I2C[ADDRESSES];

    /** The addresses that no driver of the kernel holds. */
    private final boolean[] free = new boolean[ADDRESSES];

    /** What is written before a read, which Pi4J wants as an array of just that length. */
    private final byte[][] registers = new byte[SHORT_REGISTER + 1][];

    private byte[] scratch = new byte[32];

    /**
     * The address that the kernel has refused last. linuxfs believes it selected, and would send the next transfer for it
     * to the one before.
     */
    private int refused = NONE;

    private boolean closed;

    private Pi4JI2C(Host host, Contexts.Lease lease, String path, int bus) {
        this.host = host;
        this.lease = lease;
        this.path = path;
        this.bus = bus;
        this.label = "I2C(" + path + ")";
        for (int i = 0; i < registers.length; i++) {
            registers[i] = new byte[i];
        }
    }

    static Pi4JI2C open(Host host, Contexts contexts, I2CBus bus, int frequency, int timeoutMicros) {
        String path = DeviceNodes.i2c(host, bus);
        if (timeoutMicros > 0) {
            throw new NotAvailableException(
                    "I2C(%s): Pi4J cannot set a timeout (%s us); leave it at 0, or select BLINKA_PROVIDER=linux"
                            .formatted(path, timeoutMicros));
        }
        DeviceFile.require(host, DeviceKind.I2C, path, DeviceNodes.missing(host, path, bus.enable()));
        int number = DeviceFile.number(host, path, "i2c-");
        if (number < 0) {
            throw new NotAvailableException(
                    "I2C(%s): Pi4J reaches buses by their number, /dev/i2c-0 and so on; name it so, or select BLINKA_PROVIDER=linux"
                            .formatted(path));
        }
        Contexts.Lease lease = contexts.open(Contexts.Kind.I2C, number);
        try {
            if (lease.isBy("linuxfs") && !host.exists("/sys/bus/i2c/devices/i2c-" + number)) {
                throw new NotAvailableException(
                        "I2C(%s): Pi4J's plugin linuxfs wants /sys/bus/i2c/devices/i2c-%s, which is missing; mount /sys (in a container, pass it in), or select BLINKA_PROVIDER=linux"
                                .formatted(path, number));
            }
            LOG.debug(
                    "I2C({}): by Pi4J's {}; {} Hz asked for, which Pi4J cannot set", path, lease.provider(), frequency);
            return new Pi4JI2C(host, lease, path, number);
        } catch (RuntimeException | Error e) {
            lease.close();
            throw e;
        }
    }

    @Override
    public String name() {
        return path;
    }

    @Override
    public synchronized void transfer(
            int address, byte[] out, int outStart, int outEnd, byte[] in, int inStart, int inEnd) {
        int written = outEnd - outStart;
        int read = inEnd - inStart;
        requireOpen();
        claim(address);
        if (written == 0 && read == 0) {
            throw new NotAvailableException(
                    "%s: Pi4J cannot send the address 0x%02x alone: linuxfs sends nothing for an empty write; read a byte instead, or select BLINKA_PROVIDER=linux"
                            .formatted(label, address));
        }
        requireLength(address, written, read);
        try {
            I2C device = device(address);
            int done;
            if (read == 0) {
                done = device.write(out, outStart, written) - written;
            } else if (written == 0) {
                done = device.read(in, inStart, read) - read;
            } else {
                done = writeThenRead(device, out, outStart, written, in, inStart, read) - read;
            }
            refused = NONE;
            if (done != 0) {
                throw new BusException(
                        Kind.OTHER,
                        "%s: Pi4J transferred %s bytes too few or too many of the %s to and %s from address 0x%02x; the chip has taken or sent part of them"
                                .formatted(label, done, written, read, address));
            }
        } catch (HardwareException e) {
            throw e;
        } catch (UnsupportedOperationException e) {
            throw new NotAvailableException(
                    "%s: Pi4J's %s cannot write %s and then read %s bytes; select BLINKA_PROVIDER=linux"
                            .formatted(label, lease.provider(), written, read),
                    e);
        } catch (LinkageError e) {
            throw new NotAvailableException(
                    "%s: Pi4J's %s has no library for this processor, %s (%s); add pi4j-plugin-ffm (Java 25), or select BLINKA_PROVIDER=linux"
                            .formatted(
                                    label,
                                    lease.provider(),
                                    System.getProperty("os.arch", "unknown"),
                                    Cause.of(e).text()),
                    e);
        } catch (RuntimeException e) {
            throw failure(address, e);
        }
    }

    private void requireLength(int address, int written, int read) {
        int longest = LONGEST;
        boolean fits = written <= longest && read <= longest;
        if (written > 0 && read > 0 && lease.isBy("linuxfs")) {
            longest = LONGEST_LINUXFS;
            fits = written + read <= longest;
        }
        if (!fits) {
            throw new BusException(
                    Kind.OTHER,
                    Errno.EINVAL,
                    "%s: a transfer of %s bytes to, %s from address 0x%02x; Pi4J's %s takes at most %s in one transaction; use several"
                            .formatted(label, written, read, address, lease.provider(), longest));
        }
    }

    /** With a repeated start, which {@code writeRead} of Pi4J has not. */
    private int writeThenRead(I2C device, byte[] out, int outStart, int written, byte[] in, int inStart, int read) {
        byte[] register = written <= SHORT_REGISTER ? registers[written] : new byte[written];
        System.arraycopy(out, outStart, register, 0, written);
        // linuxfs stores what it reads at index 0, whatever offset it is given.
        if (scratch.length < read) {
            scratch = new byte[Math.max(read, 2 * scratch.length)];
        }
        int done = device.readRegister(register, scratch, 0, read);
        System.arraycopy(scratch, 0, in, inStart, read);
        return done;
    }

    private I2C device(int address) {
        I2C device = devices[address];
        if (device == null) {
            device = lease.context()
                    .create(I2C.newConfigBuilder(lease.context())
                            .id(lease.freshId())
                            .bus(bus)
                            .device(address)
                            .build());
            if (device.getClass().getName().endsWith(".I2CFile")) {
                lease.context().registry().remove(device.id());
                throw new NotAvailableException(
                        "%s: this controller knows SMBus commands only, and Pi4J's %s cannot write to it; select BLINKA_PROVIDER=linux"
                                .formatted(label, lease.provider()));
            }
            devices[address] = device;
        }
        return device;
    }

    /** Learns, once per address, whether a driver of the kernel holds it: not every plugin would tell. */
    private void claim(int address) {
        if (free[address] && refused != address) {
            return;
        }
        String device = "%s-%04x".formatted(bus, address);
        String driver = driver(device);
        if (!driver.isEmpty()) {
            throw new BusException(
                    Kind.BUSY,
                    Errno.EBUSY,
                    "%s: address 0x%02x is held by the kernel's driver \"%s\" (EBUSY 16); use what that driver offers, or free it: echo %s | sudo tee /sys/bus/i2c/drivers/%s/unbind"
                            .formatted(label, address, driver, device, driver));
        }
        if (refused == address) {
            throw new BusException(
                    Kind.BUSY,
                    Errno.EBUSY,
                    "%s: address 0x%02x was refused by the kernel just before (EBUSY 16); use another address first, or open the bus again"
                            .formatted(label, address));
        }
        free[address] = true;
    }

    private String driver(String device) {
        try {
            return String.valueOf(host.path("/sys/bus/i2c/devices/" + device + "/driver")
                    .toRealPath()
                    .getFileName());
        } catch (IOException e) {
            return "";
        }
    }

    /** By reading a byte: Pi4J cannot write nothing. */
    @Override
    public synchronized boolean probe(int address) {
        byte[] one = new byte[1];
        try {
            transfer(address, one, 0, 0, one, 0, 1);
            return true;
        } catch (BusException e) {
            if (e.kind() == Kind.BUSY) {
                return true;
            }
            // 0 is an error in words that are not known: those of another language, or of a plugin.
            if (e.errno() != 0 && !DeviceNodes.isNoAcknowledge(host, bus, e.errno())) {
                throw e;
            }
            return false;
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            for (I2C device : devices) {
                if (device != null) {
                    lease.context().registry().remove(device.id());
                }
            }
        } catch (RuntimeException e) {
            throw new BusException(
                    Kind.OTHER,
                    0,
                    "%s: Pi4J could not close it: %s"
                            .formatted(label, Cause.of(e).text()),
                    e);
        } finally {
            lease.close();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException(label + " is closed; open it again to use it");
        }
    }

    private BusException failure(int address, RuntimeException e) {
        Cause cause = Cause.of(e);
        BusException failure = Errno.i2cFailure(host, label, bus, address, cause.errno(), cause.text(), e);
        refused = failure.kind() == Kind.BUSY ? address : NONE;
        return failure;
    }
}
