// SPDX-License-Identifier: MIT
package blinka4j.drivers.tcs34725;

import blinka4j.BusException;
import blinka4j.busdevice.I2CDevice;
import blinka4j.busio.BusHold;
import blinka4j.busio.I2C;
import blinka4j.register.Bits;
import blinka4j.register.Register;
import blinka4j.register.Registers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;

/**
 * ams TCS34725 color sensor: red, green, blue and all visible light, and from these illuminance and color temperature. Each
 * reading locks the bus until there is a measurement with the present settings. Safe to share between threads.
 *
 * <p><a href="https://cdn-shop.adafruit.com/datasheets/TCS34725.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_TCS34725">Adafruit_CircuitPython_TCS34725</a>.
 */
public final class TCS34725 {
    /** The only address of the chip. */
    public static final int DEFAULT_ADDRESS = 0x29;

    private static final int[] GAINS = {1, 4, 16, 60};
    private static final int[] CYCLES = {0, 1, 2, 3, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60};
    private static final double STEP_MILLIS = 2.4;
    private static final Duration WAKE = Duration.ofNanos(2_640_000);

    private final I2CDevice device;
    private final Registers chip;
    private final Register enable;
    private final Bits enabled;
    private final Bits interruptEnabled;
    private final Register time;
    private final Register low;
    private final Register high;
    private final Bits persistence;
    private final Bits gain;
    private final Bits interrupt;
    /** Registers 0x00 to 0x0F and 0x13 to 0x1B as they were last read; used with the bus locked. */
    private final byte[] settings = new byte[16];

    private final ByteBuffer data = ByteBuffer.allocate(9).order(ByteOrder.LITTLE_ENDIAN);
    /** The longest time in ms of a measurement with earlier settings that may still run, or 0; used with the bus locked. */
    private double earlier;

    /** The last pause, mostly the next one too; used with the bus locked. */
    private Duration pause = Duration.ZERO;

    private double pauseMillis;
    private volatile double glassAttenuation = 1;

    /** Counts, 0 to 1024 for each 2.4 ms of the integration time, at most 65535. */
    public record ColorRaw(int red, int green, int blue, int clear) {}

    /** Parts of a color, 0 to 255. */
    public record ColorRgbBytes(int red, int green, int blue) {}

    /** As {@link #TCS34725(I2C, int)}, at {@link #DEFAULT_ADDRESS}. */
    public TCS34725(I2C i2c) {
        this(i2c, DEFAULT_ADDRESS);
    }

    /**
     * Sets an integration time of 2.4 ms.
     *
     * @throws blinka4j.DeviceNotFoundException if nothing answers at {@code address}, or another chip does
     */
    public TCS34725(I2C i2c, int address) {
        device = new I2CDevice(i2c, address);
        chip = new Registers(device);
        Register id = chip.u8(0x92);
        long found = id.get();
        if (found != 0x44 && found != 0x4D && found != 0x10) {
            id.require(0x44, "TCS34725");
        }
        // One register with the bit 0x80; several, which follow one another, with 0xA0.
        enable = chip.u8(0x80).steady();
        enabled = enable.bits(0, 2);
        interruptEnabled = enable.bit(4);
        time = chip.u8(0x81);
        low = chip.u16le(0xA4).named("minValue");
        high = chip.u16le(0xA6).named("maxValue");
        persistence = chip.u8(0x8C).bits(0, 4).alone();
        gain = chip.u8(0x8F).bits(0, 2).alone();
        interrupt = chip.u8(0x93).bit(4);
        integrationTime(STEP_MILLIS);
    }

    /** Illuminance in lx; NaN if there is too much light for the gain and the time. Pure blue light is less than 0. */
    public double lux() {
        BusHold hold = device.lock();
        try (hold) {
            measure();
            double infrared = infrared();
            double light = 0.136 * data.getChar(3) + data.getChar(5) - 0.444 * data.getChar(7) - 0.692 * infrared;
            return light / (millis() * GAINS[gain.from(settings, 0x80)] / (glassAttenuation * 310));
        }
    }

    /** Color temperature in K; NaN if there is too much light for the gain and the time. */
    public double colorTemperature() {
        BusHold hold = device.lock();
        try (hold) {
            measure();
            double infrared = infrared();
            double red = data.getChar(3) - infrared;
            return 3810 * (data.getChar(7) - infrared) / (red == 0 ? 0.001 : red) + 1391;
        }
    }

    /** The part of infrared light in each color, or NaN if the sensor is saturated. From the application note DN40 of ams. */
    private double infrared() {
        int steps = 256 - (settings[1] & 0xff);
        double most = steps > 63 ? 65535 : 1024 * steps;
        int clear = data.getChar(1);
        if (clear >= (steps * STEP_MILLIS < 150 ? 0.75 * most : most)) {
            return Double.NaN;
        }
        return Math.max(0, (data.getChar(3) + data.getChar(5) + data.getChar(7) - clear) / 2.0);
    }

    private double millis() {
        return (256 - (settings[1] & 0xff)) * STEP_MILLIS;
    }

    /** Waits for a measurement and reads settings and data. An inactive chip is woken for it. Hold the bus. */
    private void measure() {
        chip.readInto(0xA0, settings);
        if ((settings[0] & 3) == 3) {
            if (earlier > 0) {
                sleep(earlier + millis());
            }
            read();
            earlier = 0;
        } else {
            long before = enable.get();
            try {
                enable.set(before | 1);
                device.sleep(WAKE);
                enable.set(before | 3);
                sleep(STEP_MILLIS + millis());
                read();
            } finally {
                enable.set(before);
            }
        }
    }

