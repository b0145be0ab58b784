// SPDX-License-Identifier: MIT
package blinka4j.linux;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.NotAvailableException;
import blinka4j.kernel.DeviceKind;
import blinka4j.kernel.DeviceNodes;
import blinka4j.kernel.Errno;
import blinka4j.kernel.I2cAdapter;
import blinka4j.provider.BoardDefinition.I2CBus;
import blinka4j.provider.Host;
import blinka4j.provider.I2CPort;
import java.nio.ByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An I2C controller through {@code i2c-dev}. If the controller supports plain I2C, a transfer is one call with one or two messages.
 * If it supports SMBus only, a transfer is the SMBus command that looks the same on the wire.
 */
final class LinuxI2C implements I2CPort {
    private static final Logger LOG = LoggerFactory.getLogger(LinuxI2C.class);

    private static final int LONGEST = I2cAdapter.LONGEST;
    private static final int LONGEST_SMBUS_BLOCK = 32;
    private static final int ADDRESSES = 128;

    // struct i2c_rdwr_ioctl_data, and two of struct i2c_msg
    private static final int POINTER = Block.POINTER_SIZE;
    private static final int RDWR_MESSAGES = 0;
    private static final int RDWR_COUNT = POINTER;
    private static final int MESSAGE = 16;
    private static final int MESSAGE_SIZE = POINTER == 8 ? 16 : 12;
    private static final int MESSAGE_ADDRESS = 0;
    private static final int MESSAGE_FLAGS = 2;
    private static final int MESSAGE_LENGTH = 4;
    private static final int MESSAGE_BUFFER = 8;
    private static final short FLAG_READ = 1;

    private static final int OUT = 64;
    private static final int IN = OUT + LONGEST;
    private static final int SIZE = IN + LONGEST;

    // struct i2c_smbus_ioctl_data, in the same place
    private static final int SMBUS_READ_WRITE = 0;
    private static final int SMBUS_COMMAND = 1;
    private static final int SMBUS_TRANSACTION = 4;
    private static final int SMBUS_DATA = 8;
    private static final byte READ = 1;
    private static final byte WRITE = 0;

    // The transactions of SMBus
    private static final int QUICK = 0;
    private static final int BYTE = 1;
    private static final int BYTE_DATA = 2;
    private static final int WORD_DATA = 3;
    private static final int I2C_BLOCK_DATA = 8;

    /** No SMBus command that the controller knows looks the same on the wire. */
    private static final int NO_COMMAND = Integer.MIN_VALUE;

    // I2C_FUNC_*
    private static final long FUNC_I2C = 0x1;
    private static final long FUNC_QUICK = 0x1_0000;
    private static final long FUNC_READ_BYTE = 0x2_0000;
    private static final long FUNC_WRITE_BYTE = 0x4_0000;
    private static final long FUNC_READ_BYTE_DATA = 0x8_0000;
    private static final long FUNC_WRITE_BYTE_DATA = 0x10_0000;
    private static final long FUNC_READ_WORD_DATA = 0x20_0000;
    private static final long FUNC_WRITE_WORD_DATA = 0x40_0000;
    private static final long FUNC_READ_I2C_BLOCK = 0x400_0000;
    private static final long FUNC_WRITE_I2C_BLOCK = 0x800_0000;

    private final SystemCalls sys;
    private final I2cAdapter adapter;
    private final Block block = new Block(SIZE);
    private final ByteBuffer bytes = block.bytes;
    private final long functions;

    /** The addresses that no driver of the kernel uses. */
    private final boolean[] free = new boolean[ADDRESSES];

    /** The address of SMBus transactions. */
    private int selected = -1;

    private int fd;

    private LinuxI2C(SystemCalls sys, Host host, String path, int fd) {
        this.sys = sys;
        this.adapter = new I2cAdapter(host, path, path.replaceFirst(".*\\D", ""));
        this.fd = fd;
        int result = sys.ioctl(fd, Ioctl.I2C_FUNCS, block);
        if (result < 0) {
            throw new NotAvailableException(
                    "%s (%s) does not answer as an I2C bus. Name another device, such as /dev/i2c-1."
                            .formatted(path, Errno.name(-result)));
        }
        // An unsigned long. Only the low 32 bits are used.
        functions = POINTER == 8 ? bytes.getLong(0) : bytes.getInt(0);
        if (!can(FUNC_I2C)) {
            // The only structure in this place from now on.
            pointer(SMBUS_DATA, OUT);
        }
    }

