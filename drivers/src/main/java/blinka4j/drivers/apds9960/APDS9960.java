// SPDX-License-Identifier: MIT
package blinka4j.drivers.apds9960;

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
 * Broadcom APDS-9960: proximity up to about 20 cm, gestures of a hand, and red, green, blue and all visible light. Enable what is
 * needed; each value is that of the last measurement. Safe to share between threads.
 *
 * <p><a href="https://docs.broadcom.com/doc/AV02-4191EN">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_APDS9960">Adafruit_CircuitPython_APDS9960</a>.
 *
 * <p>With the defaults of the constructor, a chip that has lost its settings, because its power failed, raises a {@link BusException}
 * when it is read: make a new object.
 */
public final class APDS9960 {
    /** The only address of the chip. */
    public static final int ADDRESS = 0x39;

    /** The least reflection that counts in a gesture. */
    private static final int GESTURE_LEAST = 30;
    /** The least change of a ratio in % that makes a gesture. */
    private static final int GESTURE_CHANGE = 30;

    private static final Duration GESTURE_PAUSE = Duration.ofMillis(30);
    private static final int GESTURE_MOST_PAUSES = 333;

    /** Clockwise. */
    private static final Gesture[] DIRECTIONS = {Gesture.UP, Gesture.RIGHT, Gesture.DOWN, Gesture.LEFT};

    private final I2CDevice device;
    private final Registers chip;
    private final Register enable;
    private final Bits power;
    private final Bits color;
    private final Bits proximityOn;
    private final Bits proximityInterrupt;
    private final Bits gestureOn;
    private final Register time;
    private final Register low;
    private final Register high;
    private final Bits persistence;
    private final Bits colorGain;
    private final Bits proximityGain;
    private final Bits gestureGain;
    private final Bits colorReady;
    private final Bits gestureReady;
    private final int gestureBegin;
    private final Register gestureLevel;
    private final Bits clearGestures;
    // Each with the register 0xA0, at its end or its start, which shows a loss of power; used with the bus locked.
    private final ByteBuffer light = ByteBuffer.allocate(13).order(ByteOrder.LITTLE_ENDIAN);
    private final byte[] proximity = new byte[5];
    private final byte[] gestureRegisters = new byte[16];
    private volatile int rotation;

    /** The way that the hand went. */
    public enum Gesture {
        NONE,
        UP,
        DOWN,
        LEFT,
        RIGHT
    }

    /** Counts, 0 to 1025 for each step of {@link #colorIntegrationTime()}, at most 65535. */
    public record ColorData(int red, int green, int blue, int clear) {}

    /**
     * The limits of {@link #proximity()} for the interrupt, and how many measurements in a row must be beyond one of them, 0 to 15.
     */
    public record ProximityInterruptThreshold(int low, int high, int persistence) {}

    /** Resets the chip and sets defaults. */
    public APDS9960(I2C i2c) {
        this(i2c, 0);
    }

    /** Resets the chip and sets defaults. */
    public APDS9960(I2C i2c, int rotation) {
        this(i2c, rotation, true, true);
    }

    /**
     * @param rotation see {@link #rotation()}
     * @param reset true to switch all off and to set the registers that the driver uses to 0
     * @param setDefaults true to set a proximity interrupt above 5, gestures with 4 times the gain, and color with 4 times the
     *     gain and 712 ms
     * @throws blinka4j.DeviceNotFoundException if nothing answers at {@link #ADDRESS}, or another chip does
     */
    public APDS9960(I2C i2c, int rotation, boolean reset, boolean setDefaults) {
        rotation(rotation);
        device = new I2CDevice(i2c, ADDRESS);
        chip = new Registers(device);
        if (chip.u8(0x92).get() != 0xA8) {
            chip.u8(0x92).require(0xAB, "APDS9960");
        }
        enable = chip.u8(0x80).steady();
        power = enable.bit(0);
        color = enable.bit(1);
        proximityOn = enable.bit(2);
        proximityInterrupt = enable.bit(5);
        gestureOn = enable.bit(6);
        time = chip.u8(0x81);
        low = chip.u8(0x89).named("proximityInterruptThreshold");
        high = chip.u8(0x8B);
        persistence = chip.u8(0x8C).steady().bits(4, 4);
        colorGain = chip.u8(0x8F).steady().bits(0, 2).named("colorGain");
        proximityGain = chip.u8(0x8F).steady().bits(2, 2).named("proximityGain");
        colorReady = chip.u8(0x93).bit(0);
        gestureReady = chip.u8(0x93).bit(2);
        gestureGain = chip.u8(0xA3).steady().bits(5, 2).named("gestureGain");
        clearGestures = chip.u8(0xAB).steady().bit(2);
        gestureLevel = chip.u8(0xAE);
        gestureBegin = setDefaults ? 5 : 0;
        if (reset) {
            chip.u8(0x80).set(0);
            proximityInterruptThreshold(0, 0, 0);
            gestures(0, 0, 0, 0, 0);
            chip.u8(0xAB).set(0);
            time.set(255);
            chip.u8(0x8F).set(0);
            clearInterrupt();
            clearGestures.set(true);
            // What runs ends first.
            chip.sleep(Duration.ofMillis(25));
            enable(true);
        }
        if (setDefaults) {
            proximityInterruptThreshold(0, 5, 4);
            // Begin at a proximity of 5, end below 30; 8 readings in the buffer; 4 times the gain, 100 mA, 2.8 ms; 6
            // pulses of 16 µs.
            gestures(gestureBegin, 0x1E, 0x82, 0x41, 0x85);
            colorIntegrationTime(256);
            colorGain(1);
        }
    }

