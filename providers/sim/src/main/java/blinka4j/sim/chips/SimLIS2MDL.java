// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.Quantity;
import blinka4j.sim.Registers8;
import blinka4j.sim.SimChip;

/**
 * STMicroelectronics LIS2MDL: magnetic field along three axes; I2C, address 0x1E. Data sheet: ST LIS2MDL (DocID029602).
 *
 * <p>In continuous mode the chip measures at its rate, and compares with the threshold before it subtracts the offsets. Single mode,
 * self test and the pin are not simulated.
 */
public final class SimLIS2MDL extends SimChip {
    private static final int OFFSETS = 0x45;
    private static final int CFG_A = 0x60;
    private static final int INT_CTRL = 0x63;
    private static final int INT_SOURCE = 0x64;
    private static final int THRESHOLD = 0x65;
    private static final int STATUS = 0x67;
    private static final int DATA = 0x68;
    private static final int[] HERTZ = {10, 20, 50, 100};
    private static final double STEP = 0.15;

    private final Registers8 registers = new Registers8();
    private final Quantity[] axes = {
        measures("magnetic x", -4915, 4915, "µT", 20),
        measures("magnetic y", -4915, 4915, "µT", -5),
        measures("magnetic z", -4915, 4915, "µT", 43)
    };
    private long measuredAt;
    private int source;

    public SimLIS2MDL() {
        reset();
        registers.register(0x4F, 0x40).readOnly(0x4F, INT_SOURCE).readOnlyRange(STATUS, 0x6F);
        registers.onPowerOn(() -> source = 0);
        registers.selfClearing(CFG_A, 0x60).onRead(this::reading).onWrite((register, value) -> {
            if (register == CFG_A && (value & 0x20) != 0) {
                reset();
            }
        });
        onI2c(registers);
    }

    /** Sets the field along the chip's axes in µT, each -4915 to 4915. */
    public SimLIS2MDL magnetic(double alongX, double alongY, double alongZ) {
        axes[0].value(alongX);
        axes[1].value(alongY);
        axes[2].value(alongZ);
        return this;
    }

    /** The registers, to make the chip another one or a broken one. */
    public Registers8 registers() {
        return registers;
    }

    private void reset() {
        registers.u16le(OFFSETS, 0, 0, 0).register(CFG_A, 3, 0, 0, 0xE0, 0, 0, 0);
        source = 0;
    }

    private void reading(int register) {
        int control = registers.register(CFG_A);
        long period = 1_000_000_000L / HERTZ[control >> 2 & 3];
        long since = clock().nanos() - measuredAt;
        if ((control & 3) == 0 && since >= period && register >= INT_SOURCE && register <= DATA) {
            measuredAt += since - since % period;
            measure();
        }
        if (register == INT_SOURCE) {
            registers.register(INT_SOURCE, source);
            source = 0;
        } else if (register == DATA + 5) {
            registers.register(STATUS, 0);
        }
    }

    private void measure() {
        int threshold = registers.register(THRESHOLD) | registers.register(THRESHOLD + 1) << 8;
        int enabled = registers.register(INT_CTRL);
        for (int i = 0; i < 3; i++) {
            long raw = Math.round(axes[i].value() / STEP);
            if ((enabled & 1) != 0 && (enabled & 0x80 >> i) != 0 && Math.abs(raw) > threshold) {
                source |= (raw > 0 ? 0x80 : 0x10) >> i | 1;
            }
            int offset = (short) (registers.register(OFFSETS + 2 * i) | registers.register(OFFSETS + 2 * i + 1) << 8);
            registers.u16le(DATA + 2 * i, (int) Math.max(-32768, Math.min(32767, raw - offset)));
        }
        registers.register(STATUS, 0x0F);
    }
}
