// SPDX-License-Identifier: MIT
@NullMarked
package blinka4j.usb;

import org.jspecify.annotations.NullMarked;
