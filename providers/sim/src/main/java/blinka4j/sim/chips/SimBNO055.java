// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.Quantity;
import blinka4j.sim.Registers8;
import blinka4j.sim.SimChip;

/**
 * Bosch BNO055: orientation, acceleration, rotation, magnetic field; I2C, address 0x28 or 0x29. Data sheet: BST-BNO055-DS000-14.
 *
 * <p>Roll and pitch are in the Euler angles only: quaternion and gravity are those of a chip that lies flat. After a reset the chip does
 * not answer for 650 ms. What the mode does not measure is 0. Calibration, interrupts, units, power modes and the effect of other
 * settings are not simulated.
 */
public final class SimBNO055 extends SimChip {
    private static final int PAGE = 0x07;
    private static final int MODE = 0x3D;
    private static final int TRIGGER = 0x3F;
    /** Table 3-3: the sensors of each mode, acceleration 1, magnetic field 2, rotation 4, orientation 8. */
    private static final int[] SENSORS = {0, 1, 2, 4, 3, 5, 6, 7, 13, 11, 11, 15, 15, 0, 0, 0};

    private final Registers8 registers = new Registers8();
    private final Registers8 page1 = new Registers8();
    private final Quantity[] acceleration = axes("acceleration", 160, "m/s²", 9.81);
    private final Quantity[] magnetic = axes("magnetic", 1300, "µT", 40);
    private final Quantity[] rotation = axes("rotation", 34, "rad/s", 0);
    private final Quantity heading = measures("heading", 0, 359.9, "°", 90);
    private final Quantity roll = measures("roll", -90, 90, "°", 0);
    private final Quantity pitch = measures("pitch", -180, 180, "°", 0);
    private final Quantity temperature = measures("temperature", -40, 85, "°C", 23);
    private long readyAt;

    public SimBNO055() {
        reset();
        registers.readOnlyRange(0x00, 0x06).readOnlyRange(0x08, 0x3A);
        registers.onRead(register -> measure()).onWrite(this::written);
        page1.onWrite(this::written);
        registers.onPowerOn(page1::powerOn).onPowerOn(() -> readyAt = 0);
        onI2c(registers);
    }

    private Quantity[] axes(String name, double most, String unit, double z) {
        return new Quantity[] {
            measures(name + " x", -most, most, unit, 0),
            measures(name + " y", -most, most, unit, 0),
            measures(name + " z", -most, most, unit, z)
        };
    }

    /** The registers of a page, to make the chip another one or a broken one. */
    public Registers8 registers(int page) {
        return page == 0 ? registers : page1;
    }

    @Override
    public synchronized boolean start(boolean read) {
        onI2c(registers.register(PAGE) == 1 ? page1 : registers);
        return clock().nanos() >= readyAt && super.start(read);
    }

    private void written(int register, int value) {
        if (register == PAGE) {
            registers.register(PAGE, value);
            page1.register(PAGE, value);
        } else if (register == TRIGGER && (value & 0x20) != 0) {
            reset();
        }
    }

    private void reset() {
        registers.register(0x00, 0xA0, 0xFB, 0x32, 0x0F, 0x11, 0x03, 0x15, 0).register(MODE, 0x10, 0, 0);
        registers.register(0x41, 0x24, 0).u16le(0x67, 0, 480);
        page1.register(PAGE, 1, 0x0D, 0x6D, 0x38, 0x00);
        readyAt = clock().nanos() + 650_000_000;
    }

    private void measure() {
        int sensors = SENSORS[registers.register(MODE) & 0xF];
        boolean fused = (sensors & 8) != 0;
        double half = Math.toRadians(heading.value() / 2);
        registers.register(0x34, (int) Math.round(temperature.value()) & 0xFF);
        put(0x1A, fused ? 16 : 0, heading.value(), roll.value(), pitch.value());
        put(0x20, fused ? 1 << 14 : 0, Math.cos(half), 0, 0, -Math.sin(half));
        put(0x08, sensors & 1, acceleration, 100);
        put(0x0E, sensors & 2, magnetic, 16);
        put(0x14, sensors & 4, rotation, Math.toDegrees(16));
        put(0x28, fused ? 100 : 0, acceleration[0].value(), acceleration[1].value(), acceleration[2].value() - 9.81);
        put(0x2E, fused ? 100 : 0, 0, 0, 9.81);
    }

    private void put(int register, int on, Quantity[] axes, double steps) {
        put(register, on == 0 ? 0 : steps, axes[0].value(), axes[1].value(), axes[2].value());
    }

    private void put(int register, double steps, double... values) {
        for (int i = 0; i < values.length; i++) {
            registers.u16le(register + 2 * i, (int) Math.round(values[i] * steps));
        }
    }
}
