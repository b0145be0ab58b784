// SPDX-License-Identifier: MIT
package blinka4j.drivers.veml7700;

import blinka4j.BusException;
import blinka4j.busio.BusHold;
import blinka4j.busio.I2C;
import blinka4j.register.Bits;
import blinka4j.register.Choice;
import blinka4j.register.Register;
import blinka4j.register.Registers;
import blinka4j.time.Time;
import java.time.Duration;

/**
 * Vishay VEML7700 ambient light sensor: 0 to 140,000 lx, with a response like that of the eye. After a change of a setting the
 * next reading waits for a new measurement, with the bus locked. Safe to share between threads.
 *
 * <p><a href="https://www.vishay.com/docs/84286/veml7700.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_VEML7700">Adafruit_CircuitPython_VEML7700</a>.
 *
 * <p>A chip that has lost its settings, because its power failed, raises a {@link BusException} when it is read: make a new object.
 */
public final class VEML7700 {
    /** The only address of the chip. */
    public static final int DEFAULT_ADDRESS = 0x10;

    private static final LightGain[] GAINS = {
        LightGain.ALS_GAIN_1_8, LightGain.ALS_GAIN_1_4, LightGain.ALS_GAIN_1, LightGain.ALS_GAIN_2
    };
    private static final LightIntegrationTime[] TIMES = {
        LightIntegrationTime.ALS_25MS, LightIntegrationTime.ALS_50MS, LightIntegrationTime.ALS_100MS,
        LightIntegrationTime.ALS_200MS, LightIntegrationTime.ALS_400MS, LightIntegrationTime.ALS_800MS
    };

    private final Registers chip;
    private final Register configuration;
    private final Bits shutdown;
    private final Bits interrupt;
    private final Choice<LightIntegrationTime> time;
    private final Choice<LightGain> gain;
    private final Register high;
    private final Register low;
    private final Register power;
    private final Bits psmEnabled;
    private final Choice<LightPsm> psm;
    private final Register light;
    private final Register white;
    private final Bits interruptHigh;
    private final Bits interruptLow;
    /** The settings as they were last read; used with the bus locked. */
    private final byte[] settings = new byte[2];
    /** The longest time in ms of a measurement with earlier settings that may still run, or 0; used with the bus locked. */
    private int earlier;
    /** True until the sensor has measured with its gain and time; used with the bus locked. */
    private boolean isStale;
    /** True if the sensor may have been shut down; used with the bus locked. */
    private boolean isShutDown;

    /** The amplification: {@code ALS_GAIN_1_8} is 1/8. */
    public enum LightGain {
        ALS_GAIN_1(1),
        ALS_GAIN_2(2),
        ALS_GAIN_1_8(0.125),
        ALS_GAIN_1_4(0.25);

        private final double factor;

        LightGain(double factor) {
            this.factor = factor;
        }
    }

    /** The time of a measurement. */
    public enum LightIntegrationTime {
        ALS_100MS(0, 100),
        ALS_200MS(1, 200),
        ALS_400MS(2, 400),
        ALS_800MS(3, 800),
        ALS_50MS(8, 50),
        ALS_25MS(12, 25);

        private final int code;
        private final int millis;

        LightIntegrationTime(int code, int millis) {
            this.code = code;
            this.millis = millis;
        }
    }

    /** The pause in ms after each measurement, if {@link #lightPsmEn()}. */
    public enum LightPsm {
        PSM_500(500),
        PSM_1000(1000),
        PSM_2000(2000),
        PSM_4000(4000);

        private final int millis;

        LightPsm(int millis) {
            this.millis = millis;
        }
    }

    /** As {@link #VEML7700(I2C, int)}, at {@link #DEFAULT_ADDRESS}. */
    public VEML7700(I2C i2c) {
        this(i2c, DEFAULT_ADDRESS);
    }

