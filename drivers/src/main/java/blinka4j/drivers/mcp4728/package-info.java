// SPDX-License-Identifier: MIT
/** Microchip MCP4728: digital-to-analog converter with 4 outputs. */
@NullMarked
package blinka4j.drivers.mcp4728;

import org.jspecify.annotations.NullMarked;
