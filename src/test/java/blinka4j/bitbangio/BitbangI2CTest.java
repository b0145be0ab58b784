// SPDX-License-Identifier: MIT
package blinka4j.bitbangio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.PinException;
import blinka4j.boards.Boards;
import blinka4j.busio.I2C;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.digitalio.Pull;
import blinka4j.drivers.mcp9808.MCP9808;
import blinka4j.microcontroller.Pin;
import blinka4j.sim.SimBoard;
import blinka4j.sim.SimPin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BitbangI2CTest {
    private final SimBoard board = SimBoard.open(Boards.board("RASPBERRY_PI_4B"));
    private final SimPin scl = board.pin("D5").resistor(Pull.UP);
    private final SimPin sda = board.pin("D6").resistor(Pull.UP);
    private final I2CTarget target = new I2CTarget(board, "D5", "D6", 0x50);

    @AfterEach
    void nothingIsLeftOpen() {
        board.close();
    }

    private Pin pin(String name) {
        return board.blinka().pin(name);
    }

    private I2C open() {
        return BitbangIO.i2c(pin("D5"), pin("D6"));
    }

    private static void assertFails(Kind kind, ThrowingCallable action, String... words) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        BusException.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .hasMessageContainingAll(words);
    }

    private void assertReleased() {
        assertThat(scl.isOutput()).as("SCL is an output").isFalse();
        assertThat(sda.isOutput()).as("SDA is an output").isFalse();
    }

    /** A change of a wire: its time in ns after the START, its name and the new level. */
    private static String change(long nanos, String wire, int level) {
        return "%6s %s%s".formatted(nanos, wire, level);
    }

    /**
     * A write of 0x3c to address 0x50 at 400 kHz. A period is 2500 ns: 1375 ns low, 1125 ns high, which is not below the shortest times
     * of Fast-mode, 1300 ns and 600 ns (UM10204, table 10). The controller changes SDA in the middle of the low time; the target changes it
     * when SCL falls.
     */
    @Test
    void eachEdgeOfATransferIsInItsPlace() {
        List<String> expected = new ArrayList<>();
        try (I2C i2c = open()) {
            scl.clearHistory();
            sda.clearHistory();
            i2c.writeTo(0x50, new byte[] {0x3c});
        }
        int start = 0;
        // The hold time of the START: at least 600 ns.
        int low = start + 1125;
        expected.add(change(start, "SDA", 0));
        for (int clock = 0; clock <= 18; clock++) {
            expected.add(change(low + 2500 * clock, "SCL", 0));
            expected.add(change(low + 2500 * clock + 1375, "SCL", 1));
        }
        // SDA: 1010 0000 for the address 0x50 and a write, an acknowledge, 0011 1100, an acknowledge, and low for the
        // STOP.
        int[] controller = {0, 1, 1, 0, 2, 1, 3, 0, 9, 0, 11, 1, 15, 0, 18, 0};
        for (int i = 0; i < controller.length; i += 2) {
            expected.add(change(low + 2500 * controller[i] + 687, "SDA", controller[i + 1]));
        }
        // The target releases SDA after each acknowledge. During an acknowledge, SDA stays low.
        expected.add(change(low + 2500 * 9, "SDA", 1));
        expected.add(change(low + 2500 * 18, "SDA", 1));
        // The STOP, with a set-up time of at least 600 ns.
        expected.add(change(low + 2500 * 18 + 1375 + 1125, "SDA", 1));
        expected.sort(Comparator.naturalOrder());

        long first = sda.history().get(0).time().toNanos();
        List<String> waveform = Stream.concat(
                        scl.history().stream().map(edge -> edge(edge, first, "SCL")),
                        sda.history().stream().map(edge -> edge(edge, first, "SDA")))
                .sorted()
                .toList();
        assertThat(waveform).isEqualTo(expected);
        assertThat(target.seen).containsExactly("S", "a0+", "3c+", "P");
    }

    private static String edge(SimPin.Change edge, long first, String wire) {
        return change(edge.time().toNanos() - first, wire, edge.level() ? 1 : 0);
    }

    @Test
    void theClockIsNotFasterThanAsked() {
        try (I2C i2c = BitbangIO.i2c(pin("D5"), pin("D6"), 100_000)) {
            scl.clearHistory();
            i2c.writeTo(0x50, new byte[] {1, 2, 3});
        }
        List<SimPin.Change> edges = scl.history();
        assertThat(edges).hasSize(2 * (4 * 9 + 1));
        for (int i = 2; i < edges.size(); i++) {
            long nanos = edges.get(i).time().minus(edges.get(i - 2).time()).toNanos();
            assertThat(nanos).as("period of the clock").isGreaterThanOrEqualTo(10_000);
        }
    }

    @Test
    void bytesAreWrittenAndReadBackInOneTransaction() {
        byte[] in = new byte[3];
        try (I2C i2c = open()) {
            i2c.writeTo(0x50, new byte[] {0x10, (byte) 0xFF, 0, (byte) 0xA5});
            i2c.writeToThenReadFrom(0x50, new byte[] {0x10}, in);
        }
        assertThat(in).containsExactly(0xFF, 0, 0xA5);
        assertThat(target.seen)
                .containsExactly(
                        "S", "a0+", "10+", "ff+", "00+", "a5+", "P", "S", "a0+", "10+", "S", "a1+", "ff+", "00+", "a5-",
                        "P");
    }

    @Test
    void aReadStartsWithTheReadAddress() {
        target.registers[0] = 0x42;
        byte[] in = new byte[4];
        try (I2C i2c = open()) {
            i2c.readFromInto(0x50, in, 1, 2);
        }
        assertThat(in).containsExactly(0, 0x42, 0, 0);
        assertThat(target.seen).containsExactly("S", "a1+", "42-", "P");
    }

    @Test
    void aScanFindsTheDevice() {
        try (I2C i2c = open()) {
            assertThat(i2c.scan()).containsExactly(0x50);
            assertThat(i2c.probe(0x51)).isFalse();
        }
        assertReleased();
    }

    @Test
    void anAddressWithoutDeviceIsNotAcknowledgedAndTheBusGoesOn() {
        try (I2C i2c = open()) {
            assertFails(
                    Kind.NO_ACKNOWLEDGE,
                    () -> i2c.writeTo(0x51, new byte[] {1}),
                    "D5, D6",
                    "0x51",
                    "no device answers");
            assertThat(target.seen).containsExactly("S", "a2-", "P");
            assertReleased();
            i2c.writeTo(0x50, new byte[] {1});
        }
    }

    @Test
    void aByteThatIsNotAcknowledgedIsNamed() {
        target.accepts = 2;
        try (I2C i2c = open()) {
            assertFails(
                    Kind.NO_ACKNOWLEDGE,
                    () -> i2c.writeTo(0x50, new byte[] {1, 2, 3}),
                    "0x50",
                    "did not acknowledge byte 2");
            assertThat(target.seen).containsExactly("S", "a0+", "01+", "02-", "P");
        }
    }

    @Test
    void aDeviceMayStretchTheClock() {
        target.stretch = Duration.ofNanos(200_000);
        byte[] in = new byte[1];
        target.registers[7] = 0x5A;
        try (I2C i2c = open()) {
            Duration before = board.clock().now();
            i2c.writeToThenReadFrom(0x50, new byte[] {7}, in);
            assertThat(in[0]).isEqualTo((byte) 0x5A);
            assertThat(board.clock().now().minus(before)).isGreaterThan(Duration.ofNanos(4 * 200_000));
        }
    }

    @Test
    void aClockThatIsStretchedTooLongEndsTheTransfer() {
        target.stretch = Duration.ofNanos(300_000);
        try (I2C i2c = open()) {
            assertFails(Kind.TIMEOUT, () -> i2c.writeTo(0x50, new byte[] {1}), "SCL", "255 µs", "longer timeout");
            assertReleased();
        }
        board.clock().advance(Duration.ofMillis(1));
        try (I2C i2c = BitbangIO.i2c(pin("D5"), pin("D6"), 400_000, 400)) {
            i2c.writeTo(0x50, new byte[] {1});
        }
    }

    @Test
    void aBusWithoutPullUpOnTheClockSaysSo() {
        scl.resistor(null);
        try (I2C i2c = open()) {
            assertFails(Kind.TIMEOUT, () -> i2c.writeTo(0x50, new byte[] {1}), "SCL stays low", "pull-up");
        }
    }

    @Test
    void aBusWhoseDataIsStuckLowSaysSo() {
        sda.drive(false);
        try (I2C i2c = open()) {
            assertFails(Kind.OTHER, () -> i2c.writeTo(0x50, new byte[] {1}), "SDA stays low", "9 clocks", "pull-up");
            assertReleased();
            assertFails(Kind.OTHER, i2c::scan, "SDA stays low");
            sda.release();
            i2c.writeTo(0x50, new byte[] {1});
        }
    }

    /** UM10204, 3.1.16: a device in the middle of a read holds SDA low, and releases it within nine clocks. */
    @Test
    void aDeviceThatHoldsTheDataIsClockedUntilItLetsGo() {
        AtomicInteger clocks = new AtomicInteger();
        sda.drive(false);
        scl.onLevel(high -> {
            if (!high && clocks.incrementAndGet() == 6) {
                sda.release();
            }
        });
        try (I2C i2c = open()) {
            i2c.writeTo(0x50, new byte[] {0x21});
        }
        assertThat(target.seen).endsWith("P", "S", "a0+", "21+", "P");
    }

    @Test
    void aProgramThatDiedDuringAReadDoesNotBlockTheNext() {
        // A target that is left after 13 clocks, in the middle of a byte of zeros.
        target.clocks = 13;
        try (I2C i2c = open()) {
            byte[] in = new byte[2];
            i2c.readFromInto(0x50, in);
        } catch (BusException e) {
            assertThat(e.kind()).isNotNull();
        }
        assertThat(sda.level()).as("the target holds SDA").isFalse();
        target.clocks = Integer.MAX_VALUE;
        try (I2C i2c = open()) {
            i2c.writeTo(0x50, new byte[] {0x22});
        }
        assertThat(target.seen).endsWith("P", "S", "a0+", "22+", "P");
    }

    @Test
    void anotherControllerWins() {
        try (I2C i2c = open()) {
            // The other controller sends a 0 where this one sends the first 1.
            AtomicInteger clocks = new AtomicInteger();
            scl.onLevel(high -> {
                if (!high && clocks.incrementAndGet() == 1) {
                    sda.drive(false);
                }
            });
            assertFails(Kind.ARBITRATION_LOST, () -> i2c.writeTo(0x50, new byte[] {1}), "SDA", "Another controller");
            assertReleased();
            sda.release();
        }
    }

    @Test
    void theWiresAreNeverDrivenHigh() {
        target.stretch = Duration.ofNanos(10_000);
        try (I2C i2c = open()) {
            scl.onLevel(high -> assertThat(high && scl.isOutput()).isFalse());
            sda.onLevel(high -> assertThat(high && sda.isOutput()).isFalse());
            i2c.writeToThenReadFrom(0x50, new byte[] {0x55}, new byte[3]);
        }
    }

    @Test
    void aDriverTakesTheBus() {
        I2CTarget sensor = new I2CTarget(board, "D5", "D6", MCP9808.DEFAULT_ADDRESS);
        sensor.wide = true;
        sensor.registers[2 * 0x06 + 1] = 0x54;
        sensor.registers[2 * 0x07] = 0x04;
        // 0x0194: 25.25 °C (data sheet, 5.1.3.1: the value of the lower byte is 1/16 °C).
        sensor.registers[2 * 0x05] = 0x01;
        sensor.registers[2 * 0x05 + 1] = (byte) 0x94;
        try (I2C i2c = open()) {
            assertThat(new MCP9808(i2c).temperature()).isEqualTo(25.25);
        }
    }

    @Test
    void closingFreesBothPins() {
        I2C i2c = open();
        assertThat(scl.holder()).isEqualTo("blinka4j");
        assertThat(board.blinka().stillOpen()).singleElement().asString().contains("BitbangIO.i2c(D5, D6)");
        i2c.close();
        i2c.close();
        assertThat(scl.isHeld()).isFalse();
        assertThat(sda.isHeld()).isFalse();
        assertThatThrownBy(() -> i2c.writeTo(0x50, new byte[1]))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("I2C(D5, D6) is closed");
    }

    @Test
    void theBoardClosesTheBus() {
        SimBoard other = SimBoard.open(Boards.board("RASPBERRY_PI_4B")).lenient();
        I2C i2c = BitbangIO.i2c(other.blinka().pin("D5"), other.blinka().pin("D6"));
        assertThat(i2c.isClosed()).isFalse();
        other.close();
        assertThat(i2c.isClosed()).isTrue();
        assertThat(other.pin("D5").isHeld()).isFalse();
        assertThatThrownBy(() -> i2c.writeTo(0x50, new byte[1]))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("BitbangIO.i2c(D5, D6) is closed, with all of");
        i2c.close();
    }

    @Test
    void wrongArgumentsAreRefusedBeforeAnythingIsOpened() {
        for (int frequency : new int[] {0, -1, 1_000_001}) {
            assertThatThrownBy(() -> BitbangIO.i2c(pin("D5"), pin("D6"), frequency))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("frequency of " + frequency, "1 to 1000000 Hz");
        }
        for (int timeout : new int[] {0, -1}) {
            assertThatThrownBy(() -> BitbangIO.i2c(pin("D5"), pin("D6"), 100_000, timeout))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("timeout of " + timeout, "1 µs or more");
        }
        assertThatThrownBy(() -> BitbangIO.i2c(pin("D5"), pin("D5")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("D5", "twice");
        assertThatThrownBy(() -> BitbangIO.i2c(null, pin("D6")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("null");
        assertThatThrownBy(() -> BitbangIO.i2c(pin("D5"), null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("null");
        assertThat(scl.isHeld()).isFalse();
    }

    @Test
    void aPinInUseIsNamedAndTheOtherIsFree() {
        try (DigitalInOut led = new DigitalInOut(pin("D6"))) {
            assertThat(led.isClosed()).isFalse();
            assertThatThrownBy(this::open)
                    .isInstanceOf(PinException.class)
                    .hasMessageContainingAll("D6", "DigitalInOut(D6)");
        }
        sda.heldBy("i2c-gpio");
        assertThatThrownBy(this::open).isInstanceOf(PinException.class).hasMessageContainingAll("D6", "i2c-gpio");
        assertThat(scl.isHeld()).isFalse();
    }

    @Test
    void threadsShareTheBus() throws InterruptedException {
        try (I2C i2c = open()) {
            List<Thread> threads = new ArrayList<>();
            List<Integer> wrong = new ArrayList<>();
            for (int register : new int[] {0x10, 0x20}) {
                Thread thread = new Thread(() -> {
                    byte[] in = new byte[1];
                    for (int i = 0; i < 100; i++) {
                        i2c.writeTo(0x50, new byte[] {(byte) register, (byte) i});
                        i2c.writeToThenReadFrom(0x50, new byte[] {(byte) register}, in);
                        if (in[0] != i) {
                            synchronized (wrong) {
                                wrong.add(i);
                            }
                        }
                    }
                });
                thread.start();
                threads.add(thread);
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(wrong).isEmpty();
        }
    }
}
