// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import static blinka4j.sim.chips.AlarmRegisters.bcd;

import blinka4j.sim.Registers8;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.function.Consumer;

/** The time of a real-time clock in seven registers, in binary coded decimal. At first it stands at 2000-01-01 00:00:00. */
final class TimeRegisters {
    private final Registers8 registers;
    private final int first;
    private final int weekday;
    private final int monday;
    private LocalDateTime set = LocalDateTime.of(2000, 1, 1, 0, 0);
    private LocalDateTime seen = set;
    private int weekdayOffset;
    private long setAt;
    private boolean runs;
    private boolean written;

    /** @param weekday the place of the weekday after the seconds, 3 or 4; the day has the other */
    TimeRegisters(Registers8 registers, int first, int weekday, int monday) {
        this.registers = registers;
        this.first = first;
        this.weekday = weekday;
        this.monday = monday;
        registers.onWrite((register, value) -> written |= register >= first && register < first + 7);
    }

    boolean runs() {
        return runs;
    }

    LocalDateTime now(long nanos) {
        return runs ? set.plusSeconds((nanos - setAt) / 1_000_000_000) : set;
    }

    /** The time continues or stands from where it was set. */
    void powerOn(boolean run, long nanos) {
        runs = run;
        setAt = nanos;
    }

    void set(LocalDateTime to, long nanos) {
        if (to.getYear() < 2000 || to.getYear() > 2099) {
            throw new IllegalArgumentException("%s is out of range. Expected years 2000 to 2099.".formatted(to));
        }
        set = to.withNano(0);
        seen = set;
        weekdayOffset = 0;
        powerOn(true, nanos);
    }

    /** Calls {@code each} with the seconds since the last call, and puts the time into the registers. */
    void show(long nanos, boolean twelve, int mode, Consumer<LocalDateTime> each) {
        LocalDateTime now = now(nanos);
        for (; seen.isBefore(now); each.accept(seen)) {
            seen = seen.plusSeconds(1);
        }
        if (runs) {
            int half = mode | now.getHour() / 12 * 0x20 | bcd((now.getHour() + 11) % 12 + 1);
            registers.register(first, bcd(now.getSecond()), bcd(now.getMinute()), twelve ? half : bcd(now.getHour()));
            registers.register(first + weekday, weekday(now)).register(first + 7 - weekday, bcd(now.getDayOfMonth()));
            registers.register(first + 5, bcd(now.getMonthValue()), bcd(now.getYear() % 100));
        }
    }

    /** After a write the time continues from it, if {@code run}. What is no date stands: the data sheets do not say more. */
    void take(long nanos, boolean twelve, boolean run) {
        runs &= !written;
        int hour = twelve ? number(2, 0x1F) % 12 + number(2, 0x20) / 20 * 12 : number(2, 0x3F);
        try {
            LocalDate date = LocalDate.of(2000 + number(6, 0xFF), number(5, 0x1F), number(7 - weekday, 0x3F));
            if (written) {
                set(date.atTime(hour, number(1, 0x7F), number(0, 0x7F)), nanos);
                weekdayOffset = registers.register(first + weekday) - weekday(set);
                runs = run;
            }
        } catch (DateTimeException | IllegalArgumentException e) {
            // It stands.
        }
        written = false;
    }

    int weekday(LocalDateTime time) {
        return Math.floorMod(time.getDayOfWeek().getValue() + weekdayOffset - 1, 7) + monday;
    }

    private int number(int place, int bits) {
        int bcd = registers.register(first + place) & bits;
        return bcd / 16 * 10 + bcd % 16;
    }
}
