// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.Registers8;
import blinka4j.sim.SimChip;
import java.time.LocalDateTime;

/**
 * NXP PCF8523: a clock with an alarm and two timers; I2C, address 0x68. Data sheet: NXP PCF8523.
 *
 * <p>A new chip runs from 2000-01-01 00:00:00, with its flag OS set. It runs with its bus's clock. One transaction reads one
 * moment. STOP counts when the time is written. Alarms in 12-hour mode, the offset, the outputs and the battery are not simulated.
 */
public final class SimPCF8523 extends SimChip {
    private static final int OFF = 0x80;
    private static final int WATCHDOG = 0x80;
    private static final int STOP = 0x20;
    private static final int TWELVE_HOURS = 0x08;

    private final Registers8 registers = new Registers8().pointerMask(0x1F).nonVolatile();
    private final TimeRegisters time = new TimeRegisters(registers, 3, 4, 0);
    private final AlarmRegisters alarm = new AlarmRegisters(registers, time, 0x0A, false, false);
    private final Countdown timerA = new Countdown();
    private final Countdown timerB = new Countdown();
    private int flags;
    private int stopped = OFF;

    public SimPCF8523() {
        registers.bits(0, 0xBF, 0xFF, 0xEB, 0xFF, 0x7F, 0x3F, 0x3F, 0x07, 0x1F).bits(0x10, 0x07, 0xFF, 0x77);
        registers.register(0x02, 0xE0).register(0x0A, OFF, OFF, OFF, OFF).register(0x10, 7, 0, 7);
        registers.onWrite(this::written).onRead(register -> flags &= register == 0x01 ? ~WATCHDOG : ~0);
        onI2c(registers);
    }

    /** The present date and time. */
    public synchronized LocalDateTime dateTime() {
        return time.now(clock().nanos());
    }

    /** Sets the clock. Years are 2000 to 2099, fractions of a second are dropped. */
    public synchronized SimPCF8523 dateTime(LocalDateTime to) {
        time.set(to, clock().nanos());
        return this;
    }

    /** The registers, to make the chip another one or a broken one. */
    public Registers8 registers() {
        return registers;
    }

    @Override
    protected void powerOn() {
        time.powerOn(true, clock().nanos());
    }

    private void written(int register, int value) {
        long now = clock().nanos();
        if (register == 0x01) {
            // A flag can only be cleared; that of the watchdog by reading it, or by a new value.
            flags &= value | WATCHDOG;
        } else if (register == 0x03) {
            stopped &= value;
        } else if (register == 0x11) {
            timerA.load(value, now);
            flags &= ~WATCHDOG;
        } else if (register == 0x13) {
            timerB.load(value, now);
        }
        count(now);
    }

    private void count(long now) {
        int mode = registers.register(0x0F) >> 1 & 3;
        int codeA = registers.register(0x10) & 7;
        int codeB = registers.register(0x12) & 7;
        flags |= timerA.count(mode, codeA, now) ? (mode == 1 ? 0x40 : WATCHDOG) : 0;
        flags |= timerB.count(registers.register(0x0F) & 1, codeB, now) ? 0x20 : 0;
        registers.register(0x11, timerA.left(codeA, now)).register(0x13, timerB.left(codeB, now));
        registers.register(0x01, (registers.register(0x01) & 0x07) | flags);
    }

    @Override
    public synchronized boolean start(boolean read) {
        stop();
        long now = clock().nanos();
        time.show(now, (registers.register(0x00) & TWELVE_HOURS) != 0, 0, second -> {
            flags |= alarm.isDue(second) ? 0x08 : 0;
        });
        registers.register(0x03, (registers.register(0x03) & ~OFF) | stopped);
        count(now);
        return super.start(read);
    }

    @Override
    public synchronized void stop() {
        int control = registers.register(0x00);
        time.take(clock().nanos(), (control & TWELVE_HOURS) != 0, (control & STOP) == 0);
    }
}
