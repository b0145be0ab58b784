// SPDX-License-Identifier: MIT
package blinka4j.drivers.lsm6ds;

import blinka4j.busio.I2C;

/**
 * STMicroelectronics LSM6DS3: ±2 to ±16 g, ±125 to ±2000 °/s. <a href="https://www.st.com/resource/en/datasheet/lsm6ds3.pdf">Data sheet</a>.
 * CircuitPython's class of this name reads the LSM6DS3TR-C, whose identification and temperature are others: it is {@link LSM6DS3TRC} here.
 */
public final class LSM6DS3 extends LSM6DS {
    public LSM6DS3(I2C i2c) {
        this(i2c, DEFAULT_ADDRESS);
    }

    /** @throws blinka4j.DeviceNotFoundException if nothing answers at {@code address}, or another chip does */
    public LSM6DS3(I2C i2c, int address) {
        super(i2c, address, 0x69, Model.TAP_CFG);
    }
}
