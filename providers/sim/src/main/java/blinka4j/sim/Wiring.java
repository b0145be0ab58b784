// SPDX-License-Identifier: MIT
package blinka4j.sim;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The order in which one board's listeners are called. First come parts of the simulator, such as a chip select, with the lock
 * held. Then come listeners of what is outside of the board, then the program's. These run without the lock, so that other
 * threads can use the board meanwhile, and close it. No two of a kind run at once.
 */
final class Wiring {
    final SimClock clock;
    final ReentrantLock lock;
    private final Queue<Runnable> forSimulator = new ArrayDeque<>();
    private final Queue<Runnable> forWorld = new ArrayDeque<>();
    private final Queue<Runnable> forProgram = new ArrayDeque<>();
    private boolean tellingSimulator;
    private boolean tellingWorld;
    private boolean tellingProgram;
    private int changing;

    Wiring(SimClock clock) {
        this.clock = clock;
        this.lock = clock.lock;
    }

    void tellSimulatorLater(Runnable change) {
        forSimulator.add(change);
    }

    void tellWorldLater(Runnable change) {
        forWorld.add(change);
    }

    void tellProgramLater(Runnable edge) {
        forProgram.add(edge);
    }

    /** Makes several changes before any listener is called. The lock is held. */
    void together(Runnable changes) {
        changing++;
        try {
            changes.run();
        } finally {
            changing--;
            tell();
        }
    }

    /**
     * Calls the listeners that are due. The lock is held, and released while a listener of the second or third kind runs. If a
     * listener causes a change, or another thread does meanwhile, the thread that runs the listener also calls the next ones.
     */
    void tell() {
        if (changing > 0
                || tellingSimulator
                || (forSimulator.isEmpty() && forWorld.isEmpty() && forProgram.isEmpty())) {
            return;
        }
        Throwable failure = null;
        tellingSimulator = true;
        try {
            failure = runAll(forSimulator, Runnable::run, failure);
        } finally {
            tellingSimulator = false;
        }
        if (!tellingWorld) {
            tellingWorld = true;
            try {
                failure = runAll(forWorld, clock::unlocked, failure);
            } finally {
                tellingWorld = false;
            }
            if (!tellingProgram) {
                tellingProgram = true;
                try {
                    failure = runAll(forProgram, clock::unlocked, failure);
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

    private @Nullable Throwable runAll(Queue<Runnable> queue, Consumer<Runnable> run, @Nullable Throwable before) {
        Throwable failure = before;
        for (Runnable next = queue.poll(); next != null; next = queue.poll()) {
            try {
                run.accept(next);
            } catch (RuntimeException | Error e) {
                clock.failed(e);
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
