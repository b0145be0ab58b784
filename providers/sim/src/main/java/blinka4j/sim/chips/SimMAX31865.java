// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.Quantity;
import blinka4j.sim.Registers8;
import blinka4j.sim.SimChip;
import blinka4j.sim.SpiRegisters;

/**
 * Analog Devices (Maxim) MAX31865: resistance of a platinum resistor; SPI. Data sheet: 19-6478.
 *
 * <p>A single conversion takes 52 or 62.5 ms, one of automatic conversion 16.7 or 20 ms after the first. Without bias the value is 0. Of
 * the faults, those of the thresholds are simulated.
 */
public final class SimMAX31865 extends SimChip {
    private final Registers8 registers = new Registers8();
    private final Quantity resistance = measures("resistance", 0, 5000, "Ω", 107.79);
    private final double reference;
    private long done;

    /** With a reference of 430 Ω. */
    public SimMAX31865() {
        this(430);
    }

    /** @param reference the resistance of the reference in Ω */
    public SimMAX31865(double reference) {
        this.reference = reference;
        registers.pointerMask(0x7F).readOnly(1, 2, 7).selfClearing(0, 0x22);
        registers.onRead(register -> convert());
        registers.onWrite((register, value) -> {
            if (register == 0) {
                configured(value);
            }
        });
        powerOn();
        onSpi(new SpiRegisters(registers, true, 0));
    }

    /** The resistance in Ω. */
    public double resistance() {
        return resistance.value();
    }

    /** Sets the resistance, 0 to 5000 Ω. */
    public SimMAX31865 resistance(double ohms) {
        resistance.value(ohms);
        return this;
    }

    /** The registers, to make the chip another one or a broken one. */
    public Registers8 registers() {
        return registers;
    }

    @Override
    protected void powerOn() {
        registers.register(0, 0, 0, 0, 0xFF, 0xFF, 0, 0, 0);
        done = Long.MAX_VALUE;
    }

    private void configured(int value) {
        boolean auto = (value & 0x40) != 0;
        long first = clock().nanos() + ((value & 1) != 0 ? 62_500_000 : 52_000_000);
        if ((value & 0x2E) == 0x02) {
            registers.register(7, 0);
            registers.register(2, registers.register(2) & 0xFE);
        }
        if (auto) {
            done = done == Long.MAX_VALUE ? first : done;
        } else {
            done = (value & 0x20) != 0 ? first : Long.MAX_VALUE;
        }
    }

    private void convert() {
        int settings = registers.register(0);
        if (clock().nanos() < done) {
            return;
        }
        long period = (settings & 1) != 0 ? 20_000_000 : 16_700_000;
        done = (settings & 0x40) == 0 ? Long.MAX_VALUE : clock().nanos() + period;
        double ratio = (settings & 0x80) == 0 ? 0 : resistance.value() / reference;
        int code = (int) Math.min(32767, Math.floor(ratio * 32768));
        int faults = registers.register(7) | (code >= threshold(3) ? 0x80 : 0) | (code <= threshold(5) ? 0x40 : 0);
        registers.u16be(1, code << 1 | (faults != 0 ? 1 : 0)).register(7, faults);
    }

    private int threshold(int register) {
        return (registers.register(register) << 8 | registers.register(register + 1)) >> 1;
    }
}
