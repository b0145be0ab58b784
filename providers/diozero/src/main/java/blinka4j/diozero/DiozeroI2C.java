// SPDX-License-Identifier: MIT
package blinka4j.diozero;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.NotAvailableException;
import blinka4j.kernel.DeviceFile;
import blinka4j.kernel.DeviceKind;
import blinka4j.kernel.DeviceNodes;
import blinka4j.kernel.Errno;
import blinka4j.kernel.I2cAdapter;
import blinka4j.provider.BoardDefinition.I2CBus;
import blinka4j.provider.Host;
import blinka4j.provider.I2CPort;
import com.diozero.api.DeviceBusyException;
import com.diozero.api.I2CDeviceInterface.I2CMessage;
import com.diozero.api.I2CException;
import com.diozero.api.RuntimeIOException;
import com.diozero.internal.spi.InternalI2CDeviceInterface;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An I2C controller through diozero's devices. There is one device, with its own file, for each address.
 *
 * <p>Of the calls that look the same on the wire, this class uses those that report the kernel's error number and print nothing: plain
 * writes and reads, and the read of up to 32 bytes after a register. For all else there is only the list of messages, which prints
 * its errors and mostly loses their number.
 */
final class DiozeroI2C implements I2CPort {
    private static final Logger LOG = LoggerFactory.getLogger(DiozeroI2C.class);

    private static final int LONGEST = I2cAdapter.LONGEST;
    private static final int LONGEST_SMBUS_BLOCK = 32;
    private static final int ADDRESSES = 128;
    private static final byte QUICK_WRITE = 0;

    // I2C_FUNC_*
    private static final int FUNC_I2C = 0x1;
    private static final int FUNC_QUICK = 0x1_0000;
    private static final int FUNC_READ_BYTE = 0x2_0000;
    private static final int FUNC_WRITE_BYTE = 0x4_0000;
    private static final int FUNC_READ_BYTE_DATA = 0x8_0000;
    private static final int FUNC_WRITE_BYTE_DATA = 0x10_0000;
    private static final int FUNC_READ_WORD_DATA = 0x20_0000;
    private static final int FUNC_WRITE_WORD_DATA = 0x40_0000;
    private static final int FUNC_READ_I2C_BLOCK = 0x400_0000;
    private static final int FUNC_WRITE_I2C_BLOCK = 0x800_0000;

    private final Library library;
    private final I2cAdapter adapter;
    private final int number;
    private final int functions;
    private final @Nullable InternalI2CDeviceInterface[] devices = new InternalI2CDeviceInterface[ADDRESSES];

    /** diozero transfers whole arrays. There is one of each length, up to that of a block. */
    private final byte[][] arrays = new byte[LONGEST_SMBUS_BLOCK + 1][];

    private final I2CMessage[] addressAlone = {new I2CMessage(I2CMessage.I2C_M_WR, 0)};
    private I2CMessage[] writeAndRead = {};
    private boolean closed;

    private DiozeroI2C(Library library, Host host, String path, int number, int functions) {
        this.library = library;
        this.adapter = new I2cAdapter(host, path, Integer.toString(number));
        this.number = number;
        this.functions = functions;
        Arrays.setAll(arrays, byte[]::new);
    }

    static DiozeroI2C open(Library library, Host host, I2CBus bus, int frequency, int timeoutMicros) {
        String path = DeviceNodes.i2c(host, bus);
        if (timeoutMicros > 0) {
            throw new NotAvailableException(
                    "I2C(%s): a timeout of %s us cannot be set, because diozero does not support it. Use 0 for the default, or set BLINKA_PROVIDER=linux."
                            .formatted(path, timeoutMicros));
        }
        DeviceFile.require(host, DeviceKind.I2C, path, DeviceNodes.missing(host, path, bus.enable()));
        int number = DeviceFile.requireNumber(host, path, "i2c-", "diozero");
        int functions = library.i2cFunctions(number);
        if (functions < 0 && !host.exists("/sys/bus/i2c/devices/i2c-" + number)) {
            throw new NotAvailableException(
                    "%s cannot be opened. Its driver is not loaded, or the device was removed. Load the driver, or connect the device."
                            .formatted(path));
        }
        DiozeroI2C port = new DiozeroI2C(library, host, path, number, functions);
        String clock = port.adapter.otherClock(frequency);
        if (!clock.isEmpty()) {
            LOG.debug(clock);
        }
        return port;
    }

    @Override
    public String name() {
        return adapter.path();
    }

