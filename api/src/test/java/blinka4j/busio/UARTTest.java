// SPDX-License-Identifier: MIT
package blinka4j.busio;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

import blinka4j.BusException;
import blinka4j.PinException;
import blinka4j.fake.FakeProvider;
import blinka4j.fake.FakeUart;
import blinka4j.hardware.CurrentBoard;
import blinka4j.hardware.Hardware;
import blinka4j.microcontroller.Pin;
import blinka4j.provider.UartPort;
import blinka4j.provider.UartPort.Parity;
import blinka4j.provider.UartPort.Settings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UARTTest {
    private final FakeUart port = new FakeUart();
    private final UART uart = new UART(port, Settings.DEFAULT);

    private static String text(byte[] bytes) {
        return new String(bytes, US_ASCII);
    }

    @Test
    void aPortHasTheDefaultsOfCircuitPython() {
        assertThat(uart.baudrate()).isEqualTo(9600);
        assertThat(uart.timeout()).isEqualTo(1);
        assertThat(Settings.DEFAULT).isEqualTo(new Settings(9600, 8, Parity.NONE, 1));
        assertThat(uart).hasToString("UART(/dev/ttyS0)");
    }

    @Test
    void aReadGivesWhatHasArrived() {
        port.arrives("hello");

        assertThat(text(uart.read())).isEqualTo("hello");
    }

    @Test
    void aReadWaitsForTheFirstByteOnly() {
        uart.timeout(0.02);

        assertThat(uart.read()).isEmpty();
        assertThat(port.timeouts).containsExactly(20_000_000L);
    }

    @Test
    void aReadOfSomeBytesLeavesTheRest() {
        port.arrives("hello");

        assertThat(text(uart.read(2))).isEqualTo("he");
        assertThat(uart.inWaiting()).isEqualTo(3);
        assertThat(uart.read(0)).isEmpty();
    }

    @Test
    void aReadThatEndsTooEarlyGivesWhatHasCome() {
        uart.timeout(0);
        port.arrives("he");

        assertThat(text(uart.read(5))).isEqualTo("he");
        assertThat(uart.read(5)).isEmpty();
    }

    @Test
    void aReadIntoABufferTellsHowManyBytesCame() {
        uart.timeout(0);
        byte[] buffer = new byte[4];
        port.arrives("hello");

        assertThat(uart.readInto(buffer)).isEqualTo(4);
        assertThat(text(buffer)).isEqualTo("hell");
        assertThat(uart.readInto(buffer, 3)).isEqualTo(1);
        assertThat(text(buffer)).isEqualTo("oell");
        assertThat(uart.readInto(buffer)).isZero();
        port.arrives("abcdefgh");
        assertThat(uart.readInto(buffer, 99)).isEqualTo(4);
    }

    @Test
    void lessThanNoBytesCannotBeRead() {
        assertThatThrownBy(() -> uart.read(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1 bytes");
        assertThatThrownBy(() -> uart.readInto(new byte[1], -1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aLineEndsWithItsLineFeed() {
        port.arrives("$GPGGA\r\n$GPRMC\n\nrest");
        uart.timeout(0);

        assertThat(text(uart.readLine())).isEqualTo("$GPGGA\r\n");
        assertThat(text(uart.readLine())).isEqualTo("$GPRMC\n");
        assertThat(text(uart.readLine())).isEqualTo("\n");
        assertThat(text(uart.readLine())).isEqualTo("rest");
        assertThat(uart.readLine()).isEmpty();
    }

    /** shared-bindings/busio/UART.c: "to wait for the first character and between subsequent characters when reading". */
    @Test
    void theTimeoutIsForTheFirstByteAndBetweenBytes() {
        port.arrives("abc");
        uart.timeout(0.05);

        assertThat(text(uart.readLine())).isEqualTo("abc");
        port.arrives("abc");
        assertThat(text(uart.read(5))).isEqualTo("abc");
        port.arrives("abc");
        assertThat(text(uart.read())).isEqualTo("abc");
        assertThat(port.timeouts).hasSize(6).containsOnly(50_000_000L);
    }

    @Test
    void aLineOfTenMebibytesIsReadInBlocks() {
        byte[] line = new byte[10 << 20];
        Arrays.fill(line, (byte) 'x');
        line[line.length - 1] = '\n';
        InputStream sent = new ByteArrayInputStream(line);
        AtomicInteger reads = new AtomicInteger();
        UART fast = new UART(
                new Silent() {
                    @Override
                    public int read(byte[] into, int start, int end, long timeoutNanos) {
                        reads.incrementAndGet();
                        try {
                            return sent.read(into, start, end - start);
                        } catch (IOException e) {
                            throw new AssertionError(e);
                        }
                    }
                },
                Settings.DEFAULT);

        assertThat(fast.readLine()).isEqualTo(line);
        assertThat(reads.get()).isLessThanOrEqualTo(line.length / 4096);
    }

    @Test
    void whatALineDidNotNeedIsReadNext() {
        uart.timeout(0);
        port.arrives("one\ntwo three");

        assertThat(text(uart.readLine())).isEqualTo("one\n");
        assertThat(uart.inWaiting()).isEqualTo(9);
        port.arrives(" four");
        assertThat(uart.inWaiting()).isEqualTo(14);
        assertThat(text(uart.read(5))).isEqualTo("two t");
        assertThat(text(uart.read(7))).isEqualTo("hree fo");
        port.arrives("\nrest");
        assertThat(text(uart.readLine())).isEqualTo("ur\n");
        uart.resetInputBuffer();
        assertThat(uart.inWaiting()).isZero();
        assertThat(uart.read()).isEmpty();
    }

    @Test
    void bytesThatCameBeforeAFaultAreReturnedAndThenTheFault() {
        uart.timeout(0);
        BusException unplugged = new BusException(BusException.Kind.OTHER, 5, "unplugged");
        port.failure = unplugged;
        for (Supplier<byte[]> way : List.<Supplier<byte[]>>of(uart::read, () -> uart.read(5), uart::readLine)) {
            port.arrives("abc");
            assertThat(text(way.get())).isEqualTo("abc");
            // Once, whatever the port says by then.
            port.failure = null;
            assertThatThrownBy(way::get).isSameAs(unplugged);
            assertThat(way.get()).isEmpty();
            port.failure = unplugged;
            assertThatThrownBy(way::get).isSameAs(unplugged);
        }
    }

    @Test
    void anInterruptIsNotReportedLater() {
        uart.timeout(0);
        port.arrives("abc");
        port.failure = new BusException(BusException.Kind.INTERRUPTED, "interrupted");

        assertThat(text(uart.read(5))).isEqualTo("abc");
        port.failure = null;
        assertThat(uart.read(5)).isEmpty();
    }

    @Test
    void aWriteSendsTheSlice() {
        assertThat(uart.write("hello".getBytes(US_ASCII))).isEqualTo(5);
        assertThat(uart.write("hello".getBytes(US_ASCII), -2, 99)).isEqualTo(2);

        assertThat(port.written).hasToString("hellolo");
        assertThat(port.timeouts).containsExactly(1_000_000_000L, 1_000_000_000L);
    }

    @Test
    void aWriteThatEndsTooEarlyTellsHowManyBytesWereTaken() {
        port.takes = 3;

        assertThat(uart.write("hello".getBytes(US_ASCII))).isEqualTo(3);
    }

    @Test
    void whatHasArrivedCanBeDropped() {
        port.arrives("noise");
        assertThat(uart.inWaiting()).isEqualTo(5);

        uart.resetInputBuffer();

        assertThat(uart.inWaiting()).isZero();
    }

    @Test
    void aNewBaudrateKeepsTheFraming() {
        UART framed = new UART(port, new Settings(9600, 7, Parity.EVEN, 2));

        framed.baudrate(250_000);

        assertThat(port.configured).containsExactly(new Settings(250_000, 7, Parity.EVEN, 2));
        assertThat(framed.baudrate()).isEqualTo(250_000);
    }

    @Test
    void aBaudrateThatMakesNoSenseIsRefused() {
        assertThatThrownBy(() -> uart.baudrate(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("UART baudrate 0");
        assertThat(uart.baudrate()).isEqualTo(9600);
        assertThat(port.configured).isEmpty();
    }

    @Test
    void framingThatMakesNoSenseIsRefused() {
        assertThatThrownBy(() -> new Settings(9600, 9, Parity.NONE, 1))
                .hasMessageContainingAll("UART data bits 9", "5 to 8");
        assertThatThrownBy(() -> new Settings(9600, 4, Parity.NONE, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Settings(9600, 8, Parity.NONE, 3))
                .hasMessageContainingAll("UART stop bits 3", "1 or 2");
        assertThatThrownBy(() -> new Settings(9600, 8, Parity.NONE, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.001, Double.NaN, Double.POSITIVE_INFINITY, 100.001})
    void aTimeoutThatMakesNoSenseIsRefused(double timeout) {
        assertThatThrownBy(() -> uart.timeout(timeout))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("UART timeout", String.valueOf(timeout), "0 to 100");
        assertThat(uart.timeout()).isEqualTo(1);
    }

    @Test
    void oneThreadMayWriteWhileAnotherWaitsForBytes() throws InterruptedException {
        uart.timeout(10);
        List<byte[]> got = new ArrayList<>();
        Thread reader = new Thread(() -> got.add(uart.readLine()));
        reader.start();
        await().until(() -> reader.getState() == Thread.State.TIMED_WAITING);

        assertThat(uart.write("ping\n".getBytes(US_ASCII))).isEqualTo(5);
        uart.baudrate(19_200);
        port.arrives("pong\n");
        reader.join(10_000);

        assertThat(text(got.get(0))).isEqualTo("pong\n");
    }

    @Test
    void aSecondReaderWaitsUntilTheFirstHasItsLine() throws InterruptedException {
        uart.timeout(10);
        String[] got = new String[2];
        Thread first = new Thread(() -> got[0] = text(uart.readLine()));
        Thread second = new Thread(() -> got[1] = text(uart.readLine()));
        first.start();
        await().until(() -> first.getState() == Thread.State.TIMED_WAITING);
        port.arrives("one ");
        second.start();
        await().until(() -> second.getState() == Thread.State.WAITING);
        port.arrives("line\nanother\n");
        first.join(10_000);
        second.join(10_000);

        assertThat(got).containsExactly("one line\n", "another\n");
    }

    @Test
    void closingEndsAReadThatWaits() throws InterruptedException {
        uart.timeout(60);
        List<Throwable> thrown = new ArrayList<>();
        Thread reader = new Thread(() -> {
            try {
                uart.read(1);
            } catch (Throwable e) {
                thrown.add(e);
            }
        });
        reader.start();
        await().until(() -> reader.getState() == Thread.State.TIMED_WAITING);

        uart.close();
        reader.join(10_000);

        assertThat(thrown).singleElement().isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aClosedPortRefusesEverythingAndSaysWhatToDo() {
        uart.close();
        uart.close();

        String[] words = {"UART(/dev/ttyS0) is closed", "new UART(tx, rx)"};
        assertThat(uart.isClosed()).isTrue();
        assertThatThrownBy(uart::read).isInstanceOf(IllegalStateException.class).hasMessageContainingAll(words);
        assertThatThrownBy(() -> uart.read(1)).hasMessageContainingAll(words);
        assertThatThrownBy(() -> uart.readInto(new byte[1])).hasMessageContainingAll(words);
        assertThatThrownBy(uart::readLine).hasMessageContainingAll(words);
        assertThatThrownBy(() -> uart.write(new byte[1])).hasMessageContainingAll(words);
        assertThatThrownBy(uart::inWaiting).hasMessageContainingAll(words);
        assertThatThrownBy(uart::resetInputBuffer).hasMessageContainingAll(words);
        assertThatThrownBy(uart::baudrate).hasMessageContainingAll(words);
        assertThatThrownBy(() -> uart.baudrate(1)).hasMessageContainingAll(words);
        assertThat(port.configured).isEmpty();
    }

    @Test
    void aPortIsOpenedByItsPinsOrOneOfThem() {
        FakeProvider provider = new FakeProvider();
        Hardware hardware = Hardware.open(FakeProvider.BOARD, provider);
        Pin tx = new Pin("TX", hardware);
        Pin rx = new Pin("RX", hardware);

        try (UART both = new UART(tx, rx)) {
            assertThat(both.baudrate()).isEqualTo(9600);
            assertThatThrownBy(() -> new UART(tx, rx)).isInstanceOf(PinException.class);
        }
        try (UART reads = new UART(null, rx, 115_200)) {
            assertThat(reads.baudrate()).isEqualTo(115_200);
        }
        try (UART writes = new UART(tx, null, 300, 7, UART.Parity.ODD, 2, 0.5)) {
            assertThat(writes.timeout()).isEqualTo(0.5);
        }
        assertThat(provider.opened)
                .containsExactly(
                        "UART alias:serial0 at 9600 baud",
                        "UART alias:serial0 at 115200 baud",
                        "UART alias:serial0 at 300 baud");
    }

    @Test
    void aPortThatCannotBeMeantIsNotOpened() {
        FakeProvider provider = new FakeProvider();
        Hardware hardware = Hardware.open(FakeProvider.BOARD, provider);
        Pin tx = new Pin("TX", hardware);

        assertThatThrownBy(() -> new UART(null, null, 9600))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("UART", "TX or RX");
        assertThatThrownBy(() -> new UART(tx, null, 9600, 8, null, 1, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(provider.opened).isEmpty();
    }

    @Test
    void aPortIsOpenedByItsDeviceFile() {
        FakeProvider provider = new FakeProvider();
        Hardware before = CurrentBoard.use(Hardware.open(FakeProvider.BOARD, provider));
        try (UART adapter = new UART("/dev/ttyUSB0", 115_200)) {
            assertThat(adapter).hasToString("UART(/dev/ttyUSB0)");
        } finally {
            CurrentBoard.use(before);
        }

        assertThat(provider.opened).containsExactly("UART /dev/ttyUSB0 at 115200 baud");
    }

    @Test
    void waitingIsLeftToThePort() {
        UartPort mock = mock(UartPort.class);

        new UART(mock, UartPort.Settings.DEFAULT).sleep(Duration.ofMillis(7));

        verify(mock).sleep(Duration.ofMillis(7));
    }

    /** A port that does nothing. */
    private static class Silent implements UartPort {
        @Override
        public void configure(Settings settings) {}

        @Override
        public int read(byte[] into, int start, int end, long timeoutNanos) {
            return 0;
        }

        @Override
        public int write(byte[] from, int start, int end, long timeoutNanos) {
            return 0;
        }

        @Override
        public int available() {
            return 0;
        }

        @Override
        public void resetInput() {}

        @Override
        public String name() {
            return "silent";
        }

        @Override
        public void close() {}
    }
}
