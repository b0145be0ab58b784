// SPDX-License-Identifier: MIT
package blinka4j.drivers.tmp117;

import blinka4j.BusException;
import blinka4j.busio.I2C;
import blinka4j.register.Bits;
import blinka4j.register.Choice;
import blinka4j.register.Register;
import blinka4j.register.Registers;
import blinka4j.register.Scaled;
import java.time.Duration;

/**
 * Texas Instruments TMP117 temperature sensor: −55 to 150 °C, ±0.1 °C from −20 to 50 °C, with two limits. The TMP119 works
 * too. Safe to share between threads.
 *
 * <p><a href="https://www.ti.com/lit/ds/symlink/tmp117.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_TMP117">Adafruit_CircuitPython_TMP117</a>.
 */
public final class TMP117 {
    /** With ADD0 at ground. Other connections select 0x49 to 0x4b. */
    public static final int DEFAULT_ADDRESS = 0x48;

    /** One conversion takes 17.5 ms at most. */
    private static final Duration CONVERSION = Duration.ofNanos(17_500_000);
    /** The longest cycle is 16 s; a tenth more. */
    private static final int MOST_POLLS = 1006;

    private final Registers chip;
    private final Scaled temperature;
    private final Register configuration;
    private final Bits ready;
    private final Choice<MeasurementMode> mode;
    private final Choice<MeasurementDelay> delay;
    private final Choice<AverageCount> averages;
    private final Choice<AlertMode> alertMode;
    private final Scaled highLimit;
    private final Scaled lowLimit;
    private final Scaled offset;
    private final Register[] serial;

    /** How many conversions of 15.5 ms are averaged for a measurement. */
    public enum AverageCount {
        AVERAGE_1X,
        AVERAGE_8X,
        AVERAGE_32X,
        AVERAGE_64X
    }

    /** The time from one measurement to the next, 1.55 ms to 16 s. It is longer if the conversions take longer. */
    public enum MeasurementDelay {
        DELAY_0_0015_S,
        DELAY_0_125_S,
        DELAY_0_250_S,
        DELAY_0_500_S,
        DELAY_1_S,
        DELAY_4_S,
        DELAY_8_S,
        DELAY_16_S
    }

    /**
     * What the limits mean. {@code WINDOW}: an alert above the high limit, another below the low limit. {@code HYSTERESIS}: the
     * high alert from above the high limit until below the low limit.
     */
    public enum AlertMode {
        WINDOW,
        HYSTERESIS
    }

    /** When the chip measures: all the time, not at all, or once and then not at all. */
    public enum MeasurementMode {
        CONTINUOUS,
        SHUTDOWN,
        ONE_SHOT
    }

    /** Whether the temperature was above the high limit or below the low limit. */
    public record AlertStatus(boolean highAlert, boolean lowAlert) {}

    public TMP117(I2C i2c) {
        this(i2c, DEFAULT_ADDRESS);
    }

    /**
     * Resets the chip, and returns after the first measurement.
     *
     * @throws blinka4j.DeviceNotFoundException if nothing answers at {@code address}, or another chip does
     */
    public TMP117(I2C i2c, int address) {
        chip = new Registers(i2c, address);
        // The upper four bits are the revision; they are 2 in a TMP119.
        chip.u16be(0x0F).require(0x0fff, 0x0117, "TMP117");
        temperature = chip.u16be(0x00).bits(0, 16).signed().scaled(1 / 128.0);
        configuration = chip.u16be(0x01);
        ready = configuration.bit(13);
        MeasurementMode[] modes = {
            MeasurementMode.CONTINUOUS, MeasurementMode.SHUTDOWN, MeasurementMode.CONTINUOUS, MeasurementMode.ONE_SHOT
        };
        mode = configuration.bits(10, 2).choice(modes);
        delay = configuration.bits(7, 3).choice(MeasurementDelay.values());
        averages = configuration.bits(5, 2).choice(AverageCount.values());
        alertMode = configuration.bit(4).choice(AlertMode.values());
        highLimit = chip.u16be(0x02).bits(0, 16).signed().scaled(1 / 128.0, "highLimit", "°C");
        lowLimit = chip.u16be(0x03).bits(0, 16).signed().scaled(1 / 128.0, "lowLimit", "°C");
        offset = chip.u16be(0x07).bits(0, 16).signed().scaled(1 / 128.0, "temperatureOffset", "°C");
        serial = new Register[] {chip.u16be(0x05), chip.u16be(0x06), chip.u16be(0x08)};
        reset();
        initialize();
    }

