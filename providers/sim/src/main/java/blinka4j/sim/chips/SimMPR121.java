// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.Quantity;
import blinka4j.sim.Registers8;
import blinka4j.sim.SimChip;
import java.util.List;
import java.util.stream.IntStream;

/**
 * NXP MPR121: touch sensor with 12 pads; I2C, address 0x5A to 0x5D. Data sheet: Freescale MPR121, revision 4.
 *
 * <p>A pad measures 600 counts, its baseline, and less by its quantity while a finger is there. The settings of the current, the
 * tracking of the baseline, debouncing, proximity and GPIO are not simulated. In run mode the chip ignores settings.
 */
public final class SimMPR121 extends SimChip {
    private static final int UNTOUCHED = 600;
    private static final int THRESHOLDS = 0x41;
    private static final int CONFIG2 = 0x5D;
    private static final int ELECTRODES = 0x5E;
    private static final int RESET = 0x80;
    private static final int[] SAMPLES = {4, 6, 10, 18};

    private final Registers8 registers = new Registers8();
    private final List<Quantity> touches = IntStream.range(0, 12)
            .mapToObj(pad -> measures("touch " + pad, 0, UNTOUCHED, "counts", 0))
            .toList();
    private byte[] settings = new byte[RESET];
    private long measuredAt;
    private int touched;

    public SimMPR121() {
        registers.readOnlyRange(0x00, 0x2A).onRead(register -> measure()).onWrite(this::written);
        onI2c(registers);
    }

    /** The registers, to make the chip another one or a broken one. */
    public Registers8 registers() {
        return registers;
    }

    @Override
    protected void powerOn() {
        registers.register(0x00, new int[RESET + 1]).register(CONFIG2 - 1, 0x10, 0x24);
        touched = 0;
    }

    private void written(int register, int value) {
        boolean runs = (settings[ELECTRODES] & 0x3F) != 0;
        boolean isGpio = register >= 0x73 && register <= 0x7A;
        if (register == RESET && value == 0x63) {
            powerOn();
        } else if (register == ELECTRODES) {
            measuredAt = clock().nanos();
        } else if (runs && !isGpio && register < RESET) {
            registers.register(register, settings[register] & 0xFF);
        }
        settings = registers.registers(0, RESET);
    }

    /** CONFIG2: 4 to 18 samples, 1 to 128 ms apart, for each value. */
    private void measure() {
        int config = registers.register(CONFIG2);
        long period = (1_000_000L << (config & 7)) * SAMPLES[config >> 3 & 3];
        int count = Math.min(12, registers.register(ELECTRODES) & 0x0F);
        long since = clock().nanos() - measuredAt;
        if (count == 0 || since < period) {
            return;
        }
        measuredAt += since - since % period;
        for (int pad = 0; pad < count; pad++) {
            int delta = (int) touches.get(pad).value();
            registers.u16le(0x04 + 2 * pad, UNTOUCHED - delta).register(0x1E + pad, UNTOUCHED / 4);
            if (delta > registers.register(THRESHOLDS + 2 * pad)) {
                touched |= 1 << pad;
            } else if (delta < registers.register(THRESHOLDS + 1 + 2 * pad)) {
                touched &= ~(1 << pad);
            }
        }
        registers.u16le(0x00, touched);
    }
}
