// SPDX-License-Identifier: MIT
/**
 * A page in the browser that shows a simulated board while a program runs on it, and that people drive it with.
 *
 * <p>Threads: the program's threads only note what happened, in memory of a fixed size. One thread of the bench looks at the board, at
 * most 20 times a second, and makes the events that all pages get. Each page has a thread that waits for its network. All are daemon
 * threads.
 */
@NullMarked
package blinka4j.bench;

import org.jspecify.annotations.NullMarked;
