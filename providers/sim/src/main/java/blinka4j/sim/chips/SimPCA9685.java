// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.Registers8;
import blinka4j.sim.SimChip;
import java.time.Duration;

/**
 * NXP PCA9685: 16 outputs with pulse-width modulation; I2C, address 0x40 to 0x7F. Data sheet: PCA9685.
 * Without the bit for auto-increment, a transfer has one register. The prescaler can be written only in sleep. After it the clock
 * needs 0.5 ms, and the outputs wait for a restart. Registers for all outputs, other addresses and other clocks are not simulated.
 */
public final class SimPCA9685 extends SimChip {
    private static final int LED0 = 0x06;
    private static final int PRE_SCALE = 0xFE;

    private final int[] memory = new int[256];
    private int pointer;
    private boolean addressed;
    private Duration awake = Duration.ZERO;

    public SimPCA9685() {
        onI2c(new Registers8());
    }

    @Override
    protected void powerOn() {
        memory[0] = 0x11;
        memory[0x01] = 0x04;
        for (int i = LED0; i <= LED0 + 63; i++) {
            memory[i] = i % 4 == 1 ? 0x10 : 0;
        }
        memory[PRE_SCALE] = 0x1E;
    }

    /** The value of a register. */
    public synchronized int register(int register) {
        return memory[register];
    }

    /** Sets a register, as another program does. */
    public synchronized void register(int register, int value) {
        memory[register] = value;
    }

    /** The part of each period for which an output is high, 0 to 1. */
    public synchronized double dutyCycle(int output) {
        int at = LED0 + 4 * output;
        int on = memory[at] | memory[at + 1] << 8;
        int off = memory[at + 2] | memory[at + 3] << 8;
        boolean runs = (memory[0] & 0x90) == 0 && clock().now().compareTo(awake) >= 0;
        return !runs || (off & 0x1000) != 0 ? 0 : (on & 0x1000) != 0 ? 1 : (off - on & 0xFFF) / 4096.0;
    }

    @Override
    public synchronized boolean start(boolean read) {
        addressed = read;
        return true;
    }

    @Override
    public synchronized boolean write(int value) {
        if (addressed) {
            store(value);
            next();
        } else {
            pointer = value;
            addressed = true;
        }
        return true;
    }

    @Override
    public synchronized int read() {
        int value = memory[pointer];
        next();
        return value;
    }

    private void next() {
        int after = pointer == LED0 + 63 || pointer == PRE_SCALE ? 0 : (pointer + 1) & 0xFF;
        pointer = (memory[0] & 0x20) == 0 ? pointer : after;
    }

    private void store(int value) {
        int mode = memory[0]; // bit 7 restart, bit 6 external clock, which stays, bit 5 auto-increment, bit 4 sleep
        boolean asleep = (mode & 0x10) != 0;
        boolean sleep = (value & 0x10) != 0;
        if (pointer == 0) {
            awake = asleep && !sleep ? clock().now().plus(Duration.ofNanos(500_000)) : awake;
            int restart = !asleep && sleep ? 0x80 : !asleep && value >= 0x80 ? 0 : mode & 0x80;
            memory[0] = (value & 0x7F) | (mode & 0x40) | restart;
        } else if (pointer >= LED0 && pointer <= LED0 + 63) {
            memory[pointer] = pointer % 2 == 1 ? value & 0x1F : value;
            memory[0] = mode & 0x7F;
        } else if (pointer != PRE_SCALE || asleep) {
            memory[pointer] = pointer == PRE_SCALE ? Math.max(value, 3) : value;
        }
    }
}
