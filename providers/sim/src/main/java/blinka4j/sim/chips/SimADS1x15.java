// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.Quantity;
import blinka4j.sim.SimChip;
import blinka4j.sim.WordRegisters;
import java.time.Duration;

/**
 * Texas Instruments ADS1015 or ADS1115: voltages of 4 inputs; I2C, address 0x48 to 0x4B. Data sheets: SBAS473, SBAS444.
 *
 * <p>A conversion takes 1/rate. A single one begins with the bit OS and uses the settings of that moment; until its end OS reads 0
 * and another start is ignored. New settings in continuous mode count after the conversion that runs. The comparator is not
 * simulated.
 */
public final class SimADS1x15 extends SimChip {
    /** The chip. */
    public enum Model {
        ADS1015,
        ADS1115
    }

    private static final int[] RATES_1015 = {128, 250, 490, 920, 1600, 2400, 3300, 3300};
    private static final int[] RATES_1115 = {8, 16, 32, 64, 128, 250, 475, 860};
    private static final int OS = 0x8000;
    private static final int SINGLE = 0x0100;
    private static final double[] RANGES = {6.144, 4.096, 2.048, 1.024, 0.512, 0.256, 0.256, 0.256};

    private final int[] rates;
    private final int mask;
    private final WordRegisters registers = new WordRegisters().pointerMask(0x03);
    private final Quantity[] inputs = new Quantity[4];
    // The settings of the conversion that runs, and of the one after it.
    private int running = SINGLE;
    private int next = SINGLE;
    private long end;

    public SimADS1x15(Model model) {
        rates = model == Model.ADS1015 ? RATES_1015 : RATES_1115;
        mask = model == Model.ADS1015 ? 0xFFF0 : 0xFFFF;
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = measures("A" + i, -0.3, 5.5, "V", 0.5 * i);
        }
        registers.word(0, 0).readOnly(0).word(1, 0x8583).word(2, 0x8000).word(3, 0x7FFF);
        registers.bits(2, mask).onWrite(this::written).onRead(register -> convert());
        registers.onPowerOn(() -> end = 0);
        onI2c(registers);
    }

    /** Sets the voltage of an input, -0.3 to 5.5 V. */
    public SimADS1x15 volts(int input, double volts) {
        inputs[input].value(volts);
        return this;
    }

    /** The registers, to make the chip another one or a broken one. */
    public WordRegisters registers() {
        return registers;
    }

    private void written(int register, int value) {
        if (register != 1) {
            return;
        }
        convert();
        boolean busy = end > 0;
        boolean starts = (value & SINGLE) == 0 || (value & OS) != 0;
        next = value;
        if (!busy && starts) {
            running = value;
            end = clock().nanos() + period(value);
        }
        registers.word(1, (value & ~OS) | (busy || starts ? 0 : OS));
    }

    /** Ends the conversions whose time has come. */
    private void convert() {
        long now = clock().nanos();
        while (end > 0 && now >= end) {
            registers.word(0, measure(running));
            boolean goesOn = (next & SINGLE) == 0;
            running = next;
            end = goesOn ? Math.max(end, now - period(next)) + period(next) : 0;
            registers.word(1, (next & ~OS) | (goesOn ? 0 : OS));
        }
    }

    private long period(int settings) {
        return Duration.ofSeconds(1).toNanos() / rates[settings >> 5 & 7];
    }

    private int measure(int settings) {
        int mux = settings >> 12 & 7;
        double volts = mux < 4
                ? inputs[Math.max(0, mux - 1)].value() - inputs[mux == 0 ? 1 : 3].value()
                : inputs[mux - 4].value();
        double value = Math.rint(volts * 0x8000 / RANGES[settings >> 9 & 7]);
        return (int) Math.max(-0x8000, Math.min(0x7FFF, value)) & mask;
    }
}
