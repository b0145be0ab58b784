// SPDX-License-Identifier: MIT
package blinka4j.drivers.lsm303dlhmag;

import blinka4j.busio.BusHold;
import blinka4j.busio.I2C;
import blinka4j.register.Bits;
import blinka4j.register.Choice;
import blinka4j.register.Registers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Magnetometer of the STMicroelectronics LSM303DLH and LSM303DLHC: three axes, ±130 to ±810 µT. (The accelerometer in the
 * same package has another address.)
 *
 * <p><a href="https://www.st.com/resource/en/datasheet/lsm303dlhc.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_LSM303DLH_Mag">Adafruit_CircuitPython_LSM303DLH_Mag</a>. Safe
 * to share between threads.
 */
public final class LSM303DLH_Mag {
    /** The only address of the chip. */
    public static final int ADDRESS = 0x1e;

    private static final int OVERFLOW = -4096;

    /** The measurement that runs, the first after a change of the gain, which has the old one, and a tenth more. */
    private static final double MEASUREMENTS = 2.2;

    private final Registers chip;
    private final Choice<MagRate> rate;
    private final Choice<MagGain> gain;
    private final Bits x;
    private final Bits y;
    private final Bits z;
    /** Settings and axes as they were last read; used with the bus locked. */
    private final byte[] block = new byte[9];
    /** True if the axes may belong to a measurement with another gain; used with the bus locked. */
    private boolean stale;

    /** The range in gauss: {@code MAGGAIN_1_3} is ±1.3 gauss, ±130 µT. A wider range has larger steps. */
    public enum MagGain {
        MAGGAIN_1_3(1100, 980),
        MAGGAIN_1_9(855, 760),
        MAGGAIN_2_5(670, 600),
        MAGGAIN_4_0(450, 400),
        MAGGAIN_4_7(400, 355),
        MAGGAIN_5_6(330, 295),
        MAGGAIN_8_1(230, 205);

        private final double xyPerGauss;
        private final double zPerGauss;

        MagGain(double xyPerGauss, double zPerGauss) {
            this.xyPerGauss = xyPerGauss;
            this.zPerGauss = zPerGauss;
        }
    }

    /** Measurements per second: {@code MAGRATE_7_5} is 7.5 Hz. */
    public enum MagRate {
        MAGRATE_0_7(0.75),
        MAGRATE_1_5(1.5),
        MAGRATE_3_0(3),
        MAGRATE_7_5(7.5),
        /** The default after power-on. */
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

    /**
     * Starts continuous measurement with {@link MagGain#MAGGAIN_1_3}.
     *
     * @throws blinka4j.DeviceNotFoundException if nothing answers at {@link #ADDRESS}, or another chip does
     */
    public LSM303DLH_Mag(I2C i2c) {
        chip = new Registers(i2c, ADDRESS);
        // The letters H43.
        chip.u24be(0x0A).require(0x483433, "LSM303DLH magnetometer");
        rate = chip.u8(0x00).bits(2, 3).choice(MagRate.values());
        // The upper three bits are 1 to 7, the others 0.
        @Nullable MagGain[] gains = new @Nullable MagGain[0xE1];
        for (int code = 1; code < 8; code++) {
            gains[code << 5] = MagGain.values()[code - 1];
        }
        gain = chip.u8(0x01).bits(0, 8).choice(gains);
        x = chip.u16be(0x03).bits(0, 16).signed();
        z = chip.u16be(0x05).bits(0, 16).signed();
        y = chip.u16be(0x07).bits(0, 16).signed();
        magGain(MagGain.MAGGAIN_1_3);
        chip.u8(0x02).set(0);
    }

    /**
     * The magnetic field, all axes of the same measurement. After a change of the gain it waits for two measurements, with
     * the bus locked.
     *
     * @throws blinka4j.BusException if the bytes read cannot be a measurement
     */
    public Magnetic magnetic() {
        return chip.exclusively(() -> {
            chip.readInto(0x00, block);
            if (stale) {
                double seconds = MEASUREMENTS / rate.from(block, 0).hertz;
                chip.sleep(Duration.ofNanos((long) (seconds * 1e9)));
                stale = false;
                chip.readInto(0x00, block);
            }
            MagGain now = gain.from(block, 0);
            return new Magnetic(
                    microtesla(x, now.xyPerGauss), microtesla(y, now.xyPerGauss), microtesla(z, now.zPerGauss));
        });
    }

    private double microtesla(Bits axis, double perGauss) {
        int raw = axis.from(block, 0);
        if (raw == OVERFLOW) {
            return Double.NaN;
        }
        return chip.plausible(raw, -2048, 2047, "for an axis") * 100 / perGauss;
    }

    /** The gain that the chip has. */
    public MagGain magGain() {
        return gain.get();
    }

    /** Changes the range. {@link #magnetic()} then waits for the first measurement with it. */
    public void magGain(MagGain gain) {
        BusHold hold = chip.lock();
        try (hold) {
            stale = true;
            this.gain.set(gain);
        }
    }

    public MagRate magRate() {
        return rate.get();
    }

    public void magRate(MagRate rate) {
        this.rate.set(rate);
    }
}
