// SPDX-License-Identifier: MIT
package blinka4j.drivers.lsm6ds;

import blinka4j.busio.BusHold;
import blinka4j.busio.I2C;
import blinka4j.register.Bits;

/** STMicroelectronics ISM330DHCX: ±2 to ±16 g, ±125 to ±4000 °/s, with a machine learning core. <a href="https://www.st.com/resource/en/datasheet/ism330dhcx.pdf">Data sheet</a>. */
public final class ISM330DHCX extends LSM6DS {
    private final Bits lowPower;

    public ISM330DHCX(I2C i2c) {
        this(i2c, DEFAULT_ADDRESS);
    }

    /** @throws blinka4j.DeviceNotFoundException if nothing answers at {@code address}, or another chip does */
    public ISM330DHCX(I2C i2c, int address) {
        super(i2c, address, 0x6B, Model.EMBEDDED);
        lowPower = chip.u8(0x15).steady().bit(4);
    }

    /** True if the accelerometer saves power. It must for {@link Rate#RATE_1_6_HZ}. */
    public boolean lowPowerMode() {
        BusHold hold = lock();
        try (hold) {
            return lowPower.isSet();
        }
    }

    public void lowPowerMode(boolean lowPower) {
        BusHold hold = lock();
        try (hold) {
            this.lowPower.set(lowPower);
        }
    }

    /** Sets {@link #lowPowerMode(boolean)} too for {@link Rate#RATE_1_6_HZ}. */
    @Override
    public void accelerometerDataRate(Rate rate) {
        if (rate == Rate.RATE_1_6_HZ) {
            lowPowerMode(true);
        }
        super.accelerometerDataRate(rate);
    }
}
