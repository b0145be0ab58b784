// SPDX-License-Identifier: MIT
/** Sensirion SGP30: air quality. */
@NullMarked
package blinka4j.drivers.sgp30;

import org.jspecify.annotations.NullMarked;
