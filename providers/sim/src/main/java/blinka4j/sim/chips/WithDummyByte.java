// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.SimSpiDevice;
import blinka4j.sim.SpiRegisters;

/** Registers on SPI that send one byte without meaning before those that are read. */
final class WithDummyByte implements SimSpiDevice {
    private final SpiRegisters registers;
    private int exchanged;
    private boolean reading;

    WithDummyByte(SpiRegisters registers) {
        this.registers = registers;
    }

    @Override
    public void selected() {
        exchanged = 0;
        registers.selected();
    }

    @Override
    public int exchange(int out) {
        exchanged++;
        if (exchanged == 1) {
            reading = out >= 0x80;
        }
        return reading && exchanged == 2 ? 0xFF : registers.exchange(out);
    }
}
