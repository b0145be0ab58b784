// SPDX-License-Identifier: MIT
package blinka4j.microcontroller;

import blinka4j.hardware.Hardware;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A pin, by the name printed on the board: {@code D18}, {@code SDA}, {@code P9_12}.
 *
 * <p>Pure data. Which line it is on this machine is found when {@code DigitalInOut}, {@code I2C} or another class opens
 * it; a name that the board lacks gives an error then.
 */
public final class Pin {
    private final String name;
    private final @Nullable Hardware hardware;

    /** A pin of the board that the program runs on. */
    public Pin(String name) {
        this(name, null);
    }

    /** @param hardware the board that the pin is on; null for the one that the program runs on */
    public Pin(String name, @Nullable Hardware hardware) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a pin needs a name, such as D18");
        }
        this.name = name;
        this.hardware = hardware;
    }

    public String name() {
        return name;
    }

    /** The board that this pin is on. */
    public Hardware hardware() {
        return hardware != null ? hardware : Hardware.current();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Pin pin && name.equals(pin.name) && hardware == pin.hardware;
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, System.identityHashCode(hardware));
    }

    @Override
    public String toString() {
        return name;
    }
}
