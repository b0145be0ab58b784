// SPDX-License-Identifier: MIT
/** Plantower PMS5003, PMSA003I and others: particles in the air. */
@NullMarked
package blinka4j.drivers.pm25;

import org.jspecify.annotations.NullMarked;
