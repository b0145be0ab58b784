// SPDX-License-Identifier: MIT
package blinka4j.drivers.ds3231;

import blinka4j.BusException;
import blinka4j.busio.BusHold;
import blinka4j.busio.I2C;
import blinka4j.register.BCDAlarmTimeRegister;
import blinka4j.register.BCDAlarmTimeRegister.Alarm;
import blinka4j.register.BCDDateTimeRegister;
import blinka4j.register.Bits;
import blinka4j.register.Register;
import blinka4j.register.Registers;
import blinka4j.register.Scaled;
import java.time.Duration;
import java.time.LocalDateTime;

/**
 * Analog Devices (Maxim) DS3231 real-time clock with battery: 2000 to 2099, in seconds, without a time zone; two alarms; the
 * temperature of the clock. A clock in 12-hour mode is changed to 24-hour mode. Safe to share between threads.
 *
 * <p><a href="https://www.analog.com/media/en/technical-documentation/data-sheets/DS3231.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_DS3231">Adafruit_CircuitPython_DS3231</a>.
 */
public final class DS3231 {
    /** The only address of the chip. */
    public static final int ADDRESS = 0x68;

    /** A conversion takes 125 to 200 ms. */
    private static final Duration LONGEST_CONVERSION = Duration.ofMillis(250);

    private static final int LOST_POWER = 0x80;
    private static final int ALARM2 = 0x02;
    private static final int ALARM1 = 0x01;

    private final Registers chip;
    private final BCDDateTimeRegister datetime;
    private final BCDAlarmTimeRegister alarm1;
    private final BCDAlarmTimeRegister alarm2;
    private final Bits oscillatorDisabled;
    private final Bits converting;
    private final Bits alarm1Interrupt;
    private final Bits alarm2Interrupt;
    private final Register status;
    private final Register steadyStatus;
    private final Bits busy;
    private final Bits calibration;
    private final Scaled temperature;

    /** @throws blinka4j.DeviceNotFoundException if nothing answers at {@link #ADDRESS}, or another chip does */
    public DS3231(I2C i2c) {
        chip = new Registers(i2c, ADDRESS);
        // The chip has no id, but bits that are always 0: of the weekday and of the temperature.
        chip.u8(0x03).require(0xf8, 0, "DS3231");
        chip.u8(0x12).require(0x3f, 0, "DS3231");
        datetime = new BCDDateTimeRegister(chip, 0x00, true, 1, true);
        alarm1 = new BCDAlarmTimeRegister(chip, 0x07, true, true, 1);
        alarm2 = new BCDAlarmTimeRegister(chip, 0x0B, false, true, 1);
        Register control = chip.u8(0x0E).steady();
        oscillatorDisabled = control.bit(7);
        converting = control.bit(5);
        alarm2Interrupt = control.bit(1);
        alarm1Interrupt = control.bit(0);
        status = chip.u8(0x0F);
        steadyStatus = status.steady();
        busy = steadyStatus.bit(2);
        calibration = chip.u8(0x10).bits(0, 8).signed().named("calibration");
        temperature = chip.u16be(0x11).bits(6, 10).signed().scaled(0.25);
        datetime.leaveTwelveHourMode();
    }

    /** True if the clock has stood since {@link #datetime(LocalDateTime)}, so that its time is wrong. */
    public boolean lostPower() {
        return is(LOST_POWER);
    }

    public void lostPower(boolean lost) {
        status(LOST_POWER, lost);
    }

    /** True if the clock stands while it runs on its battery. */
    public boolean disableOscillator() {
        return oscillatorDisabled.isSet();
    }

    public void disableOscillator(boolean disable) {
        oscillatorDisabled.set(disable);
    }

    /** @throws BusException if the clock has no valid date: it was never set, or its battery was empty */
    public LocalDateTime datetime() {
        return datetime.get();
    }

    /** Sets the clock, from 2000 to 2099, and starts it; resets {@link #lostPower()}. Fractions of a second are dropped. */
    public void datetime(LocalDateTime datetime) {
        BusHold hold = chip.lock();
        try (hold) {
            datetimeRegister(datetime);
            disableOscillator(false);
            lostPower(false);
        }
    }

    /** The same as {@link #datetime()}. */
    public LocalDateTime datetimeRegister() {
        return datetime.get();
    }

    /** Sets date and time only: neither starts the clock nor resets {@link #lostPower()}. */
    public void datetimeRegister(LocalDateTime datetime) {
        this.datetime.set(datetime);
    }

    /** @throws BusException if the chip has no valid alarm: it was never set */
    public Alarm alarm1() {
        return alarm1.get();
    }

    public void alarm1(Alarm alarm) {
        alarm1.set(alarm);
    }

    /** True if the pin INT is low while {@link #alarm1Status()} is true. */
    public boolean alarm1Interrupt() {
        return alarm1Interrupt.isSet();
    }

    public void alarm1Interrupt(boolean enable) {
        alarm1Interrupt.set(enable);
    }

    /** True if the alarm was due since {@code alarm1Status(false)}. */
    public boolean alarm1Status() {
        return is(ALARM1);
    }

    /** @param due false to reset it; true does nothing */
    public void alarm1Status(boolean due) {
        status(ALARM1, due);
    }

    /**
     * An alarm without seconds.
     *
     * @throws BusException if the chip has no valid alarm: it was never set
     */
    public Alarm alarm2() {
        return alarm2.get();
    }

    /** @throws IllegalArgumentException for {@link BCDAlarmTimeRegister.Frequency#SECONDLY} */
    public void alarm2(Alarm alarm) {
        alarm2.set(alarm);
    }

    /** True if the pin INT is low while {@link #alarm2Status()} is true. */
    public boolean alarm2Interrupt() {
        return alarm2Interrupt.isSet();
    }

    public void alarm2Interrupt(boolean enable) {
        alarm2Interrupt.set(enable);
    }

    /** True if the alarm was due since {@code alarm2Status(false)}. */
    public boolean alarm2Status() {
        return is(ALARM2);
    }

    /** @param due false to reset it; true does nothing */
    public void alarm2Status(boolean due) {
        status(ALARM2, due);
    }

    private boolean is(int flag) {
        return (status.get() & flag) != 0;
    }

    private void status(int flag, boolean set) {
        BusHold hold = chip.lock();
        try (hold) {
            // An alarm's flag stays if 1 is written. With 0, an alarm that is due just now would be lost.
            long others = (steadyStatus.get() | ALARM1 | ALARM2) & ~flag;
            status.set(set ? others | flag : others);
        }
    }

    /** Temperature in °C, measured each 64 s, in steps of 0.25 °C. */
    public double temperature() {
        return temperature.get();
    }

    /**
     * Measures the temperature now. Takes up to 200 ms.
     *
     * @return the temperature in °C
     */
    public double forceTemperatureConversion() {
        BusHold hold = chip.lock();
        try (hold) {
            // During a conversion of the chip's own it does not begin another.
            busy.awaitClear(LONGEST_CONVERSION);
            converting.set(true);
            converting.awaitClear(LONGEST_CONVERSION);
            return temperature();
        }
    }

    /** The aging offset, −128 to 127, in steps of about 0.1 ppm. A positive one makes the clock slower. */
    public int calibration() {
        return calibration.get();
    }

    /** Sets the aging offset, and measures the temperature, which lets the chip use it at once. */
    public void calibration(int calibration) {
        BusHold hold = chip.lock();
        try (hold) {
            this.calibration.set(calibration);
            forceTemperatureConversion();
        }
    }
}
