// SPDX-License-Identifier: MIT
package blinka4j.drivers.lsm6ds;

import blinka4j.BusException;
import blinka4j.busio.BusHold;
import blinka4j.busio.I2C;
import blinka4j.register.Bits;
import blinka4j.register.Choice;
import blinka4j.register.Register;
import blinka4j.register.Registers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * STMicroelectronics LSM6DS accelerometers and gyroscopes: three axes each, ±2 to ±32 g, ±125 to ±4000 °/s, with a pedometer. Use
 * the class of your chip. Safe to share between threads.
 *
 * <p><a href="https://www.st.com/resource/en/datasheet/lsm6dsox.pdf">Data sheet</a> of the LSM6DSOX; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_LSM6DS">Adafruit_CircuitPython_LSM6DS</a>.
 *
 * <p>A chip that has lost its settings, because its power failed, raises a {@link BusException} when it is read: make a new object.
 */
public abstract class LSM6DS {
    /** With SA0 low. With SA0 high it is 0x6b. */
    public static final int DEFAULT_ADDRESS = 0x6a;

    private static final int CTRL1_XL = 0x10;
    private static final int CTRL2_G = 0x11;
    private static final int CTRL3_C = 0x12;
    private static final int TEMPERATURE = 0x20;
    private static final int GYRO = 0x22;
    private static final int ACCELERATION = 0x28;
    private static final Duration SETTLING = Duration.ofMillis(200);
    /** A line of a UCF file that writes a register. */
    private static final Pattern WRITE = Pattern.compile("Ac\\s+(\\p{XDigit}{1,2})\\s+(\\p{XDigit}{1,2})\\s*");

    final Registers chip;
    private final Model model;
    private final Choice<AccelRange> accelRange;
    private final Choice<GyroRange> gyroRange;
    private final Choice<Rate> accelRate;
    private final Choice<Rate> gyroRate;
    private final Choice<AccelHPF> highPassFilter;
    private final double temperatureStep;
    private final Bits together;
    private final Register functionsA;
    private final Register functionsB;
    private final Bits pedometer;
    private final Bits functions;
    private final Bits stepReset;
    private final Bits steps;
    private final Register access;
    private final Bits noI3c;
    /** The registers from CTRL1_XL to the acceleration, as they were last read; used with the bus locked. */
    private final ByteBuffer block =
            ByteBuffer.allocate(ACCELERATION + 6 - CTRL1_XL).order(ByteOrder.LITTLE_ENDIAN);
    /** True if the chip may show the registers of its embedded functions instead of the others; used with the bus locked. */
    private boolean embedded;
    /** True if the range has changed, until the sensor has measured with it; used with the bus locked. */
    private boolean staleAcceleration;

    private boolean staleRotation;

    /** The greatest acceleration: {@code RANGE_2G} is ±2 g. {@code RANGE_32G} and no {@code RANGE_2G} on the LSM6DSO32. */
    public enum AccelRange {
        RANGE_2G(0.061),
        RANGE_16G(0.488),
        RANGE_4G(0.122),
        RANGE_8G(0.244),
        RANGE_32G(0.976);

        private final double milliG;

        AccelRange(double milliG) {
            this.milliG = milliG;
        }
    }

    /** The greatest rotation: {@code RANGE_250_DPS} is ±250 °/s. {@code RANGE_4000_DPS} only on the ISM330DHCX. */
    public enum GyroRange {
        RANGE_250_DPS(0x0, 8.75),
        RANGE_500_DPS(0x4, 17.5),
        RANGE_1000_DPS(0x8, 35),
        RANGE_2000_DPS(0xC, 70),
        RANGE_125_DPS(0x2, 4.375),
        RANGE_4000_DPS(0x1, 140);

        private final int code;
        private final double radians;

        GyroRange(int code, double milliDegrees) {
            this.code = code;
            this.radians = Math.toRadians(milliDegrees / 1000);
        }
    }

