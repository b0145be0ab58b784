// SPDX-License-Identifier: MIT
/**
 * Programs that run inside a guest of the lab, on the real kernel, written as a user of the library would write them. They
 * print what they see; the tests outside compare it with what they did to the board.
 */
@NullMarked
package blinka4j.lab.guest;

import org.jspecify.annotations.NullMarked;
