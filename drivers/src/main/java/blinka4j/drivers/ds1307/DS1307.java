// SPDX-License-Identifier: MIT
package blinka4j.drivers.ds1307;

import blinka4j.BusException;
import blinka4j.DeviceNotFoundException;
import blinka4j.busdevice.I2CDevice;
import blinka4j.busio.I2C;
import blinka4j.register.BCDDateTimeRegister;
import blinka4j.register.Bits;
import blinka4j.register.I2CRegisterAccessor;
import blinka4j.register.Register;
import blinka4j.register.RegisterAccessor;
import java.nio.ByteOrder;
import java.time.DayOfWeek;
import java.time.LocalDateTime;

/**
 * Analog Devices (Maxim) DS1307, a clock that goes on with a battery: 2000 to 2099, in seconds, without a time zone.
 *
 * <p><a href="https://www.analog.com/media/en/technical-documentation/data-sheets/DS1307.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_DS1307">Adafruit_CircuitPython_DS1307</a>.
 *
 * <p>The clock counts in 24 hours: one that something else has set to 12 hours is switched when the driver finds it so.
 * Safe to share between threads.
 */
public final class DS1307 {
    /** The chip has no other. */
    public static final int ADDRESS = 0x68;

    private static final int CONTROL_ZEROS = 0x6c;
    private static final int WEEKDAY_ZEROS = 0xf8;

    private static final int HOUR_SHIFT = 16;
    private static final int TWELVE_HOURS = 0x40;
    private static final int AFTERNOON = 0x20;

    private final Bits disableOscillator;
    private final Bits weekday;
    private final BCDDateTimeRegister datetime;

    /**
     * @throws DeviceNotFoundException if nothing answers at {@link #ADDRESS}, or a chip whose registers have bits that
     *     are always 0 in a DS1307
     */
    public DS1307(I2C i2c) {
        var device = new I2CRegisterAccessor(new I2CDevice(i2c, ADDRESS));
        requireZeros(device, 0x07, "control", CONTROL_ZEROS);
        requireZeros(device, 0x03, "weekday", WEEKDAY_ZEROS);
        disableOscillator = Register.u8(device, 0x00).bit(7);
        weekday = Register.u8(device, 0x03).bits(0, 3);
        datetime = new BCDDateTimeRegister(device, 0x00, true, 1);
        countTwentyFourHours(device);
    }

    private static void requireZeros(RegisterAccessor device, int address, String name, int zeros) {
        long value = Register.u8(device, address).get();
        if ((value & zeros) != 0) {
            throw new DeviceNotFoundException(
                    "DS1307",
                    device,
                    "0x%02x in register 0x%02x (%s), where a DS1307 has 0 in the bits 0x%02x"
                            .formatted(value, address, name, zeros));
        }
    }

    /** Writes seconds and minutes too, so that the hour cannot change meanwhile. */
    private static void countTwentyFourHours(RegisterAccessor device) {
        Register time = new Register(device, 0x00, 3, ByteOrder.LITTLE_ENDIAN);
        device.lock();
        try {
            long value = time.get();
            int hour = (int) (value >> HOUR_SHIFT);
            if ((hour & TWELVE_HOURS) != 0) {
                int hours = (10 * ((hour >> 4) & 1) + (hour & 0xf)) % 12 + ((hour & AFTERNOON) != 0 ? 12 : 0);
                int bcd = ((hours / 10) << 4) | (hours % 10);
                time.set((value & 0xffff) | ((long) bcd << HOUR_SHIFT));
            }
        } finally {
            device.unlock();
        }
    }

    /** Whether the clock stands still, as it does from the factory until {@link #datetime(LocalDateTime)}. */
    public boolean disableOscillator() {
        return disableOscillator.isSet();
    }

    /** Stops the clock, so that the battery lasts, or lets it go on. */
    public void disableOscillator(boolean disable) {
        disableOscillator.set(disable);
    }

    /** The same as {@link #datetime()}. */
    public LocalDateTime datetimeRegister() {
        return datetime();
    }

    /** The same as {@link #datetime(LocalDateTime)}. */
    public void datetimeRegister(LocalDateTime datetime) {
        datetime(datetime);
    }

    /** @throws BusException if the clock holds no date, because it was never set or its battery was empty */
    public LocalDateTime datetime() {
        return datetime.get();
    }

    /**
     * Sets the clock and starts it; fractions of a second are dropped.
     *
     * @throws IllegalArgumentException if the year is not from 2000 to 2099
     */
    public void datetime(LocalDateTime datetime) {
        this.datetime.set(datetime);
    }

    /**
     * The weekday that the clock counts, 1 being Monday, as this driver and CircuitPython's set it. Clocks set by others
     * may count otherwise; {@code datetime().getDayOfWeek()} follows from the date.
     *
     * @throws BusException if the clock holds none
     */
    public DayOfWeek weekday() {
        int day = weekday.get();
        if (day == 0) {
            throw new BusException(BusException.Kind.OTHER, "the DS1307 holds no weekday (0): set its datetime first");
        }
        return DayOfWeek.of(day);
    }
}
