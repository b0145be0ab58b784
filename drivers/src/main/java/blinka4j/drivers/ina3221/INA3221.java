// SPDX-License-Identifier: MIT
package blinka4j.drivers.ina3221;

import blinka4j.busdevice.I2CDevice;
import blinka4j.busio.I2C;
import blinka4j.register.Bits;
import blinka4j.register.Choice;
import blinka4j.register.Register;
import blinka4j.register.Registers;
import blinka4j.register.Scaled;
import java.time.Duration;
import java.util.List;

/**
 * Texas Instruments INA3221 monitor of voltage (0 to 26 V) and current of three channels, each with a shunt resistor: 0.05 Ω on
 * Adafruit's board. Safe to share between threads.
 *
 * <p><a href="https://www.ti.com/lit/ds/symlink/ina3221.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_INA3221">Adafruit_CircuitPython_INA3221</a>.
 */
public final class INA3221 {
    /** With A0 at ground. Other connections select 0x41 to 0x43. */
    public static final int DEFAULT_ADDRESS = 0x40;

    /** The bits of {@link #flags()}. */
    public static final int CONV_READY = 0x001;

    public static final int TIMECONT_ALERT = 0x002;
    public static final int POWER_VALID = 0x004;
    public static final int WARN_CH3 = 0x008;
    public static final int WARN_CH2 = 0x010;
    public static final int WARN_CH1 = 0x020;
    public static final int SUMMATION = 0x040;
    public static final int CRITICAL_CH3 = 0x080;
    public static final int CRITICAL_CH2 = 0x100;
    public static final int CRITICAL_CH1 = 0x200;

    private final Registers chip;
    private final Register configuration;
    private final Choice<MODE> mode;
    private final Choice<CONV_TIME> shuntTime;
    private final Choice<CONV_TIME> busTime;
    private final Choice<AVG_MODE> averages;
    private final Bits flags;
    private final Bits dieId;
    private final Bits manufacturerId;
    private final Scaled upper;
    private final Scaled lower;
    private final Scaled sum;
    private final Scaled sumLimit;
    private final List<INA3221Channel> channels;

    /** The number of samples that are averaged. */
    public enum AVG_MODE {
        AVG_1_SAMPLE(1),
        AVG_4_SAMPLES(4),
        AVG_16_SAMPLES(16),
        AVG_64_SAMPLES(64),
        AVG_128_SAMPLES(128),
        AVG_256_SAMPLES(256),
        AVG_512_SAMPLES(512),
        AVG_1024_SAMPLES(1024);

        private final int samples;

        AVG_MODE(int samples) {
            this.samples = samples;
        }
    }

    /** The time of a conversion: 140 µs to 8.244 ms. */
    public enum CONV_TIME {
        CONV_TIME_140US(140),
        CONV_TIME_204US(204),
        CONV_TIME_332US(332),
        CONV_TIME_588US(588),
        CONV_TIME_1MS(1100),
        CONV_TIME_2MS(2116),
        CONV_TIME_4MS(4156),
        CONV_TIME_8MS(8244);

        private final int micros;

        CONV_TIME(int micros) {
            this.micros = micros;
        }
    }

    /** What the chip measures: shunt voltages, bus voltages or both, once (triggered) or all the time. */
    public enum MODE {
        POWER_DOWN,
        SHUNT_TRIG,
        BUS_TRIG,
        SHUNT_BUS_TRIG,
        POWER_DOWN2,
        SHUNT_CONT,
        BUS_CONT,
        SHUNT_BUS_CONT
    }

    /** Two bus voltages in V. */
    public record PowerValidLimits(double lower, double upper) {}

    public INA3221(I2C i2c) {
        this(i2c, DEFAULT_ADDRESS);
    }

    /** With all channels. */
    public INA3221(I2C i2c, int address) {
        this(i2c, address, new int[] {0, 1, 2}, true);
    }

