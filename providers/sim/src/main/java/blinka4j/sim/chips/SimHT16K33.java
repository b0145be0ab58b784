// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.Registers8;
import blinka4j.sim.SimChip;
import java.util.Arrays;

/**
 * Holtek HT16K33: 16 × 8 LEDs; I2C, address 0x70 to 0x77. Data sheet: Holtek HT16K33 Rev. 1.10.
 *
 * <p>The first byte of a transfer is a command. After the address of the memory follow its bytes; after 0x0F comes 0x00. After power-on
 * the oscillator and the LEDs are off, and the memory has any value, here ones. Keys and the test mode are not simulated.
 */
public final class SimHT16K33 extends SimChip {
    private static final double[] BLINKS = {0, 2, 1, 0.5};

    private final int[] memory = new int[16];
    private int pointer;
    private boolean commanded;
    private boolean receives;
    private boolean runs;
    private int setup;
    private int dimming;

    public SimHT16K33() {
        onI2c(new Registers8());
        shows(16, 8, (row, com) -> isLit(row, com) ? 0xFF0000 : 0);
    }

    @Override
    protected void powerOn() {
        Arrays.fill(memory, 0xFF);
        pointer = 0;
        runs = false;
        setup = 0;
        dimming = 15;
    }

    /** A byte of the memory: ROW 0 to 7 of COM 0, ROW 8 to 15 of COM 0, and so on. */
    public synchronized int memory(int address) {
        return memory[address];
    }

    /** True if the LED between ROW and COM is lit, or blinks. */
    public synchronized boolean isLit(int row, int com) {
        return runs && (setup & 1) != 0 && (memory[2 * com + row / 8] >> row % 8 & 1) != 0;
    }

    /** How often all LEDs blink in a second; 0 for steady. */
    public synchronized double blinks() {
        return BLINKS[setup >> 1 & 3];
    }

    /** The part of the time for which an LED is on, 1/16 to 1. */
    public synchronized double dutyCycle() {
        return (dimming + 1) / 16.0;
    }

    @Override
    public synchronized boolean start(boolean read) {
        commanded = false;
        return true;
    }

    @Override
    public synchronized boolean write(int value) {
        if (!commanded) {
            commanded = true;
            command(value);
        } else if (receives) {
            memory[pointer] = value;
            pointer = (pointer + 1) % 16;
        }
        return true;
    }

    private void command(int value) {
        receives = value < 0x10;
        switch (value >> 4) {
            case 0x0 -> pointer = value;
            case 0x2 -> runs = (value & 1) != 0;
            case 0x8 -> setup = value & 7;
            case 0xE -> dimming = value & 15;
            default -> {}
        }
    }

    @Override
    public synchronized int read() {
        int value = memory[pointer];
        pointer = (pointer + 1) % 16;
        return value;
    }
}
