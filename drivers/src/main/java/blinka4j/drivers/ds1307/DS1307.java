// SPDX-License-Identifier: MIT
package blinka4j.drivers.ds1307;

import blinka4j.BusException;
import blinka4j.DeviceNotFoundException;
import blinka4j.busdevice.I2CDevice;
import blinka4j.busio.BusHold;
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
    private static final int TWELVE_HOURS = 0x40 << HOUR_SHIFT;
    private static final int AFTERNOON = 0x20 << HOUR_SHIFT;
    private static final int HOUR_BITS = 0x7f;
    private static final int HALTED = 0x80;
    private static final int READINGS = 9;

    private final RegisterAccessor device;
    private final Register seconds;
    private final Bits weekday;
    private final BCDDateTimeRegister datetime;

    /**
     * @throws DeviceNotFoundException if nothing answers at {@link #ADDRESS}, or a chip whose registers have bits that
     *     are always 0 in a DS1307
     */
    public DS1307(I2C i2c) {
        device = new I2CRegisterAccessor(new I2CDevice(i2c, ADDRESS));
        requireZeros(0x07, "control", CONTROL_ZEROS);
        requireZeros(0x03, "weekday", WEEKDAY_ZEROS);
        seconds = Register.u8(device, 0x00);
        weekday = Register.u8(device, 0x03).bits(0, 3);
        datetime = new BCDDateTimeRegister(device, 0x00, true, 1, HOUR_BITS);
        countTwentyFourHours();
    }

    private void requireZeros(int address, String name, int zeros) {
        long value = Register.u8(device, address).get();
        if ((value & zeros) != 0) {
            throw new DeviceNotFoundException(
                    "DS1307",
                    device,
                    "0x%02x in register 0x%02x (%s), where a DS1307 has 0 in the bits 0x%02x"
                            .formatted(value, address, name, zeros));
        }
    }

    /**
     * Writes seconds and minutes too, so that the hour cannot change meanwhile. An hour that is none is left as it is:
     * {@link #datetime()} reports it.
     */
    private void countTwentyFourHours() {
        Register time = new Register(device, 0x00, 3, ByteOrder.LITTLE_ENDIAN);
        BusHold hold = device.lock();
        try (hold) {
            if (!isTwelveHours(time.get())) {
                return;
            }
            long value = steady(time);
            if (isTwelveHours(value)) {
                int hour = hourOfTwelve(value) % 12 + ((value & AFTERNOON) != 0 ? 12 : 0);
                int bcd = ((hour / 10) << 4) | (hour % 10);
                time.set((value & 0xffff) | ((long) bcd << HOUR_SHIFT));
            }
        }
    }

    private static boolean isTwelveHours(long time) {
        int hour = hourOfTwelve(time);
        return (time & TWELVE_HOURS) != 0 && ones(time) <= 9 && hour >= 1 && hour <= 12;
    }

    private static int hourOfTwelve(long time) {
        return 10 * ((int) (time >> (HOUR_SHIFT + 4)) & 1) + ones(time);
    }

    private static int ones(long time) {
        return (int) (time >> HOUR_SHIFT) & 0xf;
    }

    /** What is going to be written back must read the same three times: read wrong, it would become the time. */
    private long steady(Register register) {
        long value = register.get();
        for (int readings = 1, same = 1; readings < READINGS; readings++) {
            long again = register.get();
            same = again == value ? same + 1 : 1;
            if (same == 3) {
                return value;
            }
            value = again;
        }
        throw new BusException(
                BusException.Kind.OTHER,
                "the DS1307 at %s gives another time each time it is read; check the wiring and the supply, and try again"
                        .formatted(device));
    }

    /** Whether the clock stands still, as it does from the factory until {@link #datetime(LocalDateTime)}. */
    public boolean disableOscillator() {
        return (seconds.get() & HALTED) != 0;
    }

    /** Stops the clock, so that the battery lasts, or lets it go on. */
    public void disableOscillator(boolean disable) {
        BusHold hold = device.lock();
        try (hold) {
            long now = steady(seconds);
            seconds.set(disable ? now | HALTED : now & ~HALTED);
        }
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
        BusHold hold = device.lock();
        try (hold) {
            return datetime.get();
        } catch (BusException e) {
            if (e.kind() != BusException.Kind.OTHER) {
                throw e;
            }
        }
        // Read wrong once, or something else has set it to 12 hours meanwhile.
        countTwentyFourHours();
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
