// SPDX-License-Identifier: MIT
package blinka4j.edge;

import blinka4j.runtime.Blinka;
import blinka4j.time.Time;

/** Reads a sensor at a steady rate, in the time of its board. */
final class Sampler {
    private final Blinka blinka;
    private final Accelerometer sensor;
    private final double period;
    private final float[] axes = new float[3];

    /** Takes a sample. */
    @FunctionalInterface
    interface Sink {
        /**
         * @param seconds the time since the start, when the sample was read
         * @return false to end
         */
        boolean take(double seconds, float x, float y, float z);
    }

    Sampler(Blinka blinka, Accelerometer sensor, double hertz) {
        this.blinka = blinka;
        this.sensor = sensor;
        period = 1 / hertz;
    }

    /** Reads until the sink ends it. After a delay it continues at the rate, and the missed samples are missing. */
    void run(Sink sink) {
        double start = Time.monotonic(blinka);
        double due = start;
        boolean goesOn = true;
        while (goesOn) {
            double now = Time.monotonic(blinka);
            if (now < due) {
                Time.sleep(blinka, due - now);
            } else if (now > due + period) {
                due = now;
            }
            due += period;
            sensor.read(axes);
            goesOn = sink.take(Time.monotonic(blinka) - start, axes[0], axes[1], axes[2]);
        }
    }
}
