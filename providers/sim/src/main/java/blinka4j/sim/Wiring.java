// SPDX-License-Identifier: MIT
package blinka4j.sim;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What the pins of one board share: the clock, its lock, and the order in which changes are told. */
final class Wiring {
    final SimClock clock;
    final ReentrantLock lock;
    private final Queue<Runnable> forWorld = new ArrayDeque<>();
    private final Queue<Runnable> forProgram = new ArrayDeque<>();
    private boolean tellingWorld;
    private boolean tellingProgram;

    Wiring(SimClock clock) {
        this.clock = clock;
        this.lock = clock.lock;
    }

    void tellLater(SimPin.LevelListener listener, boolean level) {
        forWorld.add(() -> listener.level(level));
    }

    void tellProgramLater(Runnable edge) {
        forProgram.add(edge);
    }

    /** Tells what has not been told. Called inside a listener it leaves to its caller what must wait for its turn. */
    void tell() {
        if (forWorld.isEmpty() && forProgram.isEmpty()) {
            return;
        }
        Throwable failure = null;
        if (!tellingWorld) {
            tellingWorld = true;
            try {
                failure = runAll(forWorld, failure);
            } finally {
                tellingWorld = false;
            }
            if (!tellingProgram) {
                tellingProgram = true;
                try {
                    failure = runAll(forProgram, failure);
                } finally {
                    tellingProgram = false;
                }
            }
        }
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
    }

    private static @Nullable Throwable runAll(Queue<Runnable> queue, @Nullable Throwable before) {
        Throwable failure = before;
        for (Runnable next = queue.poll(); next != null; next = queue.poll()) {
            try {
                next.run();
            } catch (RuntimeException | Error e) {
                if (failure == null) {
                    failure = e;
                } else if (failure != e) {
                    failure.addSuppressed(e);
                }
            }
        }
        return failure;
    }
}
