// SPDX-License-Identifier: MIT
package blinka4j.drivers.pcf8523;

import blinka4j.BusException;
import blinka4j.busdevice.I2CDevice;
import blinka4j.busio.BusHold;
import blinka4j.busio.I2C;
import blinka4j.register.BCDAlarmTimeRegister;
import blinka4j.register.BCDAlarmTimeRegister.Alarm;
import blinka4j.register.BCDDateTimeRegister;
import blinka4j.register.Bits;
import blinka4j.register.Choice;
import blinka4j.register.Register;
import blinka4j.register.Registers;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/**
 * NXP PCF8523 real-time clock with battery: 2000 to 2099, in seconds, without a time zone; one alarm. {@link Timer} and
 * {@link Clock} are other parts of the chip. Safe to share between threads.
 *
 * <p><a href="https://www.nxp.com/docs/en/data-sheet/PCF8523.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_PCF8523">Adafruit_CircuitPython_PCF8523</a>.
 */
public final class PCF8523 {
    /** The only address of the chip. */
    public static final int ADDRESS = 0x68;

    private static final int TWELVE_HOURS = 0x08;
    private static final int HOUR = 2;
    private static final int AFTERNOON = 0x20;
    private static final int FLAGS = 0xf8;
    private static final int ALARM = 0x08;

    private final I2CDevice device;
    private final Registers chip;
    private final BCDDateTimeRegister datetime;
    private final BCDAlarmTimeRegister alarm;
    private final Register control;
    private final Bits stopAndTwelveHours;
    private final Bits highCapacitance;
    private final Bits alarmInterrupt;
    private final Bits alarmStatus;
    private final Choice<PowerManagement> powerManagement;
    private final Bits batteryLow;
    private final Bits lostPower;
    private final Bits calibrationSchedulePerMinute;
    private final Bits calibration;
    /** Date and time; used with the bus locked. */
    private final byte[] block = new byte[7];
    /** Null if the clock has to be asked; used with the bus locked. */
    private @Nullable Boolean isOfTwelve;

    /** When the clock runs on its battery, and whether it watches the battery. */
    public enum PowerManagement {
        /** On the battery if the supply is below 2.5 V and below the battery. */
        STANDARD_BATTERY_SWITCHOVER_AND_DETECTION,
        /** On the battery if the supply is below the battery. */
        DIRECT_BATTERY_SWITCHOVER_AND_DETECTION,
        /** Never on the battery. */
        BATTERY_DETECTION,
        STANDARD_BATTERY_SWITCHOVER,
        DIRECT_BATTERY_SWITCHOVER,
        /** Never on the battery, as in a new chip. */
        BATTERY_SWITCHOVER_OFF
    }

    /** @throws blinka4j.DeviceNotFoundException if nothing answers at {@link #ADDRESS}, or another chip does */
    public PCF8523(I2C i2c) {
        device = new I2CDevice(i2c, ADDRESS);
        chip = registers(device);
        datetime = new BCDDateTimeRegister(chip, 0x03, false, 0);
        alarm = new BCDAlarmTimeRegister(chip, 0x0A, false, false, 0);
        control = chip.u8(0x00).steady();
        highCapacitance = control.bit(7);
        stopAndTwelveHours = control.bits(3, 3);
        alarmInterrupt = control.bit(1);
        alarmStatus = chip.u8(0x01).bit(3);
        powerManagement = chip.u8(0x02).steady().bits(5, 3).choice(new PowerManagement[] {
            PowerManagement.STANDARD_BATTERY_SWITCHOVER_AND_DETECTION,
            PowerManagement.DIRECT_BATTERY_SWITCHOVER_AND_DETECTION,
            PowerManagement.BATTERY_DETECTION,
            PowerManagement.BATTERY_DETECTION,
            PowerManagement.STANDARD_BATTERY_SWITCHOVER,
            PowerManagement.DIRECT_BATTERY_SWITCHOVER,
            null,
            PowerManagement.BATTERY_SWITCHOVER_OFF
        });
        batteryLow = chip.u8(0x02).bit(2);
        lostPower = chip.u8(0x03).steady().bit(7);
        Register offset = chip.u8(0x0E).steady();
        calibrationSchedulePerMinute = offset.bit(7);
        calibration = offset.bits(0, 7).signed().named("calibration");
        isOfTwelve();
    }

    /**
     * Whether the clock is in 12-hour mode. This is asked once: together with the time it cannot be read, because reading Control_2,
     * which is in between, resets the flag and the interrupt of the watchdog.
     */
    private boolean isOfTwelve() {
        BusHold hold = chip.lock();
        try (hold) {
            Boolean known = isOfTwelve;
            if (known == null) {
                known = (control.get() & TWELVE_HOURS) != 0;
                isOfTwelve = known;
            }
            return known;
        }
    }

    /** @param bits some of Control_1, with that of the mode */
    private void leaveTwelveHourMode(Bits bits) {
        isOfTwelve = null;
        bits.set(0);
        isOfTwelve = false;
    }

