// SPDX-License-Identifier: MIT
package blinka4j.drivers.drv2605;

/** A pause between effects: 0 to 1.27 s, in steps of 10 ms. */
public final class Pause implements DRV2605.Slot {
    /** The bit of a slot with a pause. */
    static final int WAIT = 0x80;

    private int hundredths;

    public Pause(double duration) {
        duration(duration);
    }

    /** In s: 0 to 1.27 in steps of 0.01. */
    public double duration() {
        return hundredths / 100.0;
    }

    /** @param seconds 0 to 1.27 */
    public void duration(double seconds) {
        if (!(seconds >= 0 && seconds <= 1.27)) {
            throw new IllegalArgumentException("the pause cannot be %s s: expected 0 to 1.27".formatted(seconds));
        }
        hundredths = (int) Math.rint(seconds * 100);
    }

    @Override
    public int rawValue() {
        return WAIT | hundredths;
    }

    @Override
    public String toString() {
        return "Pause(%s)".formatted(duration());
    }
}
