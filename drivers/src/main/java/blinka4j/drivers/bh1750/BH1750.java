// SPDX-License-Identifier: MIT
package blinka4j.drivers.bh1750;

import blinka4j.busdevice.I2CDevice;
import blinka4j.busio.BusHold;
import blinka4j.busio.I2C;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * ROHM BH1750FVI ambient light sensor: 0 to 54,612 lx. The chip cannot tell its settings, so the driver remembers them. Safe to
 * share between threads.
 *
 * <p><a href="https://www.mouser.com/datasheet/2/348/bh1750fvi-e-186247.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_BH1750">Adafruit_CircuitPython_BH1750</a>.
 *
 * <p>After its power failed the chip reads 0. In {@code CONTINUOUS} mode 0 is therefore measured again, which takes 180 ms in the dark.
 * In other modes the driver does not notice: make a new object.
 */
public final class BH1750 {
    /** With ADDR low. With ADDR high it is 0x5c. */
    public static final int DEFAULT_ADDRESS = 0x23;

    private final I2CDevice device;
    private final byte[] command = new byte[1];
    private final ByteBuffer counts = ByteBuffer.allocate(2);
    private Mode mode = Mode.CONTINUOUS;
    private Resolution resolution = Resolution.HIGH;
    /** That of the chip's last measurement; null if it is not known. */
    private @Nullable Resolution measured;
    /** False if a write failed, so that the chip may have other settings. */
    private boolean known;

    /** Without measuring; one measurement after another; or one measurement, and then none. */
    public enum Mode {
        SHUTDOWN(0x00),
        CONTINUOUS(0x10),
        ONE_SHOT(0x20);

        private final int code;

        Mode(int code) {
            this.code = code;
        }
    }

    /** Steps of 1, 0.5 or 4 lx. A measurement takes 180 ms, with {@code LOW} 24 ms. */
    public enum Resolution {
        MID(0, 180),
        HIGH(1, 180),
        LOW(3, 24);

        private final int code;
        private final Duration time;

        Resolution(int code, int millis) {
            this.code = code;
            this.time = Duration.ofMillis(millis);
        }
    }

    public BH1750(I2C i2c) {
        this(i2c, DEFAULT_ADDRESS);
    }

    /**
     * The chip has no id, so the driver cannot tell it from another device.
     *
     * @throws blinka4j.DeviceNotFoundException if nothing answers at {@code address}
     */
    public BH1750(I2C i2c, int address) {
        device = new I2CDevice(i2c, address);
        initialize();
    }

    /** Measures all the time in steps of 0.5 lx. Returns after the first measurement. */
    public void initialize() {
        set(Mode.CONTINUOUS, Resolution.HIGH);
    }

    public Mode mode() {
        BusHold hold = settled();
        try (hold) {
            return mode;
        }
    }

    /** Returns after the first measurement. {@code ONE_SHOT} measures at each such call. */
    public void mode(Mode mode) {
        BusHold hold = settled();
        try (hold) {
            set(mode, resolution);
        }
    }

    public Resolution resolution() {
        BusHold hold = settled();
        try (hold) {
            return resolution;
        }
    }

    /** Returns after the first measurement. In {@code SHUTDOWN} it is that of the next one. */
    public void resolution(Resolution resolution) {
        BusHold hold = settled();
        try (hold) {
            set(mode, resolution);
        }
    }

    /**
     * Illuminance in lx: that of the last measurement. 65535 counts, which are 27,306 lx with {@code HIGH}, also stand for more.
     *
     * @throws IllegalStateException in {@code SHUTDOWN}, if the last change to another mode failed
     */
    public double lux() {
        BusHold hold = settled();
        try (hold) {
            device.readInto(counts.array());
            if (counts.getChar(0) == 0 && mode == Mode.CONTINUOUS) {
                set(mode, resolution);
                device.readInto(counts.array());
            }
            if (measured == null) {
                throw new IllegalStateException(
                        "lux of a BH1750 whose last measurement has an unknown resolution: choose CONTINUOUS or ONE_SHOT first");
            }
            return counts.getChar(0) / (measured == Resolution.HIGH ? 2.4 : 1.2);
        }
    }

    /** Holds the bus. If the last command failed, the chip gets the settings of before again. */
    private BusHold settled() {
        BusHold hold = device.lock();
        if (!known) {
            try {
                set(mode, resolution);
            } catch (RuntimeException | Error e) {
                hold.close();
                throw e;
            }
        }
        return hold;
    }

    private void set(Mode mode, Resolution resolution) {
        BusHold hold = device.lock();
        try (hold) {
            known = false;
            if (mode != Mode.SHUTDOWN) {
                measured = null;
            }
            command[0] = (byte) (mode == Mode.SHUTDOWN ? 0 : mode.code | resolution.code);
            device.write(command);
            if (mode != Mode.SHUTDOWN) {
                device.sleep(resolution.time);
                measured = resolution;
            }
            this.mode = mode;
            this.resolution = resolution;
            known = true;
        }
    }
}
