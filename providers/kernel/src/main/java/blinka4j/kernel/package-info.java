// SPDX-License-Identifier: MIT
/**
 * What every provider on Linux needs to know about the kernel: error numbers, device files, GPIO controllers, and the words in
 * which errors explain them. For authors of providers; programs do not use it.
 */
@NullMarked
package blinka4j.kernel;

import org.jspecify.annotations.NullMarked;
