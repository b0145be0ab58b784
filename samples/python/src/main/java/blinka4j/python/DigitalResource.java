// SPDX-License-Identifier: MIT
package blinka4j.python;

import blinka4j.digitalio.DigitalInOut;
import blinka4j.digitalio.Direction;
import blinka4j.digitalio.DriveMode;
import blinka4j.digitalio.Pull;
import blinka4j.microcontroller.Pin;
import org.jspecify.annotations.Nullable;

/** Behind {@code digitalio.DigitalInOut}. Pulls and drive modes are the names of the constants; null is no pull. */
public final class DigitalResource extends Resource {
    private final DigitalInOut io;
    private final Pin pin;

    DigitalResource(Errors errors, Pin pin, DigitalInOut io) {
        super(errors, io, io::isClosed, "AttributeError");
        this.pin = pin;
        this.io = io;
    }

    Pin pin() {
        return pin;
    }

    public boolean isOutput() {
        return get(() -> io.direction() == Direction.OUTPUT);
    }

    public void switchToInput(@Nullable String pull) {
        run(() -> io.switchToInput(pull == null ? null : Pull.valueOf(pull)));
    }

    public void switchToOutput(boolean value, String driveMode) {
        run(() -> io.switchToOutput(value, DriveMode.valueOf(driveMode)));
    }

    public boolean value() {
        return get(io::value);
    }

    public void value(boolean value) {
        run(() -> io.value(value));
    }

    public @Nullable String pull() {
        return get(() -> String.valueOf(io.pull()));
    }

    public void pull(@Nullable String pull) {
        run(() -> io.pull(pull == null ? null : Pull.valueOf(pull)));
    }

    public String driveMode() {
        return get(() -> io.driveMode().name());
    }

    public void driveMode(String mode) {
        run(() -> io.driveMode(DriveMode.valueOf(mode)));
    }
}
