// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.Quantity;
import blinka4j.sim.SimChip;
import blinka4j.sim.WordRegisters;

/**
 * Texas Instruments INA260: bus voltage and current; I2C, address 0x40 to 0x4F. Data sheet: SBOS656C.
 *
 * <p>A measurement takes the sum of the conversion times, times the averages; the first one after power-on none. No alert pin.
 */
public final class SimINA260 extends SimChip {
    private static final int CONFIG = 0;
    private static final int MASK = 6;
    private static final int FLAGS = 0x1C;
    private static final int[] MICROS = {140, 204, 332, 588, 1100, 2116, 4156, 8244};
    private static final int[] AVERAGES = {1, 4, 16, 64, 128, 256, 512, 1024};

    private final WordRegisters registers = new WordRegisters();
    private final Quantity voltage = measures("voltage", 0, 36, "V", 5);
    private final Quantity current = measures("current", -15000, 15000, "mA", 100);
    private int flags;
    private long nextDone;

    public SimINA260() {
        registers.word(0xFE, 0x5449).word(0xFF, 0x2270).readOnly(1, 2, 3, 0xFE, 0xFF);
        registers.bits(CONFIG, 0x7FFF).bits(MASK, 0xFC03);
        powerOn();
        registers.onWrite((register, value) -> {
            if (register == CONFIG && value >= 0x8000) {
                powerOn();
                nextDone += conversion();
            } else if (register == CONFIG) {
                nextDone = clock().nanos() + conversion();
                flags &= (value & 3) == 0 ? FLAGS : ~8;
            }
        });
        registers.onRead(register -> {
            measure();
            if (register == MASK) {
                registers.word(MASK, (registers.word(MASK) & ~FLAGS) | flags);
                flags &= (registers.word(MASK) & 1) != 0 ? ~0x18 : ~8;
            }
        });
        onI2c(registers);
    }

    /** Sets the bus voltage, 0 to 36 V, and the current, -15,000 to 15,000 mA. */
    public SimINA260 load(double volts, double milliamperes) {
        voltage.value(volts);
        current.value(milliamperes);
        return this;
    }

    /** The registers, to make the chip another one or a broken one. */
    public WordRegisters registers() {
        return registers;
    }

    @Override
    protected void powerOn() {
        registers.word(CONFIG, 0x6127).word(MASK, 0).word(7, 0);
        registers.word(1, 0).word(2, 0).word(3, 0);
        flags = 0;
        nextDone = clock().nanos();
    }

    private long conversion() {
        int config = registers.word(CONFIG);
        int micros =
                ((config & 1) != 0 ? MICROS[config >> 3 & 7] : 0) + ((config & 2) != 0 ? MICROS[config >> 6 & 7] : 0);
        return 1000L * AVERAGES[config >> 9 & 7] * micros;
    }

    /** What the chip has measured until now. */
    private void measure() {
        int mode = registers.word(CONFIG) & 7;
        if ((mode & 3) == 0 || clock().nanos() < nextDone) {
            return;
        }
        nextDone = (mode & 4) == 0 ? Long.MAX_VALUE : clock().nanos() + conversion();
        int amperes = (mode & 1) != 0 ? (int) Math.round(current.value() / 1.25) : (short) registers.word(1);
        int volts = (mode & 2) != 0 ? (int) Math.round(voltage.value() / 0.00125) : registers.word(2);
        // Steps of 1.25 mA times 1.25 mV, in 10 mW.
        long watts = Math.round(Math.abs(amperes) * (double) volts * 1.5625e-4);
        registers.word(1, amperes).word(2, volts).word(3, (int) watts & 0xFFFF);
        int limit = registers.word(7);
        boolean alert = switch (Integer.numberOfLeadingZeros(registers.word(MASK) & 0xF800) - 16) {
            case 0 -> amperes > (short) limit;
            case 1 -> amperes < (short) limit;
            case 2 -> volts > limit;
            case 3 -> volts < limit;
            case 4 -> watts > limit;
            default -> false;
        };
        boolean latched = (flags & 0x10) != 0 && (registers.word(MASK) & 1) != 0;
        flags = 8 | (watts > 0xFFFF ? 4 : 0) | (alert || latched ? 0x10 : 0);
    }
}
