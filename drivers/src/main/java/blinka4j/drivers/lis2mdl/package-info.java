// SPDX-License-Identifier: MIT
/** STMicroelectronics LIS2MDL: magnetic field. */
@NullMarked
package blinka4j.drivers.lis2mdl;

import org.jspecify.annotations.NullMarked;
