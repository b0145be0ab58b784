// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.Registers8;
import blinka4j.sim.SimSpiDevice;
import blinka4j.sim.SpiRegisters;
import org.jspecify.annotations.Nullable;

/** A BME680 over SPI: bit 4 of the register 0x73, which both pages have, selects the registers 0x00 to 0x7F. */
final class Bme68xPages implements SimSpiDevice {
    private final Registers8 registers;
    private final SpiRegisters lower;
    private final SpiRegisters upper;
    private @Nullable SpiRegisters page;

    Bme68xPages(Registers8 registers) {
        this.registers = registers;
        lower = new SpiRegisters(registers);
        upper = new SpiRegisters(registers, false, 0x80);
    }

    @Override
    public void selected() {
        page = null;
    }

    @Override
    public int exchange(int out) {
        if (page == null) {
            page = (out & 0x7F) == 0x73 || (registers.register(0x73) & 0x10) != 0 ? lower : upper;
            page.selected();
        }
        return page.exchange(out);
    }
}
