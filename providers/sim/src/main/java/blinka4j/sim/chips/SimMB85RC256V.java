// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.Registers8;
import blinka4j.sim.SimChip;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.SimI2CDevice;
import java.util.Arrays;

/**
 * Fujitsu MB85RC256V: a memory of 32,768 bytes; I2C, address 0x50 to 0x57, and its id at 0x7C. Data sheet: Fujitsu DS501-00017.
 *
 * <p>Reads and writes go on at 0 after the last address. A new chip is full of zeros.
 */
public final class SimMB85RC256V extends SimChip {
    private final Registers8 memory = new Registers8(2).pointerMask(0x7FFF).nonVolatile();

    public SimMB85RC256V() {
        onI2c(memory);
    }

    /** Attaches the memory at an address, and its id at 0x7C, where a bus has place for one chip. */
    public SimMB85RC256V attachTo(SimI2CBus bus, int address) {
        bus.attach(address, this).attach(0x7C, new Id(address));
        return this;
    }

    /** The bytes from {@code start} to before {@code end}. */
    public byte[] bytes(int start, int end) {
        return memory.registers(start, end - start);
    }

    /** Puts bytes into the memory. */
    public SimMB85RC256V bytes(int start, byte[] values) {
        int[] numbers = new int[values.length];
        Arrays.setAll(numbers, i -> values[i]);
        memory.register(start, numbers);
        return this;
    }

    /** Connects the pin WP to the supply: writes are acknowledged and lost. */
    public synchronized SimMB85RC256V writeProtected(boolean yes) {
        memory.writeProtected(yes);
        return this;
    }

    /** Acknowledges the address of its chip, whatever the bit for read or write, and sends the id, again and again. */
    private static final class Id implements SimI2CDevice {
        private static final int[] ID = {0x00, 0xA5, 0x10};

        private final int address;
        private boolean selected;
        private int next;

        Id(int address) {
            this.address = address;
        }

        @Override
        public boolean start(boolean read) {
            next = 0;
            return !read || selected;
        }

        @Override
        public boolean write(int value) {
            selected = value >> 1 == address;
            return selected;
        }

        @Override
        public int read() {
            return ID[next++ % ID.length];
        }

        @Override
        public void stop() {
            selected = false;
        }
    }
}
