// SPDX-License-Identifier: MIT
package blinka4j.sim;

/**
 * An SPI device with registers of 8 bits: the first byte after the select is a register, with one bit that says
 * whether the bytes that follow are read or written; the register then counts up, and after the last one goes on with the
 * first. The registers themselves, with all that can be said of them, are those of a {@link Registers8}.
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

    private boolean addressed;
    private boolean reading;
    private int pointer;

    /** Bit 7 set means read, as in most chips; the registers are 0x00 to 0x7F. */
    public SpiRegisters(Registers8 registers) {
        this(registers, false, 0);
    }

    /**
     * @param bitMeansWrite whether bit 7 set means write, as in the MAX31865
     * @param firstRegister 0x00, or 0x80 for chips whose registers are 0x80 to 0xFF, as Bosch's: there bit 7 of a
     *     register's number is always 1 and not sent
     */
    public SpiRegisters(Registers8 registers, boolean bitMeansWrite, int firstRegister) {
        if (firstRegister != 0 && firstRegister != DIRECTION) {
            throw new IllegalArgumentException("first register 0x%02x: expected 0x00 or 0x80".formatted(firstRegister));
        }
        this.registers = registers;
        this.bitMeansWrite = bitMeansWrite;
        this.firstRegister = firstRegister;
    }

    /** The registers. */
    public Registers8 registers() {
        return registers;
    }

    @Override
    public void selected() {
        addressed = false;
    }

    @Override
    public int exchange(int out) {
        if (!addressed) {
            reading = ((out & DIRECTION) != 0) != bitMeansWrite;
            pointer = (out & NUMBER) | firstRegister;
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
        pointer = ((pointer + 1) & NUMBER) | firstRegister;
        return in;
    }

    @Override
    public String toString() {
        return "SpiRegisters";
    }
}