    /**
     * Resets the chip, and returns after the first measurement. It then averages 64 conversions of 8.244 ms. A new average of
     * three channels takes 3.2 s.
     *
     * @param enable the channels to measure, 0 to 2
     * @param probe false if an empty write disturbs another device on the bus
     * @throws blinka4j.DeviceNotFoundException if nothing answers at {@code address}, or another chip does
     */
    public INA3221(I2C i2c, int address, int[] enable, boolean probe) {
        chip = new Registers(new I2CDevice(i2c, address, probe));
        chip.u16be(0xFE).require(0x5449, "INA3221");
        chip.u16be(0xFF).require(0x3220, "INA3221");
        configuration = chip.u16be(0x00);
        averages = configuration.bits(9, 3).choice(AVG_MODE.values());
        busTime = configuration.bits(6, 3).choice(CONV_TIME.values());
        shuntTime = configuration.bits(3, 3).choice(CONV_TIME.values());
        mode = configuration.bits(0, 3).choice(MODE.values());
        dieId = chip.u16be(0xFF).bits(0, 16);
        manufacturerId = chip.u16be(0xFE).bits(0, 16);
        flags = chip.u16be(0x0F).bits(0, 10);
        upper = chip.u16be(0x10).bits(3, 13).signed().alone().scaled(0.008, "upper limit", "V");
        lower = chip.u16be(0x11).bits(3, 13).signed().alone().scaled(0.008, "lower limit", "V");
        sum = chip.u16be(0x0D).bits(1, 15).signed().scaled(0.00004);
        sumLimit = chip.u16be(0x0E).bits(1, 15).signed().alone().scaled(0.00004, "shuntVoltageSumLimit", "V");
        channels = List.of(new INA3221Channel(chip, 0), new INA3221Channel(chip, 1), new INA3221Channel(chip, 2));
        int enabled = 0;
        for (int channel : enable) {
            get(channel);
            enabled |= 0x4000 >> channel;
        }
        int settings = enabled | 0x07FF;
        chip.exclusively(() -> {
            reset();
            configuration.set(settings);
        });
    }

    /**
     * A channel, 0 to 2: {@code ina[channel]}.
     *
     * @throws IndexOutOfBoundsException if there is no such channel
     */
    public INA3221Channel get(int channel) {
        if (channel < 0 || channel >= channels.size()) {
            throw new IndexOutOfBoundsException("an INA3221 has no channel %s: expected 0 to 2".formatted(channel));
        }
        return channels.get(channel);
    }

    public List<INA3221Channel> channels() {
        return channels;
    }

    /** Resets the chip, and returns after its first measurement. It measures all channels all the time, each value 1.1 ms. */
    public void reset() {
        chip.exclusively(() -> {
            configuration.set(0x8000);
            chip.sleep(Duration.ofMillis(8));
        });
    }

    /** 0x3220. */
    public int dieId() {
        return dieId.get();
    }

    /** 0x5449. */
    public int manufacturerId() {
        return manufacturerId.get();
    }

    public MODE mode() {
        return mode.get();
    }

    /** Returns after the measurement, if this is a triggered mode. */
    public void mode(MODE mode) {
        chip.exclusively(() -> {
            this.mode.set(mode);
            if (mode == MODE.SHUNT_TRIG || mode == MODE.BUS_TRIG || mode == MODE.SHUNT_BUS_TRIG) {
                // A conversion may take a tenth longer than usual: data sheet, 6.5.
                long micros = 3L * averages.get().samples * (shuntTime.get().micros + busTime.get().micros);
                chip.sleep(Duration.ofNanos(1100 * micros));
            }
        });
    }

    public CONV_TIME shuntVoltageConvTime() {
        return shuntTime.get();
    }

    public void shuntVoltageConvTime(CONV_TIME time) {
        shuntTime.set(time);
    }

    public CONV_TIME busVoltageConvTime() {
        return busTime.get();
    }

    public void busVoltageConvTime(CONV_TIME time) {
        busTime.set(time);
    }

    public AVG_MODE averagingMode() {
        return averages.get();
    }

    public void averagingMode(AVG_MODE mode) {
        averages.set(mode);
    }

    /** The flags {@link #CONV_READY} to {@link #CRITICAL_CH1}. Reading clears those of alerts. */
    public int flags() {
        return flags.get();
    }

    /** The chip tells valid power when all bus voltages are above the upper limit, until one is below the lower one. */
    public PowerValidLimits powerValidLimits() {
        return chip.exclusively(() -> new PowerValidLimits(lower.get(), upper.get()));
    }

    /** In V, in steps of 8 mV. */
    public void powerValidLimits(double lowerVolts, double upperVolts) {
        double first = lower.rounded(lowerVolts);
        double second = upper.rounded(upperVolts);
        chip.exclusively(() -> {
            lower.set(first);
            upper.set(second);
        });
    }

    /** The sum of the shunt voltages of the channels with {@link INA3221Channel#summationChannel()}, in V. */
    public double shuntVoltageSum() {
        return sum.get();
    }

    /** The limit for the sum in V, ±0.655 in steps of 40 µV. */
    public double shuntVoltageSumLimit() {
        return sumLimit.get();
    }

    public void shuntVoltageSumLimit(double volts) {
        sumLimit.set(volts);
    }
}
