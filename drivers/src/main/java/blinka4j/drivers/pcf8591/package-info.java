// SPDX-License-Identifier: MIT
/** NXP PCF8591: analog-to-digital converter with 4 inputs and an output. */
@NullMarked
package blinka4j.drivers.pcf8591;

import org.jspecify.annotations.NullMarked;
