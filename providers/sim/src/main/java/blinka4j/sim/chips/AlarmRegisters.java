// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.Registers8;
import java.time.LocalDateTime;

/** An alarm of a real-time clock in registers: second, minute, hour, day, weekday. Bit 7 of each switches its comparison off. */
final class AlarmRegisters {
    private static final int OFF = 0x80;
    private static final int IS_WEEKDAY = 0x40;

    private final Registers8 registers;
    private final TimeRegisters time;
    private final int minute;
    private final boolean hasSecond;
    private final boolean isShared;

    /**
     * @param hasSecond whether the register before that of the minute is compared; otherwise the second is 0
     * @param isShared whether day and weekday have one register, with bit 6 set for a weekday
     */
    AlarmRegisters(Registers8 registers, TimeRegisters time, int minute, boolean hasSecond, boolean isShared) {
        this.registers = registers;
        this.time = time;
        this.minute = minute;
        this.hasSecond = hasSecond;
        this.isShared = isShared;
    }

    /** True if all that is compared is the same. A clock with four registers has no alarm without a comparison. */
    boolean isDue(LocalDateTime now) {
        int off = OFF;
        for (byte each : registers.registers(minute, 4)) {
            off &= each;
        }
        boolean isWeekday = isShared && (registers.register(minute + 2) & IS_WEEKDAY) != 0;
        return (hasSecond ? isDue(minute - 1, bcd(now.getSecond())) : now.getSecond() == 0)
                && isDue(minute, bcd(now.getMinute()))
                && isDue(minute + 1, bcd(now.getHour()))
                && isDue(minute + 2, isWeekday ? IS_WEEKDAY | time.weekday(now) : bcd(now.getDayOfMonth()))
                && (isShared || (off == 0 && isDue(minute + 3, time.weekday(now))));
    }

    private boolean isDue(int register, int value) {
        int compared = registers.register(register);
        return compared >= OFF || compared == value;
    }

    static int bcd(int value) {
        return value / 10 * 16 + value % 10;
    }
}
