// SPDX-License-Identifier: MIT
/** The provider for boards with MicroPython or CircuitPython on a USB cable: {@link blinka4j.micropython.MicroPythonProvider}. */
@NullMarked
package blinka4j.micropython;

import org.jspecify.annotations.NullMarked;
