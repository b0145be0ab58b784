// SPDX-License-Identifier: MIT
package blinka4j.edge;

/**
 * The first, fixed layers of a network: how strong the motion is in bands of frequencies, all axes together. So it does not matter when in
 * the window a gesture begins, nor around which axis the sensor is turned. They are a part of the ONNX file, whose input is the plain window.
 */
final class Spectrum {
    /** Samples of a window: 1.28 s. */
    static final int SAMPLES = 64;

    /** The first frequency of each band, and the end, in multiples of {@link Motion#HERTZ} / {@link #SAMPLES}: 0.78 Hz. */
    private static final int[] EDGES = {1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 16, 21, 26, 32};

    static final int BANDS = EDGES.length - 1;

    private static final int FREQUENCIES = SAMPLES / 2 - 1;
    private static final double G = 9.80665;

    private Spectrum() {}

    /** Rows of cosines and sines, one pair for each frequency and axis. Multiplied by a window they give amplitudes in g. */
    static float[] waves() {
        float[] waves = new float[outputs() * 3 * SAMPLES];
        for (int axis = 0; axis < 3; axis++) {
            for (int k = 1; k <= FREQUENCIES; k++) {
                int row = 2 * (axis * FREQUENCIES + k - 1);
                for (int i = 0; i < SAMPLES; i++) {
                    double angle = 2 * Math.PI * k * i / SAMPLES;
                    int column = 3 * i + axis;
                    waves[row * 3 * SAMPLES + column] = (float) (2 * Math.cos(angle) / SAMPLES / G);
                    waves[(row + 1) * 3 * SAMPLES + column] = (float) (2 * Math.sin(angle) / SAMPLES / G);
                }
            }
        }
        return waves;
    }

    /** The number of rows of {@link #waves}. */
    static int outputs() {
        return 2 * 3 * FREQUENCIES;
    }

    /** A matrix of {@link #outputs} rows and {@link #BANDS} columns: 1 if the wave belongs to the band. */
    static float[] bands() {
        float[] bands = new float[outputs() * BANDS];
        for (int row = 0; row < outputs(); row++) {
            bands[row * BANDS + band(row)] = 1;
        }
        return bands;
    }

    /** The amplitude of each band in g, for training. */
    static double[] of(float[] window, float[] waves) {
        double[] powers = new double[BANDS];
        for (int row = 0; row < outputs(); row++) {
            double sum = 0;
            for (int i = 0; i < window.length; i++) {
                sum += waves[row * window.length + i] * window[i];
            }
            powers[band(row)] += sum * sum;
        }
        for (int i = 0; i < powers.length; i++) {
            powers[i] = Math.sqrt(powers[i]);
        }
        return powers;
    }

    /** The band of a row of {@link #waves}. */
    private static int band(int row) {
        int frequency = row / 2 % FREQUENCIES + 1;
        int band = 0;
        while (frequency >= EDGES[band + 1]) {
            band++;
        }
        return band;
    }
}
