// SPDX-License-Identifier: MIT
package blinka4j.drivers.sht31d;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.busdevice.I2CDevice;
import blinka4j.busdevice.WordCommands;
import blinka4j.busio.BusHold;
import blinka4j.busio.I2C;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;

/**
 * Sensirion SHT30, SHT31 and SHT35 humidity and temperature sensors with a heater: 0 to 100 %, −40 to 125 °C. A reading is a
 * new measurement, or, in {@link Mode#MODE_PERIODIC}, the next one of the chip. The chip has no id and does not tell its
 * settings. Safe to share between threads.
 *
 * <p><a href="https://sensirion.com/resource/datasheet/sht3x-dis">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_SHT31D">Adafruit_CircuitPython_SHT31D</a>.
 */
public final class SHT31D {
    /** With ADDR low. With ADDR high it is 0x45. */
    public static final int DEFAULT_ADDRESS = 0x44;

    public static final double FREQUENCY_0_5 = 0.5;
    public static final double FREQUENCY_1 = 1;
    public static final double FREQUENCY_2 = 2;
    public static final double FREQUENCY_4 = 4;
    public static final double FREQUENCY_10 = 10;

    private static final double[] FREQUENCIES = {FREQUENCY_0_5, FREQUENCY_1, FREQUENCY_2, FREQUENCY_4, FREQUENCY_10};
    /** For each frequency the higher byte of the command that starts the measurements. */
    private static final int[] PERIODIC = {0x20, 0x21, 0x22, 0x23, 0x27};

    private static final Duration SHORT = Duration.ofMillis(1);

    private final I2CDevice device;
    private final WordCommands chip;
    // The chip cannot be asked for them. Written with the bus locked.
    private volatile Mode mode = Mode.MODE_SINGLE;
    private volatile Repeatability repeatability = Repeatability.REP_HIGH;
    private volatile double frequency = FREQUENCY_4;
    private volatile boolean art;
    private volatile boolean clockStretching;
    /** Whether the chip is known to do what the fields above say. */
    private boolean settled;

    /** Measure when asked, or all the time. */
    public enum Mode {
        MODE_SINGLE,
        MODE_PERIODIC
    }

    /** The noise of a measurement. It takes 15.5, 6.5 or 4.5 ms. */
    public enum Repeatability {
        REP_HIGH(15_500, 0x2400, 0x2C06, 0x37_34_36_30_32L),
        REP_MED(6_500, 0x240B, 0x2C0D, 0x21_22_20_26_24L),
        REP_LOW(4_500, 0x2416, 0x2C10, 0x2A_29_2B_2D_2FL);

        private final Duration time;
        private final int single;
        private final int stretched;
        /** For each frequency, from right to left, the lower byte of the command that starts the measurements. */
        private final long periodic;

        Repeatability(long micros, int single, int stretched, long periodic) {
            this.time = Duration.ofNanos(1000 * micros);
            this.single = single;
            this.stretched = stretched;
            this.periodic = periodic;
        }
    }

    /** Temperature in °C and relative humidity in %, measured together. */
    public record Measurements(double temperature, double relativeHumidity) {}

    public SHT31D(I2C i2c) {
        this(i2c, DEFAULT_ADDRESS);
    }

    /**
     * @throws IllegalArgumentException if {@code address} is not 0x44 or 0x45
     * @throws blinka4j.DeviceNotFoundException if nothing answers there
     */
    public SHT31D(I2C i2c, int address) {
        if (address != 0x44 && address != 0x45) {
            throw new IllegalArgumentException(
                    "an SHT31D cannot have address 0x%02x: expected 0x44 or 0x45".formatted(address));
        }
        device = new I2CDevice(i2c, address);
        chip = new WordCommands(device);
        settle();
        chip.send(Duration.ofNanos(1_500_000), 0x30A2);
    }

    /** {@link Mode#MODE_SINGLE} at first. */
    public Mode mode() {
        return mode;
    }

    public void mode(Mode mode) {
        change(() -> this.mode = Objects.requireNonNull(mode, "mode"));
    }

    /** {@link Repeatability#REP_HIGH} at first. */
    public Repeatability repeatability() {
        return repeatability;
    }

    public void repeatability(Repeatability repeatability) {
        change(() -> this.repeatability = Objects.requireNonNull(repeatability, "repeatability"));
    }

