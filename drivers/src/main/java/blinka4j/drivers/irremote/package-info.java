// SPDX-License-Identifier: MIT
/** Infrared remote controls: NEC, Samsung, Sony and similar codes. */
@NullMarked
package blinka4j.drivers.irremote;

import org.jspecify.annotations.NullMarked;
