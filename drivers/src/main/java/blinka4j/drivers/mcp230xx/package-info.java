// SPDX-License-Identifier: MIT
/** Microchip MCP23008, MCP23016, MCP23017, MCP23S08 and MCP23S17: 8 or 16 digital inputs and outputs. */
@NullMarked
package blinka4j.drivers.mcp230xx;

import org.jspecify.annotations.NullMarked;