    /** True if the chip holds the clock until it has measured, instead of the driver waiting. Only in single mode. */
    public boolean clockStretching() {
        return clockStretching;
    }

    /** The bus must support clock stretching. */
    public void clockStretching(boolean clockStretching) {
        this.clockStretching = clockStretching;
    }

    /** True if the response time is accelerated in periodic mode, at 4 Hz. */
    public boolean art() {
        return art;
    }

    public void art(boolean art) {
        change(() -> {
            this.art = art;
            frequency = art ? FREQUENCY_4 : frequency;
        });
    }

    /** Measurements per second in periodic mode: 0.5, 1, 2, 4 or 10. 4 at first. */
    public double frequency() {
        return frequency;
    }

    /** @throws IllegalStateException if {@link #art} is on */
    public void frequency(double hertz) {
        if (Arrays.binarySearch(FREQUENCIES, hertz) < 0) {
            throw new IllegalArgumentException(
                    "frequency cannot be %s Hz: expected 0.5, 1, 2, 4 or 10".formatted(hertz));
        }
        change(() -> {
            if (art) {
                throw new IllegalStateException("frequency is 4 Hz while art is on: call art(false) first");
            }
            frequency = hertz;
        });
    }

    /** Temperature in °C. */
    public double temperature() {
        return measurements().temperature;
    }

    /** Relative humidity in %, 0 to 100. */
    public double relativeHumidity() {
        return measurements().relativeHumidity;
    }

    /**
     * In periodic mode waits for a measurement that was not read before.
     *
     * @throws BusException of kind TIMEOUT if the chip makes none; of kind CHECKSUM if the reply was changed on the way
     */
    public Measurements measurements() {
        BusHold hold = device.lock();
        try (hold) {
            settle();
            int[] words = mode == Mode.MODE_PERIODIC
                    ? fetch()
                    : clockStretching
                            ? chip.query(SHORT, 2, repeatability.stretched)
                            : chip.query(repeatability.time, 2, repeatability.single);
            return new Measurements(-45 + 175 * words[0] / 65535.0, 100 * words[1] / 65535.0);
        }
    }

    /** True if the heater is on. It is for tests: it warms the sensor by a few °C. */
    public boolean heater() {
        return (status() & 0x2000) != 0;
    }

    public void heater(boolean on) {
        chip.send(SHORT, on ? 0x306D : 0x3066);
    }

    /** The status register: bit 15 alert, 13 heater, 11 humidity alert, 10 temperature alert, 4 reset, 1 and 0 command errors. */
    public int status() {
        return chip.query(SHORT, 1, 0xF32D)[0];
    }

    /** 32 bits. */
    public long serialNumber() {
        int[] words = chip.query(SHORT, 2, 0x3780);
        return ((long) words[0] << 16) | words[1];
    }

    private void change(Runnable setting) {
        BusHold hold = device.lock();
        try (hold) {
            Mode before = mode;
            setting.run();
            settled &= before == Mode.MODE_SINGLE && mode == Mode.MODE_SINGLE;
            settle();
        }
    }

    /** Stops the periodic mode, and starts it with the present settings. What failed is done again before the next reading. */
    private void settle() {
        if (!settled) {
            chip.send(SHORT, 0x3093);
            if (mode == Mode.MODE_PERIODIC) {
                int index = Arrays.binarySearch(FREQUENCIES, frequency);
                int command = (PERIODIC[index] << 8) | (int) ((repeatability.periodic >> (8 * index)) & 0xFF);
                chip.send(SHORT, art ? 0x2B32 : command);
            }
            settled = true;
        }
    }

    /** Without a new measurement the chip does not acknowledge the read. */
    private int[] fetch() {
        Duration period = Duration.ofNanos(Math.round(1e9 / frequency));
        for (int polls = 0; polls < 40; polls++) {
            try {
                return chip.query(SHORT, 2, 0xE000);
            } catch (BusException e) {
                if (e.kind() != Kind.NO_ACKNOWLEDGE) {
                    throw e;
                }
            }
            device.sleep(period.dividedBy(20));
        }
        settled = false;
        throw new BusException(
                Kind.TIMEOUT,
                "%s has made no measurement in %s ms. It makes one every %s ms. Check its power and wiring, and try again."
                        .formatted(device, period.multipliedBy(2).toMillis(), period.toMillis()));
    }
}
