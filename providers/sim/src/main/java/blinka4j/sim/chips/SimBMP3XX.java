// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import static blinka4j.sim.chips.Inverse.nearest;

import blinka4j.sim.Quantity;
import blinka4j.sim.Registers8;
import blinka4j.sim.SimChip;
import blinka4j.sim.SpiRegisters;

/**
 * Bosch BMP390: temperature and pressure; I2C, address 0x76 or 0x77, or SPI. Data sheet: BST-BMP390-DS002.
 *
 * <p>It has the calibration of a real chip. A forced measurement takes its typical time. Then the status says so until the values are
 * read. Normal mode, FIFO, filter and resolution are not simulated.
 */
public final class SimBMP3XX extends SimChip {
    private static final int STATUS = 0x03;
    private static final int DATA = 0x04;
    private static final int PWR_CTRL = 0x1B;
    private static final int OSR = 0x1C;
    private static final int[] CALIBRATION = {
        0x23, 0x6B, 0x58, 0x49, 0xF6, 0x5C, 0xFF, 0xCE, 0xF4, 0x23, 0x00, 0xEA, 0x63, 0x6E, 0x79, 0xF3, 0xF6, 0xAA,
        0x43, 0x12, 0xC4
    };

    private final Registers8 registers = new Registers8().pointerMask(0x7F).writesInPairs();
    private final Quantity temperature = measures("temperature", -40, 85, "°C", 22.5);
    private final Quantity pressure = measures("pressure", 300, 1250, "hPa", 1013.25);
    private boolean measuring;
    private long measuredAt;

    public SimBMP3XX() {
        registers.register(0x00, 0x60).register(0x31, CALIBRATION);
        registers.readOnlyRange(0x00, 0x14).readOnlyRange(0x20, 0x7D);
        registers.onWrite(this::written).onRead(this::reading);
        onI2c(registers);
        onSpi(new WithDummyByte(new SpiRegisters(registers)));
    }

    /** Sets the temperature, -40 to 85 °C. */
    public SimBMP3XX temperature(double celsius) {
        temperature.value(celsius);
        return this;
    }

    /** Sets the pressure, 300 to 1250 hPa. */
    public SimBMP3XX pressure(double hectopascals) {
        pressure.value(hectopascals);
        return this;
    }

    /** The registers, to make the chip another one or a broken one. */
    public Registers8 registers() {
        return registers;
    }

    @Override
    protected void powerOn() {
        measuring = false;
        registers.register(STATUS, 0x10, 0, 0, 0x80, 0, 0, 0x80).register(PWR_CTRL, 0, 0x02, 0, 0, 0);
    }

    private void written(int register, int value) {
        if (register == 0x7E && value == 0xB6) {
            powerOn();
        } else if (register == PWR_CTRL && (value & 0x30) != 0) {
            measuring = true;
            // Section 3.9.2, with both values.
            int samples = (1 << (registers.register(OSR) & 7)) + (1 << (registers.register(OSR) >> 3 & 7));
            measuredAt = clock().nanos() + 1000L * (234 + 392 + 163 + 2020L * samples);
        }
    }

    private void reading(int register) {
        if (measuring && clock().nanos() >= measuredAt) {
            measuring = false;
            int t = nearest(SimBMP3XX::celsius, temperature.value(), 24);
            int p = nearest(raw -> -pascals(raw, celsius(t)), -pressure.value() * 100, 24);
            registers.register(DATA, p & 0xFF, p >> 8 & 0xFF, p >> 16, t & 0xFF, t >> 8 & 0xFF, t >> 16);
            registers.register(STATUS, 0x70).register(PWR_CTRL, registers.register(PWR_CTRL) & ~0x30);
        } else if (register >= DATA && register < DATA + 6) {
            registers.register(STATUS, registers.register(STATUS) & (register < DATA + 3 ? ~0x20 : ~0x40));
        }
    }

    /** Section 8.5. */
    private static double celsius(int raw) {
        double offset = raw - 27427 * 256.0;
        return offset * 18776 / 0x1p30 + offset * offset * -10 / 0x1p48;
    }

    /** Section 8.6. */
    private static double pascals(int raw, double t) {
        double offset = 25578 * 8 + 31086 / 64.0 * t - 13 / 256.0 * t * t - 10 / 32768.0 * t * t * t;
        double slope = (-164 - 16384) / 0x1p20 + (-2866 - 16384) / 0x1p29 * t + 35 / 0x1p32 * t * t;
        double square = (17322 + 18 * t) / 0x1p48;
        return offset + raw * (slope + raw * (square + raw * (-60 / 0x1p65)));
    }
}