    static LinuxI2C open(SystemCalls sys, Host host, I2CBus bus, int frequency, int timeoutMicros) {
        String path = DeviceNodes.i2c(host, bus);
        int fd = Node.open(sys, host, DeviceKind.I2C, path, 0, DeviceNodes.missing(host, path, bus.enable()));
        try {
            LinuxI2C port = new LinuxI2C(sys, host, path, fd);
            port.timeout(timeoutMicros);
            String clock = port.adapter.otherClock(frequency);
            if (!clock.isEmpty()) {
                LOG.debug(clock);
            }
            return port;
        } catch (RuntimeException | Error e) {
            sys.close(fd);
            throw e;
        }
    }

    /** Sets the timeout of the controller, for all its users. The kernel counts it in units of 10 ms. */
    private void timeout(int micros) {
        if (micros <= 0) {
            return;
        }
        int result = sys.ioctl(fd, Ioctl.I2C_TIMEOUT, (int) ((micros + 9_999L) / 10_000));
        if (result < 0) {
            throw new BusException(
                    Kind.OTHER,
                    -result,
                    "%s: the kernel refused a timeout of %s us (%s). Use 0 for the default."
                            .formatted(adapter.label(), micros, Errno.name(-result)));
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
        if (!free[address]) {
            claim(address);
        }
        if ((functions & FUNC_I2C) == 0) {
            smbus(address, out, outStart, written, in, inStart, read);
            return;
        }
        if (written > LONGEST || read > LONGEST) {
            throw adapter.tooLong(
                    address, written, read, "the kernel takes at most %s bytes each way".formatted(LONGEST));
        }
        bytes.put(OUT, out, outStart, written);
        int result = messages(address, written, read);
        if (result < 0) {
            throw failure(address, -result);
        }
        bytes.get(IN, in, inStart, read);
    }

    /** Sends only the address if both lengths are 0. Returns the negated error number if the transfer failed. */
    private int messages(int address, int written, int read) {
        int count = 0;
        if (written > 0 || read == 0) {
            message(count++, address, (short) 0, written, OUT);
        }
        if (read > 0) {
            message(count++, address, FLAG_READ, read, IN);
        }
        pointer(RDWR_MESSAGES, MESSAGE);
        bytes.putInt(RDWR_COUNT, count);
        int result;
        do {
            result = sys.ioctl(fd, Ioctl.I2C_RDWR, block);
        } while (result == -Errno.EINTR);
        return result;
    }

    private void message(int index, int address, short flags, int length, int buffer) {
        int at = MESSAGE + index * MESSAGE_SIZE;
        bytes.putShort(at + MESSAGE_ADDRESS, (short) address);
        bytes.putShort(at + MESSAGE_FLAGS, flags);
        bytes.putShort(at + MESSAGE_LENGTH, (short) length);
        pointer(at + MESSAGE_BUFFER, buffer);
    }

    private void pointer(int at, int target) {
        if (POINTER == 8) {
            bytes.putLong(at, block.address(target));
        } else {
            bytes.putInt(at, (int) block.address(target));
        }
    }

    private void smbus(int address, byte[] out, int outStart, int written, byte[] in, int inStart, int read) {
        int result = NO_COMMAND;
        if (written == 1 && read > 0) {
            result = readRegisters(address, out[outStart], in, inStart, read);
        } else if (read == 0) {
            result = write(address, out, outStart, written);
        } else if (written == 0 && read == 1 && can(FUNC_READ_BYTE)) {
            result = smbus(address, READ, 0, BYTE);
            in[inStart] = result < 0 ? in[inStart] : bytes.get(OUT);
        }
        if (result < 0) {
            throw result == NO_COMMAND
                    ? adapter.noSmbusCommand(written, read, LONGEST_SMBUS_BLOCK)
                    : failure(address, -result);
        }
    }

    private int readRegisters(int address, byte register, byte[] in, int start, int count) {
        int result = NO_COMMAND;
        if (count == 1 && can(FUNC_READ_BYTE_DATA)) {
            result = smbus(address, READ, register, BYTE_DATA);
            in[start] = result < 0 ? in[start] : bytes.get(OUT);
        } else if (count == 2 && can(FUNC_READ_WORD_DATA)) {
            result = smbus(address, READ, register, WORD_DATA);
            if (result >= 0) {
                short word = bytes.getShort(OUT);
                in[start] = (byte) word;
                in[start + 1] = (byte) (word >> 8);
            }
        } else if (count <= LONGEST_SMBUS_BLOCK && can(FUNC_READ_I2C_BLOCK)) {
            bytes.put(OUT, (byte) count);
            result = smbus(address, READ, register, I2C_BLOCK_DATA);
            if (result >= 0) {
                adapter.requireAll(address, count, bytes.get(OUT) & 0xFF);
                bytes.get(OUT + 1, in, start, count);
            }
        }
        return result;
    }

    private int write(int address, byte[] out, int start, int count) {
        int result = NO_COMMAND;
        if (count == 0 && can(FUNC_QUICK)) {
            result = smbus(address, WRITE, 0, QUICK);
        } else if (count == 1 && can(FUNC_WRITE_BYTE)) {
            result = smbus(address, WRITE, out[start], BYTE);
        } else if (count == 2 && can(FUNC_WRITE_BYTE_DATA)) {
            bytes.put(OUT, out[start + 1]);
            result = smbus(address, WRITE, out[start], BYTE_DATA);
        } else if (count == 3 && can(FUNC_WRITE_WORD_DATA)) {
            bytes.putShort(OUT, (short) ((out[start + 1] & 0xFF) | (out[start + 2] << 8)));
            result = smbus(address, WRITE, out[start], WORD_DATA);
        } else if (count > 1 && count <= 1 + LONGEST_SMBUS_BLOCK && can(FUNC_WRITE_I2C_BLOCK)) {
            bytes.put(OUT, (byte) (count - 1));
            bytes.put(OUT + 1, out, start + 1, count - 1);
            result = smbus(address, WRITE, out[start], I2C_BLOCK_DATA);
        }
        return result;
    }

    private boolean can(long function) {
        return (functions & function) != 0;
    }

    private int smbus(int address, byte readOrWrite, int command, int transaction) {
        if (selected != address) {
            int result = select(address);
            if (result < 0) {
                return result;
            }
        }
        bytes.put(SMBUS_READ_WRITE, readOrWrite);
        bytes.put(SMBUS_COMMAND, (byte) command);
        bytes.putInt(SMBUS_TRANSACTION, transaction);
        int result;
        do {
            result = sys.ioctl(fd, Ioctl.I2C_SMBUS, block);
        } while (result == -Errno.EINTR);
        return result;
    }

    private int select(int address) {
        int result = sys.ioctl(fd, Ioctl.I2C_SLAVE, address);
        selected = result < 0 ? -1 : address;
        return result;
    }

    /** Checks, once per address, that no driver of the kernel uses it. A transfer would not tell. */
    private void claim(int address) {
        int result = select(address);
        if (result == -Errno.EBUSY) {
            throw adapter.held(address, null);
        }
        if (result < 0) {
            throw failure(address, -result);
        }
        free[address] = true;
    }

    /**
     * Probes as {@code i2cdetect} does: by reading a byte from some addresses, by an empty write to all others. An address that does
     * not acknowledge is probed the other way too.
     */
    @Override
    public synchronized boolean probe(int address) {
        requireOpen();
        if (!free[address]) {
            int result = select(address);
            if (result == -Errno.EBUSY) {
                return true;
            }
            if (result < 0) {
                throw failure(address, -result);
            }
            free[address] = true;
        }
        boolean readFirst = I2cAdapter.isProbedByReading(address);
        int first = ask(address, readFirst);
        if (first >= 0) {
            return true;
        }
        if (!isNoAnswer(first) && first != -Errno.EOPNOTSUPP) {
            // A controller that hangs would hang again, and that takes long.
            throw failure(address, -first);
        }
        int second = ask(address, !readFirst);
        if (second < 0 && !isNoAnswer(second) && (second != -Errno.EOPNOTSUPP || !isNoAnswer(first))) {
            throw failure(address, -second);
        }
        return second >= 0;
    }

    private boolean isNoAnswer(int result) {
        return adapter.isNoAcknowledge(-result);
    }

    private int ask(int address, boolean byReading) {
        if (!can(byReading ? FUNC_READ_BYTE : FUNC_QUICK)) {
            return -Errno.EOPNOTSUPP;
        }
        if (can(FUNC_I2C)) {
            return messages(address, 0, byReading ? 1 : 0);
        }
        return smbus(address, byReading ? READ : WRITE, 0, byReading ? BYTE : QUICK);
    }

    @Override
    public synchronized void close() {
        if (fd >= 0) {
            sys.close(fd);
            fd = -1;
        }
    }

    private void requireOpen() {
        if (fd < 0) {
            throw adapter.closed();
        }
    }

    private BusException failure(int address, int errno) {
        return adapter.failure(address, errno, Errno.name(errno), null);
    }
}
