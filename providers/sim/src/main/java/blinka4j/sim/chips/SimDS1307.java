// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.Registers8;
import blinka4j.sim.SimChip;
import java.time.DateTimeException;
import java.time.LocalDateTime;

/**
 * Maxim DS1307: a clock with 56 bytes of memory; I2C, address 0x68. Data sheet: Maxim DS1307.
 *
 * <p>A new chip stands at 2000-01-01 00:00:00, halted. It runs with its bus's clock. One transaction reads one moment. The
 * square wave output is not simulated.
 */
public final class SimDS1307 extends SimChip {
    private static final int HALTED = 0x80;
    private static final int TWELVE_HOURS = 0x40;
    private static final int AFTERNOON = 0x20;

    private final Registers8 registers = new Registers8().pointerMask(0x3F);
    private LocalDateTime set = LocalDateTime.of(2000, 1, 1, 0, 0);
    private int weekdayOffset;
    private long setAt;
    private boolean halted = true;
    private boolean timeWritten;

    public SimDS1307() {
        // Seconds, minutes, hours, weekday, day, month, year, control.
        registers.bits(0, 0xFF, 0x7F, 0x7F, 0x07, 0x3F, 0x1F, 0xFF, 0x93);
        registers.register(0, HALTED, 0, 0, 1, 1, 1, 0, 0x03).onWrite((register, value) -> timeWritten |= register < 7);
        onI2c(registers);
    }

    /** The present date and time. */
    public synchronized LocalDateTime dateTime() {
        return halted ? set : set.plusSeconds((clock().nanos() - setAt) / 1_000_000_000);
    }

    /** Sets the clock and starts it. Years are 2000 to 2099, fractions of a second are dropped, Monday is weekday 1. */
    public synchronized SimDS1307 dateTime(LocalDateTime to) {
        if (to.getYear() < 2000 || to.getYear() > 2099) {
            throw new IllegalArgumentException("%s is out of range. Expected years 2000 to 2099.".formatted(to));
        }
        set = to.withNano(0);
        weekdayOffset = 0;
        setAt = clock().nanos();
        halted = false;
        return this;
    }

    /** True if the clock stands: in a new chip, or because the program has halted it. */
    public synchronized boolean isHalted() {
        return halted;
    }

    /** The registers: the time of the last transaction, the control register, the memory. */
    public Registers8 registers() {
        return registers;
    }

    @Override
    protected void powerOn() {
        setAt = clock().nanos();
    }

    @Override
    public synchronized boolean start(boolean read) {
        stop();
        LocalDateTime now = dateTime();
        if (!halted) {
            int half = TWELVE_HOURS | now.getHour() / 12 * AFTERNOON | bcd((now.getHour() + 11) % 12 + 1);
            int hour = (registers.register(2) & TWELVE_HOURS) == 0 ? bcd(now.getHour()) : half;
            int weekday = (now.getDayOfWeek().getValue() + weekdayOffset + 6) % 7 + 1;
            registers.register(0, bcd(now.getSecond()), bcd(now.getMinute()), hour, weekday);
            registers.register(4, bcd(now.getDayOfMonth()), bcd(now.getMonthValue()), bcd(now.getYear() % 100));
        }
        return super.start(read);
    }

    /** The time continues from what the program has written. */
    @Override
    public synchronized void stop() {
        if (!timeWritten) {
            return;
        }
        timeWritten = false;
        int hours = registers.register(2);
        int hour = (hours & TWELVE_HOURS) == 0 ? number(2, 0x3F) : number(2, 0x1F) % 12 + (hours & AFTERNOON) * 12 / 32;
        try {
            set = LocalDateTime.of(
                    2000 + number(6, 0xFF), number(5, 0x1F), number(4, 0x3F), hour, number(1, 0x7F), number(0, 0x7F));
            weekdayOffset = registers.register(3) - set.getDayOfWeek().getValue();
            setAt = clock().nanos();
            halted = (registers.register(0) & HALTED) != 0;
        } catch (DateTimeException e) {
            // Not a date. The data sheet does not say what the chip does; here it halts.
            halted = true;
        }
    }

    private static int bcd(int value) {
        return value / 10 * 16 + value % 10;
    }

    private int number(int register, int bits) {
        int bcd = registers.register(register) & bits;
        return bcd / 16 * 10 + bcd % 16;
    }
}