    private void read() {
        for (int polls = 0; ; polls++) {
            chip.readInto(0xB3, data.array());
            if ((data.get(0) & 1) != 0) {
                return;
            }
            if (polls == 10) {
                throw new BusException(
                        BusException.Kind.TIMEOUT,
                        "%s has no measurement after %s ms. It usually takes %s ms. Check its power and wiring, and try again."
                                .formatted(device, Math.round(11 * millis()), Math.round(millis())));
            }
            sleep(millis());
        }
    }

    /** A tenth more. */
    private void sleep(double millis) {
        if (millis != pauseMillis) {
            pauseMillis = millis;
            pause = Duration.ofNanos((long) (millis * 1.1e6));
        }
        device.sleep(pause);
    }

    /** What {@link #colorRaw()} has in relation to all light, as a display shows it. Black if there is no light. */
    public ColorRgbBytes colorRgbBytes() {
        int rgb = color();
        return new ColorRgbBytes(rgb >> 16, rgb >> 8 & 0xff, rgb & 0xff);
    }

    private int part(int color) {
        int clear = data.getChar(1);
        return clear == 0 ? 0 : Math.min(255, (int) (Math.pow((int) (256.0 * color / clear) / 255.0, 2.5) * 255));
    }

    /** {@link #colorRgbBytes()} in one number: red is 0xff0000, green 0x00ff00, blue 0x0000ff. */
    public int color() {
        BusHold hold = device.lock();
        try (hold) {
            measure();
            return part(data.getChar(3)) << 16 | part(data.getChar(5)) << 8 | part(data.getChar(7));
        }
    }

    /** True if the sensor measures all the time. If not, each reading wakes it. */
    public boolean active() {
        return enabled.get() == 3;
    }

    /** Waits for 2.64 ms if it switches the sensor on. */
    public void active(boolean active) {
        BusHold hold = device.lock();
        try (hold) {
            earlier = Math.max(earlier, STEP_MILLIS);
            long before = enable.get();
            enable.set(active ? before | 1 : before & ~3);
            if (active) {
                device.sleep(WAKE);
                enable.set(before | 3);
            }
        }
    }

    /** The time of a measurement in ms, 2.4 to 614.4 in steps of 2.4; 2.4 at first. */
    public double integrationTime() {
        return (256 - time.get()) * STEP_MILLIS;
    }

    /** @param millis 2.4 to 614.4; a part of 2.4 ms is dropped */
    public void integrationTime(double millis) {
        if (!(millis >= STEP_MILLIS && millis <= 614.4)) {
            throw new IllegalArgumentException(
                    "integrationTime cannot be %s ms: expected 2.4 to 614.4 ms".formatted(millis));
        }
        // 7.2 / 2.4 must not be 2.9999.
        int steps = (int) (millis / STEP_MILLIS + 1e-9);
        change(() -> time.set(256 - steps));
    }

    private void change(Runnable setting) {
        BusHold hold = device.lock();
        try (hold) {
            earlier = Math.max(earlier, integrationTime());
            setting.run();
        }
    }

    /** The amplification: 1, 4, 16 or 60. */
    public int gain() {
        return GAINS[gain.get()];
    }

    /** @param factor 1, 4, 16 or 60 */
    public void gain(int factor) {
        int code = place(factor, GAINS, "gain");
        change(() -> gain.set(code));
    }

    private static int place(int value, int[] values, String property) {
        for (int i = 0; i < values.length; i++) {
            if (values[i] == value) {
                return i;
            }
        }
        throw new IllegalArgumentException(
                "%s cannot be %s: expected one of %s".formatted(property, value, Arrays.toString(values)));
    }

    /** True if all light was beyond {@link #minValue()} or {@link #maxValue()} in as many measurements as {@link #cycles()}. */
    public boolean interrupt() {
        return interrupt.isSet();
    }

    /** @param value false, which clears the interrupt; true is an error */
    public void interrupt(boolean value) {
        if (value) {
            throw new IllegalArgumentException("interrupt cannot be true: expected false, which clears it");
        }
        device.write(0xE6);
    }

    /** The counts of all channels, of one measurement; waits for it. */
    public ColorRaw colorRaw() {
        BusHold hold = device.lock();
        try (hold) {
            measure();
            return new ColorRaw(data.getChar(3), data.getChar(5), data.getChar(7), data.getChar(1));
        }
    }

    /** How many measurements in a row raise the interrupt; 0 for each measurement, also within the limits; −1 for no interrupt. */
    public int cycles() {
        return interruptEnabled.isSet() ? CYCLES[persistence.get()] : -1;
    }

    /** @param count −1, 0, 1, 2, 3, or 5 to 60 in steps of 5 */
    public void cycles(int count) {
        if (count != -1) {
            persistence.set(place(count, CYCLES, "cycles"));
        }
        interruptEnabled.set(count != -1);
    }

    /** The lower limit of all light, in counts: 0 to 65535. */
    public int minValue() {
        return (int) low.get();
    }

    /** @param counts 0 to 65535 */
    public void minValue(int counts) {
        low.set(counts);
    }

    /** The upper limit of all light, in counts: 0 to 65535. */
    public int maxValue() {
        return (int) high.get();
    }

    /** @param counts 0 to 65535 */
    public void maxValue(int counts) {
        high.set(counts);
    }

    /** 1 without glass over the sensor; 2 with glass that takes half of the light. Used by {@link #lux()}. */
    public double glassAttenuation() {
        return glassAttenuation;
    }

    /** @param factor 1 or more */
    public void glassAttenuation(double factor) {
        if (!(factor >= 1 && factor < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("glassAttenuation cannot be %s: expected 1 or more".formatted(factor));
        }
        glassAttenuation = factor;
    }
}
