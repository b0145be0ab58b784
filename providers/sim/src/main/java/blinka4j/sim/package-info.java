// SPDX-License-Identifier: MIT
/**
 * Hardware in memory: a board whose pins and buses a test drives and looks at, devices on those buses, time that
 * passes when the test says so, and playback of recorded conversations. Chips are in {@code blinka4j.sim.chips}, and what a person
 * connects to pins in {@code blinka4j.sim.parts}. What can be set on them is a {@link blinka4j.sim.Quantity}.
 *
 * <p>Threads: one lock guards everything on one {@link blinka4j.sim.SimClock}, which is everything on one board. Levels and the
 * time are read without it. A thread that changes a pin, transfers on a bus or lets time pass does all that follows from it
 * before it continues: it calls simulated devices, timed events and listeners.
 *
 * <p>Simulated devices are called with the lock held. A device must not wait for another thread that uses the same board: that is
 * a deadlock. Timed events and listeners run without the lock, so they may wait for such a thread. If another thread makes a
 * change while a listener runs, the first thread calls the listeners of that change too, after the one that runs.
 */
@NullMarked
package blinka4j.sim;

import org.jspecify.annotations.NullMarked;
