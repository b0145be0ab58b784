// SPDX-License-Identifier: MIT
package blinka4j.drivers.tsl2591;

import blinka4j.BusException;
import blinka4j.busdevice.I2CDevice;
import blinka4j.busio.BusHold;
import blinka4j.busio.I2C;
import blinka4j.register.Bits;
import blinka4j.register.Choice;
import blinka4j.register.Register;
import blinka4j.register.Registers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;

/**
 * ams TSL2591 light sensor: 0.0002 to 88,000 lx, with a channel for visible and infrared light and one for infrared light alone.
 * After a change of a setting the next reading waits for a new measurement, with the bus locked. Safe to share between threads.
 *
 * <p><a href="https://cdn-shop.adafruit.com/datasheets/TSL25911_Datasheet_EN_v1.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_TSL2591">Adafruit_CircuitPython_TSL2591</a>.
 *
 * <p>A chip that has lost its settings, because its power failed, raises a {@link BusException} when it is read: make a new object.
 */
public final class TSL2591 {
    /** The only address of the chip. */
    public static final int DEFAULT_ADDRESS = 0x29;

    /** The bits of a register's address that are always set. */
    private static final int COMMAND = 0xA0;

    private final I2CDevice device;
    private final Registers chip;
    private final Register enabled;
    private final Choice<Gain> gain;
    private final Choice<IntegrationTime> time;
    private final Register low;
    private final Register high;
    private final Register lowNow;
    private final Register highNow;
    private final Bits persist;
    /** The settings, and the status and both channels, as they were last read; used with the bus locked. */
    private final byte[] control = new byte[1];

    private final ByteBuffer channels = ByteBuffer.allocate(5).order(ByteOrder.LITTLE_ENDIAN);
    /** The longest time in ms of a measurement with earlier settings that may still run, or 0; used with the bus locked. */
    private int earlier;
    /** True if the chip may have been told not to measure; used with the bus locked. */
    private boolean isDisabled;
    /** True until the chip has measured with its gain and time; used with the bus locked. */
    private boolean isStale = true;

    /** The amplification: 1, 25, 428 or 9876 times. */
    public enum Gain {
        GAIN_LOW(1),
        GAIN_MED(25),
        GAIN_HIGH(428),
        GAIN_MAX(9876);

        private final double factor;

        Gain(double factor) {
            this.factor = factor;
        }
    }

    /** The time of a measurement in ms: {@code INTEGRATIONTIME_100MS} is 100 ms. */
    public enum IntegrationTime {
        INTEGRATIONTIME_100MS(100),
        INTEGRATIONTIME_200MS(200),
        INTEGRATIONTIME_300MS(300),
        INTEGRATIONTIME_400MS(400),
        INTEGRATIONTIME_500MS(500),
        INTEGRATIONTIME_600MS(600);

        private final int millis;

        IntegrationTime(int millis) {
            this.millis = millis;
        }
    }

    /** The interrupt after {@link #persist()}, the one without, or both. */
    public enum Interrupt {
        ENABLE_AIEN(0x10),
        ENABLE_NPIEN(0x80),
        ENABLE_NPAIEN(0x90);

        private final int mask;

        Interrupt(int mask) {
            this.mask = mask;
        }
    }

    /** Which interrupts to clear: the one after {@link #persist()}, both, or the one without. */
    public enum Clear {
        CLEAR_INTERRUPT(0xE6),
        CLEAR_ALL_INTERRUPTS(0xE7),
        CLEAR_PERSIST_INTERRUPT(0xEA);

        private final int command;

        Clear(int command) {
            this.command = command;
        }
    }

    /** Counts of visible and infrared light, and of infrared light, 0 to 65535. */
    public record RawLuminosity(int fullSpectrum, int infrared) {}

    /** As {@link #TSL2591(I2C, int)}, at {@link #DEFAULT_ADDRESS}. */
    public TSL2591(I2C i2c) {
        this(i2c, DEFAULT_ADDRESS);
    }

    /**
     * Starts measuring, with {@link Gain#GAIN_MED} and 100 ms.
     *
     * @throws blinka4j.DeviceNotFoundException if nothing answers at {@code address}, or another chip does
     */
    public TSL2591(I2C i2c, int address) {
        device = new I2CDevice(i2c, address);
        chip = new Registers(device);
        chip.u8(COMMAND | 0x12).require(0x50, "TSL2591");
        enabled = chip.u8(COMMAND).steady();
        time = chip.u8(COMMAND | 0x01).steady().bits(0, 3).choice(IntegrationTime.values());
        gain = chip.u8(COMMAND | 0x01).steady().bits(4, 2).choice(Gain.values());
        low = chip.u16le(COMMAND | 0x04).named("thresholdLow");
        high = chip.u16le(COMMAND | 0x06).named("thresholdHigh");
        lowNow = chip.u16le(COMMAND | 0x08).named("nopersistThresholdLow");
        highNow = chip.u16le(COMMAND | 0x0A).named("nopersistThresholdHigh");
        persist = chip.u8(COMMAND | 0x0C).bits(0, 4).alone().named("persist");
        // Whatever another program has left in it.
        chip.u8(COMMAND | 0x01).set(0x10);
        earlier = 600;
        enable();
    }

    /** Measures again, without interrupts. */
    public void enable() {
        BusHold hold = device.lock();
        try (hold) {
            earlier = Math.max(earlier, 100);
            enabled.set(0x03);
            isDisabled = false;
        }
    }

    /** Stops measuring, to save power. The readings keep their last value. After a change of gain or time there is no {@link #lux()}. */
    public void disable() {
        BusHold hold = device.lock();
        try (hold) {
            isDisabled = true;
            enabled.set(0);
        }
    }

