// SPDX-License-Identifier: MIT
package blinka4j.drivers.adxl34x;

import blinka4j.BusException;
import blinka4j.busio.BusHold;
import blinka4j.busio.I2C;
import blinka4j.register.Bits;
import blinka4j.register.Choice;
import blinka4j.register.Register;
import blinka4j.register.RegisterArray;
import blinka4j.register.Registers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Analog Devices ADXL345 accelerometer: three axes, ±2 to ±16 g in steps of 4 mg, with detection of motion, taps and free fall. Safe
 * to share between threads.
 *
 * <p><a href="https://www.analog.com/media/en/technical-documentation/data-sheets/ADXL345.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_ADXL34x">Adafruit_CircuitPython_ADXL34x</a>.
 *
 * <p>A chip that has lost its settings, because its power failed, raises a {@link BusException} when it is read: make a new object.
 */
public class ADXL345 {
    /** With ALT ADDRESS low. With ALT ADDRESS high it is 0x1d. */
    public static final int DEFAULT_ADDRESS = 0x53;

    private static final int INT_ENABLE = 0x2E;
    private static final int FORMAT = 0x31;

    private final Registers chip;
    private final Bits motion;
    private final Bits freefall;
    private final Bits taps;
    private final Register enabled;
    private final Register happened;
    private final Choice<DataRate> dataRate;
    private final Choice<Range> range;
    private final RegisterArray offset;
    /** The format and the axes; used with the bus locked. */
    private final ByteBuffer block = ByteBuffer.allocate(7).order(ByteOrder.LITTLE_ENDIAN);

    /** Measurements per second, from 0.1 to 3200. After power-on it is 100. */
    public enum DataRate {
        RATE_0_10_HZ,
        RATE_0_20_HZ,
        RATE_0_39_HZ,
        RATE_0_78_HZ,
        RATE_1_56_HZ,
        RATE_3_13_HZ,
        RATE_6_25HZ,
        RATE_12_5_HZ,
        RATE_25_HZ,
        RATE_50_HZ,
        RATE_100_HZ,
        RATE_200_HZ,
        RATE_400_HZ,
        RATE_800_HZ,
        RATE_1600_HZ,
        RATE_3200_HZ
    }

    /** The greatest acceleration: {@code RANGE_2_G} is ±2 g. The steps are the same. */
    public enum Range {
        RANGE_2_G,
        RANGE_4_G,
        RANGE_8_G,
        RANGE_16_G
    }

    /** The acceleration along each axis in m/s². */
    public record Acceleration(double x, double y, double z) {}

    /** What the chip adds to each axis, −128 to 127, in steps of 15.6 mg. */
    public record Offset(int x, int y, int z) {
        public Offset {
            if (x != (byte) x || y != (byte) y || z != (byte) z) {
                throw new IllegalArgumentException(
                        "offset cannot be %s, %s, %s: expected -128 to 127".formatted(x, y, z));
            }
        }
    }

    public ADXL345(I2C i2c) {
        this(i2c, DEFAULT_ADDRESS);
    }

    /**
     * Starts to measure, and returns after the first measurement, with steps of 4 mg and without detection of events.
     *
     * @throws blinka4j.DeviceNotFoundException if nothing answers at {@code address}, or another chip does
     */
    public ADXL345(I2C i2c, int address) {
        chip = new Registers(i2c, address);
        enabled = chip.u8(INT_ENABLE).steady();
        motion = enabled.bit(4);
        freefall = enabled.bit(2);
        taps = enabled.bits(5, 2);
        happened = chip.u8(0x30);
        dataRate = chip.u8(0x2C).bits(0, 4).alone().choice(DataRate.values());
        Register format = chip.u8(FORMAT).steady();
        range = format.bits(0, 2).choice(Range.values());
        offset = chip.u8(0x1E).signed().array(3);
        chip.u8(0x00).require(0xE5, "ADXL343 or ADXL345");
        format.bits(2, 2).set(2);
        chip.u8(0x2D).set(0x08);
        enabled.set(0);
        // The first measurement at 100 Hz, as after power-on: data sheet, 1.1 ms and a period.
        chip.sleep(Duration.ofMillis(12));
    }

    /** The acceleration, all axes of the same measurement. */
    public Acceleration acceleration() {
        BusHold hold = chip.lock();
        try (hold) {
            read();
            double scale = 0.004 * 9.80665;
            return new Acceleration(steps(0) * scale, steps(1) * scale, steps(2) * scale);
        }
    }

    /** Reads the format and all axes. Full resolution, which the constructor sets, is off after power-on. Hold the bus. */
    private void read() {
        chip.readInto(FORMAT, block.array());
        if ((block.get(0) & 0x08) == 0) {
            throw BusException.settingsLost(chip, "ADXL345");
        }
    }

