// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.Quantity;
import blinka4j.sim.Registers8;
import blinka4j.sim.SimChip;

/**
 * The magnetometer of ST's LSM303DLH: the field along three axes; I2C, address 0x1E. Data sheet: ST LSM303DLH, LSM303DLHC.
 *
 * <p>In continuous mode the chip measures at each read, in single mode once before it sleeps. Asleep it keeps the last field. A
 * field beyond the range reads -4096. The data rate is not simulated.
 */
public final class SimLSM303DLHMag extends SimChip {
    private static final int MODE = 0x02;
    private static final int DATA = 0x03;
    private static final int STATUS = 0x09;
    private static final int CONTINUOUS = 0;
    private static final int SINGLE = 1;
    private static final int SLEEP = 3;

    /** Steps per gauss, which is 100 µT, by the gain bits of the register CRB. Gain 0 does not exist. */
    private static final int[] XY_GAIN = {0, 1100, 855, 670, 450, 400, 330, 230};

    private static final int[] Z_GAIN = {0, 980, 760, 600, 400, 355, 295, 205};

    private final Registers8 registers =
            new Registers8().register(0, 0x10, 0x20, SLEEP).readOnlyRange(DATA, 0x0C);
    private final Quantity x = measures("magnetic x", -1000, 1000, "µT", 20);
    private final Quantity y = measures("magnetic y", -1000, 1000, "µT", -5);
    private final Quantity z = measures("magnetic z", -1000, 1000, "µT", 43);

    public SimLSM303DLHMag() {
        registers.register(STATUS, 0, 'H', '4', '3');
        registers.onRead(register -> update(register == DATA || register == STATUS, CONTINUOUS));
        registers.onWrite((register, value) -> update(register == MODE, SINGLE));
        onI2c(registers);
    }

    /** Sets the field along the chip's axes, each -1000 to 1000 µT. The chip's widest range is -810 to 810 µT. */
    public SimLSM303DLHMag magnetic(double alongX, double alongY, double alongZ) {
        x.value(alongX);
        y.value(alongY);
        z.value(alongZ);
        return this;
    }

    /** The registers, to make the chip another one or a broken one. */
    public Registers8 registers() {
        return registers;
    }

    private void update(boolean due, int inMode) {
        int mode = registers.register(MODE);
        if (due && (mode & 3) == inMode) {
            int gain = registers.register(1) >> 5;
            registers.u16be(DATA, steps(x, XY_GAIN[gain]), steps(z, Z_GAIN[gain]), steps(y, XY_GAIN[gain]));
            registers.register(STATUS, 1).register(MODE, inMode == SINGLE ? mode | SLEEP : mode);
        }
    }

    private static int steps(Quantity field, int gain) {
        long steps = Math.round(field.value() / 100 * gain);
        return Math.abs(steps) > 2047 ? -4096 : (int) steps;
    }
}