    private void gestures(int begin, int end, int config1, int config2, int pulses) {
        chip.u8(0xA0).set(begin);
        chip.u8(0xA1).set(end);
        chip.u8(0xA2).set(config1);
        chip.u8(0xA3).set(config2);
        chip.u8(0xA6).set(pulses);
    }

    /** False if the chip sleeps. */
    public boolean enable() {
        return power.isSet();
    }

    /** Returns when the chip is awake, 10 ms later. */
    public void enable(boolean enabled) {
        power.set(enabled);
        if (enabled) {
            chip.sleep(Duration.ofMillis(10));
        }
    }

    /** True if the chip measures {@link #proximity()}. */
    public boolean enableProximity() {
        return proximityOn.isSet();
    }

    /** Needs {@link #enable(boolean)} too. */
    public void enableProximity(boolean enabled) {
        proximityOn.set(enabled);
    }

    /** True if the pin INT goes low when {@link #proximity()} is beyond {@link #proximityInterruptThreshold()}. */
    public boolean enableProximityInterrupt() {
        return proximityInterrupt.isSet();
    }

    /** Clear the interrupt with {@link #clearInterrupt()} after each one. */
    public void enableProximityInterrupt(boolean enabled) {
        proximityInterrupt.set(enabled);
    }

    /** Both limits, 0 to 255, and the persistence, 0 to 15. */
    public ProximityInterruptThreshold proximityInterruptThreshold() {
        return chip.exclusively(
                () -> new ProximityInterruptThreshold((int) low.get(), (int) high.get(), persistence.get()));
    }

    /** Sets the lower limit, 0 to 255. */
    public void proximityInterruptThreshold(int low) {
        this.low.set(low);
    }

    /** Sets both limits, 0 to 255. */
    public void proximityInterruptThreshold(int low, int high) {
        requireByte(high);
        this.low.set(low);
        this.high.set(high);
    }

    /** Sets both limits, 0 to 255, and after how many measurements in a row beyond them there is an interrupt, 0 to 15. */
    public void proximityInterruptThreshold(int low, int high, int persistence) {
        requireByte(low);
        requireByte(high);
        this.persistence.set(persistence);
        proximityInterruptThreshold(low, high);
    }

    /** Before the first of several registers is written. */
    private static void requireByte(int limit) {
        if (limit < 0 || limit > 255) {
            throw new IllegalArgumentException(
                    "proximityInterruptThreshold cannot be %s: expected 0 to 255".formatted(limit));
        }
    }

    /** The amplification of {@link #proximity()}, 0 to 3: 1, 2, 4 or 8 times. */
    public int proximityGain() {
        return proximityGain.get();
    }

    /** @param code 0 to 3: 1, 2, 4 or 8 times */
    public void proximityGain(int code) {
        proximityGain.set(code);
    }

    /** Clears the interrupts for proximity and color. */
    public void clearInterrupt() {
        device.write(0xE7);
    }

    /** Gestures need proximity too: {@link #enableProximity(boolean)}. */
    public boolean enableGesture() {
        return gestureOn.isSet();
    }

    /** Needs {@link #enableProximity(boolean)} and {@link #enable(boolean)} too. */
    public void enableGesture(boolean enabled) {
        gestureOn.set(enabled);
    }

    /** The amplification of gestures, 0 to 3: 1, 2, 4 or 8 times. */
    public int gestureGain() {
        return gestureGain.get();
    }

    /** @param code 0 to 3: 1, 2, 4 or 8 times */
    public void gestureGain(int code) {
        gestureGain.set(code);
    }

    /** How far gestures are turned clockwise: 0, 90, 180 or 270. */
    public int rotation() {
        return rotation;
    }

    /** @param degrees 0, 90, 180 or 270 */
    public void rotation(int degrees) {
        if (degrees < 0 || degrees > 270 || degrees % 90 != 0) {
            throw new IllegalArgumentException("rotation cannot be %s°: expected 0, 90, 180 or 270".formatted(degrees));
        }
        rotation = degrees;
    }

    /** True if the chip measures {@link #colorData()}. */
    public boolean enableColor() {
        return color.isSet();
    }

    /** Needs {@link #enable(boolean)} too. */
    public void enableColor(boolean enabled) {
        color.set(enabled);
    }

    /** True if there is a measurement that {@link #colorData()} has not read. */
    public boolean colorDataReady() {
        return colorReady.isSet();
    }

    /** The amplification of {@link #colorData()}, 0 to 3: 1, 4, 16 or 64 times. */
    public int colorGain() {
        return colorGain.get();
    }

