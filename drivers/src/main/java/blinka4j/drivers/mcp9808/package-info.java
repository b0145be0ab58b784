// SPDX-License-Identifier: MIT
/** Microchip MCP9808: temperature. */
@NullMarked
package blinka4j.drivers.mcp9808;

import org.jspecify.annotations.NullMarked;
