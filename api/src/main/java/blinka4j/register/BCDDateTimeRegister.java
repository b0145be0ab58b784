// SPDX-License-Identifier: MIT
package blinka4j.register;

import blinka4j.BusException;
import blinka4j.busio.BusHold;
import java.nio.ByteOrder;
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

    private final RegisterAccessor device;
    private final int address;
    private final int weekday;
    private final int day;
    private final int weekdayStart;
    private final boolean twelveHourMode;
    /** Used with the bus locked. */
    private final byte[] buffer = new byte[LENGTH];

    /**
     * @param address of the register of the seconds
     * @param weekdayFirst whether the weekday comes before the day of the month
     * @param weekdayStart the weekday's number of Monday: 1 (DS1307, DS3231) or 0
     */
    public BCDDateTimeRegister(Registers device, int address, boolean weekdayFirst, int weekdayStart) {
        this(device, address, weekdayFirst, weekdayStart, false);
    }

    /**
     * @param address of the register of the seconds
     * @param weekdayFirst whether the weekday comes before the day of the month
     * @param weekdayStart the weekday's number of Monday: 1 (DS1307, DS3231) or 0
     * @param twelveHourMode whether bit 6 of the hour selects 12-hour mode (DS1307, DS3231). A driver of such a clock calls
     *     {@link #leaveTwelveHourMode}.
     */
    public BCDDateTimeRegister(
            Registers device, int address, boolean weekdayFirst, int weekdayStart, boolean twelveHourMode) {
        this.device = device.device();
        this.address = address;
        this.weekday = weekdayFirst ? 3 : 4;
        this.day = weekdayFirst ? 4 : 3;
        this.weekdayStart = weekdayStart;
        this.twelveHourMode = twelveHourMode;
    }

    /**
     * Reads date and time, all in one transfer. If they are invalid, leaves 12-hour mode and reads again.
     *
     * @throws BusException of kind OTHER if the clock has no valid date: it was never set, or lost its power
     */
    public LocalDateTime get() {
        BusHold hold = device.lock();
        try (hold) {
            device.read(address, buffer, 0, LENGTH);
            try {
                return in(buffer, 0);
            } catch (DateTimeException e) {
                // It was read wrong, or another program has set 12-hour mode.
                leaveTwelveHourMode();
            }
            device.read(address, buffer, 0, LENGTH);
            return from(buffer, address);
        }
    }

    /**
     * Date and time in a block of registers, without reading them.
     *
     * @param block registers that {@link Registers#readInto} has read
     * @param first address of the first register in {@code block}
     * @throws BusException of kind OTHER if they are no valid date
     */
    public LocalDateTime from(byte[] block, int first) {
        try {
            return in(block, address - first);
        } catch (DateTimeException e) {
            throw new BusException(
                    BusException.Kind.OTHER,
                    0,
                    "the clock at %s holds no date (%s): set its datetime first"
                            .formatted(
                                    device, HexFormat.of().formatHex(block, address - first, address - first + LENGTH)),
                    e);
        }
    }

    private LocalDateTime in(byte[] block, int at) {
        return LocalDateTime.of(
                CENTURY + decimal(block[at + 6]),
                decimal(block[at + 5] & 0x1f),
                decimal(block[at + day] & 0x3f),
                decimal(block[at + 2] & (twelveHourMode ? 0x7f : 0x3f)),
                decimal(block[at + 1] & 0x7f),
                decimal(block[at] & 0x7f));
    }

    /**
     * Changes a clock in 12-hour mode to 24-hour mode. Leaves an invalid hour as it is: {@link #get} reports it. Does nothing
     * for a clock without 12-hour mode.
     */
    public void leaveTwelveHourMode() {
        if (!twelveHourMode) {
            return;
        }
        // Seconds and minutes are written too, so that the hour cannot change between reading and writing.
        Register time = new Register(device, address, 3, ByteOrder.LITTLE_ENDIAN).steady();
        BusHold hold = device.lock();
        try (hold) {
            long value = time.get();
            int hour = (int) (value >> 16);
            int ones = hour & 0xf;
            int ofTwelve = 10 * (hour >> 4 & 1) + ones;
            if ((hour & 0x40) != 0 && ones <= 9 && ofTwelve >= 1 && ofTwelve <= 12) {
                int afternoon = (hour & 0x20) != 0 ? 12 : 0;
                time.set((value & 0xffff) | ((long) bcd(ofTwelve % 12 + afternoon) << 16));
            }
        }
    }

    /**
     * Sets date and time, all in one transfer; fractions of a second are dropped.
     *
     * @throws IllegalArgumentException if the year is not from 2000 to 2099
     */
    public void set(LocalDateTime time) {
        require(time);
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

    /**
     * Checks a time before something else is written.
     *
     * @throws IllegalArgumentException if the year is not from 2000 to 2099
     */
    public void require(LocalDateTime time) {
        if (time.getYear() < CENTURY || time.getYear() > CENTURY + 99) {
            throw new IllegalArgumentException(
                    "the clock at %s holds the years 2000 to 2099, not %s".formatted(device, time.getYear()));
        }
    }

    static byte bcd(int value) {
        return (byte) (((value / 10) << 4) | (value % 10));
    }

    static int decimal(int bcd) {
        int tens = bcd >> 4 & 0xf;
        int ones = bcd & 0xf;
        if (tens > 9 || ones > 9) {
            throw new DateTimeException("0x%02x is not in binary coded decimal".formatted(bcd & 0xff));
        }
        return 10 * tens + ones;
    }
}
