// SPDX-License-Identifier: MIT
package blinka4j.drivers.adxl34x;

import blinka4j.busio.I2C;

/** Analog Devices ADXL343, which has the registers of the {@link ADXL345}. */
public final class ADXL343 extends ADXL345 {
    public ADXL343(I2C i2c) {
        super(i2c);
    }

    /** @throws blinka4j.DeviceNotFoundException if nothing answers at {@code address}, or another chip does */
    public ADXL343(I2C i2c, int address) {
        super(i2c, address);
    }
}