    /** @param code 0 to 3: 1, 4, 16 or 64 times */
    public void colorGain(int code) {
        colorGain.set(code);
    }

    /** The time of a measurement of {@link #colorData()}, in steps of 2.78 ms: 1 to 256. */
    public int colorIntegrationTime() {
        return 256 - (int) time.get();
    }

    /** @param steps 1 to 256, of 2.78 ms */
    public void colorIntegrationTime(int steps) {
        if (steps < 1 || steps > 256) {
            throw new IllegalArgumentException("colorIntegrationTime cannot be %s: expected 1 to 256".formatted(steps));
        }
        time.set(256 - steps);
    }

    /** 0 for nothing near to 255 for something very near. */
    public int proximity() {
        BusHold hold = device.lock();
        try (hold) {
            chip.readInto(0x9C, proximity);
            requireSettings(proximity[4]);
            return proximity[0] & 0xff;
        }
    }

    /** @param found in the register 0xA0, which is 0 after power-on */
    private void requireSettings(byte found) {
        if (found == 0 && gestureBegin != 0) {
            throw BusException.settingsLost(device, "APDS9960");
        }
    }

    /** All colors of the same measurement. */
    public ColorData colorData() {
        BusHold hold = device.lock();
        try (hold) {
            chip.readInto(0x94, light.array());
            requireSettings(light.get(12));
            return new ColorData(light.getChar(2), light.getChar(4), light.getChar(6), light.getChar(0));
        }
    }

    /**
     * The gesture since the last call. If one has begun it waits for its end, at most 10 s, with the bus locked. Call it often: the
     * chip holds 32 readings, about 0.1 s.
     */
    public Gesture gesture() {
        return chip.exclusively(() -> {
            chip.readInto(0xA0, gestureRegisters);
            requireSettings(gestureRegisters[0]);
            if ((gestureRegisters[15] & 2) != 0) {
                clearGestures.set(true);
                for (int i = 0; i < 30 && !gestureReady.isSet(); i++) {
                    chip.sleep(Duration.ofMillis(3));
                }
            }
            byte[] first = new byte[0];
            byte[] last = first;
            for (int pauses = 0; pauses < GESTURE_MOST_PAUSES && (pauses > 0 || gestureReady.isSet()); pauses++) {
                int count = (int) gestureLevel.get();
                if (count == 0) {
                    break;
                }
                if (count > 32) {
                    throw chip.misread("%s readings of gestures, of at most 32".formatted(count));
                }
                byte[] found = device.writeThenRead(new byte[] {(byte) 0xFC}, 4 * count);
                for (int i = 0; i < found.length; i += 4) {
                    byte[] reading = Arrays.copyOfRange(found, i, i + 4);
                    if (isUseful(reading)) {
                        last = reading;
                        first = first.length == 0 ? reading : first;
                    }
                }
                chip.sleep(GESTURE_PAUSE);
            }
            return first == last ? Gesture.NONE : gesture(change(first, last, 0), change(first, last, 2));
        });
    }

    private static boolean isUseful(byte[] reading) {
        boolean saturated = true;
        for (byte b : reading) {
            if ((b & 0xff) < GESTURE_LEAST) {
                return false;
            }
            saturated &= b == -1;
        }
        return !saturated;
    }

    /** By how many % the difference of two opposite diodes has changed. */
    private static int change(byte[] first, byte[] last, int diode) {
        return ratio(last, diode) - ratio(first, diode);
    }

    private static int ratio(byte[] reading, int diode) {
        int a = reading[diode] & 0xff;
        int b = reading[diode + 1] & 0xff;
        return Math.floorDiv((a - b) * 100, a + b);
    }

    private Gesture gesture(int vertical, int horizontal) {
        boolean isVertical = Math.abs(vertical) >= GESTURE_CHANGE;
        boolean isHorizontal = Math.abs(horizontal) >= GESTURE_CHANGE;
        if (!isVertical && !isHorizontal) {
            return Gesture.NONE;
        }
        boolean upOrDown = isVertical && (!isHorizontal || Math.abs(vertical) > Math.abs(horizontal));
        // Clockwise from UP.
        int direction = upOrDown ? (vertical < 0 ? 0 : 2) : (horizontal < 0 ? 3 : 1);
        return DIRECTIONS[(direction + rotation / 90) % 4];
    }

    /** The color temperature in K of a {@link ColorData}. From the original's {@code colorutility}. */
    public static double calculateColorTemperature(int r, int g, int b) {
        double x = -0.14282 * r + 1.54924 * g - 0.95641 * b;
        double y = calculateLux(r, g, b);
        double z = -0.68202 * r + 0.77073 * g + 0.56332 * b;
        double n = (x / (x + y + z) - 0.3320) / (0.1858 - y / (x + y + z));
        return ((449 * n + 3525) * n + 6823.3) * n + 5520.33;
    }

    /** The illuminance of a {@link ColorData}: a number that grows with the light. From the original's {@code colorutility}. */
    public static double calculateLux(int r, int g, int b) {
        return -0.32466 * r + 1.57837 * g - 0.73191 * b;
    }
}
