// SPDX-License-Identifier: MIT
package blinka4j.drivers.hdc302x;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.DeviceNotFoundException;
import blinka4j.busdevice.I2CDevice;
import blinka4j.busdevice.WordCommands;
import blinka4j.busio.BusHold;
import blinka4j.busio.I2C;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;

/**
 * Texas Instruments HDC3020, HDC3021 and HDC3022 humidity and temperature sensors with a heater: 0 to 100 %, −40 to 125 °C. A
 * reading is a new measurement; in an {@link AutoMode} it is the chip's next one. Safe to share between threads.
 *
 * <p><a href="https://www.ti.com/lit/ds/symlink/hdc3020.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_HDC302x">Adafruit_CircuitPython_HDC302x</a>.
 */
public final class HDC302x {
    /** With ADDR and ADDR1 low. These pins select 0x44 to 0x47. */
    public static final int DEFAULT_ADDRESS = 0x44;

    private static final double TEMPERATURE_STEP = 175 / 1024.0;
    private static final double HUMIDITY_STEP = 100 / 512.0;
    private static final Duration SHORT = Duration.ofMillis(1);

    private final I2CDevice device;
    private final WordCommands chip;
    // The chip cannot be asked for it. Written with the bus locked.
    private volatile AutoMode autoMode = AutoMode.EXIT_AUTO_MODE;
    /** Whether the chip is known to have this mode. */
    private boolean settled;

    /**
     * Measurements per second and their noise: LP0 has the least noise, LP3 needs the least power. Names that begin with
     * {@code AUTO_5MPS} stand for one measurement in two seconds.
     */
    public enum AutoMode {
        AUTO_5MPS_LP0(0x2032, 2000),
        AUTO_5MPS_LP1(0x2024, 2000),
        AUTO_5MPS_LP2(0x202F, 2000),
        AUTO_5MPS_LP3(0x20FF, 2000),
        AUTO_1MPS_LP0(0x2130, 1000),
        AUTO_1MPS_LP1(0x2126, 1000),
        AUTO_1MPS_LP2(0x212D, 1000),
        AUTO_1MPS_LP3(0x21FF, 1000),
        AUTO_2MPS_LP0(0x2236, 500),
        AUTO_2MPS_LP1(0x2220, 500),
        AUTO_2MPS_LP2(0x222B, 500),
        AUTO_2MPS_LP3(0x22FF, 500),
        AUTO_4MPS_LP0(0x2334, 250),
        AUTO_4MPS_LP1(0x2322, 250),
        AUTO_4MPS_LP2(0x2329, 250),
        AUTO_4MPS_LP3(0x23FF, 250),
        AUTO_10MPS_LP0(0x2737, 100),
        AUTO_10MPS_LP1(0x2721, 100),
        AUTO_10MPS_LP2(0x272A, 100),
        AUTO_10MPS_LP3(0x27FF, 100),
        EXIT_AUTO_MODE(0x3093, 0);

        private final int command;
        private final int millis;

        AutoMode(int command, int millis) {
            this.command = command;
            this.millis = millis;
        }

        int command() {
            return command;
        }
    }

    public enum HeaterPower {
        OFF(0x0000),
        QUARTER_POWER(0x009F),
        HALF_POWER(0x03FF),
        FULL_POWER(0x3FFF);

        private final int code;

        HeaterPower(int code) {
            this.code = code;
        }
    }

    /** What the chip adds to each measurement: °C, −21.7 to 21.7 in steps of 0.17, and %, −24.8 to 24.8 in steps of 0.2. */
    public record Offsets(double temperature, double relativeHumidity) {}

    /** Temperature in °C and relative humidity in %, measured together. */
    public record Measurements(double temperature, double relativeHumidity) {
        private Measurements(int[] words) {
            this(-45 + 175 * words[0] / 65535.0, 100 * words[1] / 65535.0);
        }
    }

    public HDC302x(I2C i2c) {
        this(i2c, DEFAULT_ADDRESS);
    }

