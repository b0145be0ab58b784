// SPDX-License-Identifier: MIT
/** STMicroelectronics LIS3DH: acceleration. */
@NullMarked
package blinka4j.drivers.lis3dh;

import org.jspecify.annotations.NullMarked;
