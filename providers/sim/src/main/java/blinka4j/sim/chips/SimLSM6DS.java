// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.Quantity;
import blinka4j.sim.Registers8;
import blinka4j.sim.SimChip;

/**
 * ST LSM6DS33, LSM6DS3TR-C, LSM6DSOX, LSM6DSO32 or ISM330DHCX: acceleration, rotation, temperature and steps; I2C, address 0x6A or
 * 0x6B. Data sheets: DocID027423, DocID030071, DS12814, DocID032891, DS13012.
 *
 * <p>Each sensor measures at its rate, in the range of that moment. Filters, FIFO, interrupts and the learning core are not simulated.
 */
public final class SimLSM6DS extends SimChip {
    private static final double[] HERTZ = {0, 12.5, 26, 52, 104, 208, 416, 833, 1666, 3332, 6664, 1.6, 0, 0, 0, 0};
    private static final double[] DEGREES = {0.00875, 0.0175, 0.035, 0.07};
    private static final double[] MILLI_G = {0.061, 0.488, 0.122, 0.244};

    private final int id;
    private final boolean wide;
    private final Registers8 registers = new Registers8();
    private final Registers8 embedded = new Registers8();
    private final Quantity[] axes = new Quantity[6];
    private final Quantity temperature = measures("temperature", -40, 85, "°C", 24);
    private final long[] measuredAt = new long[2];

    /** @param id 0x69 LSM6DS3 or LSM6DS33, 0x6A LSM6DS3TR-C, 0x6B ISM330DHCX, 0x6C LSM6DSOX or, if {@code wide}, LSM6DSO32 */
    public SimLSM6DS(int id, boolean wide) {
        this.id = id;
        this.wide = wide;
        for (int i = 0; i < 3; i++) {
            axes[i] = measures("rotation " + "xyz".charAt(i), -70, 70, "rad/s", 0);
            axes[3 + i] = measures("acceleration " + "xyz".charAt(i), -320, 320, "m/s²", i == 2 ? 9.81 : 0);
        }
        reset();
        registers.readOnly(0x0F).readOnlyRange(0x1A, 0x2D).readOnlyRange(0x4B, 0x4C);
        registers.selfClearing(0x12, 0x81).onWrite(this::written).onRead(register -> {
            measure(0);
            measure(1);
        });
        registers.onPowerOn(embedded::powerOn);
        embedded.readOnlyRange(0x62, 0x63).onWrite(this::written);
        onI2c(registers);
    }

    /** FUNC_CFG_ACCESS selects the registers. */
    @Override
    public synchronized boolean start(boolean read) {
        onI2c(registers.register(0x01) >= 0x80 ? embedded : registers);
        return super.start(read);
    }

    private void written(int register, int value) {
        boolean isEmbedded = registers.register(0x01) >= 0x80;
        if (register == 0x01) {
            registers.register(0x01, value);
            embedded.register(0x01, value);
        } else if (isEmbedded ? register == 0x64 && (value & 0x80) != 0 : register == 0x19 && (value & 2) != 0) {
            steps(0);
        } else if (!isEmbedded && register == 0x12 && (value & 1) != 0) {
            reset();
        }
    }

    /** Sets the number of steps. */
    public void steps(int count) {
        (id < 0x6B ? registers : embedded).u16le(id < 0x6B ? 0x4B : 0x62, count);
    }

    /** The registers, to make the chip another one or a broken one. */
    public Registers8 registers(boolean ofEmbeddedFunctions) {
        return ofEmbeddedFunctions ? embedded : registers;
    }

    private void reset() {
        registers
                .register(0x0F, id, 0, 0, 4, 0, 0, 0, 0, 0, id < 0x6B ? 0x38 : 0xE0, 0)
                .register(0x56, 0, 0, 0);
    }

    /** The gyroscope (0) or the accelerometer (1), if its time has come. */
    private void measure(int sensor) {
        int control = registers.register(0x11 - sensor);
        long period = (long) (1e9 / HERTZ[control >> 4]);
        long since = clock().nanos() - measuredAt[sensor];
        if (since < period) {
            return;
        }
        measuredAt[sensor] += since - since % period;
        registers.u16le(0x20, (int) Math.round((temperature.value() - 25) * (id == 0x69 ? 16 : 256)));
        double degrees = (control & 1) != 0 ? 0.14 : (control & 2) != 0 ? 0.004375 : DEGREES[control >> 2 & 3];
        double scale = sensor == 1 ? MILLI_G[control >> 2 & 3] * (wide ? 2 : 1) * 0.00980665 : Math.toRadians(degrees);
        for (int i = 0; i < 3; i++) {
            double steps = axes[3 * sensor + i].value() / scale;
            registers.u16le(0x22 + 6 * sensor + 2 * i, (int) Math.max(-32768, Math.min(32767, Math.round(steps))));
        }
    }
}
