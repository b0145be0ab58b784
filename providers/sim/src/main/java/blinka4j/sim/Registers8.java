// SPDX-License-Identifier: MIT
package blinka4j.sim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * An I2C device with registers of 8 bits, the commonest kind. The first byte written is a pointer, the next ones go to that
 * register and those after it, and reading continues where the pointer stands. Registers are 0 at first. When the device is attached
 * again, as after a loss of power, they have the values that they had when it was attached first. For SPI see {@link SpiRegisters}.
 *
 * <pre>{@code
 * bus.attach(0x76, new Registers8().register(0xD0, 0x60).register(0xF7, 0x51, 0x9F, 0xC0).readOnly(0xF7, 0xF8, 0xF9));
 * }</pre>
 */
public final class Registers8 implements SimI2CDevice {
    /** Called with a byte that the program has written to a register, after it was stored. */
    public interface WriteListener {
        void written(int register, int value);
    }

    /** Called with a register that the program is about to read; may change its value. */
    public interface ReadListener {
        void reading(int register);
    }

    private static final byte READ_ONLY = 1;
    private static final byte REFUSED = 2;

    private final int pointerBytes;
    private final List<WriteListener> writeListeners = new ArrayList<>();
    private final List<ReadListener> readListeners = new ArrayList<>();
    private final List<Runnable> powerOnListeners = new ArrayList<>();
    private byte[] memory;
    private byte[] clearing;
    private byte[] flags;
    private final Map<Integer, Integer> aliases = new HashMap<>();
    private int pointerMask;
    private int incrementBit;
    private boolean fixed;
    private int port = -1;
    private int page;
    private boolean pairs;
    private boolean writeProtected;
    private boolean nonVolatile;
    /** Null before the device is attached. */
    private byte @Nullable [] first;

    private int pointer;
    private int pointerBytesSeen;

    /** With a pointer of one byte: 256 registers. */
    public Registers8() {
        this(1);
    }

    /** @param pointerBytes 1; 2 for 65,536 registers, high byte first; 0 for one register without a pointer */
    public Registers8(int pointerBytes) {
        if (pointerBytes < 0 || pointerBytes > 2) {
            throw new IllegalArgumentException(
                    "a pointer of %s bytes is not supported. Expected 0, 1 or 2.".formatted(pointerBytes));
        }
        this.pointerBytes = pointerBytes;
        int size = 1 << (8 * pointerBytes);
        pointerMask = size - 1;
        memory = new byte[size];
        clearing = new byte[size];
        flags = new byte[size];
    }

    /** Sets the bits of the pointer that count, in all {@code mask + 1} registers. The pointer wraps within them. */
    public synchronized Registers8 pointerMask(int mask) {
        check(mask);
        pointerMask = mask;
        memory = Arrays.copyOf(memory, mask + 1);
        clearing = Arrays.copyOf(clearing, mask + 1);
        flags = Arrays.copyOf(flags, mask + 1);
        return this;
    }

    /** Makes the pointer move on only if this bit of its byte is 1, as in some chips of STMicroelectronics. */
    public synchronized Registers8 incrementBit(int bit) {
        incrementBit = bit;
        return pointerMask(0xFF & ~bit);
    }

    /** Makes the pointer stay at a register when it is read, as at the end of a FIFO. */
    public synchronized Registers8 port(int register) {
        check(register);
        port = register;
        return this;
    }

    /** The value of a register, 0 to 255. */
    public synchronized int register(int register) {
        check(register);
        return memory[target(register)] & 0xFF;
    }

    /** Sets a register and those after it, also read-only ones. Listeners are not called. */
    public synchronized Registers8 register(int first, int... values) {
        check(first, values.length);
        byte[] bytes = Bytes.of(values);
        for (int i = 0; i < bytes.length; i++) {
            memory[target(first + i)] = bytes[i];
        }
        return this;
    }

    /** Sets registers to words of 16 bits, high byte first. */
    public Registers8 u16be(int first, int... values) {
        return words(first, 2, true, values);
    }

    /** Sets registers to words of 16 bits, low byte first. */
    public Registers8 u16le(int first, int... values) {
        return words(first, 2, false, values);
    }

    /** Sets registers to words of 24 bits, high byte first. */
    public Registers8 u24be(int first, int... values) {
        return words(first, 3, true, values);
    }

    private Registers8 words(int first, int size, boolean highFirst, int... values) {
        int[] bytes = new int[size * values.length];
        for (int i = 0; i < bytes.length; i++) {
            int place = highFirst ? size - 1 - i % size : i % size;
            bytes[i] = values[i / size] >> (8 * place) & 0xFF;
        }
        return register(first, bytes);
    }

    /** The values of {@code count} registers from {@code first}. */
    public synchronized byte[] registers(int first, int count) {
        check(first, count);
        byte[] values = new byte[count];
        for (int i = 0; i < count; i++) {
            values[i] = memory[target(first + i)];
        }
        return values;
    }

    /** Makes registers read-only: writes are acknowledged and ignored. */
    public synchronized Registers8 readOnly(int... registers) {
        return flag(READ_ONLY, registers);
    }

