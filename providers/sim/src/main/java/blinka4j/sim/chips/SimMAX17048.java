// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.Quantity;
import blinka4j.sim.SimChip;
import blinka4j.sim.WordRegisters;

/**
 * Analog Devices (Maxim) MAX17048: voltage and charge of a battery; I2C, address 0x36. Data sheet: 19-6171.
 *
 * <p>The chip measures 192 ms after power-on, then every 250 ms, or every 45 s if HIBRT is 0xFFFF. It does not acknowledge a reset.
 * An odd address reads the low byte of a register. Alerts for a change of the charge and for a removed battery are not simulated.
 */
public final class SimMAX17048 extends SimChip {
    private static final int STATUS = 0x1A;

    private final WordRegisters registers = new WordRegisters();
    private final Quantity voltage = measures("voltage", 0, 5.11, "V", 3.8);
    private final Quantity charge = measures("charge", 0, 110, "%", 60);
    private final Quantity rate = measures("charge rate", -200, 200, "%/h", -5);
    private long nextMeasurement;
    private int sent;

    public SimMAX17048() {
        registers.word(0x08, 0x0012).readOnly(0x02, 0x04, 0x08, 0x16, 0xFE).bits(0x06, 0x2000);
        registers.onWrite((register, value) -> {
            if (register == 0x18) {
                registers.word(0x18, (value & 0xFF00) | 0x0C);
            }
            if (register == 0x0A) {
                long soon = value == 0xFFFF ? Long.MAX_VALUE : clock().nanos() + 250_000_000;
                nextMeasurement = Math.min(nextMeasurement, soon);
            }
        });
        powerOn();
        onI2c(registers);
    }

    /** Sets the battery: voltage of a cell 0 to 5.11 V, charge 0 to 110 %, rate -200 to 200 % per hour. */
    public SimMAX17048 battery(double volts, double percent, double percentPerHour) {
        voltage.value(volts);
        charge.value(percent);
        rate.value(percentPerHour);
        return this;
    }

    /** The registers, to make the chip another one or a broken one. */
    public WordRegisters registers() {
        return registers;
    }

    @Override
    protected void powerOn() {
        registers.word(0x02, 0).word(0x04, 0).word(0x06, 0).word(0x0A, 0x8030).word(0x0C, 0x971C);
        registers.word(0x14, 0x00FF).word(0x16, 0).word(0x18, 0x960C);
        registers.word(STATUS, 0x0100).word(0xFE, 0xFFFF);
        nextMeasurement = clock().nanos() + 192_000_000;
    }

    @Override
    public synchronized boolean start(boolean read) {
        sent = 0;
        boolean hibernates = registers.word(0x0A) == 0xFFFF;
        registers.word(0x06, (registers.word(0x06) & 0x2000) | (hibernates ? 0x1000 : 0));
        boolean asleep = (registers.word(0x06) & 0x2000) != 0 && (registers.word(0x0C) & 0x80) != 0;
        if (clock().nanos() >= nextMeasurement && !asleep) {
            nextMeasurement = clock().nanos() + (hibernates ? 45_000_000_000L : 250_000_000);
            registers.word(0x02, (int) Math.round(voltage.value() / 78.125e-6));
            registers.word(0x04, (int) Math.round(charge.value() * 256));
            registers.word(0x16, (int) Math.round(rate.value() / 0.208));
            raise();
        }
        for (int register : new int[] {0x0A, 0x0C, 0x14}) {
            registers.word(register + 1, registers.word(register) << 8 & 0xFF00);
        }
        return super.start(read);
    }

    private void raise() {
        int steps = (int) Math.round(voltage.value() / 0.02);
        int limits = registers.word(0x14);
        int empty = 32 - (registers.word(0x0C) & 0x1F);
        int flags = (steps > (limits & 0xFF) ? 0x0200 : 0)
                | (steps < limits >> 8 ? 0x0400 : 0)
                | (charge.value() < empty ? 0x1000 : 0);
        registers.word(STATUS, registers.word(STATUS) | flags);
        registers.word(0x0C, registers.word(0x0C) | (flags != 0 ? 0x20 : 0));
    }

    @Override
    public synchronized boolean write(int value) {
        sent = sent << 8 | value;
        boolean acknowledged = super.write(value);
        if (sent == 0xFE5400) {
            powerOn();
            return false;
        }
        return acknowledged;
    }
}
