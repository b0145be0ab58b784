// SPDX-License-Identifier: MIT
package blinka4j.drivers.sgp40;

/**
 * Sensirion's VOC index of the signal of an SGP40, taken once per second. It compares the signal with its mean and standard
 * deviation of the last 12 hours. The original computes in fixed point: its index may differ by 1. For one thread at a time.
 */
public final class VOCAlgorithm {
    /** Calls until the first index. */
    private static final int BLACKOUT = 46;

    /** Calls after which these no longer count. */
    private static final int MOST_CALLS = 32766;

    /** The estimates are scaled by it. */
    private static final double SCALE = 64;

    private static final double GAMMA = SCALE / 3600 / (12 + 1 / 3600.0);
    private static final double INITIAL_MEAN_GAMMA = SCALE / 21;
    private static final double INITIAL_VARIANCE_GAMMA = SCALE / 2501;

    private State state = new State();

    /** Forgets all. */
    public void vocalgorithmInit() {
        state = new State();
    }

    /**
     * @param sraw the signal. If it is not from 1 to 64999, the last one counts
     * @return the index, 1 to 500; 0 in the first 46 calls
     */
    public int vocalgorithmProcess(int sraw) {
        return state.process(sraw);
    }

    /** Falls from 1 to 0 around {@code middle}, or rises if {@code slope} is negative. */
    private static double sigmoid(double middle, double slope, double x) {
        return 1 / (1 + Math.exp(slope * (x - middle)));
    }

    private static final class State {
        private int calls;
        private double signal;
        private boolean filtering;
        private double fast;
        private double slow;
        private double adapted;
        private boolean estimating;
        private double offset;
        private double mean;
        private double deviation = 50;
        private int callsOfGamma;
        private int callsOfGating;
        private double gatedMinutes;

        int process(int sraw) {
            if (calls < BLACKOUT) {
                calls++;
                return 0;
            }
            if (sraw > 0 && sraw < 65_000) {
                signal = Math.max(20_001, Math.min(52_767, sraw)) - 20_000;
            }
            double gain = (signal - mean - offset) / -(deviation + 220) * 230;
            double index = Math.max(0.5, filter(500 * sigmoid(213, -0.0065, gain)));
            if (signal > 0) {
                estimate(index);
            }
            return (int) Math.floor(index + 0.5);
        }

        /** Follows quickly if the fast and the slow filter differ. */
        private double filter(double index) {
            if (!filtering) {
                filtering = true;
                fast = index;
                slow = index;
                adapted = index;
            }
            fast += (index - fast) / 21;
            slow += (index - slow) / 501;
            double tau = 480 * Math.exp(-0.2 * Math.abs(fast - slow)) + 20;
            adapted += (index - adapted) / (1 + tau);
            return adapted;
        }

        private void estimate(double index) {
            if (!estimating) {
                estimating = true;
                offset = signal;
                return;
            }
            if (Math.abs(mean) >= 100) {
                offset += mean;
                mean = 0;
            }
            callsOfGamma = Math.min(MOST_CALLS, callsOfGamma + 1);
            callsOfGating = Math.min(MOST_CALLS, callsOfGating + 1);
            // Unusual air does not count, except at the beginning.
            double early = sigmoid(2700, 0.01, callsOfGamma);
            double usual = sigmoid(threshold(2700), 0.09, index);
            double meanGamma = usual * (GAMMA + (INITIAL_MEAN_GAMMA - GAMMA) * early);
            double earlyVariance = sigmoid(5220, 0.01, callsOfGamma);
            double varianceGamma = sigmoid(threshold(5220), 0.09, index)
                    * (GAMMA + (INITIAL_VARIANCE_GAMMA - GAMMA) * (earlyVariance - early));
            // After three hours unusual air is usual.
            gatedMinutes = Math.max(0, gatedMinutes + ((1 - usual) * 1.3 - 0.3) / 60);
            if (gatedMinutes > 180) {
                callsOfGating = 0;
            }
            double delta = (signal - offset - mean) / SCALE;
            double scaling = deviation + Math.abs(delta) > 1440 ? 4 : 1;
            // The numbers of the original end at 32768.
            double variance = deviation * deviation / (SCALE * scaling) + varianceGamma * delta * delta / scaling;
            deviation = Math.sqrt(scaling * (SCALE - varianceGamma)) * Math.sqrt(Math.min(32_768, variance));
            mean += meanGamma * delta;
        }

        private double threshold(int middle) {
            return 340 + 170 * sigmoid(middle, 0.01, callsOfGating);
        }
    }
}
