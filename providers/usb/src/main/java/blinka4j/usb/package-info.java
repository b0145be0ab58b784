// SPDX-License-Identifier: MIT
/** The provider for USB bridges with an MCP2221A: {@link blinka4j.usb.UsbProvider}. */
@NullMarked
package blinka4j.usb;

import org.jspecify.annotations.NullMarked;