    /** @throws DeviceNotFoundException if nothing answers at {@code address}, or another chip does */
    public HDC302x(I2C i2c, int address) {
        device = new I2CDevice(i2c, address);
        chip = new WordCommands(device);
        settle();
        int id = manufacturerId();
        if (id != 0x3000) {
            throw new DeviceNotFoundException(
                    "HDC302x", device, "manufacturer id 0x%04x (expected 0x3000)".formatted(id));
        }
    }

    /** True if the heater is on. */
    public boolean heater() {
        return (status() & 0x2000) != 0;
    }

    /** The heater works only while the chip is in no auto mode. At full power it draws about 100 mA at 3.3 V. */
    public void heater(HeaterPower power) {
        BusHold hold = device.lock();
        try (hold) {
            if (power != HeaterPower.OFF) {
                chip.send(SHORT, 0x306E, power.code);
            }
            chip.send(SHORT, power == HeaterPower.OFF ? 0x3066 : 0x306D);
        }
    }

    /**
     * The status register: bit 15 any alert, 13 heater, 11 humidity alert, 10 temperature alert, 9 humidity high, 8 humidity
     * low, 7 temperature high, 6 temperature low, 4 reset, 0 wrong checksum.
     */
    public int status() {
        return chip.query(SHORT, 1, 0xF32D)[0];
    }

    /** 0x3000. */
    public int manufacturerId() {
        return chip.query(SHORT, 1, 0x3781)[0];
    }

    /** The serial number, 6 bytes. */
    public byte[] nistId() {
        ByteBuffer id = ByteBuffer.allocate(6);
        for (int command = 0x3683; command <= 0x3685; command++) {
            id.putChar((char) chip.query(SHORT, 1, command)[0]);
        }
        return id.array();
    }

    /** {@link AutoMode#EXIT_AUTO_MODE} at first. */
    public AutoMode autoMode() {
        return autoMode;
    }

    public void autoMode(AutoMode mode) {
        BusHold hold = device.lock();
        try (hold) {
            autoMode = Objects.requireNonNull(mode, "mode");
            settled = false;
            settle();
        }
    }

    /** What failed is done again before the next measurement. */
    private void settle() {
        if (!settled) {
            chip.send(SHORT, AutoMode.EXIT_AUTO_MODE.command);
            if (autoMode != AutoMode.EXIT_AUTO_MODE) {
                chip.send(SHORT, autoMode.command);
            }
            settled = true;
        }
    }

    public Offsets offsets() {
        int word = chip.query(SHORT, 1, 0xA004)[0];
        return new Offsets(offset(word, TEMPERATURE_STEP), offset(word >> 8, HUMIDITY_STEP));
    }

    /** Rounds the offsets to their steps and writes them into the chip's EEPROM, which takes 77 ms. */
    public void offsets(double temperature, double relativeHumidity) {
        int word = (offset(relativeHumidity, HUMIDITY_STEP) << 8) | offset(temperature, TEMPERATURE_STEP);
        BusHold hold = device.lock();
        try (hold) {
            settled = false;
            chip.send(SHORT, AutoMode.EXIT_AUTO_MODE.command);
            chip.send(Duration.ofMillis(77), 0xA004, word);
            settle();
        }
    }

    /**
     * Temperature in °C of the next measurement of the auto mode.
     *
     * @throws IllegalStateException if no auto mode is set
     */
    public double autoTemperature() {
        return autoMeasurements().temperature;
    }

    /**
     * Relative humidity in %, 0 to 100, of the next measurement of the auto mode.
     *
     * @throws IllegalStateException if no auto mode is set
     */
    public double autoRelativeHumidity() {
        return autoMeasurements().relativeHumidity;
    }

    /** Temperature in °C. */
    public double temperature() {
        return measurements().temperature;
    }

    /** Relative humidity in %, 0 to 100. */
    public double relativeHumidity() {
        return measurements().relativeHumidity;
    }

