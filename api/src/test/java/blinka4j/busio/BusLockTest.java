// SPDX-License-Identifier: MIT
package blinka4j.busio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.fake.FakeI2C;
import blinka4j.fake.FakeSpi;
import blinka4j.provider.I2CPort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One bus and several threads. */
class BusLockTest {
    private final FakeI2C port = new FakeI2C();
    private final I2C i2c = new I2C(port);
    private final List<Thread> threads = new ArrayList<>();
    private final List<Throwable> thrown = Collections.synchronizedList(new ArrayList<>());

    BusLockTest() {
        port.device(0x18);
    }

    private Thread start(String name, Runnable body) {
        Thread thread = new Thread(
                () -> {
                    try {
                        body.run();
                    } catch (Throwable e) {
                        thrown.add(e);
                    }
                },
                name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
        return thread;
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void isWaiting(Thread thread) {
        await().until(() ->
                thread.getState() == Thread.State.TIMED_WAITING || thread.getState() == Thread.State.WAITING);
    }

    private void join() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join(10_000);
            assertThat(thread.isAlive()).as(thread.getName() + " runs").isFalse();
        }
    }

    /** Lets a thread of this name take the bus, and keep it until the latch is counted down. */
    private CountDownLatch heldBy(String name) {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        start(
                name,
                () -> i2c.exclusively(() -> {
                    held.countDown();
                    waitFor(end);
                }));
        waitFor(held);
        return end;
    }

    @AfterEach
    void nothingWentWrongUnseen() throws InterruptedException {
        join();
        assertThat(thrown).isEmpty();
    }

    private void clearThrown() throws InterruptedException {
        join();
        thrown.clear();
    }

    @Test
    void aThreadMayTakeTheBusMoreThanOnce() {
        assertThat(i2c.tryLock()).isTrue();
        assertThat(i2c.tryLock()).isTrue();
        i2c.lock();
        i2c.unlock();
        i2c.unlock();
        i2c.writeTo(0x18, new byte[1]);
        boolean[] free = {true};
        Thread other = start("other", () -> free[0] = i2c.tryLock());
        await().until(() -> !other.isAlive());
        assertThat(free[0]).isFalse();

        i2c.unlock();

        Thread last = start("last", () -> free[0] = i2c.tryLock());
        await().until(() -> !last.isAlive());
        assertThat(free[0]).isTrue();
    }

    @Test
    void unlockingWhatNobodyHasLockedIsAnErrorThatChangesNothing() {
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(i2c::unlock)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("I2C(/dev/i2c-1)")
                    .hasMessageContaining("is not locked")
                    .hasMessageContaining("lock()");
        }

