// SPDX-License-Identifier: MIT
package blinka4j.testing;

import blinka4j.board.Board;
import blinka4j.boards.Boards;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.runtime.Blinka;
import blinka4j.sim.SimBoard;
import blinka4j.sim.SimPin;
import blinka4j.sim.chips.SimMCP9808;
import blinka4j.time.Time;
import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/**
 * Prints what tests with simulated boards cost: {@code mvn test-compile -pl providers/testing -am}, then {@code java -cp} with the class
 * path of the tests, {@code blinka4j.testing.CostsTest}.
 */
class CostsTest {
    private static final int TESTS = 10_000;
    private static final int BOARDS = 100;

    public static void main(String[] arguments) throws InterruptedException {
        int processors = Runtime.getRuntime().availableProcessors();
        System.out.printf("Java %s, %s processors%n", Runtime.version(), processors);

        Map<String, String> parallel = Map.of(
                "junit.jupiter.execution.parallel.enabled", "true",
                "junit.jupiter.execution.parallel.mode.default", "concurrent",
                "junit.jupiter.execution.parallel.config.strategy", "fixed",
                "junit.jupiter.execution.parallel.config.fixed.parallelism", String.valueOf(processors));
        time("%s @Simulated tests, of a cold virtual machine, in parallel".formatted(TESTS), parallel, WithBoard.class);
        time("%s @Simulated tests, one after the other".formatted(TESTS), Map.of(), WithBoard.class);
        time("%s empty tests, one after the other".formatted(TESTS), Map.of(), Empty.class);
        allocation();
        atOnce();
    }

    private static void time(String what, Map<String, String> configuration, Class<?> tests) {
        long begin = System.nanoTime();
        long used = cpu();
        Tests.Run run = Tests.run(configuration, tests);
        double seconds = (System.nanoTime() - begin) / 1e9;
        if (run.passed() != TESTS) {
            throw new AssertionError("%s passed; failed: %s".formatted(run.passed(), run.failures()));
        }
        System.out.printf(
                "%s: %.2f s (%.2f s of processor), %.3f ms each%n",
                what, seconds, (cpu() - used) / 1e9, seconds * 1000 / TESTS);
    }

    private static long cpu() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    /** A test with a pin and a chip: switches a pin, reads a chip. */
    @Simulated
    static class WithBoard {
        @RepeatedTest(TESTS)
        void test(SimMCP9808 sensor, @On("D18") SimPin led) {
            use();
            if (!led.history().get(0).level()) {
                throw new AssertionError(led);
            }
        }
    }

    static class Empty {
        @RepeatedTest(TESTS)
        void test() {}
    }

    private static void use() {
        try (DigitalInOut led = new DigitalInOut(Board.D18)) {
            led.switchToOutput(true);
            Board.i2c().writeToThenReadFrom(0x18, new byte[] {5}, new byte[2]);
            Time.sleep(1);
        }
    }

    /** What a board and the use of it allocate, without JUnit. */
    private static void allocation() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        long before = threads.getThreadAllocatedBytes(thread);
        long begin = System.nanoTime();
        for (int i = 0; i < TESTS; i++) {
            TestBoard board =
                    new TestBoard(SimulatedExtension.definition("RASPBERRY_PI_4B"), 86_400, Duration.ofMinutes(1));
            board.parameter(SimMCP9808.class, null, null, "test", SimMCP9808::new);
            use();
            board.end(null);
        }
        System.out.printf(
                "one board, with a chip and a pin: %.3f ms, %s KiB allocated%n",
                (System.nanoTime() - begin) / 1e6 / TESTS,
                (threads.getThreadAllocatedBytes(thread) - before) / TESTS / 1024);
    }

    /** Boards that all live at once, each used by a thread as {@code Board}. */
    @Test
    void aHundredBoardsWorkAtOnce() throws InterruptedException {
        atOnce();
    }

    private static void atOnce() throws InterruptedException {
        System.gc();
        long before = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        CountDownLatch all = new CountDownLatch(BOARDS);
        List<SimBoard> boards = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < BOARDS; i++) {
            SimBoard board = SimBoard.open(Boards.board("RASPBERRY_PI_4B"));
            board.i2c().attach(0x18, new SimMCP9808());
            boards.add(board);
            int seconds = i;
            threads.add(new Thread(() -> {
                Blinka.Scope scope = Blinka.Scope.ofThread(board.blinka());
                try (scope) {
                    all.countDown();
                    all.await();
                    for (int second = 0; second < seconds; second++) {
                        use();
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        System.gc();
        long after = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        for (int i = 0; i < BOARDS; i++) {
            if (boards.get(i).clock().now().toSeconds() != i) {
                throw new AssertionError(
                        "board %s is at %s".formatted(i, boards.get(i).clock()));
            }
            boards.get(i).close();
        }
        System.out.printf(
                "%s boards at once, each used by a thread as Board.*: all right, %s KiB each%n",
                BOARDS, (after - before) / BOARDS / 1024);
    }
}
