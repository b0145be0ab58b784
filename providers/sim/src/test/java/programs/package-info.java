// SPDX-License-Identifier: MIT
/** Programs as people write them, outside of the library's packages. */
@NullMarked
package programs;

import org.jspecify.annotations.NullMarked;
