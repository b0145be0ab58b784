// SPDX-License-Identifier: MIT
package blinka4j.drivers.lsm303dlhmag;

import blinka4j.BusException;
import blinka4j.busio.I2C;
import blinka4j.register.Choice;
import blinka4j.register.Registers;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * Magnetometer of the STMicroelectronics LSM303DLH and LSM303DLHC: three axes, ±130 to ±810 µT. (The accelerometer in the
 * same package has another address.) Safe to share between threads.
 *
 * <p><a href="https://www.st.com/resource/en/datasheet/lsm303dlhc.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_LSM303DLH_Mag">Adafruit_CircuitPython_LSM303DLH_Mag</a>.
 *
 * <p>A chip that has lost its settings, because its power failed, raises a {@link BusException} when it is read: make a new object.
 */
public final class LSM303DLH_Mag {
    /** The only address of the chip. */
    public static final int ADDRESS = 0x1e;

    private final Registers chip;
    private final Choice<MagRate> rate;
    private final Choice<MagGain> gain;
    /** Settings and axes as they were last read; used with the bus locked. */
    private final ByteBuffer block = ByteBuffer.allocate(9);
    /** True if the axes may belong to a measurement with another gain; used with the bus locked. */
    private boolean stale;

    /** The range in gauss: {@code MAGGAIN_1_3} is ±1.3 gauss, ±130 µT. A wider range has larger steps. */
    public enum MagGain {
        MAGGAIN_1_3(0x20, 1100, 980),
        MAGGAIN_1_9(0x40, 855, 760),
        MAGGAIN_2_5(0x60, 670, 600),
        MAGGAIN_4_0(0x80, 450, 400),
        MAGGAIN_4_7(0xA0, 400, 355),
        MAGGAIN_5_6(0xC0, 330, 295),
        MAGGAIN_8_1(0xE0, 230, 205);

        private final int code;
        private final double xyPerGauss;
        private final double zPerGauss;

        MagGain(int code, double xyPerGauss, double zPerGauss) {
            this.code = code;
            this.xyPerGauss = xyPerGauss;
            this.zPerGauss = zPerGauss;
        }
    }

    /** Measurements per second: {@code MAGRATE_7_5} is 7.5 Hz. After power-on it is 15 Hz. */
    public enum MagRate {
        MAGRATE_0_7(0.75),
        MAGRATE_1_5(1.5),
        MAGRATE_3_0(3),
        MAGRATE_7_5(7.5),
        MAGRATE_15(15),
        MAGRATE_30(30),
        MAGRATE_75(75),
        MAGRATE_220(220);

        private final double hertz;

        MagRate(double hertz) {
            this.hertz = hertz;
        }
    }

    /** The magnetic field along each axis in µT; NaN beyond the range of the {@link MagGain}. */
    public record Magnetic(double x, double y, double z) {}

    /** Starts continuous measurement with {@link MagGain#MAGGAIN_1_3}, and waits for the first measurement. */
    public LSM303DLH_Mag(I2C i2c) {
        chip = new Registers(i2c, ADDRESS);
        // The letters H43.
        chip.u24be(0x0A).require(0x483433, "LSM303DLH magnetometer");
        rate = chip.u8(0x00).steady().bits(2, 3).choice(MagRate.values());
        gain = chip.u8(0x01).bits(0, 8).choice(MagGain.values(), gain -> gain.code);
        magGain(MagGain.MAGGAIN_1_3);
        chip.u8(0x02).set(0);
        settle();
    }

    /**
     * The magnetic field, all axes of the same measurement. After a change of the gain it waits for two measurements, with
     * the bus locked. Axes that the chip cannot measure raise a {@link BusException}.
     */
    public Magnetic magnetic() {
        return chip.exclusively(() -> {
            if (stale) {
                settle();
            }
            chip.readInto(0x00, block.array());
            if ((block.get(2) & 3) != 0) {
                // It sleeps, as after power-on.
                throw BusException.settingsLost(chip, "LSM303DLH_Mag");
            }
            MagGain now = gain.from(block.array(), 0);
            return new Magnetic(axis(0x03, now.xyPerGauss), axis(0x07, now.xyPerGauss), axis(0x05, now.zPerGauss));
        });
    }

    /** Waits for the measurement that runs, the first after it, which has the old gain too, and a tenth more. */
    private void settle() {
        chip.sleep(Duration.ofNanos((long) (2.2e9 / rate.readSteadily().hertz)));
        stale = false;
    }

    /** An axis in µT. The chip has −4096 if it is beyond the range. */
    private double axis(int register, double perGauss) {
        int raw = block.getShort(register);
        return raw == -4096 ? Double.NaN : chip.plausible(raw, -2048, 2047, "for an axis") * 100 / perGauss;
    }

    public MagGain magGain() {
        return gain.get();
    }

    /** Changes the range. {@link #magnetic()} then waits for the first measurement with it. */
    public void magGain(MagGain gain) {
        chip.exclusively(() -> {
            stale = true;
            this.gain.set(gain);
        });
    }

    public MagRate magRate() {
        return rate.get();
    }

    public void magRate(MagRate rate) {
        this.rate.set(rate);
    }
}