    /**
     * Starts measuring, with a gain of 1/8, and waits for the first measurement. Older chips have no id, so the driver cannot tell the chip from another device.
     *
     * @throws blinka4j.DeviceNotFoundException if nothing answers at {@code address}
     */
    public VEML7700(I2C i2c, int address) {
        chip = new Registers(i2c, address);
        configuration = chip.u16le(0x00);
        Register config = configuration.steady();
        shutdown = config.bit(0);
        interrupt = config.bit(1);
        time = config.bits(6, 4).choice(LightIntegrationTime.values(), time -> time.code);
        gain = config.bits(11, 2).choice(LightGain.values());
        high = chip.u16le(0x01).named("lightHighThreshold");
        low = chip.u16le(0x02).named("lightLowThreshold");
        power = chip.u16le(0x03).steady();
        psmEnabled = power.bit(0);
        psm = power.bits(1, 2).choice(LightPsm.values());
        light = chip.u16le(0x04);
        white = chip.u16le(0x05);
        interruptHigh = chip.u16le(0x06).bit(14);
        interruptLow = chip.u16le(0x06).bit(15);
        lightGain(LightGain.ALS_GAIN_1_8);
        lightShutdown(false);
        settle();
    }

    /** Counts of the channel that sees as the eye does, 0 to 65535. */
    public int light() {
        return measured(light);
    }

    /** Counts of the channel for all light, infrared too, 0 to 65535. */
    public int white() {
        return measured(white);
    }

    /** Zero is a reason to look whether the chip still has another configuration than after power-on, when it is shut down. */
    private int measured(Register counts) {
        BusHold hold = chip.lock();
        try (hold) {
            if (earlier > 0) {
                settle();
            }
            int found = (int) counts.get();
            if (found == 0 && configuration.get() == 1) {
                throw BusException.settingsLost(chip, "VEML7700");
            }
            return found;
        }
    }

    /** Waits for the measurement that runs, the next one, a tenth more, and 2.5 ms to wake up. Hold the bus. */
    private void settle() {
        boolean pauses = (power.get() & 1) != 0;
        int pause = pauses ? psm.readSteadily().millis : 0;
        chip.sleep(Duration.ofMillis(3 + (earlier + time.readSteadily().millis) * 11L / 10 + pause));
        isStale &= isShutDown && shutdown.isSet();
        earlier = 0;
    }

    private void change(Runnable setting) {
        BusHold hold = chip.lock();
        try (hold) {
            earlier = Math.max(earlier, time.readSteadily().millis);
            setting.run();
        }
    }

    /**
     * True if the sensor does not measure. {@link #light()} and {@link #white()} are then those of the last measurement, also after a
     * change of a setting.
     */
    public boolean lightShutdown() {
        return shutdown.isSet();
    }

    public void lightShutdown(boolean shutdown) {
        change(() -> {
            isShutDown |= shutdown;
            this.shutdown.set(shutdown);
            isShutDown = shutdown;
        });
    }

    /** True if {@link #light()} is compared with the thresholds. */
    public boolean lightInterrupt() {
        return interrupt.isSet();
    }

    public void lightInterrupt(boolean enabled) {
        interrupt.set(enabled);
    }

    /** The amplification; {@link LightGain#ALS_GAIN_1_8} at first. */
    public LightGain lightGain() {
        return gain.get();
    }

    /** The next reading waits for a measurement with this gain. */
    public void lightGain(LightGain gain) {
        change(() -> {
            isStale = true;
            this.gain.set(gain);
        });
    }

    /** The time of a measurement; 100 ms at first. */
    public LightIntegrationTime lightIntegrationTime() {
        return time.get();
    }

    /** The next reading waits for a measurement with this time. */
    public void lightIntegrationTime(LightIntegrationTime time) {
        change(() -> {
            isStale = true;
            this.time.set(time);
        });
    }

    /** In counts, 0 to 65535. */
    public int lightHighThreshold() {
        return (int) high.get();
    }

    /** @param counts 0 to 65535 */
    public void lightHighThreshold(int counts) {
        high.set(counts);
    }

    /** In counts, 0 to 65535. */
    public int lightLowThreshold() {
        return (int) low.get();
    }

    /** @param counts 0 to 65535 */
    public void lightLowThreshold(int counts) {
        low.set(counts);
    }

    /** True if {@link #light()} was above the high threshold. */
    public boolean lightInterruptHigh() {
        return interruptHigh.isSet();
    }

    /** True if {@link #light()} was below the low threshold. */
    public boolean lightInterruptLow() {
        return interruptLow.isSet();
    }

    /** The pause after each measurement with {@link #lightPsmEn()}. */
    public LightPsm lightPsm() {
        return psm.get();
    }

