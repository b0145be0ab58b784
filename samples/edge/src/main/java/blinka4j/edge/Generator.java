// SPDX-License-Identifier: MIT
package blinka4j.edge;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Makes motion for training, tests and the simulated sensor. It is no recording of a hand: the README has the model and its numbers. The same
 * seed gives the same motion.
 */
final class Generator {
    private static final double G = 9.80665;

    private final Random random;
    private final Noise noise;
    private final double level;

    /** The kinds of noise. */
    enum Noise {
        /** Normally distributed, each sample on its own. */
        WHITE,
        /** Laplace distributed, so that there are more outliers, with a tremor of the hand of 8 to 12 Hz and a slow drift. */
        HAND
    }

    /** @param level the standard deviation of the noise of each sample in m/s2 */
    Generator(long seed, Noise noise, double level) {
        random = new Random(seed);
        this.noise = noise;
        this.level = level;
    }

    /** Makes as many pieces of each gesture, in a mixed order. */
    List<Motion> pieces(int each, double seconds) {
        List<Motion> pieces = new ArrayList<>();
        for (int i = 0; i < each; i++) {
            List<Gesture> order = new ArrayList<>(List.of(Gesture.values()));
            Collections.shuffle(order, random);
            for (Gesture gesture : order) {
                pieces.add(piece(gesture, seconds));
            }
        }
        return pieces;
    }

    /** Makes a gesture of one person at one time: amplitude, tempo and orientation are drawn once. */
    Motion piece(Gesture gesture, double seconds) {
        int count = (int) Math.round(seconds * Motion.HERTZ);
        float[] samples = new float[3 * count];
        double[] turn = orientation(Math.toRadians(30));
        Mover mover = mover(gesture);
        double gain = between(0.97, 1.03);
        double[] offset = {between(-0.3, 0.3), between(-0.3, 0.3), between(-0.3, 0.3)};
        double tremor = noise == Noise.HAND ? level * between(0.3, 1) : 0;
        double tremorRate = between(8, 12);
        double tremorPhase = between(0, 2 * Math.PI);
        double[] drift = new double[3];
        double[] hand = new double[3];
        for (int i = 0; i < count; i++) {
            double t = i / Motion.HERTZ;
            mover.at(t, hand);
            hand[2] += G;
            double shiver = tremor * Math.sqrt(2) * Math.sin(2 * Math.PI * tremorRate * t + tremorPhase);
            for (int axis = 0; axis < 3; axis++) {
                double value = turn[3 * axis] * hand[0] + turn[3 * axis + 1] * hand[1] + turn[3 * axis + 2] * hand[2];
                if (noise == Noise.HAND) {
                    drift[axis] = 0.995 * drift[axis] + 0.05 * level * random.nextGaussian();
                }
                samples[3 * i + axis] =
                        (float) (gain * value + offset[axis] + drift[axis] + (axis == 0 ? 1 : 0.5) * shiver + sample());
            }
        }
        return new Motion(gesture.label(), samples);
    }

    /** The acceleration of the hand without gravity, in its own axes. */
    private interface Mover {
        void at(double seconds, double[] axes);
    }

    private Mover mover(Gesture gesture) {
        double phase = between(0, 2 * Math.PI);
        double axis = between(0, 2 * Math.PI);
        return switch (gesture) {
            case REST -> {
                double sway = between(0, 0.4);
                double rate = 2 * Math.PI * between(0.1, 0.4);
                yield (t, a) -> {
                    a[0] = sway * Math.sin(rate * t + phase);
                    a[1] = sway * Math.cos(0.7 * rate * t + phase);
                    a[2] = 0;
                };
            }
            case CIRCLE -> {
                double size = between(1.5, 6);
                double narrow = between(0.6, 1);
                double rate = 2 * Math.PI * between(0.7, 1.6);
                double way = random.nextBoolean() ? 1 : -1;
                double unsteady = between(0, 0.2);
                yield (t, a) -> {
                    double now = size * (1 + unsteady * Math.sin(0.37 * rate * t + axis));
                    a[0] = now * Math.cos(rate * t + phase);
                    a[1] = way * narrow * now * Math.sin(rate * t + phase);
                    a[2] = 0.15 * now * Math.sin(rate * t + axis);
                };
            }
            case SHAKE -> {
                double size = between(3.5, 16);
                double rate = 2 * Math.PI * between(1.8, 5.5);
                yield (t, a) -> {
                    double swing = size * (Math.sin(rate * t + phase) + 0.2 * Math.sin(3 * (rate * t + phase)));
                    a[0] = swing * Math.cos(axis);
                    a[1] = swing * Math.sin(axis);
                    a[2] = 0.1 * swing;
                };
            }
            case TAP -> taps(between(3, 15), between(0.5, 1), between(12, 22));
        };
    }

    /** Each tap is a push against z, after which the sensor rings. */
    private Mover taps(double size, double pause, double ring) {
        double[] at = new double[64];
        double[] push = new double[at.length];
        double next = between(0, pause);
        for (int i = 0; i < at.length; i++) {
            at[i] = next;
            push[i] = size * between(0.7, 1.3);
            next += pause * between(0.7, 1.3);
        }
        return (t, a) -> {
            double along = 0;
            for (int i = 0; i < at.length && at[i] <= t; i++) {
                double since = t - at[i];
                along -= push[i] * Math.exp(-since / 0.05) * Math.cos(2 * Math.PI * ring * since);
            }
            a[0] = 0.15 * along;
            a[1] = 0;
            a[2] = along;
        };
    }

    /** A matrix: a turn around z, then a tilt around any horizontal axis. */
    private double[] orientation(double mostTilt) {
        double yaw = between(0, 2 * Math.PI);
        double around = between(0, 2 * Math.PI);
        double tilt = between(0, mostTilt);
        double x = Math.cos(around);
        double y = Math.sin(around);
        double c = Math.cos(tilt);
        double s = Math.sin(tilt);
        double[] lean = {
            c + x * x * (1 - c), x * y * (1 - c), y * s, x * y * (1 - c), c + y * y * (1 - c), -x * s, -y * s, x * s, c
        };
        double[] both = new double[9];
        for (int row = 0; row < 3; row++) {
            double first = lean[3 * row];
            double second = lean[3 * row + 1];
            both[3 * row] = first * Math.cos(yaw) + second * Math.sin(yaw);
            both[3 * row + 1] = -first * Math.sin(yaw) + second * Math.cos(yaw);
            both[3 * row + 2] = lean[3 * row + 2];
        }
        return both;
    }

    private double sample() {
        if (noise == Noise.WHITE) {
            return level * random.nextGaussian();
        }
        double u = random.nextDouble() - 0.5;
        return -level / Math.sqrt(2) * Math.signum(u) * Math.log(Math.max(1e-12, 1 - 2 * Math.abs(u)));
    }

    private double between(double least, double most) {
        return least + (most - least) * random.nextDouble();
    }
}
