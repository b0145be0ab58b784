// SPDX-License-Identifier: MIT
/** STMicroelectronics L3GD20 and L3GD20H: rotation. */
@NullMarked
package blinka4j.drivers.l3gd20;

import org.jspecify.annotations.NullMarked;