    /** Measurements per second. {@code RATE_1_6_HZ} is for the acceleration only; it needs low power. */
    public enum Rate {
        RATE_SHUTDOWN,
        RATE_12_5_HZ,
        RATE_26_HZ,
        RATE_52_HZ,
        RATE_104_HZ,
        RATE_208_HZ,
        RATE_416_HZ,
        RATE_833_HZ,
        RATE_1_66K_HZ,
        RATE_3_33K_HZ,
        RATE_6_66K_HZ,
        RATE_1_6_HZ
    }

    /** The cutoff frequency of the filter: the rate divided by this number. */
    public enum AccelHPF {
        SLOPE,
        HPF_DIV100,
        HPF_DIV9,
        HPF_DIV400
    }

    /** The acceleration along each axis in m/s². */
    public record Acceleration(double x, double y, double z) {}

    /** The rotation around each axis in rad/s. */
    public record Gyro(double x, double y, double z) {}

    /** Where the pedometer is switched. */
    enum Model {
        TAP_CFG,
        CTRL10_C,
        EMBEDDED
    }

    /** Resets the chip. It then measures 104 times a second, ±4 g (the LSM6DSO32 ±8 g) and ±250 °/s. */
    LSM6DS(I2C i2c, int address, int id, Model model) {
        this.model = model;
        chip = new Registers(i2c, address);
        AccelRange[] ranges = this instanceof LSM6DSO32
                ? new AccelRange[] {AccelRange.RANGE_4G, AccelRange.RANGE_32G, AccelRange.RANGE_8G, AccelRange.RANGE_16G
                }
                : Arrays.copyOf(AccelRange.values(), 4);
        GyroRange[] gyroRanges = Arrays.copyOf(GyroRange.values(), this instanceof ISM330DHCX ? 6 : 5);
        Register control1 = chip.u8(CTRL1_XL).steady();
        Register control2 = chip.u8(CTRL2_G).steady();
        accelRange = control1.bits(2, 2).choice(ranges);
        accelRate = control1.bits(4, 4).choice(Rate.values());
        gyroRange = control2.bits(0, 4).choice(gyroRanges, range -> range.code);
        gyroRate = control2.bits(4, 4).choice(Arrays.copyOf(Rate.values(), 11));
        highPassFilter = chip.u8(0x17).steady().bits(5, 2).choice(AccelHPF.values());
        temperatureStep = model == Model.TAP_CFG ? 1 / 16.0 : 1 / 256.0;
        together = chip.u8(CTRL3_C).steady().bit(6);
        boolean embeddedPedometer = model == Model.EMBEDDED;
        Register control10 = chip.u8(0x19).steady();
        functionsA = chip.u8(0x04).steady();
        functionsB = chip.u8(0x05).steady();
        pedometer = embeddedPedometer
                ? functionsA.bit(3)
                : model == Model.TAP_CFG ? chip.u8(0x58).steady().bit(6) : control10.bit(4);
        functions = embeddedPedometer ? pedometer : control10.bit(2);
        stepReset = embeddedPedometer ? chip.u8(0x64).bit(7).alone() : control10.bit(1);
        steps = chip.u16le(embeddedPedometer ? 0x62 : 0x4B).bits(0, 16);
        access = chip.u8(0x01);
        noI3c = chip.u8(0x18).steady().bit(1);
        if (chip.u8(0x0F).get() != id) {
            // A program that was interrupted may have left the chip showing the embedded functions.
            show(false);
            chip.u8(0x0F).require(id, getClass().getSimpleName());
        }
        reset();
        control1.set(0x48);
        control2.set(0x40);
        if (model == Model.EMBEDDED) {
            // No I3C.
            noI3c.set(true);
        }
        chip.sleep(SETTLING);
        staleAcceleration = staleRotation = false;
    }

    /** Resets all settings to those of the chip: it does not measure. */
    public final void reset() {
        with(false, () -> {
            staleAcceleration = staleRotation = true;
            chip.u8(CTRL3_C).set(0x01);
            chip.u8(CTRL3_C).bit(0).awaitClear(Duration.ofMillis(20));
            // Both bytes of a value from one measurement.
            together.set(true);
            return this;
        });
    }

