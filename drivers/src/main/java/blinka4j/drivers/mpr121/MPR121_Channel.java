// SPDX-License-Identifier: MIT
package blinka4j.drivers.mpr121;

import blinka4j.register.Register;

/** A pad of an {@link MPR121}. */
public final class MPR121_Channel {
    private final MPR121 mpr121;
    private final int channel;
    private final Register threshold;
    private final Register releaseThreshold;

    MPR121_Channel(MPR121 mpr121, int channel, Register threshold, Register releaseThreshold) {
        this.mpr121 = mpr121;
        this.channel = channel;
        this.threshold = threshold;
        this.releaseThreshold = releaseThreshold;
    }

    /** True if the pad is touched. For several pads, {@link MPR121#touched()} is faster. */
    public boolean value() {
        return mpr121.isTouched(channel);
    }

    /** The same as {@link MPR121#filteredData}. */
    public int rawValue() {
        return mpr121.filteredData(channel);
    }

    /** The pad is touched if it measures more than this below its baseline: 0 to 255, 12 at first. */
    public int threshold() {
        return (int) threshold.get();
    }

    /** Takes 10 ms, and the baselines of all pads begin again: do not touch them. */
    public void threshold(int counts) {
        mpr121.set(threshold, counts);
    }

    /** A touch ends if the pad measures less than this below its baseline: 0 to 255, 6 at first. */
    public int releaseThreshold() {
        return (int) releaseThreshold.get();
    }

    /** Takes 10 ms, and the baselines of all pads begin again: do not touch them. */
    public void releaseThreshold(int counts) {
        mpr121.set(releaseThreshold, counts);
    }

    @Override
    public String toString() {
        return "pad %s of %s".formatted(channel, mpr121);
    }
}
