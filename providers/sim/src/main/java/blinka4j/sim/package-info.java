// SPDX-License-Identifier: MIT
/**
 * Hardware in memory: a board whose pins and buses a test drives and looks at, devices on those buses, time that
 * passes when the test says so, and playback of recorded conversations.
 *
 * <p>Locking: all that belongs to one {@link blinka4j.sim.SimClock}, which is everything on one board, is changed under
 * one lock. A thread that changes a pin, transfers on a bus or lets time pass therefore runs what that causes
 * (simulated devices, timed events, edge listeners) itself, to the end, before it goes on; another thread that changes
 * something on the same board waits until then. Levels and the time are read without the lock. So a simulated device must
 * not wait for another thread that changes the same board.
 *
 * <p>The lock is given up while an edge listener of the program runs. Other threads can change the board meanwhile; the edges
 * that they cause reach the listeners in the thread that runs one already, after the one that runs.
 */
@NullMarked
package blinka4j.sim;

import org.jspecify.annotations.NullMarked;
