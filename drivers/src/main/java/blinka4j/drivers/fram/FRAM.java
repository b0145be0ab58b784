// SPDX-License-Identifier: MIT
package blinka4j.drivers.fram;

import blinka4j.register.Memory;

/**
 * A ferroelectric memory: its bytes stay without power, and are written as fast as the bus. {@link FRAM_I2C} and
 * {@link FRAM_SPI} are the two kinds.
 */
public abstract sealed class FRAM extends Memory permits FRAM_I2C, FRAM_SPI {
    /** Bytes in one write: fewer than the limits of Linux, and all sizes are multiples of it. */
    private static final int PIECE = 1024;

    FRAM(int size) {
        super(size, PIECE);
    }
}
