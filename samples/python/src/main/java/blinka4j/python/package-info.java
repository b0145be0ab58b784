// SPDX-License-Identifier: MIT
/** CircuitPython programs on the JVM, with GraalPy. Start with {@link blinka4j.python.PythonProgram}. */
@NullMarked
package blinka4j.python;

import org.jspecify.annotations.NullMarked;
