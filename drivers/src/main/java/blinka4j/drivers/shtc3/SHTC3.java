// SPDX-License-Identifier: MIT
package blinka4j.drivers.shtc3;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.DeviceNotFoundException;
import blinka4j.busdevice.I2CDevice;
import blinka4j.busdevice.WordCommands;
import blinka4j.busio.BusHold;
import blinka4j.busio.I2C;
import java.time.Duration;

/**
 * Sensirion SHTC3 humidity and temperature sensor: 0 to 100 %, −40 to 125 °C. Each reading wakes the chip, measures, and puts
 * it to sleep. Safe to share between threads.
 *
 * <p><a href="https://sensirion.com/resource/datasheet/shtc3">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_SHTC3">Adafruit_CircuitPython_SHTC3</a>.
 */
public final class SHTC3 {
    /** The only one. */
    public static final int DEFAULT_ADDRESS = 0x70;

    private static final Duration SHORT = Duration.ofMillis(1);

    private final WordCommands chip;
    private final I2CDevice device;
    private final BusHold sleep = () -> sleeping(true);
    private volatile boolean lowPower;
    private volatile boolean sleeping;

    /** Temperature in °C and relative humidity in %, measured together. */
    public record Measurements(double temperature, double relativeHumidity) {}

    /** @throws DeviceNotFoundException if nothing answers at 0x70, or another chip does */
    public SHTC3(I2C i2c) {
        // A chip that sleeps answers to nothing but the command that wakes it.
        device = new I2CDevice(i2c, DEFAULT_ADDRESS, false);
        chip = new WordCommands(device);
        try {
            reset();
        } catch (BusException e) {
            if (e.kind() != Kind.NO_ACKNOWLEDGE) {
                throw e;
            }
            throw new DeviceNotFoundException(
                    "no I2C device at %s. Check its power and the wiring of SDA and SCL.".formatted(device), e);
        }
    }

    /**
     * Wakes the chip, resets it, and checks its id.
     *
     * @throws DeviceNotFoundException if it has the id of another chip
     */
    public void reset() {
        BusHold hold = device.lock();
        try (hold) {
            sleeping(false);
            chip.send(SHORT, 0x805D);
            int id = chip.query(SHORT, 1, 0xEFC8)[0];
            if ((id & 0x083F) != 0x0807) {
                throw new DeviceNotFoundException(
                        "SHTC3", device, "id 0x%04x (expected 0x0807 in 0x083f)".formatted(id));
            }
        }
    }

    /** True after {@link #sleeping(boolean) sleeping(true)} and after each reading. The chip itself does not tell. */
    public boolean sleeping() {
        return sleeping;
    }

    public void sleeping(boolean sleeping) {
        chip.send(SHORT, sleeping ? 0xB098 : 0x3517);
        this.sleeping = sleeping;
    }

    /** False at first. */
    public boolean lowPower() {
        return lowPower;
    }

    /** True for measurements of 0.8 ms instead of 12.1 ms, with more noise. */
    public void lowPower(boolean lowPower) {
        this.lowPower = lowPower;
    }

    /** Relative humidity in %, 0 to 100. */
    public double relativeHumidity() {
        return measurements().relativeHumidity;
    }

    /** Temperature in °C. */
    public double temperature() {
        return measurements().temperature;
    }

    /** @throws BusException of kind CHECKSUM if the reply was changed on the way; the chip sleeps then too */
    public Measurements measurements() {
        BusHold hold = device.lock();
        try (hold) {
            sleeping(false);
            try (sleep) {
                int[] words =
                        lowPower ? chip.query(SHORT, 2, 0x609C) : chip.query(Duration.ofNanos(12_100_000), 2, 0x7866);
                return new Measurements(-45 + 175 * words[0] / 65536.0, 100 * words[1] / 65536.0);
            }
        }
    }
}
