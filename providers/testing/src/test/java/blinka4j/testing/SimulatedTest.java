// SPDX-License-Identifier: MIT
package blinka4j.testing;

import static blinka4j.testing.Assertions.assertThat;
import static blinka4j.testing.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.fail;

import blinka4j.board.Board;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.digitalio.Edge;
import blinka4j.runtime.Blinka;
import blinka4j.sim.I2CPlayback;
import blinka4j.sim.SimBoard;
import blinka4j.sim.SimClock;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.SimPin;
import blinka4j.sim.SimSpiBus;
import blinka4j.sim.SimUart;
import blinka4j.sim.TimeLimitError;
import blinka4j.sim.chips.SimBME280;
import blinka4j.sim.chips.SimMCP9808;
import blinka4j.sim.chips.SimSSD1306;
import blinka4j.time.Time;
import java.io.PrintStream;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import programs.Patient;

/** The extension: boards, parameters, and what fails a test afterwards. */
@Simulated(board = "RASPBERRY_PI_5")
class SimulatedTest {
    @Test
    void theBoardOfATestIsThatOfTheProgram(SimBoard board, Blinka blinka, SimClock clock) {
        assertThat(Board.id()).isEqualTo("RASPBERRY_PI_5");
        assertThat(Blinka.current()).isEqualTo(blinka).isEqualTo(board.blinka());
        assertThat(board.clock()).isSameAs(clock);
        Time.sleep(3);
        assertThat(clock.now()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void pinsAndBusesAreParameters(
            SimBoard board,
            @On("D18") SimPin led,
            SimI2CBus i2c,
            SimSpiBus spi,
            SimUart uart,
            @On("i2c1") SimI2CBus named) {
        assertThat(led).isSameAs(board.pin("D18"));
        assertThat(i2c).isSameAs(board.i2c()).isSameAs(named);
        assertThat(spi).isSameAs(board.spi());
        assertThat(uart).isSameAs(board.uart());
        assertThat(i2c.isRecording() && spi.isRecording()).isTrue();
    }

    @Test
    void whatIsPrintedIsAParameter(Printed printed) throws InterruptedException {
        PrintStream out = System.out;
        Thread thread = new Thread(() -> System.out.println("22,5 °C"));
        System.out.print("a");
        System.out.println('b');
        thread.start();
        thread.join();

        assertThat(printed.text()).isEqualTo("ab%n22,5 °C%n".formatted());
        assertThat(printed.lines()).containsExactly("ab", "22,5 °C");
        assertThat(System.out).isSameAs(out);
    }

    @Test
    void afterTheTestTheConsoleIsAsBefore() {
        PrintStream out = System.out;
        Tests.Run run = Tests.run(
                Map.of(
                        "junit.jupiter.execution.parallel.enabled",
                        "true",
                        "junit.jupiter.execution.parallel.mode.default",
                        "concurrent"),
                PrintingTests.class);

        assertThat(run.failures()).isEmpty();
        assertThat(run.passed()).isEqualTo(20);
        assertThat(System.out).isSameAs(out);
    }

    @Simulated
    static class PrintingTests {
        @BeforeEach
        void before(Printed printed) {
            assertThat(printed.text()).isEmpty();
        }

        @RepeatedTest(20)
        void hasItsOutput(Printed printed, RepetitionInfo repetition) {
            for (int i = 0; i < 50; i++) {
                System.out.println(repetition.getCurrentRepetition());
                Thread.yield();
            }
            assertThat(printed.lines()).hasSize(50).containsOnly("" + repetition.getCurrentRepetition());
        }
    }

    /** 0x18 is the MCP9808's address with its pins low: DS25095A, table 3-1. The ID is in register 6. */
    @Test
    void aChipIsAttached(SimMCP9808 usual, @At(0x1F) SimMCP9808 other) {
        assertThat(usual).isNotSameAs(other);
        byte[] id = new byte[2];
        Board.i2c().writeToThenReadFrom(0x18, new byte[] {6}, id);
        assertThat(id).containsExactly(0x00, 0x54);
        assertThat(Board.i2c().probe(0x1F)).isTrue();
        assertThat(Board.i2c().probe(0x19)).isFalse();
    }

    @Nested
    class InANestedClass {
        private SimMCP9808 before;

        @BeforeEach
        void attach(SimMCP9808 sensor) {
            before = sensor;
        }

        @Test
        void twoMethodsGetTheSameChip(SimMCP9808 sensor) {
            assertThat(sensor).isSameAs(before);
            assertThat(Board.id()).isEqualTo("RASPBERRY_PI_5");
        }

        @Test
        @Simulated(board = "BEAGLEBONE_BLACK")
        void theNearestAnnotationCounts() {
            assertThat(Board.id()).isEqualTo("BEAGLEBONE_BLACK");
        }

        @Test
        @OnAPocketBeagle
        void anAnnotationOfOnesOwnCounts(SimBoard board) {
            assertThat(board.definition().id()).isEqualTo("BEAGLEBONE_POCKETBEAGLE");
        }
    }

    @Retention(RetentionPolicy.RUNTIME)
    @Simulated(board = "BEAGLEBONE_POCKETBEAGLE")
    @interface OnAPocketBeagle {}

    @Nested
    class OfASubclass extends Parent {}

    @Simulated
    abstract static class Parent {
        @Test
        void theAnnotationIsInherited() {
            assertThat(Board.id()).isEqualTo("RASPBERRY_PI_4B");
        }
    }

    private static final Set<SimBoard> SEEN = new HashSet<>();

    @RepeatedTest(3)
    void eachRepetitionHasItsBoard(SimBoard board, SimClock clock) {
        assertThat(SEEN.add(board)).isTrue();
        assertThat(clock.now()).isZero();
        Time.sleep(1);
    }

    @Test
    void aThreadThatTheProgramStartsHasTheBoard(@On("D18") SimPin led) throws InterruptedException {
        Thread thread = new Thread(() -> {
            try (DigitalInOut out = new DigitalInOut(Board.D18)) {
                out.switchToOutput(true);
            }
        });
        thread.start();
        thread.join();
        assertThat(led).changed(2);
    }

    /** Each of these leaves something behind. */
    @Simulated
    static class Forgetful {
        @Test
        void pin() {
            new DigitalInOut(Board.D18).switchToOutput(true);
        }

        @Test
        void allowedPin(SimBoard board) {
            board.lenient();
            new DigitalInOut(Board.D18).switchToOutput(true);
        }

        @Test
        void bus() {
            assertThat(Board.i2c().tryLock()).isTrue();
        }

        @Test
        void script() {
            I2CPlayback.at(0x23).writes(0x10);
        }

        @Test
        void listener(@On("D4") SimPin pin) {
            try (DigitalInOut button = new DigitalInOut(Board.D4)) {
                button.onEdge(Edge.BOTH, event -> {
                    throw new IllegalArgumentException("of the listener");
                });
                assertThatThrownBy(() -> pin.drive(true)).hasMessage("of the listener");
            }
        }

        @Test
        void expectedListener(SimBoard board, @On("D4") SimPin pin) {
            pin.onLevel(high -> {
                throw new IllegalArgumentException("of the listener");
            });
            assertThatThrownBy(() -> pin.drive(true)).hasMessage("of the listener");
            assertThat(board.takeFailures()).hasSize(1);
        }

        @Test
        void thread() throws InterruptedException {
            Thread thread = new Thread(
                    () -> {
                        throw new IllegalArgumentException("of the thread");
                    },
                    "reader");
            thread.start();
            thread.join();
        }

        @Test
        void failureAndPin() {
            new DigitalInOut(Board.D18).switchToOutput(true);
            fail("the test's own failure");
        }

        @Test
        void failureOfListener(@On("D4") SimPin pin) {
            pin.onLevel(high -> {
                throw new IllegalArgumentException("of the listener");
            });
            pin.drive(true);
        }

        @Test
        void errorAtTheEnd(@On("D18") SimPin pin) throws InterruptedException {
            script();
            thread();
            pin();
            pin.onLevel(high -> {
                throw new AssertionError("when the board is closed");
            });
        }

        @Test
        void all(@On("D4") SimPin pin) {
            script();
            pin();
            listener(pin);
        }
    }

    @Test
    void whatATestLeavesBehindFailsIt() {
        Map<String, Throwable> failures = Tests.failures(Forgetful.class);

        assertThat(failures.get("pin()"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("DigitalInOut(D18)", "Forgetful.pin(SimulatedTest.java:", "lenient()");
        assertThat(failures.get("bus()")).hasMessageContainingAll("I2C", "locked");
        assertThat(failures.get("script()")).hasMessageContaining("0 of 1 steps");
        assertThat(failures.get("listener(SimPin)"))
                .hasMessageContainingAll("listener", "of the listener", "takeFailures()")
                .hasRootCauseInstanceOf(IllegalArgumentException.class);
        assertThat(failures.get("thread()"))
                .hasMessageContainingAll("'reader'", "of the thread")
                .hasRootCauseInstanceOf(IllegalArgumentException.class);
        assertThat(failures).doesNotContainKeys("allowedPin(SimBoard)", "expectedListener(SimBoard, SimPin)");
        assertThat(failures.get("errorAtTheEnd(SimPin)"))
                .hasMessageContainingAll(
                        "0 of 1 steps", "when the board is closed", "of the thread", "DigitalInOut(D18)");
        assertThat(failures).hasSize(9);
    }

    /** Ported programs do not end. */
    @Simulated(limit = 30)
    static class Endless {
        @Test
        void program() {
            Patient.main();
        }

        @Test
        @Simulated
        void programOfADay() {
            Patient.main();
        }

        @Test
        @Simulated(limit = 0)
        void without(SimClock clock) {
            clock.advance(Duration.ofDays(100));
        }

        @Test
        @Simulated(limit = -1)
        void negative() {}
    }

    @Test
    void aProgramThatDoesNotEndFailsTheTestWithItsLine() {
        Map<String, Throwable> failures = Tests.failures(Endless.class);

        assertThat(failures.get("program()"))
                .isInstanceOf(TimeLimitError.class)
                .hasMessageContainingAll("30.0 s of simulated time", "Patient.java:", "@Simulated(limit");
        assertThat(failures.get("programOfADay()")).hasMessageContaining("86400.0 s of simulated time");
        assertThat(failures.get("negative()")).hasMessageContainingAll("limit = -1", "0 for no limit");
        assertThat(failures).hasSize(3);
    }

    @Test
    void aTestThatWaitsForSomethingElseIsInterruptedAndFails() {
        TestBoard board = new TestBoard(SimulatedExtension.definition("RASPBERRY_PI_4B"), 60, Duration.ofMillis(10));

        assertThatThrownBy(() -> new CountDownLatch(1).await()).isInstanceOf(InterruptedException.class);
        assertThatThrownBy(() -> board.end(null))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("0.01 s of real time", "@Simulated(limit");
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void whatIsLeftBehindIsAddedToTheFailureOfTheTest() {
        Map<String, Throwable> failures = Tests.failures(Forgetful.class);

        assertThat(failures.get("failureAndPin()")).hasMessage("the test's own failure");
        assertThat(failures.get("failureAndPin()").getSuppressed())
                .singleElement()
                .satisfies(pin -> assertThat(pin).hasMessageContaining("DigitalInOut(D18)"));
        assertThat(failures.get("failureOfListener(SimPin)"))
                .hasMessage("of the listener")
                .hasNoSuppressedExceptions();
        assertThat(failures.get("all(SimPin)"))
                .hasMessageContainingAll("0 of 1 steps", "DigitalInOut(D18)", "of the listener");
        assertThat(failures.get("all(SimPin)").getSuppressed()).hasSize(2);
    }

    /** Each of these asks for what there is not. */
    @Simulated
    static class Wrong {
        @Test
        void pin(@On("D99") SimPin pin) {}

        @Test
        void pinWithoutName(SimPin pin) {}

        @Test
        void bus(@On("i2c7") SimI2CBus bus) {}

        @Test
        void twoChips(@At(0x77) SimMCP9808 one, SimBME280 other) {}

        @Test
        void twiceTheSame(SimMCP9808 one, SimMCP9808 other) {}

        @Test
        void constructor(@At(0x3C) SimSSD1306 oled) {}

        @Test
        void address(SimSSD1306 oled) {}

        @Test
        void front(@On("D18") DigitalInOut led) {}

        @Test
        void addressOfBus(@At(0x20) SimI2CBus bus) {}

        @Test
        void pinOfBoard(@On("D18") SimBoard board) {}

        @Test
        @Simulated(board = "RASPBERRY_PI_4C")
        void board() {}
    }

    @Test
    void whatThereIsNotIsAnErrorWithItsCure() {
        Map<String, Throwable> failures = Tests.failures(Wrong.class);

        assertThat(failures.get("pin(SimPin)")).hasMessageContainingAll("D99", "D18");
        assertThat(failures.get("pinWithoutName(SimPin)")).hasMessageContaining("@On(\"D18\")");
        assertThat(failures.get("bus(SimI2CBus)")).hasMessageContainingAll("i2c7", "i2c1");
        assertThat(failures.get("twoChips(SimMCP9808, SimBME280)"))
                .hasMessageContainingAll("SimBME280", "0x77", "SimMCP9808 is there", "@At", "@On");
        assertThat(failures.get("twiceTheSame(SimMCP9808, SimMCP9808)")).hasMessageContainingAll("0x18", "@At");
        assertThat(failures.get("constructor(SimSSD1306)"))
                .hasMessageContainingAll("SimSSD1306", "constructor", "attach(");
        assertThat(failures.get("address(SimSSD1306)")).hasMessageContainingAll("SimSSD1306", "@At(");
        assertThat(failures.get("front(DigitalInOut)")).hasMessageContainingAll("DigitalInOut", "SimPin");
        assertThat(failures.get("addressOfBus(SimI2CBus)")).hasMessageContainingAll("SimI2CBus", "@At");
        assertThat(failures.get("pinOfBoard(SimBoard)")).hasMessageContainingAll("SimBoard", "@On");
        assertThat(failures.get("board()")).hasMessageContainingAll("RASPBERRY_PI_4C", "RASPBERRY_PI_4B");
        assertThat(failures).hasSize(11);
    }

    @Simulated
    static class InConstructor {
        InConstructor(SimBoard board) {
            assertThat(board).isNotNull();
        }

        @Test
        void test() {}
    }

    @Simulated
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    static class BeforeAllTests {
        @BeforeAll
        void prepare(SimBoard board) {
            assertThat(board).isNotNull();
        }

        @Test
        void test() {}
    }

    @Test
    void aParameterOutsideOfATestIsAnErrorWithItsCure() {
        assertThat(Tests.failures(InConstructor.class).values())
                .singleElement()
                .satisfies(e -> assertThat(e).hasMessageContainingAll("SimBoard", "@BeforeEach"));
        assertThat(Tests.failures(BeforeAllTests.class).values())
                .singleElement()
                .satisfies(e -> assertThat(e).hasMessageContainingAll("SimBoard", "@BeforeEach"));
    }

    /** A program as it was ported, with {@code Board} and a thread, on many boards at once. */
    @Simulated
    static class Parallel {
        @RepeatedTest(200)
        void eachHasItsPinsAndItsTime(@On("D18") SimPin led, SimClock clock) throws InterruptedException {
            AtomicReference<Throwable> failure = new AtomicReference<>();
            Thread blinker = new Thread(() -> {
                try (DigitalInOut out = new DigitalInOut(Board.D18)) {
                    for (int i = 0; i < 5; i++) {
                        out.switchToOutput(true);
                        Time.sleep(0.5);
                        out.value(false);
                        Time.sleep(0.5);
                    }
                } catch (RuntimeException | Error e) {
                    failure.set(e);
                }
            });
            blinker.start();
            blinker.join();
            assertThat(failure.get()).isNull();
            assertThat(led).pulsed(5, Duration.ofMillis(500)).isFree();
            assertThat(clock.now()).isEqualTo(Duration.ofSeconds(5));
            assertThat(Board.i2c()).isUnlocked();
        }
    }

    @Test
    void testsRunInParallel() {
        Tests.Run run = Tests.run(
                Map.of(
                        "junit.jupiter.execution.parallel.enabled", "true",
                        "junit.jupiter.execution.parallel.mode.default", "concurrent",
                        "junit.jupiter.execution.parallel.config.strategy", "fixed",
                        "junit.jupiter.execution.parallel.config.fixed.parallelism", "8"),
                Parallel.class);

        assertThat(run.failures()).isEmpty();
        assertThat(run.passed()).isEqualTo(200);
    }
}
