// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import static blinka4j.sim.chips.Bmx280.samples;
import static blinka4j.sim.chips.Inverse.nearest;

import blinka4j.sim.Quantity;
import blinka4j.sim.Registers8;
import blinka4j.sim.SimChip;
import blinka4j.sim.SpiRegisters;

/**
 * Bosch BME280: temperature, pressure and humidity; I2C, address 0x76 or 0x77, or SPI. Data sheet: BST-BME280-DS002.
 *
 * <p>It has the calibration of a real chip. A measurement takes its typical time, while {@code status} says so. Forced mode makes
 * one, normal mode one after the other without a pause. Oversampling decides the resolution. A value that is not sampled reads
 * 0x80000. The filter and the standby time are not simulated.
 */
public final class SimBME280 extends SimChip {
    private static final int RESET = 0xE0;
    private static final int CTRL_HUM = 0xF2;
    private static final int STATUS = 0xF3;
    private static final int CTRL_MEAS = 0xF4;
    private static final int DATA = 0xF7;
    private static final int NORMAL = 3;

    private static final Bmx280 CALIBRATION =
            new Bmx280(28297, 26729, 50, 37189, -10580, 3024, 8137, -87, -7, 9900, -10230, 4285);
    // Of the humidity, counted from 1 as in the data sheet.
    private static final int[] H = {0, 75, 394, 0, 248, 50, 30};

    private final Registers8 registers = new Registers8().writesInPairs();
    private final Quantity temperature = measures("temperature", -40, 85, "°C", 22.5);
    private final Quantity pressure = measures("pressure", 300, 1100, "hPa", 1013.25);
    private final Quantity humidity = measures("humidity", 0, 100, "%", 45);
    private long copiedAt;
    private long measuredAt;
    private boolean measuring;
    /** The oversampling of humidity takes effect with the next write to CTRL_MEAS. */
    private int humiditySamples;

    public SimBME280() {
        CALIBRATION.into(registers);
        registers.register(0xA1, H[1]).register(0xD0, 0x60).u16le(0xE1, H[2]);
        registers.register(0xE3, H[3], H[4] >> 4, (H[4] & 0xF) | ((H[5] & 0xF) << 4), H[5] >> 4, H[6]);
        registers.readOnlyRange(0x00, CTRL_HUM - 1).readOnly(STATUS).readOnlyRange(0xF6, 0xFF);
        registers.onWrite(this::written).onRead(register -> update());
        onI2c(registers);
        onSpi(new SpiRegisters(registers, false, 0x80));
        powerOn();
    }

    /** The temperature in °C. */
    public double temperature() {
        return temperature.value();
    }

    /** Sets the temperature, -40 to 85 °C. */
    public SimBME280 temperature(double celsius) {
        temperature.value(celsius);
        return this;
    }

    /** The pressure in hPa. */
    public double pressure() {
        return pressure.value();
    }

    /** Sets the pressure, 300 to 1100 hPa. */
    public SimBME280 pressure(double hectopascals) {
        pressure.value(hectopascals);
        return this;
    }

    /** The relative humidity in %. */
    public double humidity() {
        return humidity.value();
    }

    /** Sets the relative humidity, 0 to 100 %. */
    public SimBME280 humidity(double percent) {
        humidity.value(percent);
        return this;
    }

    /** The registers, to make the chip another one or a broken one. */
    public Registers8 registers() {
        return registers;
    }

    @Override
    protected void powerOn() {
        measuring = false;
        humiditySamples = 0;
        copiedAt = clock().nanos() + 2_000_000;
        registers.register(CTRL_HUM, 0, 0, 0, 0).u24be(DATA, 0x800000, 0x800000).u16be(DATA + 6, 0x8000);
    }

    private void written(int register, int value) {
        if (register == RESET && value == 0xB6) {
            powerOn();
        } else if (register == CTRL_MEAS) {
            humiditySamples = samples(registers.register(CTRL_HUM));
            measuring = (value & 3) != 0;
            measuredAt = clock().nanos() + measurementNanos(value);
        }
    }

    private void update() {
        long now = clock().nanos();
        int control = registers.register(CTRL_MEAS);
        if (measuring && now >= measuredAt) {
            measure(control);
            measuring = (control & 3) == NORMAL;
            measuredAt = now + measurementNanos(control) - (now - measuredAt) % measurementNanos(control);
            registers.register(CTRL_MEAS, measuring ? control : control & ~3);
        }
        registers.register(STATUS, (measuring ? 1 << 3 : 0) | (now < copiedAt ? 1 : 0));
    }

    /** The typical time of data sheet section 9.1: 1 ms, 2 ms for each sample, 0.5 ms each for pressure and humidity. */
    private long measurementNanos(int control) {
        int p = samples(control >> 2);
        int all = samples(control >> 5) + p + humiditySamples;
        return 500_000L * (2 + 4 * all + Math.min(p, 1) + Math.min(humiditySamples, 1));
    }

    private void measure(int control) {
        int t = nearest(raw -> CALIBRATION.fine(raw) / 5120, temperature.value(), 20);
        double fine = CALIBRATION.fine(t);
        int p = nearest(raw -> -CALIBRATION.pascals(raw, fine), -pressure.value() * 100, 20);
        registers.u24be(DATA, resolved(p, samples(control >> 2)), resolved(t, samples(control >> 5)));
        registers.u16be(
                DATA + 6, humiditySamples == 0 ? 0x8000 : nearest(raw -> percent(raw, fine), humidity.value(), 16));
    }

    /** The register's 24 bits: 20 of value, of which one sample has 16 and each doubling one more. */
    private static int resolved(int raw, int samples) {
        return (samples == 0 ? 0x80000 : raw & -(1 << (4 - Integer.numberOfTrailingZeros(samples)))) << 4;
    }

    /** Section 8.1 of the data sheet. */
    private static double percent(int raw, double fine) {
        double a = fine - 76800;
        double h = (raw - (H[4] * 64.0 + H[5] / 16384.0 * a))
                * (H[2] / 65536.0 * (1 + H[6] / 67108864.0 * a * (1 + H[3] / 67108864.0 * a)));
        return h * (1 - H[1] * h / 524288);
    }
}
