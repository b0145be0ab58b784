// SPDX-License-Identifier: MIT
package blinka4j.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import blinka4j.BusException;
import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.busio.SPI;
import blinka4j.busio.UART;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.digitalio.Edge;
import blinka4j.runtime.Blinka;
import blinka4j.sim.Quantity;
import blinka4j.sim.SimBoard;
import blinka4j.sim.SimChip;
import blinka4j.sim.SimUart;
import blinka4j.sim.chips.SimMAX31855;
import blinka4j.sim.chips.SimMCP9808;
import blinka4j.time.Time;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import programs.Patient;

/** Drivers with one mistake each, which the run must find. */
class FaultRunTest {
    private static <D> FaultRun<D> onMcp9808(Function<I2C, D> driver) {
        return FaultRun.of(driver).chip(0x18, SimMCP9808::new);
    }

    /** The temperature of a good driver, read by one that does something else about it. */
    private static FaultRun<I2C> reading(ToDoubleFunction<I2C> reading) {
        return onMcp9808(i2c -> i2c).reads("temperature", reading, 0.1).times(200, 10);
    }

    private static double temperature(I2C i2c) {
        return new Thermometer(i2c).temperature();
    }

    private static void fails(FaultRun<?> run, String... words) {
        assertThatThrownBy(run::run)
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("seed ", "operation ", "-Dblinka4j.faults.seed=")
                .hasMessageContainingAll(words);
    }

    @Test
    void aGoodDriverPassesAndTheReportSaysWhatWasDone() {
        FaultReport report = onMcp9808(Thermometer::new)
                .reads("temperature", Thermometer::temperature, 0.1)
                .does(thermometer -> thermometer.alarm(30))
                .times(200, 10)
                .run();

        assertThat(report.runs()).isEqualTo(200);
        assertThat(report.operations()).isEqualTo(2_000);
        assertThat(report.faults()).isGreaterThan(200);
        assertThat(report.outcomes()).containsKeys("right", "plausible", "TIMEOUT", "NO_ACKNOWLEDGE", "BUSY");
        assertThat(report).asString().contains("200 runs", "2000 operations");
    }

    @Test
    void theSameSeedsGiveTheSameRuns() {
        Function<Integer, String> run = times -> onMcp9808(Thermometer::new)
                .reads("temperature", Thermometer::temperature, 0.1)
                .times(50, 10)
                .run()
                .toString();

        assertThat(run.apply(1)).isEqualTo(run.apply(2));
    }

