// SPDX-License-Identifier: MIT
package blinka4j.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import blinka4j.BusException;
import blinka4j.busio.UART;
import blinka4j.provider.UartPort;
import blinka4j.provider.UartPort.Parity;
import blinka4j.provider.UartPort.Settings;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class SimUartTest {
    private static final Settings SETTINGS = new Settings(9600, 8, Parity.NONE, 1);
    private static final long SECOND = 1_000_000_000L;

    private final SimClock clock = new SimClock();
    private final SimUart uart = new SimUart("test port", clock);
    private final UartPort port = uart.open(SETTINGS);

    private byte[] read(int count, long timeout) {
        byte[] buffer = new byte[count];
        return Bytes.slice(buffer, 0, port.read(buffer, 0, count, timeout));
    }

    @Test
    void whatTheProgramWritesComesOutOutside() {
        assertThat(port.write(Bytes.of(9, 1, 2, 9), 1, 3, 0)).isEqualTo(2);
        assertThat(uart.outside().read()).containsExactly(1, 2);
        assertThat(uart.outside().read()).isEmpty();
    }

    @Test
    void whatIsWrittenOutsideTheProgramReads() {
        uart.outside().write(Bytes.of(1, 2, 3));
        assertThat(port.available()).isEqualTo(3);
        byte[] into = {9, 9, 9, 9};
        assertThat(port.read(into, 1, 3, 0)).isEqualTo(2);
        assertThat(into).containsExactly(9, 1, 2, 9);
        assertThat(read(1, 0)).containsExactly(3);
    }

    @Test
    void manyBytesComeThroughUnharmed() {
        byte[] sent = new byte[65_536];
        new java.util.Random(1).nextBytes(sent);
        byte[] got = new byte[sent.length];
        int at = 0;
        for (int i = 0; i < sent.length; i += 256) {
            uart.outside().write(Bytes.slice(sent, i, i + 256));
            at += port.read(got, at, at + 100, 0);
        }
        at += port.read(got, at, got.length, 0);
        assertThat(at).isEqualTo(sent.length);
        assertThat(got).isEqualTo(sent);
    }

    @Test
    void aReadWithoutBytesTakesSimulatedTimeOnly() {
        long before = System.nanoTime();
        assertThat(port.read(new byte[1], 0, 1, 3600 * SECOND)).isZero();
        assertThat(clock.now()).isEqualTo(Duration.ofHours(1));
        assertThat(System.nanoTime() - before).isLessThan(60 * SECOND);
    }

    @Test
    void bytesThatArriveLaterEndTheReadAtTheirTime() {
        clock.after(Duration.ofMillis(20), () -> uart.outside().write(Bytes.of(1)));
        clock.after(Duration.ofMillis(30), () -> uart.outside().write(Bytes.of(2)));
        assertThat(read(2, SECOND)).containsExactly(1);
        assertThat(clock.now()).isEqualTo(Duration.ofMillis(20));
        assertThat(read(2, SECOND)).containsExactly(2);
        assertThat(clock.now()).isEqualTo(Duration.ofMillis(30));
    }

    /** shared-bindings/busio/UART.c: "to wait for the first character and between subsequent characters when reading". */
    @Test
    void theTimeoutIsForTheFirstByteAndBetweenBytes() {
        try (UART program = new UART(port, SETTINGS)) {
            program.timeout(0.5);
            for (int i = 1; i <= 5; i++) {
                int value = i;
                clock.after(Duration.ofMillis(400 * i), () -> uart.outside().write(Bytes.of(value)));
            }
            assertThat(program.read(10)).containsExactly(1, 2, 3, 4, 5);
            assertThat(clock.now()).isEqualTo(Duration.ofMillis(2500));
            clock.after(Duration.ofMillis(600), () -> uart.outside().write("late\n"));
            assertThat(program.readLine()).isEmpty();
            assertThat(program.readLine()).isEqualTo("late\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        }
    }

    @Test
    void anUnpluggedPortGivesWhatCameAndThenFails() {
        try (UART program = new UART(port, SETTINGS)) {
            program.timeout(0);
            uart.outside().write("abc");
            uart.unplug();
            assertThat(program.read(5)).containsExactly('a', 'b', 'c');
            assertThatThrownBy(() -> program.readInto(new byte[5]))
                    .isInstanceOf(BusException.class)
                    .hasMessageContainingAll("test port", "unplugged");
            assertThatThrownBy(() -> program.write(new byte[5])).isInstanceOf(BusException.class);
            assertThatThrownBy(program::inWaiting).isInstanceOf(BusException.class);
            uart.plug();
            assertThat(program.read(5)).isEmpty();
        }
    }

    @Test
    void aDeviceAnswersWhatItIsSent() {
        uart.outside().onReceive(bytes -> {
            if (bytes[0] == 'A') {
                clock.after(Duration.ofMillis(5), () -> uart.outside().write("OK"));
            }
        });
        port.write(Bytes.of('A', 'T'), 0, 2, 0);
        assertThat(read(2, SECOND)).containsExactly('O', 'K');
        assertThat(uart.outside().read()).isEmpty();
    }

    @Test
    void twoPortsWiredCrosswiseTalkToEachOther() {
        SimUart other = new SimUart("other", clock);
        uart.connect(other);
        try (UartPort peer = other.open(SETTINGS)) {
            port.write(Bytes.of(1, 2), 0, 2, 0);
            byte[] got = new byte[2];
            assertThat(peer.read(got, 0, 2, 0)).isEqualTo(2);
            assertThat(got).containsExactly(1, 2);
            peer.write(Bytes.of(3), 0, 1, 0);
            assertThat(read(1, 0)).containsExactly(3);
        }
        assertThatThrownBy(() -> uart.connect(new SimUart("far", new SimClock())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("test port", "far", "clock");
    }

    @Test
    void inRealTimeAReadWaitsForAnotherThread() throws Exception {
        uart.realTime(true);
        AtomicReference<byte[]> got = new AtomicReference<>();
        Thread reader = new Thread(() -> got.set(read(1, 60 * SECOND)));
        reader.start();
        while (reader.getState() != Thread.State.TIMED_WAITING) {
            Thread.sleep(1);
        }
        uart.outside().write(Bytes.of(7));
        reader.join();
        assertThat(got.get()).containsExactly(7);
        assertThat(clock.nanos()).isZero();
        assertThat(port.read(new byte[1], 0, 1, 1_000_000))
                .as("its timeout is real")
                .isZero();
    }

    @Test
    void closingEndsAReadInAnotherThread() throws Exception {
        uart.realTime(true);
        CompletableFuture<Integer> reading = new CompletableFuture<>();
        Thread reader = new Thread(() -> {
            try {
                reading.complete(port.read(new byte[1], 0, 1, 60 * SECOND));
            } catch (RuntimeException e) {
                reading.completeExceptionally(e);
            }
        });
        reader.start();
        while (reader.getState() != Thread.State.TIMED_WAITING) {
            Thread.sleep(1);
        }
        port.close();
        assertThatThrownBy(reading::get).hasCauseInstanceOf(IllegalStateException.class);
        port.close();
    }

    @Test
    void anInterruptEndsAReadInRealTime() {
        uart.realTime(true);
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> port.read(new byte[1], 0, 1, SECOND))
                    .asInstanceOf(type(BusException.class))
                    .extracting(BusException::kind)
                    .isEqualTo(BusException.Kind.INTERRUPTED);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void whatWasNotReadCanBeDropped() {
        uart.outside().write(Bytes.of(1, 2));
        port.resetInput();
        assertThat(port.available()).isZero();
        assertThat(read(1, 0)).isEmpty();
    }

    @Test
    void speedAndFramingCanBeLookedAt() {
        assertThat(uart.settings()).isEqualTo(SETTINGS);
        port.configure(new Settings(115_200, 7, Parity.EVEN, 2));
        assertThat(uart.settings()).isEqualTo(new Settings(115_200, 7, Parity.EVEN, 2));
    }

    @Test
    void aPortIsOpenOnceAtATime() {
        assertThatThrownBy(() -> uart.open(SETTINGS))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("already open");
        port.close();
        uart.open(SETTINGS).close();
        assertThatThrownBy(() -> port.write(new byte[1], 0, 1, 0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theFrameThatTheProgramSetsIsSeenInTheProgramsWords() {
        try (SimBoard board = SimBoard.open(Boards.small())) {
            assertThat(board.uart().isOpen()).isFalse();
            assertThat(board.uart().parity()).isNull();
            for (UART.Parity parity : new UART.Parity[] {UART.Parity.EVEN, UART.Parity.ODD, null}) {
                try (UART opened =
                        new UART(board.blinka().pin("TX"), board.blinka().pin("RX"), 19_200, 7, parity, 2, 0.5)) {
                    assertThat(opened.baudrate()).isEqualTo(19_200);
                    assertThat(board.uart().isOpen()).isTrue();
                    assertThat(board.uart().parity()).isEqualTo(parity);
                }
            }
            assertThat(board.uart().isOpen()).isFalse();
        }
    }

    @Test
    void anInterruptEndsAReadInSimulatedTime() {
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> port.read(new byte[1], 0, 1, SECOND))
                    .asInstanceOf(type(BusException.class))
                    .extracting(BusException::kind)
                    .isEqualTo(BusException.Kind.INTERRUPTED);
            assertThat(clock.now()).isZero();
            assertThat(port.read(new byte[1], 0, 1, 0)).isZero();
            uart.outside().write("a");
            assertThat(read(1, SECOND)).containsExactly('a');
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void anInterruptThatASimulatedEventMakesEndsTheReadAtItsMoment() {
        Thread reader = Thread.currentThread();
        clock.after(Duration.ofMillis(300), reader::interrupt);
        try {
            assertThatThrownBy(() -> port.read(new byte[1], 0, 1, SECOND))
                    .asInstanceOf(type(BusException.class))
                    .extracting(BusException::kind)
                    .isEqualTo(BusException.Kind.INTERRUPTED);
            assertThat(clock.now()).isEqualTo(Duration.ofMillis(300));
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}
