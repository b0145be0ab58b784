// SPDX-License-Identifier: MIT
package blinka4j.drivers.lsm6ds;

import blinka4j.busio.I2C;

/** STMicroelectronics LSM6DSOX: ±2 to ±16 g, ±125 to ±2000 °/s, with a machine learning core. <a href="https://www.st.com/resource/en/datasheet/lsm6dsox.pdf">Data sheet</a>. */
public final class LSM6DSOX extends LSM6DS {
    public LSM6DSOX(I2C i2c) {
        this(i2c, DEFAULT_ADDRESS);
    }

    /** @throws blinka4j.DeviceNotFoundException if nothing answers at {@code address}, or another chip does */
    public LSM6DSOX(I2C i2c, int address) {
        super(i2c, address, 0x6C, Model.EMBEDDED);
    }

    /** Calls {@link #loadMlc} with {@code ucf} too. */
    public LSM6DSOX(I2C i2c, int address, String ucf) {
        this(i2c, address);
        loadMlc(ucf);
    }
}
