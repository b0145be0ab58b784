// SPDX-License-Identifier: MIT
/**
 * Programs for a guest of the lab, which has a real kernel. They use the library as any program does and print their
 * results. The tests outside compare these with their changes of the board.
 */
@NullMarked
package blinka4j.lab.guest;

import org.jspecify.annotations.NullMarked;
