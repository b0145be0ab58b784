// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.Registers8;
import blinka4j.sim.SimSpiDevice;

/** The SPI protocol of Microchip's touch sensors: 0x7D and an address, 0x7E and a byte to write, 0x7F to read a byte. */
final class SpiCommands implements SimSpiDevice {
    private static final int ADDRESS = 0x7D;
    private static final int WRITE = 0x7E;
    private static final int READ = 0x7F;

    private final Registers8 registers;
    private int command;
    private int address;
    private int reply;

    SpiCommands(Registers8 registers) {
        this.registers = registers;
    }

    @Override
    public void selected() {
        command = 0;
        reply = 0;
    }

    @Override
    public int exchange(int out) {
        int in = reply;
        int before = command;
        reply = 0;
        command = before == ADDRESS || before == WRITE ? 0 : out;
        if (before == ADDRESS) {
            address = out;
        } else if (before == WRITE) {
            next();
            registers.write(out);
        } else if (out == READ) {
            next();
            reply = registers.read();
        }
        return in;
    }

    private void next() {
        registers.start(false);
        registers.write(address);
        address = (address + 1) & 0xFF;
    }
}
