// SPDX-License-Identifier: MIT
/** Texas Instruments HDC3020, HDC3021 and HDC3022: temperature and humidity. */
@NullMarked
package blinka4j.drivers.hdc302x;

import org.jspecify.annotations.NullMarked;
