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
    private final String wrongState;

    /**
     * @param front the object of this library
     * @param closed whether it is closed
     * @param wrongState Python's error for a call that the object's state does not allow
     */
    Resource(Errors errors, AutoCloseable front, BooleanSupplier closed, String wrongState) {
        this.errors = errors;
        this.buffers = new Buffers(errors);
        this.front = front;
        this.closed = closed;
        this.wrongState = wrongState;
    }

    final <T> T get(Supplier<T> action) {
        return errors.get(() -> {
            try {
                return action.get();
            } catch (IllegalStateException e) {
                if (closed.getAsBoolean()) {
                    throw errors.raise("ValueError", Errors.DEINITED);
                }
                throw errors.raised(e, wrongState);
            }
        });
    }

    final void run(Runnable action) {
        get(() -> {
            action.run();
            return Boolean.TRUE;
        });
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
