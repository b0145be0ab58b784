// SPDX-License-Identifier: MIT
/** Programs and drivers as users have them, in a package of their own, as messages name lines outside of this library. */
@NullMarked
package programs;

import org.jspecify.annotations.NullMarked;
