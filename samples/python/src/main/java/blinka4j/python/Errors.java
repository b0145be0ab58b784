// SPDX-License-Identifier: MIT
package blinka4j.python;

import blinka4j.BusException;
import blinka4j.HardwareException;
import blinka4j.NotAvailableException;
import blinka4j.SleepInterruptedException;
import java.util.Objects;
import java.util.function.Supplier;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/** Raises errors of Python where this library throws its exceptions. The message is kept. */
final class Errors {
    /** CircuitPython's message. */
    static final String DEINITED = "Object has been deinitialized and can no longer be used. Create a new object.";

    /** Linux's error numbers, which GraalPy's {@code errno} has too. */
    private static final int EIO = 5;

    private static final int EBUSY = 16;
    private static final int ENODEV = 19;
    private static final int ETIMEDOUT = 110;

    /** A function of Python that raises: its parameters are the name of the error, the number for an OSError or None, and the message. */
    private @Nullable Value raise;

    void raiseWith(Value function) {
        raise = function;
    }

    /** The action's value. An exception of this library becomes an error of Python, in the program's thread. */
    <T> T get(Supplier<T> action) {
        try {
            return action.get();
        } catch (HardwareException | IllegalStateException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw raised(e);
        }
    }

    private RuntimeException raised(RuntimeException e) {
        String message = inPython(String.valueOf(e.getMessage()));
        if (e instanceof BusException bus) {
            return raised(bus, message);
        }
        if (e instanceof SleepInterruptedException) {
            return interrupted();
        }
        if (e instanceof IndexOutOfBoundsException) {
            return raise("IndexError", message);
        }
        if (e instanceof NotAvailableException) {
            return raise("NotImplementedError", message);
        }
        if (e instanceof IllegalStateException) {
            return raise("RuntimeError", message);
        }
        // DeviceNotFoundException and PinException too: "No I2C device at address", "D5 in use".
        return raise("ValueError", message);
    }

    /** The messages of this library say what to do in Java. */
    private static String inPython(String message) {
        return message.replaceAll("\\bnew (?=[A-Z])", "").replace("Board.", "board.");
    }

    private RuntimeException raised(BusException e, String message) {
        return switch (e.kind()) {
            case NO_ACKNOWLEDGE -> raise(ENODEV, message);
            case TIMEOUT -> raise(ETIMEDOUT, message);
            case BUSY -> raise(EBUSY, message);
            case INTERRUPTED -> interrupted();
            case CHECKSUM -> raise("RuntimeError", message);
            case ARBITRATION_LOST, OTHER -> raise(e.errno() == 0 ? EIO : e.errno(), message);
        };
    }

    private RuntimeException raise(int number, String message) {
        return raise("OSError", number, message);
    }

    /** Raises KeyboardInterrupt, in place of the interrupt: an interrupted thread could not print any more. */
    RuntimeException interrupted() {
        Thread.interrupted();
        return raise("KeyboardInterrupt", "");
    }

    RuntimeException raise(String error, String message) {
        return raise(error, null, message);
    }

    private RuntimeException raise(String error, @Nullable Integer number, String message) {
        Objects.requireNonNull(raise).executeVoid(error, number, message);
        return new IllegalStateException("Python raised no " + error);
    }
}