    /**
     * The acceleration, all axes of the same measurement. With {@link Rate#RATE_SHUTDOWN} it is that of before.
     *
     * @throws IllegalStateException if the range has changed meanwhile, and the chip has not measured since
     */
    public Acceleration acceleration() {
        BusHold hold = lock();
        try (hold) {
            staleAcceleration = staleAcceleration && !measures(accelRate);
            requireMeasurement(staleAcceleration, "accelerometerDataRate");
            read();
            double scale = accelRange.from(block.array(), CTRL1_XL).milliG * 0.00980665;
            return new Acceleration(
                    axis(ACCELERATION) * scale, axis(ACCELERATION + 2) * scale, axis(ACCELERATION + 4) * scale);
        }
    }

    /** The rotation, all axes of the same measurement. Throws as {@link #acceleration()}, with {@link #gyroDataRate()}. */
    public Gyro gyro() {
        BusHold hold = lock();
        try (hold) {
            staleRotation = staleRotation && !measures(gyroRate);
            requireMeasurement(staleRotation, "gyroDataRate");
            read();
            double scale = gyroRange.from(block.array(), CTRL1_XL).radians;
            return new Gyro(axis(GYRO) * scale, axis(GYRO + 2) * scale, axis(GYRO + 4) * scale);
        }
    }

    /** Waits for a measurement with a new range. Returns false if the sensor is switched off. Hold the bus. */
    private boolean measures(Choice<Rate> rate) {
        Rate now = rate.readSteadily();
        if (now != Rate.RATE_SHUTDOWN) {
            chip.sleep(now == Rate.RATE_1_6_HZ ? Duration.ofMillis(1400) : SETTLING);
        }
        return now != Rate.RATE_SHUTDOWN;
    }

    private void requireMeasurement(boolean isStale, String rate) {
        if (isStale) {
            throw new IllegalStateException(
                    "%s with RATE_SHUTDOWN has not measured with its range: choose another %s first"
                            .formatted(getClass().getSimpleName(), rate));
        }
    }

    /** Hold the bus. */
    private void read() {
        chip.readInto(CTRL1_XL, block.array());
        if (together.from(block.array(), CTRL1_XL) == 0) {
            // As after power-on.
            throw BusException.settingsLost(chip, getClass().getSimpleName());
        }
    }

    private int axis(int register) {
        return block.getShort(register - CTRL1_XL);
    }

    /** Temperature of the chip in °C, −40 to 85. */
    public double temperature() {
        BusHold hold = lock();
        try (hold) {
            read();
            return axis(TEMPERATURE) * temperatureStep + 25;
        }
    }

    public AccelRange accelerometerRange() {
        return get(accelRange);
    }

    /** Returns when the values have this range, with the bus locked: after 200 ms, or 1.4 s with {@link Rate#RATE_1_6_HZ}; switched off, at once. */
    public void accelerometerRange(AccelRange range) {
        BusHold hold = chip.lock();
        try (hold) {
            staleAcceleration = true;
            set(accelRange, range);
            staleAcceleration = !measures(accelRate);
        }
    }

    public GyroRange gyroRange() {
        return get(gyroRange);
    }

    /** Returns after 200 ms with the bus locked, when the values have this range; switched off, at once. */
    public void gyroRange(GyroRange range) {
        BusHold hold = chip.lock();
        try (hold) {
            staleRotation = true;
            set(gyroRange, range);
            staleRotation = !measures(gyroRate);
        }
    }

    public Rate accelerometerDataRate() {
        return get(accelRate);
    }

    public void accelerometerDataRate(Rate rate) {
        set(accelRate, rate);
    }

    public Rate gyroDataRate() {
        return get(gyroRate);
    }

    public void gyroDataRate(Rate rate) {
        set(gyroRate, rate);
    }

    public AccelHPF highPassFilter() {
        return get(highPassFilter);
    }

    public void highPassFilter(AccelHPF filter) {
        set(highPassFilter, filter);
    }

    /** True if steps are counted. */
    public boolean pedometerEnable() {
        return shown(pedometer) != 0 && (functions == pedometer || shown(functions) != 0);
    }

    /** Counts steps from 0, or stops. The accelerometer must measure 26 times a second or more. */
    public void pedometerEnable(boolean enable) {
        with(model == Model.EMBEDDED, () -> {
            pedometer.set(enable);
            functions.set(enable);
            stepReset.set(enable);
            return enable;
        });
    }

