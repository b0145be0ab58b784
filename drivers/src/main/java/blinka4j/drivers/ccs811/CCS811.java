// SPDX-License-Identifier: MIT
package blinka4j.drivers.ccs811;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.busdevice.I2CDevice;
import blinka4j.busio.BusHold;
import blinka4j.busio.I2C;
import blinka4j.register.Bits;
import blinka4j.register.Choice;
import blinka4j.register.Register;
import blinka4j.register.Registers;
import java.nio.ByteOrder;
import java.time.Duration;

/**
 * ams CCS811 sensor of organic gases, and of the CO2 that there usually is with them. It measures once a second, and needs 20 minutes
 * until it is exact. It stretches the clock: on a Raspberry Pi use 10 kHz. Safe to share between threads.
 *
 * <p><a href="https://cdn-learn.adafruit.com/assets/assets/000/044/636/original/CCS811_DS000459_2-00-1098798.pdf">Data sheet</a>; port
 * of <a href="https://github.com/adafruit/Adafruit_CircuitPython_CCS811">Adafruit_CircuitPython_CCS811</a>.
 */
public final class CCS811 {
    /** With ADDR low. With ADDR high it is 0x5B. */
    public static final int DEFAULT_ADDRESS = 0x5A;

    /** Data sheet, timing: 20 ms after power-on; less after a reset and after a start of the firmware. */
    private static final Duration START = Duration.ofMillis(20);

    private static final int ERROR = 0x01;
    private static final int DATA_READY = 0x08;
    private static final int FW_MODE = 0x80;

    private final I2CDevice device;
    private final Registers chip;
    private final Register status;
    private final Register hwId;
    private final Bits intThresh;
    private final Bits interruptEnabled;
    private final Choice<DriveMode> driveMode;
    private final Register result;
    private final Register environment;
    private final Register thermistor;
    private final Register baseline;
    private final Register errorCode;
    /** The newest values; used with the bus locked. */
    private double eco2 = Double.NaN;

    private double tvoc = Double.NaN;
    private volatile double tempOffset;

    /** How often the chip measures. With {@link #DRIVE_MODE_250MS} it calculates no values. */
    public enum DriveMode {
        DRIVE_MODE_IDLE,
        DRIVE_MODE_1SEC,
        DRIVE_MODE_10SEC,
        DRIVE_MODE_60SEC,
        DRIVE_MODE_250MS
    }

    /** As {@link #CCS811(I2C, int)}, at {@link #DEFAULT_ADDRESS}. */
    public CCS811(I2C i2c) {
        this(i2c, DEFAULT_ADDRESS);
    }

    /**
     * Resets the chip.
     *
     * @throws blinka4j.DeviceNotFoundException if nothing answers at {@code address}, or another chip does
     */
    public CCS811(I2C i2c, int address) {
        device = new I2CDevice(i2c, address);
        chip = new Registers(device);
        status = chip.u8(0x00);
        Register mode = chip.u8(0x01).steady();
        intThresh = mode.bit(2);
        interruptEnabled = mode.bit(3);
        driveMode = mode.bits(4, 3).choice(DriveMode.values());
        result = chip.register(0x02, 4, ByteOrder.BIG_ENDIAN);
        environment = chip.register(0x05, 4, ByteOrder.BIG_ENDIAN);
        thermistor = chip.register(0x06, 4, ByteOrder.BIG_ENDIAN);
        baseline = chip.u16le(0x11).named("baseline");
        hwId = chip.u8(0x20);
        errorCode = chip.u8(0xE0);
        hwId.require(0x81, "CCS811");
        reset();
    }

    /** Resets the chip with all settings, starts its firmware, and lets it measure once a second. */
    public void reset() {
        BusHold hold = device.lock();
        try (hold) {
            eco2 = Double.NaN;
            tvoc = Double.NaN;
            device.write(0xFF, 0x11, 0xE5, 0x72, 0x8A);
            device.sleep(START);
            device.write(0xF4);
            device.sleep(START);
            status.bit(7).awaitSet(Duration.ofMillis(100));
            requireNoError(status.get());
            // Once a second, without interrupts.
            chip.u8(0x01).set(0x10);
        }
    }

    /** True if there is an {@link #errorCode()}. */
    public boolean error() {
        return is(ERROR);
    }

    /** True if there are values that were not read yet. */
    public boolean dataReady() {
        return is(DATA_READY);
    }

    /** True if the chip has firmware. */
    public boolean appValid() {
        return is(0x10);
    }

    /** True if the firmware runs. */
    public boolean fwMode() {
        return is(FW_MODE);
    }

    private boolean is(int flag) {
        return (status.get() & flag) != 0;
    }

    /** The id of the chip, 0x81. */
    public int hwId() {
        return (int) hwId.get();
    }

    /** True if the pin nINT shows only a change of range: {@link #setInterruptThresholds}. */
    public boolean intThresh() {
        return intThresh.isSet();
    }

    /** Set the ranges first: {@link #setInterruptThresholds}. */
    public void intThresh(boolean thresholds) {
        intThresh.set(thresholds);
    }

