// SPDX-License-Identifier: MIT
package blinka4j.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * The playbacks ({@link I2CPlayback}, {@link SPIPlayback}) that a test makes, for an extension of a test framework: after the test it
 * asks whether all scripts were played to their end.
 */
public final class Playbacks {
    private static final InheritableThreadLocal<@Nullable Playbacks> WATCHED = new InheritableThreadLocal<>();

    /** That of a test which runs in the same thread and waits for this one, as JUnit can do it. */
    private final @Nullable Playbacks outer = WATCHED.get();

    private final Queue<Runnable> all = new ConcurrentLinkedQueue<>();

    private Playbacks() {}

    /** Watches the playbacks that this thread makes, and those of threads that it starts, until {@link #unfinished}. */
    public static Playbacks watch() {
        Playbacks watched = new Playbacks();
        WATCHED.set(watched);
        return watched;
    }

    static void made(Runnable finish) {
        Playbacks watched = WATCHED.get();
        if (watched != null) {
            watched.all.add(finish);
        }
    }

    /**
     * Ends the watch. Returns an error for each playback that was not closed, and whose script was not played to its end or had a
     * mismatch.
     */
    public List<AssertionError> unfinished() {
        WATCHED.set(outer);
        List<AssertionError> errors = new ArrayList<>();
        for (Runnable finish = all.poll(); finish != null; finish = all.poll()) {
            try {
                finish.run();
            } catch (AssertionError e) {
                errors.add(e);
            }
        }
        return errors;
    }
}
