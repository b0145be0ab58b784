// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.Registers8;
import blinka4j.sim.SimClock;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.SimI2CDevice;
import blinka4j.sim.SimSpiBus;
import blinka4j.sim.SimSpiDevice;
import blinka4j.sim.SpiRegisters;
import java.util.function.IntToDoubleFunction;

/**
 * Bosch BME280: temperature, pressure and humidity, on I2C (address 0x76 or 0x77) or SPI.
 *
 * <p>Has the calibration of a real chip. Measures when told to: a measurement takes its typical time, during which
 * {@code status} says so; in forced mode one is made, in normal mode one after the other without a pause. Oversampling
 * decides the resolution; what is not sampled reads 0x80000. The filter and the standby time are not simulated.
 *
 * <p>Data sheet: BST-BME280-DS002.
 */
public final class SimBME280 implements SimI2CDevice, SimSpiDevice {
    private static final int CALIBRATION = 0x88;
    private static final int CHIP_ID = 0xD0;
    private static final int RESET = 0xE0;
    private static final int HUMIDITY_CALIBRATION = 0xE1;
    private static final int CTRL_HUM = 0xF2;
    private static final int STATUS = 0xF3;
    private static final int CTRL_MEAS = 0xF4;
    private static final int CONFIG = 0xF5;
    private static final int DATA = 0xF7;

    private static final int SOFT_RESET = 0xB6;
    private static final int MEASURING = 1 << 3;
    private static final int COPYING_CALIBRATION = 1;
    private static final int MODE = 0b11;
    private static final int NORMAL = 0b11;
    private static final long START_UP_NANOS = 2_000_000;

    private static final int T1 = 28297;
    private static final int T2 = 26729;
    private static final int T3 = 50;
    private static final int P1 = 37189;
    private static final int P2 = -10580;
    private static final int P3 = 3024;
    private static final int P4 = 8137;
    private static final int P5 = -87;
    private static final int P6 = -7;
    private static final int P7 = 9900;
    private static final int P8 = -10230;
    private static final int P9 = 4285;
    private static final int H1 = 75;
    private static final int H2 = 394;
    private static final int H3 = 0;
    private static final int H4 = 248;
    private static final int H5 = 50;
    private static final int H6 = 30;

    private final Registers8 registers = new Registers8().writesInPairs();
    private final SpiRegisters spi = new SpiRegisters(registers, false, 0x80);
    private SimClock clock = new SimClock();
    private long copiedAt;
    private long measuredAt;
    private boolean measuring;
    /** The oversampling of humidity counts from the next write to CTRL_MEAS on. */
    private int humidityOversampling;

    private volatile double temperature = 22.5;
    private volatile double pressure = 1013.25;
    private volatile double humidity = 45;

    /** At 22.5 °C, 1013.25 hPa and 45 %. */
    public SimBME280() {
        registers.register(CALIBRATION, bytes16(T1, T2, T3, P1, P2, P3, P4, P5, P6, P7, P8, P9));
        registers.register(CALIBRATION + 25, H1);
        registers.register(
                HUMIDITY_CALIBRATION, H2 & 0xFF, H2 >> 8, H3, H4 >> 4, (H4 & 0xF) | ((H5 & 0xF) << 4), H5 >> 4, H6);
        registers.register(CHIP_ID, 0x60);
        registers.readOnlyRange(0x00, CTRL_HUM - 1).readOnly(STATUS).readOnlyRange(CONFIG + 1, 0xFF);
        registers.onWrite(this::written);
        registers.onRead(register -> update());
        powerOn();
    }

    /** The temperature in °C. */
    public double temperature() {
        return temperature;
    }

    /**
     * Sets the temperature.
     *
     * @param celsius -40 to 85
     */
    public SimBME280 temperature(double celsius) {
        temperature = Range.check("temperature", celsius, -40, 85, "°C");
        return this;
    }

    /** The pressure in hPa. */
    public double pressure() {
        return pressure;
    }

    /**
     * Sets the pressure.
     *
     * @param hectopascals 300 to 1100
     */
    public SimBME280 pressure(double hectopascals) {
        pressure = Range.check("pressure", hectopascals, 300, 1100, "hPa");
        return this;
    }

    /** The relative humidity in %. */
    public double humidity() {
        return humidity;
    }

    /**
     * Sets the relative humidity.
     *
     * @param percent 0 to 100
     */
    public SimBME280 humidity(double percent) {
        humidity = Range.check("humidity", percent, 0, 100, "%");
        return this;
    }

    /** The chip's registers, to make it another one or a broken one. */
    public Registers8 registers() {
        return registers;
    }

    @Override
    public void attached(SimI2CBus bus) {
        clock = bus.clock();
        powerOn();
    }

    @Override
    public void attached(SimSpiBus bus) {
        clock = bus.clock();
        powerOn();
    }

    @Override
    public boolean start(boolean read) {
        return registers.start(read);
    }

    @Override
    public boolean write(int value) {
        return registers.write(value);
    }

    @Override
    public int read() {
        return registers.read();
    }

    @Override
    public void selected() {
        spi.selected();
    }

