// SPDX-License-Identifier: MIT
package blinka4j.register;

import blinka4j.BusException;
import blinka4j.busio.BusHold;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.util.HexFormat;

/**
 * The alarm of a real-time clock: registers of the second (not in all clocks), minute, hour, day and weekday (in one register or
 * in two), in binary coded decimal. Bit 7 of a register switches its comparison off.
 */
public final class BCDAlarmTimeRegister {
    private static final int OFF = 0x80;
    private static final int IS_WEEKDAY = 0x40;
    private static final int SECOND = 1;
    private static final int MINUTE = 2;
    private static final int HOUR = 4;
    private static final int WEEKDAY = 8;
    private static final int DAY = 16;

    private final RegisterAccessor device;
    private final int address;
    private final boolean hasSeconds;
    private final boolean weekdayShared;
    private final int weekdayStart;
    /** Used with the bus locked. */
    private final byte[] buffer;

    /** How often an alarm is due, and so which parts of its time count. */
    public enum Frequency {
        /** Each second, whatever the time. Only for an alarm with seconds. */
        SECONDLY(0),
        /** When the second is the same; for an alarm without seconds, when a minute begins, if the clock has such an alarm. */
        MINUTELY(SECOND),
        HOURLY(SECOND | MINUTE),
        DAILY(SECOND | MINUTE | HOUR),
        WEEKLY(SECOND | MINUTE | HOUR | WEEKDAY),
        MONTHLY(SECOND | MINUTE | HOUR | DAY);

        private final int compared;

        Frequency(int compared) {
            this.compared = compared;
        }
    }

    /**
     * An alarm.
     *
     * @param time when it is due; parts that do not count are those of Sunday, 2017-01-01 00:00:00 when read
     */
    public record Alarm(LocalDateTime time, Frequency frequency) {}

    /**
     * @param address of the first register
     * @param hasSeconds whether that is the register of the second; otherwise it is that of the minute
     * @param weekdayShared whether day and weekday share a register, in which bit 6 says that it is a weekday
     * @param weekdayStart the weekday's number of Monday: 1 (DS3231) or 0 (PCF8523)
     */
    public BCDAlarmTimeRegister(
            Registers device, int address, boolean hasSeconds, boolean weekdayShared, int weekdayStart) {
        this.device = device.device();
        this.address = address;
        this.hasSeconds = hasSeconds;
        this.weekdayShared = weekdayShared;
        this.weekdayStart = weekdayStart;
        buffer = new byte[(hasSeconds ? 1 : 0) + (weekdayShared ? 3 : 4)];
    }

    /**
     * Reads the alarm, in one transfer.
     *
     * @throws BusException of kind OTHER if the registers have no alarm that can be set here
     */
    public Alarm get() {
        BusHold hold = device.lock();
        try (hold) {
            device.read(address, buffer, 0, buffer.length);
            return read();
        } catch (DateTimeException e) {
            throw new BusException(
                    BusException.Kind.OTHER,
                    0,
                    "the clock at %s holds no alarm (%s): set the alarm first"
                            .formatted(device, HexFormat.of().formatHex(buffer)),
                    e);
        }
    }

    private Alarm read() {
        int at = 0;
        int second = hasSeconds ? part(at++, 0x7f) : 0;
        int minute = part(at++, 0x7f);
        int hour = part(at++, 0x7f);
        boolean isWeekday = weekdayShared && (buffer[at] & IS_WEEKDAY) != 0;
        int day = isWeekday ? -1 : part(at, 0x3f);
        int weekday = isWeekday || !weekdayShared ? part(buffer.length - 1, 0x07) : -1;
        int compared = compared(SECOND, second)
                | compared(MINUTE, minute)
                | compared(HOUR, hour)
                | compared(WEEKDAY, weekday)
                | compared(DAY, day);
        for (Frequency frequency : Frequency.values()) {
            if (frequency.compared == compared) {
                int date = day < 0 ? 1 : day;
                if (weekday >= 0) {
                    // 2017 begins with a Sunday, so that Monday is the 2nd.
                    date = DayOfWeek.of(weekday - weekdayStart + 1).getValue() + 1;
                }
                LocalDateTime time =
                        LocalDateTime.of(2017, 1, date, Math.max(hour, 0), Math.max(minute, 0), Math.max(second, 0));
                return new Alarm(time, frequency);
            }
        }
        throw new DateTimeException("no frequency compares these parts of the time");
    }

    /** A part of the time; −1 if it is not compared. */
    private int part(int at, int mask) {
        return (buffer[at] & OFF) == 0 ? BCDDateTimeRegister.decimal(buffer[at] & mask) : -1;
    }

    private static int compared(int bit, int part) {
        return part < 0 ? 0 : bit;
    }

    /**
     * Sets the alarm, in one transfer. Parts of its time that do not count are ignored, as are fractions of a second.
     *
     * @throws IllegalArgumentException if the clock has no alarm of this frequency
     */
    public void set(Alarm alarm) {
        int compared = alarm.frequency().compared;
        if (compared == 0 && !hasSeconds) {
            throw new IllegalArgumentException(
                    "the clock at %s has no seconds in this alarm: expected a frequency from MINUTELY to MONTHLY"
                            .formatted(device));
        }
        LocalDateTime time = alarm.time();
        byte weekday = BCDDateTimeRegister.bcd(time.getDayOfWeek().getValue() - 1 + weekdayStart);
        byte day = BCDDateTimeRegister.bcd(time.getDayOfMonth());
        BusHold hold = device.lock();
        try (hold) {
            int at = 0;
            if (hasSeconds) {
                put(at++, compared & SECOND, BCDDateTimeRegister.bcd(time.getSecond()));
            }
            put(at++, compared & MINUTE, BCDDateTimeRegister.bcd(time.getMinute()));
            put(at++, compared & HOUR, BCDDateTimeRegister.bcd(time.getHour()));
            if (weekdayShared && (compared & WEEKDAY) != 0) {
                put(at, WEEKDAY, weekday | IS_WEEKDAY);
            } else {
                put(at, compared & DAY, day);
            }
            if (!weekdayShared) {
                put(at + 1, compared & WEEKDAY, weekday);
            }
            device.write(address, buffer, 0, buffer.length);
        }
    }

    private void put(int at, int compared, int value) {
        buffer[at] = (byte) (compared != 0 ? value : OFF);
    }
}