    /** Resets the chip. It then measures each second, and has the limits of its EEPROM. */
    public void reset() {
        configuration.bit(1).set(true);
        chip.sleep(Duration.ofMillis(2));
    }

    /** Starts continuous measurement, and returns after the next one. */
    public void initialize() {
        measurementMode(MeasurementMode.CONTINUOUS);
    }

    /** Temperature in °C. It is −256 after power-on and {@link #reset()}, until the first measurement. */
    public double temperature() {
        return temperature.get();
    }

    /** The chip adds it to the temperature, from the next measurement on: −256 to 255.99 °C in steps of 1/128 °C. Lost without power. */
    public double temperatureOffset() {
        return offset.get();
    }

    public void temperatureOffset(double celsius) {
        offset.set(celsius);
    }

    /** High limit, −256 to 255.99 °C in steps of 1/128 °C. */
    public double highLimit() {
        return highLimit.get();
    }

    public void highLimit(double celsius) {
        highLimit.set(celsius);
    }

    /** Low limit, −256 to 255.99 °C in steps of 1/128 °C. */
    public double lowLimit() {
        return lowLimit.get();
    }

    public void lowLimit(double celsius) {
        lowLimit.set(celsius);
    }

    /** The alerts. With {@link AlertMode#WINDOW}, reading or changing any setting but a limit clears them until the next measurement. */
    public AlertStatus alertStatus() {
        long status = configuration.get();
        return new AlertStatus((status & 0x8000) != 0, (status & 0x4000) != 0);
    }

    public AverageCount averagedMeasurements() {
        return averages.get();
    }

    /** {@link AverageCount#AVERAGE_8X} after a reset. */
    public void averagedMeasurements(AverageCount count) {
        averages.set(count);
    }

    public MeasurementMode measurementMode() {
        return mode.get();
    }

    /** Returns after the next measurement, unless this is {@link MeasurementMode#SHUTDOWN}. */
    public void measurementMode(MeasurementMode mode) {
        chip.exclusively(() -> {
            this.mode.set(mode);
            if (mode != MeasurementMode.SHUTDOWN) {
                awaitMeasurement();
            }
        });
    }

    public MeasurementDelay measurementDelay() {
        return delay.get();
    }

    /** {@link MeasurementDelay#DELAY_1_S} after a reset. */
    public void measurementDelay(MeasurementDelay delay) {
        this.delay.set(delay);
    }

    public AlertMode alertMode() {
        return alertMode.get();
    }

    public void alertMode(AlertMode mode) {
        alertMode.set(mode);
    }

    /** Measures once, and returns the temperature in °C. The chip is then in {@link MeasurementMode#SHUTDOWN}. */
    public double takeSingleMeasurement() {
        return chip.exclusively(() -> {
            measurementMode(MeasurementMode.ONE_SHOT);
            return temperature();
        });
    }

    /** The number of this chip, 48 bits, unless it was overwritten. */
    public long serialNumber() {
        return serial[0].get() << 32 | serial[1].get() << 16 | serial[2].get();
    }

    /** The flag of a new measurement is cleared when it is read, as the mode was before it was set. */
    private void awaitMeasurement() {
        for (int polls = 0; !ready.isSet(); polls++) {
            if (polls == MOST_POLLS) {
                throw new BusException(
                        BusException.Kind.TIMEOUT,
                        "the TMP117 at %s did not measure within %s s. It needs 16 s at most. Check its power and wiring."
                                .formatted(chip, CONVERSION.multipliedBy(polls).toSeconds()));
            }
            chip.sleep(CONVERSION);
        }
    }
}
