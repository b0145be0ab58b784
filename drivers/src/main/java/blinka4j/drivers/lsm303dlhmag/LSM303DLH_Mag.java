// SPDX-License-Identifier: MIT
package blinka4j.drivers.lsm303dlhmag;

import blinka4j.BusException;
import blinka4j.DeviceNotFoundException;
import blinka4j.busdevice.I2CDevice;
import blinka4j.busio.BusHold;
import blinka4j.busio.I2C;
import blinka4j.register.Bits;
import blinka4j.register.I2CRegisterAccessor;
import blinka4j.register.Register;
import java.nio.ByteOrder;
import java.time.Duration;

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
    private static final int OVERFLOW = -4096;
    private static final int LARGEST = 2047;

    /** From the rate to the last axis. */
    private static final int COUNT = 9;

    private static final int RATE = 0;
    private static final int GAIN = 1;
    private static final int X = 3;
    private static final int Z = 5;
    private static final int Y = 7;

    /** The measurement under way, the first after a change of the gain, which keeps the old one, and a tenth more. */
    private static final double MEASUREMENTS = 2.2;

    private final I2CRegisterAccessor device;
    private final Bits rate;
    private final Register gainRegister;
    /** Settings and axes as they were last read; used with the bus held. */
    private final byte[] registers = new byte[1 + COUNT];
    /** Whether the axes may be of a measurement with another gain; used with the bus held. */
    private boolean stale;

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

        private static final MagGain[] BY_CODE = values();

        private final int code;
        private final double xyPerGauss;
        private final double zPerGauss;

        MagGain(int code, double xyPerGauss, double zPerGauss) {
            this.code = code;
            this.xyPerGauss = xyPerGauss;
            this.zPerGauss = zPerGauss;
        }

        private static MagGain of(int code, Object device) {
            for (MagGain gain : BY_CODE) {
                if (gain.code == code) {
                    return gain;
                }
            }
            throw misread(device, "gain 0x%02x".formatted(code));
        }
    }

    /** Measurements per second. Named as in CircuitPython. */
    public enum MagRate {
        /** 0.75 Hz. */
        MAGRATE_0_7(0, 0.75),
        /** 1.5 Hz. */
        MAGRATE_1_5(1, 1.5),
        /** 3 Hz. */
        MAGRATE_3_0(2, 3),
        /** 7.5 Hz. */
        MAGRATE_7_5(3, 7.5),
        /** 15 Hz: that of a sensor just switched on. */
        MAGRATE_15(4, 15),
        /** 30 Hz. */
        MAGRATE_30(5, 30),
        /** 75 Hz. */
        MAGRATE_75(6, 75),
        /** 220 Hz. */
        MAGRATE_220(7, 220);

        private static final MagRate[] BY_CODE = values();

        private final int code;
        private final double hertz;

        MagRate(int code, double hertz) {
            this.code = code;
            this.hertz = hertz;
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

        long id = new Register(device, 0x0A, 3, ByteOrder.BIG_ENDIAN).get();
        if (id != ID) {
            throw new DeviceNotFoundException(
                    "LSM303DLH magnetometer", device, "id 0x%06x (expected 0x%06x)".formatted(id, ID));
        }
        magGain(MagGain.MAGGAIN_1_3);
        Register.u8(device, 0x02).set(CONTINUOUS);
    }

    /**
     * The magnetic field, all axes of the same measurement. After a change of the gain it waits for a measurement with that
     * one, two measurements long, and holds the bus so long.
     *
     * @throws BusException if what was read is no measurement
     */
    public Magnetic magnetic() {
        BusHold hold = device.lock();
        try (hold) {
            read();
            if (stale) {
                MagRate now = MagRate.BY_CODE[registers[1 + RATE] >> 2 & 7];
                device.sleep(Duration.ofNanos((long) (MEASUREMENTS / now.hertz * 1e9)));
                stale = false;
                read();
            }
            MagGain gain = MagGain.of(registers[1 + GAIN] & 0xff, device);
            return new Magnetic(
                    microtesla(X, gain.xyPerGauss), microtesla(Y, gain.xyPerGauss), microtesla(Z, gain.zPerGauss));
        }
    }

    /** The gain together with what it scales, in one transfer. */
    private void read() {
        device.readRegister(RATE, registers, registers.length);
    }

    private double microtesla(int register, double perGauss) {
        int raw = (registers[1 + register] << 8) | (registers[2 + register] & 0xff);
        if (raw == OVERFLOW) {
            return Double.NaN;
        }
        if (raw < -LARGEST - 1 || raw > LARGEST) {
            throw misread(device, "%s for an axis".formatted(raw));
        }
        return raw * MICROTESLA_PER_GAUSS / perGauss;
    }

    private static BusException misread(Object device, String found) {
        return new BusException(
                BusException.Kind.OTHER,
                "the LSM303DLH magnetometer at %s gave %s, which it does not have: it was read wrong; check the wiring and the supply, and try again"
                        .formatted(device, found));
    }

    /** The gain that the chip has. */
    public MagGain magGain() {
        return MagGain.of((int) gainRegister.get(), device);
    }

    /** Changes the range; {@link #magnetic()} waits for the first measurement with it. */
    public void magGain(MagGain gain) {
        BusHold hold = device.lock();
        try (hold) {
            stale = true;
            gainRegister.set(gain.code);
        }
    }

    public MagRate magRate() {
        return MagRate.BY_CODE[rate.get()];
    }

    public void magRate(MagRate rate) {
        this.rate.set(rate.code);
    }
}
