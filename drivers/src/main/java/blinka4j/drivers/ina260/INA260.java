// SPDX-License-Identifier: MIT
package blinka4j.drivers.ina260;

import blinka4j.BusException;
import blinka4j.busio.I2C;
import blinka4j.register.Bits;
import blinka4j.register.Choice;
import blinka4j.register.Register;
import blinka4j.register.Registers;
import blinka4j.register.Scaled;
import java.time.Duration;

/**
 * Texas Instruments INA260 monitor of voltage (0 to 36 V), current (±15 A) and power, with a shunt of 2 mΩ inside. Reading or
 * changing an alert setting clears the flags. Safe to share between threads.
 *
 * <p><a href="https://www.ti.com/lit/ds/symlink/ina260.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_INA260">Adafruit_CircuitPython_INA260</a>.
 */
public final class INA260 {
    /** With A0 and A1 at ground. These pins select 0x40 to 0x4f. */
    public static final int DEFAULT_ADDRESS = 0x40;

    private final Registers chip;
    private final Scaled current;
    private final Scaled voltage;
    private final Scaled power;
    private final Bits resetBit;
    private final Choice<AveragingCount> averages;
    private final Choice<ConversionTime> voltageTime;
    private final Choice<ConversionTime> currentTime;
    private final Choice<Mode> mode;
    private final Bits maskEnable;
    private final Bits[] mask = new Bits[16];
    private final Bits alertLimit;
    private final Bits revision;

    /** What the chip measures: nothing, current, voltage, or both with power; once (triggered) or all the time. */
    public enum Mode {
        SHUTDOWN,
        CURRENT_TRIGGERED,
        VOLTAGE_TRIGGERED,
        TRIGGERED,
        SHUTDOWN2,
        CURRENT_CONTINUOUS,
        VOLTAGE_CONTINUOUS,
        CONTINUOUS
    }

    /** The time of a conversion; 1.1 ms after power-on. */
    public enum ConversionTime {
        TIME_140_us(140),
        TIME_204_us(204),
        TIME_332_us(332),
        TIME_588_us(588),
        TIME_1_1_ms(1100),
        TIME_2_116_ms(2116),
        TIME_4_156_ms(4156),
        TIME_8_244_ms(8244);

        private final int micros;

        ConversionTime(int micros) {
            this.micros = micros;
        }

        public static double getSeconds(ConversionTime time) {
            return time.micros / 1e6;
        }
    }

    /** The number of conversions that are averaged; 1 after power-on. */
    public enum AveragingCount {
        COUNT_1(1),
        COUNT_4(4),
        COUNT_16(16),
        COUNT_64(64),
        COUNT_128(128),
        COUNT_256(256),
        COUNT_512(512),
        COUNT_1024(1024);

        private final int count;

        AveragingCount(int count) {
            this.count = count;
        }

        public static int getAveragingCount(AveragingCount count) {
            return count.count;
        }
    }

    public INA260(I2C i2c) {
        this(i2c, DEFAULT_ADDRESS);
    }

    /** @throws blinka4j.DeviceNotFoundException if nothing answers at {@code address}, or another chip does */
    public INA260(I2C i2c, int address) {
        chip = new Registers(i2c, address);
        chip.u16be(0xFE).require(0x5449, "INA260");
        chip.u16be(0xFF).require(0xfff0, 0x2270, "INA260");
        Register configuration = chip.u16be(0x00);
        resetBit = configuration.bit(15);
        averages = configuration.bits(9, 3).choice(AveragingCount.values());
        voltageTime = configuration.bits(6, 3).choice(ConversionTime.values());
        currentTime = configuration.bits(3, 3).choice(ConversionTime.values());
        mode = configuration.bits(0, 3).choice(Mode.values());
        current = chip.u16be(0x01).bits(0, 16).signed().scaled(1.25);
        voltage = chip.u16be(0x02).bits(0, 15).scaled(0.00125);
        power = chip.u16be(0x03).bits(0, 16).scaled(10);
        maskEnable = chip.u16be(0x06).bits(0, 16).named("maskEnable");
        for (int bit = 0; bit < mask.length; bit++) {
            mask[bit] = chip.u16be(0x06).bit(bit);
        }
        alertLimit = chip.u16be(0x07).bits(0, 16).named("alertLimit");
        revision = chip.u16be(0xFF).bits(0, 4);
    }

    /** The current in mA, ±40,960 in steps of 1.25 mA. */
    public double current() {
        return current.get();
    }

    /** The bus voltage in V, in steps of 1.25 mV. */
    public double voltage() {
        return voltage.get();
    }

    /** The power of the load in mW, in steps of 10 mW. */
    public double power() {
        return power.get();
    }

