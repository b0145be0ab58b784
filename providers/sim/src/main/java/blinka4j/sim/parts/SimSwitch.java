// SPDX-License-Identifier: MIT
package blinka4j.sim.parts;

import blinka4j.sim.Quantity;
import blinka4j.sim.SimBoard;
import blinka4j.sim.SimPart;

/**
 * A switch between a pin and ground or 3.3 V, which stays as it is. While it is off it connects nothing: the level comes from a pull. Its
 * quantity is {@code on}, 0 or 1; it is off at first.
 */
public final class SimSwitch extends SimPart {
    private final Contact contact;
    private final Quantity on = reacts("on", 0, 1, "", 0, this::changed);

    /** A switch to ground. */
    public SimSwitch(SimBoard board, String pin) {
        this(board, pin, Rail.GROUND);
    }

    public SimSwitch(SimBoard board, String pin, Rail rail) {
        contact = new Contact(board, pin, rail);
        connected(board, pin);
    }

    /** Makes the contact bounce from now on, as {@link SimButton#bouncing} does. */
    public SimSwitch bouncing(long seed) {
        contact.bouncing(seed);
        return this;
    }

    /** Switches on or off. */
    public SimSwitch on(boolean to) {
        on.value(to ? 1 : 0);
        return this;
    }

    public boolean isOn() {
        return on.value() >= 0.5;
    }

    private void changed() {
        contact.close(isOn());
    }
}
