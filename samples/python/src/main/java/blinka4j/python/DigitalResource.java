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
    // CircuitPython's messages for calls that the direction does not allow.
    private static final String PULL = "Pull not used when direction is output.";
    private static final String DRIVE_MODE = "Drive mode not used when direction is input.";

    private final DigitalInOut io;
    private final Pin pin;

    DigitalResource(Errors errors, Pin pin, DigitalInOut io) {
        super(errors, io, io::isClosed);
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
        get("Cannot set value when direction is input.", () -> {
            io.value(value);
            return Boolean.TRUE;
        });
    }

    public @Nullable String pull() {
        return get(PULL, () -> String.valueOf(io.pull()));
    }

    public void pull(@Nullable String pull) {
        get(PULL, () -> {
            io.pull(pull == null ? null : Pull.valueOf(pull));
            return Boolean.TRUE;
        });
    }

    public String driveMode() {
        return get(DRIVE_MODE, () -> io.driveMode().name());
    }

    public void driveMode(String mode) {
        get(DRIVE_MODE, () -> {
            io.driveMode(DriveMode.valueOf(mode));
            return Boolean.TRUE;
        });
    }
}
