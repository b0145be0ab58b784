// SPDX-License-Identifier: MIT
package blinka4j.pi4j;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.HardwareException;
import blinka4j.NotAvailableException;
import blinka4j.kernel.DeviceFile;
import blinka4j.kernel.DeviceKind;
import blinka4j.kernel.DeviceNodes;
import blinka4j.kernel.Errno;
import blinka4j.kernel.I2cAdapter;
import blinka4j.provider.BoardDefinition.I2CBus;
import blinka4j.provider.Host;
import blinka4j.provider.I2CPort;
import com.pi4j.io.i2c.I2C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An I2C controller, with one of Pi4J's I2C objects per address. It is made when the address is first used. */
final class Pi4JI2C implements I2CPort {
    private static final Logger LOG = LoggerFactory.getLogger(Pi4JI2C.class);

    private static final int ADDRESSES = 128;
    private static final int NONE = -1;

    /** linuxfs has a buffer of 2048 bytes for both messages of a write and read, and uses 32 of them itself. */
    private static final int LONGEST_LINUXFS = 2016;

    private static final int SHORT_REGISTER = 4;

    private final I2cAdapter adapter;
    private final Contexts.Lease lease;
    private final int bus;
    private final String label;
    private final @Nullable I2C[] devices = new @Nullable I2C[ADDRESSES];

    /** The addresses that no driver of the kernel uses. */
    private final boolean[] free = new boolean[ADDRESSES];

    /** Buffers for the bytes that are written before a read, one of each length, because Pi4J takes whole arrays. */
    private final byte[][] registers = new byte[SHORT_REGISTER + 1][];

    private byte[] scratch = new byte[32];

    /**
     * The address that the kernel refused last. linuxfs treats it as selected, and would send the next transfer for it to the address
     * before.
     */
    private int refused = NONE;

    private boolean closed;

    private Pi4JI2C(Host host, Contexts.Lease lease, String path, int bus) {
        this.adapter = new I2cAdapter(host, path, Integer.toString(bus));
        this.lease = lease;
        this.bus = bus;
        this.label = adapter.label();
        for (int i = 0; i < registers.length; i++) {
            registers[i] = new byte[i];
        }
    }

    static Pi4JI2C open(Host host, Contexts contexts, I2CBus bus, int frequency, int timeoutMicros) {
        String path = DeviceNodes.i2c(host, bus);
        if (timeoutMicros > 0) {
            throw new NotAvailableException(
                    "I2C(%s): a timeout of %s us cannot be set, because Pi4J does not support it. Use 0 for the default, or set BLINKA_PROVIDER=linux."
                            .formatted(path, timeoutMicros));
        }
        DeviceFile.require(host, DeviceKind.I2C, path, DeviceNodes.missing(host, path, bus.enable()));
        int number = DeviceFile.requireNumber(host, path, "i2c-", "Pi4J");
        Contexts.Lease lease = contexts.open(Contexts.Kind.I2C, number);
        try {
            if (lease.isBy("linuxfs") && !host.exists("/sys/bus/i2c/devices/i2c-" + number)) {
                throw new NotAvailableException(
                        "I2C(%s) cannot be opened, because /sys/bus/i2c/devices/i2c-%s is missing, which Pi4J's plugin linuxfs needs. Mount /sys (in a container, pass it in), or set BLINKA_PROVIDER=linux."
                                .formatted(path, number));
            }
            LOG.debug(
                    "I2C({}): uses Pi4J's {}, which cannot set the requested clock of {} Hz",
                    path,
                    lease.provider(),
                    frequency);
            return new Pi4JI2C(host, lease, path, number);
        } catch (RuntimeException | Error e) {
            lease.close();
            throw e;
        }
    }

    @Override
    public String name() {
        return adapter.path();
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
                    "%s: an empty write to address 0x%02x is not supported with Pi4J, because linuxfs sends nothing. Read a byte instead, or set BLINKA_PROVIDER=linux."
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
                        "%s: Pi4J did not transfer exactly %s bytes to and %s from address 0x%02x (difference: %s). Check the chip, which has received or sent part of them."
                                .formatted(label, written, read, address, done));
            }
        } catch (HardwareException e) {
            throw e;
        } catch (UnsupportedOperationException e) {
            throw new NotAvailableException(
                    "%s: Pi4J's %s does not support a write of %s bytes and a read of %s in one transfer. Set BLINKA_PROVIDER=linux."
                            .formatted(label, lease.provider(), written, read),
                    e);
        } catch (LinkageError e) {
            throw new NotAvailableException(
                    "%s: Pi4J's %s does not support this processor, %s (%s). Add pi4j-plugin-ffm (Java 25), or set BLINKA_PROVIDER=linux."
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
        boolean both = written > 0 && read > 0 && lease.isBy("linuxfs");
        if (both ? written + read > LONGEST_LINUXFS : Math.max(written, read) > I2cAdapter.LONGEST) {
            throw adapter.tooLong(
                    address,
                    written,
                    read,
                    "Pi4J's %s takes at most %s bytes"
                            .formatted(lease.provider(), both ? LONGEST_LINUXFS : I2cAdapter.LONGEST));
        }
    }

    /** Writes and reads with a repeated start, which {@code writeRead} of Pi4J does not use. */
    private int writeThenRead(I2C device, byte[] out, int outStart, int written, byte[] in, int inStart, int read) {
        byte[] register = written <= SHORT_REGISTER ? registers[written] : new byte[written];
        System.arraycopy(out, outStart, register, 0, written);
        // linuxfs ignores the offset and stores bytes from index 0.
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
                        "%s: this controller supports only SMBus commands, and Pi4J's %s cannot write to it. Set BLINKA_PROVIDER=linux."
                                .formatted(label, lease.provider()));
            }
            devices[address] = device;
        }
        return device;
    }

    /** Checks, once per address, that no driver of the kernel uses it. Not every plugin would tell. */
    private void claim(int address) {
        if (free[address] && refused != address) {
            return;
        }
        if (!adapter.driver(address).isEmpty()) {
            throw adapter.held(address, null);
        }
        if (refused == address) {
            throw new BusException(
                    Kind.BUSY,
                    Errno.EBUSY,
                    "%s: the kernel refused address 0x%02x in the last transfer (EBUSY 16). Use another address first, or open the bus again."
                            .formatted(label, address));
        }
        free[address] = true;
    }

    /** Reads a byte, because Pi4J cannot send an empty write. */
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
            // 0 means that the message is unknown: in another language, or from a plugin.
            if (e.errno() != 0 && !adapter.isNoAcknowledge(e.errno())) {
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
                    "%s cannot be closed. Pi4J says: %s. See its log for the reason."
                            .formatted(label, Cause.of(e).text()),
                    e);
        } finally {
            lease.close();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw adapter.closed();
        }
    }

    private BusException failure(int address, RuntimeException e) {
        Cause cause = Cause.of(e);
        BusException failure = adapter.failure(address, cause.errno(), cause.text(), e);
        refused = failure.kind() == Kind.BUSY ? address : NONE;
        return failure;
    }
}