        i2c.writeTo(0x18, new byte[1]);
        assertThat(port.calls).containsExactly("18 write 00", "released");
    }

    @Test
    void unlockingOnceTooOftenIsAnError() {
        i2c.lock();
        i2c.unlock();

        assertThatThrownBy(i2c::unlock)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is not locked");
    }

    @Test
    void onlyWhoLockedTheBusMayUnlockIt() {
        CountDownLatch end = heldBy("the display");

        assertThatThrownBy(i2c::unlock)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("I2C(/dev/i2c-1) is not locked by this thread", "'the display'");
        end.countDown();
    }

    @Test
    void tryLockDoesNotWait() {
        CountDownLatch end = heldBy("the display");

        assertThat(i2c.tryLock()).isFalse();
        end.countDown();
    }

    @Test
    void whoWaitsTooLongGetsAnErrorThatNamesTheHolder() {
        i2c.bus.lock.timeout = Duration.ofMillis(30);
        CountDownLatch end = heldBy("the display");

        assertThatThrownBy(() -> i2c.writeTo(0x18, new byte[1]))
                .isInstanceOfSatisfying(
                        BusException.class, e -> assertThat(e.kind()).isEqualTo(Kind.TIMEOUT))
                .hasMessageContainingAll("I2C(/dev/i2c-1)", "30 ms", "'the display'", "lock(Duration)");
        assertThat(port.calls).isEmpty();
        end.countDown();
    }

    @Test
    void aCallMaySetHowLongItWaits() {
        CountDownLatch end = heldBy("the display");

        assertThatThrownBy(() -> i2c.lock(Duration.ofMillis(20)))
                .isInstanceOfSatisfying(
                        BusException.class, e -> assertThat(e.kind()).isEqualTo(Kind.TIMEOUT))
                .hasMessageContainingAll("I2C(/dev/i2c-1)", "20 ms", "'the display'");
        end.countDown();

        BusHold hold = i2c.lock(Duration.ofSeconds(30));
        try (hold) {
            i2c.writeTo(0x18, new byte[1]);
        }
        assertThatThrownBy(i2c::unlock).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aTimeoutOfMoreThanCanBeCountedWaitsAsLongAsItTakes() throws InterruptedException {
        i2c.bus.lock.timeout = Duration.ofSeconds(Long.MAX_VALUE);
        CountDownLatch end = heldBy("the display");
        Thread waiter = start("waiter", () -> i2c.writeTo(0x18, new byte[1]));
        isWaiting(waiter);
        end.countDown();
        join();
        assertThat(port.calls).containsExactly("released", "18 write 00", "released");

        CountDownLatch again = heldBy("the display");
        Thread closer = start("closer", i2c::close);
        isWaiting(closer);
        again.countDown();
        join();
        assertThat(port.closed).isTrue();
    }

    @Test
    void aThreadThatIsInterruptedWhileItWaitsLeavesTheBusUsable() throws InterruptedException {
        CountDownLatch end = heldBy("the display");
        boolean[] stillInterrupted = new boolean[1];
        Thread waiter = start("waiter", () -> {
            try {
                i2c.writeTo(0x18, new byte[1]);
            } finally {
                stillInterrupted[0] = Thread.currentThread().isInterrupted();
            }
        });
        isWaiting(waiter);

        waiter.interrupt();
        waiter.join(10_000);

        assertThat(thrown)
                .singleElement()
                .isInstanceOfSatisfying(
                        BusException.class, e -> assertThat(e.kind()).isEqualTo(Kind.INTERRUPTED))
                .extracting(Throwable::getMessage)
                .isEqualTo(
                        "interrupted while waiting for I2C(/dev/i2c-1): the thread 'the display' holds it; nothing was sent");
        assertThat(stillInterrupted[0]).isTrue();
        end.countDown();
        clearThrown();
        i2c.writeTo(0x18, new byte[1]);
        assertThat(port.calls).containsExactly("released", "18 write 00", "released");
    }

    @Test
    void aThreadThatWasInterruptedBeforeMayUseAFreeBus() {
        Thread.currentThread().interrupt();
        try {
            i2c.writeTo(0x18, new byte[1]);
            assertThat(port.calls).contains("18 write 00");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void waitersAreServedInTheirOrder() throws InterruptedException {
        CountDownLatch end = heldBy("holder");
        List<Integer> served = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 20; i++) {
            int number = i;
            isWaiting(start(
                    "waiter " + i,
                    () -> i2c.exclusively(() -> {
                        served.add(number);
                    })));
        }

        end.countDown();
        join();

        assertThat(served).isSorted().hasSize(20);
    }

    @Test
    void whoUsesTheBusAgainAndAgainLetsAWaiterInBetween() throws InterruptedException {
        // An unfair lock gives a busy thread the bus again and again, before a waiter has woken up.
        CountDownLatch started = new CountDownLatch(1);
        boolean[] done = new boolean[1];
        long[] turns = new long[1];
        Thread waiter = new Thread(() -> i2c.exclusively(() -> done[0] = true), "waiter");
        Thread busy = start("busy", () -> {
            i2c.lock();
            started.countDown();
            isWaiting(waiter);
            i2c.unlock();
            while (true) {
                i2c.lock();
                try {
                    if (done[0]) {
                        return;
                    }
                    turns[0]++;
                } finally {
                    i2c.unlock();
                }
            }
        });
        waitFor(started);
        waiter.start();
        waiter.join(10_000);
        busy.join(10_000);

        assertThat(turns[0]).isZero();
    }

    @Test
    void closingWaitsUntilTheBusIsFree() throws InterruptedException {
        CountDownLatch end = heldBy("the display");
        Thread closer = start("closer", i2c::close);
        isWaiting(closer);
        assertThat(port.closed).isFalse();
        assertThat(i2c.isClosed()).isFalse();

        end.countDown();
        join();

        assertThat(port.calls).containsExactly("released", "close");
        assertThat(i2c.isClosed()).isTrue();
    }

    @Test
    void anInterruptDoesNotEndTheWaitOfAClose() throws InterruptedException {
        CountDownLatch end = heldBy("the display");
        boolean[] stillInterrupted = new boolean[1];
        Thread closer = start("closer", () -> {
            i2c.close();
            stillInterrupted[0] = Thread.currentThread().isInterrupted();
        });
        isWaiting(closer);

        closer.interrupt();
        closer.join(50);
        assertThat(closer.isAlive()).isTrue();
        end.countDown();
        join();

        assertThat(port.closed).isTrue();
        assertThat(stillInterrupted[0]).isTrue();
    }

    @Test
    void whoWaitsForABusThatIsClosedMeanwhileGetsAnError() throws InterruptedException {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        start(
                "holder",
                () -> i2c.exclusively(() -> {
                    held.countDown();
                    waitFor(end);
                    i2c.close();
                }));
        waitFor(held);
        Thread waiter = start("waiter", () -> i2c.writeTo(0x18, new byte[1]));
        isWaiting(waiter);

        end.countDown();
        join();

        assertThat(thrown)
                .singleElement()
                .isInstanceOf(IllegalStateException.class)
                .extracting(Throwable::getMessage)
                .asString()
                .startsWith("I2C(/dev/i2c-1) is closed");
        thrown.clear();
        assertThat(port.calls).containsExactly("released", "close");
    }

    @Test
    void aCloseThatWaitsTooLongClosesNothing() {
        i2c.bus.lock.timeout = Duration.ofMillis(30);
        CountDownLatch end = heldBy("the display");

        assertThatThrownBy(i2c::close).isInstanceOf(BusException.class).hasMessageContaining("'the display'");
        assertThat(i2c.isClosed()).isFalse();
        end.countDown();
    }

    @Test
    void aChannelAndItsWholeAreNeverUsedAtTheSameTime() {
        I2C channel = new I2C(new FakeI2C("channel 3"), i2c);
        CountDownLatch end = heldBy("holder");

        assertThat(channel.tryLock()).isFalse();
        end.countDown();
    }

    @Test
    void anSpiBusIsLockedInTheSameWay() throws InterruptedException {
        FakeSpi spiPort = new FakeSpi();
        SPI spi = new SPI(spiPort);
        spi.bus.lock.timeout = Duration.ofMillis(30);
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        start(
                "the display",
                () -> spi.exclusively(() -> {
                    held.countDown();
                    waitFor(end);
                }));
        waitFor(held);

        assertThat(spi.tryLock()).isFalse();
        assertThatThrownBy(() -> spi.write(new byte[1]))
                .isInstanceOf(BusException.class)
                .hasMessageContainingAll("SPI(/dev/spidev0)", "30 ms", "'the display'");
        assertThatThrownBy(spi::unlock).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(spi::close).isInstanceOf(BusException.class);
        assertThat(spi.isClosed()).isFalse();
        end.countDown();
        join();
        assertThatThrownBy(spi::unlock)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is not locked");
        assertThat(spi.tryLock()).isTrue();
        spi.unlock();
        spi.close();
        spi.close();
        assertThat(spiPort.calls).containsExactly("configure 100000 0 0 8 cs=-1", "close");
    }

    /**
     * A wire that carries one byte at a time, and takes part of each from what any thread has just put on it: two threads
     * on it at once get each other's bytes.
     */
    private static final class Wire implements I2CPort {
        private int address;
        private byte register;
        private int users;
        private int crowds;

        @Override
        public void transfer(int to, byte[] out, int outStart, int outEnd, byte[] in, int inStart, int inEnd) {
            if (++users != 1) {
                crowds++;
            }
            address = to;
            register = out[outStart];
            if ((register & 0x3f) == 0) {
                Thread.yield();
            }
            for (int i = inStart; i < inEnd; i++) {
                in[i] = (byte) (address * 31 + register + (i - inStart));
            }
            users--;
        }

        @Override
        public String name() {
            return "wire";
        }

        @Override
        public void close() {}
    }

    @Test
    void twoThreadsOnTwoDevicesOfOneBusNeverGetEachOthersBytes() throws InterruptedException {
        Wire wire = new Wire();
        I2C bus = new I2C(wire);
        CountDownLatch go = new CountDownLatch(2);
        int[] mixed = new int[2];
        for (int t = 0; t < 2; t++) {
            int number = t;
            int device = 0x40 + t;
            start("device " + t, () -> {
                go.countDown();
                waitFor(go);
                byte[] buffer = new byte[5];
                for (int i = 0; i < 50_000; i++) {
                    buffer[0] = (byte) i;
                    bus.writeToThenReadFrom(device, buffer, 0, 1, buffer, 1, 5);
                    for (int k = 0; k < 4; k++) {
                        if (buffer[1 + k] != (byte) (device * 31 + (byte) i + k)) {
                            mixed[number]++;
                        }
                    }
                }
            });
        }
        for (Thread thread : threads) {
            thread.join(60_000);
        }
        join();

        assertThat(mixed).containsExactly(0, 0);
        assertThat(wire.crowds).isZero();
    }

    @Test
    void whatIsDoneExclusivelyIsNotInterspersedWithOtherThreads() throws InterruptedException {
        CountDownLatch go = new CountDownLatch(2);
        for (int t = 0; t < 2; t++) {
            byte number = (byte) t;
            start("thread " + t, () -> {
                go.countDown();
                waitFor(go);
                for (int i = 0; i < 2_000; i++) {
                    i2c.exclusively(() -> {
                        i2c.writeTo(0x18, new byte[] {number});
                        i2c.writeTo(0x18, new byte[] {number});
                    });
                }
            });
        }
        for (Thread thread : threads) {
            thread.join(60_000);
        }
        join();

        List<String> writes =
                port.calls.stream().filter(call -> !call.equals("released")).toList();
        assertThat(writes).hasSize(8_000);
        for (int i = 0; i < writes.size(); i += 2) {
            assertThat(writes.get(i)).isEqualTo(writes.get(i + 1));
        }
    }
}
