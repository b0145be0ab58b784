// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.Registers8;
import blinka4j.sim.SimChip;
import java.util.Arrays;

/**
 * Microchip 24LC32: an EEPROM of 4096 bytes; I2C, address 0x50 to 0x57. Data sheet: Microchip DS21072.
 *
 * <p>A write goes to one page of 32 bytes. After the end of the page it continues at the page's beginning. It takes 5 ms from
 * its stop, and the chip does not acknowledge meanwhile. A new chip is full of 0xFF.
 */
public final class Sim24LC32 extends SimChip {
    private static final int SIZE = 4096;
    private static final long WRITE_NANOS = 5_000_000;

    private final Registers8 memory =
            new Registers8(2).pointerMask(SIZE - 1).writesWithin(32).nonVolatile();
    private boolean written;
    private long busyUntil;

    public Sim24LC32() {
        int[] empty = new int[SIZE];
        Arrays.fill(empty, 0xFF);
        memory.register(0, empty).onWrite((address, value) -> written = true);
        onI2c(memory);
    }

    /** The bytes from {@code start} to before {@code end}. */
    public byte[] bytes(int start, int end) {
        return memory.registers(start, end - start);
    }

    /** Puts bytes into the memory. */
    public Sim24LC32 bytes(int start, byte[] values) {
        int[] numbers = new int[values.length];
        Arrays.setAll(numbers, i -> values[i]);
        memory.register(start, numbers);
        return this;
    }

    /** Connects the pin WP: writes are acknowledged and lost. */
    public synchronized Sim24LC32 writeProtected(boolean yes) {
        memory.writeProtected(yes);
        return this;
    }

    @Override
    protected void powerOn() {
        busyUntil = clock().nanos();
    }

    @Override
    public synchronized boolean start(boolean read) {
        return clock().nanos() >= busyUntil && super.start(read);
    }

    @Override
    public synchronized void stop() {
        if (written) {
            written = false;
            busyUntil = clock().nanos() + WRITE_NANOS;
        }
    }
}
