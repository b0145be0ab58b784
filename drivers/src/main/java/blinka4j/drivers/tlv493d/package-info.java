// SPDX-License-Identifier: MIT
/** Infineon TLV493D-A1B6: magnetic field. */
@NullMarked
package blinka4j.drivers.tlv493d;

import org.jspecify.annotations.NullMarked;