    /** @throws BusException of kind CHECKSUM if the reply was changed on the way or is too short */
    public Measurements measurements() {
        BusHold hold = device.lock();
        try (hold) {
            settle();
            return autoMode == AutoMode.EXIT_AUTO_MODE
                    ? new Measurements(chip.query(Duration.ofMillis(15), 2, 0x2400))
                    : autoMeasurements();
        }
    }

    private Measurements autoMeasurements() {
        BusHold hold = device.lock();
        try (hold) {
            if (autoMode == AutoMode.EXIT_AUTO_MODE) {
                throw new IllegalStateException(
                        "%s makes no measurements by itself. Set autoMode first, or use temperature() and relativeHumidity()."
                                .formatted(device));
            }
            settle();
            for (int polls = 0; polls <= 40; polls++) {
                try {
                    int[] words = chip.query(SHORT, 2, 0xE000);
                    // A measurement that was read before is read as zeros.
                    if ((words[0] | words[1]) != 0) {
                        return new Measurements(words);
                    }
                } catch (BusException e) {
                    // Before the first measurement.
                    if (e.kind() != Kind.NO_ACKNOWLEDGE) {
                        throw e;
                    }
                }
                device.sleep(Duration.ofMillis(autoMode.millis / 20));
            }
            settled = false;
            throw new BusException(
                    Kind.TIMEOUT,
                    "%s has made no measurement in %s ms in %s. Check its power and wiring, and try again."
                            .formatted(device, 2 * autoMode.millis, autoMode));
        }
    }

    /** True if temperature or humidity is above the limit of {@link #setHighAlert}, and not yet below that of {@link #clearHighAlert}. */
    public boolean highAlert() {
        return (status() & 0x0280) != 0;
    }

    /** True if temperature or humidity is below the limit of {@link #setLowAlert}, and not yet above that of {@link #clearLowAlert}. */
    public boolean lowAlert() {
        return (status() & 0x0140) != 0;
    }

    /** Limits in °C, −45 to 130, and %, 0 to 100, rounded down to about 0.34 °C and 0.78 %. The chip compares them in auto modes. */
    public void setHighAlert(double temperature, double relativeHumidity) {
        limit(0x611D, temperature, relativeHumidity);
    }

    /** Limits as for {@link #setHighAlert}. */
    public void setLowAlert(double temperature, double relativeHumidity) {
        limit(0x6100, temperature, relativeHumidity);
    }

    /** Limits below which the high alert ends, as for {@link #setHighAlert}. */
    public void clearHighAlert(double temperature, double relativeHumidity) {
        limit(0x6116, temperature, relativeHumidity);
    }

    /** Limits above which the low alert ends, as for {@link #setHighAlert}. */
    public void clearLowAlert(double temperature, double relativeHumidity) {
        limit(0x610B, temperature, relativeHumidity);
    }

    private void limit(int command, double temperature, double relativeHumidity) {
        if (!(temperature >= -45 && temperature <= 130 && relativeHumidity >= 0 && relativeHumidity <= 100)) {
            throw new IllegalArgumentException(
                    "the limits cannot be %s °C and %s %%: expected -45 to 130 °C and 0 to 100 %%"
                            .formatted(temperature, relativeHumidity));
        }
        int t = (int) ((temperature + 45) / 175 * 65535);
        int h = (int) (relativeHumidity / 100 * 65535);
        chip.send(SHORT, command, (h & 0xFE00) | (t >> 7));
    }

    /** Bit 7 is 1 for plus. */
    private static double offset(int bits, double step) {
        return (bits & 0x7F) * ((bits & 0x80) != 0 ? step : -step) + 0.0;
    }

    private static int offset(double value, double step) {
        long steps = Math.round(Math.abs(value) / step);
        if (steps > 127 || Double.isNaN(value)) {
            throw new IllegalArgumentException(
                    "an offset cannot be %s: expected %s to %s".formatted(value, -127 * step, 127 * step));
        }
        return (int) steps | (value < 0 && steps > 0 ? 0 : 0x80);
    }
}
