// SPDX-License-Identifier: MIT
package blinka4j.sim;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An I2C device whose registers have different sizes, mostly 16 bits. The first byte written is a pointer; the next ones are the
 * value of that register. A value takes effect with its last byte. Each read begins with the first byte of the register. Reading beyond
 * a value gives 0xFF. A register without a value reads 0. When the device is attached again, as after a loss of power, the registers
 * have the values that they had when it was attached first.
 */
public final class WordRegisters implements SimI2CDevice {
    /** Called with a value that the program has written to a register, after it was stored. */
    public interface WriteListener {
        void written(int register, int value);
    }

    /** Called with a register that the program is about to read; may change its value. */
    public interface ReadListener {
        void reading(int register);
    }

    private final Map<Integer, Register> registers = new TreeMap<>();
    private final boolean littleEndian;
    private int pointerMask = 0xFF;
    private @Nullable WriteListener writeListener;
    private @Nullable ReadListener readListener;
    private @Nullable Runnable powerOnListener;
    private boolean wasAttached;

    private int pointer;
    private boolean pointerSeen;
    private final byte[] incoming = new byte[8];
    private int incomingCount;
    private int position;

    /** With the high byte first, as in most chips. */
    public WordRegisters() {
        this(false);
    }

    /** @param littleEndian true if {@link #word} has its low byte first on the bus */
    public WordRegisters(boolean littleEndian) {
        this.littleEndian = littleEndian;
    }

    /** Sets the bits of the pointer that count. */
    public synchronized WordRegisters pointerMask(int mask) {
        pointerMask = mask;
        return this;
    }

    /** The value of a register, unsigned; 0 if it has none. */
    public synchronized int word(int register) {
        Register r = registers.get(register);
        return r == null ? 0 : number(r.bytes);
    }

    /**
     * Makes {@code register} 16 bits long and sets its value.
     *
     * @param value -32768 to 65535
     */
    public synchronized WordRegisters word(int register, int value) {
        if (value < Short.MIN_VALUE || value > 0xFFFF) {
            throw new IllegalArgumentException(
                    "%2$s is out of range for register 0x%1$02x. Expected -32768 to 65535.".formatted(register, value));
        }
        int high = (value >> 8) & 0xFF;
        int low = value & 0xFF;
        return littleEndian ? bytes(register, low, high) : bytes(register, high, low);
    }

    /** The bytes of a register in the order on the bus; none if it has no value. */
    public synchronized byte[] bytes(int register) {
        Register r = registers.get(register);
        return r == null ? new byte[0] : r.bytes.clone();
    }

    /** Makes {@code register} as long as these bytes, 1 to 8, and sets them in the order on the bus. */
    public synchronized WordRegisters bytes(int register, int... values) {
        check(register);
        if (values.length < 1 || values.length > incoming.length) {
            throw new IllegalArgumentException("%2$s bytes are out of range for register 0x%1$02x. Expected 1 to %3$s."
                    .formatted(register, values.length, incoming.length));
        }
        byte[] bytes = Bytes.of(values);
        registers.computeIfAbsent(register, key -> new Register()).bytes = bytes;
        return this;
    }

    /** Makes registers read-only: writes are acknowledged and ignored. */
    public synchronized WordRegisters readOnly(int... which) {
        for (int register : which) {
            check(register);
            registers.computeIfAbsent(register, key -> new Register()).readOnly = true;
        }
        return this;
    }

    /** Sets the bits that a register has. Others read 0 after the program has written 1. */
    public WordRegisters bits(int register, int mask) {
        return selfClearing(register, ~mask);
    }

    /** Makes the bits of {@code mask} read 0 at once after the program has written 1: commands such as a reset. */
    public synchronized WordRegisters selfClearing(int register, int mask) {
        check(register);
        registers.computeIfAbsent(register, key -> new Register()).clearing = mask;
        return this;
    }

    /** Sets the listener to the program's writes, also to read-only registers. */
    public synchronized WordRegisters onWrite(WriteListener listener) {
        writeListener = listener;
        return this;
    }

    /** Sets the listener to the program's reads. */
    public synchronized WordRegisters onRead(ReadListener listener) {
        readListener = listener;
        return this;
    }

    /** Sets the listener that puts what is not in registers into its first state, when the device is attached. */
    public synchronized WordRegisters onPowerOn(Runnable listener) {
        powerOnListener = listener;
        return this;
    }

    @Override
    public synchronized void attached(SimI2CBus bus) {
        incomingCount = 0;
        for (Register register : registers.values()) {
            if (wasAttached) {
                register.bytes = register.first;
            }
            register.first = register.bytes.clone();
        }
        wasAttached = true;
        if (powerOnListener != null) {
            powerOnListener.run();
        }
    }

    @Override
    public synchronized boolean start(boolean read) {
        finishWrite();
        pointerSeen = false;
        position = 0;
        if (read && readListener != null) {
            readListener.reading(pointer);
        }
        return true;
    }

    @Override
    public synchronized boolean write(int value) {
        if (!pointerSeen) {
            pointer = value & pointerMask;
            pointerSeen = true;
        } else {
            if (incomingCount < incoming.length) {
                incoming[incomingCount] = (byte) value;
            }
            incomingCount++;
        }
        return true;
    }

    @Override
    public synchronized int read() {
        Register r = registers.get(pointer);
        if (r == null) {
            return 0;
        }
        return position < r.bytes.length ? r.bytes[position++] & 0xFF : 0xFF;
    }

    @Override
    public synchronized void stop() {
        finishWrite();
    }

    private void finishWrite() {
        int count = Math.min(incomingCount, incoming.length);
        incomingCount = 0;
        if (count == 0) {
            return;
        }
        Register r = registers.computeIfAbsent(pointer, key -> new Register());
        int size = r.bytes.length == 0 ? count : r.bytes.length;
        if (count < size) {
            return;
        }
        byte[] bytes = new byte[size];
        System.arraycopy(incoming, 0, bytes, 0, size);
        int written = number(bytes);
        if (!r.readOnly) {
            number(bytes, written & ~r.clearing);
            r.bytes = bytes;
        }
        if (writeListener != null) {
            writeListener.written(pointer, written);
        }
    }

    private int number(byte[] bytes) {
        int value = 0;
        for (int i = 0; i < bytes.length; i++) {
            value = (value << 8) | (bytes[littleEndian ? bytes.length - 1 - i : i] & 0xFF);
        }
        return value;
    }

    private void number(byte[] bytes, int value) {
        for (int i = 0; i < Math.min(bytes.length, Integer.BYTES); i++) {
            bytes[littleEndian ? i : bytes.length - 1 - i] = (byte) (value >> (8 * i));
        }
    }

    private static void check(int register) {
        if (register < 0 || register > 0xFF) {
            throw new IllegalArgumentException(
                    "register 0x%02x is out of range. Expected 0x00 to 0xff.".formatted(register));
        }
    }

    @Override
    public String toString() {
        return "WordRegisters";
    }

    private static final class Register {
        private byte[] bytes = new byte[0];
        /** None if the register had no value when the device was attached first. */
        private byte[] first = new byte[0];

        private boolean readOnly;
        private int clearing;
    }
}
