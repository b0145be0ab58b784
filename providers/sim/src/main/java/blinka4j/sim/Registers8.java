// SPDX-License-Identifier: MIT
package blinka4j.sim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An I2C device with registers of 8 bits, the commonest kind: the first byte written is a pointer, what follows goes
 * to that register and those after it, and reading goes on from where the pointer stands. Registers that nobody has
 * set are 0. For SPI see {@link SpiRegisters}.
 *
 * <pre>{@code
 * bus.attach(0x76, new Registers8().register(0xD0, 0x60).register(0xF7, 0x51, 0x9F, 0xC0).readOnly(0xF7, 0xF8, 0xF9));
 * }</pre>
 */
public final class Registers8 implements SimI2CDevice {
    /** Told of a byte that the program wrote to a register, after it was stored. */
    public interface WriteListener {
        void written(int register, int value);
    }

    /** Told of a register that the program is about to read; may change its value. */
    public interface ReadListener {
        void reading(int register);
    }

    private static final byte READ_ONLY = 1;
    private static final byte REFUSED = 2;

    private final int pointerBytes;
    private final byte[] memory;
    private final byte[] clearing;
    private final byte[] flags;
    private final int[] target;
    private final List<WriteListener> writeListeners = new ArrayList<>();
    private final List<ReadListener> readListeners = new ArrayList<>();
    private int pointerMask;
    private boolean pairs;

    private int pointer;
    private int pointerBytesSeen;

    /** With a pointer of one byte: 256 registers. */
    public Registers8() {
        this(1);
    }

    /** @param pointerBytes 1, or 2 for 65,536 registers whose pointer is written high byte first */
    public Registers8(int pointerBytes) {
        if (pointerBytes != 1 && pointerBytes != 2) {
            throw new IllegalArgumentException("a pointer of %s bytes: expected 1 or 2".formatted(pointerBytes));
        }
        this.pointerBytes = pointerBytes;
        int size = 1 << (8 * pointerBytes);
        pointerMask = size - 1;
        memory = new byte[size];
        clearing = new byte[size];
        flags = new byte[size];
        target = new int[size];
        for (int i = 0; i < size; i++) {
            target[i] = i;
        }
    }

    /** The bits of the pointer that count. The pointer goes around within them. */
    public synchronized Registers8 pointerMask(int mask) {
        check(mask);
        pointerMask = mask;
        return this;
    }

    /** The value of a register, 0 to 255. */
    public synchronized int register(int register) {
        check(register);
        return memory[target[register]] & 0xFF;
    }

    /** Sets a register and those after it, also read-only ones. No listener is told. */
    public synchronized Registers8 register(int first, int... values) {
        check(first);
        check(first + Math.max(values.length - 1, 0));
        byte[] bytes = Bytes.of(values);
        for (int i = 0; i < bytes.length; i++) {
            memory[target[first + i]] = bytes[i];
        }
        return this;
    }

    /** The values of {@code count} registers from {@code first}. */
    public synchronized byte[] registers(int first, int count) {
        check(first);
        check(first + Math.max(count - 1, 0));
        byte[] values = new byte[count];
        for (int i = 0; i < count; i++) {
            values[i] = memory[target[first + i]];
        }
        return values;
    }

    /** What the program writes to these is acknowledged and ignored. */
    public synchronized Registers8 readOnly(int... registers) {
        return flag(READ_ONLY, registers);
    }

    /** What the program writes to registers {@code first} to {@code last} is acknowledged and ignored. */
    public synchronized Registers8 readOnlyRange(int first, int last) {
        check(first);
        check(last);
        for (int i = first; i <= last; i++) {
            flags[i] |= READ_ONLY;
        }
        return this;
    }

    /** Data for these is stored but not acknowledged, as some chips do with the command that resets them. */
    public synchronized Registers8 nackOnWrite(int... registers) {
        return flag(REFUSED, registers);
    }

    /** Makes {@code register} another name of {@code of}: both are one register. */
    public synchronized Registers8 alias(int register, int of) {
        check(register);
        check(of);
        target[register] = of;
        return this;
    }

    /** The bits of {@code mask} read 0 again at once when the program has written 1: commands such as a reset. */
    public synchronized Registers8 selfClearing(int register, int mask) {
        check(register);
        clearing[register] = (byte) mask;
        return this;
    }

    /** The pointer does not move while writing; instead register and value take turns, as in Bosch's chips. */
    public synchronized Registers8 writesInPairs() {
        pairs = true;
        return this;
    }

    /** Adds a listener to what the program writes, also to read-only registers. */
    public synchronized Registers8 onWrite(WriteListener listener) {
        writeListeners.add(listener);
        return this;
    }

    /** Adds a listener to what the program reads. */
    public synchronized Registers8 onRead(ReadListener listener) {
        readListeners.add(listener);
        return this;
    }

    @Override
    public synchronized boolean start(boolean read) {
        pointerBytesSeen = 0;
        return true;
    }

    @Override
    public synchronized boolean write(int value) {
        if (pointerBytesSeen < pointerBytes) {
            pointer = pointerBytesSeen == 0 ? value : (pointer << 8) | value;
            pointerBytesSeen++;
            if (pointerBytesSeen == pointerBytes) {
                pointer &= pointerMask;
            }
            return true;
        }
        boolean acknowledged = store(pointer, value);
        if (pairs) {
            pointerBytesSeen = 0;
        } else {
            pointer = (pointer + 1) & pointerMask;
        }
        return acknowledged;
    }

    @Override
    public synchronized int read() {
        int value = load(pointer);
        pointer = (pointer + 1) & pointerMask;
        return value;
    }

    /** What the program reads from a register. */
    synchronized int load(int register) {
        for (int i = 0; i < readListeners.size(); i++) {
            readListeners.get(i).reading(register);
        }
        return memory[target[register]] & 0xFF;
    }

    /** The program writes a register. */
    synchronized boolean store(int register, int value) {
        int to = target[register];
        if ((flags[register] & READ_ONLY) == 0) {
            memory[to] = (byte) (value & ~clearing[register]);
        }
        for (int i = 0; i < writeListeners.size(); i++) {
            writeListeners.get(i).written(register, value);
        }
        return (flags[register] & REFUSED) == 0;
    }

    boolean pairs() {
        return pairs;
    }

    private Registers8 flag(byte flag, int... registers) {
        Arrays.stream(registers).forEach(this::check);
        for (int register : registers) {
            flags[register] |= flag;
        }
        return this;
    }

    private void check(int register) {
        if (register < 0 || register >= memory.length) {
            throw new IllegalArgumentException(
                    "register 0x%02x: expected 0 to 0x%x".formatted(register, memory.length - 1));
        }
    }

    @Override
    public String toString() {
        return "Registers8";
    }
}
