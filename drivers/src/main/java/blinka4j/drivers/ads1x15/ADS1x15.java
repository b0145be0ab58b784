// SPDX-License-Identifier: MIT
package blinka4j.drivers.ads1x15;

import blinka4j.BusException;
import blinka4j.DeviceNotFoundException;
import blinka4j.busio.BusHold;
import blinka4j.register.Bits;
import blinka4j.register.Choice;
import blinka4j.register.Register;
import blinka4j.register.Registers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What the {@link ADS1015} and the {@link ADS1115} have in common. {@link AnalogIn} is one of their inputs.
 *
 * <p><a href="https://www.ti.com/lit/ds/symlink/ads1115.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_ADS1x15">Adafruit_CircuitPython_ADS1x15</a>.
 *
 * <p>The chip has no id. The constructor checks that it keeps its configuration. In {@link Mode#SINGLE}, each reading writes the
 * whole configuration and checks it afterwards. In {@link Mode#CONTINUOUS}, a chip that has lost its configuration, because its power
 * failed, raises a {@link BusException}: make a new object. Safe to share between threads.
 */
public abstract sealed class ADS1x15 permits ADS1015, ADS1115 {
    /** With ADDR at ground. At VDD, SDA or SCL it is 0x49, 0x4a or 0x4b. */
    public static final int DEFAULT_ADDRESS = 0x48;

    private static final int START = 0x8000;
    private static final int SINGLE_SHOT = 0x0100;
    private static final int WINDOW = 0x10;
    private static final int ACTIVE_HIGH = 0x08;
    private static final int LATCHING = 0x04;
    static final int RATE = 5;
    static final int GAIN = 9;
    private static final int MUX = 12;
    private static final int UNKNOWN = -1;
    static final List<Double> GAINS = List.of(2 / 3.0, 1.0, 2.0, 4.0, 8.0, 16.0);
    private static final double[] FULL_SCALE = {6.144, 4.096, 2.048, 1.024, 0.512, 0.256, 0.256, 0.256};
    static final List<Integer> QUEUE_LENGTHS = List.of(1, 2, 4, 0);

    private final Registers chip;
    private final Register config;
    private final Register conversion;
    private final Register lowThreshold;
    private final Register highThreshold;
    private final Bits gain;
    private final Bits rate;
    private final Bits queue;
    private final Choice<Mode> mode;
    private final Choice<Comp_Mode> comparatorMode;
    private final Choice<Comp_Polarity> comparatorPolarity;
    private final Choice<Comp_Latch> comparatorLatch;
    private final int bits;
    private final List<Integer> rates;
    /** The longest time of a conversion at each rate. */
    private final Duration[] conversionTimes;
    /** The configuration that the last write left in the chip, without {@link #START}. Used with the bus locked. */
    private int settings = UNKNOWN;

    /** The inputs. */
    public enum Pin {
        A0,
        A1,
        A2,
        A3
    }

    /** Converts all the time, or once for each reading. */
    public enum Mode {
        CONTINUOUS,
        SINGLE
    }

    /** The comparator is active above the high threshold until below the low one, or outside both. */
    public enum Comp_Mode {
        TRADITIONAL,
        WINDOW
    }

    /** The level of ALERT/RDY while the comparator is active. */
    public enum Comp_Polarity {
        ACTIVE_LOW,
        ACTIVE_HIGH
    }

    /** Whether ALERT/RDY stays active until a conversion is read. */
    public enum Comp_Latch {
        NONLATCHING,
        LATCHING
    }

    ADS1x15(Registers chip, int wanted, int low, int high, int bits, List<Integer> rates) {
        this.chip = chip;
        this.bits = bits;
        this.rates = rates;
        // The chip's clock is up to 10 % slow. It wakes up in 25 µs.
        conversionTimes = rates.stream()
                .map(perSecond -> Duration.ofNanos(1_100_000_000L / perSecond + 30_000))
                .toArray(Duration[]::new);
        conversion = chip.u16be(0x00).signed();
        config = chip.u16be(0x01);
        lowThreshold = chip.u16be(0x02).signed().named("comparatorLowThreshold");
        highThreshold = chip.u16be(0x03).signed().named("comparatorHighThreshold");
        queue = config.bits(0, 2);
        comparatorLatch = config.bit(2).choice(Comp_Latch.values());
        comparatorPolarity = config.bit(3).choice(Comp_Polarity.values());
        comparatorMode = config.bit(4).choice(Comp_Mode.values());
        rate = config.bits(RATE, 3);
        mode = config.bit(8).choice(Mode.values());
        gain = config.bits(GAIN, 3);
        BusHold hold = chip.lock();
        try (hold) {
            lowThreshold.set(low);
            highThreshold.set(high);
            set(0x0FFF, wanted);
            int found = (int) config.get() & ~START;
            if (found != settings) {
                throw new DeviceNotFoundException(
                        getClass().getSimpleName(),
                        chip,
                        "0x%04x in register 0x01 (expected 0x%04x, just written)".formatted(found, settings));
            }
        }
    }

    static int code(Mode mode, Comp_Mode comparator, Comp_Polarity polarity, Comp_Latch latch) {
        return (mode == Mode.SINGLE ? SINGLE_SHOT : 0)
                | (comparator == Comp_Mode.WINDOW ? WINDOW : 0)
                | (polarity == Comp_Polarity.ACTIVE_HIGH ? ACTIVE_HIGH : 0)
                | (latch == Comp_Latch.LATCHING ? LATCHING : 0);
    }

    static <T> int code(String property, List<T> values, T value) {
        int code = values.indexOf(value);
        if (code < 0) {
            throw new IllegalArgumentException(
                    "%s cannot be %s: expected one of %s".formatted(property, value, values));
        }
        return code;
    }

    /** Resolution in bits. Values have 16 bits nevertheless. */
    public int bits() {
        return bits;
    }

    /** Conversions per second. */
    public int dataRate() {
        return rates.get(Math.min(rate.get(), rates.size() - 1));
    }

    /** @param rate one of {@link #rates()} */
    public void dataRate(int rate) {
        set(7 << RATE, code("dataRate", rates, rate) << RATE);
    }

    public List<Integer> rates() {
        return rates;
    }

    /** The bits of the configuration register for each of {@link #rates()}. */
    public Map<Integer, Integer> rateConfig() {
        Map<Integer, Integer> bitsOfRates = new TreeMap<>();
        rates.forEach(each -> bitsOfRates.put(each, rates.indexOf(each) << RATE));
        return bitsOfRates;
    }

    /** The gain. 2/3, 1, 2, 4, 8 and 16 measure up to 6.144, 4.096, 2.048, 1.024, 0.512 and 0.256 V. */
    public double gain() {
        return GAINS.get(Math.min(gain.get(), GAINS.size() - 1));
    }

    /** @param gain one of {@link #gains()} */
    public void gain(double gain) {
        set(7 << GAIN, code("gain", GAINS, gain) << GAIN);
    }

    public List<Double> gains() {
        return GAINS;
    }

    /** After how many conversions beyond a threshold the comparator is active; 0 if it is off. */
    public int comparatorQueueLength() {
        return QUEUE_LENGTHS.get(queue.get());
    }

    /** @param length one of {@link #comparatorQueueLengths()} */
    public void comparatorQueueLength(int length) {
        set(3, code("comparatorQueueLength", QUEUE_LENGTHS, length));
    }

    public List<Integer> comparatorQueueLengths() {
        return QUEUE_LENGTHS.stream().sorted().toList();
    }

    /** Value below which the comparator ends to be active, −32768 to 32767. */
    public int comparatorLowThreshold() {
        return (int) lowThreshold.get();
    }

    public void comparatorLowThreshold(int value) {
        lowThreshold.set(value);
    }

    /** Value above which the comparator is active, −32768 to 32767. */
    public int comparatorHighThreshold() {
        return (int) highThreshold.get();
    }

    public void comparatorHighThreshold(int value) {
        highThreshold.set(value);
    }

    public Mode mode() {
        return mode.get();
    }

    public void mode(Mode mode) {
        set(SINGLE_SHOT, mode, Mode.SINGLE);
    }

    public Comp_Mode comparatorMode() {
        return comparatorMode.get();
    }

    public void comparatorMode(Comp_Mode mode) {
        set(WINDOW, mode, Comp_Mode.WINDOW);
    }

    public Comp_Polarity comparatorPolarity() {
        return comparatorPolarity.get();
    }

    public void comparatorPolarity(Comp_Polarity polarity) {
        set(ACTIVE_HIGH, polarity, Comp_Polarity.ACTIVE_HIGH);
    }

    public Comp_Latch comparatorLatch() {
        return comparatorLatch.get();
    }

    public void comparatorLatch(Comp_Latch latch) {
        set(LATCHING, latch, Comp_Latch.LATCHING);
    }

    /**
     * Measures. {@link AnalogIn} is easier.
     *
     * @param pin 4 to 7 for A0 to A3; 0 to 3 for A0 − A1, A0 − A3, A1 − A3 and A2 − A3
     * @return −32768 to 32767, in steps of 16 with an ADS1015
     * @throws BusException of kind TIMEOUT if the conversion does not end, of kind OTHER if the chip has another configuration
     */
    public int read(int pin) {
        if (pin < 0 || pin > 7) {
            throw new IllegalArgumentException("pin cannot be %s: expected 0 to 7".formatted(pin));
        }
        BusHold hold = chip.lock();
        try (hold) {
            load();
            int wanted = (settings & ~(7 << MUX)) | (pin << MUX);
            if ((wanted & SINGLE_SHOT) != 0) {
                write(wanted | START);
                awaitConversion();
            } else if (wanted != settings) {
                write(wanted);
            }
            return (wanted & SINGLE_SHOT) != 0 ? (int) conversion.get() : getLastResult();
        }
    }

    /** The value of the last conversion, −32768 to 32767. */
    public int getLastResult() {
        BusHold hold = chip.lock();
        try (hold) {
            int value = (int) conversion.get();
            // As after power-on, when the chip does not convert.
            if (value == 0 && settings != UNKNOWN && ((int) config.get() & ~START) != settings) {
                throw BusException.settingsLost(chip, getClass().getSimpleName());
            }
            return value;
        }
    }

    /** The same as {@link #getLastResult()}, which is one transfer. */
    public int getLastResult(boolean fast) {
        return getLastResult();
    }

    /** The voltage of 32768 with the present gain. */
    double fullScale() {
        BusHold hold = chip.lock();
        try (hold) {
            load();
            return FULL_SCALE[settings >> GAIN & 7];
        }
    }

    BusHold lock() {
        return chip.lock();
    }

    private void set(int bit, Enum<?> value, Enum<?> on) {
        Objects.requireNonNull(value, on.getDeclaringClass().getSimpleName());
        set(bit, value == on ? bit : 0);
    }

    private void set(int mask, int to) {
        BusHold hold = chip.lock();
        try (hold) {
            load();
            write((settings & ~mask) | to);
        }
    }

    /** Makes {@link #settings} known after a write that failed. */
    private void load() {
        if (settings == UNKNOWN) {
            int found = (int) config.steady().get();
            if ((found & (START | SINGLE_SHOT)) != (START | SINGLE_SHOT)) {
                // It converts, perhaps still at another rate.
                chip.sleep(conversionTimes[0]);
                chip.sleep(conversionTime(found));
            }
            settings = found & ~START;
        }
    }

    private void write(int value) {
        int before = settings;
        settings = UNKNOWN;
        config.set(value);
        if ((before & value & SINGLE_SHOT) == 0) {
            // The conversion that runs, and the first one with these settings.
            chip.sleep(conversionTime(before));
            chip.sleep(conversionTime(value));
        }
        settings = value & ~START;
    }

    private void awaitConversion() {
        Duration time = conversionTime(settings);
        for (int waits = 0; waits < 3; waits++) {
            chip.sleep(time);
            int found = (int) config.get();
            if ((found & ~START) != settings) {
                settings = UNKNOWN;
                throw chip.misread("the configuration 0x%04x after another one was written".formatted(found));
            }
            if ((found & START) != 0) {
                return;
            }
        }
        settings = UNKNOWN;
        throw new BusException(
                BusException.Kind.TIMEOUT,
                "%s is still busy after %s ms. A conversion takes a third of that. Check its power and wiring."
                        .formatted(chip, 3 * time.toMillis()));
    }

    private Duration conversionTime(int configuration) {
        return conversionTimes[Math.min(configuration >> RATE & 7, conversionTimes.length - 1)];
    }

    @Override
    public String toString() {
        return "%s at %s".formatted(getClass().getSimpleName(), chip);
    }
}