    public void lightPsm(LightPsm pause) {
        psm.set(pause);
    }

    /** True if the sensor saves power: it pauses after each measurement. */
    public boolean lightPsmEn() {
        return psmEnabled.isSet();
    }

    public void lightPsmEn(boolean enabled) {
        psmEnabled.set(enabled);
    }

    /** The pause in ms of {@link #lightPsm()}: 500, 1000, 2000 or 4000. */
    public int psmValue() {
        return psm.get().millis;
    }

    /** The integration time in ms: 25 to 800. */
    public int integrationTimeValue() {
        return time.get().millis;
    }

    /** The gain as a number: 0.125, 0.25, 1 or 2. */
    public double gainValue() {
        return gain.get().factor;
    }

    /** The lux of one count with the present gain and integration time: 0.0042 to 2.1504. */
    public double resolution() {
        BusHold hold = chip.lock();
        try (hold) {
            chip.readInto(0x00, settings);
            return 0.0042 * 800 / time.from(settings, 0).millis * 2 / gain.from(settings, 0).factor;
        }
    }

    /**
     * Illuminance in lx. 65535 counts, or as much as {@link #resolution()} has, also stand for more.
     *
     * @throws IllegalStateException if gain or integration time have changed, and the sensor has not measured since, see
     *     {@link #lightShutdown()}
     */
    public double lux() {
        BusHold hold = chip.lock();
        try (hold) {
            int counts = light();
            if (isStale) {
                throw new IllegalStateException(
                        "lux of a VEML7700 that was shut down before it measured with its gain and time: call lightShutdown(false) first");
            }
            return counts * resolution();
        }
    }

    /**
     * Illuminance in lx, 0 to 140,000 lx and more. Changes gain and integration time until there are 100 to 10,000 counts, which
     * takes up to 6 s, with the bus locked; with {@link #lightPsmEn()}, up to nine times {@link #psmValue()} more. If the light
     * changes meanwhile, there may be more or fewer counts. Corrects bright light as {@link #computeLux}.
     *
     * @throws IllegalStateException if the sensor does not measure, see {@link #lightShutdown()}
     */
    public double autolux() {
        return chip.exclusively(() -> {
            if (lightShutdown()) {
                throw new IllegalStateException(
                        "autolux of a VEML7700 that is shut down: call lightShutdown(false) first");
            }
            int counts = light();
            boolean bright = counts > 100;
            double present = gainValue() * integrationTimeValue();
            // Nine steps: up to 100 ms the lowest gain, then a higher gain, then the highest gain and a longer time.
            for (int i = bright ? 8 : 0;
                    i >= 0 && i <= 8 && (bright ? counts > 10_000 : counts <= 100);
                    i += bright ? -1 : 1) {
                LightGain next = GAINS[Math.max(0, Math.min(3, i - 2))];
                LightIntegrationTime longer = TIMES[i < 3 ? i : Math.max(2, i - 3)];
                double sensitivity = next.factor * longer.millis;
                if (bright ? sensitivity < present : sensitivity > present) {
                    lightGain(next);
                    lightIntegrationTime(longer);
                    counts = light();
                }
            }
            return computeLux(counts, bright);
        });
    }

    /** Waits so many seconds, but at least as long as a measurement takes. */
    public void waitAutolux(double seconds) {
        if (!(seconds >= 0 && seconds < 1e6)) {
            throw new IllegalArgumentException("seconds cannot be %s: expected 0 or more".formatted(seconds));
        }
        chip.sleep(Duration.ofNanos((long) (1e9 * Math.max(seconds, integrationTimeValue() / 1000.0))));
    }

    /**
     * Counts in lx with the present {@link #resolution()}.
     *
     * @param useCorrection true to correct the error of the sensor in bright light with Vishay's polynomial
     */
    public double computeLux(int als, boolean useCorrection) {
        double lux = resolution() * als;
        return useCorrection ? (((6.0135e-13 * lux - 9.3924e-9) * lux + 8.1488e-5) * lux + 1.0023) * lux : lux;
    }

    /** A time in ms of the board's clock, for differences. */
    public static double milliseconds() {
        return Time.monotonicNanos() / 1e6;
    }
}