    @Test
    void aSingleSeedCanBeRepeated() {
        System.setProperty("blinka4j.faults.seed", "17");
        try {
            assertThat(onMcp9808(Thermometer::new)
                            .reads("temperature", Thermometer::temperature, 0.1)
                            .run()
                            .runs())
                    .isEqualTo(1);
        } finally {
            System.clearProperty("blinka4j.faults.seed");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-3", "seventeen", "2147483648", ""})
    void aSeedThatIsNoneIsAnError(String seed) {
        System.setProperty("blinka4j.faults.seed", seed);
        try {
            assertThatThrownBy(onMcp9808(Thermometer::new)::run)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("-Dblinka4j.faults.seed=" + seed);
        } finally {
            System.clearProperty("blinka4j.faults.seed");
        }
    }

    @Test
    void theGreatestSeedCanBeRepeated() {
        System.setProperty("blinka4j.faults.seed", "2147483647");
        try {
            assertThat(onMcp9808(Thermometer::new).run().runs()).isEqualTo(1);
        } finally {
            System.clearProperty("blinka4j.faults.seed");
        }
    }

    @Test
    void anUndeclaredExceptionIsFound() {
        fails(
                reading(i2c -> {
                    try {
                        return temperature(i2c);
                    } catch (BusException e) {
                        throw new UnsupportedOperationException("not of the family", e);
                    }
                }),
                "not of the family");
    }

    @Test
    void anErrorWithoutAFaultIsFound() {
        fails(
                reading(i2c -> {
                    throw new BusException(BusException.Kind.OTHER, "for no reason");
                }),
                "after 0 faults");
    }

    @Test
    void aWaitForEverIsFound() {
        fails(
                reading(i2c -> {
                    try {
                        return temperature(i2c);
                    } catch (BusException e) {
                        while (true) {
                            i2c.sleep(Duration.ofSeconds(1));
                        }
                    }
                }),
                "hangs",
                "3600.0 s of simulated time");
    }

    @Test
    void aConstructorThatHangsIsFoundWithItsLine() {
        assertThatThrownBy(onMcp9808(Patient::new)::run)
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("seed 1", "hangs", "Patient.java:", "-Dblinka4j.faults.seed=1");
    }

    @Test
    void anErrorInAConstructorHasItsSeed() {
        assertThatThrownBy(onMcp9808(i2c -> {
                    throw new AssertionError("of the constructor");
                })::run)
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("seed 1", "of the constructor", "-Dblinka4j.faults.seed=1");
    }

    /** Drivers and programs may use {@code Time} and {@code Board}. */
    @Test
    void timeAndBoardAreThoseOfTheRun() {
        FaultReport report = onMcp9808(i2c -> i2c)
                .does(i2c -> {
                    double before = Time.monotonic();
                    Time.sleep(3_000);
                    i2c.sleep(Duration.ofMillis(500));
                    assertThat(Time.monotonic() - before).isEqualTo(3_000.5, within(1e-6));
                    assertThat(Board.id()).isEqualTo("RASPBERRY_PI_4B");
                })
                .times(10, 10)
                .run();

        assertThat(report.runs()).isEqualTo(10);
    }

    @Test
    void theBoardOfARunEndsWithIt() {
        try (SimBoard board = SimBoard.open(SimulatedExtension.definition("RASPBERRY_PI_5"))) {
            Blinka.Scope scope = Blinka.Scope.ofThread(board.blinka());
            try (scope) {
                assertThatThrownBy(onMcp9808(Patient::new)::run).isInstanceOf(AssertionError.class);
                assertThatThrownBy(reading(i2c -> {
                            throw new IllegalStateException("any");
                        })::run)
                        .isInstanceOf(AssertionError.class);
                assertThat(Board.id()).isEqualTo("RASPBERRY_PI_5");
            }
        }
    }

    @Test
    void transfersForEverAreFound() {
        fails(
                reading(i2c -> {
                    try {
                        return temperature(i2c);
                    } catch (BusException e) {
                        while (true) {
                            probe(i2c);
                        }
                    }
                }),
                "hangs",
                "100000 transfers");
    }

    private static void probe(I2C i2c) {
        try {
            i2c.probe(0x18);
        } catch (BusException e) {
            // The next one may succeed.
        }
    }

    @Test
    void aBusThatStaysLockedIsFound() {
        fails(
                reading(i2c -> {
                    i2c.tryLock();
                    double value = temperature(i2c);
                    i2c.unlock();
                    return value;
                }),
                "locked");
    }

    @Test
    void aBusThatAnotherThreadLocksIsFound() {
        fails(
                onMcp9808(i2c -> i2c)
                        .does(i2c -> {
                            Thread other = new Thread(i2c::tryLock);
                            other.start();
                            try {
                                other.join();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        })
                        .times(20, 1),
                "locked");
    }

    @Test
    void aBusThatTheDriverClosesIsFound() {
        fails(onMcp9808(i2c -> i2c).does(I2C::close).times(5, 5), "closed the bus");
    }

    @Test
    void anSpiBusThatStaysLockedIsFound() {
        fails(FaultRun.ofSpi(spi -> spi).chip(SimMAX31855::new).does(SPI::tryLock), "locked");
    }

    @Test
    void aWrongValueInSpiteOfAChecksumIsFound() {
        fails(reading(FaultRunTest::temperature).checksum(), "plausible", "temperature is", "where the chip has");
    }

    @Test
    void aWrongValueWithoutAWrongReplyIsFound() {
        fails(
                reading(i2c -> {
                    try {
                        return temperature(i2c);
                    } catch (BusException e) {
                        return 0;
                    }
                }),
                "plausible",
                "0 of them wrong replies");
    }

    @Test
    void aDriverThatDoesNotRecoverIsFound() {
        fails(
                onMcp9808(Sulking::new)
                        .reads("temperature", Sulking::temperature, 0.1)
                        .times(200, 10),
                "no more");
    }

    /** After an error it never works again. */
    private static final class Sulking {
        private final I2C i2c;
        private boolean sulks;

        Sulking(I2C i2c) {
            this.i2c = i2c;
        }

        double temperature() {
            if (sulks) {
                throw new BusException(BusException.Kind.OTHER, "no more");
            }
            sulks = true;
            double value = FaultRunTest.temperature(i2c);
            sulks = false;
            return value;
        }
    }

    @Test
    void aSettingThatALossOfPowerUndoesIsFound() {
        assertThat(onMcp9808(Halved::new)
                        .reads("temperature", Halved::temperature, 0.6)
                        .withoutPowerLoss()
                        .times(200, 10)
                        .run()
                        .faults())
                .isPositive();
        fails(
                onMcp9808(Halved::new)
                        .reads("temperature", Halved::temperature, 0.6)
                        .times(200, 10),
                "plausible");
    }

    /** Relies on a setting of the chip: it scales what it reads by the alarm that it has set. After power-on that is 0. */
    private static final class Halved {
        private final I2C i2c;

        Halved(I2C i2c) {
            this.i2c = i2c;
            new Thermometer(i2c).alarm(10);
        }

        double temperature() {
            byte[] alarm = new byte[2];
            i2c.writeToThenReadFrom(0x18, new byte[] {2}, alarm);
            return FaultRunTest.temperature(i2c) * ((alarm[0] & 0xFF) << 8 | alarm[1] & 0xFF) / 160;
        }
    }

    /** MAX31855, 19-5793 Rev 5: bits 31 to 18 are the temperature of the thermocouple, 0.25 °C each. */
    @Test
    void aDriverOnSpi() {
        FaultReport report = FaultRun.ofSpi(spi -> spi)
                .chip(SimMAX31855::new)
                .reads("temperature", FaultRunTest::thermocouple, 0.26)
                .withoutPowerLoss()
                .times(100, 10)
                .run();

        assertThat(report.faults()).isPositive();
        assertThat(report.outcomes()).containsKeys("right", "OTHER");
    }

    private static double thermocouple(SPI spi) {
        byte[] in = new byte[4];
        spi.exclusively(() -> spi.readInto(in));
        return (in[0] << 6 | (in[1] & 0xFF) >> 2) / 4.0;
    }

    /** Answers a question with the temperature and the sum of its digits. */
    private static final class SimSerialThermometer extends SimChip {
        private final Quantity temperature = measures("temperature", -40, 85, "°C", 20);

        SimSerialThermometer(SimUart uart) {
            uart.outside().onReceive(question -> uart.outside().write(line(Math.round(temperature.value() * 100))));
        }
    }

    private static String line(long hundredths) {
        return "%s*%s\n"
                .formatted(hundredths, String.valueOf(hundredths).chars().sum());
    }

    private static double ask(UART uart) {
        uart.resetInputBuffer();
        uart.write("?\n".getBytes(StandardCharsets.US_ASCII));
        byte[] bytes = uart.readLine();
        String line = bytes == null ? "" : new String(bytes, StandardCharsets.ISO_8859_1);
        if (line.matches("-?\\d{1,6}\\*\\d+\n")) {
            long hundredths = Long.parseLong(line.substring(0, line.indexOf('*')));
            if (line(hundredths).equals(line)) {
                return hundredths / 100.0;
            }
        }
        throw new BusException(BusException.Kind.OTHER, "a garbled answer");
    }

    @Test
    void aDriverOnASerialPort() {
        FaultReport report = FaultRun.ofUart(uart -> uart)
                .serial(SimSerialThermometer::new)
                .reads("temperature", FaultRunTest::ask, 0.01)
                .checksum()
                .pause(Duration.ZERO)
                .times(100, 10)
                .run();

        assertThat(report.faults()).isPositive();
    }

    @Test
    void aDriverThatTakesNoiseOnASerialPortForAnAnswerIsFound() {
        fails(
                FaultRun.ofUart(uart -> uart)
                        .serial(SimSerialThermometer::new)
                        .does(uart -> {
                            byte[] answer = uart.read(1);
                            if (answer != null && answer.length > 0) {
                                throw new IllegalStateException("took noise for an answer");
                            }
                        })
                        .times(200, 10),
                "took noise");
    }

    /** Counts how often a button was pressed. */
    private static final class Presses implements AutoCloseable {
        private final DigitalInOut button;
        private int count;

        Presses(Blinka blinka) {
            button = new DigitalInOut(blinka.pin("D4"));
            button.onEdge(Edge.FALLING, event -> count++);
        }

        int count() {
            return count;
        }

        @Override
        public void close() {
            button.close();
        }
    }

    @Test
    void aDriverOnPins() {
        int[] most = new int[1];
        FaultReport report = FaultRun.ofBoard(Presses::new)
                .storms("D4")
                .does(presses -> most[0] = Math.max(most[0], presses.count()))
                .times(50, 10)
                .run();

        assertThat(report.faults()).isPositive();
        assertThat(most[0]).isPositive();
    }

    @Test
    void aPinThatStaysOpenIsFound() {
        fails(
                FaultRun.ofBoard(blinka -> new DigitalInOut(blinka.pin("D4")))
                        .does(button -> button.onEdge(Edge.FALLING, event -> {}))
                        .does(button -> {})
                        .times(1, 3)
                        .wired(board -> new DigitalInOut(board.blinka().pin("D5"))),
                "still open after close()",
                "D5");
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThatThrownBy(() -> onMcp9808(Thermometer::new)
                        .reads("pressure", Thermometer::temperature, 1)
                        .run())
                .hasMessageContainingAll("pressure", "temperature");
        assertThatThrownBy(() -> FaultRun.ofSpi(spi -> spi).run()).hasMessageContaining("chip(");
        assertThatThrownBy(() -> FaultRun.of(i2c -> i2c).times(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> FaultRun.of(Thermometer::new).run()).hasMessageContainingAll("seed 1", "cannot begin");
    }
}
