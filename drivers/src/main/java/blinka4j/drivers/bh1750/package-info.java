// SPDX-License-Identifier: MIT
/** ROHM BH1750: ambient light. */
@NullMarked
package blinka4j.drivers.bh1750;

import org.jspecify.annotations.NullMarked;
