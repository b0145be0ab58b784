// SPDX-License-Identifier: MIT
/** CircuitPython's {@code adafruit_bus_device}: one device on a shared bus; drivers are written against it. */
@NullMarked
package blinka4j.busdevice;

import org.jspecify.annotations.NullMarked;
