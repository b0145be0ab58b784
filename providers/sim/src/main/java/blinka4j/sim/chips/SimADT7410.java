// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.Quantity;
import blinka4j.sim.Registers8;
import blinka4j.sim.SimChip;

/**
 * Analog Devices ADT7410: temperature in steps of 1/16 or 1/128 °C, with three limits; I2C, address 0x48 to 0x4B. Data sheet: ADT7410
 * Rev. A.
 *
 * <p>A measurement takes 240 ms, the first one 6 ms, and 60 ms in the mode with one each second. The fault queue and the alert pins
 * are not simulated.
 */
public final class SimADT7410 extends SimChip {
    private static final int STATUS = 2;
    private static final int CONFIG = 3;
    private static final int NOT_READY = 0x80;
    private static final int LOW = 1;
    private static final int HIGH = 2;
    private static final int CRITICAL = 4;

    private final Registers8 registers = new Registers8();
    private final Quantity temperature = measures("temperature", -55, 150, "°C", 22.5);
    private int flags;
    private long nextDone;

    public SimADT7410() {
        registers.register(0x0B, 0xCB).readOnly(0, 1, STATUS, 0x0B).bits(0x0A, 0x0F);
        reset();
        registers.onWrite((register, value) -> {
            if (register == CONFIG) {
                nextDone = clock().nanos() + ((value >> 5 & 3) == 2 ? 60_000_000 : 240_000_000);
            } else if (register == 0x2F) {
                reset();
            }
        });
        registers.onRead(register -> {
            measure();
            if (register == STATUS) {
                registers.register(STATUS, (registers.register(STATUS) & NOT_READY) | (flags << 4));
                flags = 0;
            } else if (register == 1) {
                registers.register(STATUS, registers.register(STATUS) | NOT_READY);
            }
        });
        onI2c(registers);
    }

    /** The temperature in °C. */
    public double temperature() {
        return temperature.value();
    }

    /** Sets the temperature, -55 to 150 °C. */
    public SimADT7410 temperature(double celsius) {
        temperature.value(celsius);
        return this;
    }

    /** The registers, to make the chip another one or a broken one. */
    public Registers8 registers() {
        return registers;
    }

    @Override
    protected void powerOn() {
        reset();
    }

    private void reset() {
        registers.register(0, 0, 0, NOT_READY, 0, 0x20, 0, 0x05, 0, 0x49, 0x80, 5);
        flags = 0;
        nextDone = clock().nanos() + 6_000_000;
    }

    /** What the chip has measured until now. The data sheet does not say that the mode changes after one shot. */
    private void measure() {
        int mode = registers.register(CONFIG) >> 5 & 3;
        long late = clock().nanos() - nextDone;
        if (mode == 3 || late < 0) {
            return;
        }
        long cycle = mode == 2 ? 1_000_000_000 : 240_000_000;
        nextDone = mode == 1 ? Long.MAX_VALUE / 2 : nextDone + (late / cycle + 1) * cycle;
        boolean fine = (registers.register(CONFIG) & 0x80) != 0;
        int steps = (int) Math.round(temperature() * (fine ? 128 : 16)) * (fine ? 1 : 8);
        flags |= (steps < limit(6) ? LOW : 0) | (steps > limit(4) ? HIGH : 0) | (steps > limit(8) ? CRITICAL : 0);
        int hysteresis = registers.register(0x0A) * 128;
        flags &= ~((steps > limit(6) + hysteresis ? LOW : 0)
                | (steps < limit(4) - hysteresis ? HIGH : 0)
                | (steps < limit(8) - hysteresis ? CRITICAL : 0));
        registers.u16be(0, fine ? steps : steps | flags).register(STATUS, 0);
    }

    private int limit(int register) {
        return (short) (registers.register(register) << 8 | registers.register(register + 1));
    }
}
