// SPDX-License-Identifier: MIT
/** Texas Instruments TCA9548A and NXP PCA9546A: I2C multiplexers. */
@NullMarked
package blinka4j.drivers.tca9548a;

import org.jspecify.annotations.NullMarked;
