// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.Quantity;
import blinka4j.sim.Registers8;
import blinka4j.sim.SimChip;
import java.time.LocalDateTime;

/**
 * Maxim DS3231: a clock with two alarms and a thermometer; I2C, address 0x68. Data sheet: Maxim DS3231 (19-5170).
 *
 * <p>A new chip runs from 2000-01-01 00:00:00, with its flag OSF set, with its bus's clock. One transaction reads one moment. A
 * conversion takes 125 ms, each 64 s. Alarms in 12-hour mode, the century, the outputs and the battery are not simulated.
 */
public final class SimDS3231 extends SimChip {
    private static final int CONTROL = 0x0E;
    private static final int STATUS = 0x0F;
    private static final int CONV = 0x20;
    private static final int TWELVE_HOURS = 0x40;
    private static final long CONVERSION = 125_000_000;
    private static final long CYCLE = 64_000_000_000L;

    private final Registers8 registers = new Registers8().pointerMask(0x1F).nonVolatile();
    private final TimeRegisters time = new TimeRegisters(registers, 0, 3, 1);
    private final AlarmRegisters alarm1 = new AlarmRegisters(registers, time, 0x08, true, true);
    private final AlarmRegisters alarm2 = new AlarmRegisters(registers, time, 0x0B, false, true);
    private final Quantity temperature = measures("temperature", -40, 85, "°C", 22.5);
    private int flags = 0x80;
    private long cycle;
    private long conversionEnds;

    public SimDS3231() {
        registers.bits(0, 0x7F, 0x7F, 0x7F, 0x07, 0x3F, 0x9F, 0xFF).bits(STATUS, 0x08);
        registers.register(CONTROL, 0x1C, 0x08).readOnly(0x11, 0x12).onWrite(this::written);
        onI2c(registers);
    }

    /** The present date and time. */
    public synchronized LocalDateTime dateTime() {
        return time.now(clock().nanos());
    }

    /** Sets the clock. Years are 2000 to 2099, fractions of a second are dropped. */
    public synchronized SimDS3231 dateTime(LocalDateTime to) {
        time.set(to, clock().nanos());
        return this;
    }

    /** Sets the temperature, -40 to 85 °C. The chip notices with its next conversion. */
    public SimDS3231 temperature(double celsius) {
        temperature.value(celsius);
        return this;
    }

    /** The registers, to make the chip a broken one. */
    public Registers8 registers() {
        return registers;
    }

    @Override
    protected void powerOn() {
        cycle = clock().nanos();
        conversionEnds = cycle + CONVERSION;
        time.powerOn(true, cycle);
    }

    private void written(int register, int value) {
        // A flag can only be cleared.
        flags &= register == STATUS ? value : -1;
        if (register == CONTROL && (value & CONV) != 0) {
            conversionEnds = Math.min(conversionEnds, clock().nanos() + CONVERSION);
        }
    }

    @Override
    public synchronized boolean start(boolean read) {
        stop();
        long now = clock().nanos();
        time.show(now, (registers.register(2) & TWELVE_HOURS) != 0, TWELVE_HOURS, second -> {
            flags |= (alarm1.isDue(second) ? 0x01 : 0) | (alarm2.isDue(second) ? 0x02 : 0);
        });
        if (now - cycle >= CYCLE) {
            cycle += (now - cycle) / CYCLE * CYCLE;
            conversionEnds = Math.min(conversionEnds, cycle + CONVERSION);
        }
        if (now >= conversionEnds) {
            conversionEnds = Long.MAX_VALUE;
            registers.u16be(0x11, (int) Math.round(temperature.value() * 4) << 6 & 0xFFFF);
            registers.register(CONTROL, registers.register(CONTROL) & ~CONV);
        }
        int busy = conversionEnds < Long.MAX_VALUE ? 0x04 : 0;
        registers.register(STATUS, (registers.register(STATUS) & 0x08) | flags | busy);
        return super.start(read);
    }

    @Override
    public synchronized void stop() {
        time.take(clock().nanos(), (registers.register(2) & TWELVE_HOURS) != 0, true);
    }
}
