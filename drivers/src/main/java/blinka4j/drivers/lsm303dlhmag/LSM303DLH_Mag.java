// SPDX-License-Identifier: MIT
package blinka4j.drivers.lsm303dlhmag;

import blinka4j.DeviceNotFoundException;
import blinka4j.busdevice.I2CDevice;
import blinka4j.busio.I2C;
import blinka4j.register.Bits;
import blinka4j.register.I2CRegisterAccessor;
import blinka4j.register.Register;
import blinka4j.register.RegisterArray;
import java.nio.ByteOrder;

/**
 * The magnetometer of STMicroelectronics' LSM303DLH and LSM303DLHC, with three axes. (The accelerometer in the same
 * package has an address of its own.)
 *
 * <p><a href="https://www.st.com/resource/en/datasheet/lsm303dlhc.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_LSM303DLH_Mag">Adafruit_CircuitPython_LSM303DLH_Mag</a>.
 *
 * <p>Safe to share between threads.
 */
public final class LSM303DLH_Mag {
    /** The chip has no other. */
    public static final int ADDRESS = 0x1e;

    /** The letters H43 in its three registers. */
    private static final int ID = 0x483433;

    private static final int CONTINUOUS = 0x00;
    private static final double MICROTESLA_PER_GAUSS = 100;
    private static final long OVERFLOW = -4096;

    private final I2CRegisterAccessor device;
    private final Bits rate;
    private final Register gainRegister;
    private final RegisterArray axes;
    /** Used with the bus held. */
    private final long[] raw = new long[3];

    private volatile MagGain gain = MagGain.MAGGAIN_1_3;

    /** The range in gauss (1 gauss is 100 µT): the wider, the coarser. Named as in CircuitPython. */
    public enum MagGain {
        /** ±1.3 gauss. */
        MAGGAIN_1_3(0x20, 1100, 980),
        /** ±1.9 gauss. */
        MAGGAIN_1_9(0x40, 855, 760),
        /** ±2.5 gauss. */
        MAGGAIN_2_5(0x60, 670, 600),
        /** ±4.0 gauss. */
        MAGGAIN_4_0(0x80, 450, 400),
        /** ±4.7 gauss. */
        MAGGAIN_4_7(0xA0, 400, 355),
        /** ±5.6 gauss. */
        MAGGAIN_5_6(0xC0, 330, 295),
        /** ±8.1 gauss. */
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

    /** Measurements per second. Named as in CircuitPython. */
    public enum MagRate {
        /** 0.75 Hz. */
        MAGRATE_0_7(0),
        /** 1.5 Hz. */
        MAGRATE_1_5(1),
        /** 3 Hz. */
        MAGRATE_3_0(2),
        /** 7.5 Hz. */
        MAGRATE_7_5(3),
        /** 15 Hz: that of a sensor just switched on. */
        MAGRATE_15(4),
        /** 30 Hz. */
        MAGRATE_30(5),
        /** 75 Hz. */
        MAGRATE_75(6),
        /** 220 Hz. */
        MAGRATE_220(7);

        private static final MagRate[] BY_CODE = values();

        private final int code;

        MagRate(int code) {
            this.code = code;
        }
    }

    /**
     * The magnetic field along each axis in µT; NaN where it is beyond the range of the {@link MagGain}.
     *
     * @param x in µT
     * @param y in µT
     * @param z in µT
     */
    public record Magnetic(double x, double y, double z) {}

    /**
     * Makes it measure all the time, with {@link MagGain#MAGGAIN_1_3}.
     *
     * @throws DeviceNotFoundException if nothing answers at {@link #ADDRESS}, or another chip
     */
    public LSM303DLH_Mag(I2C i2c) {
        device = new I2CRegisterAccessor(new I2CDevice(i2c, ADDRESS));
        rate = Register.u8(device, 0x00).bits(2, 3);
        gainRegister = Register.u8(device, 0x01);
        axes = new RegisterArray(device, 0x03, 2, ByteOrder.BIG_ENDIAN, true, 3);

        long id = new Register(device, 0x0A, 3, ByteOrder.BIG_ENDIAN).get();
        if (id != ID) {
            throw new DeviceNotFoundException(
                    "LSM303DLH magnetometer", device, "id 0x%06x (expected 0x%06x)".formatted(id, ID));
        }
        magGain(MagGain.MAGGAIN_1_3);
        Register.u8(device, 0x02).set(CONTINUOUS);
    }

    /** The magnetic field, all axes of the same measurement. */
    public Magnetic magnetic() {
        device.lock();
        try {
            // The chip has them in the order x, z, y.
            axes.readInto(raw);
            MagGain now = gain;
            return new Magnetic(
                    microtesla(raw[0], now.xyPerGauss),
                    microtesla(raw[2], now.xyPerGauss),
                    microtesla(raw[1], now.zPerGauss));
        } finally {
            device.unlock();
        }
    }

    private static double microtesla(long raw, double perGauss) {
        return raw == OVERFLOW ? Double.NaN : raw * MICROTESLA_PER_GAUSS / perGauss;
    }

    public MagGain magGain() {
        return gain;
    }

    /** A change counts from the next measurement on: read {@link #magnetic()} again after twice the time of one. */
    public void magGain(MagGain gain) {
        device.lock();
        try {
            gainRegister.set(gain.code);
            this.gain = gain;
        } finally {
            device.unlock();
        }
    }

    public MagRate magRate() {
        return MagRate.BY_CODE[rate.get()];
    }

    public void magRate(MagRate rate) {
        this.rate.set(rate.code);
    }
}
