// SPDX-License-Identifier: MIT
package blinka4j.provider;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The one lock of a GPIO line. A port and the layers above it enter the same one, so that a call that passes through all
 * of them takes it once:
 *
 * <pre>{@code
 * int entered = lock.enter();
 * try {
 *     ...
 * } finally {
 *     lock.exit(entered);
 * }
 * }</pre>
 *
 * <p>With a {@linkplain #LineLock(Runnable) barrier} the lock is lent to the thread that took it last, which then enters
 * and leaves with plain loads and stores: an atomic operation takes longer than a store into a mapped register. Another
 * thread that wants the lock ends the loan first. After a few loans the lock is an ordinary one.
 */
public final class LineLock {
    /*
     * Why a loan excludes. Its thread, in this order: (1) stores inside = 1, (2) loads "ended", and goes on only if that is
     * false. A thread that ends the loan: (a) stores ended = true, (b) calls the barrier, (c) waits for inside == 0. During
     * (b) the loan's thread passes a full barrier at some point P. If (1) comes before P, then (c) sees inside == 1 and
     * waits. If (1) comes after P, so does (2), which sees true, and the thread does not go on. On its way out it (3)
     * stores inside = 0 and (4) loads "ended": if (3) comes before P, (c) sees 0 and does not wait; else (4) comes after
     * P, sees true, and wakes who waits. No wake-up is lost.
     *
     * Each loan has an "inside" of its own, which its thread alone writes: a thread that was stopped between two steps
     * while its loan ended cannot disturb the next one. So what it finds there is exact, and "current" may be read without
     * any order: a loan of this thread that is not current any more has ended, which (2) shows; and while this thread is
     * inside by a loan, that is the current one, because (c) waits.
     *
     * What was done inside happens before what comes after (c): (3) is a release and (c) an acquire. Loans are made under
     * the ordinary lock. Where the processor could swap (1) and (2), or (3) and (4), the barrier answers for it; the
     * compiler must not do so. The memory model has no such barrier, and so no words for that: its words would demand a
     * fence in each call. HotSpot moves no memory access across an opaque or a release store in either direction.
     */

    /** A pin that one thread opens, another uses and a third one closes needs three. */
    private static final int LOANS = 8;

    // How this thread came in.
    private static final int WITHIN = 0;
    private static final int BY_LOAN = 1;
    private static final int BY_ORDINARY_LOCK = 2;

    /** A thread that has the lock to itself. The number is what the proof calls "inside". */
    private static final class Loan extends AtomicInteger {
        private static final long serialVersionUID = 1L;

        final transient Thread thread;
        volatile boolean ended;

        Loan(Thread thread) {
            super(1);
            this.thread = thread;
        }
    }

    private final @Nullable Runnable barrier;

    /** Written under the ordinary lock. */
    private @Nullable Loan current;

    /** Held by whoever is inside without a loan, and by whoever ends a loan. */
    private final ReentrantLock ordinary = new ReentrantLock();

    private volatile @Nullable Thread waiting;

    /** Guarded by the ordinary lock. */
    private int loans;

    /** An ordinary lock. */
    public LineLock() {
        barrier = null;
    }

    /**
     * A lock that is nearly free for a thread that takes it again and again.
     *
     * @param barrier returns when each other thread of this process has passed a full memory barrier since the call, as
     *     {@code membarrier(2)} does; what it throws comes out of {@link #enter}, and the lock is whose it was
     */
    public LineLock(Runnable barrier) {
        this.barrier = barrier;
    }

    /**
     * Takes the lock, unless this thread has it already. Waits as long as it takes; an interrupt does not end that.
     *
     * @return what {@link #exit} is to be told
     */
    public int enter() {
        Thread me = Thread.currentThread();
        Loan loan = current;
        if (loan != null && loan.thread == me) {
            if (loan.getPlain() != 0) {
                return WITHIN;
            }
            loan.setOpaque(1);
            if (!loan.ended) {
                return BY_LOAN;
            }
            leave(loan);
        }
        return enterSlowly(me);
    }

    /** @param entered what {@link #enter} said */
    public void exit(int entered) {
        if (entered == BY_LOAN) {
            leave(requireNonNull(current));
        } else if (entered == BY_ORDINARY_LOCK) {
            ordinary.unlock();
        }
    }

    private void leave(Loan loan) {
        loan.setRelease(0);
        if (loan.ended) {
            LockSupport.unpark(waiting);
        }
    }

    private int enterSlowly(Thread me) {
        if (ordinary.isHeldByCurrentThread()) {
            return WITHIN;
        }
        boolean kept = false;
        ordinary.lock();
        try {
            if (current != null) {
                end(current, me);
                current = null;
            }
            if (barrier != null && loans < LOANS) {
                loans++;
                current = new Loan(me);
                return BY_LOAN;
            }
            kept = true;
            return BY_ORDINARY_LOCK;
        } finally {
            if (!kept) {
                ordinary.unlock();
            }
        }
    }

    private void end(Loan loan, Thread me) {
        boolean interrupted = false;
        boolean passed = false;
        waiting = me;
        loan.ended = true;
        try {
            requireNonNull(barrier).run();
            passed = true;
        } finally {
            loan.ended = passed;
        }
        while (loan.getAcquire() != 0) {
            LockSupport.park(this);
            // An interrupted thread would not park.
            interrupted |= Thread.interrupted();
        }
        waiting = null;
        if (interrupted) {
            me.interrupt();
        }
    }
}
