// SPDX-License-Identifier: MIT
package blinka4j.drivers.mpu6050;

import blinka4j.BusException;
import blinka4j.busio.BusHold;
import blinka4j.busio.I2C;
import blinka4j.register.Bits;
import blinka4j.register.Choice;
import blinka4j.register.Register;
import blinka4j.register.Registers;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * InvenSense MPU-6050 accelerometer (±2 to ±16 g), gyroscope (±250 to ±2000 °/s) and thermometer. Safe to share between threads.
 *
 * <p><a href="https://invensense.tdk.com/wp-content/uploads/2015/02/MPU-6000-Register-Map1.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_MPU6050">Adafruit_CircuitPython_MPU6050</a>.
 *
 * <p>A chip that has lost its settings, because its power failed, raises a {@link BusException} when it is read: make a new object.
 */
public final class MPU6050 {
    /** With AD0 low. With AD0 high it is 0x69. */
    public static final int DEFAULT_ADDRESS = 0x68;

    /** One g in m/s². */
    public static final double STANDARD_GRAVITY = 9.80665;

    private static final Duration RESTART = Duration.ofMillis(100);
    private static final int FIFO_SIZE = 1024;
    private static final int TEMPERATURE = 0x41;

    private final Registers chip;
    private final Register management;
    private final Register power;
    private final Bits reset;
    private final Bits sleep;
    private final Bits cycleAndSleep;
    private final Bits cycle;
    private final Choice<ClockSource> clockSource;
    private final Choice<Rate> cycleRate;
    private final Register sampleRateDivisor;
    private final Choice<Bandwidth> filterBandwidth;
    private final Choice<GyroRange> gyroRange;
    private final Choice<Range> accelerometerRange;
    private final Bits fifoEn;
    private final Bits fiforst;
    private final Bits accelFifoEn;
    private final Register fifoCount;
    /** True after {@link #reset()}, until the chip measures; used with the bus locked. */
    private boolean isReset;
    /** True if a range has changed, until the chip has measured with it; used with the bus locked. */
    private boolean isStale;
    /** Acceleration and temperature, or temperature and rotation; used with the bus locked. */
    private final ByteBuffer block = ByteBuffer.allocate(8);

    /** What times the measurements: the chip's oscillator, one of its gyroscopes, or an outside clock of 32.768 kHz or 19.2 MHz. */
    public enum ClockSource {
        CLKSEL_INTERNAL_8MHz,
        CLKSEL_INTERNAL_X,
        CLKSEL_INTERNAL_Y,
        CLKSEL_INTERNAL_Z,
        CLKSEL_EXTERNAL_32,
        CLKSEL_EXTERNAL_19,
        CLKSEL_RESERVED,
        CLKSEL_STOP
    }

    /** The greatest acceleration: {@code RANGE_2_G} is ±2 g. */
    public enum Range {
        RANGE_2_G(16384),
        RANGE_4_G(8192),
        RANGE_8_G(4096),
        RANGE_16_G(2048);

        private final int perG;

        Range(int perG) {
            this.perG = perG;
        }
    }

    /** The greatest rotation: {@code RANGE_250_DPS} is ±250 °/s. */
    public enum GyroRange {
        RANGE_250_DPS(131),
        RANGE_500_DPS(65.5),
        RANGE_1000_DPS(32.8),
        RANGE_2000_DPS(16.4);

        private final double perDegree;

        GyroRange(double perDegree) {
            this.perDegree = perDegree;
        }
    }

    /** The highest frequency of acceleration and rotation that passes the filter. */
    public enum Bandwidth {
        BAND_260_HZ,
        BAND_184_HZ,
        BAND_94_HZ,
        BAND_44_HZ,
        BAND_21_HZ,
        BAND_10_HZ,
        BAND_5_HZ
    }

    /** Measurements per second while {@link #cycle()} is true. */
    public enum Rate {
        CYCLE_1_25_HZ(1.25),
        CYCLE_5_HZ(5),
        CYCLE_20_HZ(20),
        CYCLE_40_HZ(40);

        private final double hertz;

        Rate(double hertz) {
            this.hertz = hertz;
        }
    }

    /** The acceleration along each axis in m/s². */
    public record Acceleration(double x, double y, double z) {}

    /** The rotation around each axis in rad/s. */
    public record Gyro(double x, double y, double z) {}

    public MPU6050(I2C i2c) {
        this(i2c, DEFAULT_ADDRESS);
    }