    @Override
    public int exchange(int out) {
        return spi.exchange(out);
    }

    @Override
    public String toString() {
        return "SimBME280";
    }

    private void powerOn() {
        measuring = false;
        humidityOversampling = 0;
        copiedAt = clock.nanos() + START_UP_NANOS;
        registers.register(CTRL_HUM, 0, 0, 0, 0);
        registers.register(DATA, 0x80, 0, 0, 0x80, 0, 0, 0x80, 0);
    }

    private void written(int register, int value) {
        if (register == RESET && value == SOFT_RESET) {
            powerOn();
        } else if (register == CTRL_MEAS) {
            humidityOversampling = oversampling(registers.register(CTRL_HUM) & 7);
            measuring = (value & MODE) != 0;
            measuredAt = clock.nanos() + measurementNanos(value);
        }
    }

    private void update() {
        long now = clock.nanos();
        int control = registers.register(CTRL_MEAS);
        boolean forever = (control & MODE) == NORMAL;
        if (measuring && now >= measuredAt) {
            measure(control);
            if (forever) {
                long each = measurementNanos(control);
                measuredAt += ((now - measuredAt) / each + 1) * each;
            } else {
                measuring = false;
                registers.register(CTRL_MEAS, control & ~MODE);
            }
        }
        registers.register(STATUS, (measuring ? MEASURING : 0) | (now < copiedAt ? COPYING_CALIBRATION : 0));
    }

    /** The typical time of data sheet section 9.1: 1 ms, 2 ms for each sample, 0.5 ms each for pressure and humidity. */
    private long measurementNanos(int control) {
        int t = oversampling(control >> 5);
        int p = oversampling((control >> 2) & 7);
        int h = humidityOversampling;
        return 1_000_000L + 2_000_000L * (t + p + h) + (p == 0 ? 0 : 500_000) + (h == 0 ? 0 : 500_000);
    }

    private static int oversampling(int field) {
        return field == 0 ? 0 : 1 << Math.min(field - 1, 4);
    }

    private void measure(int control) {
        int rawTemperature = nearest(raw -> compensate(raw) / 5120, temperature);
        double fine = compensate(rawTemperature);
        int rawPressure = nearest(raw -> -pascals(raw, fine), -pressure * 100);
        int rawHumidity = nearest(raw -> percent(raw, fine), humidity, 16);
        int p = resolved(rawPressure, oversampling((control >> 2) & 7));
        int t = resolved(rawTemperature, oversampling(control >> 5));
        int h = humidityOversampling == 0 ? 0x8000 : rawHumidity;
        registers.register(DATA, p >> 12, (p >> 4) & 0xFF, (p & 0xF) << 4);
        registers.register(DATA + 3, t >> 12, (t >> 4) & 0xFF, (t & 0xF) << 4);
        registers.register(DATA + 6, h >> 8, h & 0xFF);
    }

    /** One sample has 16 bits of the 20, each doubling one more. */
    private static int resolved(int raw, int samples) {
        return samples == 0 ? 0x80000 : raw & -(1 << (4 - Integer.numberOfTrailingZeros(samples)));
    }

    private static int nearest(IntToDoubleFunction rising, double wanted) {
        return nearest(rising, wanted, 20);
    }

    /** The raw value of so many bits whose compensated value comes closest. */
    private static int nearest(IntToDoubleFunction rising, double wanted, int bits) {
        int low = 0;
        int high = (1 << bits) - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (rising.applyAsDouble(middle) < wanted) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        boolean lowerIsNearer = low > 0 && wanted - rising.applyAsDouble(low - 1) < rising.applyAsDouble(low) - wanted;
        return lowerIsNearer ? low - 1 : low;
    }

    /** Section 8.1 of the data sheet: the fine temperature, of which 5120 are 1 °C. */
    private static double compensate(int raw) {
        double a = raw / 131072.0 - T1 / 8192.0;
        return (raw / 16384.0 - T1 / 1024.0) * T2 + a * a * T3;
    }

    private static double pascals(int raw, double fine) {
        double a = fine / 2 - 64000;
        double b = (a * a * P6 / 32768 + a * P5 * 2) / 4 + P4 * 65536.0;
        double slope = (1 + (P3 * a * a / 524288 + P2 * a) / 524288 / 32768) * P1;
        double p = (1048576 - raw - b / 4096) * 6250 / slope;
        return p + (P9 * p * p / 2147483648.0 + p * P8 / 32768 + P7) / 16;
    }

    private static double percent(int raw, double fine) {
        double a = fine - 76800;
        double h = (raw - (H4 * 64.0 + H5 / 16384.0 * a))
                * (H2 / 65536.0 * (1 + H6 / 67108864.0 * a * (1 + H3 / 67108864.0 * a)));
        return h * (1 - H1 * h / 524288);
    }

    private static int[] bytes16(int... values) {
        int[] bytes = new int[2 * values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[2 * i] = values[i] & 0xFF;
            bytes[2 * i + 1] = (values[i] >> 8) & 0xFF;
        }
        return bytes;
    }
}
