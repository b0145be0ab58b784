// SPDX-License-Identifier: MIT
package blinka4j.drivers.lis3dh;

import blinka4j.BusException;
import blinka4j.busdevice.SPIDevice;
import blinka4j.busio.BusHold;
import blinka4j.busio.I2C;
import blinka4j.busio.SPI;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.digitalio.Pull;
import blinka4j.microcontroller.Pin;
import blinka4j.register.Bits;
import blinka4j.register.Choice;
import blinka4j.register.RegisterArray;
import blinka4j.register.Registers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * STMicroelectronics LIS3DH accelerometer, over I2C or SPI: three axes, ±2 to ±16 g, with tap detection and three analog
 * inputs. Safe to share between threads. If it lost its settings, because its power failed, readings raise a {@link BusException}.
 *
 * <p><a href="https://www.st.com/resource/en/datasheet/lis3dh.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_LIS3DH">Adafruit_CircuitPython_LIS3DH</a>.
 */
public final class LIS3DH {
    /** With SDO low. With SDO high it is 0x19. */
    public static final int DEFAULT_ADDRESS = 0x18;

    /** One g in m/s². */
    public static final double STANDARD_GRAVITY = 9.80665;

    /** This bit of a register's address makes the next bytes those of the next registers. Over SPI it is 0x40. */
    private static final int NEXT_ON_I2C = 0x80;

    private static final int CTRL4 = 0x23;

    private final Registers chip;
    private final int next;
    private final @Nullable DigitalInOut int1;
    private final Choice<DataRate> dataRate;
    private final Choice<Range> range;
    private final Bits highResolution;
    private final Bits tapOnInt1;
    private final Bits tapped;
    private final RegisterArray adc;
    /** Used with the bus locked. */
    private final ByteBuffer block = ByteBuffer.allocate(6).order(ByteOrder.LITTLE_ENDIAN);

    private final byte[] control4 = new byte[1];
    /** True if the range has changed, until the chip has measured with it; used with the bus locked. */
    private boolean isStale;

    /** The greatest acceleration: {@code RANGE_2_G} is ±2 g. */
    public enum Range {
        RANGE_2_G(1),
        RANGE_4_G(2),
        RANGE_8_G(4),
        RANGE_16_G(12);

        private final int milliGPerStep;

        Range(int milliGPerStep) {
            this.milliGPerStep = milliGPerStep;
        }
    }

    /** Measurements per second. The two {@code LOWPOWER} rates have 8 bits, all others 12. */
    public enum DataRate {
        DATARATE_POWERDOWN(0, 0),
        DATARATE_1_HZ(0x02, 1),
        DATARATE_10_HZ(0x04, 10),
        DATARATE_25_HZ(0x06, 25),
        DATARATE_50_HZ(0x08, 50),
        DATARATE_100_HZ(0x0A, 100),
        DATARATE_200_HZ(0x0C, 200),
        DATARATE_400_HZ(0x0E, 400),
        DATARATE_LOWPOWER_1K6HZ(0x11, 1600),
        DATARATE_1344_HZ(0x12, 1344),
        DATARATE_LOWPOWER_5KHZ(0x13, 5376);

        private final int code;
        private final int hertz;

        DataRate(int code, int hertz) {
            this.code = code;
            this.hertz = hertz;
        }
    }

    /** The acceleration along each axis in m/s². */
    public record Acceleration(double x, double y, double z) {}

    public LIS3DH(I2C i2c) {
        this(i2c, DEFAULT_ADDRESS);
    }

    /** @throws blinka4j.DeviceNotFoundException if nothing answers at {@code address}, or another chip does */
    public LIS3DH(I2C i2c, int address) {
        this(new Registers(i2c, address), NEXT_ON_I2C, null);
    }

    /** @param int1 the pin at the chip's output INT1, for {@link #tapped()}; becomes an input */
    public LIS3DH(I2C i2c, int address, DigitalInOut int1) {
        this(new Registers(i2c, address), NEXT_ON_I2C, int1);
    }

    /** At 100 kHz. */
    public LIS3DH(SPI spi, DigitalInOut chipSelect) {
        this(new SPIDevice(spi, chipSelect), null);
    }