    /**
     * Resets the chip. It then measures ±2 g and ±500 °/s.
     *
     * @throws blinka4j.DeviceNotFoundException if nothing answers at {@code address}, or another chip does
     */
    public MPU6050(I2C i2c, int address) {
        chip = new Registers(i2c, address);
        management = chip.u8(0x6B);
        power = management.steady();
        reset = management.bit(7);
        sleep = power.bit(6);
        cycleAndSleep = power.bits(5, 2);
        cycle = power.bit(5);
        clockSource = power.bits(0, 3).choice(ClockSource.values());
        cycleRate = chip.u8(0x6C).steady().bits(6, 2).choice(Rate.values());
        sampleRateDivisor = chip.u8(0x19).named("sampleRateDivisor");
        filterBandwidth = chip.u8(0x1A).bits(0, 3).alone().choice(Bandwidth.values());
        gyroRange = chip.u8(0x1B).bits(3, 2).alone().choice(GyroRange.values());
        accelerometerRange = chip.u8(0x1C).bits(3, 2).alone().choice(Range.values());
        accelFifoEn = chip.u8(0x23).steady().bit(3);
        fifoEn = chip.u8(0x6A).steady().bit(6);
        fiforst = chip.u8(0x6A).steady().bit(2);
        fifoCount = chip.u16be(0x72);
        chip.u8(0x75).require(0x68, "MPU6050");
        reset();
        sampleRateDivisor.set(0);
        filterBandwidth.set(Bandwidth.BAND_260_HZ);
        gyroRange.set(GyroRange.RANGE_500_DPS);
        accelerometerRange.set(Range.RANGE_2_G);
        chip.sleep(RESTART);
        clockSource.set(ClockSource.CLKSEL_INTERNAL_X);
        chip.sleep(RESTART);
        sleep(false);
        // The gyroscopes need 30 ms.
        chip.sleep(Duration.ofMillis(50));
    }

    /** Resets all settings to those of the chip: it sleeps. Takes 200 ms. */
    public void reset() {
        BusHold hold = chip.lock();
        try (hold) {
            isReset = true;
            management.set(0x80);
            reset.awaitClear(RESTART);
            chip.sleep(RESTART);
            // Gyroscope, accelerometer and thermometer.
            chip.u8(0x68).set(0x07);
            chip.sleep(RESTART);
        }
    }

    /** True if the chip saves power and does not measure. */
    public boolean sleep() {
        return sleep.isSet();
    }

    public void sleep(boolean asleep) {
        BusHold hold = chip.lock();
        try (hold) {
            sleep.set(asleep);
            isReset &= asleep;
        }
    }

    /** The chip measures 8000 times a second with {@link Bandwidth#BAND_260_HZ}, otherwise 1000 times, divided by this number plus 1. */
    public int sampleRateDivisor() {
        return (int) sampleRateDivisor.get();
    }

    /** @param divisor 0 to 255 */
    public void sampleRateDivisor(int divisor) {
        sampleRateDivisor.set(divisor);
    }

    /** True if measurements are kept in the FIFO. {@link #accelFifoEn} says which. */
    public boolean fifoEn() {
        return fifoEn.isSet();
    }

    public void fifoEn(boolean enable) {
        fifoEn.set(enable);
    }

    /** True while the FIFO is being emptied. */
    public boolean fiforst() {
        return fiforst.isSet();
    }

    /** Empties the FIFO. It must be off. */
    public void fiforst(boolean reset) {
        fiforst.set(reset);
    }

    /** True if the acceleration is kept in the FIFO. */
    public boolean accelFifoEn() {
        return accelFifoEn.isSet();
    }

    public void accelFifoEn(boolean enable) {
        accelFifoEn.set(enable);
    }

    /** The bytes in the FIFO, 0 to 1024. */
    public int fifoCount() {
        return (int) chip.plausible((int) fifoCount.get(), 0, FIFO_SIZE, "bytes in the FIFO");
    }

    /** Temperature of the chip in °C, −40 to 85. */
    public double temperature() {
        BusHold hold = chip.lock();
        try (hold) {
            return read(TEMPERATURE, 0) / 340.0 + 36.53;
        }
    }

    /**
     * The acceleration, all axes of the same measurement. Asleep, it is that of before.
     *
     * @throws IllegalStateException if a range has changed, and the chip has not measured since, because it sleeps
     */
    public Acceleration acceleration() {
        BusHold hold = chip.lock();
        try (hold) {
            requireMeasurement();
            read(0x3B, 6);
            return scaleAccel(block.getShort(0), block.getShort(2), block.getShort(4));
        }
    }

