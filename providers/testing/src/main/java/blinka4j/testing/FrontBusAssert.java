// SPDX-License-Identifier: MIT
package blinka4j.testing;

import java.util.concurrent.atomic.AtomicBoolean;
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

    /** Another thread can take the bus. */
    public FrontBusAssert isUnlocked() {
        if (!canBeTaken()) {
            failWithMessage("%s is locked, so that no other thread can take it. Unlock it in a finally block.", actual);
        }
        return this;
    }

    /** A thread has locked the bus, and not unlocked it. */
    public FrontBusAssert isLocked() {
        if (canBeTaken()) {
            failWithMessage("%s is not locked", actual);
        }
        return this;
    }

    private boolean canBeTaken() {
        AtomicBoolean taken = new AtomicBoolean();
        Thread other = new Thread(() -> {
            if (tryLock.getAsBoolean()) {
                unlock.run();
                taken.set(true);
            }
        });
        other.start();
        try {
            other.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return taken.get();
    }
}
