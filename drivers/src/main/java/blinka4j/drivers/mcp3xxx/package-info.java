// SPDX-License-Identifier: MIT
/** Microchip MCP3002 to MCP3208: analog-to-digital converters with 2 to 8 inputs. */
@NullMarked
package blinka4j.drivers.mcp3xxx;

import org.jspecify.annotations.NullMarked;
