// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import static blinka4j.sim.chips.Inverse.nearest;

import blinka4j.sim.Quantity;
import blinka4j.sim.Registers8;
import blinka4j.sim.SimChip;

/**
 * Bosch BME680: temperature, pressure, humidity and gas; I2C, address 0x76 or 0x77, or SPI. Data sheet: BST-BME680-DS001.
 *
 * <p>It has the calibration of a real chip. A forced measurement takes its typical time and that of the heater, while the status says
 * so. Filter, resolution and the temperature of the heater are not simulated.
 */
public final class SimBME680 extends SimChip {
    private static final int STATUS = 0x1D;
    private static final int CTRL_MEAS = 0x74;

    private final Registers8 registers = new Registers8().writesInPairs();
    private final Quantity temperature = measures("temperature", -40, 85, "°C", 22.5);
    private final Quantity pressure = measures("pressure", 300, 1100, "hPa", 1013.25);
    private final Quantity humidity = measures("humidity", 0, 100, "%", 45);
    private final Quantity gas = measures("gas", 500, 10_000_000, "Ω", 50_000);
    private boolean measuring;
    private long measuredAt;

    public SimBME680() {
        Bme68x.calibrationInto(registers.register(0xD0, 0x61));
        registers.readOnlyRange(0x00, 0x4F).readOnlyRange(0x80, 0xDF).readOnlyRange(0xE1, 0xFF);
        registers.onWrite(this::written).onRead(register -> update());
        onI2c(registers);
        onSpi(new Bme68xPages(registers));
    }

    /** The registers, to make the chip another one or a broken one. */
    public Registers8 registers() {
        return registers;
    }

    @Override
    protected void powerOn() {
        measuring = false;
        registers
                .register(STATUS, 0, 0, 0x80, 0, 0, 0x80, 0, 0, 0x80, 0)
                .register(0x5A, 0)
                .register(0x64, 0);
        registers.register(0x70, 0, 0, 0, 0, 0, 0);
    }

    private void written(int register, int value) {
        if (register == 0xE0 && value == 0xB6) {
            powerOn();
        } else if (register == CTRL_MEAS && (value & 3) == 1 && !measuring) {
            measuring = true;
            int samples = samples(value >> 5) + samples(value >> 2) + samples(registers.register(0x72));
            int wait = registers.register(0x64);
            long heating = (registers.register(0x71) & 0x10) == 0 ? 0 : (wait & 0x3FL) << (2 * (wait >> 6));
            measuredAt = clock().nanos() + 1000L * (1963 * samples + 4293 + 1000) + 1_000_000 * heating;
            registers.register(STATUS, 0x20);
        }
    }

    private static int samples(int code) {
        return (1 << Math.min(code & 7, 5)) >> 1;
    }

    private void update() {
        if (!measuring || clock().nanos() < measuredAt) {
            return;
        }
        measuring = false;
        int control = registers.register(CTRL_MEAS);
        registers.register(CTRL_MEAS, control & ~3).register(STATUS, 0x80);
        int t = nearest(Bme68x::celsius, temperature.value(), 20);
        double celsius = Bme68x.celsius(t);
        int p = nearest(raw -> -Bme68x.pascals(raw, celsius), -pressure.value() * 100, 20);
        int h = nearest(raw -> Bme68x.percent(raw, celsius), humidity.value(), 16);
        registers.u24be(STATUS + 2, (control & 0x1C) == 0 ? 0x800000 : p << 4, control < 0x20 ? 0x800000 : t << 4);
        registers.u16be(STATUS + 8, (registers.register(0x72) & 7) == 0 ? 0x8000 : h);
        boolean heated = (registers.register(0x71) & 0x10) != 0;
        registers.u16be(STATUS + 13, heated ? Bme68x.gasCode(gas.value()) | 0x30 : 0);
    }
}
