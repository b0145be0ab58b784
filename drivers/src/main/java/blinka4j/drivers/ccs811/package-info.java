// SPDX-License-Identifier: MIT
/** ams CCS811: air quality. */
@NullMarked
package blinka4j.drivers.ccs811;

import org.jspecify.annotations.NullMarked;
