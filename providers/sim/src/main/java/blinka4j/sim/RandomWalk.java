// SPDX-License-Identifier: MIT
package blinka4j.sim;

import java.util.Random;

/** See {@link Motion#walk}. Keeps the last step, so that time that goes on needs only the new ones. */
final class RandomWalk implements Motion {
    private final long seed;
    private final double least;
    private final double most;
    private final double step;
    private Random random;
    private long second;
    private double from;
    private double to;

    RandomWalk(long seed, double least, double most, double step) {
        if (!(step > 0 && step <= most - least && Double.isFinite(most - least))) {
            throw new IllegalArgumentException(
                    "a random walk with steps of %s from %s to %s is not possible. Expected a step above 0, and at most the distance of the bounds."
                            .formatted(step, least, most));
        }
        this.seed = seed;
        this.least = least;
        this.most = most;
        this.step = step;
        random = new Random(seed);
        start();
    }

    private void start() {
        random = new Random(seed);
        second = 0;
        from = (least + most) / 2;
        to = after(from);
    }

    @Override
    public synchronized double at(double seconds) {
        long wanted = (long) Math.floor(seconds);
        if (wanted < second) {
            start();
        }
        for (; second < wanted; second++) {
            from = to;
            to = after(from);
        }
        return from + (to - from) * Math.max(0, seconds - second);
    }

    private double after(double value) {
        double next = value + step * (2 * random.nextDouble() - 1);
        return next < least ? 2 * least - next : next > most ? 2 * most - next : next;
    }
}
