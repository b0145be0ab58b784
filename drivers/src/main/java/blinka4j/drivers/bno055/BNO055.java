// SPDX-License-Identifier: MIT
package blinka4j.drivers.bno055;

import blinka4j.BusException;
import blinka4j.busio.BusHold;
import blinka4j.busio.I2C;
import blinka4j.busio.UART;
import blinka4j.register.Bits;
import blinka4j.register.Choice;
import blinka4j.register.Register;
import blinka4j.register.RegisterArray;
import blinka4j.register.Registers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Bosch BNO055 accelerometer, gyroscope and magnetometer, which calculates its orientation; over I2C or a serial port. Safe to share
 * between threads.
 *
 * <p><a href="https://www.bosch-sensortec.com/media/boschsensortec/downloads/datasheets/bst-bno055-ds000.pdf">Data sheet</a>; port of
 * <a href="https://github.com/adafruit/Adafruit_CircuitPython_BNO055">Adafruit_CircuitPython_BNO055</a>.
 *
 * <p>The chip stretches the clock of I2C. A Raspberry Pi's controller does not support that: use 10 kHz or the serial port. Settings
 * stop the measurements for 30 ms. The settings of the sensors, except {@link #accelRange(AccelRange)}, raise an
 * {@link IllegalStateException} in the modes with orientation, which set them by themselves.
 */
public final class BNO055 {
    /** With COM3 low. With COM3 high it is 0x29. */
    public static final int DEFAULT_ADDRESS = 0x28;

    /** Table 3-6: 19 ms to the configuration, 7 ms back. */
    private static final Duration TO_CONFIGURATION = Duration.ofMillis(20);

    private static final Duration FROM_CONFIGURATION = Duration.ofMillis(10);

    private final Registers chip;
    private final Register page;
    private final Choice<Mode> mode;
    private final Register calibration;
    private final Register temperature;
    private final Bits crystal;
    private final Register axes;
    private final Register signs;
    private final RegisterArray offsetsAccelerometer;
    private final RegisterArray offsetsMagnetometer;
    private final RegisterArray offsetsGyroscope;
    private final Register radiusAccelerometer;
    private final Register radiusMagnetometer;
    private final Choice<AccelRange> accelRange;
    private final Choice<AccelBandwidth> accelBandwidth;
    private final Choice<AccelMode> accelMode;
    private final Choice<GyroRange> gyroRange;
    private final Choice<GyroBandwidth> gyroBandwidth;
    private final Choice<GyroMode> gyroMode;
    private final Choice<MagnetRate> magnetRate;
    private final Choice<MagnetOperationMode> magnetOperationMode;
    private final Choice<MagnetMode> magnetMode;
    /** Used with the bus locked. */
    private final ByteBuffer block = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    /** True if the chip may show page 1 of its registers; used with the bus locked. */
    private boolean page1;
    /** The mode to go back to after a setting that failed; used with the bus locked. */
    private @Nullable Mode interrupted;

    /** What is measured: acceleration, rotation, magnetic field and orientation. */
    public enum Mode {
        CONFIG_MODE("----"),
        ACCONLY_MODE("A---"),
        MAGONLY_MODE("--M-"),
        GYRONLY_MODE("-G--"),
        ACCMAG_MODE("A-M-"),
        ACCGYRO_MODE("AG--"),
        MAGGYRO_MODE("-GM-"),
        AMG_MODE("AGM-"),
        IMUPLUS_MODE("AG-O"),
        COMPASS_MODE("A-MO"),
        M4G_MODE("A-MO"),
        NDOF_FMC_OFF_MODE("AGMO"),
        NDOF_MODE("AGMO");

        private final String values;

        Mode(String values) {
            this.values = values;
        }
    }

    /** The greatest acceleration: {@code ACCEL_2G} is ±2 g. */
    public enum AccelRange {
        ACCEL_2G,
        ACCEL_4G,
        ACCEL_8G,
        ACCEL_16G
    }

    /** The highest frequency of the acceleration. */
    public enum AccelBandwidth {
        ACCEL_7_81HZ,
        ACCEL_15_63HZ,
        ACCEL_31_25HZ,
        ACCEL_62_5HZ,
        ACCEL_125HZ,
        ACCEL_250HZ,
        ACCEL_500HZ,
        ACCEL_1000HZ
    }

    /** How the accelerometer saves power. */
    public enum AccelMode {
        ACCEL_NORMAL_MODE,
        ACCEL_SUSPEND_MODE,
        ACCEL_LOWPOWER1_MODE,
        ACCEL_STANDBY_MODE,
        ACCEL_LOWPOWER2_MODE,
        ACCEL_DEEPSUSPEND_MODE
    }

    /** The greatest rotation: {@code GYRO_125_DPS} is ±125 °/s. */
    public enum GyroRange {
        GYRO_2000_DPS,
        GYRO_1000_DPS,
        GYRO_500_DPS,
        GYRO_250_DPS,
        GYRO_125_DPS
    }

    /** The highest frequency of the rotation. */
    public enum GyroBandwidth {
        GYRO_523HZ,
        GYRO_230HZ,
        GYRO_116HZ,
        GYRO_47HZ,
        GYRO_23HZ,
        GYRO_12HZ,
        GYRO_64HZ,
        GYRO_32HZ
    }

    /** How the gyroscope saves power. */
    public enum GyroMode {
        GYRO_NORMAL_MODE,
        GYRO_FASTPOWERUP_MODE,
        GYRO_DEEPSUSPEND_MODE,
        GYRO_SUSPEND_MODE,
        GYRO_ADVANCEDPOWERSAVE_MODE
    }

    /** Measurements of the magnetic field per second. */
    public enum MagnetRate {
        MAGNET_2HZ,
        MAGNET_6HZ,
        MAGNET_8HZ,
        MAGNET_10HZ,
        MAGNET_15HZ,
        MAGNET_20HZ,
        MAGNET_25HZ,
        MAGNET_30HZ
    }

    /** Noise against power. */
    public enum MagnetOperationMode {
        MAGNET_LOWPOWER_MODE,
        MAGNET_REGULAR_MODE,
        MAGNET_ENHANCEDREGULAR_MODE,
        MAGNET_ACCURACY_MODE
    }

    /** How the magnetometer saves power. */
    public enum MagnetMode {
        MAGNET_NORMAL_MODE,
        MAGNET_SLEEP_MODE,
        MAGNET_SUSPEND_MODE,
        MAGNET_FORCEMODE_MODE
    }

    /** An axis of the chip. */
    public enum Axis {
        AXIS_REMAP_X,
        AXIS_REMAP_Y,
        AXIS_REMAP_Z
    }

    /** The direction of an axis. */
    public enum Sign {
        AXIS_REMAP_POSITIVE,
        AXIS_REMAP_NEGATIVE
    }

    /** Which axis of the chip stands for each axis, and its direction. */
    public record AxisRemap(Axis x, Axis y, Axis z, Sign xSign, Sign ySign, Sign zSign) {}

    /** A value for each axis; NaN if it is not measured in the {@link Mode}. */
    public record Vector(double x, double y, double z) {}

    /** Angles in degrees: 0 to 360, ±90 and ±180; NaN if they are not calculated in the {@link Mode}. */
    public record Euler(double heading, double roll, double pitch) {}

    /** The orientation, each number −1 to 1; NaN if it is not calculated in the {@link Mode}. */
    public record Quaternion(double w, double x, double y, double z) {}

    /** From 0, not calibrated, to 3. */
    public record CalibrationStatus(int sys, int gyro, int accel, int mag) {}

    /** What the chip subtracts from each axis, −32768 to 32767. */
    public record Offsets(int x, int y, int z) {
        public Offsets {
            if (x != (short) x || y != (short) y || z != (short) z) {
                throw new IllegalArgumentException(
                        "no offsets %s, %s, %s: expected −32768 to 32767".formatted(x, y, z));
            }
        }
    }

    public BNO055(I2C i2c) {
        this(i2c, DEFAULT_ADDRESS);
    }

    /** @throws blinka4j.DeviceNotFoundException if nothing answers at {@code address}, or another chip does */
    public BNO055(I2C i2c, int address) {
        this(new Registers(i2c, address));
    }

    /** @param uart is set to 115,200 baud and a timeout of 0.1 s */
    public BNO055(UART uart) {
        this(new Registers(new SerialRegisters(uart)));
    }

    /** Resets the chip, which takes 0.7 s. It then has {@link Mode#NDOF_MODE}, ±4 g, ±2000 °/s and 20 Hz. */
    private BNO055(Registers chip) {
        this.chip = chip;
        page = chip.u8(0x07);
        mode = chip.u8(0x3D).steady().bits(0, 4).alone().choice(Mode.values());
        calibration = chip.u8(0x35);
        temperature = chip.u8(0x34).signed();
        crystal = chip.u8(0x3F).bit(7).alone();
        axes = chip.u8(0x41);
        signs = chip.u8(0x42);
        offsetsAccelerometer = chip.u16le(0x55).signed().array(3);
        offsetsMagnetometer = chip.u16le(0x5B).signed().array(3);
        offsetsGyroscope = chip.u16le(0x61).signed().array(3);
        radiusAccelerometer = chip.u16le(0x67).signed();
        radiusMagnetometer = chip.u16le(0x69).signed();
        accelRange = chip.u8(0x08).steady().bits(0, 2).choice(AccelRange.values());
        accelBandwidth = chip.u8(0x08).steady().bits(2, 3).choice(AccelBandwidth.values());
        accelMode = chip.u8(0x08).steady().bits(5, 3).choice(AccelMode.values());
        gyroRange = chip.u8(0x0A).steady().bits(0, 3).choice(GyroRange.values());
        gyroBandwidth = chip.u8(0x0A).steady().bits(3, 3).choice(GyroBandwidth.values());
        gyroMode = chip.u8(0x0B).steady().bits(0, 3).choice(GyroMode.values());
        magnetRate = chip.u8(0x09).steady().bits(0, 3).choice(MagnetRate.values());
        magnetOperationMode = chip.u8(0x09).steady().bits(3, 2).choice(MagnetOperationMode.values());
        magnetMode = chip.u8(0x09).steady().bits(5, 2).choice(MagnetMode.values());
        if (chip.u8(0x00).get() != 0xA0) {
            // A program that was interrupted may have left the chip showing page 1.
            page(0);
            chip.u8(0x00).require(0xA0, "BNO055");
        }
        setMode(Mode.CONFIG_MODE);
        try {
            chip.u8(0x3F).set(0x20);
        } catch (BusException e) {
            // The chip may be gone before it acknowledges. What follows fails if it does not come back.
        }
        chip.sleep(Duration.ofMillis(700));
        setNormalMode();
        page(0);
        chip.u8(0x3F).set(0);
        accelRange(AccelRange.ACCEL_4G);
        gyroRange(GyroRange.GYRO_2000_DPS);
        magnetRate(MagnetRate.MAGNET_20HZ);
        mode(Mode.NDOF_MODE);
    }

    public Mode mode() {
        BusHold hold = lock();
        try (hold) {
            return mode.get();
        }
    }

    public void mode(Mode mode) {
        Objects.requireNonNull(mode, "mode");
        BusHold hold = lock();
        try (hold) {
            setMode(mode);
        }
    }

    private void setMode(Mode to) {
        mode.set(Mode.CONFIG_MODE);
        chip.sleep(TO_CONFIGURATION);
        if (to != Mode.CONFIG_MODE) {
            mode.set(to);
            chip.sleep(FROM_CONFIGURATION);
        }
    }

    public CalibrationStatus calibrationStatus() {
        BusHold hold = lock();
        try (hold) {
            int status = (int) calibration.get();
            return new CalibrationStatus(status >> 6, status >> 4 & 3, status >> 2 & 3, status & 3);
        }
    }

    /** True if all of {@link #calibrationStatus()} is 3. */
    public boolean calibrated() {
        BusHold hold = lock();
        try (hold) {
            return calibration.get() == 0xFF;
        }
    }

    /** The same as {@link #useExternalCrystal()}. */
    public boolean externalCrystal() {
        return useExternalCrystal();
    }

    /** True if the chip takes its time from a crystal at its pins. */
    public boolean useExternalCrystal() {
        return inConfiguration(crystal::isSet);
    }

    public void useExternalCrystal(boolean use) {
        inConfiguration(() -> {
            crystal.set(use);
            chip.sleep(Duration.ofMillis(10));
            return use;
        });
    }

    /** Temperature of the chip in °C, −128 to 127. */
    public int temperature() {
        BusHold hold = lock();
        try (hold) {
            return (int) temperature.get();
        }
    }

    /** The acceleration along each axis in m/s². */
    public Vector acceleration() {
        return vector('A', 0x08, 1 / 100.0);
    }

    /** The magnetic field along each axis in µT. */
    public Vector magnetic() {
        return vector('M', 0x0E, 1 / 16.0);
    }

    /** The rotation around each axis in rad/s. */
    public Vector gyro() {
        return vector('G', 0x14, Math.toRadians(1 / 16.0));
    }

    /** The orientation as angles. */
    public Euler euler() {
        Vector angles = vector('O', 0x1A, 1 / 16.0);
        return new Euler(angles.x, angles.y, angles.z);
    }

    /** The orientation as a quaternion. */
    public Quaternion quaternion() {
        BusHold hold = lock();
        try (hold) {
            if (mode.get().values.indexOf('O') < 0) {
                return new Quaternion(Double.NaN, Double.NaN, Double.NaN, Double.NaN);
            }
            chip.readInto(0x20, block.array());
            double step = 1.0 / (1 << 14);
            return new Quaternion(
                    block.getShort(0) * step,
                    block.getShort(2) * step,
                    block.getShort(4) * step,
                    block.getShort(6) * step);
        }
    }

    /** The acceleration without gravity in m/s². */
    public Vector linearAcceleration() {
        return vector('O', 0x28, 1 / 100.0);
    }

    /** The gravity along each axis in m/s². */
    public Vector gravity() {
        return vector('O', 0x2E, 1 / 100.0);
    }

    private Vector vector(char value, int register, double step) {
        BusHold hold = lock();
        try (hold) {
            if (mode.get().values.indexOf(value) < 0) {
                return new Vector(Double.NaN, Double.NaN, Double.NaN);
            }
            chip.readInto(register, block.array());
            return new Vector(block.getShort(0) * step, block.getShort(2) * step, block.getShort(4) * step);
        }
    }

    public AccelRange accelRange() {
        return onPage1(accelRange);
    }

    /** Allowed in all modes. */
    public void accelRange(AccelRange value) {
        configure(accelRange, value, true);
    }

    public AccelBandwidth accelBandwidth() {
        return onPage1(accelBandwidth);
    }

    public void accelBandwidth(AccelBandwidth value) {
        configure(accelBandwidth, value, false);
    }

    public AccelMode accelMode() {
        return onPage1(accelMode);
    }

    public void accelMode(AccelMode value) {
        configure(accelMode, value, false);
    }

    public GyroRange gyroRange() {
        return onPage1(gyroRange);
    }

    public void gyroRange(GyroRange value) {
        configure(gyroRange, value, false);
    }

    public GyroBandwidth gyroBandwidth() {
        return onPage1(gyroBandwidth);
    }

    public void gyroBandwidth(GyroBandwidth value) {
        configure(gyroBandwidth, value, false);
    }

    public GyroMode gyroMode() {
        return onPage1(gyroMode);
    }

    public void gyroMode(GyroMode value) {
        configure(gyroMode, value, false);
    }

    public MagnetRate magnetRate() {
        return onPage1(magnetRate);
    }

    public void magnetRate(MagnetRate value) {
        configure(magnetRate, value, false);
    }

    public MagnetOperationMode magnetOperationMode() {
        return onPage1(magnetOperationMode);
    }

    public void magnetOperationMode(MagnetOperationMode value) {
        configure(magnetOperationMode, value, false);
    }

    public MagnetMode magnetMode() {
        return onPage1(magnetMode);
    }

    public void magnetMode(MagnetMode value) {
        configure(magnetMode, value, false);
    }

    /** In steps of 0.01 m/s². */
    public Offsets offsetsAccelerometer() {
        return offsets(offsetsAccelerometer);
    }

    public void offsetsAccelerometer(Offsets offsets) {
        offsets(offsetsAccelerometer, offsets);
    }

    /** In steps of 1/16 µT. */
    public Offsets offsetsMagnetometer() {
        return offsets(offsetsMagnetometer);
    }

    public void offsetsMagnetometer(Offsets offsets) {
        offsets(offsetsMagnetometer, offsets);
    }

    /** In steps of 1/16 °/s. */
    public Offsets offsetsGyroscope() {
        return offsets(offsetsGyroscope);
    }

    public void offsetsGyroscope(Offsets offsets) {
        offsets(offsetsGyroscope, offsets);
    }

    /** The radius of the calibration, in steps of the chip. */
    public int radiusAccelerometer() {
        return (int) (long) inConfiguration(radiusAccelerometer::get);
    }

    /** @param radius −1000 to 1000, by the data sheet; −32768 to 32767 are written */
    public void radiusAccelerometer(int radius) {
        set(radiusAccelerometer, radius, "radiusAccelerometer");
    }

    /** The radius of the calibration, in steps of the chip. */
    public int radiusMagnetometer() {
        return (int) (long) inConfiguration(radiusMagnetometer::get);
    }

    /** @param radius −960 to 960, by the data sheet; −32768 to 32767 are written */
    public void radiusMagnetometer(int radius) {
        set(radiusMagnetometer, radius, "radiusMagnetometer");
    }

    private void set(Register register, int value, String property) {
        if (value != (short) value) {
            throw new IllegalArgumentException("%s cannot be %s: expected -32768 to 32767".formatted(property, value));
        }
        inConfiguration(() -> {
            register.set(value);
            return value;
        });
    }

    private Offsets offsets(RegisterArray of) {
        return inConfiguration(() -> new Offsets((int) of.get(0), (int) of.get(1), (int) of.get(2)));
    }

    private void offsets(RegisterArray of, Offsets to) {
        inConfiguration(() -> {
            of.set(0, to.x);
            of.set(1, to.y);
            of.set(2, to.z);
            return to;
        });
    }

    public AxisRemap axisRemap() {
        BusHold hold = lock();
        try (hold) {
            int map = (int) axes.get();
            int sign = (int) signs.get();
            return new AxisRemap(
                    axis(map), axis(map >> 2), axis(map >> 4), sign(sign >> 2), sign(sign >> 1), sign(sign));
        }
    }

    private Axis axis(int code) {
        if ((code & 3) == 3) {
            throw chip.misread("an axis 3");
        }
        return Axis.values()[code & 3];
    }

    private static Sign sign(int code) {
        return Sign.values()[code & 1];
    }

    /** @throws IllegalArgumentException if an axis stands there twice */
    public void axisRemap(AxisRemap remap) {
        if (EnumSet.of(remap.x, remap.y, remap.z).size() < 3) {
            throw new IllegalArgumentException("%s has an axis twice: expected each once".formatted(remap));
        }
        inConfiguration(() -> {
            axes.set(code(remap.z, remap.y, remap.x, 2));
            signs.set(code(remap.xSign, remap.ySign, remap.zSign, 1));
            return remap;
        });
    }

    /** Three numbers of so many bits, the highest first. */
    @SuppressWarnings("EnumOrdinal") // The chip's codes.
    private static int code(Enum<?> first, Enum<?> second, Enum<?> third, int bits) {
        return (first.ordinal() << bits | second.ordinal()) << bits | third.ordinal();
    }

    /** Ends {@link #setSuspendMode()}. */
    public void setNormalMode() {
        power(0);
    }

    /** Stops all measurements, to save power. */
    public void setSuspendMode() {
        power(2);
    }

    private void power(int code) {
        BusHold hold = lock();
        try (hold) {
            chip.u8(0x3E).set(code);
        }
    }

    /** Locks the bus, and undoes what a setting that failed has left. */
    private BusHold lock() {
        BusHold hold = chip.lock();
        try {
            undo();
            return hold;
        } catch (RuntimeException | Error e) {
            try (hold) {
                throw e;
            }
        }
    }

    private void undo() {
        if (page1) {
            page(0);
        }
        if (interrupted != null) {
            setMode(interrupted);
            interrupted = null;
        }
    }

    private void page(int page) {
        page1 = true;
        this.page.set(page);
        page1 = page == 1;
    }

    private <T> T inConfiguration(Supplier<T> body) {
        BusHold hold = lock();
        try (hold) {
            interrupted = mode.readSteadily();
            setMode(Mode.CONFIG_MODE);
            try {
                return body.get();
            } finally {
                undo();
            }
        }
    }

    private <E extends Enum<E>> E onPage1(Choice<E> setting) {
        BusHold hold = lock();
        try (hold) {
            page(1);
            try {
                return setting.get();
            } finally {
                undo();
            }
        }
    }

    private <E extends Enum<E>> void configure(Choice<E> setting, E value, boolean inAllModes) {
        Objects.requireNonNull(value, "value");
        BusHold hold = lock();
        try (hold) {
            Mode now = mode.readSteadily();
            if (!inAllModes && now.values.indexOf('O') >= 0) {
                throw new IllegalStateException(
                        "%s cannot be set in %s, which sets it itself. Set another mode first.".formatted(value, now));
            }
            inConfiguration(() -> {
                page(1);
                setting.set(value);
                page(0);
                return value;
            });
        }
    }
}
