// SPDX-License-Identifier: MIT
package blinka4j.diozero;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import blinka4j.BusException;
import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.busio.UART;
import blinka4j.provider.BoardDefinition.Uart;
import blinka4j.provider.Host;
import blinka4j.provider.UartPort;
import blinka4j.provider.UartPort.Parity;
import blinka4j.provider.UartPort.Settings;
import com.diozero.api.RuntimeIOException;
import com.diozero.internal.provider.builtin.serial.NativeSerialDevice;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiozeroUartTest {
    private static final Uart UART = new Uart("/dev/ttyS7", null, null, "add enable_uart=1");
    private static final Settings SETTINGS = new Settings(9600, 8, Parity.NONE, 1);
    private static final long LONG = TimeUnit.MINUTES.toNanos(2);

    @TempDir
    private Path root;

    private final Library library = mock(Library.class);
    private final NativeSerialDevice device = mock(NativeSerialDevice.class);
    private final Set<Integer> files = new HashSet<>(Set.of(3));
    private final ConcurrentLinkedQueue<Byte> arrived = new ConcurrentLinkedQueue<>();
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final List<Settings> opened = new ArrayList<>();
    private int next = 20;

    @BeforeEach
    void layOutTheMachine() throws IOException {
        Files.createDirectories(root.resolve("dev"));
        Files.createFile(root.resolve("dev/ttyS7"));
        Files.createDirectories(root.resolve("sys/class/tty/ttyS7"));
        when(library.serial(any(), any())).thenAnswer(call -> {
            opened.add(call.getArgument(1));
            files.add(next++);
            return device;
        });
        when(library.openAs(any())).thenAnswer(call -> Set.copyOf(files));
        doAnswer(call -> files.remove(call.<Integer>getArgument(0)))
                .when(library)
                .close(anyInt());
        when(device.bytesAvailable()).thenAnswer(call -> arrived.size());
        when(device.read()).thenAnswer(call -> {
            // As the kernel: for a tenth of a second, or until a byte comes.
            for (int i = 0; i < 100 && arrived.isEmpty(); i++) {
                TimeUnit.MILLISECONDS.sleep(1);
            }
            Byte one = arrived.poll();
            return one == null ? -1 : one & 0xFF;
        });
        when(device.read(any())).thenAnswer(call -> {
            byte[] into = call.getArgument(0);
            int count = 0;
            while (count < into.length && !arrived.isEmpty()) {
                into[count++] = arrived.remove();
            }
            return count;
        });
        doAnswer(call -> {
                    sent.writeBytes(call.<byte[]>getArgument(0));
                    return null;
                })
                .when(device)
                .write(any());
    }

    private UartPort open() {
        return DiozeroUart.open(library, new Host(root, "Linux", Map.of()), UART, SETTINGS);
    }

    private void arrive(String text) {
        for (byte one : text.getBytes(StandardCharsets.ISO_8859_1)) {
            arrived.add(one);
        }
    }

    @Test
    void aReadReturnsAvailableBytesOrWaits() {
        try (UartPort port = open()) {
            byte[] into = new byte[8];
            assertThat(port.read(into, 0, 8, 0)).isZero();
            arrive("ab\u00ffd");
            assertThat(port.available()).isEqualTo(4);
            assertThat(port.read(into, 1, 8, 0)).isEqualTo(4);
            assertThat(into).containsExactly(0, 'a', 'b', 0xFF, 'd', 0, 0, 0);
            Thread far = new Thread(() -> {
                arrive("x");
                await().until(arrived::isEmpty);
                arrive("yz");
            });
            far.start();
            UART program = new UART(port, SETTINGS);
            program.timeout(100);
            assertThat(program.read(3)).containsExactly('x', 'y', 'z');
            arrive("rubbish");
            port.resetInput();
            assertThat(port.available()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {30, 250})
    void aReadEndsWhenItsTimeIsOver(long millis) {
        try (UartPort port = open()) {
            arrive("a");
            assertThat(port.read(new byte[2], 0, 2, LONG)).isEqualTo(1);
            long start = System.nanoTime();
            assertThat(port.read(new byte[2], 0, 2, TimeUnit.MILLISECONDS.toNanos(millis)))
                    .isZero();
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(millis));
        }
    }

    @Test
    void allBytesAreWrittenInTheirOrder() {
        byte[] bytes = new byte[1000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        try (UartPort port = open()) {
            assertThat(port.write(bytes, 10, 1000, LONG)).isEqualTo(990);
        }
        assertThat(sent.toByteArray()).isEqualTo(Arrays.copyOfRange(bytes, 10, 1000));
    }

    @Test
    void aWriteWithoutTimeTakesNoMoreThanTheKernelHasRoomFor() {
        try (UartPort port = open()) {
            assertThat(port.write(new byte[100_000], 0, 100_000, 0)).isBetween(1024, 4096);
        }
    }

    /** In native code a virtual thread would keep its carrier, and nothing could end the wait. */
    @Test
    void aReadNeverWaitsInNativeCode() {
        try (UartPort port = open()) {
            assertThat(port.read(new byte[2], 0, 2, TimeUnit.MILLISECONDS.toNanos(250)))
                    .isZero();
            verify(device, never()).read();
            verify(device, never()).read(any());
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> port.read(new byte[2], 0, 2, LONG))
                    .isInstanceOfSatisfying(
                            BusException.class, e -> assertThat(e.kind()).isEqualTo(BusException.Kind.INTERRUPTED));
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    /** 20,000 bytes take 0.87 s at 230,400 baud: longer than the timeout, but never so long without progress. */
    @Test
    void aSlowWriteIsNotCutOff() {
        try (UartPort port = open()) {
            port.configure(new Settings(230_400, 8, Parity.NONE, 1));
            assertThat(port.write(new byte[20_000], 0, 20_000, TimeUnit.MILLISECONDS.toNanos(500)))
                    .isEqualTo(20_000);
        }
    }

    @Test
    void anUnpluggedPortIsAnErrorAlsoWithoutWaitingAndEarlierBytesAreNotLost() {
        UART program = new UART(open(), SETTINGS);
        program.timeout(0);
        arrive("abc");
        when(device.bytesAvailable())
                .thenAnswer(call -> arrived.size())
                .thenThrow(new RuntimeIOException("Error in serial device bytesAvailable"));
        assertThat(program.read(5)).containsExactly('a', 'b', 'c');
        assertThatThrownBy(() -> program.readInto(new byte[5])).isInstanceOf(BusException.class);
        assertThatThrownBy(() -> program.readInto(new byte[5])).isInstanceOf(BusException.class);
    }

    @Test
    void closingEndsAReadClosesTheFileAndNeverTheDevice() throws InterruptedException {
        UartPort port = open();
        assertThat(files).containsExactlyInAnyOrder(3, 20);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        CountDownLatch reads = new CountDownLatch(1);
        when(device.bytesAvailable()).thenAnswer(call -> {
            reads.countDown();
            return 0;
        });
        Thread reader = new Thread(() -> {
            try {
                port.read(new byte[1], 0, 1, LONG);
            } catch (IllegalStateException e) {
                thrown.set(e);
            }
        });
        reader.start();
        reads.await();
        port.close();
        port.close();
        reader.join();
        assertThat(thrown.get()).hasMessageContainingAll("UART(/dev/ttyS7) is closed");
        assertThat(files).containsExactly(3);
        // This would raise SIGINT, which ends the virtual machine.
        verify(device, never()).close();
        assertThatThrownBy(port::available).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> port.write(new byte[1], 0, 1, 0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(port::resetInput).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> port.configure(SETTINGS)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aWriteThatNeverEndsDoesNotBlockClose() throws InterruptedException {
        UartPort port = open();
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        doAnswer(call -> {
                    inside.countDown();
                    go.await();
                    return null;
                })
                .when(device)
                .write(any());
        Thread writer = new Thread(() -> port.write(new byte[1], 0, 1, LONG));
        writer.start();
        inside.await();
        port.close();
        // The file number must not be used for another file during the call.
        assertThat(files).contains(20);
        go.countDown();
        writer.join();
        assertThat(files).containsExactly(3);
    }

    @Test
    void otherSettingsOpenThePortAnewBeforeItIsClosed() {
        Settings other = new Settings(115_200, 7, Parity.EVEN, 2);
        try (UartPort port = open()) {
            port.configure(other);
            assertThat(opened).containsExactly(SETTINGS, other);
            assertThat(files).containsExactlyInAnyOrder(3, 21);
        }
        assertThat(files).containsExactly(3);
        verify(device, never()).close();
    }

    @Test
    void aRateThatDiozeroDoesNotKnowIsRefusedAndNotTakenFor9600() {
        Settings midi = new Settings(31_250, 8, Parity.NONE, 1);
        assertThatThrownBy(() -> DiozeroUart.open(library, new Host(root, "Linux", Map.of()), UART, midi))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("31250 baud", "115200", "BLINKA_PROVIDER=linux");
        try (UartPort port = open()) {
            assertThatThrownBy(() -> port.configure(midi)).isInstanceOf(NotAvailableException.class);
            assertThat(opened).containsExactly(SETTINGS);
        }
    }

    @Test
    void aPortThatCannotBeOpenedOrSetUpIsReportedAndLeftClosed() {
        doThrow(new RuntimeIOException("Error opening serial device"))
                .when(library)
                .serial(any(), any());
        assertThatThrownBy(this::open)
                .isInstanceOf(PinException.class)
                .hasMessageContainingAll("/dev/ttyS7", "nother program", "sudo fuser -v /dev/ttyS7");
        doAnswer(call -> {
                    files.add(next++);
                    throw new RuntimeIOException("Error opening serial device");
                })
                .when(library)
                .serial(any(), any());
        assertThatThrownBy(this::open)
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("8 bits", "no parity", "1 stop bit");
        assertThat(files).containsExactly(3);
    }

    @Test
    void missingPortsAndOtherDevicesAreRefused() throws IOException {
        Host host = new Host(root, "Linux", Map.of());
        assertThatThrownBy(() -> DiozeroUart.open(
                        library, host, new Uart("/dev/ttyS8", null, null, "add enable_uart=1"), SETTINGS))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("/dev/ttyS8 does not exist", "dd enable_uart=1");
        Files.createFile(root.resolve("dev/null"));
        assertThatThrownBy(() -> DiozeroUart.open(library, host, new Uart("/dev/null", null, null, ""), SETTINGS))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("/dev/null", "serial port");
        verify(library, never()).serial(any(), any());
    }

    @Test
    void theErrorForAnUnpluggedPortSaysSo() {
        try (UartPort port = open()) {
            when(device.bytesAvailable()).thenThrow(new RuntimeIOException("Error in serial device bytesAvailable"));
            assertThatThrownBy(() -> port.read(new byte[1], 0, 1, LONG))
                    .isInstanceOf(BusException.class)
                    .hasMessageContainingAll("UART(/dev/ttyS7)", "unplugged", "pen it again");
        }
    }
}