    /** Lets the pin INT go high again, until the next interrupt. */
    public void clearInterrupt(Clear which) {
        device.write(which.command);
    }

    /** Lets the pin INT go low when {@link #fullSpectrum()} is beyond the thresholds. */
    public void enableInterrupt(Interrupt which) {
        device.exclusively(() -> enabled.set(enabled.get() | which.mask));
    }

    /** Undoes {@link #enableInterrupt}. */
    public void disableInterrupt(Interrupt which) {
        device.exclusively(() -> enabled.set(enabled.get() & ~which.mask));
    }

    /** The amplification; {@link Gain#GAIN_MED} at first. */
    public Gain gain() {
        return gain.get();
    }

    /** The next reading waits for a measurement with this gain. */
    public void gain(Gain gain) {
        change(() -> this.gain.set(gain));
    }

    /** The time of a measurement, 100 to 600 ms; 100 ms at first. */
    public IntegrationTime integrationTime() {
        return time.get();
    }

    /** The next reading waits for a measurement with this time. */
    public void integrationTime(IntegrationTime time) {
        change(() -> this.time.set(time));
    }

    private void change(Runnable setting) {
        BusHold hold = device.lock();
        try (hold) {
            earlier = Math.max(earlier, time.readSteadily().millis);
            isStale = true;
            setting.run();
        }
    }

    /** A threshold of the interrupt after {@link #persist()}, or of the one without: full spectrum, 0 to 65535. */
    public int thresholdLow() {
        return (int) low.get();
    }

    /** @param counts 0 to 65535 */
    public void thresholdLow(int counts) {
        low.set(counts);
    }

    /** As {@link #thresholdLow()}: 0 to 65535 counts. */
    public int thresholdHigh() {
        return (int) high.get();
    }

    /** @param counts 0 to 65535 */
    public void thresholdHigh(int counts) {
        high.set(counts);
    }

    /** As {@link #thresholdLow()}: 0 to 65535 counts. */
    public int nopersistThresholdLow() {
        return (int) lowNow.get();
    }

    /** @param counts 0 to 65535 */
    public void nopersistThresholdLow(int counts) {
        lowNow.set(counts);
    }

    /** As {@link #thresholdLow()}: 0 to 65535 counts. */
    public int nopersistThresholdHigh() {
        return (int) highNow.get();
    }

    /** @param counts 0 to 65535 */
    public void nopersistThresholdHigh(int counts) {
        highNow.set(counts);
    }

    /** How many measurements in a row raise an interrupt: 0 for each, 1 to 3 as many beyond a threshold, 4 to 15 for 5 to 60. */
    public int persist() {
        return persist.get();
    }

    /** @param code 0 to 15, as {@link #persist()} */
    public void persist(int code) {
        persist.set(code);
    }

    /** Both channels of the same measurement. */
    public RawLuminosity rawLuminosity() {
        BusHold hold = device.lock();
        try (hold) {
            measure();
            return new RawLuminosity(channels.getChar(1), channels.getChar(3));
        }
    }

    /** Reads both channels. Hold the bus. */
    private void measure() {
        if (earlier > 0) {
            // The measurement that runs, the next one, and a tenth more.
            chip.sleep(Duration.ofMillis((earlier + time.readSteadily().millis) * 11L / 10));
            isStale &= isDisabled && (enabled.get() & 3) != 3;
            earlier = 0;
        }
        chip.readInto(COMMAND | 0x13, channels.array());
        // Without light both are 0, but the flag of a valid measurement is 1.
        if (channels.getInt(1) == 0 && (channels.get(0) & 1) == 0 && !isDisabled) {
            throw BusException.settingsLost(device, "TSL2591");
        }
    }

    /** Counts of visible and infrared light, 0 to 65535; at most 36863 in 100 ms. */
    public int fullSpectrum() {
        BusHold hold = device.lock();
        try (hold) {
            measure();
            return channels.getChar(1);
        }
    }

    /** Counts of infrared light, 0 to 65535; at most 36863 in 100 ms. */
    public int infrared() {
        BusHold hold = device.lock();
        try (hold) {
            measure();
            return channels.getChar(3);
        }
    }

    /** Counts of visible light, 0 to 65535: the difference of the channels. */
    public int visible() {
        BusHold hold = device.lock();
        try (hold) {
            measure();
            return Math.max(0, channels.getChar(1) - channels.getChar(3));
        }
    }

    /**
     * Illuminance in lx, 0 or more; not calibrated.
     *
     * @throws BusException of kind OTHER if there is too much light for the gain and the time
     * @throws IllegalStateException if gain or time have changed, and the chip has not measured since, see {@link #disable()}
     */
    public double lux() {
        BusHold hold = device.lock();
        try (hold) {
            measure();
            if (isStale) {
                throw new IllegalStateException(
                        "lux of a TSL2591 that was disabled before it measured with its gain and time: call enable() first");
            }
            chip.readInto(COMMAND | 0x01, control);
            IntegrationTime now = time.from(control, COMMAND | 0x01);
            int full = channels.getChar(1);
            int infrared = channels.getChar(3);
            int most = now == IntegrationTime.INTEGRATIONTIME_100MS ? 36863 : 65535;
            if (full >= most || infrared >= most) {
                throw new BusException(
                        BusException.Kind.OTHER,
                        "%s has too much light: %s and %s counts of %s. Choose a lower gain, such as GAIN_LOW, or a shorter time."
                                .formatted(device, full, infrared, most));
            }
            double perLux = now.millis * gain.from(control, COMMAND | 0x01).factor / 408;
            return Math.max(0, Math.max(full - 1.64 * infrared, 0.59 * full - 0.86 * infrared)) / perLux;
        }
    }
}
