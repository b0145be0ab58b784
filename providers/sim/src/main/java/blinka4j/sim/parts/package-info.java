// SPDX-License-Identifier: MIT
/**
 * Parts that a person connects to the pins of a board: buttons and switches, knobs, resistors with a capacitor, servos, LEDs, motors. Each
 * constructor takes the board and the names of pins. {@link blinka4j.sim.SimBoard#parts} lists them. What can be set is a
 * {@link blinka4j.sim.Quantity}. The time is that of the board.
 *
 * <p>For a pull resistor call {@link blinka4j.sim.SimPin#resistor}, for a wire {@link blinka4j.sim.SimBoard#wire}; a resistor in series is
 * a wire.
 */
@NullMarked
package blinka4j.sim.parts;

import org.jspecify.annotations.NullMarked;
