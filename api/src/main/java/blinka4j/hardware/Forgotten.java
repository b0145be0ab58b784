// SPDX-License-Identifier: MIT
package blinka4j.hardware;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.ref.Cleaner;

/**
 * Closes a pin or bus that the program forgot to close, and logs a warning, when the program's object is garbage. Has no
 * reference to that object.
 */
final class Forgotten implements Runnable {
    private static final Cleaner CLEANER = Cleaner.create();

    private final Hold hold;

    private Forgotten(Hold hold) {
        this.hold = hold;
    }

    /** @return call its {@code clean()} when the hold is closed, so that nothing is done later */
    static Cleaner.Cleanable track(Object front, Hold hold) {
        return CLEANER.register(front, new Forgotten(hold));
    }

    @Override
    public void run() {
        if (hold.isClosed()) {
            return;
        }
        RuntimeException failure = null;
        try {
            hold.close();
        } catch (RuntimeException e) {
            failure = e;
        }
        // Logs last, because a logger may fail too.
        Logger logger = System.getLogger("blinka4j");
        logger.log(
                Level.WARNING,
                "{0} was garbage before it was closed. It is closed now. Use try-with-resources, or keep a reference to it.",
                hold.described());
        if (failure != null) {
            logger.log(Level.WARNING, "cannot close " + hold, failure);
        }
    }
}
