// SPDX-License-Identifier: MIT
package blinka4j.drivers.lsm303dlhmag;

import blinka4j.BusException;
import blinka4j.busio.BusHold;
import blinka4j.busio.I2C;
import blinka4j.register.Choice;
import blinka4j.register.Register;
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

    private static final int CONTINUOUS = 0x00;
    private static final double MICROTESLA_PER_GAUSS = 100;
    private static final int OVERFLOW = -4096;
    private static final int LARGEST = 2047;

    /** Registers from the rate to the last axis. */
    private static final int COUNT = 9;

    private static final int RATE = 0;
    private static final int GAIN = 1;
    private static final int X = 3;
    private static final int Z = 5;
    private static final int Y = 7;

    /** The measurement that runs, the first after a change of the gain, which has the old one, and a tenth more. */
    private static final double MEASUREMENTS = 2.2;

    private final Registers chip;
    private final Choice<MagRate> rate;
    private final Register gainRegister;
    private final Choice<MagGain> gain;
    /** Settings and axes as they were last read; used with the bus locked. */
    private final byte[] registers = new byte[COUNT];
    /** True if the axes may belong to a measurement with another gain; used with the bus locked. */
    private boolean stale;

    /** The range in gauss (1 gauss is 100 µT). A wider range has larger steps. Named as in CircuitPython. */
    public enum MagGain {
        /** ±1.3 gauss. */
        MAGGAIN_1_3(1100, 980),
        /** ±1.9 gauss. */
        MAGGAIN_1_9(855, 760),
        /** ±2.5 gauss. */
        MAGGAIN_2_5(670, 600),
        /** ±4.0 gauss. */
        MAGGAIN_4_0(450, 400),
        /** ±4.7 gauss. */
        MAGGAIN_4_7(400, 355),
        /** ±5.6 gauss. */
        MAGGAIN_5_6(330, 295),
        /** ±8.1 gauss. */
        MAGGAIN_8_1(230, 205);

        private static final @Nullable MagGain[] BY_CODE = {
            null, MAGGAIN_1_3, MAGGAIN_1_9, MAGGAIN_2_5, MAGGAIN_4_0, MAGGAIN_4_7, MAGGAIN_5_6, MAGGAIN_8_1
        };

        private final double xyPerGauss;
        private final double zPerGauss;

        MagGain(double xyPerGauss, double zPerGauss) {
            this.xyPerGauss = xyPerGauss;
            this.zPerGauss = zPerGauss;
        }
    }

    /** Measurements per second. Named as in CircuitPython. */
    public enum MagRate {
        /** 0.75 Hz. */
        MAGRATE_0_7(0.75),
        /** 1.5 Hz. */
        MAGRATE_1_5(1.5),
        /** 3 Hz. */
        MAGRATE_3_0(3),
        /** 7.5 Hz. */
        MAGRATE_7_5(7.5),
        /** 15 Hz; the default after power-on. */
        MAGRATE_15(15),
        /** 30 Hz. */
        MAGRATE_30(30),
        /** 75 Hz. */
        MAGRATE_75(75),
        /** 220 Hz. */
        MAGRATE_220(220);

        private final double hertz;

        MagRate(double hertz) {
            this.hertz = hertz;
        }
    }

    /**
     * The magnetic field along each axis; NaN where it is beyond the range of the {@link MagGain}.
     *
     * @param x in µT
     * @param y in µT
     * @param z in µT
     */
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
        rate = chip.u8(RATE).bits(2, 3).choice(MagRate.values());
        gainRegister = chip.u8(GAIN);
        gain = gainRegister.bits(5, 3).alone().choice(MagGain.BY_CODE);
        magGain(MagGain.MAGGAIN_1_3);
        chip.u8(0x02).set(CONTINUOUS);
    }

    /**
     * The magnetic field, all axes of the same measurement. After a change of the gain it waits for two measurements, with
     * the bus locked.
     *
     * @throws BusException if the bytes read cannot be a measurement
     */
    public Magnetic magnetic() {
        BusHold hold = chip.lock();
        try (hold) {
            chip.readInto(RATE, registers);
            if (stale) {
                double hertz = rate.of(registers[RATE] >> 2 & 7).hertz;
                chip.sleep(Duration.ofNanos((long) (MEASUREMENTS / hertz * 1e9)));
                stale = false;
                chip.readInto(RATE, registers);
            }
            MagGain now = gain(registers[GAIN] & 0xff);
            return new Magnetic(
                    microtesla(X, now.xyPerGauss), microtesla(Y, now.xyPerGauss), microtesla(Z, now.zPerGauss));
        }
    }

    private double microtesla(int register, double perGauss) {
        int raw = (registers[register] << 8) | (registers[register + 1] & 0xff);
        if (raw == OVERFLOW) {
            return Double.NaN;
        }
        if (raw < -LARGEST - 1 || raw > LARGEST) {
            throw misread("%s for an axis".formatted(raw));
        }
        return raw * MICROTESLA_PER_GAUSS / perGauss;
    }

    /** The upper three bits are 1 to 7, the others 0. */
    private MagGain gain(int register) {
        if (register < 0x20 || (register & 0x1f) != 0) {
            throw misread("gain 0x%02x".formatted(register));
        }
        return gain.of(register >> 5);
    }

    private BusException misread(String found) {
        return new BusException(
                BusException.Kind.OTHER,
                "the LSM303DLH magnetometer at %s gave %s, which is not possible. It was read wrong. Check the wiring and the supply, and try again."
                        .formatted(chip, found));
    }

    /** The gain that the chip has. */
    public MagGain magGain() {
        return gain((int) gainRegister.get());
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
