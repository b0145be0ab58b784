// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.Quantity;
import blinka4j.sim.Registers8;
import blinka4j.sim.SimChip;
import blinka4j.sim.SpiRegisters;

/**
 * STMicroelectronics L3GD20: rotation around three axes; I2C, address 0x6A or 0x6B, or SPI. Data sheet: ST L3GD20 (DocID022116).
 *
 * <p>The chip measures at its rate, 250 ms after it is switched on for the first time. Filters, FIFO and interrupts are not simulated.
 */
public final class SimL3GD20 extends SimChip {
    private static final int CTRL1 = 0x20;
    private static final int CTRL4 = 0x23;
    private static final int STATUS = 0x27;
    private static final int DATA = 0x28;

    /** Table 21. */
    private static final int[] HERTZ = {95, 190, 380, 760};

    /** Table 4, in °/s. */
    private static final double[] STEP = {0.00875, 0.0175, 0.07, 0.07};

    private final Registers8 registers = new Registers8().incrementBit(0x80);
    private final Quantity x = measures("rotation x", -45, 45, "rad/s", 0);
    private final Quantity y = measures("rotation y", -45, 45, "rad/s", 0);
    private final Quantity z = measures("rotation z", -45, 45, "rad/s", 0);
    private boolean on;
    private long measuredAt;

    public SimL3GD20() {
        registers.register(0x0F, 0xD4).register(CTRL1, 0x07);
        registers
                .readOnlyRange(0x00, 0x1F)
                .readOnlyRange(STATUS - 1, DATA + 5)
                .onRead(this::reading)
                .onPowerOn(() -> on = false);
        registers.onWrite((register, value) -> {
            if (register == CTRL1 && (value & 8) != 0 != on) {
                on = !on;
                measuredAt = clock().nanos() + 250_000_000 - 1_000_000_000L / HERTZ[value >> 6];
            }
        });
        onI2c(registers);
        onSpi(new SpiRegisters(registers, 0x40));
    }

    /** Sets the rotation around the chip's axes in rad/s, each -45 to 45. */
    public SimL3GD20 rotation(double aroundX, double aroundY, double aroundZ) {
        x.value(aroundX);
        y.value(aroundY);
        z.value(aroundZ);
        return this;
    }

    /** The registers, to make the chip another one or a broken one. */
    public Registers8 registers() {
        return registers;
    }

    private void reading(int register) {
        long period = 1_000_000_000L / HERTZ[registers.register(CTRL1) >> 6];
        long since = clock().nanos() - measuredAt;
        if (on && since >= period && register >= STATUS && register <= DATA) {
            measuredAt += since - since % period;
            registers.u16le(DATA, raw(x), raw(y), raw(z)).register(STATUS, 0x0F);
        } else if (register == DATA + 5) {
            registers.register(STATUS, 0);
        }
    }

    private int raw(Quantity rotation) {
        double degrees = STEP[registers.register(CTRL4) >> 4 & 3];
        long steps = Math.round(Math.toDegrees(rotation.value()) / degrees);
        return (int) Math.max(-32768, Math.min(32767, steps));
    }
}
