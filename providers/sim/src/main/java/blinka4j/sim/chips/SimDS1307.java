// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.Registers8;
import blinka4j.sim.SimClock;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.SimI2CDevice;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDateTime;

/**
 * Maxim DS1307: a clock with 56 bytes of memory; I2C, address 0x68.
 *
 * <p>As delivered it stands at 2000-01-01 00:00:00, halted. It runs with the time of its bus; what the program reads in
 * one transaction belongs to one moment. The square wave output is not simulated.
 *
 * <p>Data sheet: Maxim DS1307.
 */
public final class SimDS1307 implements SimI2CDevice {
    private static final int SECONDS = 0;
    private static final int HOURS = 2;
    private static final int WEEKDAY = 3;
    private static final int YEAR = 6;
    private static final int CONTROL = 7;

    private static final int HALTED = 0x80;
    private static final int TWELVE_HOURS = 0x40;
    private static final int AFTERNOON = 0x20;
    /** The bits that exist, register by register. */
    private static final int[] BITS = {0xFF, 0x7F, 0x7F, 0x07, 0x3F, 0x1F, 0xFF, 0x93};

    private final Registers8 registers = new Registers8().pointerMask(0x3F);
    private SimClock clock = new SimClock();
    private LocalDateTime set = LocalDateTime.of(2000, 1, 1, 0, 0);
    private int weekdaySet = 1;
    private long setAt;
    private boolean halted = true;
    private boolean timeWritten;

    /** As delivered. */
    public SimDS1307() {
        registers.register(CONTROL, 0x03);
        registers.onWrite((register, value) -> {
            if (register <= CONTROL) {
                registers.register(register, value & BITS[register]);
            }
            timeWritten |= register <= YEAR;
        });
        show(HALTED);
    }

    /** The date and time now. */
    public synchronized LocalDateTime dateTime() {
        return now();
    }

    /**
     * Sets the clock and starts it. Monday is weekday 1.
     *
     * @param to a year from 2000 to 2099; whole seconds count
     */
    public synchronized SimDS1307 dateTime(LocalDateTime to) {
        if (to.getYear() < 2000 || to.getYear() > 2099) {
            throw new IllegalArgumentException("%s: the chip has the years 2000 to 2099".formatted(to));
        }
        set = to.withNano(0);
        weekdaySet = to.getDayOfWeek().getValue();
        setAt = clock.nanos();
        halted = false;
        show(registers.register(HOURS));
        return this;
    }

    /** Whether the program, or delivery, has halted the clock. */
    public synchronized boolean isHalted() {
        return halted;
    }

    /** The chip's registers: the time as last read, the control register, the memory. */
    public Registers8 registers() {
        return registers;
    }

    @Override
    public synchronized void attached(SimI2CBus bus) {
        set = now();
        clock = bus.clock();
        setAt = clock.nanos();
    }

    @Override
    public synchronized boolean start(boolean read) {
        take();
        if (!halted) {
            show(registers.register(HOURS));
        }
        return registers.start(read);
    }

    @Override
    public synchronized boolean write(int value) {
        return registers.write(value);
    }

    @Override
    public synchronized int read() {
        return registers.read();
    }

    @Override
    public synchronized void stop() {
        take();
    }

    @Override
    public String toString() {
        return "SimDS1307";
    }

    private LocalDateTime now() {
        return halted ? set : set.plusSeconds(elapsedSeconds());
    }

    private long elapsedSeconds() {
        return Duration.ofNanos(clock.nanos() - setAt).toSeconds();
    }

    /** The time goes on from what the program has written. */
    private void take() {
        if (!timeWritten) {
            return;
        }
        timeWritten = false;
        int hours = registers.register(HOURS);
        int hour = binary(hours & ((hours & TWELVE_HOURS) != 0 ? 0x1F : 0x3F));
        if ((hours & TWELVE_HOURS) != 0) {
            hour = hour % 12 + ((hours & AFTERNOON) != 0 ? 12 : 0);
        }
        try {
            set = LocalDateTime.of(
                    2000 + binary(registers.register(YEAR)),
                    binary(registers.register(YEAR - 1)),
                    binary(registers.register(YEAR - 2)),
                    hour,
                    binary(registers.register(SECONDS + 1)),
                    binary(registers.register(SECONDS) & ~HALTED));
        } catch (DateTimeException e) {
            // No date: the data sheet leaves open what the chip does. Here it stands until it gets one.
            halted = true;
            return;
        }
        weekdaySet = registers.register(WEEKDAY);
        setAt = clock.nanos();
        halted = (registers.register(SECONDS) & HALTED) != 0;
    }

    private void show(int hourMode) {
        LocalDateTime now = now();
        int hour = bcd(now.getHour());
        if ((hourMode & TWELVE_HOURS) != 0) {
            int ofTwelve = now.getHour() % 12;
            hour = TWELVE_HOURS | (now.getHour() >= 12 ? AFTERNOON : 0) | bcd(ofTwelve == 0 ? 12 : ofTwelve);
        }
        long days = now.toLocalDate().toEpochDay() - set.toLocalDate().toEpochDay();
        registers.register(
                SECONDS,
                bcd(now.getSecond()) | (halted ? HALTED : 0),
                bcd(now.getMinute()),
                hour,
                (int) ((weekdaySet + 6 + days) % 7) + 1,
                bcd(now.getDayOfMonth()),
                bcd(now.getMonthValue()),
                bcd(now.getYear() % 100));
    }

    private static int bcd(int value) {
        return value / 10 * 16 + value % 10;
    }

    private static int binary(int bcd) {
        return bcd / 16 * 10 + bcd % 16;
    }
}
