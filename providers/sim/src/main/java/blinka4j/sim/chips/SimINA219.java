// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.Quantity;
import blinka4j.sim.SimChip;
import blinka4j.sim.WordRegisters;

/**
 * Texas Instruments INA219: bus voltage, and the current through a shunt resistor, of 0.1 Ω at first; I2C, address 0x40 to 0x4F. Data
 * sheet: SBOS448G.
 *
 * <p>A measurement takes the sum of the two conversion times. Voltages beyond the chosen ranges read as the greatest ones.
 */
public final class SimINA219 extends SimChip {
    private static final int CONFIG = 0;
    private static final int BUS = 2;
    private static final int POWER = 3;
    private static final int CALIBRATION = 5;
    private static final int READY = 2;

    private final WordRegisters registers = new WordRegisters().pointerMask(0x07);
    private final Quantity voltage = measures("voltage", 0, 26, "V", 5);
    private final Quantity current = measures("current", -8000, 8000, "mA", 100);
    private volatile double shunt = 0.1;
    private long nextDone;

    public SimINA219() {
        registers.readOnly(1, BUS, POWER, 4);
        registers.bits(CONFIG, 0x3FFF).bits(CALIBRATION, 0xFFFE);
        powerOn();
        registers.onWrite((register, value) -> {
            if (register == CONFIG && value >= 0x8000) {
                powerOn();
            } else if (register == CONFIG) {
                nextDone = clock().nanos() + conversion();
                registers.word(BUS, registers.word(BUS) & ((value & 3) == 0 ? 0xFFFF : ~READY));
            }
        });
        registers.onRead(register -> {
            measure();
            if (register == POWER) {
                registers.word(BUS, registers.word(BUS) & ~READY);
            }
        });
        onI2c(registers);
    }

    /** Sets the bus voltage, 0 to 26 V, and the current, -8000 to 8000 mA. */
    public SimINA219 load(double volts, double milliamperes) {
        voltage.value(volts);
        current.value(milliamperes);
        return this;
    }

    /** Sets the resistance of the shunt in Ω. */
    public SimINA219 shunt(double ohms) {
        shunt = ohms;
        return this;
    }

    /** The registers, to make the chip another one or a broken one. */
    public WordRegisters registers() {
        return registers;
    }

    @Override
    protected void powerOn() {
        registers.word(CONFIG, 0x399F).word(CALIBRATION, 0);
        registers.word(1, 0).word(BUS, 0).word(POWER, 0).word(4, 0);
        nextDone = clock().nanos() + conversion();
    }

    private long conversion() {
        int config = registers.word(CONFIG);
        return ((config & 1) != 0 ? nanos(config >> 3 & 15) : 0) + ((config & 2) != 0 ? nanos(config >> 7 & 15) : 0);
    }

    private static long nanos(int code) {
        return code < 8 ? new long[] {84_000, 148_000, 276_000, 532_000}[code & 3] : 532_000L << (code - 8);
    }

    /** What the chip has measured until now. */
    private void measure() {
        int config = registers.word(CONFIG);
        if ((config & 3) == 0 || clock().nanos() < nextDone) {
            return;
        }
        nextDone = (config & 4) == 0 ? Long.MAX_VALUE : clock().nanos() + conversion();
        long range = 4000L << (config >> 11 & 3);
        long steps = Math.max(-range, Math.min(range, Math.round(current.value() * shunt * 100)));
        steps = (config & 1) != 0 ? steps : (short) registers.word(1);
        long volts = Math.min((config & 0x2000) != 0 ? 8000 : 4000, Math.round(voltage.value() / 0.004));
        volts = (config & 2) != 0 ? volts : registers.word(BUS) >> 3;
        long amperes = steps * registers.word(CALIBRATION) / 4096;
        long watts = Math.abs(amperes) * volts / 5000;
        boolean overflow = Math.abs(amperes) > Short.MAX_VALUE || watts > 0xFFFF;
        registers.word(1, (int) steps).word(BUS, (int) volts << 3 | READY | (overflow ? 1 : 0));
        registers.word(POWER, (int) watts & 0xFFFF).word(4, (short) amperes);
    }
}