    /** True if the pin nINT is low while there are new values. */
    public boolean interruptEnabled() {
        return interruptEnabled.isSet();
    }

    /** Lets the pin nINT go low for each measurement, or for {@link #intThresh()}. */
    public void interruptEnabled(boolean enable) {
        interruptEnabled.set(enable);
    }

    /** How often the chip measures; once a second at first. */
    public DriveMode driveMode() {
        return driveMode.get();
    }

    /** Before a slower mode, the chip should be idle for 10 minutes. */
    public void driveMode(DriveMode mode) {
        driveMode.set(mode);
    }

    /** Reads and resets the error; the sum of 1: written to a wrong register, 2: read from one, 4: mode, 8: resistance, 16, 32: heater. */
    public int errorCode() {
        return (int) errorCode.get();
    }

    /** Organic gases in ppb, 0 to 1187, with newer firmware to 32,768. Otherwise as {@link #eco2()}. */
    public double tvoc() {
        BusHold hold = device.lock();
        try (hold) {
            update();
            return tvoc;
        }
    }

    /**
     * CO2 in ppm, 400 to 8192, with newer firmware to 32,768; NaN before the first measurement.
     *
     * @throws BusException also if the chip reports an error
     */
    public double eco2() {
        BusHold hold = device.lock();
        try (hold) {
            update();
            return eco2;
        }
    }

    private void update() {
        long found = status.get();
        requireNoError(found);
        if ((found & FW_MODE) == 0) {
            throw new BusException(
                    Kind.OTHER,
                    "%s does not measure: it was reset, or its supply failed. Check the supply, and call reset()."
                            .formatted(device));
        }
        if ((found & DATA_READY) != 0) {
            long values = result.get();
            double ppb = chip.plausible((int) values & 0xFFFF, 0, 32_768, "ppb");
            eco2 = chip.plausible((int) (values >> 16), 0, 32_768, "ppm");
            tvoc = ppb;
        }
    }

    private void requireNoError(long found) {
        if ((found & ERROR) != 0) {
            throw new BusException(
                    Kind.OTHER,
                    "%s reports the error 0x%02x. Errors from 0x08 on are of its heater and sensor. Check the supply, and call reset()."
                            .formatted(device, errorCode()));
        }
    }

    /** What the chip takes for clean air, 0 to 65535. Valid for this chip only. */
    public int baseline() {
        return (int) baseline.get();
    }

    /** Sets one that {@link #baseline()} returned. Wait for 20 minutes of measurements before. */
    public void baseline(int baseline) {
        this.baseline.set(baseline);
    }

    /** Temperature in °C, from a thermistor of 10 kΩ; less {@link #tempOffset()}. NaN without a thermistor, as at newer chips. */
    public double temperature() {
        long voltages = thermistor.get();
        // NaN if both are 0.
        double ratio = 10.0 * ((int) voltages & 0xFFFF) / (int) (voltages >> 16);
        double celsius = 1 / (Math.log(ratio) / 3380 + 1 / 298.15) - 273.15;
        return chip.plausible(celsius, -55, 150, "°C") - tempOffset;
    }

    /** What {@link #temperature()} subtracts, in °C; 0 at first. */
    public double tempOffset() {
        return tempOffset;
    }

    /** Any number of °C; only for {@link #temperature()}, the chip does not know it. */
    public void tempOffset(double celsius) {
        if (!Double.isFinite(celsius)) {
            throw new IllegalArgumentException(
                    "tempOffset cannot be %s °C: expected a finite number".formatted(celsius));
        }
        tempOffset = celsius;
    }

    /**
     * Tells the chip the air's humidity, 0 to 100 %, and temperature, −40 to 85 °C. Below −25 °C it calculates with −25 °C.
     */
    public void setEnvironmentalData(double humidity, double temperature) {
        if (!(humidity >= 0 && humidity <= 100 && temperature >= -40 && temperature <= 85)) {
            throw new IllegalArgumentException(
                    "environmental data cannot be %s %% and %s °C: expected 0 to 100 %% and -40 to 85 °C"
                            .formatted(humidity, temperature));
        }
        environment.set(Math.round(512 * humidity) << 16 | Math.round(512 * Math.max(0, temperature + 25)));
    }

    /**
     * Sets the ranges of CO2 for {@link #intThresh()}, 0 to 65535 ppm each; 1500 and 2500 ppm at first.
     *
     * @param hysteresis how far beyond a limit, 0 to 255 ppm; 50 ppm at first
     */
    public void setInterruptThresholds(int lowMed, int medHigh, int hysteresis) {
        if (lowMed < 0 || medHigh < lowMed || medHigh > 0xFFFF || hysteresis < 0 || hysteresis > 0xFF) {
            throw new IllegalArgumentException(
                    "thresholds cannot be %s and %s ppm, with a hysteresis of %s ppm: expected 0 to 65535 ppm, the lower one first, and 0 to 255 ppm"
                            .formatted(lowMed, medHigh, hysteresis));
        }
        device.write(0x10, lowMed >> 8, lowMed & 0xFF, medHigh >> 8, medHigh & 0xFF, hysteresis);
    }
}