    @Override
    public synchronized void transfer(
            int address, byte[] out, int outStart, int outEnd, byte[] in, int inStart, int inEnd) {
        requireOpen();
        int written = outEnd - outStart;
        int read = inEnd - inStart;
        if (can(FUNC_I2C) && (written > LONGEST || read > LONGEST)) {
            throw adapter.tooLong(
                    address, written, read, "the kernel takes at most %s bytes each way".formatted(LONGEST));
        }
        InternalI2CDeviceInterface device = device(address);
        try {
            if (written == 0 && read == 0 && can(FUNC_QUICK)) {
                device.writeQuick(QUICK_WRITE);
            } else if (!can(FUNC_I2C)) {
                smbus(device, address, out, outStart, written, in, inStart, read);
            } else if (written == 1 && read > 0 && read <= LONGEST_SMBUS_BLOCK && can(FUNC_READ_I2C_BLOCK)) {
                readBlock(device, address, out[outStart], in, inStart, read);
            } else {
                plain(device, address, out, outStart, written, in, inStart, read);
            }
        } catch (RuntimeIOException e) {
            throw failure(address, errno(e), e);
        }
    }

    private void plain(
            InternalI2CDeviceInterface device,
            int address,
            byte[] out,
            int outStart,
            int written,
            byte[] in,
            int inStart,
            int read) {
        if (read == 0 && written > 0) {
            byte[] whole = array(written);
            System.arraycopy(out, outStart, whole, 0, written);
            device.writeBytes(whole);
        } else if (written == 0 && read > 0) {
            byte[] whole = array(read);
            adapter.requireAll(address, read, device.readBytes(whole));
            System.arraycopy(whole, 0, in, inStart, read);
        } else {
            byte[] whole = array(written + read);
            System.arraycopy(out, outStart, whole, 0, written);
            try {
                device.readWrite(read == 0 ? addressAlone : messages(written, read), whole);
            } catch (RuntimeIOException e) {
                throw failure(address, whatWasWrong(device, e), e);
            }
            System.arraycopy(whole, written, in, inStart, read);
        }
    }

    private I2CMessage[] messages(int written, int read) {
        if (writeAndRead.length == 0 || writeAndRead[0].getLength() != written || writeAndRead[1].getLength() != read) {
            writeAndRead = new I2CMessage[] {
                new I2CMessage(I2CMessage.I2C_M_WR, written), new I2CMessage(I2CMessage.I2C_M_RD, read)
            };
        }
        return writeAndRead;
    }

    /**
     * Returns the error number of a list of messages. diozero prints before it reads the number, and printing may change it, to
     * EINVAL for example. Then this only asks whether the chip answers at all.
     */
    private int whatWasWrong(InternalI2CDeviceInterface device, RuntimeIOException e) {
        int errno = errno(e);
        if (Errno.kind(errno) != Kind.OTHER) {
            return errno;
        }
        try {
            if (can(FUNC_QUICK)) {
                device.writeQuick(QUICK_WRITE);
            } else if (can(FUNC_READ_BYTE)) {
                device.readByte();
            }
            return 0;
        } catch (RuntimeIOException also) {
            return errno(also);
        }
    }

    /** Writes and reads words as words, because an emulated controller keeps them apart from bytes. */
    private void smbus(
            InternalI2CDeviceInterface device,
            int address,
            byte[] out,
            int outStart,
            int written,
            byte[] in,
            int inStart,
            int read) {
        if (written == 0 && read == 1 && can(FUNC_READ_BYTE)) {
            in[inStart] = device.readByte();
        } else if (written == 1 && read == 0 && can(FUNC_WRITE_BYTE)) {
            device.writeByte(out[outStart]);
        } else if (written == 2 && read == 0 && can(FUNC_WRITE_BYTE_DATA)) {
            device.writeByteData(out[outStart] & 0xFF, out[outStart + 1]);
        } else if (written == 3 && read == 0 && can(FUNC_WRITE_WORD_DATA)) {
            device.writeWordData(out[outStart] & 0xFF, (short) ((out[outStart + 1] & 0xFF) | (out[outStart + 2] << 8)));
        } else if (written > 1 && written <= 1 + LONGEST_SMBUS_BLOCK && read == 0 && can(FUNC_WRITE_I2C_BLOCK)) {
            byte[] whole = array(written - 1);
            System.arraycopy(out, outStart + 1, whole, 0, written - 1);
            device.writeI2CBlockData(out[outStart] & 0xFF, whole);
        } else if (written == 1 && read == 1 && can(FUNC_READ_BYTE_DATA)) {
            in[inStart] = device.readByteData(out[outStart] & 0xFF);
        } else if (written == 1 && read == 2 && can(FUNC_READ_WORD_DATA)) {
            short word = device.readWordData(out[outStart] & 0xFF);
            in[inStart] = (byte) word;
            in[inStart + 1] = (byte) (word >> 8);
        } else if (written == 1 && read > 0 && read <= LONGEST_SMBUS_BLOCK && can(FUNC_READ_I2C_BLOCK)) {
            readBlock(device, address, out[outStart], in, inStart, read);
        } else {
            throw adapter.noSmbusCommand(written, read, LONGEST_SMBUS_BLOCK);
        }
    }

