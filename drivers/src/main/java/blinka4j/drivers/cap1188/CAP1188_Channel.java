// SPDX-License-Identifier: MIT
package blinka4j.drivers.cap1188;

import blinka4j.register.Bits;

/** A pad of a {@link CAP1188}. */
public final class CAP1188_Channel {
    private final CAP1188 cap1188;
    private final int pin;
    private final Bits threshold;

    CAP1188_Channel(CAP1188 cap1188, int pin, Bits threshold) {
        this.cap1188 = cap1188;
        this.pin = pin;
        this.threshold = threshold;
    }

    /** True if the pad is touched. For several pads, {@link CAP1188#touched()} is faster. */
    public boolean value() {
        return (cap1188.touched() >> (pin - 1) & 1) != 0;
    }

    /** The same as {@link CAP1188#deltaCount}. */
    public int rawValue() {
        return cap1188.deltaCount(pin);
    }

    /** The {@link #rawValue()} above which the pad is touched: 0 to 127, 64 at first. */
    public int threshold() {
        return threshold.get();
    }

    public void threshold(int counts) {
        threshold.set(counts);
    }

    /** Calibrates this pad. Do not touch it for 0.6 s. */
    public void recalibrate() {
        cap1188.recalibratePins(1 << (pin - 1));
    }

    @Override
    public String toString() {
        return "pad %s of %s".formatted(pin, cap1188);
    }
}
