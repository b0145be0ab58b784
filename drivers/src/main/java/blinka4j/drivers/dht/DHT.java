// SPDX-License-Identifier: MIT
package blinka4j.drivers.dht;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.microcontroller.Pin;
import blinka4j.pulseio.PulseIn;
import java.time.Duration;

/** The common part of DHT sensors. Safe to share between threads. */
public abstract class DHT implements AutoCloseable {
    private static final int BITS = 40;
    /** The sensor's answer, low and high. May be missing. */
    private static final int ANSWER = 2;
    /** Fewer pulses are noise. */
    private static final int LEAST_PULSES = 10;
    /** A high pulse is 26 to 28 µs for 0, and 70 µs for 1. */
    private static final int LONGEST_ZERO = 51;
    /** In µs. A low pulse of a bit takes 48 to 55 µs, and that of the answer 75 to 85. */
    private static final int LONGEST_LOW = 65;
    /** In µs. A longer pulse has lost edges. */
    private static final int LONGEST_PULSE = 110;

    private static final long PERIOD_NANOS = Duration.ofSeconds(2).toNanos();
    private static final long TIMEOUT_NANOS = Duration.ofMillis(250).toNanos();
    private static final Duration STEP = Duration.ofMillis(1);

    private final PulseIn pulses;
    private final int trigger;
    private boolean begun;
    private long due;
    private boolean measured;
    private double temperature;
    private double humidity;

    /**
     * @param trigger the length of the start pulse in µs
     * @param more bits without meaning that may follow
     */
    DHT(Pin pin, int trigger, int more) {
        pulses = new PulseIn(pin, ANSWER + count(BITS + more), true);
        pulses.pause();
        this.trigger = trigger;
    }

    /** A low and a high pulse for each bit, and a last low one. */
    private static int count(int bits) {
        return 2 * bits + 1;
    }

    /** Temperature in °C. Measures if the last measurement is older than 2 s. */
    public synchronized double temperature() {
        measure();
        return temperature;
    }

    /** Relative humidity in %, of the same measurement as {@link #temperature}. Measures if that is older than 2 s. */
    public synchronized double humidity() {
        measure();
        return humidity;
    }

    /**
     * Measures, unless the last measurement is younger than 2 s. After one that failed, waits until 2 s have passed.
     *
     * @throws BusException of kind NO_ACKNOWLEDGE if no sensor answers; CHECKSUM or OTHER if the answer was changed on the way, which
     *     may happen now and then: try again
     */
    public synchronized void measure() {
        long early = due - pulses.clock().nanos();
        if (begun && early > 0) {
            if (measured) {
                return;
            }
            pulses.clock().pause(Duration.ofNanos(early), toString());
        }
        begun = true;
        measured = false;
        due = pulses.clock().nanos() + PERIOD_NANOS;
        int first = listen();
        int[] frame = new int[BITS / 8];
        for (int bit = 0; bit < BITS; bit++) {
            frame[bit / 8] = frame[bit / 8] << 1 | (isOne(bit, first + 2 * bit) ? 1 : 0);
        }
        if (((frame[0] + frame[1] + frame[2] + frame[3]) & 0xFF) != frame[4]) {
            throw new BusException(
                    Kind.CHECKSUM, "wrong checksum from %s. A bit was changed on the way. Try again.".formatted(this));
        }
        double degrees = temperature(frame[2], frame[3]);
        humidity = plausible(humidity(frame[0], frame[1]), 0, 100, "%");
        temperature = plausible(degrees, -40, 80, "°C");
        measured = true;
    }

    /** Returns the index of the first bit's low pulse. */
    private int listen() {
        pulses.clear();
        pulses.resume(trigger);
        long end = pulses.clock().nanos() + TIMEOUT_NANOS;
        while (pulses.length() < pulses.maxlen() && pulses.clock().nanos() - end < 0) {
            pulses.clock().pause(STEP, toString());
        }
        pulses.pause();
        int length = pulses.length();
        if (length < LEAST_PULSES) {
            throw new BusException(
                    Kind.NO_ACKNOWLEDGE,
                    "%s does not answer. Check its power and wiring, and the pull-up resistor of its data line."
                            .formatted(this));
        }
        int first = length > ANSWER + count(BITS) ? length - pulses.maxlen() + ANSWER : length - count(BITS);
        if ((first != 0 && first != ANSWER) || pulses.get(first) > LONGEST_LOW) {
            throw changed("it has %s pulses, of which bits begin at %s".formatted(length, first));
        }
        return first;
    }

    private boolean isOne(int bit, int low) {
        if (pulses.get(low) > LONGEST_PULSE || pulses.get(low + 1) > LONGEST_PULSE) {
            throw changed("bit %s took %s and %s µs".formatted(bit, pulses.get(low), pulses.get(low + 1)));
        }
        return pulses.get(low + 1) > LONGEST_ZERO;
    }

    private BusException changed(String how) {
        return new BusException(Kind.OTHER, "the answer of %s is not whole: %s. Try again.".formatted(this, how));
    }

    private double plausible(double value, double least, double most, String unit) {
        if (value < least || value > most) {
            throw new BusException(
                    Kind.OTHER,
                    "%s gave %s %s, which is not from %s to %s. Try again.".formatted(this, value, unit, least, most));
        }
        return value;
    }

    abstract double temperature(int high, int low);

    abstract double humidity(int high, int low);

    /** The same as {@link #close}. */
    public void exit() {
        close();
    }

    /** Frees the pin. */
    @Override
    public void close() {
        pulses.close();
    }

    /** The class and its pin, such as {@code DHT22 on PulseIn(D4)}. */
    @Override
    public String toString() {
        return "%s on %s".formatted(getClass().getSimpleName(), pulses);
    }
}
