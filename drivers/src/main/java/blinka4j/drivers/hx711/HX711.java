// SPDX-License-Identifier: MIT
package blinka4j.drivers.hx711;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.provider.Clock;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Avia Semiconductor HX711: small voltages of load cells, as numbers of 24 bits, 10 or 80 per second. Full scale is ±AVDD / 2 / gain.
 * Safe to share between threads.
 *
 * <p><a href="https://cdn.sparkfun.com/datasheets/Sensors/ForceFlex/hx711_english.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_HX711">Adafruit_CircuitPython_HX711</a>.
 *
 * <p>A clock that is high for more than 60 µs resets the chip. Linux may interrupt a program for longer. The driver measures each pulse.
 * If one was too long, or the frame is wrong, it resets the chip and reads again. Then, and after a change of channel or gain, a reading
 * takes 0.5 s (at 80 per second 0.06 s), because the chip's filter has to settle.
 *
 * <p>The chip does not report that its power failed. It then converts channel A with a gain of 128, and its first values are not settled:
 * call {@link #powerDown powerDown(true)}. The next reading then settles again.
 */
public final class HX711 {
    /** The data sheet allows 50 µs. The chip resets after 60. */
    private static final long LONGEST_HIGH = 50_000;
    /** Less than a conversion at 80 per second. */
    private static final long LONGEST_FRAME = 10_000_000;

    private static final long HALF_NANOS = 1_000;
    private static final int BITS = 24;
    private static final int LEAST = -1 << (BITS - 1);
    /** The first conversion that is right after a reset, or a change of channel or gain: 400 ms at 10 per second, 50 ms at 80. */
    private static final int SETTLED = 4;

    private static final int TRIES = 5;
    /** Java needs some frames until it has compiled the driver. */
    private static final int SLOW_TRIES = 20;

    private static final int WARM_UPS = 8;
    /** A frame that is not valid. */
    private static final int BROKEN = Integer.MIN_VALUE;
    /** A frame that the chip may not have understood. */
    private static final int SLOW = BROKEN + 1;

    private static final long TIMEOUT_NANOS = 1_000_000_000;
    private static final Duration STEP = Duration.ofMillis(1);

    /** A channel and its gain. Full scale at 5 V is ±20, ±80 and ±40 mV. */
    public enum ChanGain {
        CHAN_A_GAIN_128(25),
        CHAN_B_GAIN_32(26),
        CHAN_A_GAIN_64(27);

        /** The pulses of a frame, which choose the next conversion. */
        private final int pulses;

        ChanGain(int pulses) {
            this.pulses = pulses;
        }
    }

    private final DigitalInOut data;
    private final DigitalInOut clock;
    /** What the chip converts; null if that is not known. */
    private @Nullable ChanGain current;
    /** Conversions before the first that is right. */
    private int unsettled;

    private boolean isDown;
    private String fault = "";

    private volatile int tareValueA;
    private volatile int tareValueB;

    /** Makes the pins an input and an output. The caller closes them. The first reading resets the chip. */
    public HX711(DigitalInOut dataPin, DigitalInOut clockPin) {
        data = dataPin;
        clock = clockPin;
        data.switchToInput();
        clock.switchToOutput(false);
    }

    /** True if no conversion is ready, and without meaning while the chip is powered down. */
    public boolean isBusy() {
        return data.value();
    }

    /** What is subtracted from readings of channel A, with both gains; 0 at first. A reading with a gain of 64 is half as large. */
    public int tareValueA() {
        return tareValueA;
    }

    /** @param tareValue any number; only the driver knows it */
    public void tareValueA(int tareValue) {
        tareValueA = tareValue;
    }

    /** What is subtracted from readings of channel B; 0 at first. */
    public int tareValueB() {
        return tareValueB;
    }

    /** @param tareValue any number; only the driver knows it */
    public void tareValueB(int tareValue) {
        tareValueB = tareValue;
    }

    /** Channel A with a gain of 128. */
    public int read() {
        return read(ChanGain.CHAN_A_GAIN_128);
    }

    /**
     * Waits for a conversion. Without a tare value, −8388608 and 8388607 mean that the voltage is out of range.
     *
     * @return −8388608 to 8388607, less the tare value
     * @throws BusException of kind TIMEOUT if the chip is not ready within 1 s; OTHER if 5 frames were wrong
     */
    public int read(ChanGain chanGain) {
        int tare = tare(chanGain);
        return raw(chanGain) - tare;
    }

    /**
     * The mean of several readings.
     *
     * @param count at least 1
     * @throws BusException as {@link #read(ChanGain)}; of kind OTHER if a voltage is out of range
     */
    public double readAverage(ChanGain chanGain, int count) {
        if (count < 1) {
            throw new IllegalArgumentException(
                    "the mean of %s readings is not possible. Pass 1 or more.".formatted(count));
        }
        int tare = tare(chanGain);
        double sum = 0;
        for (int i = 0; i < count; i++) {
            int value = raw(chanGain);
            if (value == LEAST || value == -LEAST - 1) {
                throw new BusException(
                        Kind.OTHER,
                        "the voltage of %s at %s is out of range. Reduce the load, or the gain."
                                .formatted(chanGain, this));
            }
            sum += value - tare;
        }
        return sum / count;
    }

    private int tare(ChanGain chanGain) {
        return Objects.requireNonNull(chanGain, "chanGain") == ChanGain.CHAN_B_GAIN_32 ? tareValueB : tareValueA;
    }

    /** The same as {@link #read(ChanGain)}. */
    public int readChannelBlocking(ChanGain chanGain) {
        return read(chanGain);
    }

    private synchronized int raw(ChanGain wanted) {
        int slow = 0;
        for (int failures = 0; failures < TRIES && slow < SLOW_TRIES; ) {
            if (current == null) {
                powerDown(true);
                powerDown(false);
            }
            boolean isOther = current != wanted;
            await();
            int value = frame(wanted);
            if (value == BROKEN) {
                failures++;
            } else if (value == SLOW) {
                slow++;
            } else if (isOther) {
                unsettled = SETTLED - 1;
            } else if (unsettled > 0) {
                unsettled--;
            } else {
                return value;
            }
        }
        throw new BusException(Kind.OTHER, "%s: %s".formatted(this, fault));
    }

    private void await() {
        long end = data.clock().nanos() + TIMEOUT_NANOS;
        while (isBusy()) {
            if (data.clock().nanos() - end >= 0) {
                current = null;
                throw new BusException(
                        Kind.TIMEOUT,
                        "%s was not ready within 1 s. It usually takes 0.1 s, and 0.4 s after a reset. Check its power and wiring."
                                .formatted(this));
            }
            data.clock().pause(STEP, "HX711");
        }
    }

    private int frame(ChanGain next) {
        Clock time = data.clock();
        current = null;
        int value = 0;
        long longest = 0;
        // After a sleep the processor is slow at first: the first pulse would take up to 150 µs.
        for (int i = 0; i < WARM_UPS; i++) {
            clock.value(false);
            time.delay(HALF_NANOS);
        }
        long began = time.nanos();
        for (int pulse = 0; pulse < next.pulses; pulse++) {
            long rises = time.nanos();
            clock.value(true);
            time.delay(HALF_NANOS);
            clock.value(false);
            longest = Math.max(longest, time.nanos() - rises);
            time.delay(HALF_NANOS);
            if (pulse < BITS) {
                value = value << 1 | (data.value() ? 1 : 0);
            }
        }
        boolean ended = data.value();
        if (longest > LONGEST_HIGH || time.nanos() - began > LONGEST_FRAME) {
            fault =
                    "its clock was high for more than 50 µs, or the frame took more than 10 ms. Reduce the load on this machine.";
            return SLOW;
        }
        if (!ended) {
            fault = "its data is low after the last pulse of a frame. Check its power and wiring.";
            return BROKEN;
        }
        current = next;
        return value << (Integer.SIZE - BITS) >> (Integer.SIZE - BITS);
    }

    /**
     * Powers the chip down, to less than 1 µA, or up. It then converts channel A with a gain of 128. A reading powers it up, too.
     *
     * @throws BusException of kind INTERRUPTED if the thread is interrupted
     */
    public synchronized void powerDown(boolean down) {
        if (down) {
            current = null;
            isDown = true;
            clock.value(false);
            data.clock().delay(HALF_NANOS);
            clock.value(true);
            data.clock().pause(STEP, "HX711");
        } else if (isDown) {
            clock.value(false);
            isDown = false;
            current = ChanGain.CHAN_A_GAIN_128;
            unsettled = SETTLED - 1;
        }
    }

    @Override
    public String toString() {
        return "HX711 on %s".formatted(data);
    }
}
