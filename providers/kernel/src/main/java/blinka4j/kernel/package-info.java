// SPDX-License-Identifier: MIT
/**
 * Knowledge of the Linux kernel that all providers share: error numbers, device files, GPIO controllers, and the error messages for
 * them. For authors of providers; programs do not use it.
 */
@NullMarked
package blinka4j.kernel;

import org.jspecify.annotations.NullMarked;
