// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.Quantity;
import blinka4j.sim.Registers8;
import blinka4j.sim.SimChip;

/**
 * NXP PCF8574 or PCF8574A: 8 digital inputs and outputs; I2C, address 0x20 to 0x27 or 0x38 to 0x3F. Data sheet: PCF8574.
 *
 * <p>A byte that is written drives the pins of its zeros low; the others have a weak pull-up. A byte that is read has the levels. INT is
 * low from a change of a level until a read, a write, or the level of before.
 */
public final class SimPCF8574 extends SimChip {
    private final Quantity[] outside = new Quantity[8];
    private int latch;
    private int seen;

    /** Nothing is connected to the pins. */
    public SimPCF8574() {
        for (int i = 0; i < outside.length; i++) {
            outside[i] = measures("P" + i, -1, 1, "", 0);
        }
        onI2c(new Registers8(0));
    }

    @Override
    protected void powerOn() {
        latch = 0xFF;
        seen = levels();
    }

    /** Connects a pin: below 0 to ground, such as with a button; 0 to nothing; above 0 to the supply. */
    public SimPCF8574 connect(int pin, double to) {
        outside[pin].value(to);
        return this;
    }

    /** What was written last. */
    public synchronized int latch() {
        return latch;
    }

    /** The levels of the pins. A pin that is driven low is low whatever is connected. */
    public synchronized int levels() {
        int levels = latch;
        for (int i = 0; i < outside.length; i++) {
            levels &= outside[i].value() < 0 ? ~(1 << i) : 0xFF;
        }
        return levels;
    }

    /** True while INT is low. */
    public synchronized boolean interrupt() {
        return levels() != seen;
    }

    @Override
    public synchronized boolean start(boolean read) {
        return true;
    }

    @Override
    public synchronized boolean write(int value) {
        latch = value;
        seen = levels();
        return true;
    }

    @Override
    public synchronized int read() {
        seen = levels();
        return seen;
    }
}
