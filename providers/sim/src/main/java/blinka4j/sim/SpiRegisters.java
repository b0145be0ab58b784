// SPDX-License-Identifier: MIT
package blinka4j.sim;

/**
 * An SPI device with registers of 8 bits, those of a {@link Registers8}. The first byte after the select is the number of a register
 * and a bit for read or write. The next bytes are of that register and those after it. After the last register comes the first.
 *
 * <pre>{@code
 * bus.attach(0, new SpiRegisters(new Registers8().register(0x0F, 0x33)));
 * }</pre>
 */
public final class SpiRegisters implements SimSpiDevice {
    private static final int DIRECTION = 0x80;
    private static final int NUMBER = 0x7F;
    private static final int IDLE_WIRE = 0xFF;

    private final Registers8 registers;
    private final boolean bitMeansWrite;
    private final int firstRegister;
    private final int incrementBit;

    private boolean addressed;
    private boolean reading;
    private boolean fixed;
    private int pointer;

    /** Bit 7 set means read, as in most chips; the registers are 0x00 to 0x7F. */
    public SpiRegisters(Registers8 registers) {
        this(registers, false, 0);
    }

    /**
     * @param bitMeansWrite true if bit 7 set means write, as in the MAX31865
     * @param firstRegister 0x00; or 0x80 for chips with the registers 0x80 to 0xFF, such as Bosch's, which do not send bit 7 of
     *     the number
     */
    public SpiRegisters(Registers8 registers, boolean bitMeansWrite, int firstRegister) {
        this(registers, bitMeansWrite, firstRegister, 0);
    }

    /** Bit 7 set means read. The next bytes are of the next registers only if {@code incrementBit} is set, of the same one otherwise. */
    public SpiRegisters(Registers8 registers, int incrementBit) {
        this(registers, false, 0, incrementBit);
    }

    private SpiRegisters(Registers8 registers, boolean bitMeansWrite, int firstRegister, int incrementBit) {
        if (firstRegister != 0 && firstRegister != DIRECTION) {
            throw new IllegalArgumentException(
                    "first register 0x%02x is not supported. Expected 0x00 or 0x80.".formatted(firstRegister));
        }
        this.registers = registers;
        this.bitMeansWrite = bitMeansWrite;
        this.firstRegister = firstRegister;
        this.incrementBit = incrementBit;
    }

    /** The registers. */
    public Registers8 registers() {
        return registers;
    }

    @Override
    public void attached(SimSpiBus bus) {
        registers.powerOn();
    }

    @Override
    public void selected() {
        addressed = false;
    }

    @Override
    public int exchange(int out) {
        if (!addressed) {
            reading = ((out & DIRECTION) != 0) != bitMeansWrite;
            pointer = (out & NUMBER & ~incrementBit) | firstRegister;
            fixed = incrementBit != 0 && (out & incrementBit) == 0;
            addressed = true;
            return IDLE_WIRE;
        }
        int in = IDLE_WIRE;
        if (reading) {
            in = registers.load(pointer);
        } else {
            registers.store(pointer, out);
            addressed = !registers.pairs();
        }
        if (!fixed) {
            pointer = ((pointer + 1) & NUMBER & ~incrementBit) | firstRegister;
        }
        return in;
    }

    @Override
    public String toString() {
        return "SpiRegisters";
    }
}
