// SPDX-License-Identifier: MIT
/** CircuitPython's {@code usb_hid}. */
@NullMarked
package blinka4j.usbhid;

import org.jspecify.annotations.NullMarked;
