// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

/** The pins of a {@link SimSeesaw}. In a mask, each has a bit. */
public final class SeesawPins {
    private final boolean hasPullDown;
    private long high;
    private long low;
    private long outputs;
    private long latch;
    private long pulls;
    private long interrupts;
    private long changed;
    private final int[] analog = new int[0x100];

    /** @param hasPullDown true if a pull resistor pulls to the level of the latch; false if it always pulls up */
    SeesawPins(boolean hasPullDown) {
        this.hasPullDown = hasPullDown;
    }

    synchronized void reset() {
        outputs = 0;
        latch = 0;
        pulls = 0;
        interrupts = 0;
        changed = 0;
    }

    /** Connects a pin: below 0 to ground, such as with a button; 0 to nothing; above 0 to the supply. */
    public synchronized void connect(int pin, int to) {
        long before = levels();
        high = with(high, 1L << pin, to > 0);
        low = with(low, 1L << pin, to < 0);
        changed |= (levels() ^ before) & interrupts;
    }

    /** The levels. A pin that nothing drives is low. */
    public synchronized long levels() {
        long pulledUp = pulls & (hasPullDown ? latch : -1);
        return (outputs & latch) | (~outputs & (high | (~low & pulledUp)));
    }

    /** Which pins are outputs. */
    public synchronized long outputs() {
        return outputs;
    }

    /** Which pins have a pull resistor. */
    public synchronized long pulls() {
        return pulls;
    }

    /** Sets what a channel of the converter measures, 0 to 1023. */
    public synchronized void analog(int channel, int value) {
        analog[channel] = value;
    }

    synchronized int analog(int channel) {
        return analog[channel & 0xFF];
    }

    synchronized void write(int function, long mask) {
        switch (function) {
            case 0x02, 0x03 -> outputs = with(outputs, mask, function == 0x02);
            case 0x05, 0x06 -> latch = with(latch, mask, function == 0x05);
            case 0x08, 0x09 -> interrupts = with(interrupts, mask, function == 0x08);
            case 0x0B, 0x0C -> pulls = with(pulls, mask, function == 0x0B);
            default -> {}
        }
    }

    private static long with(long bits, long mask, boolean on) {
        return on ? bits | mask : bits & ~mask;
    }

    /** Port A is first. */
    synchronized long read(int function) {
        long found = function == 0x04 ? levels() : changed;
        changed = function == 0x04 ? changed : 0;
        return Long.rotateLeft(found, 32);
    }
}
