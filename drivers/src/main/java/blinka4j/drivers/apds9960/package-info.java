// SPDX-License-Identifier: MIT
/** Broadcom APDS-9960: proximity, gestures, color and ambient light. */
@NullMarked
package blinka4j.drivers.apds9960;

import org.jspecify.annotations.NullMarked;
