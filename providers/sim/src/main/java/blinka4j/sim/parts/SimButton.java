// SPDX-License-Identifier: MIT
package blinka4j.sim.parts;

import blinka4j.sim.Quantity;
import blinka4j.sim.SimBoard;
import blinka4j.sim.SimPart;
import java.time.Duration;

/**
 * A push button between a pin and ground or 3.3 V. While it is not pressed it connects nothing: the level comes from the program's pull,
 * or from a resistor, {@code board.pin("D4").resistor(Pull.UP)}. Its quantity is {@code pressed}, 0 or 1.
 *
 * <p>Pressing it while the program drives the pin to the other level is a short circuit: a {@code PinException}.
 */
public final class SimButton extends SimPart {
    private final Contact contact;
    private final Quantity pressed = reacts("pressed", 0, 1, "", 0, this::changed);

    /** A button to ground. */
    public SimButton(SimBoard board, String pin) {
        this(board, pin, Rail.GROUND);
    }

    public SimButton(SimBoard board, String pin, Rail rail) {
        contact = new Contact(board, pin, rail);
        connected(board, pin);
    }

    /**
     * Makes the contact bounce from now on: after each press and each release it opens and closes up to 8 times within 6.2 ms, on average
     * within 1.6 ms, as real buttons do.
     *
     * @param seed the same seed gives the same times
     */
    public SimButton bouncing(long seed) {
        contact.bouncing(seed);
        return this;
    }

    /** Presses the button, until {@link #release}. */
    public SimButton press() {
        pressed.value(1);
        return this;
    }

    /** Presses the button now, and releases it after this time of the board. */
    public SimButton press(Duration time) {
        press();
        clock().after(time, this::release);
        return this;
    }

    public SimButton release() {
        pressed.value(0);
        return this;
    }

    public boolean isPressed() {
        return pressed.value() >= 0.5;
    }

    private void changed() {
        contact.close(isPressed());
    }
}
