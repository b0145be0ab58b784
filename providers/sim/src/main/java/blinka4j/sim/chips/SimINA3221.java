// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.Quantity;
import blinka4j.sim.SimChip;
import blinka4j.sim.WordRegisters;

/**
 * Texas Instruments INA3221: bus voltage and shunt voltage of three channels; I2C, address 0x40 to 0x43. Data sheet: SBOS576B.
 *
 * <p>A measurement takes the sum of the conversion times, times the averages and the enabled channels. All channels have new values
 * at its end. Alerts are not simulated.
 */
public final class SimINA3221 extends SimChip {
    private static final int MASK = 0x0F;
    private static final int[] MICROS = {140, 204, 332, 588, 1100, 2116, 4156, 8244};
    private static final int[] AVERAGES = {1, 4, 16, 64, 128, 256, 512, 1024};

    private final WordRegisters registers = new WordRegisters();
    private final Quantity[] bus = new Quantity[3];
    private final Quantity[] shunt = new Quantity[3];
    private long nextDone;
    private boolean ready;

    public SimINA3221() {
        for (int channel = 0; channel < 3; channel++) {
            bus[channel] = measures("voltage " + (channel + 1), 0, 26, "V", 5);
            shunt[channel] = measures("shunt voltage " + (channel + 1), -163.84, 163.8, "mV", 5);
        }
        registers.word(0xFE, 0x5449).word(0xFF, 0x3220).readOnly(1, 2, 3, 4, 5, 6, 0x0D, 0xFE, 0xFF);
        registers.bits(0, 0x7FFF).bits(MASK, 0x7C00).bits(0x0E, 0xFFFE);
        powerOn();
        registers.onWrite((register, value) -> {
            nextDone = register == 0 ? clock().nanos() + conversion() : nextDone;
            ready &= register != 0;
            if (register == 0 && value >= 0x8000) {
                powerOn();
            }
        });
        registers.onRead(register -> {
            if (register == MASK) {
                registers.word(MASK, (registers.word(MASK) & 0x7C00) | (ready ? 1 : 0));
                ready = false;
            }
        });
        onI2c(registers);
    }

    /** Sets the bus voltage, 0 to 26 V, and the shunt voltage, -163.84 to 163.8 mV, of a channel, 0 to 2. */
    public SimINA3221 load(int channel, double volts, double shuntMillivolts) {
        bus[channel].value(volts);
        shunt[channel].value(shuntMillivolts);
        return this;
    }

    /** The registers, to make the chip another one or a broken one. */
    public WordRegisters registers() {
        return registers;
    }

    @Override
    protected void powerOn() {
        registers.word(0, 0x7127).word(MASK, 2).word(0x0E, 0x7FFE);
        registers.word(0x10, 0x2710).word(0x11, 0x2328);
        for (int register = 1; register <= 0x0D; register++) {
            registers.word(register, register >= 7 && register <= 0x0C ? 0x7FF8 : 0);
        }
        nextDone = clock().nanos() + conversion();
    }

    private long conversion() {
        int config = registers.word(0);
        int micros = (config & 1) * MICROS[config >> 3 & 7] + (config >> 1 & 1) * MICROS[config >> 6 & 7];
        return 1000L * Integer.bitCount(config & 0x7000) * AVERAGES[config >> 9 & 7] * micros;
    }

    /** The registers have what the chip has measured until now. */
    @Override
    public synchronized boolean start(boolean read) {
        int config = registers.word(0);
        if ((config & 3) != 0 && clock().nanos() >= nextDone) {
            nextDone = (config & 4) == 0 ? Long.MAX_VALUE : clock().nanos() + conversion();
            int sum = 0;
            for (int channel = 0; channel < 3; channel++) {
                boolean on = (config & 0x4000 >> channel) != 0;
                measure(1 + 2 * channel, on && (config & 1) != 0, shunt[channel], 0.04);
                measure(2 + 2 * channel, on && (config & 2) != 0, bus[channel], 0.008);
                boolean counts = (registers.word(MASK) & 0x4000 >> channel) != 0;
                sum += counts ? (short) registers.word(1 + 2 * channel) >> 3 : 0;
            }
            registers.word(0x0D, sum << 1);
            ready = true;
        }
        return super.start(read);
    }

    private void measure(int register, boolean on, Quantity quantity, double step) {
        registers.word(register, on ? (int) Math.round(quantity.value() / step) << 3 : registers.word(register));
    }
}
