// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.Registers8;
import blinka4j.sim.SimChip;
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

    private final Registers8 registers = new Registers8().pointerMask(0x3F).nonVolatile();
    private final TimeRegisters time = new TimeRegisters(registers, 0, 3, 1);

    public SimDS1307() {
        // Seconds, minutes, hours, weekday, day, month, year, control.
        registers.bits(0, 0xFF, 0x7F, 0x7F, 0x07, 0x3F, 0x1F, 0xFF, 0x93);
        registers.register(0, HALTED, 0, 0, 1, 1, 1, 0, 0x03);
        onI2c(registers);
    }

    /** The present date and time. */
    public synchronized LocalDateTime dateTime() {
        return time.now(clock().nanos());
    }

    /** Sets the clock and starts it. Years are 2000 to 2099, fractions of a second are dropped. */
    public synchronized SimDS1307 dateTime(LocalDateTime to) {
        time.set(to, clock().nanos());
        return this;
    }

    /** True if the clock stands: in a new chip, or because the program has halted it. */
    public synchronized boolean isHalted() {
        return !time.runs();
    }

    /** The registers: the time of the last transaction, the control register, the memory. */
    public Registers8 registers() {
        return registers;
    }

    @Override
    protected void powerOn() {
        time.powerOn(time.runs(), clock().nanos());
    }

    @Override
    public synchronized boolean start(boolean read) {
        stop();
        time.show(clock().nanos(), (registers.register(2) & TWELVE_HOURS) != 0, TWELVE_HOURS, second -> {});
        return super.start(read);
    }

    /** The time continues from what the program has written. */
    @Override
    public synchronized void stop() {
        boolean run = (registers.register(0) & HALTED) == 0;
        time.take(clock().nanos(), (registers.register(2) & TWELVE_HOURS) != 0, run);
    }
}
