// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import static blinka4j.sim.chips.Bmx280.samples;
import static blinka4j.sim.chips.Inverse.nearest;

import blinka4j.sim.Quantity;
import blinka4j.sim.Registers8;
import blinka4j.sim.SimChip;
import blinka4j.sim.SpiRegisters;

/**
 * Bosch BMP280: temperature and pressure; I2C, address 0x76 or 0x77, or SPI. Data sheet: BST-BMP280-DS001.
 *
 * <p>It has the calibration of the data sheet's example. A measurement takes its typical time, while {@code status} says so. Forced
 * mode makes one, normal mode one after the other without a pause. A value that is not sampled reads 0x80000. Config is ignored in
 * normal mode. Filter, standby time and resolution are not simulated.
 */
public final class SimBMP280 extends SimChip {
    private static final int STATUS = 0xF3;
    private static final int CTRL_MEAS = 0xF4;
    private static final int CONFIG = 0xF5;
    private static final int DATA = 0xF7;
    private static final int NORMAL = 3;
    // Section 3.12.
    private static final Bmx280 CALIBRATION =
            new Bmx280(27504, 26435, -1000, 36477, -10685, 3024, 2855, 140, -7, 15500, -14600, 6000);

    private final Registers8 registers = new Registers8().writesInPairs();
    private final Quantity temperature = measures("temperature", -40, 85, "°C", 22.5);
    private final Quantity pressure = measures("pressure", 300, 1100, "hPa", 1013.25);
    private long copiedAt;
    private long measuredAt;
    private int config;

    public SimBMP280() {
        CALIBRATION.into(registers);
        registers.register(0xD0, 0x58).readOnlyRange(0x00, STATUS).readOnlyRange(0xF6, 0xFF);
        registers.onWrite(this::written).onRead(register -> update());
        onI2c(registers);
        onSpi(new SpiRegisters(registers, false, 0x80));
    }

    /** Sets the temperature, -40 to 85 °C. */
    public SimBMP280 temperature(double celsius) {
        temperature.value(celsius);
        return this;
    }

    /** Sets the pressure, 300 to 1100 hPa. */
    public SimBMP280 pressure(double hectopascals) {
        pressure.value(hectopascals);
        return this;
    }

    /** The registers, to make the chip another one or a broken one. */
    public Registers8 registers() {
        return registers;
    }

    @Override
    protected void powerOn() {
        copiedAt = clock().nanos() + 2_000_000;
        config = 0;
        registers.register(CTRL_MEAS, 0, 0).u24be(DATA, 0x800000, 0x800000);
    }

    private void written(int register, int value) {
        if (register == 0xE0 && value == 0xB6) {
            powerOn();
        } else if (register == CTRL_MEAS) {
            measuredAt = clock().nanos() + measurementNanos(value);
        } else if (register == CONFIG) {
            config = (registers.register(CTRL_MEAS) & 3) == NORMAL ? config : value;
            registers.register(CONFIG, config);
        }
    }

    private void update() {
        long now = clock().nanos();
        int control = registers.register(CTRL_MEAS);
        if ((control & 3) != 0 && now >= measuredAt) {
            int t = nearest(raw -> CALIBRATION.fine(raw) / 5120, temperature.value(), 20);
            double fine = CALIBRATION.fine(t);
            int p = nearest(raw -> -CALIBRATION.pascals(raw, fine), -pressure.value() * 100, 20);
            registers.u24be(DATA, (control & 0x1C) == 0 ? 0x800000 : p << 4, control < 0x20 ? 0x800000 : t << 4);
            boolean normal = (control & 3) == NORMAL;
            measuredAt = now + measurementNanos(control) - (now - measuredAt) % measurementNanos(control);
            registers.register(CTRL_MEAS, normal ? control : control & ~3);
        }
        int measuring = (registers.register(CTRL_MEAS) & 3) == 0 ? 0 : 1 << 3;
        registers.register(STATUS, measuring | (now < copiedAt ? 1 : 0));
    }

    /** Section 3.8.1: 1 ms, 2 ms for each sample, 0.5 ms for pressure. */
    private static long measurementNanos(int control) {
        int p = samples(control >> 2);
        return 500_000L * (2 + 4 * (samples(control >> 5) + p) + Math.min(p, 1));
    }
}
