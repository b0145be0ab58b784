// SPDX-License-Identifier: MIT
package blinka4j.sim;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the pins of one board share: the clock, its lock, and the order in which changes are told. What is wired to the pins is
 * told under the lock. The program's listeners run without it, so that other threads can use the board meanwhile, and close
 * it.
 */
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

    /**
     * Tells what has not been told, with the lock held, which is given up while a listener of the program runs. Called inside a
     * listener it leaves to its caller what must wait for its turn, and so it does while another thread runs one.
     */
    void tell() {
        if (forWorld.isEmpty() && forProgram.isEmpty()) {
            return;
        }
        Throwable failure = null;
        if (!tellingWorld) {
            tellingWorld = true;
            try {
                failure = runAll(forWorld, Runnable::run, failure);
            } finally {
                tellingWorld = false;
            }
            if (!tellingProgram) {
                tellingProgram = true;
                try {
                    failure = runAll(forProgram, this::unlocked, failure);
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

    private void unlocked(Runnable edge) {
        int holds = lock.getHoldCount();
        for (int i = 0; i < holds; i++) {
            lock.unlock();
        }
        try {
            edge.run();
        } finally {
            for (int i = 0; i < holds; i++) {
                lock.lock();
            }
        }
    }

    private static @Nullable Throwable runAll(
            Queue<Runnable> queue, Consumer<Runnable> run, @Nullable Throwable before) {
        Throwable failure = before;
        for (Runnable next = queue.poll(); next != null; next = queue.poll()) {
            try {
                run.accept(next);
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
