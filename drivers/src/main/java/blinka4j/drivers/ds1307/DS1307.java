// SPDX-License-Identifier: MIT
package blinka4j.drivers.ds1307;

import blinka4j.BusException;
import blinka4j.busio.I2C;
import blinka4j.register.BCDDateTimeRegister;
import blinka4j.register.Bits;
import blinka4j.register.Registers;
import java.time.DayOfWeek;
import java.time.LocalDateTime;

/**
 * Analog Devices (Maxim) DS1307 real-time clock with battery: 2000 to 2099, in seconds, without a time zone. A clock in
 * 12-hour mode is changed to 24-hour mode. Safe to share between threads.
 *
 * <p><a href="https://www.analog.com/media/en/technical-documentation/data-sheets/DS1307.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_DS1307">Adafruit_CircuitPython_DS1307</a>.
 */
public final class DS1307 {
    /** The only address of the chip. */
    public static final int ADDRESS = 0x68;

    private final Registers chip;
    private final Bits halted;
    private final Bits weekday;
    private final BCDDateTimeRegister datetime;

    /** @throws blinka4j.DeviceNotFoundException if nothing answers at {@link #ADDRESS}, or another chip does */
    public DS1307(I2C i2c) {
        chip = new Registers(i2c, ADDRESS);
        // The chip has no id, but bits that are always 0.
        chip.u8(0x07).require(0x6c, 0, "DS1307");
        chip.u8(0x03).require(0xf8, 0, "DS1307");
        halted = chip.u8(0x00).steady().bit(7);
        weekday = chip.u8(0x03).bits(0, 3);
        datetime = new BCDDateTimeRegister(chip, 0x00, true, 1, true);
        datetime.leaveTwelveHourMode();
    }

    /** True if the clock is stopped, as it is when new until {@link #datetime(LocalDateTime)}. */
    public boolean disableOscillator() {
        return halted.isSet();
    }

    /** Stops the clock to save the battery, or starts it. */
    public void disableOscillator(boolean disable) {
        halted.set(disable);
    }

    /** @throws BusException if the clock has no valid date: it was never set, or its battery was empty */
    public LocalDateTime datetime() {
        return datetime.get();
    }

    /** Sets the clock, from 2000 to 2099, and starts it. Fractions of a second are dropped. */
    public void datetime(LocalDateTime datetime) {
        this.datetime.set(datetime);
    }

    /** The same as {@link #datetime()}. */
    public LocalDateTime datetimeRegister() {
        return datetime();
    }

    /** The same as {@link #datetime(LocalDateTime)}. */
    public void datetimeRegister(LocalDateTime datetime) {
        datetime(datetime);
    }

    /**
     * The weekday that the clock counts. This driver and CircuitPython's set 1 for Monday; other programs may count
     * otherwise. {@code datetime().getDayOfWeek()} follows from the date. A clock that was never set is an error.
     */
    public DayOfWeek weekday() {
        int day = weekday.get();
        if (day == 0) {
            throw new BusException(
                    BusException.Kind.OTHER,
                    "the DS1307 at %s has no weekday (0). It was never set. Set its datetime first.".formatted(chip));
        }
        return DayOfWeek.of(day);
    }
}
