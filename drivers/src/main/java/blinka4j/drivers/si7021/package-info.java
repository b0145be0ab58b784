// SPDX-License-Identifier: MIT
/** Silicon Labs Si7013, Si7020 and Si7021: temperature and humidity. */
@NullMarked
package blinka4j.drivers.si7021;

import org.jspecify.annotations.NullMarked;