    /** The acceleration of three numbers from the FIFO, with {@link #accelerometerRange()}. */
    public Acceleration scaleAccel(int x, int y, int z) {
        double scale = STANDARD_GRAVITY / accelerometerRange.get().perG;
        return new Acceleration(x * scale, y * scale, z * scale);
    }

    /** The rotation, all axes of the same measurement. Throws as {@link #acceleration()}. */
    public Gyro gyro() {
        BusHold hold = chip.lock();
        try (hold) {
            requireMeasurement();
            read(TEMPERATURE, 0);
            return scaleGyro(block.getShort(2), block.getShort(4), block.getShort(6));
        }
    }

    /** Hold the bus. */
    private void requireMeasurement() {
        if (isStale && !measures(50)) {
            throw new IllegalStateException(
                    "an MPU6050 that sleeps has not measured with its range: call sleep(false) or cycle(true) first");
        }
        isStale = false;
    }

    /** Waits for a measurement, and some ms more. Returns false if there is none: the chip sleeps, or has no clock. Hold the bus. */
    private boolean measures(int more) {
        long settings = power.get();
        if ((settings & 0x40) != 0 || (settings & 7) == 7) {
            return false;
        }
        // A tenth more than a cycle, which may be just over.
        boolean cycles = (settings & 0x20) != 0;
        double millis = cycles ? 1100 / cycleRate.readSteadily().hertz : 10 + sampleRateDivisor();
        chip.sleep(Duration.ofNanos((long) (1e6 * (millis + more))));
        return true;
    }

    /** Returns the temperature, from its place in the block. It is 0, rarely otherwise, after power-on: the chip sleeps. Hold the bus. */
    private int read(int first, int temperatureAt) {
        chip.readInto(first, block.array());
        int temperature = block.getShort(temperatureAt);
        if (temperature == 0 && !isReset && management.get() == 0x40) {
            throw BusException.settingsLost(chip, "MPU6050");
        }
        return temperature;
    }

    /** The rotation of three numbers from the FIFO, with {@link #gyroRange()}. */
    public Gyro scaleGyro(int x, int y, int z) {
        double scale = Math.toRadians(1 / gyroRange.get().perDegree);
        return new Gyro(x * scale, y * scale, z * scale);
    }

    /** True if the chip sleeps between measurements, which it makes with {@link #cycleRate()}. */
    public boolean cycle() {
        return cycle.isSet();
    }

    /** Also ends {@link #sleep()}. False makes the chip sleep, as in CircuitPython. */
    public void cycle(boolean cycle) {
        BusHold hold = chip.lock();
        try (hold) {
            cycleAndSleep.set(cycle ? 1 : 2);
            isReset &= !cycle;
        }
    }

    public GyroRange gyroRange() {
        return gyroRange.get();
    }

    /** Returns after the first measurement with this range, as {@link #accelerometerRange(Range)} does; asleep, at once. */
    public void gyroRange(GyroRange range) {
        set(gyroRange, range);
    }

    public Range accelerometerRange() {
        return accelerometerRange.get();
    }

    /**
     * Returns after the first measurement with this range, with the bus locked: 10 ms later, or more with a
     * {@link #sampleRateDivisor()} or with {@link #cycle()}. While the chip sleeps, it returns at once.
     */
    public void accelerometerRange(Range range) {
        set(accelerometerRange, range);
    }

    private <E extends Enum<E>> void set(Choice<E> setting, E range) {
        BusHold hold = chip.lock();
        try (hold) {
            isStale = true;
            setting.set(range);
            isStale = !measures(0);
        }
    }

    public Bandwidth filterBandwidth() {
        return filterBandwidth.get();
    }

    public void filterBandwidth(Bandwidth bandwidth) {
        filterBandwidth.set(bandwidth);
    }

    public Rate cycleRate() {
        return cycleRate.get();
    }

    public void cycleRate(Rate rate) {
        cycleRate.set(rate);
    }

    public ClockSource clockSource() {
        return clockSource.get();
    }

    public void clockSource(ClockSource source) {
        clockSource.set(source);
    }

    /** Takes all bytes out of the FIFO, as they are. */
    public byte[] readWholeFifo() {
        BusHold hold = chip.lock();
        try (hold) {
            byte[] bytes = new byte[fifoCount()];
            if (bytes.length > 0) {
                chip.readInto(0x74, bytes);
            }
            return bytes;
        }
    }
}
