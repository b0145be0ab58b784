// SPDX-License-Identifier: MIT
package blinka4j.testing;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.BooleanSupplier;
import org.assertj.core.api.AbstractAssert;

/** Assertions about the program's {@code I2C} or {@code SPI}. */
public final class FrontBusAssert extends AbstractAssert<FrontBusAssert, Object> {
    private final BooleanSupplier tryLock;
    private final Runnable unlock;

    FrontBusAssert(Object actual, BooleanSupplier tryLock, Runnable unlock) {
        super(actual, FrontBusAssert.class);
        this.tryLock = tryLock;
        this.unlock = unlock;
    }

    /**
     * Another thread can take the bus.
     *
     * @throws IllegalStateException if the bus is closed
     */
    public FrontBusAssert isUnlocked() {
        if (!canBeTaken()) {
            failWithMessage("%s is locked, so that no other thread can take it. Unlock it in a finally block.", actual);
        }
        return this;
    }

    /**
     * A thread has locked the bus, and not unlocked it.
     *
     * @throws IllegalStateException if the bus is closed
     */
    public FrontBusAssert isLocked() {
        if (canBeTaken()) {
            failWithMessage("%s is not locked", actual);
        }
        return this;
    }

    private boolean canBeTaken() {
        FutureTask<Boolean> taken = new FutureTask<>(() -> {
            boolean isTaken = tryLock.getAsBoolean();
            if (isTaken) {
                unlock.run();
            }
            return isTaken;
        });
        new Thread(taken, "blinka4j-testing").start();
        try {
            return taken.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IllegalStateException closed ? closed : new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking whether %s is locked".formatted(actual), e);
        }
    }
}
