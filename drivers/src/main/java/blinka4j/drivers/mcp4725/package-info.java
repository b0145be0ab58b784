// SPDX-License-Identifier: MIT
/** Microchip MCP4725: digital-to-analog converter. */
@NullMarked
package blinka4j.drivers.mcp4725;

import org.jspecify.annotations.NullMarked;
