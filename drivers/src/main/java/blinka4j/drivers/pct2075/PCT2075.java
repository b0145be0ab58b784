// SPDX-License-Identifier: MIT
package blinka4j.drivers.pct2075;

import blinka4j.busdevice.I2CDevice;
import blinka4j.busio.BusHold;
import blinka4j.busio.I2C;
import blinka4j.register.Bits;
import blinka4j.register.I2CRegisterAccessor;
import blinka4j.register.Register;
import java.time.Duration;

/**
 * NXP PCT2075, a temperature sensor and thermostat: ±1 °C, −55 to 125 °C.
 *
 * <p><a href="https://www.nxp.com/docs/en/data-sheet/PCT2075.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_PCT2075">Adafruit_CircuitPython_PCT2075</a>.
 *
 * <p>Other chips of the LM75 family (LM75, TMP75, TMP105, …) work too, except for
 * {@link #delayBetweenMeasurements()}, which only the PCT2075 has.
 *
 * <p>The output goes active when the temperature rises above {@link #highTemperatureThreshold()}, and inactive when it
 * falls below {@link #temperatureHysteresis()}. Safe to share between threads.
 */
public final class PCT2075 {
    /** With A0, A1 and A2 open, as on Adafruit's board; the pins choose one of 27. */
    public static final int DEFAULT_ADDRESS = 0x37;

    private static final double STEP = 0.125;
    private static final double LEAST_THRESHOLD = -128;
    private static final double MOST_THRESHOLD = 127.5;
    private static final int IDLE_STEP = 100;
    private static final int LONGEST_IDLE = 31 * IDLE_STEP;
    /** The longest of the family; the PCT2075 needs 28 ms. */
    private static final Duration FIRST_MEASUREMENT = Duration.ofMillis(300);

    private final I2CRegisterAccessor device;
    private final Bits temperature;
    private final Bits shutdown;
    private final Bits interruptMode;
    private final Bits activeHigh;
    private final Bits faults;
    private final Register hysteresis;
    private final Register threshold;
    private final Bits idle;

    /** What the output does. */
    public enum Mode {
        /** Active at each crossing of a limit, until something is read. */
        INTERRUPT,
        /** Active while it is hot. Spelt as in CircuitPython. */
        COMPARITOR
    }

    /** How many measurements in a row must be beyond a limit to count. */
    public enum FaultCount {
        FAULT_1(0),
        FAULT_2(1),
        FAULT_4(2),
        FAULT_6(3);

        private final int code;

        FaultCount(int code) {
            this.code = code;
        }

        private static FaultCount of(int code) {
            return switch (code) {
                case 0 -> FAULT_1;
                case 1 -> FAULT_2;
                case 2 -> FAULT_4;
                default -> FAULT_6;
            };
        }
    }

    /** The sensor at {@link #DEFAULT_ADDRESS}. */
    public PCT2075(I2C i2c) {
        this(i2c, DEFAULT_ADDRESS);
    }

    /**
     * The chip has no id, so any device at {@code address} is taken for one.
     *
     * @throws blinka4j.DeviceNotFoundException if nothing answers at {@code address}
     */
    public PCT2075(I2C i2c, int address) {
        device = new I2CRegisterAccessor(new I2CDevice(i2c, address));
        temperature = Register.u16be(device, 0x00).bits(5, 11).signed();
        Register configuration = Register.u8(device, 0x01);
        shutdown = configuration.bit(0);
        interruptMode = configuration.bit(1);
        activeHigh = configuration.bit(2);
        faults = configuration.bits(3, 2);
        hysteresis = Register.u16be(device, 0x02).signed();
        threshold = Register.u16be(device, 0x03).signed();
        idle = Register.u8(device, 0x04).bits(0, 5);
    }

    /**
     * In °C, in steps of 0.125 °C. What a finer chip of the family adds below that is cut off, so that the true value is
     * up to 0.0625 °C higher.
     */
    public double temperature() {
        return temperature.get() * STEP;
    }

