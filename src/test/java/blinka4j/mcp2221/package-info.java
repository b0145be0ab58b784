// SPDX-License-Identifier: MIT
/** The provider {@code usb} with a bridge that {@link blinka4j.mcp2221.PlayedMcp2221} plays, in this virtual machine or behind the kernel's uhid. */
@NullMarked
package blinka4j.mcp2221;

import org.jspecify.annotations.NullMarked;
