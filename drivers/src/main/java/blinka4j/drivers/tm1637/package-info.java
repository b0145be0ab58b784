// SPDX-License-Identifier: MIT
/** Titan Micro TM1637: displays of up to 6 digits with 7 segments. */
@NullMarked
package blinka4j.drivers.tm1637;

import org.jspecify.annotations.NullMarked;