    /** {@link Mode#COMPARITOR} in a sensor just switched on. */
    public Mode mode() {
        return interruptMode.isSet() ? Mode.INTERRUPT : Mode.COMPARITOR;
    }

    public void mode(Mode mode) {
        interruptMode.set(mode == Mode.INTERRUPT);
    }

    /** Whether measuring is switched off; {@link #temperature()} then stays what it was. */
    public boolean shutdown() {
        return shutdown.isSet();
    }

    /** Switches measuring off, or on again; then it returns when the first temperature is there. */
    public void shutdown(boolean shutdown) {
        this.shutdown.set(shutdown);
        if (!shutdown) {
            device.sleep(FIRST_MEASUREMENT);
        }
    }

    /** Whether the output is let go when it is active, rather than pulled low. */
    public boolean highTempActiveHigh() {
        return activeHigh.isSet();
    }

    public void highTempActiveHigh(boolean activeHigh) {
        this.activeHigh.set(activeHigh);
    }

    /** The temperature in °C above which the output goes active; 80 in a sensor just switched on. */
    public double highTemperatureThreshold() {
        return celsius(threshold.get());
    }

    /** @param celsius −128 to 127.5 °C, rounded to steps of 0.5 °C */
    public void highTemperatureThreshold(double celsius) {
        threshold.set(raw("high temperature threshold", celsius));
    }

    /** The temperature in °C below which the output goes inactive; 75 in a sensor just switched on. */
    public double temperatureHysteresis() {
        return celsius(hysteresis.get());
    }

    /**
     * @param celsius −128 to 127.5 °C, rounded to steps of 0.5 °C
     * @throws IllegalArgumentException if it is not below {@link #highTemperatureThreshold()}
     */
    public void temperatureHysteresis(double celsius) {
        int raw = raw("temperature hysteresis", celsius);
        BusHold hold = device.lock();
        try (hold) {
            double high = highTemperatureThreshold();
            if (celsius(raw) >= high) {
                throw new IllegalArgumentException(
                        "temperature hysteresis %s °C of the PCT2075: expected less than the high temperature threshold, %s °C"
                                .formatted(celsius, high));
            }
            hysteresis.set(raw);
        }
    }

    /** {@link FaultCount#FAULT_1} in a sensor just switched on. */
    public FaultCount faultsToAlert() {
        return FaultCount.of(faults.get());
    }

    public void faultsToAlert(FaultCount count) {
        faults.set(count.code);
    }

    /** The time from one measurement to the next in ms; 100 in a sensor just switched on. */
    public int delayBetweenMeasurements() {
        return Math.max(1, idle.get()) * IDLE_STEP;
    }

    /** @param millis 100 to 3100 ms, a multiple of 100 */
    public void delayBetweenMeasurements(int millis) {
        if (millis < IDLE_STEP || millis > LONGEST_IDLE || millis % IDLE_STEP != 0) {
            throw new IllegalArgumentException(
                    "delay between measurements %s ms of the PCT2075: expected %s to %s, a multiple of %s"
                            .formatted(millis, IDLE_STEP, LONGEST_IDLE, IDLE_STEP));
        }
        idle.set(millis / IDLE_STEP);
    }

    /** Nine bits at the upper end, of which the lowest is 0.5 °C. */
    private static double celsius(long raw) {
        return (raw >> 7) / 2.0;
    }

    private static int raw(String what, double celsius) {
        if (!(celsius >= LEAST_THRESHOLD && celsius <= MOST_THRESHOLD)) {
            throw new IllegalArgumentException("%s %s °C of the PCT2075: expected %s to %s"
                    .formatted(what, celsius, LEAST_THRESHOLD, MOST_THRESHOLD));
        }
        return (int) Math.round(celsius * 2) << 7;
    }
}