    private void readBlock(
            InternalI2CDeviceInterface device, int address, byte register, byte[] in, int inStart, int read) {
        byte[] whole = array(read);
        adapter.requireAll(address, read, device.readI2CBlockData(register & 0xFF, whole));
        System.arraycopy(whole, 0, in, inStart, read);
    }

    private byte[] array(int length) {
        return length < arrays.length ? arrays[length] : new byte[length];
    }

    private boolean can(int function) {
        return (functions & function) != 0;
    }

    private InternalI2CDeviceInterface device(int address) {
        InternalI2CDeviceInterface device = devices[address];
        if (device == null) {
            // Asked before diozero is, which prints the answer.
            if (!adapter.driver(address).isEmpty()) {
                throw adapter.held(address, null);
            }
            try {
                device = library.i2c(number, address);
            } catch (DeviceBusyException e) {
                throw adapter.held(address, e);
            } catch (RuntimeIOException e) {
                throw new BusException(
                        Kind.OTHER,
                        0,
                        "%s: address 0x%02x cannot be opened. The bus was removed, too many files are open, or the kernel drives a multiplexer in front of it. Check the bus with 'i2cdetect -l'."
                                .formatted(adapter.label(), address),
                        e);
            }
            devices[address] = device;
        }
        return device;
    }

    /**
     * Probes as {@code i2cdetect} does: by reading a byte from some addresses, by an empty write to all others. An address that does
     * not acknowledge is probed the other way too.
     */
    @Override
    public synchronized boolean probe(int address) {
        requireOpen();
        boolean known = devices[address] != null;
        InternalI2CDeviceInterface device;
        try {
            device = device(address);
        } catch (BusException e) {
            if (e.kind() == Kind.BUSY) {
                return true;
            }
            throw e;
        }
        boolean answers = false;
        try {
            answers = answers(device, address);
            return answers;
        } finally {
            if (!answers && !known) {
                // Otherwise a scan would leave a file open for each address.
                devices[address] = null;
                device.close();
            }
        }
    }

    private boolean answers(InternalI2CDeviceInterface device, int address) {
        boolean readFirst = I2cAdapter.isProbedByReading(address);
        RuntimeIOException first = ask(device, readFirst);
        if (first == null) {
            return true;
        }
        if (!isNoAnswer(first) && errno(first) != Errno.EOPNOTSUPP) {
            // A controller that hangs would hang again, and that takes long.
            throw failure(address, errno(first), first);
        }
        RuntimeIOException second = ask(device, !readFirst);
        if (second != null && !isNoAnswer(second) && (errno(second) != Errno.EOPNOTSUPP || !isNoAnswer(first))) {
            throw failure(address, errno(second), second);
        }
        return second == null;
    }

    private boolean isNoAnswer(RuntimeIOException e) {
        return adapter.isNoAcknowledge(errno(e));
    }

    /** Returns the error, or null if the chip answers. */
    private @Nullable RuntimeIOException ask(InternalI2CDeviceInterface device, boolean byReading) {
        if (!can(byReading ? FUNC_READ_BYTE : FUNC_QUICK)) {
            return new I2CException("the controller cannot do that", -Errno.EOPNOTSUPP);
        }
        try {
            if (byReading) {
                device.readByte();
            } else {
                device.writeQuick(QUICK_WRITE);
            }
            return null;
        } catch (RuntimeIOException e) {
            return e;
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        for (int address = 0; address < ADDRESSES; address++) {
            InternalI2CDeviceInterface device = devices[address];
            devices[address] = null;
            if (device != null) {
                device.close();
            }
        }
    }

    private void requireOpen() {
        if (closed) {
            throw adapter.closed();
        }
    }

    private BusException failure(int address, int errno, RuntimeIOException e) {
        String said = errno == 0 ? "diozero does not report the error number" : Errno.name(errno);
        return adapter.failure(address, errno, said, e);
    }

    /** Returns the kernel's error number in an error of diozero, or 0 if there is none. */
    static int errno(RuntimeIOException e) {
        return e instanceof I2CException && e.getError() < 0 ? -e.getError() : 0;
    }
}
