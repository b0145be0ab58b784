// SPDX-License-Identifier: MIT
package blinka4j.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.board.Board;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.fake.FakeProvider;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Boards that only some threads have. */
class ThreadScopeTest {
    private final FakeProvider provider = new FakeProvider();
    private final Blinka everybodys = Blinka.open(FakeProvider.BOARD, new FakeProvider());
    private final Blinka mine = Blinka.open(FakeProvider.BOARD, provider);
    private final Blinka.Scope all = Blinka.use(everybodys);

    @AfterEach
    void end() {
        all.close();
    }

    /** What {@code Board.*} means in a thread that this one starts now. */
    private static Blinka inNewThread() throws InterruptedException {
        AtomicReference<Blinka> found = new AtomicReference<>();
        Thread thread = new Thread(() -> found.set(Blinka.current()));
        thread.start();
        thread.join();
        return found.get();
    }

    @Test
    void aThreadAndThoseThatItStartsHaveTheirBoard() throws InterruptedException {
        AtomicReference<Blinka> started = new AtomicReference<>();
        try (Blinka.Scope scope = Blinka.Scope.ofThread(mine)) {
            assertThat(scope).isNotNull();
            assertThat(Blinka.current()).isEqualTo(mine);
            assertThat(inNewThread()).isEqualTo(mine);
            Thread outer = new Thread(() -> {
                try {
                    started.set(inNewThread());
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            outer.start();
            outer.join();
            new DigitalInOut(Board.D18).close();
        }

        assertThat(started.get()).isEqualTo(mine);
        assertThat(provider.opened).contains("line pinctrl:18 for blinka4j");
        assertThat(Blinka.current()).isEqualTo(everybodys);
    }

    @Test
    void otherThreadsKeepTheirBoard() {
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try {
            assertThat(CompletableFuture.supplyAsync(Blinka::current, pool).join())
                    .isEqualTo(everybodys);
            try (Blinka.Scope scope = Blinka.Scope.ofThread(mine)) {
                assertThat(scope).isNotNull();
                // The pool's thread was made before.
                assertThat(CompletableFuture.supplyAsync(Blinka::current, pool).join())
                        .isEqualTo(everybodys);
            }
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void aThreadThatOutlivesTheScopeHasTheBoardOfTheOthers() {
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try {
            try (Blinka.Scope scope = Blinka.Scope.ofThread(mine)) {
                assertThat(scope).isNotNull();
                assertThat(CompletableFuture.supplyAsync(Blinka::current, pool).join())
                        .isEqualTo(mine);
            }
            assertThat(CompletableFuture.supplyAsync(Blinka::current, pool).join())
                    .isEqualTo(everybodys);
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void scopesOfAThreadNest() {
        Blinka other = Blinka.open(FakeProvider.BOARD, new FakeProvider());
        try (Blinka.Scope outer = Blinka.Scope.ofThread(mine)) {
            assertThat(outer).isNotNull();
            Blinka.Scope inner = Blinka.Scope.ofThread(other);
            assertThat(Blinka.current()).isEqualTo(other);
            inner.close();
            inner.close();
            assertThat(Blinka.current()).isEqualTo(mine);
        }
        assertThat(Blinka.current()).isEqualTo(everybodys);
    }

    @Test
    void anOuterScopeMayEndFirst() {
        Blinka.Scope outer = Blinka.Scope.ofThread(mine);
        try (Blinka.Scope inner = Blinka.Scope.ofThread(Blinka.open(FakeProvider.BOARD, new FakeProvider()))) {
            assertThat(inner).isNotNull();
            outer.close();
            assertThat(Blinka.current()).isNotEqualTo(mine).isNotEqualTo(everybodys);
        }
        assertThat(Blinka.current()).isEqualTo(everybodys);
    }

    @Test
    void theBoardOfAllDoesNotReplaceThatOfAThread() {
        try (Blinka.Scope scope = Blinka.Scope.ofThread(mine)) {
            assertThat(scope).isNotNull();
            try (Blinka.Scope other = Blinka.use(Blinka.open(FakeProvider.BOARD, new FakeProvider()))) {
                assertThat(other).isNotNull();
                assertThat(Blinka.current()).isEqualTo(mine);
            }
        }
    }
}