    private int steps(int axis) {
        return (int) chip.plausible(block.getShort(1 + 2 * axis), -4096, 4095, "for an axis");
    }

    private int raw(int axis) {
        BusHold hold = chip.lock();
        try (hold) {
            read();
            return steps(axis);
        }
    }

    /** The acceleration along the x axis in steps of 4 mg. */
    public int rawX() {
        return raw(0);
    }

    /** The acceleration along the y axis in steps of 4 mg. */
    public int rawY() {
        return raw(1);
    }

    /** The acceleration along the z axis in steps of 4 mg. */
    public int rawZ() {
        return raw(2);
    }

    /**
     * Whether what is detected happened since the last call: {@code motion}, {@code tap} and {@code freefall}. A key is missing
     * if its detection is off.
     */
    public Map<String, Boolean> events() {
        byte[] read = new byte[3];
        chip.readInto(INT_ENABLE, read);
        long on = enabled.from(read, INT_ENABLE);
        long events = on & happened.from(read, INT_ENABLE);
        Map<String, Boolean> all = new HashMap<>();
        putIf(on, events, 0x10, all, "motion");
        putIf(on, events, 0x60, all, "tap");
        putIf(on, events, 0x04, all, "freefall");
        return all;
    }

    private static void putIf(long on, long events, int mask, Map<String, Boolean> all, String key) {
        if ((on & mask) != 0) {
            all.put(key, (events & mask) != 0);
        }
    }

    /** Detects motion, with a threshold of 18. */
    public void enableMotionDetection() {
        enableMotionDetection(18);
    }

    /** @param threshold for the acceleration along any axis in steps of 62.5 mg, 1 to 255 */
    public void enableMotionDetection(int threshold) {
        enable(motion, 1, 0x24, threshold, 0x27, 0x70);
    }

    public void disableMotionDetection() {
        motion.set(false);
    }

    /** Detects free fall, with a threshold of 10 and a time of 25. */
    public void enableFreefallDetection() {
        enableFreefallDetection(10, 25);
    }

    /**
     * @param threshold for the acceleration along all axes in steps of 62.5 mg, 1 to 255
     * @param time that it must be less, in steps of 5 ms, 1 to 255: best are 20 to 70
     */
    public void enableFreefallDetection(int threshold, int time) {
        enable(freefall, 1, 0x28, threshold, 0x29, time);
    }

    public void disableFreefallDetection() {
        freefall.set(false);
    }

    /** Detects single taps, with a threshold of 20 and a duration of 50. */
    public void enableTapDetection() {
        enableTapDetection(1, 20, 50, 20, 255);
    }

    /**
     * @param tapCount 1 for single taps, 2 for double taps
     * @param threshold in steps of 62.5 mg, 1 to 255
     * @param duration the longest tap in steps of 625 µs, 1 to 255
     * @param latency the time between two taps at least, in steps of 1.25 ms, 0 to 255
     * @param window the time after that in which the second tap counts, in steps of 1.25 ms, 0 to 255
     */
    public void enableTapDetection(int tapCount, int threshold, int duration, int latency, int window) {
        if (tapCount != 1 && tapCount != 2) {
            throw new IllegalArgumentException(
                    "no detection of %s taps: expected 1 for single taps or 2 for double taps".formatted(tapCount));
        }
        int detection = 3 - tapCount;
        enable(taps, detection, 0x1D, threshold, 0x21, duration, 0x22, latency, 0x23, window, 0x2A, 7);
    }

    public void disableTapDetection() {
        taps.set(0);
    }

    /** Sets registers to values, in pairs, with the detection off. A value that does not fit changes nothing. */
    private void enable(Bits detection, int value, int... registers) {
        for (int i = 1; i < registers.length; i += 2) {
            if (registers[i] < 0 || registers[i] > 255) {
                throw new IllegalArgumentException("%s cannot be set: expected 0 to 255".formatted(registers[i]));
            }
        }
        BusHold hold = chip.lock();
        try (hold) {
            detection.set(0);
            for (int i = 0; i < registers.length; i += 2) {
                chip.u8(registers[i]).set(registers[i + 1]);
            }
            detection.set(value);
        }
    }

    public DataRate dataRate() {
        return dataRate.get();
    }

    public void dataRate(DataRate rate) {
        dataRate.set(rate);
    }

    public Range range() {
        return range.get();
    }

    public void range(Range range) {
        this.range.set(range);
    }

    public Offset offset() {
        BusHold hold = chip.lock();
        try (hold) {
            return new Offset((int) offset.get(0), (int) offset.get(1), (int) offset.get(2));
        }
    }

    public void offset(Offset steps) {
        BusHold hold = chip.lock();
        try (hold) {
            offset.set(0, steps.x);
            offset.set(1, steps.y);
            offset.set(2, steps.z);
        }
    }
}
