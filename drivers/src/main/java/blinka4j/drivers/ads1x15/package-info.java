// SPDX-License-Identifier: MIT
/** Texas Instruments ADS1015 and ADS1115: analog-to-digital converters with 4 inputs. */
@NullMarked
package blinka4j.drivers.ads1x15;

import org.jspecify.annotations.NullMarked;
