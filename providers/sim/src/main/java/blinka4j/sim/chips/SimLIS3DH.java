// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.Quantity;
import blinka4j.sim.Registers8;
import blinka4j.sim.SimChip;
import blinka4j.sim.SpiRegisters;

/**
 * STMicroelectronics LIS3DH: acceleration along three axes; I2C, address 0x18 or 0x19, or SPI. Data sheet: ST LIS3DH (DocID17530).
 *
 * <p>The chip measures at its data rate, in the resolution and the range that it has at that moment. {@link #tap} is a tap. The
 * FIFO, the filter, the interrupts of acceleration and the time limits of taps are not simulated.
 */
public final class SimLIS3DH extends SimChip {
    private static final double G = 9.80665;
    private static final int CTRL1 = 0x20;
    private static final int CTRL4 = 0x23;
    private static final int CTRL5 = 0x24;
    private static final int STATUS = 0x27;
    private static final int DATA = 0x28;
    private static final int CLICK_CFG = 0x38;
    private static final int CLICK_SRC = 0x39;

    /** Table 31: the rate by its code. Codes 8 and 9 are 1620 and 5376 Hz in low-power mode. */
    private static final int[] HERTZ = {0, 1, 10, 25, 50, 100, 200, 400, 1620, 1344};

    /** Table 4: mg for each of 4096 steps. */
    private static final int[] STEP = {1, 2, 4, 12};

    private final Registers8 registers = new Registers8().incrementBit(0x80);
    private final Quantity x = measures("acceleration x", -160, 160, "m/s²", 0);
    private final Quantity y = measures("acceleration y", -160, 160, "m/s²", 0);
    private final Quantity z = measures("acceleration z", -160, 160, "m/s²", G);
    private long measuredAt;
    private volatile int tapped;

    public SimLIS3DH() {
        registers.register(0x0F, 0x33).register(CTRL1, 0x07);
        registers.readOnlyRange(0x07, 0x0F).readOnlyRange(STATUS, DATA + 5).readOnly(CLICK_SRC);
        registers.selfClearing(CTRL5, 0x80).onPowerOn(() -> tapped = 0);
        registers.onRead(this::reading).onWrite((register, value) -> {
            if (register == CTRL1) {
                measuredAt = clock().nanos();
            }
        });
        onI2c(registers);
        onSpi(new SpiRegisters(registers, 0x40));
    }

    /** Sets the acceleration along the chip's axes in m/s², each -160 to 160. */
    public SimLIS3DH acceleration(double alongX, double alongY, double alongZ) {
        x.value(alongX);
        y.value(alongY);
        z.value(alongZ);
        return this;
    }

    /** Taps the chip once or twice. It notices if it is set to. */
    public void tap(int times) {
        int axes = times == 1 ? 0x15 : 0x2A;
        if ((registers.register(CLICK_CFG) & axes) != 0) {
            tapped = 0x44 | 0x10 * times;
        }
    }

    /** The registers, to make the chip another one or a broken one. */
    public Registers8 registers() {
        return registers;
    }

    private void reading(int register) {
        int rate = registers.register(CTRL1) >> 4;
        boolean lowPower = (registers.register(CTRL1) & 8) != 0;
        long period = rate == 0 ? Long.MAX_VALUE : 1_000_000_000L / (lowPower && rate == 9 ? 5376 : HERTZ[rate]);
        long since = clock().nanos() - measuredAt;
        if (register >= STATUS && register <= DATA && since >= period) {
            measuredAt += since - since % period;
            registers.u16le(DATA, raw(x, lowPower), raw(y, lowPower), raw(z, lowPower));
            registers.register(STATUS, 0x0F);
        } else if (register == DATA + 5) {
            registers.register(STATUS, 0);
        } else if (register == CLICK_SRC) {
            // The listener comes before the reply.
            registers.register(CLICK_SRC, tapped);
            tapped = 0;
        }
    }

    private int raw(Quantity acceleration, boolean lowPower) {
        int control = registers.register(CTRL4);
        int unused = lowPower ? 4 : (control & 8) != 0 ? 0 : 2;
        long steps = Math.round(acceleration.value() / G * 1000 / STEP[control >> 4 & 3]);
        return (int) Math.max(-2048, Math.min(2047, steps)) >> unused << (unused + 4);
    }
}