    /** The steps since {@link #pedometerEnable(boolean)}, 0 to 65535. */
    public int pedometerSteps() {
        return shown(steps);
    }

    /**
     * Loads a program of the machine learning core, which the LSM6DSOX and the ISM330DHCX have.
     *
     * @param ucf the file that ST's tools make: lines such as {@code Ac 01 80} with a register and its value
     * @throws IllegalArgumentException before anything is written, if the file cannot be read, has no such line, or has another one
     *     that begins with {@code Ac}
     */
    public void loadMlc(String ucf) {
        List<int[]> writes = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(Path.of(ucf))) {
                Matcher write = WRITE.matcher(line);
                if (write.matches()) {
                    writes.add(new int[] {Integer.parseInt(write.group(1), 16), Integer.parseInt(write.group(2), 16)});
                } else if (line.startsWith("Ac")) {
                    throw notLoaded(
                            ucf, "the line '%s' is not 'Ac', a register and a value, 00 to FF".formatted(line), null);
                }
            }
        } catch (IOException e) {
            throw notLoaded(ucf, "it cannot be read (%s)".formatted(e), e);
        }
        if (writes.isEmpty()) {
            throw notLoaded(ucf, "it has no line such as 'Ac 01 80'", null);
        }
        BusHold hold = chip.lock();
        try (hold) {
            // The file switches between the registers.
            embedded = true;
            writes.forEach(write -> chip.u8(write[0]).set(write[1]));
            long[] enabled = with(true, () -> {
                long[] found = {functionsA.get(), functionsB.get()};
                functionsA.set(found[0] & 0xC7);
                functionsB.set(found[1] & 0xE6);
                return found;
            });
            noI3c.set(true);
            together.set(true);
            // An interrupt stays until it is read.
            Register interrupts = chip.u8(0x56).steady();
            interrupts.bit(0).set(true);
            interrupts.bit(6).set(true);
            with(true, () -> {
                functionsA.set(enabled[0]);
                functionsB.set(enabled[1]);
                return enabled;
            });
        }
    }

    private static IllegalArgumentException notLoaded(String ucf, String why, @Nullable Exception cause) {
        return new IllegalArgumentException(
                "%s cannot be loaded: %s. Choose a UCF file for this chip.".formatted(ucf, why), cause);
    }

    /** The eight results of the machine learning core; empty if there are no new ones. */
    public byte[] readMlcOutput() {
        BusHold hold = lock();
        try (hold) {
            byte[] results = new byte[chip.u8(0x38).bit(0).isSet() ? 8 : 0];
            return results.length == 0
                    ? results
                    : with(true, () -> {
                        chip.readInto(0x70, results);
                        return results;
                    });
        }
    }

    private <E extends Enum<E>> E get(Choice<E> setting) {
        BusHold hold = lock();
        try (hold) {
            return setting.get();
        }
    }

    private <E extends Enum<E>> void set(Choice<E> setting, E value) {
        with(false, () -> {
            setting.set(value);
            return value;
        });
    }

    /** A field of the pedometer, which may be among the embedded functions. */
    private int shown(Bits field) {
        BusHold hold = lock();
        try (hold) {
            if (model != Model.EMBEDDED) {
                return field.get();
            }
            show(true);
            try {
                return field.get();
            } finally {
                show(false);
            }
        }
    }

    /** Locks the bus, and makes sure that the chip shows its ordinary registers. */
    final BusHold lock() {
        BusHold hold = chip.lock();
        try {
            if (embedded) {
                show(false);
            }
            return hold;
        } catch (RuntimeException | Error e) {
            try (hold) {
                throw e;
            }
        }
    }

    final <T> T with(boolean embeddedFunctions, Supplier<T> body) {
        BusHold hold = lock();
        try (hold) {
            if (!embeddedFunctions) {
                return body.get();
            }
            show(true);
            try {
                return body.get();
            } finally {
                show(false);
            }
        }
    }

    private void show(boolean embeddedFunctions) {
        embedded = true;
        access.set(embeddedFunctions ? 0x80 : 0);
        embedded = embeddedFunctions;
    }
}
