// SPDX-License-Identifier: MIT
package blinka4j.hardware;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.fake.FakeProvider;
import blinka4j.fake.FakeUart;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class HoldTest {
    private final Hardware hardware = Hardware.open(FakeProvider.BOARD, new FakeProvider());

    /** Otherwise the program would get one that is closed a moment later. */
    @Test
    void aSharedObjectThatAnotherThreadClosesIsOpenedAnewAfterThat() throws InterruptedException {
        CountDownLatch closing = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        AutoCloseable first = shared(() -> {
            closing.countDown();
            go.await();
        });
        Thread closer = new Thread(((Hold) first)::close);
        closer.start();
        closing.await();
        AtomicReference<AutoCloseable> second = new AtomicReference<>();
        Thread user = new Thread(() -> second.set(shared(new FakeUart())));

        user.start();
        while (user.isAlive() && user.getState() != Thread.State.TIMED_WAITING) {
            Thread.sleep(1);
        }
        go.countDown();
        closer.join();
        user.join();

        assertThat(second.get()).isNotNull().isNotSameAs(first);
        assertThat(((Hold) second.get()).isClosed()).isFalse();
        hardware.close();
    }

    private AutoCloseable shared(AutoCloseable port) {
        return hardware.shared(
                "uart",
                () -> {
                    Hold hold = hardware.holdForAll(
                            Kind.UART, FakeProvider.BOARD.uarts().get(0));
                    hold.open(() -> port);
                    return hold;
                },
                hold -> ((Hold) hold).isClosed());
    }

    @Test
    void aPortThatClosesItsOwnObjectIsClosedOnce() {
        AtomicReference<Hold> hold = new AtomicReference<>();
        AtomicInteger closed = new AtomicInteger();
        hold.set(Hold.of(() -> {
            closed.incrementAndGet();
            hold.get().close();
        }));

        hold.get().close();
        hold.get().close();

        assertThat(closed).hasValue(1);
        assertThat(hold.get().isClosed()).isTrue();
    }
}
