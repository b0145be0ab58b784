// SPDX-License-Identifier: MIT
/** Sensirion SGP40: air quality. */
@NullMarked
package blinka4j.drivers.sgp40;

import org.jspecify.annotations.NullMarked;
