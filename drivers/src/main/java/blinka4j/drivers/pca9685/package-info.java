// SPDX-License-Identifier: MIT
/** NXP PCA9685: 16 outputs with pulse-width modulation. */
@NullMarked
package blinka4j.drivers.pca9685;

import org.jspecify.annotations.NullMarked;
