// SPDX-License-Identifier: MIT
package blinka4j.drivers.pct2075;

import blinka4j.busio.I2C;
import blinka4j.register.Bits;
import blinka4j.register.Choice;
import blinka4j.register.Registers;
import blinka4j.register.Scaled;
import java.time.Duration;

/**
 * NXP PCT2075 temperature sensor and thermostat: −55 to 125 °C, ±1 °C. Other chips of the LM75 family (LM75, TMP75,
 * TMP105, …) work too, but only the PCT2075 has {@link #delayBetweenMeasurements()}. Safe to share between threads.
 *
 * <p><a href="https://www.nxp.com/docs/en/data-sheet/PCT2075.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_PCT2075">Adafruit_CircuitPython_PCT2075</a>.
 */
public final class PCT2075 {
    /** With A0, A1 and A2 open, as on Adafruit's board. These pins select one of 27 addresses. */
    public static final int DEFAULT_ADDRESS = 0x37;

    private final Registers chip;
    private final Scaled temperature;
    private final Bits shutdown;
    private final Choice<Mode> mode;
    private final Bits activeHigh;
    private final Choice<FaultCount> faults;
    private final Scaled hysteresis;
    private final Scaled threshold;
    private final Bits idle;

    /** The output is active while it is hot, or at each crossing of a limit until something is read. */
    public enum Mode {
        COMPARITOR,
        INTERRUPT
    }

    /** How many measurements in a row must be beyond a limit to change the output. */
    public enum FaultCount {
        FAULT_1,
        FAULT_2,
        FAULT_4,
        FAULT_6
    }

    public PCT2075(I2C i2c) {
        this(i2c, DEFAULT_ADDRESS);
    }

    /** The chip has no id, so the driver cannot tell it from another device at {@code address}. */
    public PCT2075(I2C i2c, int address) {
        chip = new Registers(i2c, address);
        temperature = chip.u16be(0x00).bits(5, 11).signed().scaled(0.125);
        shutdown = chip.u8(0x01).bit(0);
        mode = chip.u8(0x01).bit(1).choice(Mode.values());
        activeHigh = chip.u8(0x01).bit(2);
        faults = chip.u8(0x01).bits(3, 2).choice(FaultCount.values());
        hysteresis = chip.u16be(0x02).bits(7, 9).signed().alone().scaled(0.5, "temperatureHysteresis", "°C");
        threshold = chip.u16be(0x03).bits(7, 9).signed().alone().scaled(0.5, "highTemperatureThreshold", "°C");
        idle = chip.u8(0x04).bits(0, 5).alone();
    }

    /** Temperature in °C, in steps of 0.125 °C. The driver ignores the finer steps of other chips of the family. */
    public double temperature() {
        return temperature.get();
    }

    /** {@link Mode#COMPARITOR} after power-on. */
    public Mode mode() {
        return mode.get();
    }

    public void mode(Mode mode) {
        this.mode.set(mode);
    }

    /** True if the sensor does not measure. {@link #temperature()} then keeps its last value. */
    public boolean shutdown() {
        return shutdown.isSet();
    }

    /** Stops measuring, or starts it and returns after the first measurement, 300 ms later. */
    public void shutdown(boolean shutdown) {
        this.shutdown.set(shutdown);
        if (!shutdown) {
            // The longest of the family; the PCT2075 needs 28 ms.
            chip.sleep(Duration.ofMillis(300));
        }
    }

    /** True if the output is high (open-drain) when active, false if it is low. */
    public boolean highTempActiveHigh() {
        return activeHigh.isSet();
    }

    public void highTempActiveHigh(boolean activeHigh) {
        this.activeHigh.set(activeHigh);
    }

    /** The output becomes active above it: −128 to 127.5 °C in steps of 0.5 °C; 80 after power-on. */
    public double highTemperatureThreshold() {
        return threshold.get();
    }

    public void highTemperatureThreshold(double celsius) {
        threshold.set(celsius);
    }

    /** The output becomes inactive below it: −128 to 127.5 °C in steps of 0.5 °C; 75 after power-on. */
    public double temperatureHysteresis() {
        return hysteresis.get();
    }

    /** @throws IllegalArgumentException if it is not below {@link #highTemperatureThreshold()} */
    public void temperatureHysteresis(double celsius) {
        double rounded = hysteresis.rounded(celsius);
        // The first reading may be wrong.
        if (rounded >= threshold.get()) {
            double high = threshold.get();
            if (rounded >= high) {
                throw new IllegalArgumentException(
                        "temperatureHysteresis cannot be %s °C: expected less than highTemperatureThreshold, %s °C"
                                .formatted(celsius, high));
            }
        }
        hysteresis.set(rounded);
    }

    /** {@link FaultCount#FAULT_1} after power-on. */
    public FaultCount faultsToAlert() {
        return faults.get();
    }

    public void faultsToAlert(FaultCount count) {
        faults.set(count);
    }

    /** The time from one measurement to the next: 100 to 3100 ms in steps of 100 ms; 100 after power-on. */
    public int delayBetweenMeasurements() {
        return Math.max(1, idle.get()) * 100;
    }

    public void delayBetweenMeasurements(int millis) {
        if (millis < 100 || millis > 3100 || millis % 100 != 0) {
            throw new IllegalArgumentException(
                    "delayBetweenMeasurements cannot be %s ms: expected 100 to 3100 ms, a multiple of 100"
                            .formatted(millis));
        }
        idle.set(millis / 100);
    }
}
