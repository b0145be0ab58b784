// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.SimClock;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.SimI2CDevice;
import java.util.Arrays;

/**
 * Microchip 24LC32: an EEPROM of 4096 bytes; I2C, address 0x50 to 0x57.
 *
 * <p>What is written goes to one page of 32 bytes, at whose end the address goes back to its beginning, and takes 5 ms
 * from the stop on, during which the chip does not acknowledge. New chips are full of 0xFF.
 *
 * <p>Data sheet: Microchip DS21072.
 */
public final class Sim24LC32 implements SimI2CDevice {
    private static final int SIZE = 4096;
    private static final int PAGE = 32;
    private static final long WRITE_NANOS = 5_000_000;

    private final byte[] memory = new byte[SIZE];
    private final byte[] page = new byte[PAGE];
    private final boolean[] written = new boolean[PAGE];
    private SimClock clock = new SimClock();
    private int address;
    private int addressBytes;
    private boolean writing;
    private long busyUntil;
    private boolean writeProtected;

    /** Full of 0xFF. */
    public Sim24LC32() {
        Arrays.fill(memory, (byte) 0xFF);
    }

    /** The bytes from {@code start} to before {@code end}. */
    public synchronized byte[] bytes(int start, int end) {
        return Arrays.copyOfRange(memory, checked(start), checked(end - 1) + 1);
    }

    /** Puts bytes into the memory. */
    public synchronized Sim24LC32 bytes(int start, byte[] values) {
        checked(start);
        checked(start + values.length - 1);
        System.arraycopy(values, 0, memory, start, values.length);
        return this;
    }

    /** Connects the pin WP: what is written is acknowledged and lost. */
    public synchronized Sim24LC32 writeProtected(boolean yes) {
        writeProtected = yes;
        return this;
    }

    @Override
    public synchronized void attached(SimI2CBus bus) {
        clock = bus.clock();
        busyUntil = clock.nanos();
    }

    @Override
    public synchronized boolean start(boolean read) {
        if (clock.nanos() < busyUntil) {
            return false;
        }
        if (!read) {
            addressBytes = 0;
        }
        writing = false;
        Arrays.fill(written, false);
        return true;
    }

    @Override
    public synchronized boolean write(int value) {
        if (addressBytes < 2) {
            address = ((address << 8) | value) % SIZE;
            addressBytes++;
            return true;
        }
        int place = address % PAGE;
        page[place] = (byte) value;
        written[place] = true;
        writing = true;
        address = address - place + (place + 1) % PAGE;
        return true;
    }

    @Override
    public synchronized int read() {
        int value = memory[address];
        address = (address + 1) % SIZE;
        return value;
    }

    @Override
    public synchronized void stop() {
        if (!writing) {
            return;
        }
        writing = false;
        if (writeProtected) {
            return;
        }
        int start = address - address % PAGE;
        for (int i = 0; i < PAGE; i++) {
            if (written[i]) {
                memory[start + i] = page[i];
            }
        }
        busyUntil = clock.nanos() + WRITE_NANOS;
    }

    @Override
    public String toString() {
        return "Sim24LC32";
    }

    private static int checked(int address) {
        if (address < 0 || address >= SIZE) {
            throw new IllegalArgumentException("address %s: expected 0 to %s".formatted(address, SIZE - 1));
        }
        return address;
    }
}
