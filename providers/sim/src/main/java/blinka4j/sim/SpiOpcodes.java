// SPDX-License-Identifier: MIT
package blinka4j.sim;

import java.util.function.IntSupplier;

/**
 * An SPI device with registers of 8 bits, those of a {@link Registers8}. The first byte after the select is an opcode with the chip's
 * address, whose lowest bit is 1 to read. The second is the number of a register. The next bytes are of that register and those after it.
 * A chip with another address does nothing. So Microchip's expanders work.
 */
public final class SpiOpcodes implements SimSpiDevice {
    private static final int IDLE_WIRE = 0xFF;

    private final Registers8 registers;
    private final IntSupplier opcode;
    private int count;
    private boolean isAddressed;
    private boolean reads;

    /** @param opcode the opcode of a write at the moment */
    public SpiOpcodes(Registers8 registers, IntSupplier opcode) {
        this.registers = registers;
        this.opcode = opcode;
    }

    @Override
    public void selected() {
        count = 0;
        registers.start(false);
    }

    @Override
    public int exchange(int out) {
        count++;
        if (count == 1) {
            isAddressed = (out & ~1) == opcode.getAsInt();
            reads = (out & 1) != 0;
        } else if (isAddressed && reads && count > 2) {
            return registers.read();
        } else if (isAddressed) {
            registers.write(out);
        }
        return IDLE_WIRE;
    }

    @Override
    public String toString() {
        return "SpiOpcodes";
    }
}