    /** At 100 kHz, with a chip select that the controller drives. */
    public LIS3DH(SPI spi, Pin chipSelect) {
        this(new SPIDevice(spi, chipSelect), null);
    }

    /**
     * @param spi up to 10 MHz
     * @param int1 the pin at the chip's output INT1, for {@link #tapped()}; becomes an input
     */
    public LIS3DH(SPIDevice spi, @Nullable DigitalInOut int1) {
        this(new Registers(spi), 0x40, int1);
    }

    /** Measures from then on: ±2 g, 400 times a second. */
    private LIS3DH(Registers chip, int next, @Nullable DigitalInOut int1) {
        this.chip = chip;
        this.next = next;
        this.int1 = int1;
        // The rate, and all axes.
        dataRate = chip.u8(0x20).bits(0, 8).choice(DataRate.values(), rate -> rate.code << 3 | 7);
        tapOnInt1 = chip.u8(0x22).steady().bit(7);
        highResolution = chip.u8(CTRL4).steady().bit(3);
        range = chip.u8(CTRL4).steady().bits(4, 2).choice(Range.values());
        adc = chip.u16le(0x08 | next).signed().array(3);
        tapped = chip.u8(0x39).bit(6);
        chip.u8(0x0F).require(0x33, "LIS3DH");
        // Load the calibration again, which takes 5 ms.
        chip.u8(0x24).set(0x80);
        chip.sleep(Duration.ofMillis(10));
        // Both bytes of a value from one measurement, high resolution. The analog inputs. A tap stays.
        dataRate.set(DataRate.DATARATE_400_HZ);
        chip.u8(CTRL4).set(0x88);
        chip.u8(0x1F).set(0x80);
        chip.u8(0x24).set(0x08);
        if (int1 != null) {
            int1.switchToInput(Pull.UP);
        }
        // The chip needs seven measurements until the first one is right.
        chip.sleep(Duration.ofMillis(20));
    }

    public DataRate dataRate() {
        return dataRate.get();
    }

    public void dataRate(DataRate rate) {
        boolean lowPower = (rate.code & 1) != 0;
        BusHold hold = chip.lock();
        try (hold) {
            // High resolution together with low power is not allowed.
            if (lowPower) {
                highResolution.set(false);
            }
            dataRate.set(rate);
            if (!lowPower) {
                highResolution.set(true);
            }
        }
    }

    public Range range() {
        return range.get();
    }

    /** Returns after the first measurement with this range, two periods of {@link #dataRate()} later; in power-down at once. */
    public void range(Range range) {
        BusHold hold = chip.lock();
        try (hold) {
            int hertz = dataRate.get().hertz;
            isStale = true;
            this.range.set(range);
            settle(hertz);
        }
    }

    /** Waits for a measurement, if there will be one. Hold the bus. */
    private void settle(int hertz) {
        if (hertz > 0) {
            chip.sleep(Duration.ofNanos(2_200_000_000L / hertz));
            isStale = false;
        }
    }

    /**
     * The acceleration, all axes of the same measurement. In power-down it is that of before.
     *
     * @throws IllegalStateException if the range has changed in power-down, and the chip has not measured since
     */
    public Acceleration acceleration() {
        BusHold hold = chip.lock();
        try (hold) {
            if (isStale) {
                settle(dataRate.get().hertz);
            }
            if (isStale) {
                throw new IllegalStateException(
                        "an LIS3DH in power-down has not measured with its range: choose another dataRate first");
            }
            // A value has its 12 bits at the top of 16.
            requireSettings();
            double scale = range.from(control4, CTRL4).milliGPerStep / 16.0 / 1000 * STANDARD_GRAVITY;
            chip.readInto(0x28 | next, block.array());
            return new Acceleration(block.getShort(0) * scale, block.getShort(2) * scale, block.getShort(4) * scale);
        }
    }

    /** The bit that the constructor sets is 0 after power-on. Reads {@link #control4}. Hold the bus. */
    private void requireSettings() {
        chip.readInto(CTRL4, control4);
        if (control4[0] >= 0) {
            throw BusException.settingsLost(chip, "LIS3DH");
        }
    }

    /** The same as {@link #shake(double, int, double)} with 20, 10 and 0.1. */
    public boolean shake() {
        return shake(20, 10, 0.1);
    }