    /** Makes registers {@code first} to {@code last} read-only. */
    public synchronized Registers8 readOnlyRange(int first, int last) {
        return flag(READ_ONLY, IntStream.rangeClosed(first, last).toArray());
    }

    /** Makes all registers read-only, or again as they were before. */
    public synchronized Registers8 writeProtected(boolean yes) {
        writeProtected = yes;
        return this;
    }

    /** Stores data for these but does not acknowledge it, as some chips do with the command that resets them. */
    public synchronized Registers8 nackOnWrite(int... registers) {
        return flag(REFUSED, registers);
    }

    /** Makes the registers keep their values without power, as in memories and clocks with a battery. */
    public synchronized Registers8 nonVolatile() {
        nonVolatile = true;
        return this;
    }

    /** Makes {@code register} another name of {@code of}: both are one register. */
    public synchronized Registers8 alias(int register, int of) {
        check(register);
        check(of);
        aliases.put(register, of);
        return this;
    }

    /** Sets the bits that a register and those after it have. Others read 0 after the program has written 1. */
    public synchronized Registers8 bits(int first, int... masks) {
        check(first, masks.length);
        for (int i = 0; i < masks.length; i++) {
            clearing[first + i] = (byte) ~masks[i];
        }
        return this;
    }

    /** Makes the bits of {@code mask} read 0 at once after the program has written 1: commands such as a reset. */
    public synchronized Registers8 selfClearing(int register, int mask) {
        return bits(register, ~mask);
    }

    /** Makes register and value take turns in a write, as in Bosch's chips. The pointer does not move. */
    public synchronized Registers8 writesInPairs() {
        pairs = true;
        return this;
    }

    /** Makes the pointer wrap within pages of {@code size} registers in a write, as in memories. */
    public synchronized Registers8 writesWithin(int size) {
        page = size;
        return this;
    }

    /** Adds a listener to the program's writes, also to read-only registers. */
    public synchronized Registers8 onWrite(WriteListener listener) {
        writeListeners.add(listener);
        return this;
    }

    /** Adds a listener to the program's reads. */
    public synchronized Registers8 onRead(ReadListener listener) {
        readListeners.add(listener);
        return this;
    }

    /** Adds a listener that puts what is not in registers into its first state, when the device is attached. */
    public synchronized Registers8 onPowerOn(Runnable listener) {
        powerOnListeners.add(listener);
        return this;
    }

    @Override
    public void attached(SimI2CBus bus) {
        powerOn();
    }

    /** Goes back to the values at the first call, if this is another one. For registers that are not attached themselves. */
    public synchronized void powerOn() {
        if (first == null) {
            first = memory.clone();
        } else if (!nonVolatile) {
            System.arraycopy(first, 0, memory, 0, memory.length);
        }
        powerOnListeners.forEach(Runnable::run);
    }

    @Override
    public synchronized boolean start(boolean read) {
        pointerBytesSeen = 0;
        return true;
    }

    @Override
    public synchronized boolean write(int value) {
        if (pointerBytesSeen < pointerBytes) {
            pointer = (pointerBytesSeen == 0 ? value : (pointer << 8) | value);
            pointerBytesSeen++;
            if (pointerBytesSeen == pointerBytes) {
                fixed = incrementBit != 0 && (pointer & incrementBit) == 0;
                pointer &= pointerMask;
            }
            return true;
        }
        boolean acknowledged = store(pointer, value);
        if (pairs) {
            pointerBytesSeen = 0;
        } else if (page > 0) {
            pointer = pointer - pointer % page + (pointer + 1) % page;
        } else {
            pointer = next(pointer);
        }
        return acknowledged;
    }

    @Override
    public synchronized int read() {
        int value = load(pointer);
        pointer = pointer == port ? port : next(pointer);
        return value;
    }

    private int next(int register) {
        return fixed ? register : (register + 1) & pointerMask;
    }

    /** The program reads a register. */
    synchronized int load(int register) {
        for (int i = 0; i < readListeners.size(); i++) {
            readListeners.get(i).reading(register);
        }
        return memory[target(register)] & 0xFF;
    }

    /** The program writes a register. */
    synchronized boolean store(int register, int value) {
        if (writeProtected) {
            return true;
        }
        if ((flags[register] & READ_ONLY) == 0) {
            memory[target(register)] = (byte) (value & ~clearing[register]);
        }
        for (int i = 0; i < writeListeners.size(); i++) {
            writeListeners.get(i).written(register, value);
        }
        return (flags[register] & REFUSED) == 0;
    }

    boolean pairs() {
        return pairs;
    }

    private int target(int register) {
        return aliases.isEmpty() ? register : aliases.getOrDefault(register, register);
    }

    private Registers8 flag(byte flag, int... registers) {
        Arrays.stream(registers).forEach(this::check);
        for (int register : registers) {
            flags[register] |= flag;
        }
        return this;
    }

    private void check(int first, int count) {
        check(first);
        check(first + Math.max(count - 1, 0));
    }

    private void check(int register) {
        if (register < 0 || register >= memory.length) {
            throw new IllegalArgumentException(
                    "register 0x%02x does not exist. Expected less than %s.".formatted(register, memory.length));
        }
    }

    @Override
    public String toString() {
        return "Registers8";
    }
}
