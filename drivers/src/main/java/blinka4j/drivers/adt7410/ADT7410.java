// SPDX-License-Identifier: MIT
package blinka4j.drivers.adt7410;

import blinka4j.busio.BusHold;
import blinka4j.busio.I2C;
import blinka4j.register.Bits;
import blinka4j.register.Choice;
import blinka4j.register.Registers;
import blinka4j.register.Scaled;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Analog Devices ADT7410 temperature sensor: −55 to 150 °C, ±0.5 °C, with three limits. The ADT7420 (±0.25 °C) works too.
 * Safe to share between threads.
 *
 * <p><a href="https://www.analog.com/media/en/technical-documentation/data-sheets/ADT7410.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_ADT7410">Adafruit_CircuitPython_ADT7410</a>.
 *
 * <p>After its power failed the chip measures with low resolution, and has the limits of power-on. The driver does not notice, as the
 * chip does not report it: temperatures are up to 0.06 °C too high beyond a limit, and 0 °C for the first 6 ms. Make a new object.
 */
public final class ADT7410 {
    /** With A0 and A1 low. These pins select 0x48 to 0x4b. */
    public static final int DEFAULT_ADDRESS = 0x48;

    /** The longest measurement, and a tenth more. */
    private static final Duration MEASUREMENT = Duration.ofMillis(264);

    private final Registers chip;
    private final Bits steps;
    private final Choice<ResolutionMode> resolution;
    private final Choice<OperationMode> mode;
    private final Choice<ComparatorMode> comparator;
    private final Bits status;
    private final Scaled high;
    private final Scaled low;
    private final Scaled critical;
    private final Scaled hysteresis;
    /**
     * As it was read first after a change; null if unknown. With low resolution the lowest bits of the temperature are alert flags.
     * Used with the bus locked.
     */
    private @Nullable ResolutionMode known;

    /** When the chip measures: all the time (240 ms each), once, each second, or not at all. */
    public enum OperationMode {
        CONTINUOUS,
        ONE_SHOT,
        SPS,
        SHUTDOWN
    }

    /** Steps of 1/16 °C, as after power-on, or of 1/128 °C. */
    public enum ResolutionMode {
        LOW_RESOLUTION,
        HIGH_RESOLUTION
    }

    /** Whether the alert pins follow the temperature, or stay until something is read. */
    public enum ComparatorMode {
        COMP_DISABLED,
        COMP_ENABLED
    }

    /** Which limits the temperature has passed. */
    public record AlertStatus(boolean highAlert, boolean lowAlert, boolean criticalAlert) {}

    public ADT7410(I2C i2c) {
        this(i2c, DEFAULT_ADDRESS);
    }

    /**
     * Leaves the chip's settings as they are.
     *
     * @throws blinka4j.DeviceNotFoundException if nothing answers at {@code address}, or another chip does
     */
    public ADT7410(I2C i2c, int address) {
        chip = new Registers(i2c, address);
        // The lowest three bits are the revision.
        chip.u8(0x0B).require(0xf8, 0xc8, "ADT7410");
        steps = chip.u16be(0x00).bits(0, 16).signed();
        status = chip.u8(0x02).bits(4, 3);
        resolution = chip.u8(0x03).steady().bit(7).choice(ResolutionMode.values());
        mode = chip.u8(0x03).steady().bits(5, 2).choice(OperationMode.values());
        comparator = chip.u8(0x03).steady().bit(4).choice(ComparatorMode.values());
        high = chip.u16be(0x04).bits(0, 16).signed().scaled(1 / 128.0);
        low = chip.u16be(0x06).bits(0, 16).signed().scaled(1 / 128.0);
        critical = chip.u16be(0x08).bits(0, 16).signed().scaled(1 / 128.0);
        hysteresis = chip.u8(0x0A).bits(0, 4).alone().scaled(1, "hysteresisTemperature", "°C");
        known = resolution.readSteadily();
    }

    public OperationMode operationMode() {
        return mode.get();
    }

    /** Returns after the next measurement, 264 ms later, unless this is {@link OperationMode#SHUTDOWN}. */
    public void operationMode(OperationMode mode) {
        this.mode.set(mode);
        if (mode != OperationMode.SHUTDOWN) {
            chip.sleep(MEASUREMENT);
        }
    }

    /** Temperature in °C. Values that the chip cannot measure raise a {@link blinka4j.BusException}. */
    public double temperature() {
        BusHold hold = chip.lock();
        try (hold) {
            ResolutionMode now = known;
            if (now == null) {
                now = resolution.readSteadily();
                known = now;
            }
            int raw = steps.get();
            // The limits are wider than what the chip measures.
            return chip.plausible((now == ResolutionMode.LOW_RESOLUTION ? raw & ~7 : raw) / 128.0, -60, 155, "°C");
        }
    }

    public ResolutionMode resolutionMode() {
        return resolution.get();
    }

    /** Returns after the next measurement, 264 ms later: before, the lowest bits of the temperature may be alert flags. */
    public void resolutionMode(ResolutionMode resolution) {
        BusHold hold = chip.lock();
        try (hold) {
            known = null;
            this.resolution.set(resolution);
            chip.sleep(MEASUREMENT);
        }
    }

    public boolean highResolution() {
        return resolutionMode() == ResolutionMode.HIGH_RESOLUTION;
    }

    public void highResolution(boolean high) {
        resolutionMode(high ? ResolutionMode.HIGH_RESOLUTION : ResolutionMode.LOW_RESOLUTION);
    }

    /** The alerts, all of one reading. It clears them until the next measurement. */
    public AlertStatus alertStatus() {
        int flags = status.get();
        return new AlertStatus((flags & 2) != 0, (flags & 1) != 0, (flags & 4) != 0);
    }

    public ComparatorMode comparatorMode() {
        return comparator.get();
    }

    public void comparatorMode(ComparatorMode mode) {
        comparator.set(mode);
    }

    /** High limit, −55 to 150 °C in steps of 1/128 °C; 64 after power-on. */
    public double highTemperature() {
        return high.get();
    }

    public void highTemperature(double celsius) {
        set(high, celsius, "highTemperature");
    }

    /** Low limit, −55 to 150 °C in steps of 1/128 °C; 10 after power-on. */
    public double lowTemperature() {
        return low.get();
    }

    public void lowTemperature(double celsius) {
        set(low, celsius, "lowTemperature");
    }

    /** Critical limit, −55 to 150 °C in steps of 1/128 °C; 147 after power-on. */
    public double criticalTemperature() {
        return critical.get();
    }

    public void criticalTemperature(double celsius) {
        set(critical, celsius, "criticalTemperature");
    }

    /** How far the temperature must come back within a limit to end its alert: 0 to 15 °C in steps of 1 °C; 5 after power-on. */
    public double hysteresisTemperature() {
        return hysteresis.get();
    }

    public void hysteresisTemperature(double celsius) {
        hysteresis.set(celsius);
    }

    private static void set(Scaled limit, double celsius, String property) {
        if (!(celsius >= -55 && celsius <= 150)) {
            throw new IllegalArgumentException(
                    "%s cannot be %s °C: expected -55 to 150 °C".formatted(property, celsius));
        }
        limit.set(celsius);
    }
}