    /** The registers, if the chip can be a PCF8523: it has no id, but a bit for tests that is 0. */
    static Registers registers(I2CDevice device) {
        Registers chip = new Registers(device);
        chip.u8(0x00).require(0x40, 0, "PCF8523");
        return chip;
    }

    /** For {@link Timer} and {@link Clock}. */
    public I2CDevice i2cDevice() {
        return device;
    }

    /** True if the clock has stood since it was set, so that its time is wrong. */
    public boolean lostPower() {
        return lostPower.isSet();
    }

    public void lostPower(boolean lost) {
        lostPower.set(lost);
    }

    public PowerManagement powerManagement() {
        return powerManagement.get();
    }

    public void powerManagement(PowerManagement mode) {
        powerManagement.set(mode);
    }

    /** @throws BusException if the clock has no valid date */
    public LocalDateTime datetime() {
        BusHold hold = chip.lock();
        try (hold) {
            chip.readInto(0x03, block);
            if (isOfTwelve()) {
                // 12 is the first hour of the morning and of the afternoon.
                int hour = 10 * (block[HOUR] >> 4 & 1) + (block[HOUR] & 0xf);
                int ofDay = hour % 12 + ((block[HOUR] & AFTERNOON) != 0 ? 12 : 0);
                block[HOUR] = (byte) (((ofDay / 10) << 4) | (ofDay % 10));
            }
            return datetime.from(block, 0x03);
        }
    }

    /**
     * Sets the clock, from 2000 to 2099, in 24-hour mode, and starts it; resets {@link #lostPower()}. Fractions of a second are
     * dropped. Switches {@link PowerManagement#BATTERY_SWITCHOVER_OFF} to the first one, with which the clock runs on its battery.
     */
    public void datetime(LocalDateTime datetime) {
        this.datetime.require(datetime);
        BusHold hold = chip.lock();
        try (hold) {
            leaveTwelveHourMode(stopAndTwelveHours);
            if (powerManagement.readSteadily() == PowerManagement.BATTERY_SWITCHOVER_OFF) {
                powerManagement(PowerManagement.STANDARD_BATTERY_SWITCHOVER_AND_DETECTION);
            }
            datetimeRegister(datetime);
        }
    }

    /** The same as {@link #datetime()}. */
    public LocalDateTime datetimeRegister() {
        return datetime();
    }

    /** Sets date and time, in 24-hour mode, and resets {@link #lostPower()}. A clock that is stopped stays so. */
    public void datetimeRegister(LocalDateTime datetime) {
        this.datetime.require(datetime);
        BusHold hold = chip.lock();
        try (hold) {
            if (isOfTwelve()) {
                leaveTwelveHourMode(control.bit(3));
            }
            this.datetime.set(datetime);
        }
    }

    /**
     * The alarm, without seconds. Its hour is one of 24.
     *
     * @throws BusException if the chip has none of these alarms
     */
    public Alarm alarm() {
        return alarm.get();
    }

    /**
     * Sets the alarm. {@link BCDAlarmTimeRegister.Frequency#MINUTELY} switches it off, as the chip has no such alarm.
     *
     * @throws IllegalArgumentException for {@link BCDAlarmTimeRegister.Frequency#SECONDLY}
     */
    public void alarm(Alarm alarm) {
        this.alarm.set(alarm);
    }

    /** True if the pin INT1 is low while {@link #alarmStatus()} is true. */
    public boolean alarmInterrupt() {
        return alarmInterrupt.isSet();
    }

    public void alarmInterrupt(boolean enable) {
        alarmInterrupt.set(enable);
    }

    /** True if the alarm was due since {@code alarmStatus(false)}. */
    public boolean alarmStatus() {
        return alarmStatus.isSet();
    }

    /** @param due false to reset it; true does nothing */
    public void alarmStatus(boolean due) {
        control2(chip, ALARM, due);
    }

    /** A flag stays if 1 is written. With 0, one that the chip sets just now would be lost. */
    static void control2(Registers chip, int bit, boolean value) {
        Register control = chip.u8(0x01).steady();
        BusHold hold = chip.lock();
        try (hold) {
            long others = (control.get() | FLAGS) & ~bit;
            control.set(value ? others | bit : others);
        }
    }

    /** True if the battery should be replaced. */
    public boolean batteryLow() {
        return batteryLow.isSet();
    }

    /** True for a crystal of 12.5 pF, false for 7 pF. */
    public boolean highCapacitance() {
        return highCapacitance.isSet();
    }

    public void highCapacitance(boolean high) {
        highCapacitance.set(high);
    }

    /** True if the calibration counts each minute, in steps of 4.069 ppm; false for each two hours and 4.340 ppm. */
    public boolean calibrationSchedulePerMinute() {
        return calibrationSchedulePerMinute.isSet();
    }

    public void calibrationSchedulePerMinute(boolean perMinute) {
        calibrationSchedulePerMinute.set(perMinute);
    }

    /** −64 to 63 steps. A positive calibration makes the clock slower. */
    public int calibration() {
        return calibration.get();
    }

    public void calibration(int calibration) {
        this.calibration.set(calibration);
    }
}
