// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.Quantity;
import blinka4j.sim.SimChip;
import blinka4j.sim.WordRegisters;

/**
 * Texas Instruments TMP117: temperature in steps of 1/128 °C, with two limits; I2C, address 0x48 to 0x4B. Data sheet: SNOSD82D.
 *
 * <p>A measurement takes 15.5 ms for each averaged conversion. The next one begins when the time of the cycle is over. The EEPROM
 * cannot be programmed, and the alert pin is not simulated.
 */
public final class SimTMP117 extends SimChip {
    private static final int RESULT = 0;
    private static final int CONFIG = 1;
    private static final int HIGH_ALERT = 0x8000;
    private static final double[] CYCLE_MILLIS = {15.5, 125, 250, 500, 1000, 4000, 8000, 16000};

    private final WordRegisters registers = new WordRegisters().pointerMask(0x0F);
    private final Quantity temperature = measures("temperature", -55, 150, "°C", 22.5);
    private int flags;
    private long nextDone;

    public SimTMP117() {
        registers.word(5, 0x1234).word(6, 0x5678).word(8, 0x9ABC);
        registers.word(0x0F, 0x0117).readOnly(RESULT, 5, 6, 8, 0x0F);
        registers.bits(CONFIG, 0x0FFC).bits(4, 0x8000);
        powerOn();
        registers.onWrite((register, value) -> {
            nextDone = register == CONFIG ? clock().nanos() + conversion() : nextDone;
            if (register == CONFIG && (value & 2) != 0) {
                powerOn();
            }
        });
        registers.onRead(register -> {
            measure();
            if (register == CONFIG) {
                registers.word(CONFIG, (registers.word(CONFIG) & 0x0FFC) | flags);
                flags = therm() ? flags & HIGH_ALERT : 0;
            } else if (register == RESULT) {
                flags &= ~0x2000;
            }
        });
        onI2c(registers);
    }

    /** The temperature in °C. */
    public double temperature() {
        return temperature.value();
    }

    /** Sets the temperature, -55 to 150 °C. */
    public SimTMP117 temperature(double celsius) {
        temperature.value(celsius);
        return this;
    }

    /** The registers, to make the chip another one or a broken one. */
    public WordRegisters registers() {
        return registers;
    }

    /** Result, configuration, limits and offset. A reset takes 2 ms. */
    @Override
    protected void powerOn() {
        registers.word(RESULT, 0x8000).word(CONFIG, 0x0220);
        registers.word(2, 0x6000).word(3, 0x8000).word(7, 0);
        flags = 0;
        nextDone = clock().nanos() + 2_000_000 + conversion();
    }

    private long conversion() {
        return 15_500_000L * new int[] {1, 8, 32, 64}[registers.word(CONFIG) >> 5 & 3];
    }

    private boolean therm() {
        return (registers.word(CONFIG) & 0x10) != 0;
    }

    /** What the chip has measured until now. */
    private void measure() {
        int mode = registers.word(CONFIG) >> 10 & 3;
        long late = clock().nanos() - nextDone;
        if (mode == 1 || late < 0) {
            return;
        }
        double cycle = Math.max((double) conversion(), 1e6 * CYCLE_MILLIS[registers.word(CONFIG) >> 7 & 7]);
        nextDone += (long) ((Math.floor(late / cycle) + 1) * cycle);
        int steps = (int) Math.round(temperature() * 128) + (short) registers.word(7);
        steps = Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, steps));
        boolean below = steps < (short) registers.word(3);
        flags = therm() ? (below ? 0 : flags & HIGH_ALERT) : flags | (below ? 0x4000 : 0);
        flags |= 0x2000 | (steps > (short) registers.word(2) ? HIGH_ALERT : 0);
        registers.word(RESULT, steps);
        if (mode == 3) {
            registers.word(CONFIG, (registers.word(CONFIG) & ~0xC00) | 0x400);
        }
    }
}
