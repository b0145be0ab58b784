// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.Registers8;
import blinka4j.sim.SimI2CDevice;

/**
 * The magnetometer of ST's LSM303DLH; I2C, address 0x1E.
 *
 * <p>In continuous mode a new field is measured at once; a single measurement is made when it is ordered, after which
 * the chip sleeps; asleep it keeps the last one. A field beyond the range reads -4096. The data rate is not simulated.
 *
 * <p>Data sheet: ST LSM303DLH, LSM303DLHC.
 */
public final class SimLSM303DLHMag implements SimI2CDevice {
    private static final int CRA = 0x00;
    private static final int CRB = 0x01;
    private static final int MODE = 0x02;
    private static final int DATA = 0x03;
    private static final int STATUS = 0x09;
    private static final int ID = 0x0A;

    private static final int CONTINUOUS = 0;
    private static final int SINGLE = 1;
    private static final int SLEEP = 3;
    private static final int DATA_READY = 1;
    private static final int OVERFLOW = -4096;
    private static final int LARGEST = 2047;
    private static final double MICROTESLA_PER_GAUSS = 100;

    /** LSB per gauss by the gain bits 7 to 5 of CRB; 0 is no gain. */
    private static final int[] XY_GAIN = {0, 1100, 855, 670, 450, 400, 330, 230};

    private static final int[] Z_GAIN = {0, 980, 760, 600, 400, 355, 295, 205};

    private final Registers8 registers = new Registers8();
    private double x = 20;
    private double y = -5;
    private double z = 43;

    /** In a field of 20, -5 and 43 µT, asleep. */
    public SimLSM303DLHMag() {
        registers.register(CRA, 0x10, 0x20, SLEEP);
        registers.register(STATUS, 0, 'H', '4', '3');
        registers.readOnlyRange(DATA, ID + 2);
        registers.onWrite((register, value) -> {
            if (register == MODE && (value & 3) == SINGLE) {
                measure();
                registers.register(MODE, (value & ~3) | SLEEP);
            }
        });
        registers.onRead(register -> {
            boolean continuous = (registers.register(MODE) & 3) == CONTINUOUS;
            if (continuous && (register == DATA || register == STATUS)) {
                measure();
            }
        });
    }

    /**
     * Sets the field along the chip's axes.
     *
     * @param xMicrotesla µT; the widest range is ±810
     */
    public synchronized SimLSM303DLHMag magnetic(double xMicrotesla, double yMicrotesla, double zMicrotesla) {
        x = xMicrotesla;
        y = yMicrotesla;
        z = zMicrotesla;
        return this;
    }

    /** The chip's registers, to make it another one or a broken one. */
    public Registers8 registers() {
        return registers;
    }

    @Override
    public synchronized boolean start(boolean read) {
        return registers.start(read);
    }

    @Override
    public synchronized boolean write(int value) {
        return registers.write(value);
    }

    @Override
    public synchronized int read() {
        return registers.read();
    }

    @Override
    public String toString() {
        return "SimLSM303DLHMag";
    }

    /** The registers have the axes in the order X, Z, Y, the high byte first. */
    private void measure() {
        int gain = registers.register(CRB) >> 5;
        show(DATA, x, XY_GAIN[gain]);
        show(DATA + 2, z, Z_GAIN[gain]);
        show(DATA + 4, y, XY_GAIN[gain]);
        registers.register(STATUS, DATA_READY);
    }

    private void show(int register, double microtesla, int gain) {
        long raw = Math.round(microtesla / MICROTESLA_PER_GAUSS * gain);
        int value = Math.abs(raw) > LARGEST ? OVERFLOW : (int) raw;
        registers.register(register, (value >> 8) & 0xFF, value & 0xFF);
    }
}
