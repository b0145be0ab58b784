// SPDX-License-Identifier: MIT
package blinka4j.drivers.tca9548a;

import blinka4j.busio.I2C;

/**
 * NXP PCA9546A I2C multiplexer: as {@link TCA9548A}, with 4 channels.
 *
 * <p><a href="https://www.nxp.com/docs/en/data-sheet/PCA9546A.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_TCA9548A">Adafruit_CircuitPython_TCA9548A</a>.
 */
public final class PCA9546A extends TCA9548A {
    public PCA9546A(I2C i2c) {
        this(i2c, DEFAULT_ADDRESS);
    }

    public PCA9546A(I2C i2c, int address) {
        super(i2c, address, "PCA9546A", 4);
    }
}
