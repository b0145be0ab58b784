// SPDX-License-Identifier: MIT
package blinka4j.python;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** A pin or bus that a program has opened, as the Python modules in the resources see it. */
public abstract class Resource {
    final Errors errors;
    final Buffers buffers;
    private final AutoCloseable front;
    private final BooleanSupplier closed;

    /**
     * @param front the object of this library
     * @param closed whether it is closed
     */
    Resource(Errors errors, AutoCloseable front, BooleanSupplier closed) {
        this.errors = errors;
        this.buffers = new Buffers(errors);
        this.front = front;
        this.closed = closed;
    }

    final <T> T get(Supplier<T> action) {
        return get("", action);
    }

    /** @param wrongState the message of the AttributeError if the object's state does not allow the action; empty if it always does */
    final <T> T get(String wrongState, Supplier<T> action) {
        return errors.get(() -> {
            try {
                return action.get();
            } catch (IllegalStateException e) {
                if (closed.getAsBoolean()) {
                    throw errors.raise("ValueError", Errors.DEINITED);
                }
                throw wrongState.isEmpty() ? e : errors.raise("AttributeError", wrongState);
            }
        });
    }

    final void run(Runnable action) {
        get(() -> {
            action.run();
            return Boolean.TRUE;
        });
    }

    final AutoCloseable front() {
        return front;
    }

    public boolean isDeinited() {
        return closed.getAsBoolean();
    }

    /** Closes it. Doing so again does nothing. */
    public void deinit() {
        run(() -> {
            try {
                front.close();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