    /**
     * True if the chip is shaken. Takes {@code totalDelay}.
     *
     * @param threshold for the root mean square of the acceleration in m/s². At rest it is 9.8, so take 10 or more.
     * @param count measurements
     * @param totalDelay for all measurements, in s
     */
    public boolean shake(double threshold, int count, double totalDelay) {
        if (count < 1 || !(totalDelay >= 0 && totalDelay < 1e6)) {
            throw new IllegalArgumentException(
                    "cannot measure %s times within %s s: expected 1 or more times, and 0 s or more"
                            .formatted(count, totalDelay));
        }
        double squares = 0;
        for (int i = 0; i < count; i++) {
            Acceleration now = acceleration();
            squares += now.x * now.x + now.y * now.y + now.z * now.z;
            chip.sleep(Duration.ofNanos((long) (totalDelay * 1e9 / count)));
        }
        return Math.sqrt(squares / count) > threshold;
    }

    /**
     * The value of an analog input, −32768 to 32767, falling with the voltage.
     *
     * @param adc 1 to 3
     */
    public int readAdcRaw(int adc) {
        if (adc < 1 || adc > 3) {
            throw new IllegalArgumentException("no analog input %s: expected 1 to 3".formatted(adc));
        }
        BusHold hold = chip.lock();
        try (hold) {
            int value = (int) this.adc.get(adc - 1);
            if (value == 0) {
                // As after power-on.
                requireSettings();
            }
            return value;
        }
    }

    /**
     * The voltage at an analog input in mV, 900 to 1800, by Adafruit's measurements.
     *
     * @param adc 1 to 3
     */
    public double readAdcMv(int adc) {
        return 1800 - (readAdcRaw(adc) + 32512) * 900 / 65024.0;
    }

    /**
     * True if the chip was tapped since the last call, or, with a pin for INT1, if that pin is high and the chip was tapped.
     * {@link #setTap} says how often.
     */
    public boolean tapped() {
        return (int1 == null || int1.value()) && tapped.isSet();
    }

    /** The same as {@link #setTap(int, int, int, int, int)} with 10, 20 and 255. */
    public void setTap(int tap, int threshold) {
        setTap(tap, threshold, 10, 20, 255);
    }

    /**
     * Sets which taps count.
     *
     * @param tap 1 for single taps, 2 for double taps, 0 for none
     * @param threshold in 128ths of the range, 0 to 127: 40 to 80 for 2 g, 20 to 40 for 4 g, 10 to 20 for 8 g, 5 to 10 for 16 g
     * @param timeLimit the longest tap, in periods of {@link #dataRate()}, 0 to 127
     * @param timeLatency the time after a tap without another one, likewise, 0 to 255
     * @param timeWindow the time after that in which the second tap counts, likewise, 0 to 255
     */
    public void setTap(int tap, int threshold, int timeLimit, int timeLatency, int timeWindow) {
        requireAtMost(2, tap, "tap");
        setTap(tap, threshold, timeLimit, timeLatency, timeWindow, new int[] {0, 0x15, 0x2A}[tap]);
    }

    /** Sets the register CLICK_CFG too, which {@code tap} does otherwise. If it is 0, no tap counts. */
    public void setTap(int tap, int threshold, int timeLimit, int timeLatency, int timeWindow, int clickCfg) {
        int[] values = {
            requireAtMost(0x3F, clickCfg, "clickCfg"),
            0,
            0x80 | requireAtMost(127, threshold, "threshold"),
            requireAtMost(127, timeLimit, "timeLimit"),
            requireAtMost(255, timeLatency, "timeLatency"),
            requireAtMost(255, timeWindow, "timeWindow")
        };
        BusHold hold = chip.lock();
        try (hold) {
            tapOnInt1.set(clickCfg != 0);
            chip.u8(0x38).set(clickCfg);
            for (int i = 2; i < values.length && clickCfg != 0; i++) {
                chip.u8(0x38 + i).set(values[i]);
            }
        }
    }

    private static int requireAtMost(int most, int value, String name) {
        if (value < 0 || value > most) {
            throw new IllegalArgumentException("%s cannot be %s: expected 0 to %s".formatted(name, value, most));
        }
        return value;
    }
}
