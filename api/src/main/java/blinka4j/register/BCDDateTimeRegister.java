// SPDX-License-Identifier: MIT
package blinka4j.register;

import blinka4j.BusException;
import blinka4j.busio.BusHold;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.HexFormat;

/**
 * The seven registers of a real-time clock: second, minute, hour, weekday and day (in either order), month, year, each
 * in binary coded decimal, in 24-hour mode, for the years 2000 to 2099.
 */
public final class BCDDateTimeRegister {
    private static final int LENGTH = 7;
    private static final int CENTURY = 2000;
    private static final int HOUR_MASK = 0x3f;

    private final RegisterAccessor device;
    private final int address;
    private final int weekday;
    private final int day;
    private final int weekdayStart;
    private final int hourMask;
    /** Used with the bus locked. */
    private final byte[] buffer = new byte[LENGTH];

    /**
     * @param address of the register of the seconds
     * @param weekdayFirst whether the weekday comes before the day of the month
     * @param weekdayStart the weekday's number of Monday: 1 (DS1307, DS3231) or 0
     */
    public BCDDateTimeRegister(Registers device, int address, boolean weekdayFirst, int weekdayStart) {
        this(device, address, weekdayFirst, weekdayStart, HOUR_MASK);
    }

    /**
     * @param address of the register of the seconds
     * @param weekdayFirst whether the weekday comes before the day of the month
     * @param weekdayStart the weekday's number of Monday: 1 (DS1307, DS3231) or 0
     * @param hourMask the bits of the hour's register that count: 0x3f, or 0x7f where bit 6 says that the clock counts in 12
     *     hours (DS1307, DS3231), so that such an hour is an error
     */
    public BCDDateTimeRegister(Registers device, int address, boolean weekdayFirst, int weekdayStart, int hourMask) {
        this.device = device.device();
        this.hourMask = hourMask;
        this.address = address;
        this.weekday = weekdayFirst ? 3 : 4;
        this.day = weekdayFirst ? 4 : 3;
        this.weekdayStart = weekdayStart;
    }

    /**
     * Reads date and time, all in one transfer.
     *
     * @throws BusException if what the clock holds is no date in 24-hour mode, because it has never been set, lost its power,
     *     or counts in 12 hours
     */
    public LocalDateTime get() {
        BusHold hold = device.lock();
        try (hold) {
            device.read(address, buffer, 0, LENGTH);
            try {
                return LocalDateTime.of(
                        CENTURY + decimal(buffer[6]),
                        decimal(buffer[5] & 0x1f),
                        decimal(buffer[day] & 0x3f),
                        decimal(buffer[2] & hourMask),
                        decimal(buffer[1] & 0x7f),
                        decimal(buffer[0] & 0x7f));
            } catch (DateTimeException e) {
                throw new BusException(
                        BusException.Kind.OTHER,
                        0,
                        "the clock at %s holds no date (%s): set its datetime first"
                                .formatted(device, HexFormat.of().formatHex(buffer)),
                        e);
            }
        }
    }

    /**
     * Sets date and time, all in one transfer; fractions of a second are dropped.
     *
     * @throws IllegalArgumentException if the year is not from 2000 to 2099
     */
    public void set(LocalDateTime time) {
        if (time.getYear() < CENTURY || time.getYear() > CENTURY + 99) {
            throw new IllegalArgumentException(
                    "the clock at %s holds the years 2000 to 2099, not %s".formatted(device, time.getYear()));
        }
        BusHold hold = device.lock();
        try (hold) {
            buffer[0] = bcd(time.getSecond());
            buffer[1] = bcd(time.getMinute());
            buffer[2] = bcd(time.getHour());
            buffer[weekday] = bcd(time.getDayOfWeek().getValue() - 1 + weekdayStart);
            buffer[day] = bcd(time.getDayOfMonth());
            buffer[5] = bcd(time.getMonthValue());
            buffer[6] = bcd(time.getYear() - CENTURY);
            device.write(address, buffer, 0, LENGTH);
        }
    }

    private static byte bcd(int value) {
        return (byte) (((value / 10) << 4) | (value % 10));
    }

    private static int decimal(int bcd) {
        int tens = bcd >> 4 & 0xf;
        int ones = bcd & 0xf;
        if (tens > 9 || ones > 9) {
            throw new DateTimeException("0x%02x is not in binary coded decimal".formatted(bcd & 0xff));
        }
        return 10 * tens + ones;
    }
}