    /** True if the alert pin tells a current above {@link #alertLimit()}. */
    public boolean overcurrentLimit() {
        return mask[15].isSet();
    }

    public void overcurrentLimit(boolean enable) {
        mask[15].set(enable);
    }

    /** True if the alert pin tells a current below {@link #alertLimit()}. */
    public boolean underCurrentLimit() {
        return mask[14].isSet();
    }

    public void underCurrentLimit(boolean enable) {
        mask[14].set(enable);
    }

    /** True if the alert pin tells a voltage above {@link #alertLimit()}. */
    public boolean busVoltageOverVoltage() {
        return mask[13].isSet();
    }

    public void busVoltageOverVoltage(boolean enable) {
        mask[13].set(enable);
    }

    /** True if the alert pin tells a voltage below {@link #alertLimit()}. */
    public boolean busVoltageUnderVoltage() {
        return mask[12].isSet();
    }

    public void busVoltageUnderVoltage(boolean enable) {
        mask[12].set(enable);
    }

    /** True if the alert pin tells a power above {@link #alertLimit()}. */
    public boolean powerOverLimit() {
        return mask[11].isSet();
    }

    public void powerOverLimit(boolean enable) {
        mask[11].set(enable);
    }

    /** True if the alert pin tells the end of each measurement. */
    public boolean conversionReady() {
        return mask[10].isSet();
    }

    public void conversionReady(boolean enable) {
        mask[10].set(enable);
    }

    /** True if the limit was passed. */
    public boolean alertFunctionFlag() {
        return mask[4].isSet();
    }

    /** True if the power is too large for its register. */
    public boolean mathOverflowFlag() {
        return mask[2].isSet();
    }

    /** True if the alert pin is high when active, false if it is low. */
    public boolean alertPolarityBit() {
        return mask[1].isSet();
    }

    public void alertPolarityBit(boolean enable) {
        mask[1].set(enable);
    }

    /** True if the alert stays until it is read, false if it ends with its reason. */
    public boolean alertLatchEnable() {
        return mask[0].isSet();
    }

    public void alertLatchEnable(boolean enable) {
        mask[0].set(enable);
    }

    public boolean resetBit() {
        return resetBit.isSet();
    }

    /** Resets the chip, if true, and returns after its first measurement. */
    public void resetBit(boolean reset) {
        chip.exclusively(() -> {
            resetBit.set(reset);
            if (reset) {
                // Current and voltage, 1.1 ms each, and a tenth more.
                chip.sleep(Duration.ofNanos(2_420_000));
            }
        });
    }

    public AveragingCount averagingCount() {
        return averages.get();
    }

    public void averagingCount(AveragingCount count) {
        averages.set(count);
    }

    public ConversionTime voltageConversionTime() {
        return voltageTime.get();
    }

    public void voltageConversionTime(ConversionTime time) {
        voltageTime.set(time);
    }

    public ConversionTime currentConversionTime() {
        return currentTime.get();
    }

    public void currentConversionTime(ConversionTime time) {
        currentTime.set(time);
    }

    public Mode mode() {
        return mode.get();
    }

    /** Returns after the measurement, if this is a triggered mode. */
    public void mode(Mode mode) {
        chip.exclusively(() -> {
            this.mode.set(mode);
            if (mode == Mode.TRIGGERED || mode == Mode.CURRENT_TRIGGERED || mode == Mode.VOLTAGE_TRIGGERED) {
                awaitMeasurement();
            }
        });
    }

    /** All settings and flags of the alerts, 0 to 65,535. */
    public int maskEnable() {
        return maskEnable.get();
    }

    public void maskEnable(int value) {
        maskEnable.set(value);
    }

    /** The limit for the alert, 0 to 65,535, in the steps of its value; a negative current in two's complement. */
    public int alertLimit() {
        return alertLimit.get();
    }

    public void alertLimit(int value) {
        alertLimit.set(value);
    }

    /** 0 to 15. */
    public int revisionId() {
        return revision.get();
    }

    /** Bit 3 is cleared when it is read, and by the trigger. */
    private void awaitMeasurement() {
        long micros = (long) averages.get().count * (voltageTime.get().micros + currentTime.get().micros);
        Duration poll = Duration.ofNanos(100 * micros);
        for (int polls = 0; !mask[3].isSet(); polls++) {
            if (polls == 20) {
                throw new BusException(
                        BusException.Kind.TIMEOUT,
                        "the INA260 at %s did not measure within %s ms. It needs %s ms. Check its power and wiring."
                                .formatted(chip, micros / 500, micros / 1000));
            }
            chip.sleep(poll);
        }
    }
}
